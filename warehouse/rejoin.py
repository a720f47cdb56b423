"""Takes up the thread of a station that was restored from a backup older than its last load.

The shared store learns first what is kept from overwriting, in one transaction; then the work store changes, in one.
Between the two nothing of the station is loaded, because its packages do not follow; so it may be cut anywhere and
done again.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, text, update

from warehouse import audit, bulk, numbers, outbox
from warehouse.deadlines import HANOI
from warehouse.disputes import OLDER_STATE
from warehouse.errors import HistoryApart, PackageRefused, WriteRaced
from warehouse.migrate import is_older
from warehouse.models import star
from warehouse.models import work as t
from warehouse.reconcile import held, sent
from warehouse.records import DocumentState, DossierRow, DossierState, LoadRefusal, WorkEvent
from warehouse.restored import Mine, Plan, Theirs, Thing, Waiting, plan
from warehouse.rows import dossier_values
from warehouse.session import Store
from warehouse.standing import RESTORED, RejoinReport, Standing, ledger, own, standing

_TRIES = 5
"""How often everything is looked at anew when somebody worked at the station meanwhile."""


@dataclass(frozen=True, slots=True)
class Station:
    """Who takes up the thread, and the moment."""

    unit: str
    id: str
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class _Details:
    """The shared store's rows of what is to be brought up to date, and its highest number of each day."""

    dossiers: tuple[Row[Any], ...]
    reuse: tuple[Row[Any], ...]
    ordinals: Mapping[dt.date, int]


def rejoin(
    work: Store, shared: Store, station: Station, packages: Path, checkpoint: Callable[[str], None]
) -> RejoinReport:
    """Brings the station's thread to the shared store's; nothing changes where it fits.

    ``packages`` is the folder of sealed packages. ``checkpoint`` is called with ``compared``, ``kept-back``,
    ``rejoining`` and ``rejoined``, for tests.

    Raises:
        HistoryApart: the shared store lacks what the station sent last.
        PackageRefused: ``station-revoked``.
        WriteRaced: somebody worked at the station all the while.
    """
    for _ in range(_TRIES):
        report = _try(work, shared, station, packages, checkpoint)
        if report is not None:
            return report
    raise WriteRaced(work.url)


def _try(
    work: Store, shared: Store, station: Station, packages: Path, checkpoint: Callable[[str], None]
) -> RejoinReport | None:
    """One attempt; None when the work store changed between the two transactions."""
    with shared.write() as connection:
        _lock_station(connection, station)
        theirs = _theirs(connection, station)
        with work.read() as own_store:  # Why after: what is loaded was sealed here before
            mine = _mine(own_store, station)
        if not _is_behind(mine, theirs, station):
            return RejoinReport(is_changed=False)
        _check_revoked(connection, station)
        agreed = plan(mine, theirs)
        checkpoint("compared")
        _bar(connection, station, agreed)
        details = _details(connection, station, agreed.behind, has_latest=not is_older(shared))
    checkpoint("kept-back")
    _sweep(packages, mine)
    with work.write() as connection:
        _lock_work(connection)
        again = _mine(connection, station)
        if not _is_behind(again, theirs, station):
            return RejoinReport(is_changed=False)
        if plan(again, theirs) != agreed:
            return None
        _take_over(connection, station, mine, theirs)
        _settle(connection, station, agreed, theirs)
        dossiers = _bring_up(connection, station, details)
        report = _report(mine, theirs, agreed, dossiers)
        _note(connection, station, report)
        checkpoint("rejoining")
    checkpoint("rejoined")
    return report


def _is_behind(mine: Mine, theirs: Theirs, station: Station) -> bool:
    found = standing(mine.packages, theirs.ledger)
    if found is Standing.APART:
        raise HistoryApart(station.id)
    return found is Standing.BEHIND


def _report(mine: Mine, theirs: Theirs, agreed: Plan, dossiers: int) -> RejoinReport:
    known = {item.hash for item in mine.packages if item.is_acked}
    kept = tuple(LoadRefusal(item.key, OLDER_STATE) for item in agreed.barred)
    packages = len(theirs.ledger.keys() - known)
    return RejoinReport(True, packages, len(agreed.send), len(agreed.there), kept, dossiers)


def _lock_station(connection: Connection, station: Station) -> None:
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(7302104, hashtext(:station))")  # as a load takes it
        connection.execute(lock, {"station": station.id})


