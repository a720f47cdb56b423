"""The append-only event log with one hash chain per unit, and its verification.

A chain shows every later edit, insertion and deletion; it does not show a rewrite of the whole chain, so
its heads belong on paper or with another unit from time to time.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from warehouse.models.work import event, event_head
from warehouse.records import WorkEvent

FORM = 1
"""Version of the canonical form that is hashed; kept in each row so that it can change."""

START = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a unit's chain breaks: the event's number and ``hash``, ``gap``, ``link`` or ``head``."""

    unit: str
    number: int
    fault: str


def append(connection: Connection, unit: str, entry: WorkEvent) -> str:
    """Writes the event at the end of the unit's chain and gives its hash."""
    row = connection.execute(
        select(event_head.c.number, event_head.c.hash).where(event_head.c.unit == unit).with_for_update()
    ).first()
    number, previous = (row.number + 1, row.hash) if row else (1, START)
    digest = digest_of(previous, unit, number, entry)
    connection.execute(
        insert(event).values(
            unit=unit,
            number=number,
            kind=entry.kind,
            subject=entry.subject,
            by=entry.by,
            at=entry.at,
            detail=json.dumps(entry.detail, ensure_ascii=False),
            form=FORM,
            previous=previous,
            hash=digest,
        )
    )
    if row:
        connection.execute(update(event_head).where(event_head.c.unit == unit).values(number=number, hash=digest))
    else:
        connection.execute(insert(event_head).values(unit=unit, number=number, hash=digest))
    return digest


def digest_of(previous: str, unit: str, number: int, entry: WorkEvent) -> str:
    """SHA-256 over the previous hash and the event's canonical JSON (sorted keys, no blanks, UTF-8)."""
    body = {
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "detail": [list(pair) for pair in entry.detail],
        "kind": entry.kind,
        "number": number,
        "subject": entry.subject,
        "unit": unit,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def events_of(connection: Connection, subject: str) -> tuple[WorkEvent, ...]:
    """The events of one subject, oldest first."""
    rows = connection.execute(select(event).where(event.c.subject == subject).order_by(event.c.at, event.c.number))
    return tuple(WorkEvent(row.kind, row.subject, row.by, row.at, _detail(row.detail)) for row in rows)


def verify(connection: Connection) -> tuple[ChainFault, ...]:
    """Every place where a chain does not hold; empty when all of them do."""
    heads = {row.unit: (row.number, row.hash) for row in connection.execute(select(event_head))}
    units = set(heads) | set(connection.execute(select(event.c.unit).distinct()).scalars())
    faults: list[ChainFault] = []
    for unit in sorted(units):
        faults.extend(_verify_unit(connection, unit, heads.get(unit, (0, START))))
    return tuple(faults)


def _verify_unit(connection: Connection, unit: str, head: tuple[int, str]) -> Sequence[ChainFault]:
    faults: list[ChainFault] = []
    previous, expected = START, 1
    rows = connection.execute(select(event).where(event.c.unit == unit).order_by(event.c.number))
    for row in rows:
        if row.number != expected:
            faults.append(ChainFault(unit, expected, "gap"))
        if row.previous != previous:
            faults.append(ChainFault(unit, row.number, "link"))
        entry = WorkEvent(row.kind, row.subject, row.by, row.at, _detail(row.detail))
        if digest_of(row.previous, unit, row.number, entry) != row.hash:
            faults.append(ChainFault(unit, row.number, "hash"))
        previous, expected = row.hash, row.number + 1
    if (expected - 1, previous) != head:
        faults.append(ChainFault(unit, head[0], "head"))
    return faults


def _detail(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), str(value)) for key, value in json.loads(text))
