"""Opens a store: its engine, its two scopes ``read()`` and ``write()``, and the check of its schema."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from warehouse.errors import DatabaseLocked, DatabaseUnreachable
from warehouse.foreign import is_locked, translated
from warehouse.location import check_sqlite_file

Kind = Literal["work", "shared"]

WAL_SAFE = (3, 51, 3)
"""Below this SQLite's WAL can lose a commit when the log is reset; see https://www.sqlite.org/wal.html."""

BUSY_S = 30.0
"""How long a write waits for other processes before it gives up."""


def sqlite_mode() -> str:
    """SQLite's version and the journal mode that follows from it, as ``3.40.1 truncate``."""
    return f"{sqlite3.sqlite_version} {_journal()}"


def _journal() -> str:
    return "wal" if sqlite3.sqlite_version_info >= WAL_SAFE else "truncate"


class Store:
    """An open store. Thread-safe; ``write()`` scopes of one process follow each other.

    ``revision`` is that of its schema, empty before it was looked at.
    """

    def __init__(self, engine: Engine, kind: Kind, *, busy_s: float = BUSY_S) -> None:
        self.engine = engine
        self.kind: Kind = kind
        self.revision = ""
        self._busy_s = busy_s
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The address, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is an SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees one state and changes nothing."""
        with self._translating(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that owns the database from its first statement; commits at the end."""
        with self._lock, self._translating(), self.engine.connect() as plain:
            connection = plain.execution_options(sohoa_write=True)
            with self._begun(connection):
                yield connection

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise translated(error, self.url) from error

    @contextmanager
    def _begun(self, connection: Connection) -> Iterator[None]:
        """Begins with back-off: another process (timer, watched folder) may hold the file for a while."""
        waited, pause = 0.0, 0.02
        while not self._try_begin(connection):
            if waited >= self._busy_s:
                raise DatabaseLocked(round(waited))
            time.sleep(pause)
            waited += pause
            pause = min(pause * 2, 0.5)
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    @staticmethod
    def _try_begin(connection: Connection) -> bool:
        try:
            connection.begin()
        except DBAPIError as error:
            if not is_locked(error):
                raise
            connection.rollback()
            return False
        return True


def open_store(url: str, kind: Kind, *, upgrade: bool = True) -> Store:
    """The store at that SQLAlchemy URL; creates and upgrades it where ``upgrade`` allows.

    Raises:
        DatabaseNewer: a newer program wrote it.
        DatabaseOlder: it must be upgraded first and ``upgrade`` is off.
        DatabaseDamaged, NetworkDrive, DatabaseUnreachable, DatabaseLocked, StoreFull: as they say.
    """
    from warehouse.migrate import ensure_schema

    store = connect(url, kind)
    try:
        ensure_schema(store, upgrade=upgrade)
    except BaseException:
        store.close()
        raise
    return store


def connect(url: str, kind: Kind) -> Store:
    """The store without a look at its schema."""
    try:
        address = _address(url)
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnreachable(url.partition("://")[0]) from error
    if address.get_backend_name() == "sqlite":
        check_sqlite_file(Path(address.database or ""))
        return Store(_sqlite_engine(address), kind)
    # Why no prepared statements: their plans are made while a table is small and then kept, and a load of a
    # full day grows slower from package to package. Measured by bench.load at 30,000 documents: 0.11 of COPY
    # with them, 0.30 without.
    try:
        return Store(
            create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": 5, "prepare_threshold": None}),
            kind,
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseUnreachable(address.render_as_string(hide_password=True)) from error


def _address(url: str) -> URL:
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _sqlite_engine(address: URL) -> Engine:
    engine = create_engine(address, connect_args={"timeout": 1.0})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # Any: the driver's own connection
    connection.isolation_level = None  # Why: the driver would begin by itself, deferred and too late
    run: Callable[[str], Any] = connection.execute
    run("PRAGMA foreign_keys=ON")
    run(f"PRAGMA journal_mode={_journal()}")
    run("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("sohoa_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