def _lock_work(connection: Connection) -> None:
    """Nobody seals or appends to the outbox meanwhile, where the work store is shared."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7302105)"))
        connection.execute(text("SELECT pg_advisory_xact_lock(7302102)"))


def _check_revoked(connection: Connection, station: Station) -> None:
    query = select(star.station.c.is_revoked).where(star.station.c.id == station.id)
    if connection.execute(query).scalar():
        raise PackageRefused(station.id, "station-revoked")


def _mine(connection: Connection, station: Station) -> Mine:
    packages = own(connection, station.id)
    row = t.outbox.c
    unsent = [item.id for item in packages if not item.is_acked]
    query = select(t.outbox).where(row.station == station.id, or_(row.package.is_(None), row.package.in_(unsent)))
    last = connection.execute(select(t.counter.c.value).where(t.counter.c.name == RESTORED)).scalar() or 0
    waiting = tuple(_waiting(item, int(last)) for item in connection.execute(query.order_by(row.seq)))
    documents = frozenset(connection.execute(select(t.document.c.id)).scalars())
    return Mine(packages, waiting, sent(connection, station.id), documents)


def _waiting(row: Row[Any], last: int) -> Waiting:
    digest = hashlib.sha256(row.body.encode()).hexdigest()
    return Waiting(row.seq, row.kind, row.key, row.body, digest, (row.blob, row.blob_path), row.seq <= last)


def _theirs(connection: Connection, station: Station) -> Theirs:
    taken = ledger(connection, station.id, station.unit)
    last = taken[-1] if taken else None
    return Theirs({item.hash: item for item in taken}, last, held(connection, station.id))


def _bar(connection: Connection, station: Station, agreed: Plan) -> None:
    """Before anything can be sent: what the lost days changed waits for a person, beside what this station says."""
    columns = ("unit", "kind", "key", "station", "row_hash", "reason", "other", "package", "body")
    rows = [
        (station.unit, item.kind, item.key, station.id, item.row_hash, OLDER_STATE, "", "", item.body)
        for item in agreed.barred
    ]
    bulk.upsert(connection, star.conflict, columns, rows)


def _details(connection: Connection, station: Station, behind: Sequence[Thing], *, has_latest: bool) -> _Details:
    dossier, reuse = star.fact_dossier.c, star.fact_reuse.c
    columns = [column for column in dossier if has_latest or column.name != "supplements"]
    codes = [key for kind, key in behind if kind == "dossier"]
    dossiers = _rows_of(connection, select(*columns).where(dossier.unit == station.unit), (dossier.code, codes))
    keys = {key for kind, key in behind if kind == "reuse"}
    of = sorted({key.rpartition("/")[0] for key in keys})
    decided = _rows_of(connection, select(star.fact_reuse).where(reuse.unit == station.unit), (reuse.dossier_code, of))
    decisions = tuple(row for row in decided if f"{row.dossier_code}/{row.component_code}" in keys)
    taken = select(dossier.code).where(dossier.unit == station.unit, dossier.station == station.id)
    return _Details(dossiers, decisions, numbers.highest(connection.execute(taken).scalars(), station.unit))


def _rows_of(connection: Connection, query: Any, wanted: tuple[Any, Sequence[str]]) -> tuple[Row[Any], ...]:
    # Any: columns and rows of two tables
    found: list[Row[Any]] = []
    for asked, parameters in bulk.among(connection, *wanted):
        found += connection.execute(query.where(asked), parameters).all()
    return tuple(found)


def _sweep(packages: Path, mine: Mine) -> None:
    """The files of packages that are dissolved; cut here, they are made anew from the outbox."""
    for item in mine.packages:
        if not item.is_acked:
            shutil.rmtree(packages / f"{item.number:06d}-{item.id}", ignore_errors=True)


def _take_over(connection: Connection, station: Station, mine: Mine, theirs: Theirs) -> None:
    """Dissolves what nobody acknowledged, takes over the ledger, and raises the outbox's number above the mark's."""
    unsent = [item.id for item in mine.packages if not item.is_acked]
    connection.execute(update(t.outbox).where(t.outbox.c.package.in_(unsent)).values(package=None))
    connection.execute(delete(t.package).where(t.package.c.id.in_(unsent)))
    known = {item.hash for item in mine.packages if item.is_acked}
    rows = [
        {
            "id": item.id,
            "station": station.id,
            "number": item.number,
            "seq_from": item.seq_from,
            "seq_to": item.seq_to,
            "records": item.records,
            "hash": item.hash,
            "previous": item.previous,
            "acked_at": station.now,
        }
        for item in theirs.ledger.values()
        if item.hash not in known
    ]
    connection.execute(insert(t.package), rows)
    assert theirs.last is not None, "a station is behind a package"
    _raise_outbox(connection, theirs.last.seq_to)


def _raise_outbox(connection: Connection, seq: int) -> None:
    if connection.dialect.name == "postgresql":
        place = "pg_get_serial_sequence('outbox', 'seq')"
        sql = f"SELECT setval({place}, GREATEST(:seq, nextval({place})))"
        connection.execute(text(sql), {"seq": seq})
        return
    # Why a row that goes again: AUTOINCREMENT (SQLite manual, "autoinc") never gives a number below one that was there.
    if (connection.execute(select(func.max(t.outbox.c.seq))).scalar() or 0) < seq:
        values = {"seq": seq, "station": "", "kind": "", "key": "", "body": "", "blob": "", "blob_path": ""}
        connection.execute(insert(t.outbox).values(values))
        connection.execute(delete(t.outbox).where(t.outbox.c.seq == seq, t.outbox.c.station == ""))


def _settle(connection: Connection, station: Station, agreed: Plan, theirs: Theirs) -> None:
    """Gives what goes a number above the mark's, and counts the rest as carried by the last package."""
    assert theirs.last is not None, "a station is behind a package"
    for record in agreed.send:
        outbox.put(connection, station.id, record.kind, record.key, record.body, blob=record.blob)
        connection.execute(delete(t.outbox).where(t.outbox.c.seq == record.seq))
    for record in (*agreed.there, *agreed.out):
        connection.execute(update(t.outbox).where(t.outbox.c.seq == record.seq).values(package=theirs.last.id))
    for record in agreed.there:
        connection.execute(delete(t.refusal).where(t.refusal.c.record == record.key))
        is_released = (t.document.c.id == record.key) & (t.document.c.state == DocumentState.RELEASED)
        connection.execute(update(t.document).where(is_released).values(state=DocumentState.SYNCED))
    columns = ("station", "kind", "key", "seq", "month", "row_hash")
    cells = [(station.id, *thing, item.seq, item.month, item.row_hash) for thing, item in theirs.things.items()]
    bulk.upsert(connection, t.sent, columns, cells, newer="seq")
    connection.execute(delete(t.counter).where(t.counter.c.name == RESTORED))
    told = {item.key: (item.key, OLDER_STATE, "[]", theirs.last.id) for item in agreed.barred}
    bulk.upsert(connection, t.refusal, ("record", "reason", "data", "package"), list(told.values()))


