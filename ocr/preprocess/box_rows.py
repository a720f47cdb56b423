"""Where equal boxes stand side by side, one for each digit of a number.

What tells such a row from a table, a barcode or letters are its dividers: thin upright lines of one height (4 to 9 mm,
as forms have them) at one pitch, about as far apart as they are high, eight cells or more. The lines of a table run on
over its rows, bars have no pitch, stems of letters no equal distance.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.image import Array, PageImage, components, reduced
from ocr.types import Box

_DPI = 150
"""Where dividers are looked for: a line of 0.3 mm is two pixels, and the page takes a quarter of the time."""

_DARK = 200
"""Grey below which a pixel of the reduced page is of a line; the paper is evened to 230 and above."""

_LEAST_MM, _MOST_MM = 3.7, 11.0
"""Height of dividers: boxes of 4 to 9 mm, a little more for slant and for lines that stand out."""

_THICK_MM = 1.1
_BESIDE_MM = 0.7
_BESIDE, _BESIDE_ONE = 0.45, 0.25
"""Share of the strips beside a divider that may be ink, and of the freer one; beside stems stand letters."""

_BREAK_MM = 0.7
"""Holes in a copied line that are closed."""

_NARROW, _WIDE = 0.55, 1.5
"""Pitch over height: forms draw squares and boxes up to twice as high as wide."""

_EVEN_PITCH = 0.12
_EVEN_HEIGHT = 0.15
_HALF_DRAWN, _WHOLLY_DRAWN = 0.55, 0.85
"""Share of a divider's height that is inked where a broken one should stand, and where one ends in a longer line."""

_RULED = 0.75
"""Share of a cell's width over which a level line is drawn, its breaks left out."""

_FRAMED = 0.3
"""Share of cells with both rules from which a row counts as framed: copies lose some, boxes to tick stand apart."""

_FREE = 0.08
"""Share of the pitch that is paper at both sides of a digit."""

_DIGIT_SHARE = 0.25
"""Share of a box's height that a digit has at least; a colon's points are lower."""

_PAD_MM = 0.5
"""From the middle of a rule to its outside."""

_LEAST_RUN = 3
_MOST_ADDED = 3
"""Cells that may be missing at an end of a run."""


_LEAST_CELLS = 8
_MAIN_GROUP = 5
"""Cells of the longer of two groups: 6+6, 9+3, 10+3; a date's boxes are groups of 2, 2 and 4."""

_MOST_GAP = 2.5
"""Pitches between two groups of one number."""


@dataclasses.dataclass(frozen=True, slots=True)
class BoxRow:
    """A row of boxes in the page's pixels.

    ``cells`` reach from the middle of one divider to the middle of the next, from left to right; ``gaps`` are what lies
    between two groups; ``box`` is all of it with its rules.
    """

    cells: tuple[Box, ...]
    gaps: tuple[Box, ...]
    box: Box


@dataclasses.dataclass(frozen=True, slots=True)
class _Divider:
    x: float
    top: float
    bottom: float
    is_alone: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top


def box_rows(page: PageImage) -> tuple[BoxRow, ...]:
    """The rows of boxes of an upright grey page, from top to bottom."""
    small, factor = reduced(page.pixels, max(1, round(page.dpi / _DPI)))
    dots_per_mm = page.dpi / factor / 25.4
    inked, upright = _upright_lines(small, dots_per_mm)
    dividers = _dividers(inked, upright, dots_per_mm)
    if sum(divider.is_alone for divider in dividers) < _MAIN_GROUP:
        return ()
    groups = [part for run in _groups(dividers, inked) for part in _parted(_with_ends(run, inked), inked)]
    return tuple(_row(number, factor, page) for number in _numbers(groups))


def _upright_lines(small: Array, dots_per_mm: float) -> tuple[Array, Array]:
    """0/1 masks: the ink, broadened sideways and without small holes in its columns, and its upright strokes."""
    _, dark = cv2.threshold(small, _DARK, 1, cv2.THRESH_BINARY_INV)
    # Why broadened: a line that leans crosses from one column of pixels to the next.
    broad = cv2.dilate(dark, np.ones((1, 3), np.uint8))
    closed = cv2.morphologyEx(broad, cv2.MORPH_CLOSE, np.ones((round(_BREAK_MM * dots_per_mm) | 1, 1), np.uint8))
    strokes = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((round(_LEAST_MM * dots_per_mm), 1), np.uint8))
    return np.asarray(closed), np.asarray(strokes)


