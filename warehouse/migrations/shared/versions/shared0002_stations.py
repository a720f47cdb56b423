"""Enrolled stations, published reference data, the state of read copies, the ends of dossiers."""

import sqlalchemy as sa
from alembic import op

import warehouse.models.base

revision = "shared0002"
down_revision = "shared0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=35), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )
    op.create_table(
        "reference",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_reference")),
    )
    op.create_table(
        "copy_state",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("as_of", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_copy_state")),
    )
    op.create_table(
        "compatible",
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_compatible")),
    )
    op.execute("INSERT INTO compatible VALUES ('shared0001')")
    op.add_column("fact_dossier", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column("fact_dossier", sa.Column("returned_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError
