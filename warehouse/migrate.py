"""Brings a store's schema to this program's: two Alembic histories, run from here and nowhere else."""

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from warehouse.errors import DatabaseNewer, DatabaseOlder
from warehouse.session import Kind, Store

REVISIONS: dict[Kind, tuple[str, ...]] = {"work": ("work0001", "work0002"), "shared": ("shared0001",)}
"""Every revision in order. Why a constant: opening a store that is up to date need not load Alembic."""

FOLDER = Path(__file__).resolve().parent / "migrations"


def ensure_schema(store: Store, *, upgrade: bool) -> None:
    """Checks the store's revision and upgrades where allowed; copies an SQLite file before that."""
    found = revision(store)
    head = REVISIONS[store.kind][-1]
    if found == head:
        return
    if found is not None and found not in REVISIONS[store.kind]:
        raise DatabaseNewer(found, head)
    if not upgrade:
        raise DatabaseOlder(found or "", head)
    if found is not None:
        _keep_copy(store, found)
    run_upgrade(store)


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
