"""The way from the work store to the shared store: outbox, sealed package, blobs, one transaction, ack.

Every arrow may be cut and walked again. Files of a package are made from the outbox and can be made anew; what
is sealed, sent and acknowledged stands in the work store, in the order of the outbox's own sequence.
"""

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, text, update

from warehouse import blobs, carry, loader, packages
from warehouse.errors import PackageRefused, StationBehind, WarehouseError
from warehouse.models import work as t
from warehouse.prepared import Ready
from warehouse.reconcile import note_sent, reconcile
from warehouse.records import Difference, DocumentState, LoadRefusal, LoadReport, SyncStatus
from warehouse.session import Store, connect, open_store
from warehouse.standing import RESTORED, RejoinReport, is_behind

PER_PACKAGE = 1000
"""Records per package: small enough that a kill repeats seconds, large enough that COPY pays."""

Checkpoint = Callable[[str], None]


def _pass(_name: str) -> None:
    """The checkpoint of everyday: nothing happens."""


class Syncer:
    """Loads what a station released. ``checkpoint`` is called with the name of each arrow, for tests."""

    def __init__(
        self,
        work: Store,
        shared_url: str,
        blob_folder: Path,
        released_folder: Path,
        packages_folder: Path,
        *,
        unit: str,
        station: str,
        now: Callable[[], dt.datetime],
        per_package: int = PER_PACKAGE,
        checkpoint: Checkpoint = _pass,
        pace: blobs.Pace | None = None,
        key: str = "",
    ) -> None:
        self._work = work
        self._shared_url = shared_url
        self._blobs = blob_folder
        self._released = released_folder
        self._packages = packages_folder
        self._unit = unit
        self._station = station
        self._now = now
        self._per_package = per_package
        self._checkpoint = checkpoint
        self._key = key
        self._pace = pace or blobs.paced(0, lambda _seconds: None, lambda: 0.0)

    def push(self) -> Iterator[LoadReport]:
        """Loads what waits, one report per package; safe to kill and to repeat."""
        if self._next_unsent() is None and not self._seal():
            return
        shared = open_store(self._shared_url, "shared", upgrade=self._shared_url.startswith("sqlite"))
        try:
            # Why again: what was released while the last package was on its way.
            while self._next_unsent() is not None or self._seal():
                for ready in loader.ahead(shared, self._written()):
                    yield self._send(shared, ready)
        finally:
            shared.close()

    def _written(self) -> Iterator[packages.Package]:
        """Every package that waits, in order, as it lies on the disk; what has none yet is sealed on the way."""
        last = 0
        while (row := self._next_unsent(last)) is not None or self._seal():
            if row is not None:
                last = row.number
                yield self._on_disk(row)

    def reconcile(self) -> tuple[Difference, ...]:
        """Compares with the shared store and puts what differs into the outbox again; ``push`` sends it.

        Raises:
            StationBehind: the station was restored; what differs may be newer there than here.
        """
        shared = open_store(self._shared_url, "shared", upgrade=self._shared_url.startswith("sqlite"))
        try:
            with shared.read() as theirs, self._work.read() as mine:
                if is_behind(mine, theirs, self._station, self._unit):
                    raise StationBehind(self._station, "other-history")
            return reconcile(self._work, shared, self._station)
        finally:
            shared.close()

    def rejoin(self) -> RejoinReport:
        """Takes up the thread where the shared store has it; see :mod:`warehouse.rejoin` for what it raises."""
        from warehouse import rejoin

        shared = open_store(self._shared_url, "shared", upgrade=self._shared_url.startswith("sqlite"))
        try:
            station = rejoin.Station(self._unit, self._station, self._now())
            return rejoin.rejoin(self._work, shared, station, self._packages, self._checkpoint)
        finally:
            shared.close()

    def export(self, folder: Path) -> int:
        """Lays what waits onto a stick, after the receipts that it brings back; gives the number of packages."""
        self._take_receipts(folder)
        while self._seal():
            pass
        waiting = select(t.package).where(t.package.c.station == self._station, t.package.c.acked_at.is_(None))
        with self._work.read() as connection:
            rows = list(connection.execute(waiting.order_by(t.package.c.number)))
        for row in rows:
            package = self._on_disk(row)
            self._store_blobs(package.id, folder / "blobs", is_line=False)
            carry.lay_down(package, folder, self._key)
        return len(rows)

    def prune(self, before: dt.datetime) -> int:
        """Takes records out of the outbox that were acknowledged before that moment; reuse decisions stay.

        Why they stay: documents and dossiers can be sent again from the work store, a decision's words cannot.
        """
        old = select(t.package.c.id).where(t.package.c.station == self._station, t.package.c.acked_at < before)
        with self._work.write() as connection:
            gone = delete(t.outbox).where(t.outbox.c.package.in_(old), t.outbox.c.kind.in_(("document", "dossier")))
            return connection.execute(gone).rowcount

    def _take_receipts(self, folder: Path) -> None:
        for receipt in carry.receipts(folder, self._station):
            row = self._next_unsent()
            if row is not None and (row.id, row.hash) == (receipt.package, receipt.hash):
                self._acknowledge(row.id, list(receipt.refused))

    def status(self) -> SyncStatus:
        """What waits and when it last succeeded."""
        mine = t.outbox.c.station == self._station
        unsent = select(t.package.c.id).where(t.package.c.acked_at.is_(None))
        waits = mine & (t.outbox.c.package.is_(None) | t.outbox.c.package.in_(unsent))
        with self._work.read() as connection:
            acked = select(func.coalesce(func.sum(t.package.c.records), 0)).where(
                t.package.c.station == self._station, t.package.c.acked_at.is_not(None)
            )
            sent = int(connection.execute(acked).scalar_one())
            waiting = connection.execute(select(func.count()).where(waits)).scalar_one()
            hashes = set(connection.execute(select(t.outbox.c.blob).where(waits, t.outbox.c.blob != "")).scalars())
            last = connection.execute(
                select(t.package.c.acked_at).order_by(t.package.c.acked_at.desc().nulls_last()).limit(1)
            ).scalar()
            refused = tuple(
                LoadRefusal(row.record, row.reason, tuple(json.loads(row.data)))
                for row in connection.execute(select(t.refusal).order_by(t.refusal.c.record))
            )
        missing = sum(not blobs.blob_path(self._blobs, sha256).is_file() for sha256 in hashes)
        place = self._place()
        return SyncStatus(self._station, place, last, waiting, sent, refused, missing)

    def _place(self) -> str:
        try:
            store = connect(self._shared_url, "shared")
        except WarehouseError:
            return self._shared_url.partition("://")[0]
        try:
            return store.url
        finally:
            store.close()

    def _seal(self) -> bool:
        """Gives the oldest unsealed records a package; False when there are none."""
        with self._work.write() as connection:
            self._lock(connection)
            rows = self._unsealed(connection)
            if not rows:
                return False
            last = connection.execute(
                select(t.package.c.number, t.package.c.hash)
                .where(t.package.c.station == self._station)
                .order_by(t.package.c.number.desc())
                .limit(1)
            ).first()
            number, previous = (last.number + 1, last.hash) if last else (1, "")
            manifest, _records = packages.seal(self._sealing(number, previous, rows))
            digest = packages.hash_of(manifest)
            connection.execute(
                insert(t.package).values(
                    id=digest[:32],
                    station=self._station,
                    number=number,
                    seq_from=rows[0].seq,
                    seq_to=rows[-1].seq,
                    records=len(rows),
                    hash=digest,
                    previous=previous,
                )
            )
            mine = (t.outbox.c.station == self._station) & t.outbox.c.package.is_(None)
            connection.execute(
                update(t.outbox)
                .where(mine, t.outbox.c.seq.between(rows[0].seq, rows[-1].seq))
                .values(package=digest[:32])
            )
            self._checkpoint("sealing")
        self._checkpoint("sealed")
        return True

    def _lock(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7302105)"))

    def _unsealed(self, connection: Connection) -> list[Row[tuple[object, ...]]]:
        query = self._outbox().where(t.outbox.c.package.is_(None)).limit(self._per_package)
        return list(connection.execute(query))

    def _outbox(self) -> Select[tuple[object, ...]]:
        return select(t.outbox).where(t.outbox.c.station == self._station).order_by(t.outbox.c.seq)

    def _sealing(self, number: int, previous: str, rows: list[Row[tuple[object, ...]]]) -> packages.Sealing:
        content = [(row.seq, row.kind, row.key, row.body) for row in rows]
        return packages.Sealing(self._unit, self._station, number, previous, content)

    def _next_unsent(self, after: int = 0) -> Row[tuple[object, ...]] | None:
        mine = (t.package.c.station == self._station) & (t.package.c.number > after)
        query = select(t.package).where(mine, t.package.c.acked_at.is_(None)).order_by(t.package.c.number).limit(1)
        with self._work.read() as connection:
            return connection.execute(query).first()

    def _send(self, shared: Store, ready: Ready) -> LoadReport:
        begun = time.perf_counter()
        package = ready.package
        self._checkpoint("written")
        stored = self._store_blobs(package.id, self._blobs)
        self._checkpoint("blobs")
        outcome = loader.load(shared, ready, self._blobs, self._checkpoint)
        self._acknowledge(package.id, outcome.refused, is_joined=not outcome.was_loaded)
        self._checkpoint("acked")
        shutil.rmtree(package.folder, ignore_errors=True)
        self._checkpoint("pruned")
        return LoadReport(
            inserted=outcome.inserted,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            packages=1,
            blobs=stored,
            refused=tuple(outcome.refused),
            seconds=time.perf_counter() - begun,
        )

    def _on_disk(self, row: Row[tuple[object, ...]]) -> packages.Package:
        """The package's folder; written (again) from the outbox where it is missing or damaged."""
        folder = self._packages / f"{row.number:06d}-{row.id}"
        try:
            package = packages.read(folder)
            if package.hash == row.hash:
                return package
        except PackageRefused:
            pass
        with self._work.read() as connection:
            rows = list(connection.execute(self._outbox().where(t.outbox.c.package == row.id)))
        sealing = self._sealing(row.number, row.previous, rows)
        for schema in (packages.SCHEMA, packages.OLDEST):  # Why both: the program before may have sealed it
            manifest, records = packages.seal(sealing, schema)
            if packages.hash_of(manifest) == row.hash:
                packages.write(folder, manifest, records)
                return packages.read(folder)
        raise PackageRefused(row.id, "outbox-changed")

    def _store_blobs(self, package: str, folder: Path, *, is_line: bool = True) -> int:
        """Files before the records that name them; one that is missing is refused with its record.

        ``is_line``: the folder lies behind the office's line, which the cap on bandwidth spares.
        """
        query = select(t.outbox.c.blob, t.outbox.c.blob_path).where(
            t.outbox.c.package == package, t.outbox.c.blob != ""
        )
        with self._work.read() as connection:
            wanted = list(connection.execute(query))
        pace = self._pace if is_line else blobs.at_once
        stored = 0
        for row in wanted:
            try:
                stored += blobs.put(folder, self._released / row.blob_path, row.blob, pace)
            except FileNotFoundError:
                continue
            self._checkpoint("blob")
        return stored

    def _acknowledge(self, package: str, refused: list[LoadRefusal], *, is_joined: bool = False) -> None:
        """``is_joined``: it followed the last one at the shared store, so a restore before it is mended."""
        bad = {refusal.record: refusal for refusal in refused}
        with self._work.write() as connection:
            connection.execute(update(t.package).where(t.package.c.id == package).values(acked_at=self._now()))
            if is_joined:
                connection.execute(delete(t.counter).where(t.counter.c.name == RESTORED))
            sent = list(
                connection.execute(
                    select(t.outbox.c.kind, t.outbox.c.key, t.outbox.c.seq, t.outbox.c.body)
                    .where(t.outbox.c.package == package)
                    .order_by(t.outbox.c.seq)
                )
            )
            loaded = [row for row in sent if row.key not in bad]
            last = {(row.kind, row.key): (row.kind, row.key, row.seq, row.body) for row in loaded}
            note_sent(connection, self._station, list(last.values()))
            for row in loaded:
                if row.kind == "document":
                    _mark_synced(connection, row.key, row.seq)
            keys = {row.key for row in sent}
            known = set(connection.execute(select(t.refusal.c.record)).scalars()) & keys
            for key in known:
                connection.execute(delete(t.refusal).where(t.refusal.c.record == key))
            for key, refusal in bad.items():
                data = json.dumps(refusal.data, ensure_ascii=False)
                connection.execute(
                    insert(t.refusal).values(record=key, reason=refusal.reason, data=data, package=package)
                )
            self._checkpoint("acking")


def _mark_synced(connection: Connection, document_id: str, seq: int) -> None:
    """Unless it was released again meanwhile: then the newer state still has to go."""
    newer = select(t.outbox.c.seq).where(t.outbox.c.key == document_id, t.outbox.c.seq > seq).exists()
    connection.execute(
        update(t.document)
        .where(t.document.c.id == document_id, t.document.c.state == DocumentState.RELEASED, ~newer)
        .values(state=DocumentState.SYNCED)
    )
