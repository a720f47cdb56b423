"""Many rows at once, each written whether it is there or not: COPY into staging on PostgreSQL, else executemany."""

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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
        _copy_and_merge(connection, table, columns, rows, sql)
        return
    marks = ",".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks}) {sql}",  # noqa: S608 - our own names
        [tuple(_sqlite_cell(cell) for cell in row) for row in rows],
    )


def append(connection: Connection, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Adds rows whose keys are known to be free; straight into the table, without staging."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, columns, rows)
        return
    marks = ",".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({_names(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
        [tuple(_sqlite_cell(cell) for cell in row) for row in rows],
    )


_ROWS_PER_BLOCK = 4000
_CELL, _ROW, _NULL = "\x1f", "\x1e", "\x1d"


def copy_text(rows: Rows) -> bytes | None:
    """Rows as COPY's text form (PostgreSQL manual, COPY, "Text Format"), or None when cells hold our own marks.

    Why not the driver row by row: joining and escaping whole blocks takes a quarter of the time, and the rows of
    values are most of a load. The marks are replaced after the escaping, so that no cell can break out.
    """
    lines = [_CELL.join([cell if type(cell) is str else _COPIED[type(cell)](cell) for cell in row]) for row in rows]
    text = _ROW.join(lines)
    nulls = sum(row.count(None) for row in rows)
    expected = (sum(len(row) - 1 for row in rows), len(rows) - 1, nulls)
    if (text.count(_CELL), text.count(_ROW), text.count(_NULL)) != expected:
        return None
    # Why as bytes: texts of Vietnamese take two bytes a letter in memory, and looking through bytes is faster still.
    block = text.encode()
    for raw, escaped in ((b"\\", rb"\\"), (b"\n", rb"\n"), (b"\r", rb"\r"), (b"\t", rb"\t")):
        block = block.replace(raw, escaped)
    return block.translate(_SEPARATORS).replace(_NULL.encode(), rb"\N") + b"\n"


class _Copied(dict[type, Callable[[Any], str]]):
    """How a cell of each type reads in COPY; a type without a form of its own as ``str`` has it."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = kind.isoformat if issubclass(kind, dt.date) else str
        return self[kind]


_COPIED = _Copied({type(None): lambda _cell: _NULL, bool: lambda cell: "t" if cell else "f", float: repr})
_SEPARATORS = bytes.maketrans((_CELL + _ROW).encode(), b"\t\n")


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


Append = Callable[[Table, Sequence[str], Rows], None]


@contextmanager
def appending(connection: Connection) -> Iterator[Append]:
    """``append`` that on PostgreSQL gives its rows to one other thread, so that the next ones are made meanwhile.

    Everything is written when the scope ends; until then nothing else may use the connection. An error of the
    other thread is raised here.
    """
    if connection.dialect.name != "postgresql":
        yield lambda table, columns, rows: append(connection, table, columns, rows)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="copy") as pool:
        begun: list[Future[None]] = []
        yield lambda table, columns, rows: begun.append(pool.submit(append, connection, table, columns, rows))
        for done in begun:
            done.result()


def _copy(connection: Connection, target: str, columns: Sequence[str], rows: Rows) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {target} ({_names(columns)}) FROM STDIN") as copy:
            for start in range(0, len(rows), _ROWS_PER_BLOCK):
                part = rows[start : start + _ROWS_PER_BLOCK]
                block = copy_text(part)
                if block is not None:
                    copy.write(block)
                    continue
                for row in part:
                    copy.write_row(row)
    except psycopg.Error as error:
        # Why: COPY goes past SQLAlchemy, which would have wrapped the driver's error for us.
        raise DBAPIError.instance("COPY", None, error, psycopg.Error) from error


def _conflict_clause(table: Table, columns: Sequence[str], newer: str) -> str:
    keys = [column.name for column in table.primary_key.columns]
    if set(columns) <= set(keys):
        return f"ON CONFLICT ({_names(keys)}) DO NOTHING"
    changes = ",".join(f'"{name}"=excluded."{name}"' for name in columns if name not in keys)
    guard = f' WHERE {table.name}."{newer}" < excluded."{newer}"' if newer else ""
    return f"ON CONFLICT ({_names(keys)}) DO UPDATE SET {changes}{guard}"


def _copy_and_merge(connection: Connection, table: Table, columns: Sequence[str], rows: Rows, conflict: str) -> None:
    """Temporary staging cannot be left behind: it goes with the transaction."""
    stage = f"stage_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {stage} (LIKE {table.name}) ON COMMIT DROP")
    _copy(connection, stage, columns, rows)
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
