"""What is due, late or about to be late on a day, read from the work store."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from warehouse.deadlines import Calendar
from warehouse.models.work import dossier
from warehouse.records import DossierRow, DossierState
from warehouse.rows import dossier_record
from warehouse.session import Store

SOON = 2
"""Working days before the due day from which a dossier counts as about to be late (sắp đến hạn)."""


class Urgency(StrEnum):
    """Còn hạn, sắp đến hạn, đến hạn hôm nay, quá hạn; the clock of a paused one stands still."""

    IN_TIME = "in_time"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One open dossier; ``days`` are working days left, negative when it is late.

    ``urgency`` and ``days`` are those of the legal day of return, the other two of the clock of QĐ 766.
    """

    dossier: DossierRow
    urgency: Urgency
    days: int
    urgency_766: Urgency
    days_766: int


def due(store: Store, day: dt.date, calendar: Calendar, *, unit: str = "") -> tuple[DueRow, ...]:
    """The open dossiers with a due day, the most urgent first."""
    states = (DossierState.OPEN, DossierState.SUPPLEMENT, DossierState.PAUSED)
    query = select(dossier).where(dossier.c.state.in_(states), dossier.c.due.is_not(None))
    if unit:
        query = query.where(dossier.c.unit == unit)
    with store.read() as connection:
        records = [dossier_record(row) for row in connection.execute(query.order_by(dossier.c.due, dossier.c.code))]
    rows = [_judge(record, day, calendar) for record in records]
    # Why the nearer of both: an officer answers for whichever day comes first.
    return tuple(sorted(rows, key=lambda row: (min(row.days, row.days_766), row.dossier.code)))


def by_officer(rows: Sequence[DueRow]) -> dict[tuple[str, str], dict[Urgency, int]]:
    """Counts per unit and officer."""
    counts: dict[tuple[str, str], dict[Urgency, int]] = {}
    for row in rows:
        mine = counts.setdefault((row.dossier.unit, row.dossier.officer), dict.fromkeys(Urgency, 0))
        mine[row.urgency] += 1
    return counts


def _judge(record: DossierRow, day: dt.date, calendar: Calendar) -> DueRow:
    assert record.due is not None
    legal, other = (_clock(record.state, day, due, calendar) for due in (record.due, record.due_766 or record.due))
    return DueRow(record, *legal, *other)


def _clock(state: DossierState, day: dt.date, due_day: dt.date, calendar: Calendar) -> tuple[Urgency, int]:
    days = calendar.between(day, due_day)
    if state is not DossierState.OPEN:
        return Urgency.STOPPED, days
    if day > due_day:
        return Urgency.LATE, days
    if day == due_day:
        return Urgency.TODAY, 0
    return (Urgency.SOON if days <= SOON else Urgency.IN_TIME), days
