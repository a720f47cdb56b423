"""Opening a store, and the only two scopes in which it is touched: ``read`` and ``write``."""

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from warehouse.errors import (
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseOlder,
    DatabaseUnreachable,
    StoreFull,
    WarehouseError,
)

Kind = Literal["work", "shared"]

SAFE_WAL = (3, 51, 3)
"""SQLite before this version can lose pages when a WAL is reset; its rollback journal cannot."""

BUSY_S = 20.0


def sqlite_mode() -> str:
    """SQLite's version and the journal that this program uses with it."""
    return f"{sqlite3.sqlite_version} {_journal()}"


def _journal() -> str:
    return "WAL" if sqlite3.sqlite_version_info >= SAFE_WAL else "TRUNCATE"


class Store:
    """A database with its scopes; one per process and URL."""

    def __init__(self, engine: Engine, kind: Kind) -> None:
        self.engine = engine
        self.kind = kind
        self._write_lock = threading.RLock()

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is an SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A scope that only reads."""
        with translated(self.engine), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """A scope that commits when it ends well; one at a time in this process, short."""
        with self._write_lock, translated(self.engine), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session
            session.commit()

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


@contextlib.contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """The driver's exceptions as errors of ours."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(error, engine) from error


def _translate(error: DBAPIError, engine: Engine) -> WarehouseError:
    said = str(error.orig).lower()
    place = engine.url.render_as_string(hide_password=True)
    if "locked" in said or "busy" in said:
        return DatabaseLocked(BUSY_S)
    if "disk is full" in said or "no space" in said or "disk i/o" in said:
        return StoreFull(place)
    if "not a database" in said or "malformed" in said:
        return DatabaseDamaged(place, said)
    if isinstance(error, OperationalError) and engine.dialect.name != "sqlite":
        return DatabaseUnreachable(place)
    if "unable to open" in said:
        return DatabaseUnreachable(place)
    return WarehouseError(type(error.orig).__name__)


def _connect_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # Why: the driver must not begin transactions by itself; every write begins IMMEDIATE, or two
        # processes that read before they write fail each other.
        connection.isolation_level = None
        for pragma in (
            f"journal_mode={_journal()}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={int(BUSY_S * 1000)}",
        ):
            connection.execute(f"PRAGMA {pragma}")


def open_store(url: str, kind: Kind, *, upgrade: bool = True) -> Store:
    """Opens a store; creates or upgrades its tables unless told not to.

    Raises:
        DatabaseDamaged, DatabaseNewer, DatabaseOlder, DatabaseUnreachable, DatabaseLocked, StoreFull.
    """
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    address = url if is_sqlite else url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(address, pool_pre_ping=not is_sqlite)
    if is_sqlite:
        _connect_sqlite(engine)
    store = Store(engine, kind)
    try:
        _bring_up(store, upgrade=upgrade)
    except DatabaseError as error:
        engine.dispose()
        raise _translate(error, engine) from error
    except WarehouseError:
        engine.dispose()
        raise
    return store


def _bring_up(store: Store, *, upgrade: bool) -> None:
    config = alembic_config(store.kind)
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with store.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseNewer(current, head)
    if not upgrade:
        raise DatabaseOlder(current, head)
    _copy_before_upgrade(store, current)
    with store.engine.connect() as connection:
        _upgrade(config, connection, is_sqlite=store.is_sqlite)


def _upgrade(config: Config, connection: Connection, *, is_sqlite: bool) -> None:
    if is_sqlite:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


def _copy_before_upgrade(store: Store, current: str | None) -> None:
    path = store.engine.url.database
    if not store.is_sqlite or current is None or not path or path == ":memory:":
        return
    source = Path(path)
    if source.is_file():
        shutil.copy2(source, source.with_name(f"{source.name}.{current}.bak"))


def alembic_config(kind: Kind) -> Config:
    """Alembic's configuration for one of the two histories, without any file."""
    config = Config()
    folder = Path(str(resources.files("warehouse"))) / "migrations" / kind
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
