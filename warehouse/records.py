"""The vocabulary of the stores: frozen rows that go in and come out, and their states.

Standard library only. Identifiers are made by the caller (32 hexadecimal digits, time-ordered). Times are
aware UTC; dates are dates. Values of fields are stored as canonical text: ISO 8601 dates, numbers with a
point, everything else as printed (NFC).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DossierState(StrEnum):
    """Life of a dossier at the workstation and in the law (domain: TT 01/2023 and NĐ 118/2025)."""

    OPEN = "open"
    SUPPLEMENT = "supplement"
    PAUSED = "paused"
    SETTLED = "settled"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class PageState(StrEnum):
    """``removed`` pages are hidden, never deleted, until retention ends."""

    SCANNED = "scanned"
    READ = "read"
    FAILED = "failed"
    REMOVED = "removed"


class DocumentState(StrEnum):
    """From recognised to in the shared store."""

    READ = "read"
    VERIFIED = "verified"
    RELEASED = "released"
    SYNCED = "synced"
    REMOVED = "removed"


class FieldState(StrEnum):
    """State of one value; ``confirmed`` and ``absent`` were said by a person."""

    AUTO = "auto"
    TO_CONFIRM = "to_confirm"
    INVALID = "invalid"
    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    ABSENT = "absent"


class SignatureState(StrEnum):
    """What the signatures of a file are worth: chưa ký, hợp lệ, không xác định, sai."""

    UNSIGNED = "unsigned"
    VALID = "valid"
    UNKNOWN = "unknown"
    INVALID = "invalid"


class ApprovalState(StrEnum):
    """Không cần duyệt, chờ duyệt, đã duyệt, không duyệt."""

    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Answer(StrEnum):
    """What the store says of one required component."""

    IN_STORE = "in_store"
    REPLACED_BY_DATA = "replaced_by_data"
    TO_BRING = "to_bring"
    TO_SHOW = "to_show"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    NOT_USABLE = "not_usable"


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier. ``due``: the legal day of return, ``due_766``: that of QĐ 766 where it differs; see its life."""

    code: str
    unit: str
    station: str
    procedure: str
    person_id: str
    person_name: str
    received_at: dt.datetime
    due: dt.date | None = None
    due_766: dt.date | None = None
    state: DossierState = DossierState.OPEN
    officer: str = ""
    is_demo: bool = False
    settled_on: dt.date | None = None
    returned_on: dt.date | None = None
    supplements: int = 0


