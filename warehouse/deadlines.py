"""Working days: which days count, and on which day a dossier is due.

The day of reception is not counted and the last day falls on a working day (BLDS 2015 Điều 147, 148).
"""

import datetime as dt
from collections.abc import Iterator

from warehouse.catalogue import read_data

HANOI = dt.timezone(dt.timedelta(hours=7))
LATE_HOUR = 15
"""Reception after 15:00 counts as the next working day for a result of the same day (Luật Hộ tịch)."""


def is_working_day(day: dt.date) -> bool:
    """Whether deadlines count that day: Monday to Friday without holidays, and Saturdays worked in exchange."""
    calendar = read_data("calendar.toml")
    year = calendar.get(str(day.year))
    if year is not None:
        text = day.isoformat()
        if text in year.get("worked", []):
            return True
        return day.weekday() < 5 and text not in year["off"]
    fixed = calendar["fixed"] + (calendar["fixed_from_2026"] if day.year >= 2026 else [])
    return day.weekday() < 5 and day.strftime("%m-%d") not in fixed


def _after(day: dt.date) -> Iterator[dt.date]:
    while True:
        day += dt.timedelta(days=1)
        if is_working_day(day):
            yield day


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The working day that lies ``count`` working days after ``day``; ``day`` itself is not counted."""
    days = _after(day)
    due = day
    for _ in range(count):
        due = next(days)
    return due


def due_day(received_at: dt.datetime, working_days: int) -> dt.date:
    """The day on which a result is due. ``working_days`` 0 means the day of reception itself."""
    local = received_at.astimezone(HANOI)
    if working_days:
        return add_working_days(local.date(), working_days)
    same = local.date()
    if local.hour >= LATE_HOUR or not is_working_day(same):
        return add_working_days(same, 1)
    return same
