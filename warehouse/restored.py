"""What a station that was restored holds against what the shared store has of it: which record goes, which stays out.

Three states of a thing are compared: what the station knows that the shared store took (``base``), what waits here,
and what the shared store has. It has moved on where it has a state that the station does not know.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from warehouse.reconcile import Holding
from warehouse.records import thing_of
from warehouse.standing import Sealed

Thing = tuple[str, str]
"""Kind (``dossier``, ``document``, ``reuse``) and key."""


class Fate(StrEnum):
    """What becomes of the records of one thing that wait here."""

    SEND = "send"
    THERE = "there"
    PASSED = "passed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that nobody acknowledged; ``is_old`` when the backup had it already and the lost days sent it."""

    seq: int
    kind: str
    key: str
    body: str
    row_hash: str
    blob: tuple[str, str]
    is_old: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What the station has: its packages, what waits, what the shared store took before, its documents."""

    packages: tuple[Sealed, ...]
    waiting: tuple[Waiting, ...]
    base: Mapping[Thing, Holding]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Theirs:
    """What the shared store has of the station: the ledger by hash, the mark's number in sequence, every thing."""

    ledger: Mapping[str, Sealed]
    last: Sealed | None
    things: Mapping[Thing, Holding]


@dataclass(frozen=True, slots=True)
class Barred:
    """A thing of which the station's word does not count until a person decides; ``body`` is what it would say."""

    kind: str
    key: str
    row_hash: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking up the thread does; equal for equal stores.

    ``send``, ``there`` and ``out`` are records that wait: they go anew, are in the shared store, or stay out.
    ``barred`` are the things kept from overwriting, ``behind`` the dossiers and decisions to be brought up to date.
    """

    send: tuple[Waiting, ...]
    there: tuple[Waiting, ...]
    out: tuple[Waiting, ...]
    barred: tuple[Barred, ...]
    behind: tuple[Thing, ...]


def plan(mine: Mine, theirs: Theirs) -> Plan:
    """Judges everything that waits, then everything else that the lost days changed."""
    groups: defaultdict[Thing, list[Waiting]] = defaultdict(list)
    for record in mine.waiting:
        groups[thing_of(record.kind, record.key)].append(record)
    parts: dict[Fate, list[Waiting]] = {fate: [] for fate in Fate}
    barred: list[Barred] = []
    passed: set[Thing] = set()
    for thing, records in groups.items():
        fate = fate_of(records, mine.base.get(thing), theirs.things.get(thing))
        parts[fate].append(records[-1])
        # Why: of one thing only its last state counts, and an older one must not go over a newer one meanwhile.
        parts[Fate.PASSED] += records[:-1]
        if fate is Fate.PASSED:
            passed.add(thing)
        elif fate is Fate.KEPT:
            barred.append(Barred(*thing, records[-1].row_hash, records[-1].body))
    moved = [thing for thing, held in theirs.things.items() if _has_moved(mine.base.get(thing), held)]
    passed.update(thing for thing in moved if thing not in groups)
    for thing in sorted(passed):
        if thing[0] == "document" and thing[1] in mine.documents:
            known = mine.base.get(thing)
            barred.append(Barred(*thing, known.row_hash if known else ""))
    behind = tuple(sorted(thing for thing in passed if thing[0] != "document"))
    out = sorted(parts[Fate.PASSED] + parts[Fate.KEPT], key=lambda record: record.seq)
    in_order = sorted(parts[Fate.SEND], key=lambda record: record.seq)
    return Plan(tuple(in_order), tuple(parts[Fate.THERE]), tuple(out), tuple(barred), behind)


def fate_of(records: Sequence[Waiting], base: Holding | None, held: Holding | None) -> Fate:
    """What becomes of the waiting records of one thing, in their order; ``held`` is the shared store's state.

    Numbers of records made after the restore say nothing: the lost days gave the same ones. So a newer state of the
    shared store is passed over only where it is one that this station itself had before.
    """
    last = records[-1]
    if held is None:
        return Fate.SEND
    if held.row_hash == last.row_hash:
        return Fate.THERE
    if held.seq <= (base.seq if base else 0):
        return Fate.SEND
    if any(earlier.row_hash == held.row_hash and held.seq <= earlier.seq for earlier in records[:-1]):
        return Fate.SEND
    return Fate.PASSED if last.is_old and held.seq > last.seq else Fate.KEPT


def _has_moved(base: Holding | None, held: Holding) -> bool:
    """Whether the shared store has a state that the station does not know."""
    if base is None:
        return held.seq > 0
    return held.seq > base.seq and held.row_hash != base.row_hash
