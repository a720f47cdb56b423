"""Brings a store's schema to this program's: two Alembic histories, run from here and nowhere else."""

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from warehouse.deadlines import shipped_calendar
from warehouse.dimensions import fill_days
from warehouse.errors import DatabaseNewer, DatabaseOlder
from warehouse.models.star import compatible
from warehouse.session import Kind, Store

REVISIONS: dict[Kind, tuple[str, ...]] = {
    "work": ("work0001", "work0002", "work0003", "work0004"),
    "shared": ("shared0001", "shared0002", "shared0003"),
}
"""Every revision in order. Why a constant: opening a store that is up to date need not load Alembic."""

FOLDER = Path(__file__).resolve().parent / "migrations"


def ensure_schema(store: Store, *, upgrade: bool) -> None:
    """Checks the store's revision and upgrades where allowed; copies an SQLite file before that.

    A shared store one revision older than the program is taken as it is where upgrading is not ours, and one that
    is newer where it says that it may.
    """
    found = revision(store)
    head = REVISIONS[store.kind][-1]
    if found == head:
        store.revision = head
        return
    if found is not None and found not in REVISIONS[store.kind]:
        if not _takes(store, head):
            raise DatabaseNewer(found, head)
        store.revision = head
        return
    if not upgrade:
        if found is None or found not in REVISIONS[store.kind][-2:]:
            raise DatabaseOlder(found or "", head)
        # Why: a centre's programs are renewed one by one; what this one adds waits until the store has room for it.
        store.revision = found
        return
    if found is not None:
        _keep_copy(store, found)
    run_upgrade(store)
    store.revision = head


def is_older(store: Store) -> bool:
    """Whether the shared store is of the revision before this program's and lacks what this one adds."""
    return store.kind == "shared" and store.revision == REVISIONS["shared"][-2]


def _takes(store: Store, head: str) -> bool:
    """Whether a newer shared store says that programs of our revision may still load."""
    if store.kind == "work":
        return False
    with store.read() as connection:
        if not inspect(connection).has_table("compatible"):
            return False
        return (
            connection.execute(select(compatible.c.revision).where(compatible.c.revision == head)).first() is not None
        )


def revision(store: Store) -> str | None:
    """The revision that the store says it has; None for an empty one."""
    with store.read() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def run_upgrade(store: Store, to: str = "head") -> None:
    """Upgrades in one transaction; a second process waits and then finds nothing to do."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", (FOLDER / store.kind).as_posix().replace("%", "%%"))
    with store.write() as connection:
        if store.engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7302101)"))
        if _revision(connection) == REVISIONS[store.kind][-1]:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if store.kind == "shared" and to == "head":
            fill_days(connection, shipped_calendar())


def _keep_copy(store: Store, found: str) -> None:
    if not store.is_sqlite or not store.engine.url.database:
        return
    source = Path(store.engine.url.database)
    target = source.with_name(f"{source.name}.{found}.bak")
    part = target.with_name(target.name + ".part")
    origin, copy = sqlite3.connect(source), sqlite3.connect(part)
    try:
        origin.backup(copy)
    finally:
        origin.close()
        copy.close()
    shutil.move(part, target)
