"""The invisible text of a page: every word exactly over its picture, in reading order.

Readers group words into lines by baseline and size, and take a word's height from its font's ascent and
descent. So each word gets the cut of the font (see :mod:`scanner_app.export.font`) that gives its box the
height it has on paper while size and baseline stay those of its line: a hyphen is as big as its neighbours.
"""

import itertools
import unicodedata
from collections.abc import Iterator
from statistics import median

from ocr.types import Line, PageReading, Word
from scanner_app.export.font import ADVANCE, UNITS_PER_EM, InvisibleFont
from scanner_app.export.geometry import Placement
from scanner_app.export.pdfwriter import number

_MIN_SIDE_PT = 0.1
_ADVANCE_EM = ADVANCE / UNITS_PER_EM
_GAP_EM = 0.18
"""Words nearer than this are taken for one (poppler: 0.15 of the size)."""

_LINE_EM = 1.3
"""Height of a line's words in units of the size: as large as readers believe, for smaller gaps count then."""

_TRIM = 0.08
"""Share of a word that may be cut off to keep it apart from the next: its box still covers nine tenths."""

_DOT_BELOW = "\u0323"
_DEEP = frozenset("gjpqyQ,;()[]{}/|_" + _DOT_BELOW)


def text_operators(reading: PageReading, placement: Placement, font: InvisibleFont) -> str:
    """One text object in render mode 3 (neither filled nor stroked), lines in reading order."""
    rows = [row for line in reading.lines for row in _line(line, placement, font)]
    return "\n".join(["BT 3 Tr", *rows, "ET"]) if rows else ""


def _line(line: Line, placement: Placement, font: InvisibleFont) -> Iterator[str]:
    words = [(_text(word), placement.box(word.box)) for word in line.words if _text(word)]
    if not words:
        return
    tall = [top - bottom for text, (_, bottom, _, top) in words if any(letter.isalnum() for letter in text)]
    size = max(_MIN_SIDE_PT, median(tall or [top - bottom for _, (_, bottom, _, top) in words])) / _LINE_EM
    spans = _apart([(left, right) for _, (left, _, right, _) in words], _GAP_EM * size)
    for (text, (_, bottom, _, top)), (left, right) in zip(words, spans, strict=True):
        height = max(_MIN_SIDE_PT, top - bottom)
        cut = font.cut(height / size, is_deep=not _DEEP.isdisjoint(unicodedata.normalize("NFD", text)))
        em = height / cut.height_em
        stretch = 100 * max(_MIN_SIDE_PT, right - left) / (len(text) * _ADVANCE_EM * em)
        codes = font.encode(f"{text} ")
        yield (
            f"/{cut.resource} {number(em)} Tf {number(stretch)} Tz"
            f" 1 0 0 1 {number(left)} {number(bottom + cut.depth_em * em)} Tm <{codes}> Tj"
        )


def _text(word: Word) -> str:
    return unicodedata.normalize("NFC", word.text.strip())


def _apart(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """The words' left and right edges, trimmed a little where two of them touch."""
    edges = [list(span) for span in spans]
    for first, second in itertools.pairwise(edges):
        missing = gap - (second[0] - first[1])
        if missing > 0 and second[0] > first[0]:
            cut = min(missing, _TRIM * (first[1] - first[0]))
            first[1] -= cut
            second[0] += min(missing - cut, _TRIM * (second[1] - second[0]))
    return [(left, right) for left, right in edges]
