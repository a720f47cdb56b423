"""The signed file that a page came in."""

import sqlalchemy as sa
from alembic import op

revision = "work0002"
down_revision = "work0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("page", sa.Column("origin", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError
