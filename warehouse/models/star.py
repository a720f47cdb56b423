"""Tables of the shared store: dimensions with history, facts by unit, the ledger of loads, the search text.

The unit stands first in every fact's key, so that the tables can be partitioned (and later distributed) by it.
There are no triggers: the loader writes folded columns and history itself.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from warehouse.models.base import NAMING, Moment

metadata = MetaData(naming_convention=NAMING)


def _dimension(name: str) -> Table:
    """A dimension with history (SCD 2): one row per key and day from which its attributes held."""
    return Table(
        f"dim_{name}",
        metadata,
        Column("sk", BigInteger, primary_key=True, autoincrement=False),
        Column("key", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("attributes", Text, nullable=False),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("is_current", Boolean, nullable=False),
        Index(None, "key", "valid_from", unique=True),
    )


dim_unit = _dimension("unit")
dim_agency = _dimension("agency")
dim_procedure = _dimension("procedure")
dim_document_type = _dimension("document_type")
dim_officer = _dimension("officer")
dim_person = _dimension("person")

dim_date = Table(
    "dim_date",
    metadata,
    Column("day", Date, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("is_working", Boolean, nullable=False),
)

fact_dossier = Table(
    "fact_dossier",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("code", String(64), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("procedure", String(64), nullable=False, index=True),
    Column("person_id", String(32), nullable=False, index=True),
    Column("person_name", Text, nullable=False),
    Column("officer", Text, nullable=False),
    Column("unit_sk", BigInteger, nullable=False),
    Column("procedure_sk", BigInteger, nullable=False),
    Column("person_sk", BigInteger, nullable=False),
    Column("officer_sk", BigInteger, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("received_on", Date, nullable=False, index=True),
    Column("due", Date, index=True),
    Column("due_766", Date),
    Column("state", String(16), nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("row_hash", String(64), nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("extra", Text, nullable=False),
    Column("settled_on", Date),
    Column("returned_on", Date),
    Column("supplements", Integer),
)

fact_document = Table(
    "fact_document",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("dossier_code", String(64), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("type", String(64), nullable=False),
    Column("type_sk", BigInteger, nullable=False),
    Column("agency_sk", BigInteger, nullable=False),
    Column("unit_sk", BigInteger, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("title", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("number_norm", Text, nullable=False, index=True),
    Column("issued", Date),
    Column("agency", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("scope", Text, nullable=False),
    Column("parcel", Text, nullable=False),
    Column("parcel_norm", Text, nullable=False, index=True),
    Column("code", Text, nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
    Column("pdf_size", BigInteger, nullable=False),
    Column("signature", String(16), nullable=False),
    Column("approval", String(16), nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("released_at", Moment),
    Column("paper_version", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("row_hash", String(64), nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("extra", Text, nullable=False),
    Index(None, "type", "issued"),
)

document_owner = Table(
    "document_owner",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("document_id", String(64), primary_key=True),
    Column("owner_id", String(32), primary_key=True),
    Column("role", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("person_sk", BigInteger, nullable=False),
    Index(None, "owner_id"),
)

fact_field = Table(
    "fact_field",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("document_id", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Text),
    Column("raw", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("page_id", String(64)),
    Column("box", String(64)),
    Column("state", String(16), nullable=False),
    Column("source", String(32), nullable=False),
    Column("engine", Text, nullable=False),
    Column("by", Text),
    Column("at", Moment),
    Column("others", Text, nullable=False),
)

fact_page = Table(
    "fact_page",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("document_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("page_id", String(64), nullable=False),
    Column("lines", Text, nullable=False),
)
"""Page work: each page of a released paper, with its printed lines and their boxes."""

fact_reuse = Table(
    "fact_reuse",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("dossier_code", String(64), primary_key=True),
    Column("component_code", String(64), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("answer", String(32), nullable=False),
    Column("document_id", String(64)),
    Column("reason", String(64), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("row_hash", String(64), nullable=False),
)

search_text = Table(
    "search_text",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("unit", String(35), nullable=False),
    Column("document_id", String(64), nullable=False),
    Column("folded", Text, nullable=False),
    Column("tsv", Text().with_variant(TSVECTOR(), "postgresql")),
    Index(None, "document_id"),
)

"""On PostgreSQL the key is ``(unit, document_id)``, so that this table too can be partitioned; SQLite's full-text
index needs a key of one number."""

search_word = Table("search_word", metadata, Column("word", String(24), primary_key=True))
"""Every folded word of letters that stands in a paper: what a word that nobody wrote may have meant."""

load_package = Table(
    "load_package",
    metadata,
    Column("station", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("unit", String(35), nullable=False),
    Column("number", Integer, nullable=False),
    Column("seq_from", BigInteger, nullable=False),
    Column("seq_to", BigInteger, nullable=False),
    Column("records", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
)

station_mark = Table(
    "station_mark",
    metadata,
    Column("station", String(64), primary_key=True),
    Column("unit", String(35), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("package", String(64), nullable=False, index=True),
    Column("reason", String(64), nullable=False),
    Column("data", Text, nullable=False),
    Column("body", Text, nullable=False),
)

conflict = Table(
    "conflict",
    metadata,
    Column("unit", String(35), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("station", String(64), primary_key=True),
    Column("row_hash", String(64), primary_key=True),
    Column("reason", String(64), nullable=False),
    Column("other", String(160), nullable=False),
    Column("package", String(64), nullable=False),
    Column("body", Text, nullable=False),
)
"""Two truths about one thing; both are kept until a person decides."""

station = Table(
    "station",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("unit", String(35), nullable=False),
    Column("key", String(64), nullable=False),
    Column("is_revoked", Boolean, nullable=False),
)
"""Workstations that were enrolled, with the key under which their packages on a stick are sealed."""

reference = Table(
    "reference",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Reference data as their editor published them: catalogue, calendar; stations fetch the newest version."""

compatible = Table("compatible", metadata, Column("revision", String(32), primary_key=True))
"""Revisions whose programs may load into this store although it is newer: it only added to what they know."""

copy_state = Table(
    "copy_state",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("as_of", Moment, nullable=False),
)
"""In a station's read copy: the moment at which it was like the shared store."""
