"""The shared store as officers see it: search, reuse, the catalogue and due days.

The store is opened when it is first asked. While its server is away, reuse is answered from the station's own
copy, with the moment at which that was made; catalogue and calendar are at the station anyway.
"""

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

from warehouse import blobs, catalogue, deadlines, readcopy, reuse
from warehouse.errors import DatabaseLocked, DatabaseUnreachable
from warehouse.migrate import is_older
from warehouse.records import Procedure, ReuseAnswer, SearchPage, SearchQuery
from warehouse.reuse import Paper
from warehouse.search import search
from warehouse.session import Store


class Opening:
    """A store that is opened when it is first asked for; a failed attempt is made again the next time."""

    def __init__(self, opener: Callable[[], Store]) -> None:
        self._opener = opener
        self._store: Store | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Store:
        """The open store; what the opener raises when it cannot be opened."""
        with self._lock:
            if self._store is None:
                self._store = self._opener()
            return self._store

    def close(self) -> None:
        """Closes it if it was opened."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = None


class SharedWarehouse:
    """The ``SharedStore`` over one database and one folder of files.

    ``copy`` is the station's read copy, ``reference`` its folder of published reference data.
    """

    def __init__(
        self,
        store: Store | Callable[[], Store],
        blob_folder: Path,
        *,
        copy: Path | None = None,
        reference: Path | None = None,
    ) -> None:
        self._opened: Callable[[], Store] = (lambda: store) if isinstance(store, Store) else store
        self._blobs = blob_folder
        self._copy = copy
        self._reference = reference
        self._as_of: dt.datetime | None = None

    def search(self, query: SearchQuery) -> SearchPage:
        """Papers that match, best first."""
        store = self._opened()
        with store.read() as connection:
            return search(connection, query, with_words=not is_older(store))

    def reuse(self, person_id: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """For each component of the procedure: what the store holds; ``ProcedureUnknown``.

        While the server is away from the read copy, see ``as_of``; ``DatabaseUnreachable`` where there is none.
        """
        components = catalogue.components(procedure, day, self._reference)
        papers = self._papers_of(person_id)
        return tuple(reuse.answer(component, papers, day) for component in components)

    def unasked(self, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """The procedure's components, each to be brought unless data replace it, while the store cannot be asked."""
        components = catalogue.components(procedure, day, self._reference)
        known = (reuse.answer(component, (), day) for component in components)
        return tuple(
            dataclasses.replace(item, reason="store-not-asked") if item.reason == "not-in-store" else item
            for item in known
        )

    def as_of(self) -> dt.datetime | None:
        """The moment of the copy from which the last answer came; None when it came from the store itself."""
        return self._as_of

    def _papers_of(self, person_id: str) -> tuple[Paper, ...]:
        try:
            with self._opened().read() as connection:
                papers = reuse.papers_of(connection, person_id)
        except (DatabaseUnreachable, DatabaseLocked):
            copy = readcopy.open_copy(self._copy) if self._copy is not None else None
            if copy is None:
                raise
            try:
                moment = readcopy.as_of(copy)
                if moment is None:
                    raise
                with copy.read() as connection:
                    papers = reuse.papers_of(connection, person_id)
            finally:
                copy.close()
            self._as_of = moment
            return papers
        self._as_of = None
        return papers

    def procedures(self, day: dt.date) -> tuple[Procedure, ...]:
        """The catalogue on that day."""
        return catalogue.procedures(day, self._reference)

    def due(self, procedure: str, received_at: dt.datetime) -> dt.date:
        """The day on which the result is due, counted in working days."""
        day = received_at.astimezone(deadlines.HANOI).date()
        working_days = catalogue.procedure(procedure, day, self._reference).working_days
        return deadlines.due_day(received_at, working_days, self._calendar())

    def working_days(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``."""
        return self._calendar().between(start, end)

    def later(self, day: dt.date, working_days: int) -> dt.date:
        """The day that lies so many working days after ``day``."""
        return self._calendar().add(day, working_days)

    def blob_path(self, sha256: str) -> Path:
        """Where the stored file lies."""
        return blobs.blob_path(self._blobs, sha256)

    def _calendar(self) -> deadlines.Calendar:
        return deadlines.office_calendar(self._reference)
