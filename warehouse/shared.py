"""The shared store as officers see it: search, reuse, the catalogue and due days."""

import datetime as dt
from pathlib import Path

from warehouse import blobs, catalogue, deadlines, reuse
from warehouse.records import Procedure, ReuseAnswer, SearchPage, SearchQuery
from warehouse.search import search
from warehouse.session import Store


class SharedWarehouse:
    """The ``SharedStore`` over one database and one folder of files."""

    def __init__(self, store: Store, blob_folder: Path) -> None:
        self._store = store
        self._blobs = blob_folder

    def search(self, query: SearchQuery) -> SearchPage:
        """Papers that match, best first."""
        with self._store.read() as connection:
            return search(connection, query)

    def reuse(self, person_id: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """For each component of the procedure: what the store holds; ``ProcedureUnknown``."""
        components = catalogue.components(procedure, day)
        with self._store.read() as connection:
            papers = reuse.papers_of(connection, person_id)
        return tuple(reuse.answer(component, papers, day) for component in components)

    def procedures(self, day: dt.date) -> tuple[Procedure, ...]:
        """The catalogue on that day."""
        return catalogue.procedures(day)

    def due(self, procedure: str, received_at: dt.datetime) -> dt.date:
        """The day on which the result is due, counted in working days."""
        day = received_at.astimezone(deadlines.HANOI).date()
        working_days = catalogue.procedure(procedure, day).working_days
        return deadlines.due_day(received_at, working_days, deadlines.shipped_calendar())

    def working_days(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``."""
        return deadlines.shipped_calendar().between(start, end)

    def later(self, day: dt.date, working_days: int) -> dt.date:
        """The day that lies so many working days after ``day``."""
        return deadlines.shipped_calendar().add(day, working_days)

    def blob_path(self, sha256: str) -> Path:
        """Where the stored file lies."""
        return blobs.blob_path(self._blobs, sha256)
