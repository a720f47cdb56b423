"""First tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import warehouse.models.base

revision = "shared0001"
down_revision = None
branch_labels = None
depends_on = None


FTS_SQL = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(folded, content='search_text', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')"
)
TSV_SQL = "CREATE INDEX ix_search_text_tsv ON search_text USING gin (tsv)"


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=160), nullable=False),
        sa.Column("package", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", "key", "station", "row_hash", name=op.f("pk_conflict")),
    )
    op.create_table(
        "dim_agency",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_agency")),
    )
    with op.batch_alter_table("dim_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_agency_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "dim_date",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_dim_date")),
    )
    op.create_table(
        "dim_document_type",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_document_type")),
    )
    with op.batch_alter_table("dim_document_type", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_document_type_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "dim_officer",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_officer")),
    )
    with op.batch_alter_table("dim_officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_officer_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "dim_person",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_person")),
    )
    with op.batch_alter_table("dim_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_person_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "dim_procedure",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_procedure")),
    )
    with op.batch_alter_table("dim_procedure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_procedure_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "dim_unit",
        sa.Column("sk", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sk", name=op.f("pk_dim_unit")),
    )
    with op.batch_alter_table("dim_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dim_unit_key_valid_from"), ["key", "valid_from"], unique=True)

    op.create_table(
        "document_owner",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("person_sk", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "document_id", "owner_id", "role", name=op.f("pk_document_owner")),
    )
    with op.batch_alter_table("document_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_owner_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "fact_document",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("type_sk", sa.BigInteger(), nullable=False),
        sa.Column("agency_sk", sa.BigInteger(), nullable=False),
        sa.Column("unit_sk", sa.BigInteger(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_norm", sa.Text(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("parcel", sa.Text(), nullable=False),
        sa.Column("parcel_norm", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_size", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.String(length=16), nullable=False),
        sa.Column("approval", sa.String(length=16), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("released_at", warehouse.models.base.Moment(timezone=True), nullable=True),
        sa.Column("paper_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "id", name=op.f("pk_fact_document")),
    )
    with op.batch_alter_table("fact_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_document_dossier_code"), ["dossier_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_document_number_norm"), ["number_norm"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_document_parcel_norm"), ["parcel_norm"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_document_type_issued"), ["type", "issued"], unique=False)

    op.create_table(
        "fact_dossier",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("unit_sk", sa.BigInteger(), nullable=False),
        sa.Column("procedure_sk", sa.BigInteger(), nullable=False),
        sa.Column("person_sk", sa.BigInteger(), nullable=False),
        sa.Column("officer_sk", sa.BigInteger(), nullable=False),
        sa.Column("received_at", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_766", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "code", name=op.f("pk_fact_dossier")),
    )
    with op.batch_alter_table("fact_dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_dossier_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_dossier_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_dossier_procedure"), ["procedure"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_dossier_received_on"), ["received_on"], unique=False)

    op.create_table(
        "fact_field",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page_id", sa.String(length=64), nullable=True),
        sa.Column("box", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", warehouse.models.base.Moment(timezone=True), nullable=True),
        sa.Column("others", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "document_id", "name", name=op.f("pk_fact_field")),
    )
    op.create_table(
        "fact_page",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "document_id", "number", name=op.f("pk_fact_page")),
    )
    op.create_table(
        "fact_reuse",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("component_code", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("unit", "dossier_code", "component_code", name=op.f("pk_fact_reuse")),
    )
    op.create_table(
        "load_package",
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq_from", sa.BigInteger(), nullable=False),
        sa.Column("seq_to", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("station", "id", name=op.f("pk_load_package")),
    )
    op.create_table(
        "quarantine",
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("package", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "kind", "key", name=op.f("pk_quarantine")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_package"), ["package"], unique=False)

    op.create_table(
        "search_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("tsv", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    with op.batch_alter_table("search_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_text_document_id"), ["document_id"], unique=False)

    op.create_table(
        "station_mark",
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("station", "unit", name=op.f("pk_station_mark")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS_SQL)
    elif op.get_bind().dialect.name == "postgresql":
        op.execute(TSV_SQL)


def downgrade() -> None:
    raise NotImplementedError