@dataclass(frozen=True, slots=True)
class PageRow:
    """One side of one sheet as it came. ``path`` is relative to the page store; ``ordinal`` counts from 1.

    ``reading_json`` is opaque to the store: the workflow packs and unpacks it. ``text`` is what was read.
    ``origin`` is the signed file that the page came in, as it came: relative to the page store, named by its
    SHA-256; empty for every other page.
    """

    id: str
    dossier_code: str
    ordinal: int
    sha256: str
    path: str
    media_type: str
    size_bytes: int
    dpi: int | None = None
    state: PageState = PageState.SCANNED
    blank: bool = False
    text: str = ""
    reading_json: str | None = None
    source_name: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One value of a document with its provenance. ``box`` is ``(x, y, width, height)`` on page ``page_id``."""

    document_id: str
    name: str
    value: str | None
    raw: str
    confidence: float
    page_id: str | None
    box: tuple[int, int, int, int] | None
    state: FieldState
    source: str
    engine: str = ""
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    by: str | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or organisation that a paper belongs to, with the role the paper gives (``chu_ho`` …)."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One paper. The metadata are those of TT 01/2023/TT-VPCP Điều 9 and are filled at release.

    ``code`` is the code of the digitization result (Điều 10); ``summary`` the trích yếu; ``valid_until`` the
    thời hạn; ``scope`` the phạm vi. ``pdf_path`` is relative to the folder of released files.
    """

    id: str
    dossier_code: str
    ordinal: int
    type: str
    confidence: float
    page_ids: tuple[str, ...]
    fields: tuple[FieldRow, ...] = ()
    state: DocumentState = DocumentState.READ
    reasons: tuple[str, ...] = ()
    title: str = ""
    number: str = ""
    issued: dt.date | None = None
    agency: str = ""
    summary: str = ""
    owners: tuple[Owner, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    scope: str = ""
    parcel: str = ""
    code: str = ""
    pdf_path: str = ""
    pdf_sha256: str = ""
    pdf_size: int = 0
    signature: SignatureState = SignatureState.UNSIGNED
    approval: ApprovalState = ApprovalState.NOT_NEEDED
    approved_by: str = ""
    released_at: dt.datetime | None = None
    version: int = 1

    def field(self, name: str) -> FieldRow | None:
        """The field of that name, or None."""
        return next((row for row in self.fields if row.name == name), None)


@dataclass(frozen=True, slots=True)
class WorkEvent:
    """Who did what to which subject, when; appended, never changed, chained per unit by the store."""

    kind: str
    subject: str
    by: str
    at: dt.datetime
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as in force on a day. ``working_days`` is the time to settle it."""

    code: str
    name: str
    field: str
    working_days: int
    clock: str
    result_type: str
    source: str


@dataclass(frozen=True, slots=True)
class Component:
    """One paper that a procedure asks for. ``types`` are the document types that satisfy it.

    ``copies`` is ``original``, ``certified``, ``copy_and_show`` or ``show``. ``replaced_by`` names the
    database whose data stand for the paper (``CSDL_HO_TICH`` …) or is empty. ``condition`` is a sentence.
    """

    code: str
    procedure: str
    name: str
    types: tuple[str, ...]
    required: bool
    copies: str
    scope: str
    replaced_by: str = ""
    condition: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper of the shared store that an answer speaks of."""

    document_id: str
    dossier_code: str
    type: str
    title: str
    number: str
    issued: dt.date | None
    agency: str
    valid_until: dt.date | None
    signature: SignatureState
    approved_by: str
    file: str


@dataclass(frozen=True, slots=True)
class ReuseAnswer:
    """What the store says of one component: the answer, the paper, the reason's code and data, its source."""

    component: Component
    answer: Answer
    reason: str
    reason_data: tuple[str, ...] = ()
    paper: PaperRef | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ComponentState:
    """A component of one dossier with its answer and what satisfies it now."""

    dossier_code: str
    component: Component
    answer: Answer
    reason: str
    reason_data: tuple[str, ...] = ()
    document_id: str | None = None
    paper: PaperRef | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReuseDecision:
    """An officer's decision to use a stored paper for a component of a dossier."""

    dossier_code: str
    component_code: str
    answer: Answer
    document_id: str | None
    reason: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to find; ``words`` without marks or case; ``after`` continues a page of hits."""

    words: str = ""
    type: str = ""
    person: str = ""
    parcel: str = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    limit: int = 20
    after: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One paper found; ``page`` (from 1 within the paper), ``box`` and ``line`` say where the words stand."""

    document: str
    dossier: str
    type: str
    title: str
    number: str
    date: dt.date | None
    agency: str
    person: str
    page: int | None
    box: tuple[int, int, int, int] | None
    line: str
    score: float
    file: str
    signature: SignatureState = SignatureState.UNSIGNED


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits; ``next`` goes into ``SearchQuery.after``, empty on the last page."""

    hits: tuple[SearchHit, ...]
    count: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class LoadRefusal:
    """A record that the warehouse did not take, with a reason code and its data."""

    record: str
    reason: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one run of the load did."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    packages: int = 0
    blobs: int = 0
    refused: tuple[LoadRefusal, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """A kind of records and a month in which the two stores differ, and how many records go again."""

    kind: str
    month: str
    sent: int
    held: int
    again: int


@dataclass(frozen=True, slots=True)
class ScrubReport:
    """Files that were hashed again, their bytes, and those that were changed or missing (by paper)."""

    files: int
    size_bytes: int
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What waits and when it last succeeded."""

    station: str
    warehouse: str
    last_success: dt.datetime | None
    waiting: int
    sent: int
    refused: tuple[LoadRefusal, ...]
    blobs_waiting: int


def thing_of(kind: str, key: str) -> tuple[str, str]:
    """What a record of that kind and key speaks of: a tombstone of the document of its key."""
    return ("document" if kind == "tombstone" else kind, key)
