"""Working days: the calendar of Vietnam's offices and the day on which a result is due.

Sources: Bộ luật Lao động 2019 Điều 112 (holidays; one on a weekly day off moves to the next working day),
Nghị quyết 28/2026/QH16 (24 November), the Prime Minister's yearly notices (days swapped), BLDS 2015 Điều
147-148 (the day of reception is not counted).
"""

import datetime as dt
import json
import logging
import tomllib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

HANOI = dt.timezone(dt.timedelta(hours=7))
"""Vietnam keeps UTC+7 all year."""

TRANSFER_HOUR = dt.time(15, 0)
"""NĐ 61/2018/NĐ-CP Điều 18: a dossier received from 15:00 on counts from the next working day where the law
settles it on the same day."""

_SATURDAY = 5
_CULTURE_DAY_SINCE = 2026


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: ``off`` are free weekdays, ``worked`` Saturdays or Sundays that are worked."""

    off: AbstractSet[dt.date]
    worked: AbstractSet[dt.date]

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on that day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def next_working(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        day += dt.timedelta(days=1)
        while not self.is_working(day):
            day += dt.timedelta(days=1)
        return day

    def add(self, day: dt.date, working_days: int) -> dt.date:
        """The ``working_days``-th working day after ``day``; 0 gives the day, moved to a working one."""
        if working_days == 0:
            return day if self.is_working(day) else self.next_working(day)
        for _ in range(working_days):
            day = self.next_working(day)
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``; negative when it lies before."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.is_working(start + dt.timedelta(days=step)) for step in range(1, span + 1))


def due_day(received_at: dt.datetime, working_days: int, calendar: Calendar) -> dt.date:
    """The day on which a result is due.

    The day of reception is not counted; a day off counts as the working day that follows it. A same-day
    procedure (0 working days) received from 15:00 on is due on the next working day.
    """
    local = received_at.astimezone(HANOI)
    day = local.date()
    if working_days == 0 and calendar.is_working(day) and local.time() >= TRANSFER_HOUR:
        return calendar.next_working(day)
    return calendar.add(day, working_days)


def read_calendar(path: Path | None = None) -> Calendar:
    """The calendar that ships with the program, or an office's own file of the same form."""
    shipped = resources.files("warehouse.catalogue") / "calendar.toml"
    return calendar_of(tomllib.loads(path.read_text("utf-8") if path else shipped.read_text("utf-8")))


def calendar_of(raw: dict[str, Any]) -> Calendar:
    """The calendar of parsed data; ``KeyError``, ``TypeError`` or ``ValueError`` when they have another form."""
    shipped = resources.files("warehouse.catalogue")
    computed = {dt.date.fromisoformat(day) for day in json.loads((shipped / "holidays_vn.json").read_text("utf-8"))}
    known = {int(year): days for year, days in raw.items() if year.isdigit()}
    off = {day for day in computed if day.year not in known}
    off |= {
        dt.date(year, int(day[:2]), int(day[3:]))
        for day in raw["fixed_from_2026"]
        for year in range(_CULTURE_DAY_SINCE, max(day.year for day in computed) + 1)
        if year not in known
    }
    worked: set[dt.date] = set()
    for days in known.values():
        off |= {dt.date.fromisoformat(day) for day in days["off"]}
        worked |= {dt.date.fromisoformat(day) for day in days.get("worked", [])}
    return Calendar(frozenset(off), frozenset(worked))


def office_calendar(folder: Path | None) -> Calendar:
    """The published calendar of a station's reference folder, else the shipped one."""
    path = folder / "calendar.toml" if folder is not None else None
    if path is None or not path.is_file():
        return shipped_calendar()
    try:
        return _read_again(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("the published calendar cannot be read; the shipped one is used")
        return shipped_calendar()


@lru_cache(maxsize=4)
def _read_again(path: Path, _mtime_ns: int) -> Calendar:
    return read_calendar(path)


@cache
def shipped_calendar() -> Calendar:
    """The calendar of the package, read once."""
    return read_calendar()
