"""What a station does for its stores at night beside the load: looks files over, lets go of what is safe elsewhere."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from warehouse import blobs, bulk, readcopy, reference
from warehouse.models import star
from warehouse.models import work as t
from warehouse.records import DocumentState, DossierState, ScrubReport
from warehouse.session import Store


class Upkeep:
    """The night's work beside the load. ``opened`` gives the shared store, or raises when it is away."""

    def __init__(
        self, work: Store, opened: Callable[[], Store], folders: "Folders", now: Callable[[], dt.datetime]
    ) -> None:
        self._work = work
        self._opened = opened
        self._folders = folders
        self._now = now

    def fetch(self) -> int:
        """Reference data and the read copy; gives the number of papers that came into the copy."""
        shared = self._opened()
        reference.fetch(shared, self._folders.reference)
        return readcopy.refresh(shared, self._folders.copy, self._now())

    def scrub(self, limit_bytes: int) -> ScrubReport:
        """Hashes the stored files again, those not looked at for longest first, until the limit is reached."""
        checked = size = 0
        faults: list[tuple[str, str]] = []
        for document_id, sha256 in self._oldest():
            if size >= limit_bytes:
                break
            path = blobs.blob_path(self._folders.blobs, sha256)
            fault = _fault_of(path, sha256)
            if fault:
                faults.append((document_id, fault))
            else:
                size += path.stat().st_size
            checked += 1
            with self._work.write() as connection:
                bulk.upsert(connection, t.scrubbed, ("sha256", "at"), [(sha256, self._now())])
        return ScrubReport(checked, size, tuple(faults))

    def _oldest(self) -> Iterator[tuple[str, str]]:
        document = star.fact_document.c
        query = select(document.pdf_sha256, func.min(document.id)).where(~document.is_deleted)
        with self._opened().read() as connection:
            held = {row[0]: row[1] for row in connection.execute(query.group_by(document.pdf_sha256))}
        with self._work.read() as connection:
            seen = {row.sha256: row.at for row in connection.execute(select(t.scrubbed))}
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        for sha256 in sorted(held, key=lambda name: (seen.get(name, never), name)):
            yield held[sha256], sha256

    def drop_masters(self, days: int) -> int:
        """Lets go of page files whose papers have been in the shared store, whole, for so many days; gives how many.

        Days are counted from the store's acknowledgement, which stands as long as the outbox is kept.

        Only dossiers at their end, without a paper that still waits, each of whose stored files has just been
        hashed again. The rows stay, with their readings.
        """
        before = self._now() - dt.timedelta(days=days)
        return sum(self._drop_of(code) for code in self._finished(before) if self._is_safe(code))

    def _finished(self, before: dt.datetime) -> list[str]:
        ended = (DossierState.RETURNED, DossierState.WITHDRAWN)
        # Why the acknowledgement too: while the server was away papers were released long before they were safe.
        carried = t.outbox.join(t.package, t.package.c.id == t.outbox.c.package)
        late = select(t.outbox.c.seq).select_from(carried)
        late = late.where(t.outbox.c.key == t.document.c.id, t.package.c.acked_at >= before)
        open_papers = select(t.document.c.id).where(
            t.document.c.dossier_code == t.dossier.c.code,
            t.document.c.state != DocumentState.REMOVED,
            or_(t.document.c.state != DocumentState.SYNCED, t.document.c.released_at >= before, late.exists()),
        )
        kept = select(t.page.c.id).where(t.page.c.dossier_code == t.dossier.c.code, t.page.c.path != "")
        papers = select(t.document.c.id).where(
            t.document.c.dossier_code == t.dossier.c.code, t.document.c.state == DocumentState.SYNCED
        )
        query = select(t.dossier.c.code).where(
            t.dossier.c.state.in_(ended), ~open_papers.exists(), kept.exists(), papers.exists()
        )
        with self._work.read() as connection:
            return list(connection.execute(query.order_by(t.dossier.c.code)).scalars())

    def _is_safe(self, code: str) -> bool:
        query = select(t.document.c.pdf_sha256).where(
            t.document.c.dossier_code == code, t.document.c.state == DocumentState.SYNCED
        )
        with self._work.read() as connection:
            hashes = list(connection.execute(query).scalars())
        return not any(_fault_of(blobs.blob_path(self._folders.blobs, name), name) for name in hashes)

    def _drop_of(self, code: str) -> int:
        """Row first, then the file: a cut between the two leaves a file too many, never a row without its file."""
        mine = t.page.c.dossier_code == code
        with self._work.write() as connection:
            rows = connection.execute(select(t.page.c.path).where(mine, t.page.c.path != "")).scalars().all()
            connection.execute(update(t.page).where(mine).values(path=""))
            # Why: one file may be a page of several dossiers.
            used = set(connection.execute(select(t.page.c.path).where(t.page.c.path.in_(rows))).scalars())
        gone = sorted(set(rows) - used)
        for path in gone:
            (self._folders.pages / path).unlink(missing_ok=True)
            (self._folders.pages / path).with_suffix(".layer.json").unlink(missing_ok=True)
        return len(gone)

    def note(self, body: dict[str, Any]) -> None:
        """Keeps the night's report, the last 60 of them."""
        with self._work.write() as connection:
            connection.execute(insert(t.night).values(at=self._now(), body=json.dumps(body, ensure_ascii=False)))
            kept = select(t.night.c.at).order_by(t.night.c.at.desc()).limit(60)
            connection.execute(delete(t.night).where(t.night.c.at.not_in(kept)))

    def last(self) -> tuple[dt.datetime, dict[str, Any]] | None:
        """The last night's report; None before the first."""
        with self._work.read() as connection:
            row = connection.execute(select(t.night).order_by(t.night.c.at.desc()).limit(1)).first()
        return (row.at, json.loads(row.body)) if row is not None else None


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a station keeps what the night touches."""

    pages: Path
    blobs: Path
    copy: Path
    reference: Path


def _fault_of(path: Path, sha256: str) -> str:
    try:
        return "" if blobs.hash_of(path) == sha256 else "blob-changed"
    except OSError:
        return "blob-missing"
