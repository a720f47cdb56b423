"""The night's comparison: what this station sent, against what the shared store holds of it, by table and month.

Counts and sums of row hashes are compared first; only in a month that differs are keys compared and the records
that lack or differ sent again, as new changes with a higher number. Nothing is ever taken away here.
"""

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from warehouse import bulk, outbox, rows
from warehouse.keeping import FINAL, Documents
from warehouse.models import star
from warehouse.models import work as t
from warehouse.records import Difference, thing_of
from warehouse.session import Store

Totals = dict[tuple[str, str], tuple[int, int]]
"""Kind and month to the count and the sum of row hashes."""


def month_of(kind: str, body: Mapping[str, Any]) -> str:  # Any: parsed JSON
    """The month (UTC) under which a record is counted; it follows from the record alone."""
    place = {
        "document": ("document", "released_at"),
        "reuse": ("reuse", "at"),
        "tombstone": ("tombstone", "released_at"),
    }
    part, name = place.get(kind, ("dossier", "received_at"))
    return _month(rows.moment(body[part][name]))


def note_sent(connection: Connection, station: str, taken: Sequence[tuple[str, str, int, str]]) -> None:
    """Notes records ``(kind, key, seq, body)`` that the shared store has taken."""
    cells = [
        (station, *thing_of(kind, key), seq, month_of(kind, json.loads(body)), _hash(body))
        for kind, key, seq, body in taken
    ]
    bulk.upsert(connection, t.sent, ("station", "kind", "key", "seq", "month", "row_hash"), cells, newer="seq")


def reconcile(work: Store, shared: Store, station: str) -> tuple[Difference, ...]:
    """Compares, and puts what differs into the outbox again."""
    with work.read() as connection:
        mine = sent(connection, station)
    with shared.read() as connection:
        theirs_now = held(connection, station)
    mine = _without_buried(work, station, mine, theirs_now)
    ours, theirs = _totals(mine), _totals(theirs_now)
    found: list[Difference] = []
    for kind, month in sorted(ours):
        if ours[kind, month] == theirs.get((kind, month)):
            continue
        keys = [
            key
            for (of_kind, key), ours_of in mine.items()
            if (of_kind, ours_of.month) == (kind, month) and not _is_held(theirs_now.get((kind, key)), ours_of)
        ]
        again = send_again(work, station, kind, keys)
        count = theirs.get((kind, month), (0, 0))[0]
        found.append(Difference(kind, month, ours[kind, month][0], count, again))
    return tuple(found)


def _without_buried(work: Store, station: str, mine: "Found", theirs: "Found") -> "Found":
    """What the shared store should hold: a paper taken back before it came there is rightly missing."""
    missing = [place for place in mine if place not in theirs and place[0] == "document"]
    if not missing:
        return mine
    with work.read() as connection:
        last = {place: _last(connection, station, *place) for place in missing}
    buried = {place for place, record in last.items() if record is not None and record[0] == "tombstone"}
    return {place: state for place, state in mine.items() if place not in buried}


@dataclass(frozen=True, slots=True)
class Holding:
    """A state of one thing: the month under which it is counted, its hash, its number in the station's sequence."""

    month: str
    row_hash: str
    seq: int


Found = dict[tuple[str, str], Holding]
"""Kind and key to the state."""


def _is_held(theirs: Holding | None, ours: Holding) -> bool:
    return theirs is not None and theirs.row_hash == ours.row_hash


def sent(connection: Connection, station: str) -> Found:
    """What the shared store said that it took of this station."""
    row = t.sent.c
    query = select(row.kind, row.key, row.month, row.row_hash, row.seq).where(row.station == station)
    return {(row.kind, row.key): Holding(row.month, row.row_hash, row.seq) for row in connection.execute(query)}


def held(connection: Connection, station: str) -> Found:
    """What the shared store holds of this station."""
    dossier, document, reuse = star.fact_dossier.c, star.fact_document.c, star.fact_reuse.c
    key = (reuse.dossier_code + "/" + reuse.component_code).label("key")
    queries = {
        "dossier": select(
            dossier.code.label("key"), dossier.received_at.label("at"), dossier.row_hash, dossier.version
        ),
        "document": select(
            document.id.label("key"), document.released_at.label("at"), document.row_hash, document.version
        ),
        "reuse": select(key, reuse.at, reuse.row_hash, reuse.version),
    }
    stations = {"dossier": dossier.station, "document": document.station, "reuse": reuse.station}
    found: Found = {}
    for kind, query in queries.items():
        for row in connection.execute(query.where(stations[kind] == station)):
            found[kind, row.key] = Holding(_month(row.at), row.row_hash, row.version)
    return found


def _totals(found: Found) -> Totals:
    counts: Counter[tuple[str, str]] = Counter()
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (kind, _key), state in found.items():
        place = kind, state.month
        counts[place] += 1
        sums[place] = (sums[place] + int(state.row_hash[:15], 16)) & (1 << 63) - 1
    return {place: (counts[place], sums[place]) for place in counts}


def send_again(work: Store, station: str, kind: str, keys: Sequence[str]) -> int:
    """Puts the last state of these records into the outbox as new changes; gives how many could be."""
    count = 0
    with work.write() as connection:
        for key in keys:
            last = _last(connection, station, kind, key) or _made_anew(connection, kind, key)
            if last is not None:
                of_kind, body, blob = last
                outbox.put(connection, station, of_kind, key, body, blob=blob)
                count += 1
    return count


def _last(connection: Connection, station: str, kind: str, key: str) -> tuple[str, str, tuple[str, str]] | None:
    kinds = ("document", "tombstone") if kind == "document" else (kind,)
    query = (
        select(t.outbox)
        .where(t.outbox.c.station == station, t.outbox.c.kind.in_(kinds), t.outbox.c.key == key)
        .order_by(t.outbox.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return (row.kind, row.body, (row.blob, row.blob_path)) if row is not None else None


def _made_anew(connection: Connection, kind: str, key: str) -> tuple[str, str, tuple[str, str]] | None:
    """The record of what the work store holds, where the outbox was pruned; None while it is being changed."""
    from warehouse.workbench import get_dossier, get_pages

    if kind == "dossier":
        return kind, rows.canonical_json({"dossier": outbox.dossier_body(get_dossier(connection, key))}), ("", "")
    if kind != "document":
        return None
    document = Documents(connection).get(key)
    if document.state not in FINAL:
        return None
    pages = get_pages(connection, document.dossier_code, removed=True)
    body = outbox.document_body(document, get_dossier(connection, document.dossier_code), pages)
    return kind, body, (document.pdf_sha256, document.pdf_path)


def _month(moment: dt.datetime | None) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m") if moment else ""


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
