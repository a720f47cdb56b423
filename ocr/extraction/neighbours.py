"""What stands around a label on its page: at its right, below it, in its column, on its row."""

import re

from ocr.extraction.boundaries import Labels
from ocr.extraction.flat import FlatText, Placed, Span
from ocr.extraction.labels import LabelHit
from ocr.extraction.layout import shares_row
from ocr.text import nfc
from ocr.types import Line

_DATE_GOES_ON = re.compile(r"\W*(?:tháng|năm)\b", re.IGNORECASE)


def beside_of(line: Line, other: Line) -> bool:
    """Whether the other line stands at the right of the line on the same row."""
    return shares_row(line, other) and other.upright.x > line.upright.right


def at_right(flat: FlatText, page: int, line: Line) -> list[tuple[Line, int]]:
    """The lines of a page at the right of one on its row, each with its number."""
    every = enumerate(flat.lines)
    return [(other, number) for number, (where, other, _begin) in every if where == page and beside_of(line, other)]


def row_rest(flat: FlatText, hit: LabelHit, index: int) -> str:
    """A date that goes on along the label's row in parts: «ngày 23    tháng 4    năm 2001» over dotted lines."""
    page, line, _start = flat.lines[index]
    parts = [other.text for other, _number in sorted(at_right(flat, page, line), key=lambda item: item[0].upright.x)]
    if not parts or not _DATE_GOES_ON.match(parts[0]):
        return ""
    return nfc(" ".join((flat.text[hit.end : flat.line_end(index)], *parts)))


def right_of(flat: FlatText, index: int) -> Span | None:
    """The nearest line at the right on the same row, when nothing else of its own line follows the label."""
    page, line, _start = flat.lines[index]
    beside = [(other.upright, number) for other, number in at_right(flat, page, line)]
    if not beside:
        return None
    # Why: beside a label of two lines the value may fill two lines too, and begins with the upper one.
    margin = min(box.x for box, _number in beside) + line.upright.height
    number = min((box.y, number) for box, number in beside if box.x <= margin)[1]
    return Span(flat.lines[number][2], flat.line_end(number))


def below_of(flat: FlatText, hit: LabelHit | Span, index: int) -> Span | None:
    """The words of the next row that stand under the label."""
    box = flat.upright(Span(hit.start, hit.end))
    if box is None:
        return None
    page, line, _start = flat.lines[index]
    tall = max(20, min(box.height, line.upright.height))
    best: tuple[int, int] | None = None
    for number, (where, other, _begin) in enumerate(flat.lines):
        gap = other.upright.y - box.bottom
        if where != page or number == index or not -0.4 * tall <= gap <= 2.6 * tall:
            continue
        if other.upright.right < box.x - tall or other.upright.x > box.right + tall:
            continue
        if other.upright.y + other.upright.height / 2 > box.bottom and (best is None or other.upright.y < best[0]):
            best = (other.upright.y, number)
    if best is None:
        return None
    is_heading = any(where == page and beside_of(other, line) for where, other, _begin in flat.lines)
    return _under(flat, best[1], box.x - 1.5 * tall, box.right + 1.5 * tall, tall, is_column=is_heading)


def in_column(flat: FlatText, index: int, labels: Labels) -> Span | None:
    """The next row's line in the column of a label that is alone on its line, set in its middle or at a tab."""
    page, line, start = flat.lines[index]
    if not flat.text[start : flat.line_end(index)].rstrip().endswith(":"):
        return None
    edges = (other.upright.x for other, _number in at_right(flat, page, line))
    right = min(edges, default=flat.pages[page].upright_width)
    tall = line.upright.height
    for number, (where, other, begin) in enumerate(flat.lines):
        gap = other.upright.y - line.upright.bottom
        if (
            where == page
            and 0 <= gap <= 1.5 * tall
            and line.upright.x <= other.upright.x
            and other.upright.right < right
        ):
            return None if labels.begins(number) else Span(begin, flat.line_end(number))
    return None


def _under(
    flat: FlatText, number: int, left: float, right: float, tall: float, *, is_column: bool = False
) -> Span | None:
    """The run of a line's words that begins or lies between two columns of pixels.

    ``is_column``: the label stands in a row of headings, so that what is wider than it fills its column.
    """
    words = [placed for placed in flat.placed if placed.line == number]
    inside = [i for i, placed in enumerate(words) if left <= placed.upright.x + placed.upright.width / 2 <= right]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    begin = words[first].upright.x
    while first > 0 and _near(words[first - 1], words[first], tall):
        first -= 1
    while last + 1 < len(words) and _near(words[last], words[last + 1], tall):
        last += 1
    if begin - words[first].upright.x > 3 * tall and first == 0 and len(words) > 6 and not is_column:
        return None  # a line of running text goes by under the label
    return Span(words[first].start, words[last].end)


def _near(one: Placed, other: Placed, tall: float) -> bool:
    return other.upright.x - one.upright.right < 0.8 * tall
