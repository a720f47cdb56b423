"""One sealed package into the shared store: one transaction, idempotent, with what was refused and why.

Ledger, history of dimensions, conditional upserts and the station's mark are written together or not at all.
A record is newer when its number in the station's own sequence is higher; no clock is asked.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, select, text, update

from warehouse import blobs, bulk, catalogue, duplicates, facts, prepared, reference
from warehouse.dimensions import Dimensions
from warehouse.disputes import OLDER_STATE
from warehouse.errors import PackageRefused, StationBehind, WriteRaced
from warehouse.gates import file_refusal
from warehouse.known import KINDS, Known, States, forget_parts, thing
from warehouse.migrate import is_older
from warehouse.models import star
from warehouse.packages import Package, Record
from warehouse.prepared import Parts, Ready
from warehouse.records import LoadRefusal, thing_of
from warehouse.session import Store

Checkpoint = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What a package changed in the shared store."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[LoadRefusal] = field(default_factory=list)
    was_loaded: bool = False


def load(store: Store, ready: Ready, blob_folder: Path, checkpoint: Checkpoint = lambda _name: None) -> Outcome:
    """Loads the package; a second time it changes nothing and gives the same refusals.

    Its content is asked for when the load has begun and the ledger does not hold the package.

    Raises:
        PackageRefused: ``out-of-order`` when packages before it are missing, ``station-revoked``.
        StationBehind: ``other-history``, the station's earlier packages were others than those that this one follows.
        WriteRaced: other stations wrote the same records again and again meanwhile.
    """
    for left in reversed(range(_RACES)):
        try:
            return _load_once(store, ready, blob_folder, checkpoint, is_again=left < _RACES - 1)
        except WriteRaced:
            if not left:
                raise
    raise AssertionError


def ahead(store: Store, packages: Iterable[Package]) -> Iterator[Ready]:
    """The packages in order, ready for :func:`load`; the next one's content is made while one is loaded."""

    def is_loaded(package: Package) -> bool:
        with store.read() as connection:
            return _hash_in_ledger(connection, package) == package.hash

    return prepared.ahead(packages, is_loaded, is_server=not store.is_sqlite)


_RACES = 3
"""How often a package is looked at again when another station was first with one of its records."""


def _load_once(store: Store, ready: Ready, blob_folder: Path, checkpoint: Checkpoint, *, is_again: bool) -> Outcome:
    package = ready.package
    with store.write() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(7302104, hashtext(:station))")
            connection.execute(lock, {"station": package.station})
        if _is_loaded(connection, package):
            refused = _refused_of(connection, package)
            return Outcome(unchanged=package.records - len(refused), refused=refused, was_loaded=True)
        _check_station(connection, package)
        _check_place(connection, package)
        checkpoint("begun")
        loading = _Loading(connection, ready, blob_folder, is_older=is_older(store))
        loading.is_again = is_again
        outcome = loading.run()
        checkpoint("staged")
        _write_ledger(connection, package)
        checkpoint("marked")
    checkpoint("committed")
    return outcome


def _check_station(connection: Connection, package: Package) -> None:
    query = select(star.station.c.is_revoked).where(star.station.c.id == package.station)
    if connection.execute(query).scalar():
        raise PackageRefused(package.id, "station-revoked")


def _is_loaded(connection: Connection, package: Package) -> bool:
    found = _hash_in_ledger(connection, package)
    if found is not None and found != package.hash:
        raise PackageRefused(package.id, "other-content")
    return found is not None


def _hash_in_ledger(connection: Connection, package: Package) -> str | None:
    ledger = star.load_package.c
    query = select(ledger.hash).where(ledger.station == package.station, ledger.id == package.id)
    found: str | None = connection.execute(query).scalar()
    return found


def _refused_of(connection: Connection, package: Package) -> list[LoadRefusal]:
    waiting = star.quarantine.c
    query = select(waiting.key, waiting.reason, waiting.data).where(waiting.package == package.id)
    refused = [LoadRefusal(row.key, row.reason, tuple(json.loads(row.data))) for row in connection.execute(query)]
    kept = star.conflict.c
    reasons = ("other-station", OLDER_STATE)
    both = select(kept.key, kept.reason, kept.other).where(kept.package == package.id, kept.reason.in_(reasons))
    return refused + [
        LoadRefusal(row.key, row.reason, (row.other,) if row.other else ()) for row in connection.execute(both)
    ]


