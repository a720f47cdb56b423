"""The numbers that a station gives to dossiers by itself: one range for each day, none given twice.

What a restored station gave after its backup, nobody knows for certain; so it leaves numbers out (``LEAP``).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert, select, update

from warehouse.models.work import counter

LEAP = 500
"""So many numbers of the day are left out after a restore: those given since the last load are known to nobody.

Why 500: no commune opens as many dossiers a day at one station, and four digits hold it.
"""

RESTORED_ON = "dossier/restored"
"""The counter that holds the day of the last restore, as ``date.toordinal`` gives it."""

_OWN = re.compile(r"(\d{6})-(\d{4}|[1-9]\d{4})")
"""Day and number of a code as a station makes it; a longer number is the provincial system's."""


def counter_of(unit: str, station: str, day: dt.date) -> str:
    """The name of the counter for that day."""
    return f"dossier/{unit}/{station}/{day.isoformat()}"


def take(connection: Connection, unit: str, station: str, day: dt.date) -> int:
    """The next number of that day."""
    name = counter_of(unit, station, day)
    last = _value(connection, name)
    if last is None:
        last = LEAP if _value(connection, RESTORED_ON) == day.toordinal() else 0
        connection.execute(insert(counter).values(name=name, value=last + 1))
    else:
        connection.execute(update(counter).where(counter.c.name == name).values(value=last + 1))
    return last + 1


def raise_to(connection: Connection, name: str, least: int, leap: int = 0) -> None:
    """Lets the counter go on after ``least`` or after what it gave, whichever is higher, and ``leap`` further."""
    old = _value(connection, name)
    value = max(old or 0, least) + leap
    if old is None:
        connection.execute(insert(counter).values(name=name, value=value))
    elif old < value:
        connection.execute(update(counter).where(counter.c.name == name).values(value=value))


def highest(codes: Iterable[str], unit: str) -> Mapping[dt.date, int]:
    """The highest number of each day among codes that a station of the unit makes itself."""
    found: dict[dt.date, int] = {}
    for code in codes:
        own = _OWN.fullmatch(code.removeprefix(f"{unit}-")) if code.startswith(f"{unit}-") else None
        day = _day(own[1]) if own else None
        if own is not None and day is not None:
            found[day] = max(found.get(day, 0), int(own[2]))
    return found


def _day(digits: str) -> dt.date | None:
    """The day of a code; None where a code of that form holds none."""
    try:
        return dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def _value(connection: Connection, name: str) -> int | None:
    query = select(counter.c.value).where(counter.c.name == name).with_for_update()
    value: int | None = connection.execute(query).scalar()
    return value
