"""The check of everything kept: each file's hash, each record's file, the chain of events, both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text

from warehouse import audit, blobs, outbox
from warehouse.errors import DatabaseDamaged
from warehouse.models import star
from warehouse.models import work as t
from warehouse.records import DocumentState, PageState
from warehouse.session import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was: a stable code, what it concerns, and where.

    ``path`` and ``sha256`` say where which content should lie, where a file is at fault.
    """

    code: str
    subject: str
    detail: str = ""
    path: Path | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where page files, released files and the shared store's files lie."""

    pages: Path
    released: Path
    blobs: Path


def check(work: Store, shared: Store | None, places: Places) -> Iterator[Fault]:
    """Yields every fault found; nothing is changed. ``shared`` None when the store cannot be reached."""
    yield from _database(work)
    with work.read() as connection:
        for chain in audit.verify(connection):
            yield Fault(f"chain-{chain.fault}", chain.unit, str(chain.number))
    yield from _pages(work, places.pages)
    yield from _released(work, places.released)
    if shared is not None:
        yield from _database(shared)
        yield from _search_index(shared)
        yield from _blobs(shared, places.blobs)
        yield from _reconciled(work, shared)


def _database(store: Store) -> Iterator[Fault]:
    if not store.is_sqlite:
        return
    with store.read() as connection:
        found = list(connection.execute(text("PRAGMA quick_check")).scalars())
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if found != ["ok"]:
        yield Fault("database-damaged", store.kind, str(len(found)))
    if broken is not None:
        yield Fault("reference-broken", store.kind, str(broken[0]))


def _search_index(shared: Store) -> Iterator[Fault]:
    """Whether SQLite's full-text index says what the texts say (https://www.sqlite.org/fts5.html, 6.3)."""
    if not shared.is_sqlite:
        return
    try:
        with shared.write() as connection:
            connection.exec_driver_sql("INSERT INTO search_fts(search_fts, rank) VALUES('integrity-check', 1)")
    except DatabaseDamaged:
        yield Fault("search-index", shared.kind)


def _pages(work: Store, folder: Path) -> Iterator[Fault]:
    with work.read() as connection:
        query = select(t.page.c.id, t.page.c.path, t.page.c.sha256, t.page.c.origin)
        rows = list(connection.execute(query.where(t.page.c.state != PageState.REMOVED, t.page.c.path != "")))
    for row in rows:
        yield from _file("page", row.id, folder / row.path, row.sha256)
    for origin, page_id in {row.origin: row.id for row in rows if row.origin}.items():
        yield from _file("original", page_id, folder / origin, Path(origin).stem)


def _released(work: Store, folder: Path) -> Iterator[Fault]:
    final = (DocumentState.RELEASED, DocumentState.SYNCED)
    with work.read() as connection:
        query = select(t.document.c.id, t.document.c.pdf_path, t.document.c.pdf_sha256)
        rows = list(connection.execute(query.where(t.document.c.state.in_(final))))
    for row in rows:
        yield from _file("released", row.id, folder / row.pdf_path, row.pdf_sha256)


def _blobs(shared: Store, folder: Path) -> Iterator[Fault]:
    with shared.read() as connection:
        query = select(star.fact_document.c.id, star.fact_document.c.pdf_sha256)
        rows = list(connection.execute(query.where(~star.fact_document.c.is_deleted)))
    for row in rows:
        yield from _file("blob", row.id, blobs.blob_path(folder, row.pdf_sha256), row.pdf_sha256)


def _file(kind: str, subject: str, path: Path, sha256: str) -> Iterator[Fault]:
    try:
        found = blobs.hash_of(path)
    except OSError:
        yield Fault(f"{kind}-missing", subject, path.name, path, sha256)
        return
    if found != sha256:
        yield Fault(f"{kind}-changed", subject, path.name, path, sha256)


def _reconciled(work: Store, shared: Store) -> Iterator[Fault]:
    """Papers that the station holds for loaded and the shared store does not have; nor are on their way again."""
    with work.read() as connection:
        query = select(t.document.c.id).where(t.document.c.state == DocumentState.SYNCED)
        sent = set(connection.execute(query).scalars()) - outbox.waiting(connection)
    with shared.read() as connection:
        held = set(connection.execute(select(star.fact_document.c.id)).scalars())
    for document_id in sorted(sent - held):
        yield Fault("not-in-shared-store", document_id)
