"""What the workflow needs from outside, as Protocols; and ``App``, the bundle that screens receive.

The libraries need not import these: structure is enough. Tests hand in their own through
:func:`scanner_app.bootstrap.bootstrap`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ocr.doctypes import DoctypeSet
from ocr.types import DocumentReading, PageReading, PageTask
from scanner_app.acquisition import ScannerRegistry
from scanner_app.pagestore import PageStore
from scanner_app.settings import Settings
from warehouse.leases import Lease
from warehouse.records import (
    ComponentState,
    Difference,
    DocumentRow,
    DossierRow,
    FieldRow,
    LoadReport,
    PageRow,
    PageState,
    Procedure,
    ReuseAnswer,
    ReuseDecision,
    ScrubReport,
    SearchPage,
    SearchQuery,
    SyncStatus,
    WorkEvent,
)
from warehouse.standing import RejoinReport


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> dt.datetime:
        """The present moment, aware, UTC."""


class Ids(Protocol):
    """Where identifiers come from: 32 hexadecimal digits, rising with time (UUIDv7)."""

    def new(self) -> str:
        """A fresh identifier."""


class PageReader(Protocol):
    """Reads pages in worker processes and documents in this one."""

    def read_pages(self, tasks: Sequence[PageTask]) -> Iterator[PageReading]:
        """Readings in the order of the tasks; a page that failed comes with its problems, never raises.

        Closing the iterator stops after the pages already in flight.
        """

    def read_documents(self, pages: Sequence[PageReading]) -> tuple[DocumentReading, ...]:
        """Cuts the pages into documents, types them and extracts their fields. Blank pages belong to none."""

    def read_arranged(self, papers: Sequence[tuple[str, Sequence[PageReading]]]) -> tuple[DocumentReading, ...]:
        """Extracts the fields of documents that a person cut and typed; an empty type is found."""

    def engine(self) -> str:
        """Name and version of the engine, as in ``tesseract 5.3.0 vie``."""


class WorkStore(Protocol):
    """The workstation's store. Every method is one short transaction; errors are ``WarehouseError``."""

    def add_dossier(self, dossier: DossierRow, components: Sequence[ComponentState], event: WorkEvent) -> None:
        """Opens a dossier; ``RecordExists`` when its code is taken."""

    def dossier(self, code: str) -> DossierRow:
        """The dossier; ``RecordUnknown`` when there is none."""

    def dossiers(self, limit: int = 200) -> tuple[DossierRow, ...]:
        """The latest dossiers, newest first."""

    def save_dossier(self, dossier: DossierRow, event: WorkEvent) -> None:
        """Changes a dossier's own columns."""

    def components(self, dossier_code: str) -> tuple[ComponentState, ...]:
        """The required components with their answers, in catalogue order."""

    def decide_reuse(self, decision: ReuseDecision, event: WorkEvent) -> None:
        """Records a decision on one component (and puts it into the outbox)."""

    def next_ordinal(self, unit: str, day: dt.date) -> int:
        """The next number in the station's own range for dossier codes of that day; never gives one twice."""

    def add_page(self, page: PageRow, event: WorkEvent) -> PageRow:
        """Adds a page at the end (``ordinal`` 0) or at its ordinal; idempotent by ``id``. Gives the row."""

    def pages(self, dossier_code: str, *, removed: bool = False) -> tuple[PageRow, ...]:
        """Pages in order; with ``removed`` those that were hidden too."""

    def page(self, page_id: str) -> PageRow:
        """One page."""

    def save_reading(self, page_id: str, state: PageState, *, blank: bool, text: str, reading_json: str) -> None:
        """Keeps what was read from a page."""

    def set_pages_state(self, page_ids: Sequence[str], state: PageState, event: WorkEvent) -> None:
        """Hides pages or brings them back."""

    def save_documents(
        self, dossier_code: str, documents: Sequence[DocumentRow], event: WorkEvent
    ) -> tuple[DocumentRow, ...]:
        """Replaces the unreleased documents.

        A person's values survive on the document of the same type and pages.
        """

    def documents(self, dossier_code: str) -> tuple[DocumentRow, ...]:
        """Documents in order, with their fields."""

    def document(self, document_id: str) -> DocumentRow:
        """One document with its fields."""

    def save_document(self, document: DocumentRow, event: WorkEvent) -> None:
        """Changes a document's own columns (not its fields)."""

    def save_field(self, field: FieldRow, event: WorkEvent) -> None:
        """Writes one value; a machine's value never replaces a person's."""

    def release(self, documents: Sequence[DocumentRow], event: WorkEvent) -> None:
        """Marks documents as released and writes their records to the outbox, all in one transaction."""

    def withdraw(self, document_id: str, event: WorkEvent) -> DocumentRow:
        """Takes a released document back; ``TransitionRefused`` when it was not released."""

    def restore(self, document_id: str, event: WorkEvent) -> DocumentRow:
        """Brings a withdrawn document back as verified."""

    def events(self, subject: str) -> tuple[WorkEvent, ...]:
        """The log of one subject, oldest first."""


