"""What a workflow yields: one frozen event per thing that has happened and is already saved."""

from dataclasses import dataclass

from ocr.types import Box, PageReading, Problem
from scanner_app.acquisition import Device
from warehouse.records import SearchPage


@dataclass(frozen=True, slots=True)
class Started:
    """Work begins; ``total`` is the number of steps or None when nobody knows yet."""

    what: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps; ``what`` names the step by a stable word."""

    what: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class PageScanned:
    """A page's file and row are safe. ``page_id`` is its key, ``ordinal`` its place in the dossier from 1."""

    page_id: str
    ordinal: int
    path: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page was recognised and the reading is saved."""

    page_id: str
    reading: PageReading


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document was cut, typed and extracted, and is saved."""

    document_id: str
    type: str
    pages: int
    to_confirm: int


@dataclass(frozen=True, slots=True)
class NeedsHelp:
    """One page, document or record failed; the rest goes on.

    ``subject`` names a file or record; it is empty where the problem's page, counted within the dossier, says it.
    """

    subject: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Published:
    """A document's PDF/A is written and its record waits in the outbox."""

    document_id: str
    path: str
    size_bytes: int
    code: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Records reached the shared store."""

    sent: int
    refused: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The workflow ended by itself after ``count`` items."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class LowDisk:
    """Little space is left where pages are kept; said before a batch begins."""

    free_mb: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The shared store does not answer (``code`` says how); the next attempt comes after so many seconds."""

    code: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Looked:
    """A step of the night's upkeep: its stable word, how many, and how many of them are faulty."""

    what: str
    count: int
    faults: int = 0


@dataclass(frozen=True, slots=True)
class DevicesFound:
    """The scanners that answered."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave; ``is_more`` when it goes on behind earlier hits."""

    page: SearchPage
    is_more: bool


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A page of a stored paper as a JPEG file's bytes; ``box`` in its pixels says where the words stand."""

    document: str
    page: int
    pages: int
    image: bytes
    box: Box | None


Event = (
    Started
    | Progress
    | PageScanned
    | PageRead
    | DocumentRead
    | NeedsHelp
    | Published
    | Loaded
    | LowDisk
    | Waiting
    | Looked
    | DevicesFound
    | Found
    | PaperShown
    | Finished
)
