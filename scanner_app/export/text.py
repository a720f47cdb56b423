"""The invisible text of a page: every word exactly over its picture."""

import unicodedata

from ocr.types import PageReading, Word
from scanner_app.export.font import ADVANCE, ASCENT, DESCENT, UNITS_PER_EM, InvisibleFont
from scanner_app.export.geometry import Placement
from scanner_app.export.pdfwriter import number

_MIN_SIDE_PT = 0.1
_HEIGHT_EM = (ASCENT - DESCENT) / UNITS_PER_EM
_DEPTH_EM = -DESCENT / UNITS_PER_EM
_ADVANCE_EM = ADVANCE / UNITS_PER_EM


def text_operators(reading: PageReading, placement: Placement, font: InvisibleFont, resource: str) -> str:
    """One text object in render mode 3 (neither filled nor stroked), lines in reading order."""
    rows = [
        _word(word, placement, font, resource)
        for line in reading.lines
        for word in line.words
        if word.text.strip()
    ]
    return "\n".join(["BT 3 Tr", *rows, "ET"]) if rows else ""


def _word(word: Word, placement: Placement, font: InvisibleFont, resource: str) -> str:
    """Places one word, stretched to its box, and a blank after it that keeps it apart from the next."""
    text = unicodedata.normalize("NFC", word.text.strip())
    left, bottom, right, top = placement.box(word.box)
    size = max(_MIN_SIDE_PT, top - bottom) / _HEIGHT_EM
    stretch = 100 * max(_MIN_SIDE_PT, right - left) / (len(text) * _ADVANCE_EM * size)
    codes = font.encode(f"{text} ")
    baseline = bottom + _DEPTH_EM * size
    return (
        f"/{resource} {number(size)} Tf {number(stretch)} Tz"
        f" 1 0 0 1 {number(left)} {number(baseline)} Tm <{codes}> Tj"
    )
