"""Workstations that the shared store's administrator enrolled, and the keys under which they seal."""

import secrets

from sqlalchemy import select, update

from warehouse import bulk
from warehouse.errors import RecordUnknown
from warehouse.models.star import station
from warehouse.session import Store

KEY_BYTES = 32


def enrol(shared: Store, station_id: str, unit: str) -> str:
    """Enrols a workstation, or gives one a new key; the key in hexadecimal, told this once."""
    key = secrets.token_hex(KEY_BYTES)
    with shared.write() as connection:
        bulk.upsert(connection, station, ("id", "unit", "key", "is_revoked"), [(station_id, unit, key, False)])
    return key


def revoke(shared: Store, station_id: str) -> None:
    """Nothing of that station is taken any more; ``RecordUnknown`` when there is none."""
    with shared.write() as connection:
        changed = connection.execute(update(station).where(station.c.id == station_id).values(is_revoked=True))
        if changed.rowcount == 0:
            raise RecordUnknown("station", station_id)


def listed(shared: Store) -> tuple[tuple[str, str, bool], ...]:
    """Every enrolled station: id, unit, whether it was revoked."""
    with shared.read() as connection:
        query = select(station.c.id, station.c.unit, station.c.is_revoked).order_by(station.c.id)
        return tuple((row.id, row.unit, row.is_revoked) for row in connection.execute(query))


def key_of(shared: Store, station_id: str) -> str | None:
    """The station's key; empty when it is unknown or revoked; None while no station is enrolled at all."""
    with shared.read() as connection:
        row = connection.execute(select(station).where(station.c.id == station_id)).first()
        if row is not None:
            return "" if row.is_revoked else str(row.key)
        return "" if connection.execute(select(station.c.id).limit(1)).first() is not None else None