def _check_place(connection: Connection, package: Package) -> None:
    mark = star.station_mark.c
    here = (mark.station == package.station) & (mark.unit == package.unit)
    row = connection.execute(select(mark.number, mark.hash).where(here)).first()
    number, last = (row.number, row.hash) if row else (0, "")
    if package.number > number + 1:
        raise PackageRefused(package.id, "out-of-order")
    if package.number != number + 1 or package.previous != last:
        raise StationBehind(package.id, "other-history")


def _write_ledger(connection: Connection, package: Package) -> None:
    connection.execute(
        insert(star.load_package).values(
            station=package.station,
            id=package.id,
            unit=package.unit,
            number=package.number,
            seq_from=package.seq_from,
            seq_to=package.seq_to,
            records=package.records,
            hash=package.hash,
            previous=package.previous,
        )
    )
    columns = ("station", "unit", "number", "seq", "hash")
    mark = (package.station, package.unit, package.number, package.seq_to, package.hash)
    bulk.upsert(connection, star.station_mark, columns, [mark])


class _Loading:
    """The rows of one package on their way."""

    def __init__(self, connection: Connection, ready: Ready, blob_folder: Path, *, is_older: bool) -> None:
        self._connection = connection
        self._is_older = is_older
        self._dossier_columns = facts.DOSSIER[: -facts.LATEST] if is_older else facts.DOSSIER
        self._package = ready.package
        self._content = ready.content()
        self._meanwhile = ready.meanwhile
        self._blob_folder = blob_folder
        self._dims = Dimensions()
        self._outcome = Outcome()
        self._cleared: list[str] = []
        self._blobs_seen: dict[str, bool] = {}
        self._aside: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._states: States | None = None
        self._barred_things: set[tuple[str, str]] | None = None
        self._is_file_missing = False
        self.is_again = False

    def run(self) -> Outcome:
        """Judges every record, then writes those that are new or changed."""
        content = self._content
        self._states = States(self._connection, self._package.unit, content.records)
        judged = zip(content.records, content.refused, strict=True)
        accepted = [record for record, refusal in judged if self._passes(record, refusal)]
        if content.parts is not None and not self.is_again and not any(map(self._known, content.records)):
            return self._run_first(accepted, content.parts)
        latest = {thing(record): record for record in accepted}
        # Why: the same thing twice in one package would hit one row twice; only its last state counts.
        self._outcome.unchanged += len(accepted) - len(latest)
        changed = [record for record in latest.values() if self._is_change(record)]
        self._dims = prepared.members_of(changed)
        self._resolve()
        self._write(changed)
        self._put_aside()
        self._clear_quarantine()
        return self._outcome

    def _resolve(self) -> None:
        """The members of all dimensions; procedures as the catalogue of this store knows them."""
        for code in self._dims.keys("procedure"):
            for version in catalogue.history(code, reference.newest(self._connection, "procedures")):
                self._dims.want("procedure", code, version.valid_from, version.name, version.attributes)
        self._dims.resolve(self._connection)

    def _note_words(self, words: Iterable[str]) -> None:
        """Words that no paper had before. After the dimensions, whose lock keeps every other writer out."""
        if not self._is_older:
            bulk.upsert(self._connection, star.search_word, ("word",), [(word,) for word in words])

    def _run_first(self, accepted: Sequence[Record], parts: Parts) -> Outcome:
        """As :meth:`run` where nothing of the package is at the store and nothing stands in it twice."""
        if self._is_file_missing:  # Why: the parts were made when nobody knew yet
            parts = prepared.parts_of(accepted)
        for block in parts.blocks:
            bulk.append_block(self._connection, block, self._meanwhile)
        self._outcome.inserted += len(accepted)
        # Why a copy: when another station was first with a record, everything is looked at again.
        self._dims = parts.members.copy()
        self._resolve()
        self._note_words(parts.words)
        of_kind = {kind: [item for item in accepted if item.kind == kind] for kind in KINDS}
        self._write_small(of_kind)
        documents = of_kind["document"]
        owners = [row for item in documents for row in facts.owner_cells(item.body, self._dims)]
        bulk.append(self._connection, star.document_owner, facts.OWNER, owners, self._meanwhile)
        self._note_duplicates(documents)
        cells = self._document_cells(documents)
        bulk.append(self._connection, star.fact_document, facts.DOCUMENT, cells, self._meanwhile)
        self._put_aside()
        self._clear_quarantine()
        return self._outcome

    def _has_blob(self, sha256: str) -> bool:
        if sha256 not in self._blobs_seen:
            self._blobs_seen[sha256] = bool(sha256) and blobs.blob_path(self._blob_folder, sha256).is_file()
        return self._blobs_seen[sha256]

    def _passes(self, record: Record, refusal: LoadRefusal | None) -> bool:
        if refusal is None and record.kind == "document":
            refusal = file_refusal(record.key, record.body, self._has_blob)
            self._is_file_missing = self._is_file_missing or refusal is not None
        if refusal is None:
            self._cleared.append(record.key)
            return True
        self._outcome.refused.append(refusal)
        data = json.dumps(refusal.data, ensure_ascii=False)
        body = json.dumps(record.body, ensure_ascii=False)
        place = (self._package.unit, record.kind[:16], record.key, self._package.station, self._package.id)
        self._aside[place[:3]] = (*place, refusal.reason, data, body)
        return False

    def _put_aside(self) -> None:
        """What was refused waits in quarantine."""
        columns = ("unit", "kind", "key", "station", "package", "reason", "data", "body")
        bulk.upsert(self._connection, star.quarantine, columns, list(self._aside.values()))

    def _is_change(self, record: Record) -> bool:
        known = self._known(record)
        if known is None and record.kind == "tombstone":
            self._outcome.unchanged += 1
            return False
        if known is None:
            self._outcome.inserted += 1
            return True
        if known.row_hash == record.row_hash:
            self._outcome.unchanged += 1
            return False
        if known.station != self._package.station:
            self._keep_conflict(record, "other-station", known.station)
            return False
        if thing(record) in self._barred():
            self._keep_conflict(record, OLDER_STATE, "")
            return False
        if known.version >= record.seq:
            self._outcome.unchanged += 1
            return False
        self._outcome.updated += 1
        return True

    def _known(self, record: Record) -> Known | None:
        assert self._states is not None
        return self._states.of(record)

    def _barred(self) -> set[tuple[str, str]]:
        """Things that the days a restored station has lost have changed, until a person decides."""
        if self._barred_things is None:
            kept = star.conflict.c
            mine = (kept.unit == self._package.unit) & (kept.station == self._package.station)
            found = self._connection.execute(select(kept.kind, kept.key).where(mine, kept.reason == OLDER_STATE))
            self._barred_things = {thing_of(row.kind, row.key) for row in found}
        return self._barred_things

    def _keep_conflict(self, record: Record, why: str, other: str) -> None:
        """Two different things are said of one record: both are kept, and a person decides."""
        self._outcome.refused.append(LoadRefusal(record.key, why, (other,) if other else ()))
        columns = ("unit", "kind", "key", "station", "row_hash", "reason", "other", "package", "body")
        body = json.dumps(record.body, ensure_ascii=False)
        row = (
            self._package.unit, record.kind, record.key, self._package.station, record.row_hash,
            why, other, self._package.id, body,
        )  # fmt: skip
        bulk.upsert(self._connection, star.conflict, columns, [row])

    def _write(self, changed: Sequence[Record]) -> None:
        of_kind = {kind: [item for item in changed if item.kind == kind] for kind in KINDS}
        self._write_small(of_kind)
        self._write_documents(of_kind["document"])
        for item in of_kind["tombstone"]:
            self._bury(item)

    def _write_small(self, of_kind: Mapping[str, Sequence[Record]]) -> None:
        dims, columns = self._dims, self._dossier_columns
        self._put(
            of_kind["dossier"], star.fact_dossier, columns,
            lambda item: facts.dossier_cells(item.body, dims, item.seq, item.row_hash)[: len(columns)],
        )  # fmt: skip
        self._put(
            of_kind["reuse"], star.fact_reuse, facts.REUSE,
            lambda item: facts.reuse_cells(item.body, item.seq, item.row_hash),
        )  # fmt: skip

    def _bury(self, item: Record) -> None:
        """A paper that was taken back stays as a row that nobody finds, so that nothing brings it back by mistake."""
        document = star.fact_document
        self._connection.execute(
            update(document)
            .where(document.c.unit == self._package.unit, document.c.id == item.key)
            .values(is_deleted=True, version=item.seq, row_hash=item.row_hash)
        )

    def _put(
        self, changed: Sequence[Record], table: Table, columns: list[str], cells: Callable[[Record], facts.Cells]
    ) -> None:
        """New rows go straight into the table, changed ones through staging.

        Why: staging writes everything twice. A row that another station wrote meanwhile breaks the key, and the
        whole package is looked at again: then both are known and kept.
        """
        fresh = [cells(item) for item in changed if self._known(item) is None]
        bulk.append(self._connection, table, columns, fresh)
        again = [cells(item) for item in changed if self._known(item) is not None]
        bulk.upsert(self._connection, table, columns, again, newer="version")

    def _write_documents(self, changed: Sequence[Record]) -> None:
        connection, dims = self._connection, self._dims
        # Why all of them the second time: a row that was lost at the store leaves values without their paper.
        known = [item.key for item in changed if self.is_again or self._known(item) is not None]
        forget_parts(connection, self._package.unit, known)
        is_server = connection.dialect.name == "postgresql"
        texts = [facts.text_cells(item.body, with_tsv=is_server) for item in changed]
        bulk.append(connection, star.search_text, facts.TEXT, texts)
        self._note_words(facts.words_of(row[3] for row in texts))
        fields = [row for item in changed for row in facts.field_cells(item.body)]
        bulk.append(connection, star.fact_field, facts.FIELD, fields)
        pages = [row for item in changed for row in facts.page_cells(item.body)]
        bulk.append(connection, star.fact_page, facts.PAGE, pages)
        owners = [row for item in changed for row in facts.owner_cells(item.body, dims)]
        bulk.append(connection, star.document_owner, facts.OWNER, owners)
        cells = self._document_cells([item for item in changed if self._known(item) is None])
        bulk.append(connection, star.fact_document, facts.DOCUMENT, cells)
        again = self._document_cells([item for item in changed if self._known(item) is not None])
        bulk.upsert(connection, star.fact_document, facts.DOCUMENT, again, newer="version")
        if not is_server and texts:
            sql = "INSERT INTO search_fts(rowid, folded) VALUES (?, ?)"
            connection.exec_driver_sql(sql, [(row[0], row[3]) for row in texts])
        self._note_duplicates(changed)

    def _document_cells(self, records: Sequence[Record]) -> list[facts.Cells]:
        return [facts.document_cells(item.body, self._dims, item.seq, item.row_hash) for item in records]

    def _note_duplicates(self, changed: Sequence[Record]) -> None:
        """Both papers stay, and a person looks."""
        rows = [
            (self._package.unit, "document", item.key, self._package.station, item.row_hash,
             "duplicate-number", other, self._package.id, "")
            for item, other in duplicates.found(self._connection, self._package.unit, changed)
        ]  # fmt: skip
        columns = ("unit", "kind", "key", "station", "row_hash", "reason", "other", "package", "body")
        bulk.upsert(self._connection, star.conflict, columns, rows)

    def _clear_quarantine(self) -> None:
        """What was mended and came again waits no longer."""
        refused = {refusal.record for refusal in self._outcome.refused}
        waiting = star.quarantine
        if self._connection.execute(select(waiting.c.key).limit(1)).first() is None:
            return
        mended = [key for key in self._cleared if key not in refused]
        for wanted, parameters in bulk.among(self._connection, waiting.c.key, mended):
            gone = delete(waiting).where(waiting.c.unit == self._package.unit, wanted)
            self._connection.execute(gone, parameters)
