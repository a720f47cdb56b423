"""One sealed package into the shared store: one transaction, idempotent, with what was refused and why.

Ledger, history of dimensions, conditional upserts and the station's mark are written together or not at all.
A record is newer when its number in the station's own sequence is higher; no clock is asked.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text, update

from warehouse import blobs, bulk, catalogue, facts, reference
from warehouse.dimensions import Dimensions
from warehouse.errors import PackageRefused, WriteRaced
from warehouse.fold import fold_number
from warehouse.gates import refusal_of
from warehouse.known import KINDS, Known, States, forget_parts, thing
from warehouse.migrate import is_older
from warehouse.models import star
from warehouse.packages import Head, Package, Record
from warehouse.records import LoadRefusal
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


def load(store: Store, package: Package, blob_folder: Path, checkpoint: Checkpoint = lambda _name: None) -> Outcome:
    """Loads the package; a second time it changes nothing and gives the same refusals.

    Raises:
        PackageRefused: ``out-of-order`` when packages before it are missing, ``other-history`` when the
            station's earlier packages were others than those that this one follows, ``station-revoked``.
        WriteRaced: other stations wrote the same records again and again meanwhile.
    """
    for left in reversed(range(_RACES)):
        try:
            return _load_once(store, package, blob_folder, checkpoint, is_again=left < _RACES - 1)
        except WriteRaced:
            if not left:
                raise
    raise AssertionError


_PLAIN = ("dossier", "document", "reuse")
_PORTION = 250
"""Records that are parsed before their rows are on their way."""

_RACES = 3
"""How often a package is looked at again when another station was first with one of its records."""


def _load_once(store: Store, package: Package, blob_folder: Path, checkpoint: Checkpoint, *, is_again: bool) -> Outcome:
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
        loading = _Loading(connection, package, blob_folder, is_older=is_older(store))
        loading.is_again = is_again
        with bulk.without_collector():
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
    ledger = star.load_package.c
    query = select(ledger.hash).where(ledger.station == package.station, ledger.id == package.id)
    found = connection.execute(query).scalar()
    if found is not None and found != package.hash:
        raise PackageRefused(package.id, "other-content")
    return found is not None


def _refused_of(connection: Connection, package: Package) -> list[LoadRefusal]:
    waiting = star.quarantine.c
    query = select(waiting.key, waiting.reason, waiting.data).where(waiting.package == package.id)
    refused = [LoadRefusal(row.key, row.reason, tuple(json.loads(row.data))) for row in connection.execute(query)]
    kept = star.conflict.c
    both = select(kept.key, kept.reason, kept.other).where(kept.package == package.id, kept.reason == "other-station")
    return refused + [LoadRefusal(row.key, row.reason, (row.other,)) for row in connection.execute(both)]


def _check_place(connection: Connection, package: Package) -> None:
    mark = star.station_mark.c
    here = (mark.station == package.station) & (mark.unit == package.unit)
    row = connection.execute(select(mark.number, mark.hash).where(here)).first()
    number, last = (row.number, row.hash) if row else (0, "")
    if package.number > number + 1:
        raise PackageRefused(package.id, "out-of-order")
    if package.number != number + 1 or package.previous != last:
        raise PackageRefused(package.id, "other-history")


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

    def __init__(self, connection: Connection, package: Package, blob_folder: Path, *, is_older: bool) -> None:
        self._connection = connection
        self._is_older = is_older
        self._dossier_columns = facts.DOSSIER[: -facts.LATEST] if is_older else facts.DOSSIER
        self._package = package
        self._blob_folder = blob_folder
        self._dims = Dimensions()
        self._outcome = Outcome()
        self._cleared: list[str] = []
        self._blobs_seen: dict[str, bool] = {}
        self._aside: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._states: States | None = None
        self._words: set[str] = set()
        self.is_again = False

    def run(self) -> Outcome:
        """Judges every record, then writes those that are new or changed."""
        heads = list(self._package.heads())
        self._states = States(self._connection, self._package.unit, heads)
        if self._connection.dialect.name == "postgresql" and self._is_first_load(heads):
            return self._run_first(heads)
        accepted = [record for record in (head.record() for head in heads) if self._passes(record)]
        latest = {thing(record): record for record in accepted}
        # Why: the same thing twice in one package would hit one row twice; only its last state counts.
        self._outcome.unchanged += len(accepted) - len(latest)
        changed = [record for record in latest.values() if self._is_change(record)]
        for record in changed:
            facts.want_members(record.body, self._dims)
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

    def _note_words(self) -> None:
        """Words that no paper had before. After the dimensions, whose lock keeps every other writer out."""
        if not self._is_older:
            bulk.upsert(self._connection, star.search_word, ("word",), [(word,) for word in sorted(self._words)])

    def _is_first_load(self, heads: Sequence[Head]) -> bool:
        """Whether nothing of the package is at the store and nothing stands in it twice."""
        assert self._states is not None
        things = {thing(head) for head in heads}
        is_new = all(self._states.of(head) is None for head in heads)
        return is_new and len(things) == len(heads) and not self.is_again and all(head.kind in _PLAIN for head in heads)

    def _run_first(self, heads: Sequence[Head]) -> Outcome:
        """As :meth:`run` where everything is new: a portion is on its way while the next one is parsed."""
        accepted: list[Record] = []
        with bulk.appending(self._connection) as append:
            for start in range(0, len(heads), _PORTION):
                portion = [head.record() for head in heads[start : start + _PORTION]]
                kept = [record for record in portion if self._passes(record)]
                self._append_parts(append, [item for item in kept if item.kind == "document"])
                for record in kept:
                    facts.want_members(record.body, self._dims)
                accepted += kept
        self._outcome.inserted += len(accepted)
        self._resolve()
        self._note_words()
        of_kind = {kind: [item for item in accepted if item.kind == kind] for kind in KINDS}
        self._write_small(of_kind)
        documents = of_kind["document"]
        owners = [row for item in documents for row in facts.owner_cells(item.body, self._dims)]
        bulk.append(self._connection, star.document_owner, facts.OWNER, owners)
        bulk.append(self._connection, star.fact_document, facts.DOCUMENT, self._document_cells(documents))
        self._note_duplicates(documents)
        self._put_aside()
        self._clear_quarantine()
        return self._outcome

    def _append_parts(self, append: bulk.Append, documents: Sequence[Record]) -> None:
        """Words, values and pages: most of a load, and of no use to any other row."""
        texts = [facts.text_cells(item.body, with_tsv=True) for item in documents]
        self._words |= facts.words_of(texts)
        append(star.search_text, facts.TEXT, texts)
        append(star.fact_field, facts.FIELD, [row for item in documents for row in facts.field_cells(item.body)])
        append(star.fact_page, facts.PAGE, [row for item in documents for row in facts.page_cells(item.body)])

    def _has_blob(self, sha256: str) -> bool:
        if sha256 not in self._blobs_seen:
            self._blobs_seen[sha256] = bool(sha256) and blobs.blob_path(self._blob_folder, sha256).is_file()
        return self._blobs_seen[sha256]

    def _passes(self, record: Record) -> bool:
        refusal = refusal_of(record.kind, record.key, record.body, self._has_blob)
        if refusal is None and record.body["dossier"]["unit"] != self._package.unit:
            refusal = LoadRefusal(record.key, "other-unit", (record.body["dossier"]["unit"],))
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
            self._keep_conflict(record, known)
            return False
        if known.version >= record.seq:
            self._outcome.unchanged += 1
            return False
        self._outcome.updated += 1
        return True

    def _known(self, record: Record) -> Known | None:
        assert self._states is not None
        return self._states.of(record)

    def _keep_conflict(self, record: Record, known: Known) -> None:
        """Two stations say different things of one record: both are kept, and a person decides."""
        self._outcome.refused.append(LoadRefusal(record.key, "other-station", (known.station,)))
        columns = ("unit", "kind", "key", "station", "row_hash", "reason", "other", "package", "body")
        body = json.dumps(record.body, ensure_ascii=False)
        row = (
            self._package.unit, record.kind, record.key, self._package.station, record.row_hash,
            "other-station", known.station, self._package.id, body,
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
        self._words |= facts.words_of(texts)
        self._note_words()
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
        """A number, agency and day that another paper has too: both stay, and a person looks (NĐ 30/2020)."""
        numbered = {
            (item.body["document"]["number"], item.body["document"]["agency"], item.body["document"]["issued"]): item
            for item in changed
            if item.body["document"]["number"] and item.body["document"]["agency"] and item.body["document"]["issued"]
        }
        document = star.fact_document.c
        query = select(document.id, document.number, document.agency, document.issued)
        rows: list[tuple[Any, ...]] = []
        query = query.where(document.unit == self._package.unit)
        numbers = sorted({fold_number(key[0]) for key in numbered})
        for wanted, parameters in bulk.among(self._connection, document.number_norm, numbers):
            for row in self._connection.execute(query.where(wanted), parameters):
                issued: dt.date | None = row.issued
                item = numbered.get((row.number, row.agency, issued.isoformat() if issued else None))
                if item is not None and item.key != row.id:
                    rows.append(
                        (self._package.unit, "document", item.key, self._package.station, item.row_hash,
                         "duplicate-number", row.id, self._package.id, "")
                    )  # fmt: skip
        columns = ("unit", "kind", "key", "station", "row_hash", "reason", "other", "package", "body")
        unique = {row[2]: row for row in rows}
        bulk.upsert(self._connection, star.conflict, columns, list(unique.values()))

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
