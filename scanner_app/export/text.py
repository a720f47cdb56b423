"""The invisible text of a page: every word exactly over its picture, in reading order.

Readers group words into lines by baseline and size, and take a word's height from its font's ascent and
descent. So each word gets the cut of the font (see :mod:`scanner_app.export.font`) that gives its box the
height it has on paper while size and baseline stay those of its line: a hyphen is as big as its neighbours.
"""

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from ocr.types import Line, PageReading, Word
from scanner_app.export.font import ADVANCE, TALLEST_EM, UNITS_PER_EM, Cut, InvisibleFont, representable
from scanner_app.export.geometry import Placement
from scanner_app.export.pdfwriter import number

MIN_SIDE_PT = 0.1
"""Words smaller than this are drawn in this size."""

_ADVANCE_EM = ADVANCE / UNITS_PER_EM
_GAP_EM = 0.165
"""Words nearer than this are taken for one (poppler: 0.15 of the size)."""

_TOUCHING_EM = 0.02
_LINE_EM = 1.3
"""Height of a line's words in units of the size: as large as readers believe, for smaller gaps count then."""

_TRIM = 0.09
"""Share of a word that may be cut off or added to keep it apart from the next: its box still covers nine tenths, with
room for figures rounded to a thousandth of a point."""

_OVERLAPPING_EM = 0.22
"""Words that overlap further are begun anew by readers (poppler: 0.2 of the size)."""

_DOT_BELOW = "\u0323"
_DEEP = frozenset("gjpqyQ,;()[]{}/|_" + _DOT_BELOW)


def text_operators(reading: PageReading, placement: Placement, font: InvisibleFont) -> str:
    """One text object in render mode 3 (neither filled nor stroked), lines in reading order."""
    rows = [row for line in reading.lines for row in _line(line, placement, font)]
    return "\n".join(["BT 3 Tr", *rows, "ET"]) if rows else ""


def placed_words(reading: PageReading, placement: Placement) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The words that a page shows, in reading order, each with its box on paper: left, bottom, right, top in points."""
    words = (word for line in reading.lines for word in line.words)
    return [(_text(word), placement.box(word.box)) for word in words if _text(word)]


@dataclass(slots=True)
class _Placed:
    """A word with its edges in points, the cut of the font and its size."""

    text: str
    left: float
    right: float
    bottom: float
    cut: Cut
    size: float
    width: float
    changed: float = 0.0
    is_raised: bool = False

    def recut(self, font: InvisibleFont, depth: str) -> None:
        """Gives the word the tallest cut of another kind; its box stays."""
        height = self.cut.height_em * self.size
        self.cut = font.cut(TALLEST_EM[depth], depth)
        self.size = height / self.cut.height_em

    @property
    def room(self) -> float:
        """How much may still be cut off the word or added to it."""
        return max(0.0, _TRIM * self.width - self.changed)

    def change(self, wanted: float) -> float:
        """How much of the wanted length one end may be moved."""
        length = max(0.0, min(wanted, self.room))
        self.changed += length
        return length

    def operators(self, font: InvisibleFont) -> str:
        """Shows the word, stretched to its box, and a blank after it."""
        width = max(MIN_SIDE_PT, self.right - self.left)
        stretch = 100 * width / (len(self.text) * _ADVANCE_EM * self.size)
        baseline = self.bottom + self.cut.depth_em * self.size
        return (
            f"/{self.cut.resource} {number(self.size)} Tf {number(stretch)} Tz"
            f" 1 0 0 1 {number(self.left)} {number(baseline)} Tm <{font.encode(f'{self.text} ')}> Tj"
        )


def _line(line: Line, placement: Placement, font: InvisibleFont) -> Iterator[str]:
    words = [(_text(word), placement.box(word.box)) for word in line.words if _text(word)]
    if not words:
        return
    tall = [top - bottom for text, (_, bottom, _, top) in words if any(letter.isalnum() for letter in text)]
    usual = median(tall or [top - bottom for _, (_, bottom, _, top) in words])
    size = max(MIN_SIDE_PT, usual) / _LINE_EM
    placed = []
    for text, (left, bottom, right, top) in words:
        height = max(MIN_SIDE_PT, top - bottom)
        is_flat = _DEEP.isdisjoint(unicodedata.normalize("NFD", text))
        cut = font.cut(height / size, "flat" if is_flat else "deep")
        placed.append(_Placed(text, left, right, bottom, cut, height / cut.height_em, right - left))
    for first, second in itertools.pairwise(placed):
        _keep_apart(first, second, font)
    for one in placed:
        yield one.operators(font)


def _text(word: Word) -> str:
    return representable(unicodedata.normalize("NFC", word.text.strip()))


def _keep_apart(first: _Placed, second: _Placed, font: InvisibleFont) -> None:
    """Keeps readers from joining two words of a line that touch.

    They are trimmed; where they overlap so far that trimming cannot part them, they are stretched until readers
    begin anew; where neither is enough, the second is raised.
    """
    missing = _missing(first, second)
    if second.left <= first.left or missing <= 0:
        return
    size = max(first.size, second.size)
    room = first.room + second.room
    wanted = _OVERLAPPING_EM * size - (first.right - second.left)
    if missing - room > _TOUCHING_EM * first.size and wanted <= room:
        share = max(0.0, wanted) / max(room, 1e-9)
        first.right += first.change(share * first.room)
        second.left -= second.change(share * second.room)
        return
    first.right -= first.change(missing * 0.5)
    second.left += second.change(_missing(first, second))
    first.right -= first.change(_missing(first, second))
    if _missing(first, second) > _TOUCHING_EM * first.size:
        if not first.is_raised:
            first.recut(font, "flat")
        second.recut(font, "raised")
        second.is_raised = True


def _missing(first: _Placed, second: _Placed) -> float:
    return _GAP_EM * max(first.size, second.size) - (second.left - first.right)
