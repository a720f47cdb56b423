"""How often a dossier's applicant was asked for more."""

import sqlalchemy as sa
from alembic import op

revision = "work0004"
down_revision = "work0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dossier", sa.Column("supplements", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE dossier SET supplements = (SELECT count(*) FROM event WHERE event.subject = dossier.code "
        "AND event.kind = 'dossier-step' AND event.detail LIKE '%[\"step\", \"supplement\"]%')"
    )


def downgrade() -> None:
    raise NotImplementedError
