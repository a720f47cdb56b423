"""Many rows at once, each written whether it is there or not: COPY into staging on PostgreSQL, else executemany."""

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Connection, String, Table, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError

# Any below: cells of rows of every table.
Rows = Sequence[tuple[Any, ...]]


CHUNK = 500
"""Keys per question on SQLite: below every build's limit of parameters."""


def among(
    connection: Connection, column: ColumnElement[str], keys: Sequence[str]
) -> Iterator[tuple[ColumnElement[bool], dict[str, list[str]]]]:
    """Conditions with their parameter that together ask for these keys: one array on PostgreSQL, else portions.

    Why an array: the driver parses a query's text for its marks, and a thousand marks cost more than the answer.
    """
    if connection.dialect.name == "postgresql":
        if keys:
            yield column == any_(bindparam("keys", type_=ARRAY(String))), {"keys": list(keys)}
        return
    walk = iter(keys)
    while portion := list(islice(walk, CHUNK)):
        yield column.in_(bindparam("keys", expanding=True)), {"keys": portion}


def upsert(connection: Connection, table: Table, columns: Sequence[str], rows: Rows, *, newer: str = "") -> None:
    """Inserts rows; a row whose key is there is replaced, with ``newer`` only by one of a higher such column."""
    if not rows:
        return
    sql = _conflict_clause(table, columns, newer)
    if connection.dialect.name == "postgresql":
        _merge(connection, table, columns, rows, sql)
        return
    marks = ",".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks}) {sql}",  # noqa: S608 - our own names
        [tuple(_sqlite_cell(cell) for cell in row) for row in rows],
    )


def nothing() -> None:
    """What is done meanwhile when there is nothing to do."""


def append(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Rows,
    meanwhile: Callable[[], None] = nothing,
) -> None:
    """Adds rows whose keys are known to be free; straight into the table, without staging. See ``append_block``."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, columns, _pieces(rows), meanwhile)
        return
    marks = ",".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
        [tuple(_sqlite_cell(cell) for cell in row) for row in rows],
    )


_ROWS_PER_PIECE = 250
CELL, NULL = "\x1f", "\x1d"
"""What stands between the cells of a line of COPY, and for a cell that is null, until :func:`block_of` escapes them."""

_ROW = "\x1e"


def copy_text(rows: Rows) -> bytes | None:
    """Rows as COPY's text form (PostgreSQL manual, COPY, "Text Format"), or None when cells hold our own marks.

    Why not the driver row by row: joining and escaping whole blocks takes a quarter of the time, and the rows of
    values are most of a load. The marks are replaced after the escaping, so that no cell can break out.
    """
    lines = [CELL.join([cell if type(cell) is str else _COPIED[type(cell)](cell) for cell in row]) for row in rows]
    return block_of(lines, len(rows[0]), sum(row.count(None) for row in rows))


def block_of(lines: Sequence[str], cells: int, nulls: int) -> bytes | None:
    """The text form of lines that each have so many cells, ``nulls`` of them all null; None as in :func:`copy_text`."""
    text = _ROW.join(lines)
    if (text.count(CELL), text.count(_ROW), text.count(NULL)) != (len(lines) * (cells - 1), len(lines) - 1, nulls):
        return None
    # Why as bytes: texts of Vietnamese take two bytes a letter in memory, and looking through bytes is faster still.
    block = text.encode()
    for raw, escaped in ((b"\\", rb"\\"), (b"\n", rb"\n"), (b"\r", rb"\r"), (b"\t", rb"\t")):
        block = block.replace(raw, escaped)
    return block.translate(_SEPARATORS).replace(NULL.encode(), rb"\N") + b"\n"


class _Copied(dict[type, Callable[[Any], str]]):
    """How a cell of each type reads in COPY; a type without a form of its own as ``str`` has it."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = kind.isoformat if issubclass(kind, dt.date) else str
        return self[kind]


_COPIED = _Copied({type(None): lambda _cell: NULL, bool: lambda cell: "t" if cell else "f", float: repr})
_SEPARATORS = bytes.maketrans((CELL + _ROW).encode(), b"\t\n")


@contextmanager
def without_collector() -> Iterator[None]:
    """Python's collector of cycles rests: parsed JSON has none, and looking for them takes a sixth of a load."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


Piece = bytes | Rows
"""Some rows in COPY's text form, or as they are where that form cannot say them."""


def piece(rows: Rows) -> Piece:
    """Rows as a piece."""
    text = copy_text(rows) if rows else b""
    return rows if text is None else text


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table on their way to COPY."""

    table: Table
    columns: Sequence[str]
    pieces: Sequence[Piece]


def append_block(connection: Connection, block: Block, meanwhile: Callable[[], None] = nothing) -> None:
    """Adds rows whose keys are known to be free, on PostgreSQL; ``meanwhile`` is called again and again on the way."""
    if any(block.pieces):
        _copy(connection, block.table.name, block.columns, block.pieces, meanwhile)


_IN_FLIGHT = 64 << 10
"""Bytes after which something else is done: less than a local socket holds (some 200 KB), so that no one waits."""


def _copy(
    connection: Connection,
    target: str,
    columns: Sequence[str],
    pieces: Iterable[Piece],
    meanwhile: Callable[[], None] = nothing,
) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    written = 0
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {target} ({_names(columns)}) FROM STDIN") as copy:
            for part in pieces:
                if not isinstance(part, bytes):
                    for row in part:
                        copy.write_row(row)
                    continue
                copy.write(part)
                written += len(part)
                if written >= _IN_FLIGHT:
                    written = 0
                    meanwhile()
            meanwhile()
    except psycopg.Error as error:
        # Why: COPY goes past SQLAlchemy, which would have wrapped the driver's error for us.
        raise DBAPIError.instance("COPY", None, error, psycopg.Error) from error


def _pieces(rows: Rows) -> Iterator[Piece]:
    for start in range(0, len(rows), _ROWS_PER_PIECE):
        yield piece(rows[start : start + _ROWS_PER_PIECE])


def _conflict_clause(table: Table, columns: Sequence[str], newer: str) -> str:
    keys = [column.name for column in table.primary_key.columns]
    if set(columns) <= set(keys):
        return f"ON CONFLICT ({_names(keys)}) DO NOTHING"
    changes = ",".join(f'"{name}"=excluded."{name}"' for name in columns if name not in keys)
    guard = f' WHERE {table.name}."{newer}" < excluded."{newer}"' if newer else ""
    return f"ON CONFLICT ({_names(keys)}) DO UPDATE SET {changes}{guard}"


_FEW = 50
"""Rows up to which one statement each, all sent at once, is cheaper than a table of staging made and dropped."""


def _merge(connection: Connection, table: Table, columns: Sequence[str], rows: Rows, conflict: str) -> None:
    """Temporary staging cannot be left behind: it goes with the transaction."""
    if len(rows) <= _FEW:
        marks = ",".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks}) {conflict}"  # noqa: S608 - our own names
        connection.exec_driver_sql(sql, list(rows))
        return
    stage = f"stage_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {stage} (LIKE {table.name}) ON COMMIT DROP")
    _copy(connection, stage, columns, _pieces(rows))
    names = _names(columns)
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {stage} {conflict}")  # noqa: S608
    connection.exec_driver_sql(f"TRUNCATE {stage}")


def _names(columns: Sequence[str]) -> str:
    return ",".join(f'"{name}"' for name in columns)


def _sqlite_cell(value: Any) -> Any:
    """As SQLAlchemy's SQLite dialect stores it, so that both ways of writing give the same row."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, dt.date) else value
