"""Words that papers hold, requests for more, and the unit in the key of the search texts."""

import sqlalchemy as sa
from alembic import op

from warehouse.facts import LONGEST_WORD

revision = "shared0003"
down_revision = "shared0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fact_dossier", sa.Column("supplements", sa.Integer(), nullable=True))
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_search_text", "search_text")
        op.create_primary_key("pk_search_text", "search_text", ["unit", "document_id"])
    op.execute("DELETE FROM compatible")
    op.execute("INSERT INTO compatible VALUES ('shared0002')")
    _fill()


def _fill() -> None:
    words: set[str] = set()
    query = sa.text("SELECT folded FROM search_text")
    found = op.get_bind().execute(query, execution_options={"yield_per": 1000})
    for row in found:
        words.update(row.folded.split())
    rows = [{"word": word} for word in sorted(words) if word.isalpha() and 1 < len(word) <= LONGEST_WORD]
    if rows:
        op.get_bind().execute(sa.text("INSERT INTO search_word VALUES (:word)"), rows)


def downgrade() -> None:
    raise NotImplementedError
