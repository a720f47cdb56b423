"""Words put into lines and rows by their places: top to bottom, left to right, columns apart."""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from ocr.engines import RawWord

_COLUMN_GAP = 2.5
"""Line heights from which a gap parts the columns of a head or a table."""

_LEVEL = 0.6
"""Share of a line's height by which the middles of words differ that stand on two lines."""

_SAME_LINE = 0.5
_SAME_ROW = 0.3
"""Share of the lower one's height by which two parts overlap to stand in one row; the two columns of a foot are
seldom set on quite the same line."""


_SPREAD = 1.25
"""Width over height of two pages side by side; two A4 have 1.41."""

_SPREAD_WORDS = 40
_GUTTER, _OFF_MIDDLE = 0.025, 0.08
"""Free strip at the fold (10 mm of A3), and how far from the middle its own middle stands, as shares of the width."""

_TALL = 0.35
"""Share of the height that each page's print takes at least."""

_SURE = 0.5
"""Confidence from which print bars a fold; stains and rims of seals have less."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Part:
    """A run of words without a column's gap; ``top`` and ``bottom`` are medians, so that marks do not count."""

    words: tuple[RawWord, ...]
    top: float
    bottom: float

    @property
    def left(self) -> int:
        return self.words[0].box.x

    @property
    def right(self) -> int:
        return max(word.box.right for word in self.words)


def rebuild_lines(words: Sequence[RawWord], fold: float | None = None) -> tuple[RawWord, ...]:
    """The words in reading order, ``line`` numbered anew: the parts of one row stay together, left to right.

    ``fold`` is where the left page of a spread ends (:func:`fold_of`): all of it comes before the right one.
    """
    halves = (words,) if fold is None else _halves(words, fold)
    lines = [line for half in halves for line in _lines_of(half)]
    return tuple(dataclasses.replace(word, line=(1, 1, number)) for number, line in enumerate(lines) for word in line)


def fold_of(words: Sequence[RawWord], width: int, height: int) -> float | None:
    """Where two upright pages of a page that lies on its side meet (a leaflet opened, A3), or None.

    From top to bottom nothing is printed across the fold and at its sides; what one page lays out in two columns has a
    head over both.
    """
    if width < _SPREAD * height or len(words) < _SPREAD_WORDS:
        return None
    spans = sorted((word.box.x, word.box.right) for word in words if len(word.text) > 1 and word.confidence > _SURE)
    free, reached = [], 0
    for left, right in spans:
        if left - reached >= _GUTTER * width:
            free.append((reached, left))
        reached = max(reached, right)
    middles = [(left + right) / 2 for left, right in free]
    fold = min(middles, key=lambda middle: abs(middle - width / 2), default=0.0)
    if abs(fold - width / 2) > _OFF_MIDDLE * width:
        return None
    return fold if all(_fills(half, height) for half in _halves(words, fold)) else None


def _halves(words: Sequence[RawWord], fold: float) -> tuple[list[RawWord], list[RawWord]]:
    """The words of the left page and those of the right one."""
    left, right = (
        [word for word in words if (word.box.x + word.box.width / 2 < fold) is is_left] for is_left in (True, False)
    )
    return left, right


def _fills(words: Sequence[RawWord], height: int) -> bool:
    """Whether words are a page's: some lines, far apart."""
    if len(words) < _SPREAD_WORDS // 2:
        return False
    tops = sorted(word.box.y for word in words)
    return tops[-1 - len(tops) // 20] - tops[len(tops) // 20] > _TALL * height


def _lines_of(words: Sequence[RawWord]) -> list[list[RawWord]]:
    parts = [_part(run) for line in _engine_lines(words) for run in _runs(line)]
    rows: list[list[_Part]] = []
    for part in sorted(parts, key=lambda item: item.top + item.bottom):
        fitting = [(_overlap(row, part), row) for row in rows[-6:]]
        share, row = max(fitting, key=lambda item: item[0], default=(0.0, []))
        if share > _SAME_ROW:
            row.append(part)
        else:
            rows.append([part])
    rows.sort(key=lambda row: sum(part.top + part.bottom for part in row) / len(row))
    return [line for row in rows for line in _joined(sorted(row, key=lambda part: part.left))]


def _engine_lines(words: Sequence[RawWord]) -> Iterator[list[RawWord]]:
    """Words by the line that the engine gave them, each line from left to right."""
    lines: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        for part in _levels(line) if _collides(line) else [line]:
            yield sorted(part, key=lambda word: word.box.x)


def _collides(line: Sequence[RawWord]) -> bool:
    """Whether two words of a line stand over each other: the engine, or the vote, ran two lines into one."""
    ordered = sorted(line, key=lambda word: word.box.x)
    return any(
        one.box.right - two.box.x > 0.5 * min(one.box.width, two.box.width)
        and abs(_middle(one) - _middle(two)) > _LEVEL * max(one.box.height, two.box.height)
        for one, two in itertools.pairwise(ordered)
    )


def _levels(line: Sequence[RawWord]) -> Iterator[list[RawWord]]:
    """The words of a line parted where their heights on the page leave a gap."""
    gap = _LEVEL * median(word.box.height for word in line)
    ordered = sorted(line, key=_middle)
    part = [ordered[0]]
    for before, word in itertools.pairwise(ordered):
        if _middle(word) - _middle(before) > gap:
            yield part
            part = []
        part.append(word)
    yield part


def _middle(word: RawWord) -> float:
    return word.box.y + word.box.height / 2


def _runs(line: Sequence[RawWord]) -> Iterator[list[RawWord]]:
    height = median(word.box.height for word in line)
    run = [line[0]]
    for before, word in itertools.pairwise(line):
        if word.box.x - before.box.right > _COLUMN_GAP * height:
            yield run
            run = []
        run.append(word)
    yield run


def _part(words: Sequence[RawWord]) -> _Part:
    return _Part(tuple(words), median(word.box.y for word in words), median(word.box.bottom for word in words))


def _overlap(row: Sequence[_Part], part: _Part) -> float:
    """By which share of the lower one a part overlaps its nearest neighbour of a row; 0 where they collide."""
    if any(min(other.right, part.right) - max(other.left, part.left) > 0.5 * (part.bottom - part.top) for other in row):
        return 0.0
    near = min(row, key=lambda other: max(other.left - part.right, part.left - other.right))
    down = min(near.bottom, part.bottom) - max(near.top, part.top)
    return down / max(1.0, min(near.bottom - near.top, part.bottom - part.top))


def _joined(row: Sequence[_Part]) -> Iterator[list[RawWord]]:
    """The parts of a row as lines; what no column's gap divides is one line, whatever the engine thought."""
    line = list(row[0].words)
    for before, part in itertools.pairwise(row):
        height = min(before.bottom - before.top, part.bottom - part.top)
        down = min(before.bottom, part.bottom) - max(before.top, part.top)
        if part.left - before.right > _COLUMN_GAP * height or down < _SAME_LINE * height:
            yield line
            line = []
        line.extend(part.words)
    yield line
