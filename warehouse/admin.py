"""What the shared store's administrator alone does: create it, upgrade it, say how it stands."""

from dataclasses import dataclass

from sqlalchemy import func, select

from warehouse.errors import DatabaseOlder
from warehouse.migrate import REVISIONS, ensure_schema, revision
from warehouse.models import star
from warehouse.session import connect, open_store


@dataclass(frozen=True, slots=True)
class WarehouseState:
    """How the shared store stands; figures are None before it is created."""

    url: str
    revision: str | None
    newest: str
    documents: int | None
    dossiers: int | None
    packages: int | None
    quarantine: int | None
    conflicts: int | None

    def __str__(self) -> str:
        figures = ", ".join(
            f"{name} {getattr(self, name)}"
            for name in ("documents", "dossiers", "packages", "quarantine", "conflicts")
            if getattr(self, name) is not None
        )
        return f"{self.url}: {self.revision or '-'} ({self.newest}) {figures}".rstrip()


def init(url: str) -> WarehouseState:
    """Creates the shared store's tables; nothing changes when they are there."""
    open_store(url, "shared", upgrade=True).close()
    return status(url)


def upgrade(url: str) -> WarehouseState:
    """Brings the shared store to this program's schema; ``DatabaseOlder`` where there is none yet."""
    store = connect(url, "shared")
    try:
        if revision(store) is None:
            raise DatabaseOlder("", REVISIONS["shared"][-1])
        ensure_schema(store, upgrade=True)
    finally:
        store.close()
    return status(url)


def status(url: str) -> WarehouseState:
    """The store's revision, ours, and how much it holds."""
    store = connect(url, "shared")
    try:
        found, newest = revision(store), REVISIONS["shared"][-1]
        if found != newest:
            return WarehouseState(store.url, found, newest, None, None, None, None, None)
        tables = (star.fact_document, star.fact_dossier, star.load_package, star.quarantine, star.conflict)
        with store.read() as connection:
            counts = [connection.execute(select(func.count()).select_from(item)).scalar_one() for item in tables]
        return WarehouseState(store.url, found, newest, *counts)
    finally:
        store.close()
