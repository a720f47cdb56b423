"""Tables of the work store: what a workstation holds until it is in the shared store, and the log."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

from warehouse.models.base import NAMING, Moment

metadata = MetaData(naming_convention=NAMING)

dossier = Table(
    "dossier",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("opened_seq", Integer, nullable=False, index=True),
    Column("unit", String(35), nullable=False),
    Column("station", String(64), nullable=False),
    Column("procedure", String(64), nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("person_name", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due", Date),
    Column("due_766", Date),
    Column("state", String(16), nullable=False),
    Column("officer", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("settled_on", Date),
    Column("returned_on", Date),
    Column("supplements", Integer, nullable=False, server_default="0"),
)

component = Table(
    "component",
    metadata,
    Column("dossier_code", String(64), ForeignKey("dossier.code"), primary_key=True),
    Column("code", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("answer", String(32), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("document_id", String(64)),
    Column("body", Text, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("dossier_code", String(64), ForeignKey("dossier.code"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("dpi", Integer),
    Column("state", String(16), nullable=False),
    Column("blank", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("reading_json", Text),
    Column("source_name", Text, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    Index(None, "dossier_code", "ordinal"),
)

document = Table(
    "document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("dossier_code", String(64), ForeignKey("dossier.code"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("type", String(64), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("page_ids", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("issued", Date),
    Column("agency", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("owners", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("scope", Text, nullable=False),
    Column("parcel", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("pdf_path", Text, nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
    Column("pdf_size", Integer, nullable=False),
    Column("signature", String(16), nullable=False),
    Column("approval", String(16), nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("released_at", Moment),
    Column("version", Integer, nullable=False),
)

field = Table(
    "field",
    metadata,
    Column("document_id", String(64), ForeignKey("document.id"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("value", Text),
    Column("raw", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("page_id", String(64)),
    Column("box", String(64)),
    Column("state", String(16), nullable=False),
    Column("source", String(32), nullable=False),
    Column("engine", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("candidates", Text, nullable=False),
    Column("others", Text, nullable=False),
    Column("by", Text),
    Column("at", Moment),
)

lease = Table(
    "lease",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("detail", Text, nullable=False),
    Column("form", Integer, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

event_head = Table(
    "event_head",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("value", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("station", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(160), nullable=False),
    Column("body", Text, nullable=False),
    Column("blob", String(64), nullable=False),
    Column("blob_path", Text, nullable=False),
    Column("package", String(64)),
    Index(None, "station", "package", "seq"),
    Index(None, "key", "seq"),
    sqlite_autoincrement=True,
)

package = Table(
    "package",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq_from", Integer, nullable=False),
    Column("seq_to", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("acked_at", Moment),
    Index(None, "station", "number", unique=True),
)

refusal = Table(
    "refusal",
    metadata,
    Column("record", String(160), primary_key=True),
    Column("reason", String(64), nullable=False),
    Column("data", Text, nullable=False),
    Column("package", String(64), nullable=False),
)

sent = Table(
    "sent",
    metadata,
    Column("station", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("month", String(7), nullable=False),
    Column("row_hash", String(64), nullable=False),
)
"""What the shared store said it took, to compare with what it holds; outlives the outbox."""

scrubbed = Table(
    "scrubbed",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""When each file of the shared store was last hashed from here."""

night = Table(
    "night",
    metadata,
    Column("at", Moment, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What each nightly run did, as JSON."""
