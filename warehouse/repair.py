"""Mends what the check found: from another whole copy of the file, from the work store, by a fresh index.

Only what can be proved is put back: a copy has the hash that the record names. A damaged file is kept beside the
mended one, and a broken chain of events stays broken, because mending it would be forging it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from warehouse import blobs, outbox
from warehouse.checks import Fault, Places
from warehouse.models import work as t
from warehouse.reconcile import send_again
from warehouse.session import Store


def repair(
    work: Store, shared: Store | None, station: str, places: Places, faults: Sequence[Fault]
) -> Iterator[tuple[Fault, bool]]:
    """Each fault with whether it was mended; a paper that lacks in the shared store goes with the next sync."""
    lacking = [fault.subject for fault in faults if fault.code == "not-in-shared-store"]
    again = _sent_again(work, station, lacking) if lacking else set()
    for fault in faults:
        if fault.path is not None and fault.sha256:
            yield fault, _put_back(work, places, fault.path, fault.sha256)
        elif fault.code == "search-index" and shared is not None:
            with shared.write() as connection:
                connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('rebuild')")
            yield fault, True
        else:
            yield fault, fault.subject in again


def _sent_again(work: Store, station: str, documents: Sequence[str]) -> set[str]:
    """Only this station's own: where a work store is shared, the others' records are theirs to send."""
    query = (
        select(t.document.c.id)
        .join(t.dossier, t.dossier.c.code == t.document.c.dossier_code)
        .where(t.dossier.c.station == station, t.document.c.id.in_(documents))
    )
    with work.read() as connection:
        mine = sorted(connection.execute(query).scalars())
    send_again(work, station, "document", mine)
    with work.read() as connection:
        return outbox.waiting(connection) & set(mine)


def _put_back(work: Store, places: Places, path: Path, sha256: str) -> bool:
    source = next((copy for copy in _copies(work, places, sha256) if copy != path and _is_whole(copy, sha256)), None)
    if source is None:
        return False
    if path.exists():
        path.replace(path.with_name(f"{path.name}.damaged"))
    blobs.copy_whole(source, path, sha256)
    return True


def _copies(work: Store, places: Places, sha256: str) -> Iterator[Path]:
    yield blobs.blob_path(places.blobs, sha256)
    with work.read() as connection:
        papers = select(t.document.c.pdf_path).where(t.document.c.pdf_sha256 == sha256, t.document.c.pdf_path != "")
        released = list(connection.execute(papers).scalars())
        scans = select(t.page.c.path).where(t.page.c.sha256 == sha256, t.page.c.path != "")
        scanned = list(connection.execute(scans.distinct()).scalars())
    yield from (places.released / name for name in released)
    yield from (places.pages / name for name in scanned)


def _is_whole(path: Path, sha256: str) -> bool:
    try:
        return blobs.hash_of(path) == sha256
    except OSError:
        return False
