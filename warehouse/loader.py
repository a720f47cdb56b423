"""One sealed package into the shared store: one transaction, idempotent, with what was refused and why.

Ledger, history of dimensions, conditional upserts and the station's mark are written together or not at all.
A record is newer when its number in the station's own sequence is higher; no clock is asked.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text, update

from warehouse import blobs, bulk, facts
from warehouse.dimensions import Dimensions
from warehouse.errors import PackageRefused, WriteRaced
from warehouse.fold import fold_number
from warehouse.gates import refusal_of
from warehouse.models import star
from warehouse.packages import Package, Record
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


@dataclass(frozen=True, slots=True)
class _Known:
    station: str
    version: int
    row_hash: str


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


_BEFORE = "shared0001"
"""A store whose administrator has not upgraded yet: it has no columns for the ends of dossiers."""

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
        if store.revision != _BEFORE:
            _check_station(connection, package)
        _check_place(connection, package)
        checkpoint("begun")
        loading = _Loading(connection, package, blob_folder, is_older=store.revision == _BEFORE)
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
        self._dossier_columns = facts.DOSSIER[: -len(facts.ENDS)] if is_older else facts.DOSSIER
        self._package = package
        self._blob_folder = blob_folder
        self._dims = Dimensions()
        self._outcome = Outcome()
        self._cleared: list[str] = []
        self._blobs_seen: dict[str, bool] = {}
        self._states: _States | None = None
        self.is_again = False

    def run(self) -> Outcome:
        """Judges every record, then writes those that are new or changed."""
        accepted = [record for record in self._package.read() if self._passes(record)]
        latest = {_thing(record): record for record in accepted}
        self._states = _States(self._connection, self._package.unit, accepted)
        # Why: the same thing twice in one package would hit one row twice; only its last state counts.
        self._outcome.unchanged += len(accepted) - len(latest)
        changed = [record for record in latest.values() if self._is_change(record)]
        for record in changed:
            facts.want_members(record.body, self._dims)
        self._dims.resolve(self._connection)
        self._write(changed)
        self._clear_quarantine()
        return self._outcome

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
        columns = ("unit", "kind", "key", "station", "package", "reason", "data", "body")
        data = json.dumps(refusal.data, ensure_ascii=False)
        body = json.dumps(record.body, ensure_ascii=False)
        place = (self._package.unit, record.kind[:16], record.key, self._package.station, self._package.id)
        bulk.upsert(self._connection, star.quarantine, columns, [(*place, refusal.reason, data, body)])
        return False

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

    def _known(self, record: Record) -> _Known | None:
        assert self._states is not None
        return self._states.of(record)

    def _keep_conflict(self, record: Record, known: _Known) -> None:
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
        of_kind = {kind: [item for item in changed if item.kind == kind] for kind in _KINDS}
        dims, columns = self._dims, self._dossier_columns
        self._put(
            of_kind["dossier"], star.fact_dossier, columns,
            lambda item: facts.dossier_cells(item.body, dims, item.seq, item.row_hash)[: len(columns)],
        )  # fmt: skip
        self._put(
            of_kind["reuse"], star.fact_reuse, facts.REUSE,
            lambda item: facts.reuse_cells(item.body, item.seq, item.row_hash),
        )  # fmt: skip
        self._write_documents(of_kind["document"])
        for item in of_kind["tombstone"]:
            self._bury(item)

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
        _forget_parts(connection, self._package.unit, known)
        is_server = connection.dialect.name == "postgresql"
        with bulk.appending(connection) as append:
            texts = [facts.text_cells(item.body, with_tsv=is_server) for item in changed]
            append(star.search_text, facts.TEXT, texts)
            append(star.fact_field, facts.FIELD, [row for item in changed for row in facts.field_cells(item.body)])
            append(star.fact_page, facts.PAGE, [row for item in changed for row in facts.page_cells(item.body)])
            owners = [row for item in changed for row in facts.owner_cells(item.body, dims)]
            append(star.document_owner, facts.OWNER, owners)
            cells = self._document_cells([item for item in changed if self._known(item) is None])
            append(star.fact_document, facts.DOCUMENT, cells)
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


_KINDS = ("dossier", "document", "reuse", "tombstone")


def _thing(record: Record) -> tuple[str, str]:
    """What a record speaks of: a tombstone of the document of its key."""
    return ("document" if record.kind == "tombstone" else record.kind, record.key)


class _States:
    """What the store holds of the records of one package, asked in portions."""

    def __init__(self, connection: Connection, unit: str, records: Sequence[Record]) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        keys: dict[str, set[str]] = {"dossier": set(), "document": set(), "reuse": set()}
        for record in records:
            kind, key = _thing(record)
            keys[kind].add(key)
        for kind, table, name in (("dossier", star.fact_dossier, "code"), ("document", star.fact_document, "id")):
            self._ask(connection, kind, table, name, (unit, sorted(keys[kind])))
        self._ask_reuse(connection, unit, keys["reuse"])

    def of(self, record: Record) -> _Known | None:
        """What is known of a record."""
        return self._known.get(_thing(record))

    def _ask(self, connection: Connection, kind: str, table: Table, name: str, wanted: tuple[str, list[str]]) -> None:
        unit, keys = wanted
        columns = (table.c[name].label("key"), table.c.station, table.c.version, table.c.row_hash)
        query = select(*columns).where(table.c.unit == unit)
        for asked, parameters in bulk.among(connection, table.c[name], keys):
            for row in connection.execute(query.where(asked), parameters):
                self._known[kind, row.key] = _Known(row.station, row.version, row.row_hash)

    def _ask_reuse(self, connection: Connection, unit: str, keys: set[str]) -> None:
        decision = star.fact_reuse.c
        query = select(star.fact_reuse).where(decision.unit == unit)
        codes = sorted({key.rpartition("/")[0] for key in keys})
        for asked, parameters in bulk.among(connection, decision.dossier_code, codes):
            for row in connection.execute(query.where(asked), parameters):
                key = f"{row.dossier_code}/{row.component_code}"
                self._known["reuse", key] = _Known(row.station, row.version, row.row_hash)


def _forget_parts(connection: Connection, unit: str, document_ids: Sequence[str]) -> None:
    """Takes away the owners, values, pages and words of documents that come anew."""
    if connection.dialect.name == "sqlite":
        _forget_words(connection, unit, document_ids)
    for table in (star.document_owner, star.fact_field, star.fact_page, star.search_text):
        for wanted, parameters in bulk.among(connection, table.c.document_id, document_ids):
            connection.execute(delete(table).where(table.c.unit == unit, wanted), parameters)


def _forget_words(connection: Connection, unit: str, document_ids: Sequence[str]) -> None:
    held = star.search_text.c
    query = select(held.id, held.folded).where(held.unit == unit)
    sql = "INSERT INTO search_fts(search_fts, rowid, folded) VALUES ('delete', ?, ?)"
    for wanted, parameters in bulk.among(connection, held.document_id, document_ids):
        old = [(row.id, row.folded) for row in connection.execute(query.where(wanted), parameters)]
        if old:
            connection.exec_driver_sql(sql, old)
