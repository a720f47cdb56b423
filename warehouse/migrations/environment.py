"""What both histories' ``env.py`` do: migrate over the connection that is handed in."""

from alembic import context
from sqlalchemy import MetaData

OWN_INDEX = "search_fts"
TSV_INDEX = "ix_search_text_tsv"


def run(metadata: MetaData) -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text indexes are beyond SQLAlchemy: SQLite's is made of tables of its own."""
    if kind == "table":
        return not (name or "").startswith(OWN_INDEX)
    return name != TSV_INDEX
