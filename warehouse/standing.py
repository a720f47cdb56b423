"""Where a station stands to what the shared store has of it: on the same thread, behind it, or apart.

The shared store's mark is the last package that it took. A station that has that package is on its thread; one that
was restored from an older backup has not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from warehouse.models import star
from warehouse.models import work as t
from warehouse.records import LoadRefusal

RESTORED = "outbox/restored"
"""The counter that holds the outbox's last number of the backup: a record above it was made after the restore.

It goes when the thread is known to fit: with a package that is loaded, or with a rejoin."""


class Standing(StrEnum):
    """``fits``: the next package follows. ``behind``: the shared store has later ones. ``apart``: neither."""

    FITS = "fits"
    BEHIND = "behind"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package as ledger and work store know it; ``is_acked`` is always true in the ledger."""

    id: str
    number: int
    seq_from: int
    seq_to: int
    records: int
    hash: str
    previous: str
    is_acked: bool = True


@dataclass(frozen=True, slots=True)
class RejoinReport:
    """What taking up the thread did; of a station whose thread fits ``is_changed`` is false and all else is empty.

    ``again`` records go with the next sync, ``there`` were in the shared store already, ``kept`` stay out until a
    person has decided, ``dossiers`` were brought to the state that the shared store has of them.
    """

    is_changed: bool
    packages: int = 0
    again: int = 0
    there: int = 0
    kept: tuple[LoadRefusal, ...] = ()
    dossiers: int = 0


def is_behind(work: Connection, shared: Connection, station: str, unit: str) -> bool:
    """Whether the shared store's last package of this station is one that the station does not know."""
    mark = star.station_mark.c
    query = select(mark.number, mark.hash).where(mark.station == station, mark.unit == unit)
    last = shared.execute(query).first()
    if last is None:
        return False
    package = t.package.c
    mine = select(package.id).where(package.station == station, package.number == last.number)
    return work.execute(mine.where(package.hash == last.hash)).first() is None


def ledger(shared: Connection, station: str, unit: str) -> tuple[Sealed, ...]:
    """The station's packages that the shared store took, in their order."""
    row = star.load_package.c
    query = select(row.id, row.number, row.seq_from, row.seq_to, row.records, row.hash, row.previous)
    found = shared.execute(query.where(row.station == station, row.unit == unit).order_by(row.number))
    return tuple(_sealed(item, is_acked=True) for item in found)


def own(work: Connection, station: str) -> tuple[Sealed, ...]:
    """The packages that the station itself sealed and remembers, in their order."""
    query = select(t.package).where(t.package.c.station == station).order_by(t.package.c.number)
    return tuple(_sealed(item, is_acked=item.acked_at is not None) for item in work.execute(query))


def _sealed(row: Any, *, is_acked: bool) -> Sealed:  # Any: a row of either store's table
    return Sealed(row.id, row.number, row.seq_from, row.seq_to, row.records, row.hash, row.previous, is_acked)


def standing(mine: tuple[Sealed, ...], taken: Mapping[str, Sealed]) -> Standing:
    """How a station's packages stand to the ledger, whose packages are given by their hashes.

    Apart: its last acknowledged package is not in the ledger. Then the shared store itself was set back, or another
    machine goes by the station's name, and what it holds says nothing about what the station has.
    """
    last = max(taken.values(), key=lambda item: item.number, default=None)
    acked = [item for item in mine if item.is_acked]
    if acked and acked[-1].hash not in taken:
        return Standing.APART
    if last is None or any(item.hash == last.hash for item in mine):
        return Standing.FITS
    return Standing.BEHIND
