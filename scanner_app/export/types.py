"""The vocabulary of export: what goes into a PDF/A file and what comes out."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ocr.types import PageReading


class Profile(StrEnum):
    """What a file is for.

    ``archive`` and ``portal`` may lay a page out in layers; ``master`` keeps the image as it came.
    """

    ARCHIVE = "archive"
    PORTAL = "portal"
    MASTER = "master"


class Conformance(StrEnum):
    """Which PDF/A a file is: part and level of ISO 19005.

    ``2u``: every letter has its Unicode value. ``2b``: the look alone is promised (ours hold the text all the
    same). ``1b``: what archives of the first part ask for – PDF 1.4, no transparency, no compressed objects.
    """

    A2U = "2u"
    A2B = "2b"
    A1B = "1b"

    @property
    def part(self) -> str:
        """The part of ISO 19005: ``1`` or ``2``."""
        return self.value[0]

    @property
    def level(self) -> str:
        """The conformance level as XMP says it: ``B`` or ``U``."""
        return self.value[1].upper()

    @property
    def pdf_version(self) -> str:
        """ISO 19005-1 is built on PDF 1.4, ISO 19005-2 on PDF 1.7."""
        return "1.4" if self.part == "1" else "1.7"


@dataclass(frozen=True, slots=True)
class FileSlice:
    """Bytes of a file that go into the PDF unchanged and are never held in memory."""

    path: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class ImageLayer:
    """One image of a page, already in a coding that PDF knows.

    ``filter`` is the PDF name of the coding without its slash, ``parameters`` the body of its DecodeParms
    dictionary (empty: none). ``colour`` is ``DeviceRGB``, ``DeviceGray``, the body of an Indexed colour
    space, or empty for a stencil mask. A stencil paints ``paint`` (red, green, blue from 0 to 255) where it
    is set. Layers lie over each other in order, all over the whole page.
    """

    width: int
    height: int
    filter: str
    colour: str
    bits: int
    data: bytes | FileSlice
    parameters: str = ""
    paint: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page's image in layers, before the text is known. Crosses between processes.

    ``width`` and ``height`` are pixels of the page as delivered; ``orientation`` is the EXIF orientation that
    turns the layers into it.
    """

    width: int
    height: int
    dpi: int
    orientation: int
    layers: tuple[ImageLayer, ...]


@dataclass(frozen=True, slots=True)
class ExportPage:
    """One page to write: the image as stored, and what was read from it.

    ``prepared`` holds the image's layers where a worker has made them already. ``bookmark`` is the entry of the
    file's outline that leads here (empty: none); ``label`` the number that readers show for the page (None: one
    more than the page before).
    """

    image: Path
    reading: PageReading | None
    dpi: int | None
    prepared: PreparedPage | None = None
    bookmark: str = ""
    label: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself.

    ``properties`` are our own keys of digitization (TT 01/2023/TT-VPCP Điều 9) with their values.
    """

    title: str
    subject: str
    author: str
    keywords: tuple[str, ...]
    created: dt.datetime
    language: str = "vi"
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The file that was written."""

    path: Path
    pages: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A clause of the file's part of ISO 19005 that it breaks, and where."""

    clause: str
    detail: str
