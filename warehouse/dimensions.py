"""Dimensions with history: which version of a unit, agency, procedure, type, officer or person a fact means."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any  # a row's cells

from sqlalchemy import Connection, Table, select, text, update

from warehouse import bulk
from warehouse.deadlines import Calendar
from warehouse.models import star
from warehouse.rows import canonical_json

TABLES = {
    "unit": star.dim_unit,
    "agency": star.dim_agency,
    "procedure": star.dim_procedure,
    "document_type": star.dim_document_type,
    "officer": star.dim_officer,
    "person": star.dim_person,
}
_COLUMNS = ("sk", "key", "name", "attributes", "valid_from", "valid_to", "is_current")


class Dimensions:
    """Collects the members that a package names, then writes what is new of them, all at once."""

    def __init__(self) -> None:
        self._wanted: dict[str, dict[str, tuple[str, dt.date]]] = {name: {} for name in TABLES}
        self._keys: dict[str, dict[str, int]] = {name: {} for name in TABLES}

    def want(self, dimension: str, key: str, name: str, day: dt.date) -> None:
        """Notes that a fact of that day names this member; an empty name tells nothing new."""
        known = self._wanted[dimension].get(key)
        if known is None or (name and day >= known[1]):
            self._wanted[dimension][key] = (name, day)

    def resolve(self, connection: Connection) -> None:
        """Writes new members and new versions of known ones. In order of key: two stations never cross."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7302103)"))
        for dimension, wanted in self._wanted.items():
            self._resolve_one(connection, TABLES[dimension], dimension, wanted)

    def sk(self, dimension: str, key: str) -> int:
        """The surrogate key of the member's present version."""
        return self._keys[dimension][key]

    def _resolve_one(
        self, connection: Connection, table: Table, dimension: str, wanted: dict[str, tuple[str, dt.date]]
    ) -> None:
        current = _current(connection, table, sorted(wanted))
        fresh: list[tuple[object, ...]] = []
        for key, (name, day) in sorted(wanted.items()):
            row = current.get(key)
            if row is None or (name and row.name != name and day > row.valid_from):
                if row is not None:
                    _close(connection, table, row.sk, day)
                sk = surrogate(dimension, key, day if row is not None else FIRST_DAY)
                since = day if row is not None else FIRST_DAY
                fresh.append((sk, key, name, canonical_json({}), since, None, True))
                self._keys[dimension][key] = sk
            else:
                self._keys[dimension][key] = row.sk
        # Why without staging: the lock above keeps every other writer of dimensions out until the end.
        bulk.append(connection, table, _COLUMNS, fresh)


FIRST_DAY = dt.date(1900, 1, 1)
"""A member's first version holds since ever: nobody told us of an earlier one."""


def surrogate(dimension: str, key: str, day: dt.date) -> int:
    """A 63-bit key made of dimension, member and first day: the same wherever and whenever it is made."""
    digest = hashlib.sha256(f"{dimension}\n{key}\n{day.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


FIRST_YEAR, LAST_YEAR = 2000, 2040
"""Years that ``dim_date`` holds; papers are counted by the day of their dossier, which no office received before."""


def fill_days(connection: Connection, calendar: Calendar) -> None:
    """Writes ``dim_date``: every day with its year, month, weekday (Monday 0) and whether offices work."""
    day, rows = dt.date(FIRST_YEAR, 1, 1), []
    while day.year <= LAST_YEAR:
        rows.append((day, day.year, day.month, day.weekday(), calendar.is_working(day)))
        day += dt.timedelta(days=1)
    bulk.upsert(connection, star.dim_date, ("day", "year", "month", "weekday", "is_working"), rows)


def _current(connection: Connection, table: Table, keys: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    query = select(table.c.sk, table.c.key, table.c.name, table.c.valid_from).where(table.c.is_current)
    for wanted, parameters in bulk.among(connection, table.c.key, keys):
        for row in connection.execute(query.where(wanted), parameters):
            found[row.key] = row
    return found


def _close(connection: Connection, table: Table, sk: int, day: dt.date) -> None:
    connection.execute(update(table).where(table.c.sk == sk).values(valid_to=day, is_current=False))
