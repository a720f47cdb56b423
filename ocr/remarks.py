"""What a page's reading as a whole should tell a person, beside what it says."""

import dataclasses
import re
from collections.abc import Sequence

from ocr.cleaning import mean_confidence
from ocr.text import core, fold, is_syllable
from ocr.types import Line, PageReading

TWO_PAPERS = "OCR-TWO-PAPERS"
"""Problem of a page on which two papers lie side by side."""

_HEAD = re.compile(r"cong h\w{1,3} x\w h\w{1,2} ch")
"""The state's name at the head of a paper (NĐ 30/2020, Phụ lục I)."""

_HARDLY_BELIEVED = 0.6
"""The engine's mean confidence on a page of print is above 0.75, on fax and copies too."""

_LEAST_SYLLABLES, _ENOUGH_LETTERS = 0.4, 60
"""Share of letters in sound syllables: forms in two languages and cards have two thirds, English prose a seventh."""


def remark_on(lines: Sequence[Line], middle: float | None) -> str | None:
    """The code of the problem that a page's lines show, if any.

    ``middle`` is where two pages side by side meet (:func:`ocr.lines.fold_of`), None for a single page.
    """
    if not lines:
        return "OCR-NO-WORDS"
    if middle is not None and _has_two_heads(lines, middle):
        return TWO_PAPERS
    return "OCR-HARDLY-READ" if _is_hardly_read(lines) else None


def first_paper(page: PageReading) -> PageReading:
    """The page with the lines of its left paper alone where two lie side by side, else as it is."""
    if all(problem.code != TWO_PAPERS for problem in page.problems):
        return page
    left = [_middle(line) < page.upright_width / 2 for line in page.lines]
    return dataclasses.replace(page, lines=page.lines[: left.index(False)] if False in left else page.lines)


def _middle(line: Line) -> float:
    return line.upright.x + line.upright.width / 2


def _has_two_heads(lines: Sequence[Line], middle: float) -> bool:
    headed = [_middle(line) < middle for line in lines if _HEAD.search(fold(line.text))]
    return any(headed) and not all(headed)


def _is_hardly_read(lines: Sequence[Line]) -> bool:
    """Whether what was read is doubtful as a whole: the engine does not believe it, or it is no Vietnamese."""
    words = [word for line in lines for word in line.words]
    if words and mean_confidence(words) < _HARDLY_BELIEVED:
        return True
    spelt = [text for word in words if (text := core(word.text)).isalpha()]
    spelt_letters = sum(map(len, spelt))
    sound = sum(len(text) for text in spelt if is_syllable(text))
    return spelt_letters >= _ENOUGH_LETTERS and sound < _LEAST_SYLLABLES * spelt_letters
