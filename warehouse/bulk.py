"""Many rows at once, each written whether it is there or not: COPY into staging on PostgreSQL, else executemany."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

# Any below: cells of rows of every table.
Rows = Sequence[tuple[Any, ...]]


def upsert(connection: Connection, table: Table, columns: Sequence[str], rows: Rows, *, newer: str = "") -> None:
    """Inserts rows; a row whose key is there is replaced, with ``newer`` only by one of a higher such column."""
    if not rows:
        return
    sql = _conflict_clause(table, columns, newer)
    if connection.dialect.name == "postgresql":
        _copy_and_merge(connection, table, columns, rows, sql)
        return
    marks = ",".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks}) {sql}",  # noqa: S608 - our own names
        [tuple(_sqlite_cell(cell) for cell in row) for row in rows],
    )


def _conflict_clause(table: Table, columns: Sequence[str], newer: str) -> str:
    keys = [column.name for column in table.primary_key.columns]
    changes = ",".join(f'"{name}"=excluded."{name}"' for name in columns if name not in keys)
    guard = f' WHERE {table.name}."{newer}" < excluded."{newer}"' if newer else ""
    return f"ON CONFLICT ({_names(keys)}) DO UPDATE SET {changes}{guard}"


def _copy_and_merge(connection: Connection, table: Table, columns: Sequence[str], rows: Rows, conflict: str) -> None:
    """Temporary staging cannot be left behind: it goes with the transaction."""
    stage = f"stage_{table.name}"
    names = _names(columns)
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {stage} (LIKE {table.name}) ON COMMIT DROP")
    if "tsv" in table.columns:
        connection.exec_driver_sql(f"ALTER TABLE {stage} DROP COLUMN IF EXISTS tsv")
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {stage} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    source, target = names, names
    if "tsv" in table.columns:
        source, target = f"{names}, to_tsvector('simple', left(folded, 400000))", f"{names}, tsv"
        conflict = f"{conflict}, tsv=excluded.tsv"
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({target}) SELECT {source} FROM {stage} {conflict}")  # noqa: S608
    connection.exec_driver_sql(f"TRUNCATE {stage}")


def _names(columns: Sequence[str]) -> str:
    return ",".join(f'"{name}"' for name in columns)


def _sqlite_cell(value: Any) -> Any:
    """As SQLAlchemy's SQLite dialect stores it, so that both ways of writing give the same row."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, dt.date) else value
