"""Dimensions with history: which version of a unit, agency, procedure, type, officer or person a fact means.

A fact tells what it knows of its members on its own day, whatever the order in which facts arrive: a name of an
earlier day becomes an earlier version, one that says the same lengthens the version it meets, and what nobody knew
yet is filled in. A fact points to the version that was in force on its day.
"""

import datetime as dt
import hashlib
import json
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from sqlalchemy import Connection, Table, select, text, update

from warehouse import bulk
from warehouse.deadlines import Calendar
from warehouse.fold import fold
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

Attributes = Mapping[str, str]


@dataclass(slots=True)
class Version:
    """A member as it was from one day on, until the next version's day."""

    sk: int
    name: str
    attributes: dict[str, str]
    since: dt.date
    is_new: bool = False
    is_changed: bool = False


@dataclass(slots=True)
class History:
    """A member's versions in order of their days."""

    dimension: str
    key: str
    versions: list[Version] = field(default_factory=list)

    def at(self, day: dt.date) -> Version:
        """The version in force on that day; before the first one, the first."""
        return self.versions[max(0, bisect_right(self.versions, day, key=attrgetter("since")) - 1)]

    def tell(self, day: dt.date, name: str, attributes: Attributes) -> None:
        """Takes in what a fact of that day says; nothing said changes nothing."""
        if not self.versions:
            self._insert(0, day, name, dict(attributes))
            return
        place = bisect_right(self.versions, day, key=attrgetter("since"))
        held = self.versions[place - 1] if place else None
        following = self.versions[place] if place < len(self.versions) else None
        if held is not None and (held.since == day or self._agrees(held, name, attributes)):
            _fill(held, name, attributes)
        elif following is not None and self._agrees(following, name, attributes):
            following.since, following.is_changed = day, True
            _fill(following, name, attributes)
        else:
            before = held or Version(0, "", {}, day)
            self._insert(place, day, name or before.name, before.attributes | dict(attributes))

    def _agrees(self, version: Version, name: str, attributes: Attributes) -> bool:
        """Whether the version and what is said do not contradict each other."""
        same_name = not name or not version.name or self._plain(name) == self._plain(version.name)
        return same_name and all(version.attributes.get(key, said) == said for key, said in attributes.items() if said)

    def _plain(self, name: str) -> str:
        """Capitals and blanks are no other name; agencies are known without marks, as their key is."""
        if self.dimension == "agency":
            return fold(name)
        return " ".join(unicodedata.normalize("NFC", name).casefold().split())

    def _insert(self, place: int, day: dt.date, name: str, attributes: dict[str, str]) -> None:
        sk = surrogate(self.dimension, self.key, day, name, attributes)
        self.versions.insert(place, Version(sk, name, attributes, day, is_new=True))


def _fill(version: Version, name: str, attributes: Attributes) -> None:
    fresh = {key: said for key, said in attributes.items() if said and key not in version.attributes}
    if fresh or (name and not version.name):
        version.name = version.name or name
        version.attributes |= fresh
        version.is_changed = True


class Dimensions:
    """Collects the members that a package names, then writes what is new of them, all at once."""

    def __init__(self) -> None:
        self._told: dict[str, dict[str, list[tuple[dt.date, str, Attributes]]]] = {name: {} for name in TABLES}
        self._known: dict[str, dict[str, History]] = {name: {} for name in TABLES}

    def want(
        self, dimension: str, key: str, day: dt.date, name: str = "", attributes: Attributes | None = None
    ) -> None:
        """Notes that a fact of that day names this member and what it says of it."""
        told = self._told[dimension].setdefault(key, [])
        if name or attributes or not told:
            said = (day, name, attributes or {})
            if not told or told[-1] != said:  # Why: told twice in a row it changes nothing, and a package tells often
                told.append(said)

    def copy(self) -> "Dimensions":
        """The same notes, to add to without touching these; nothing of a store."""
        other = Dimensions()
        other._told = {
            dimension: {key: list(facts) for key, facts in told.items()} for dimension, told in self._told.items()
        }
        return other

    def keys(self, dimension: str) -> tuple[str, ...]:
        """The members that were named so far."""
        return tuple(self._told[dimension])

    def resolve(self, connection: Connection) -> None:
        """Writes new members and new versions of known ones. In order of key: two stations never cross."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7302103)"))
        for dimension, told in self._told.items():
            histories = _histories(connection, dimension, sorted(told))
            for key, facts in told.items():
                for day, name, attributes in facts:
                    histories[key].tell(day, name, attributes)
            _write(connection, TABLES[dimension], [histories[key] for key in sorted(told)])
            self._known[dimension] = histories

    def sk(self, dimension: str, key: str, day: dt.date) -> int:
        """The surrogate key of the version in force on that day."""
        return self._known[dimension][key].at(day).sk


def surrogate(dimension: str, key: str, day: dt.date, name: str, attributes: Attributes) -> int:
    """A 63-bit key made of what the version is: the same wherever and whenever it is made."""
    said = canonical_json(dict(attributes)) if attributes else "{}"
    parts = f"{dimension}\n{key}\n{day.isoformat()}\n{name}\n{said}"
    return int.from_bytes(hashlib.sha256(parts.encode()).digest()[:8], "big") >> 1


def _histories(connection: Connection, dimension: str, keys: Sequence[str]) -> dict[str, History]:
    found = {key: History(dimension, key) for key in keys}
    table = TABLES[dimension]
    query = select(table.c.sk, table.c.key, table.c.name, table.c.attributes, table.c.valid_from)
    for wanted, parameters in bulk.among(connection, table.c.key, keys):
        for row in connection.execute(query.where(wanted).order_by(table.c.valid_from), parameters):
            version = Version(row.sk, row.name, json.loads(row.attributes), row.valid_from)
            found[row.key].versions.append(version)
    return found


def _write(connection: Connection, table: Table, histories: Sequence[History]) -> None:
    fresh: list[tuple[object, ...]] = []
    touched = (item for item in histories if any(version.is_new or version.is_changed for version in item.versions))
    for history in touched:
        ends: list[dt.date | None] = [*(version.since for version in history.versions[1:]), None]
        for version, until in zip(history.versions, ends, strict=True):
            said = canonical_json(version.attributes) if version.attributes else "{}"
            cells = (version.name, said, version.since, until, until is None)
            if version.is_new:
                fresh.append((version.sk, history.key, *cells))
            else:
                change = update(table).where(table.c.sk == version.sk)
                connection.execute(change.values(dict(zip(_COLUMNS[2:], cells, strict=True))))
    # Why without staging: the lock above keeps every other writer of dimensions out until the end.
    bulk.append(connection, table, _COLUMNS, fresh)


FIRST_YEAR, LAST_YEAR = 2000, 2040
"""Years that ``dim_date`` holds; papers are counted by the day of their dossier, which no office received before."""


def fill_days(connection: Connection, calendar: Calendar) -> None:
    """Writes ``dim_date``: every day with its year, month, weekday (Monday 0) and whether offices work."""
    day, rows = dt.date(FIRST_YEAR, 1, 1), []
    while day.year <= LAST_YEAR:
        rows.append((day, day.year, day.month, day.weekday(), calendar.is_working(day)))
        day += dt.timedelta(days=1)
    bulk.upsert(connection, star.dim_date, ("day", "year", "month", "weekday", "is_working"), rows)
