"""The order in which a page's lines are read: heads parted, columns one after the other."""

import dataclasses
import itertools
import re
from collections.abc import Sequence

from ocr.text import fold, fold_marks
from ocr.types import Box, Line, PageReading, Word

_RIGHT_HEAD = re.compile(r"(?<![0-9a-z])(?:cong h\w{1,3} x\w h\w{1,2}|doc lap\W{1,3}tu d)")
_GLUED = re.compile(r"\|[^\W\d_]{2}")
_HEAD = 0.35


def arranged(page: PageReading, *, columns: bool = False) -> tuple[Line, ...]:
    """The page's lines with merged heads parted; with ``columns`` the two columns of a form one by one."""
    lines: list[Line] = []
    for line in page.lines:
        if line.upright.y < _HEAD * page.upright_height:
            lines.extend(_parted_head(line))
        else:
            lines.append(line)
    lines = [part for line in lines for part in _parted_at_rules(line)]
    if columns:
        lines = _column_by_column(lines, page)
    return tuple(lines)


def _parted_head(line: Line) -> list[Line]:
    """A line over both halves of a head (issuer and state, number and day) as two lines."""
    folded = fold_marks(line.text)
    match = _RIGHT_HEAD.search(folded)
    if match is None or match.start() < 5:
        return [line]
    return split_line(line, _word_at(line, match.start()))


def _parted_at_rules(line: Line) -> list[Line]:
    """A line of a table parted where the engine read a rule between cells as a stroke."""
    if len(line.word_uprights) != len(line.words):
        return [line]
    line = _with_strokes_alone(line)
    strokes = [index for index, word in enumerate(line.words) if word.text in ("|", "||")]
    parts, first = [], 0
    for stroke in (*strokes, len(line.words)):
        if stroke > first:
            parts.append(_part(line, first, stroke))
        first = stroke + 1
    return parts if strokes and parts else [line]


def _with_strokes_alone(line: Line) -> Line:
    """The line with a stroke before its word set off: «|ổn định»."""
    if not any(_GLUED.match(word.text) for word in line.words):
        return line
    words: list[Word] = []
    uprights: list[Box] = []
    for word, upright in zip(line.words, line.word_uprights, strict=True):
        glued = bool(_GLUED.match(word.text))
        if glued:
            words.append(dataclasses.replace(word, text="|", second=None))
            uprights.append(upright)
        words.append(dataclasses.replace(word, text=word.text[1:]) if glued else word)
        uprights.append(upright)
    return Line(tuple(words), line.box, line.upright, tuple(uprights))


def _word_at(line: Line, position: int) -> int:
    """Which word holds a letter of the line's text."""
    at = 0
    for index, word in enumerate(line.words):
        at += len(word.text) + 1
        if position < at:
            return index
    return len(line.words) - 1


def split_line(line: Line, index: int) -> list[Line]:
    """The line parted before word ``index``; whole when that would leave nothing on a side."""
    if not 0 < index < len(line.words) or len(line.word_uprights) != len(line.words):
        return [line]
    return [_part(line, 0, index), _part(line, index, len(line.words))]


def _part(line: Line, first: int, last: int) -> Line:
    return line_of(line.words[first:last], line.word_uprights[first:last])


def line_of(words: tuple[Word, ...], uprights: tuple[Box, ...]) -> Line:
    """Words and their boxes on the upright page as one line."""
    box, upright = words[0].box, uprights[0]
    for word, other in zip(words[1:], uprights[1:], strict=True):
        box, upright = box.union(word.box), upright.union(other)
    return Line(words, box, upright, uprights)


def _column_by_column(lines: Sequence[Line], page: PageReading) -> list[Line]:
    """Lines of a two-column part reordered: all of the left column, then all of the right one."""
    edge = _right_column(lines, page)
    if edge is None:
        return list(lines)
    whole: list[Line] = []
    for line in lines:
        whole.extend(_split_at(line, edge))
    out: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in whole:
        if line.upright.x >= edge:
            right.append(line)
        elif line.upright.right <= edge + 2 * line.upright.height:
            left.append(line)
        else:
            out += [*left, *right, line]
            left, right = [], []
    return [*out, *left, *right]


def _right_column(lines: Sequence[Line], page: PageReading) -> float | None:
    """Where the second person's column begins, or None when the form has one column.

    It begins where a line «Họ, chữ đệm, tên chồng» or a repeated label stands beside its twin.
    """
    middle = page.upright_width / 2
    edges: list[float] = []
    for one, other in itertools.permutations(lines, 2):
        if other.upright.x < 0.35 * page.upright_width or one.upright.x >= other.upright.x:
            continue
        if shares_row(one, other) and _same_label(one.text, other.text):
            edges.append(other.upright.x)
    edges += [edge for line in lines if (edge := _twin_inside(line, middle)) is not None]
    if not edges:
        return None
    edges.sort()
    return edges[len(edges) // 2] - 0.5 * max(1, lines[0].upright.height)


def shares_row(one: Line, other: Line) -> bool:
    """Whether two lines stand at the same height of the upright page."""
    down = min(one.upright.bottom, other.upright.bottom) - max(one.upright.y, other.upright.y)
    return down > 0.4 * min(one.upright.height, other.upright.height)


def _same_label(one: str, other: str) -> bool:
    """Whether two lines begin with the same two words, as the two halves of a two-column form do."""
    ours, theirs = fold(one).split()[:2], fold(other).split()[:2]
    return len(ours) == 2 and ours == theirs and len("".join(ours)) >= 5


def _twin_inside(line: Line, middle: float) -> float | None:
    """Where the second of two equal labels begins on one line near the middle of the page."""
    if len(line.word_uprights) != len(line.words):
        return None
    folded = [re.sub(r"\W", "", fold(word.text)) for word in line.words]
    for index in range(2, len(folded)):
        twin = [word for word in folded[index : index + 2] if word]
        near = abs(line.word_uprights[index].x - middle) < 0.25 * middle
        if near and len("".join(twin)) >= 4 and folded[:2] == folded[index : index + 2]:
            return float(line.word_uprights[index].x)
    return None


def _split_at(line: Line, edge: float) -> list[Line]:
    """The line parted at the column's edge when a word begins there after a gap."""
    if line.upright.x >= edge or line.upright.right <= edge or len(line.word_uprights) != len(line.words):
        return [line]
    for index, (before, after) in enumerate(itertools.pairwise(line.word_uprights), 1):
        if after.x >= edge and before.right <= edge + line.upright.height:
            gap = after.x - before.right
            return split_line(line, index) if gap > 0.5 * line.upright.height or _begins(line, index) else [line]
    return [line]


def _begins(line: Line, index: int) -> bool:
    return line.words[index].text[:1].isupper() and _before_colon(line, index)


def _before_colon(line: Line, index: int) -> bool:
    """Whether a colon follows the word within four words: a label begins there."""
    return any(":" in word.text for word in line.words[index : index + 7])
