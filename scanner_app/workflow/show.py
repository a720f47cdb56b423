"""Shows a stored paper: one page as any viewer would, and where on it the words stand that were searched."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ocr.types import Box, Word
from scanner_app.acquisition.pdf import page_count, render_page
from scanner_app.errors import PathMissing
from scanner_app.events import Event, Found, PaperShown
from scanner_app.ports import App
from warehouse.fold import fold
from warehouse.records import SearchHit, SearchQuery


def find(app: App, query: SearchQuery) -> Iterator[Event]:
    """Asks the shared store, which may take its time. Yields ``Found``."""
    yield Found(app.shared.search(query), is_more=bool(query.after))


def show(app: App, hit: SearchHit, page: int) -> Iterator[Event]:
    """Renders a page of a paper, from 1; the line that was found is boxed where the file holds its words.

    Nothing stays on the disk. Yields ``PaperShown``.

    Raises:
        PathMissing: the stored file is not at hand.
        ProgramMissing: poppler is not installed.
    """
    path = app.shared.blob_path(hit.file) if hit.file else None
    if path is None or not path.is_file():
        raise PathMissing(hit.number or hit.title)
    pages = page_count(path)
    number = min(max(1, page), pages)
    root = app.settings.home / "incoming"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=root) as folder:
        made = render_page(path, Path(folder), number)
        image = made.path.read_bytes() if made.path.is_file() else b""
    box = line_box(made.layer, hit.line) if number == hit.page else None
    yield PaperShown(hit.document, number, pages, image, box)


def line_box(words: Sequence[Word], line: str) -> Box | None:
    """The place of a line among a page's words, marks and case left out; None when it is not there."""
    wanted = fold(line).split()
    tokens = [(token, word.box) for word in words for token in fold(word.text).split()]
    for start in range(len(tokens) - len(wanted) + 1):
        found = tokens[start : start + len(wanted)]
        if wanted and [token for token, _ in found] == wanted:
            return _around([box for _, box in found])
    return None


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
