"""What both histories' ``env.py`` do: migrate over the connection that is handed in."""

from alembic import context
from sqlalchemy import MetaData

OWN_INDEX = "search_fts"


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
    """SQLite's full-text index is made of tables of its own."""
    return not (kind == "table" and name is not None and name.startswith(OWN_INDEX))