class Leases(Protocol):
    """Who works on which document; see :mod:`warehouse.leases`."""

    def take(self, subject: str, holder: str, now: dt.datetime) -> Lease:
        """Takes or renews; gives the lease that stands, which may be another's."""

    def give_back(self, subject: str, holder: str) -> None:
        """Ends the holder's own lease."""

    def release(self, subject: str, event: WorkEvent) -> None:
        """Ends anybody's lease; ``RecordUnknown`` when nobody holds it."""

    def held(self, now: dt.datetime) -> tuple[Lease, ...]:
        """The leases in force."""


class SharedStore(Protocol):
    """The shared data store as officers see it."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Papers that match, best first."""

    def reuse(self, person_id: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """For each component of the procedure: what the store holds; ``ProcedureUnknown``."""

    def unasked(self, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """The procedure's components, each to be brought, while the store cannot be asked."""

    def as_of(self) -> dt.datetime | None:
        """The moment of the read copy from which the last answer of ``reuse`` came; None when it is live."""

    def procedures(self, day: dt.date) -> tuple[Procedure, ...]:
        """The catalogue on that day."""

    def due(self, procedure: str, received_at: dt.datetime) -> dt.date:
        """The day on which the result is due, counted in working days."""

    def working_days(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``."""

    def later(self, day: dt.date, working_days: int) -> dt.date:
        """The day that lies so many working days after ``day``."""

    def blob_path(self, sha256: str) -> Path:
        """Where the stored file lies."""


class Sync(Protocol):
    """The way from the work store to the shared store."""

    def push(self) -> Iterator[LoadReport]:
        """Loads what waits, one report per package; safe to kill and to repeat."""

    def status(self) -> SyncStatus:
        """What waits and when it last succeeded."""

    def reconcile(self) -> tuple[Difference, ...]:
        """Compares with the shared store and puts what differs into the outbox again."""

    def rejoin(self) -> RejoinReport:
        """Takes up the thread of a station that was restored from an older backup; elsewhere nothing changes."""

    def export(self, folder: Path) -> int:
        """Lays what waits onto a stick, after the receipts it brings back; gives the number of packages."""

    def prune(self, before: dt.datetime) -> int:
        """Takes records out of the outbox that were acknowledged before that moment."""


class Upkeep(Protocol):
    """The night's work beside the load; see :mod:`warehouse.upkeep`."""

    def fetch(self) -> int:
        """Reference data and the read copy; gives the number of papers that came."""

    def scrub(self, limit_bytes: int) -> ScrubReport:
        """Hashes stored files again, those not looked at for longest first."""

    def drop_masters(self, days: int) -> int:
        """Lets go of page files that have been safe in the shared store for so many days."""

    def note(self, body: dict[str, Any]) -> None:
        """Keeps a night's report."""

    def last(self) -> tuple[dt.datetime, dict[str, Any]] | None:
        """The last night's report."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a screen or a command needs, wired once by ``bootstrap``."""

    settings: Settings
    clock: Clock
    ids: Ids
    reader: PageReader
    pagestore: PageStore
    work: WorkStore
    leases: Leases
    shared: SharedStore
    sync: Sync
    upkeep: Upkeep
    scanners: ScannerRegistry
    doctypes: DoctypeSet
    close: Callable[[], None]
    open_sample: Callable[[], "App"]

    def released_path(self, document: DocumentRow) -> Path:
        """Absolute path of a released document's PDF."""
        return self.settings.released_folder / document.pdf_path
