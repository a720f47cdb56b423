"""PDFs that came in signed: kept byte for byte, never rewritten; what was read from them lies beside.

A signature covers the file as a whole. So a paper whose pages came in one signed file is released as that very
file, and its text goes into a file of its own.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from scanner_app.export import ExportReport
from scanner_app.files import atomic, sha256, write_text
from scanner_app.ports import App
from scanner_app.signed_files import is_signed
from scanner_app.workflow import handoff
from warehouse.records import PageRow, SignatureState

TEXT_SUFFIX = ".txt"
_PAGE_END = "\f"
"""What parts the pages of a text file, as ``pdftotext`` writes it."""


def keep(app: App, path: Path) -> str:
    """Keeps a signed PDF as it came and gives where (relative to the page store); empty for any other file.

    Raises:
        PathMissing, PathUnreadable: the file cannot be read.
        DiskFull, PathUnwritable: nothing was kept.
    """
    return app.pagestore.put(path).path if is_signed(path) else ""


def origin_of(pages: Sequence[PageRow]) -> str:
    """The one signed file that all these pages came in; empty when they are of several, or of none."""
    origins = {page.origin for page in pages}
    return origins.pop() if len(origins) == 1 else ""


def state_of(app: App, pages: Sequence[PageRow]) -> SignatureState:
    """What the signatures of the file are worth that these pages came in."""
    origin = origin_of(pages)
    if not origin:
        return SignatureState.UNSIGNED
    from scanner_app.signing import check, trusted

    return check(app.pagestore.absolute(origin), trusted(app.settings.signing.trust)).state


def release_original(app: App, pages: Sequence[PageRow], target: Path) -> ExportReport:
    """Puts the signed file that the pages came in, byte for byte, at ``target`` and their text beside it.

    Raises:
        DiskFull, PathUnwritable: what stood there before still does.
    """
    source = app.pagestore.absolute(origin_of(pages))
    with atomic(target) as temporary:
        shutil.copyfile(source, temporary)
    write_text(text_path(target), text_of(pages))
    return ExportReport(target, len(pages), target.stat().st_size, sha256(target))


def text_path(pdf: Path) -> Path:
    """Where the text of a file lies that may not hold it: beside it, under its name."""
    return pdf.with_suffix(TEXT_SUFFIX)


def text_of(pages: Sequence[PageRow]) -> str:
    """What was read from the pages, each ended by a form feed."""
    readings = [handoff.unpack_reading(page.reading_json) if page.reading_json else None for page in pages]
    return "".join(
        f"{reading.text if reading else page.text}\n{_PAGE_END}" for page, reading in zip(pages, readings, strict=True)
    )
