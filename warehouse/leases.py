"""Leases: who works on a document now, so that two clerks never hold one; a lease without heartbeat ends itself."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from warehouse import audit
from warehouse.errors import RecordUnknown, WriteRaced
from warehouse.models.work import lease
from warehouse.records import WorkEvent
from warehouse.session import Store

HOLD = dt.timedelta(minutes=5)
"""How long a lease lasts without a heartbeat."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a document until when."""

    subject: str
    holder: str
    until: dt.datetime


class Leases:
    """The leases of one work store; every method is one short transaction. ``unit`` owns the log of releases."""

    def __init__(self, store: Store, *, unit: str) -> None:
        self._store = store
        self._unit = unit

    def take(self, subject: str, holder: str, now: dt.datetime) -> Lease:
        """Takes or renews (heartbeat) a lease; gives the lease that stands, which may be another's."""
        try:
            return self._take(subject, holder, now)
        except WriteRaced:
            # Why once more: another station was first by a moment, and now its lease is there to be seen.
            return self._take(subject, holder, now)

    def _take(self, subject: str, holder: str, now: dt.datetime) -> Lease:
        wanted = Lease(subject, holder, now + HOLD)
        with self._store.write() as connection:
            row = connection.execute(select(lease).where(lease.c.subject == subject).with_for_update()).first()
            if row is None:
                connection.execute(insert(lease).values(subject=subject, holder=holder, until=wanted.until))
                return wanted
            if row.holder != holder and row.until > now:
                return Lease(row.subject, row.holder, row.until)
            connection.execute(
                update(lease).where(lease.c.subject == subject).values(holder=holder, until=wanted.until)
            )
            return wanted

    def give_back(self, subject: str, holder: str) -> None:
        """Ends the holder's own lease; another's stays."""
        with self._store.write() as connection:
            connection.execute(delete(lease).where(lease.c.subject == subject, lease.c.holder == holder))

    def release(self, subject: str, event: WorkEvent) -> None:
        """Ends anybody's lease and says so in the log; a supervisor's. ``RecordUnknown`` when nobody holds it."""
        with self._store.write() as connection:
            gone = connection.execute(delete(lease).where(lease.c.subject == subject))
            if gone.rowcount == 0:
                raise RecordUnknown("lease", subject)
            audit.append(connection, self._unit, event)

    def held(self, now: dt.datetime) -> tuple[Lease, ...]:
        """The leases in force."""
        with self._store.read() as connection:
            query = select(lease).where(lease.c.until > now).order_by(lease.c.subject)
            return tuple(Lease(row.subject, row.holder, row.until) for row in connection.execute(query))
