"""The vocabulary of recognition: frozen values that cross from ``ocr`` to whoever calls it.

Standard library only. Every box is in pixels of the page *as delivered* (after EXIF orientation and
PDF /Rotate, before our own turning), origin top left.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

UNKNOWN_TYPE = "khac"
"""Code of a document that fits no known type."""

FieldScalar = str | dt.date | Decimal | int


class FieldStatus(StrEnum):
    """What the machine thinks of a value it found."""

    AUTO = "auto"
    TO_CONFIRM = "to_confirm"
    INVALID = "invalid"


class Source(StrEnum):
    """Where a value was read, in falling order of trust."""

    QR = "qr"
    MRZ = "mrz"
    PDF_TEXT = "pdf-text"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the delivered page: left, top, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.height

    def union(self, other: "Box") -> "Box":
        """Smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def as_list(self) -> list[int]:
        """``[x, y, width, height]``, the form of the JSON results."""
        return [self.x, self.y, self.width, self.height]


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word with its box and the engine's confidence from 0 to 1.

    ``second`` is what another model read in the word's own zone; None where it was not asked (ocr/zones.py).
    """

    text: str
    box: Box
    confidence: float
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line from left to right; ``upright`` is its box on the upright, level page.

    Layout rules (left half, below the label, same row) use ``upright`` because ``box`` of a turned
    page lies on its side.
    """

    words: tuple[Word, ...]
    box: Box
    upright: Box
    word_uprights: tuple[Box, ...] = ()

    @property
    def text(self) -> str:
        """The line's words joined by one blank."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, weighted by their length; 0 for an empty line."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A place on the page as delivered and on the upright page."""

    box: Box
    upright: Box


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded barcode: its symbology (``QRCode``, ``Code128`` …), text and box."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: a stable code, the page (or None) and what it says of the case for logs.

    ``data`` fill the message that the program above has for the code; empty where ``text`` says all there is.
    """

    code: str
    page: int | None
    text: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page to read; crosses to the worker process, so it holds paths and never pixels.

    ``path`` is an image file with exactly one page. ``number`` counts from 1 in the source.
    ``dpi`` is None where the file does not say. ``layer`` holds the words of a born-digital page's own
    text layer (boxes in pixels of the image at ``path``); the worker decides by coverage whether to use it.
    ``turn`` is the clockwise quarter turn that a person gave the page; None leaves it to the reading.
    """

    path: str
    number: int
    dpi: int | None = None
    language: str = "vie"
    timeout_s: float = 60.0
    layer: tuple[Word, ...] = ()
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page says. ``confidence`` is None exactly when the page is blank or could not be read.

    ``rotation`` (0, 90, 180, 270) is the clockwise turn that sets the page upright, ``skew_deg`` the further
    clockwise turn that levels its lines. ``upright_width`` and ``upright_height`` are the size of the
    upright page in which ``Line.upright`` is measured. ``steps`` records what preprocessing did, ``unread`` where
    writing stands that no word was read from.
    """

    number: int
    width_px: int
    height_px: int
    dpi: int
    rotation: int
    skew_deg: float
    blank: bool
    confidence: float | None
    text: str
    lines: tuple[Line, ...]
    barcodes: tuple[Barcode, ...]
    engine: str
    upright_width: int
    upright_height: int
    steps: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    unread: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document type that the pages might be, with a score from 0 to 1 and the reasons in plain words."""

    type: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value found on a document, with its proof.

    ``value`` is parsed (``str``, ``date``, ``Decimal`` or ``int``) and None when ``raw`` could not be parsed;
    ``raw`` is as printed and kept for ever. ``box`` lies on page ``page``. ``reasons`` are stable codes that
    say why the status is what it is; ``candidates`` are up to five other readings; ``others`` are the
    further people or values that the paper names in the same place.
    """

    name: str
    value: FieldScalar | None
    raw: str
    confidence: float
    page: int
    box: Box
    status: FieldStatus
    source: Source = Source.PRINT
    reasons: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """One document cut from the stack: its type, pages and fields."""

    type: str
    confidence: float
    pages: tuple[int, ...]
    fields: tuple[FieldValue, ...]
    candidates: tuple[Candidate, ...] = ()

    def field(self, name: str) -> FieldValue | None:
        """The field of that name, or None when the paper does not show it."""
        return next((value for value in self.fields if value.name == name), None)


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What ``digitize`` gives for one input: every page, the documents and what went wrong."""

    source: str
    engine: str
    pages: Sequence[PageReading] = ()
    documents: Sequence[DocumentReading] = ()
    problems: tuple[Problem, ...] = field(default=())
