"""What two stations say differently, and papers of one number: shown to a person, who decides whose word stands."""

import json
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from warehouse.errors import RecordUnknown
from warehouse.models.star import conflict, fact_document, fact_dossier, fact_reuse, quarantine
from warehouse.session import Store

OLDER_STATE = "older-state"
"""The reason where a restored station's word stands against what it sent itself in the days that it has lost."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One record of which two truths are kept. ``other`` is the station, or the paper, that stands against it."""

    unit: str
    kind: str
    key: str
    station: str
    reason: str
    other: str


@dataclass(frozen=True, slots=True)
class Held:
    """One record that waits in quarantine, with the reason's code and data."""

    unit: str
    kind: str
    key: str
    station: str
    reason: str
    data: tuple[str, ...]


def disputes(shared: Store) -> tuple[Dispute, ...]:
    """Every conflict that nobody has decided yet."""
    names = ("unit", "kind", "key", "station", "reason", "other")
    query = select(*(conflict.c[name] for name in names)).order_by(conflict.c.unit, conflict.c.key, conflict.c.station)
    with shared.read() as connection:
        return tuple(Dispute(*row) for row in connection.execute(query))


def held(shared: Store) -> tuple[Held, ...]:
    """Every record that waits in quarantine until its station mends it."""
    columns = quarantine.c
    query = select(columns.unit, columns.kind, columns.key, columns.station, columns.reason, columns.data)
    with shared.read() as connection:
        rows = connection.execute(query.order_by(columns.unit, columns.station, columns.key)).all()
    return tuple(Held(*row[:5], tuple(json.loads(row.data))) for row in rows)


def decide(shared: Store, key: str, station: str) -> int:
    """Lets the record be that station's from now on and ends its conflicts; gives how many.

    What the station said counts from its next release of the record: its number begins anew with it. Where the
    station has the record already, or two papers share a number, both stay as they are.

    Raises:
        RecordUnknown: nobody disputes that record.
    """
    with shared.write() as connection:
        found = connection.execute(select(conflict.c.unit, conflict.c.kind).where(conflict.c.key == key)).first()
        if found is None:
            raise RecordUnknown("conflict", key)
        dossier, _, component = key.rpartition("/")
        places = {
            "document": (fact_document, fact_document.c.id == key),
            "dossier": (fact_dossier, fact_dossier.c.code == key),
            "reuse": (fact_reuse, (fact_reuse.c.dossier_code == dossier) & (fact_reuse.c.component_code == component)),
        }
        table, here = places["document" if found.kind == "tombstone" else found.kind]
        change = update(table).where(table.c.unit == found.unit, here, table.c.station != station)
        connection.execute(change.values(station=station, version=0))
        return connection.execute(delete(conflict).where(conflict.c.key == key)).rowcount