def _bring_up(connection: Connection, station: Station, details: _Details) -> int:
    """Dossiers and decisions as the lost days left them; numbers above those that were given."""
    last = connection.execute(select(func.max(t.dossier.c.opened_seq))).scalar() or 0
    for row in sorted(details.dossiers, key=lambda item: (item.received_at, item.code)):
        values = dossier_values(_dossier(row))
        if not hasattr(row, "supplements"):  # Why: a shared store of the revision before does not know them
            values.pop("supplements")
        done = connection.execute(update(t.dossier).where(t.dossier.c.code == row.code).values(values))
        if done.rowcount == 0:
            last += 1
            connection.execute(insert(t.dossier).values(opened_seq=last, **values))
        detail = (("station", station.id), ("state", row.state))
        audit.append(connection, station.unit, WorkEvent("dossier-rejoined", row.code, station.id, station.now, detail))
    for row in details.reuse:
        here = (t.component.c.dossier_code == row.dossier_code) & (t.component.c.code == row.component_code)
        values = {"answer": row.answer, "reason": row.reason, "document_id": row.document_id}
        connection.execute(update(t.component).where(here).values(values))
    today = station.now.astimezone(HANOI).date()
    for day, ordinal in {today: 0, **details.ordinals}.items():
        leap = numbers.LEAP if day == today else 0
        numbers.raise_to(connection, numbers.counter_of(station.unit, station.id, day), ordinal, leap)
    return len(details.dossiers)


def _dossier(row: Row[Any]) -> DossierRow:
    return DossierRow(
        code=row.code,
        unit=row.unit,
        station=row.station,
        procedure=row.procedure,
        person_id=row.person_id,
        person_name=row.person_name,
        received_at=row.received_at,
        due=row.due,
        due_766=row.due_766,
        state=DossierState(row.state),
        officer=row.officer,
        is_demo=row.is_demo,
        settled_on=row.settled_on,
        returned_on=row.returned_on,
        supplements=getattr(row, "supplements", None) or 0,
    )


def _note(connection: Connection, station: Station, report: RejoinReport) -> None:
    figures = (("packages", report.packages), ("again", report.again), ("kept", len(report.kept)))
    detail = tuple((name, str(count)) for name, count in figures)
    audit.append(connection, station.unit, WorkEvent("station-rejoined", station.id, station.id, station.now, detail))
