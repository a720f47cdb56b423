"""What was taken by the shared store, when files were last hashed, the nights' reports, the ends of dossiers."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

import warehouse.models.base
from warehouse.reconcile import month_of

revision = "work0003"
down_revision = "work0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent",
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("station", "kind", "key", name=op.f("pk_sent")),
    )
    op.create_table(
        "scrubbed",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_scrubbed")),
    )
    op.create_table(
        "night",
        sa.Column("at", warehouse.models.base.Moment(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_night")),
    )
    op.add_column("dossier", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column("dossier", sa.Column("returned_on", sa.Date(), nullable=True))
    _fill()


def _fill() -> None:
    """Every acknowledged record that was not refused, its last state."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT o.station, o.kind, o.key, o.seq, o.body FROM outbox o JOIN package p ON p.id = o.package "
            "WHERE p.acked_at IS NOT NULL AND o.key NOT IN (SELECT record FROM refusal) ORDER BY o.seq"
        )
    )
    last = {(row.station, row.kind, row.key): (row.seq, row.body) for row in found}
    statement = sa.text("INSERT INTO sent VALUES (:station, :kind, :key, :seq, :month, :row_hash)")
    for (station, kind, key), (seq, body) in last.items():
        op.get_bind().execute(
            statement,
            {
                "station": station,
                "kind": kind,
                "key": key,
                "seq": seq,
                "month": month_of(kind, json.loads(body)),
                "row_hash": hashlib.sha256(body.encode()).hexdigest(),
            },
        )


def downgrade() -> None:
    raise NotImplementedError