def _dividers(inked: Array, upright: Array, dots_per_mm: float) -> list[_Divider]:
    """The strokes that may be dividers, from left to right: thin, of a box's height, in company of their equals."""
    # Why outlines: strokes are few, and looking for them takes a tenth of labelling the page.
    outlines, _ = cv2.findContours(upright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if len(outlines) < _MAIN_GROUP:
        return []
    left, top, width, height = np.array([cv2.boundingRect(outline) for outline in outlines], float).T
    fitting = (height <= _MOST_MM * dots_per_mm) & (width <= _THICK_MM * dots_per_mm + 2)
    left, top, width, height = left[fitting], top[fitting], width[fitting], height[fitting]
    alike = _EVEN_HEIGHT * height[:, None] + 2
    same = (np.abs(top[:, None] - top) <= alike) & (np.abs((top + height)[:, None] - top - height) <= alike)
    many = np.flatnonzero(same.sum(axis=1) >= _MAIN_GROUP)
    boxes = [Box(int(left[i]), int(top[i]), int(width[i]), int(height[i])) for i in many[np.argsort(left[many])]]
    reach = round(_BESIDE_MM * dots_per_mm)
    return [_Divider(box.x + (box.width - 1) / 2, box.y, box.bottom, _stands_alone(inked, box, reach)) for box in boxes]


def _stands_alone(inked: Array, stroke: Box, reach: int) -> bool:
    """Whether there is paper at both sides of a stroke, or nearly."""
    rows = slice(stroke.y + stroke.height // 8, stroke.bottom - stroke.height // 8)
    before, behind = inked[rows, max(0, stroke.x - reach) : stroke.x], inked[rows, stroke.right : stroke.right + reach]
    shares = [cv2.countNonZero(np.ascontiguousarray(side)) / max(1, side.size) for side in (before, behind)]
    return max(shares) <= _BESIDE and min(shares) <= _BESIDE_ONE


def _groups(dividers: Sequence[_Divider], inked: Array) -> list[list[_Divider]]:
    """Runs of dividers at one pitch, the longest first; no divider is in two of them."""
    left = list(dividers)
    groups: list[list[_Divider]] = []
    while True:
        best = max((run for start in range(len(left)) for run in _runs(left, start, inked)), key=len, default=[])
        if len(best) < _LEAST_RUN:
            return groups
        groups.append(best)
        left = [one for one in left if not (best[0].x <= one.x <= best[-1].x and _is_level(one, best[0], 2))]


def _runs(dividers: Sequence[_Divider], start: int, inked: Array) -> Iterator[list[_Divider]]:
    """The runs that begin with one divider, one for each that may be the next; both are free of letters."""
    first = dividers[start]
    if not first.is_alone:
        return
    for index in range(start + 1, len(dividers)):
        second = dividers[index]
        pitch = second.x - first.x
        if pitch > _WIDE * first.height:
            return
        if second.is_alone and pitch >= _NARROW * first.height and _is_level(first, second):
            run = _run([first, second], dividers[index + 1 :], inked)
            yield _run(run[::-1], dividers[:start], inked)[::-1]


def _run(run: list[_Divider], others: Sequence[_Divider], inked: Array) -> list[_Divider]:
    """The run as far as it goes on, to either side; a divider that is only half there counts between two others."""
    while True:
        last, pitch = run[-1], (run[-1].x - run[0].x) / (len(run) - 1)
        tolerance = _EVEN_PITCH * abs(pitch)
        one, two = (_nearest(others, last, steps * pitch, tolerance) for steps in (1, 2))
        if one is not None:
            run.append(one)
        elif two is not None and _is_drawn(inked, (last.x + two.x) / 2, last, _HALF_DRAWN):
            run += [dataclasses.replace(last, x=(last.x + two.x) / 2), two]
        else:
            return run


def _nearest(others: Sequence[_Divider], last: _Divider, away: float, tolerance: float) -> _Divider | None:
    near = [one for one in others if abs(one.x - last.x - away) <= tolerance and _is_level(one, last)]
    return min(near, key=lambda one: abs(one.x - last.x - away), default=None)


def _is_level(one: _Divider, other: _Divider, times: float = 1) -> bool:
    """Whether two dividers stand on one level and are of one height."""
    most = times * _EVEN_HEIGHT * min(one.height, other.height)
    return abs(one.top - other.top) <= most and abs(one.bottom - other.bottom) <= most


def _is_drawn(inked: Array, x: float, like: _Divider, share: float) -> bool:
    """Whether an upright line stands at ``x`` over that share of a divider's height."""
    middle = round(x)
    if not 1 <= middle < inked.shape[1] - 1:
        return False
    strip = inked[round(like.top) : round(like.bottom), middle - 1 : middle + 2]
    return bool(strip.any(axis=1).mean() >= share) if strip.size else False


def _is_ruled(inked: Array, left: float, right: float, y: float, slack: float) -> bool:
    """Whether a level line runs at ``y`` from ``left`` to ``right``."""
    strip = inked[max(0, round(y - slack)) : round(y + slack) + 1, max(0, round(left)) : max(0, round(right))]
    return bool(strip.any(axis=0).mean() >= _RULED) if strip.size else False


def _with_ends(run: list[_Divider], inked: Array) -> list[_Divider]:
    """The run with the cells at its ends whose outer line is a longer one, broken or not drawn.

    No run where rules go on a little way without dividers: which digits are the number's is not known. Rules that go on
    farther are a table's in which the boxes stand.
    """
    pitch = (run[-1].x - run[0].x) / (len(run) - 1)
    is_open = not any(_rules(inked, one, two) for one, two in itertools.pairwise(run))
    for step in (-pitch, pitch):
        for _ in range(_MOST_ADDED):
            places = [(run[0] if step < 0 else run[-1]).x + step * number for number in range(_MOST_ADDED + 2)]
            end, beyond, *others = (dataclasses.replace(run[0 if step < 0 else -1], x=x) for x in places)
            ruled = [
                _rules(inked, *sorted(two, key=_across)) == 2 for two in itertools.pairwise((end, beyond, *others))
            ]
            ruled_on = ruled.index(False) if False in ruled else len(ruled)
            is_ended = ruled_on > 0 and _is_drawn(inked, beyond.x, end, _WHOLLY_DRAWN)
            if 1 < ruled_on <= _MOST_ADDED and not is_ended:
                return []
            if not is_ended and ruled_on != 1 and not (is_open and _is_digit_beyond(inked, end, beyond)):
                break
            run = [beyond, *run] if step < 0 else [*run, beyond]
    return run


def _across(divider: _Divider) -> float:
    return divider.x


def _rules(inked: Array, one: _Divider, two: _Divider) -> int:
    """How many of the two level lines of a cell are drawn."""
    slack = max(3.0, 0.08 * one.height)
    return sum(
        _is_ruled(inked, one.x, two.x, y, slack) for y in ((one.top + two.top) / 2, (one.bottom + two.bottom) / 2)
    )


def _is_digit_beyond(inked: Array, end: _Divider, beyond: _Divider) -> bool:
    """Whether one piece of print of a digit's size stands where a cell without rules would, and none at its edge."""
    left, right = sorted((end.x, beyond.x))
    reach = round(_FREE * (right - left))
    x = max(0, round(left) - reach)
    strip = inked[round(end.top) : round(end.bottom), x : round(right) + reach]
    _count, _labels, stats = components(np.ascontiguousarray(strip))
    inside = []
    for start, _top, width, height, _area in stats[1:].tolist():
        if height < _DIGIT_SHARE * end.height or abs(x + start + width / 2 - end.x) <= 2 * reach:
            continue  # specks, a colon, and the divider itself
        inside.append(left + reach <= x + start and x + start + width <= right - reach)
    return inside == [True]


def _parted(run: list[_Divider], inked: Array) -> Iterator[list[_Divider]]:
    """The groups of a run: where most cells have rules above and below, one without parts two groups."""
    rules = [_rules(inked, one, two) for one, two in itertools.pairwise(run)]
    framed = sum(count == 2 for count in rules) > _FRAMED * len(rules)
    group = run[:1]
    for divider, count in zip(run[1:], rules, strict=True):
        if framed and count == 0:
            yield group
            group = []
        group.append(divider)
    if group:
        yield group


def _numbers(groups: Sequence[list[_Divider]]) -> list[list[list[_Divider]]]:
    """The groups by the number that they belong to, numbers from top to bottom."""
    numbers: list[list[list[_Divider]]] = []
    for group in sorted(groups, key=lambda run: run[0].x):
        before = next((number for number in numbers if _goes_on(number[-1], group)), None)
        if before is None:
            numbers.append([group])
        else:
            before.append(group)
    return sorted((number for number in numbers if _is_number(number)), key=lambda number: number[0][0].top)


def _goes_on(before: list[_Divider], group: list[_Divider]) -> bool:
    pitch, own = ((run[-1].x - run[0].x) / max(1, len(run) - 1) for run in (before, group))
    gap = group[0].x - before[-1].x
    return (
        abs(pitch - own) <= 2 * _EVEN_PITCH * pitch
        and 0 <= gap <= _MOST_GAP * pitch
        and _is_level(before[-1], group[0], 2)
    )


def _is_number(number: Sequence[list[_Divider]]) -> bool:
    cells = [len(group) - 1 for group in number]
    return len(cells) <= 2 and sum(cells) >= _LEAST_CELLS and max(cells) >= _MAIN_GROUP


def _row(number: Sequence[list[_Divider]], factor: int, page: PageImage) -> BoxRow:
    """The row in the page's pixels."""
    cells = tuple(_cell(*two, factor) for group in number for two in itertools.pairwise(group))
    gaps = tuple(_cell(before[-1], after[0], factor) for before, after in itertools.pairwise(number))
    whole = [one for group in number for one in group]
    pad = round(_PAD_MM * page.dpi / 25.4)
    left, right = whole[0].x * factor, whole[-1].x * factor
    top, bottom = min(one.top for one in whole) * factor, max(one.bottom for one in whole) * factor
    x, y = max(0, round(left) - pad), max(0, round(top) - pad)
    box = Box(x, y, min(page.width, round(right) + pad) - x, min(page.height, round(bottom) + pad) - y)
    return BoxRow(cells, gaps, box)


def _cell(one: _Divider, two: _Divider, factor: int) -> Box:
    left, right = round(one.x * factor), round(two.x * factor)
    top, bottom = round((one.top + two.top) / 2 * factor), round((one.bottom + two.bottom) / 2 * factor)
    return Box(left, top, max(1, right - left), max(1, bottom - top))
