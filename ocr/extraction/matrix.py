"""Two persons in a table: what each is asked stands at the left, the two answers in columns under «Vợ» and «Chồng».

Each row becomes two lines, «label: answer», all of the first person's before the second's; the label of the name
takes the person's role with it («Họ, chữ đệm, tên vợ»), as forms print it that set the persons side by side.
"""

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from ocr.extraction.layout import line_of, shares_row, split_line
from ocr.text import fold
from ocr.types import Line

_ROLES = (
    frozenset({"vo", "chong"}), frozenset({"nguoi vo", "nguoi chong"}), frozenset({"ben nu", "ben nam"}),
    frozenset({"cha", "me"}), frozenset({"nguoi cha", "nguoi me"}),
)  # fmt: skip
"""Pairs of persons whom forms ask the same things (TT 04/2020/TT-BTP: marriage, birth)."""

_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Table:
    """The two heads and where things begin: ``margin`` of the labels, ``middle`` between the columns (pixels)."""

    heads: tuple[Line, Line]
    margin: int
    middle: float


@dataclass(frozen=True, slots=True)
class _Row:
    """One question, over one line or more, with both answers."""

    label: tuple[Line, ...]
    answers: tuple[tuple[Line, ...], tuple[Line, ...]]


def persons_apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with such a table read person by person; as they were where there is none."""
    table = _table_of(lines)
    if table is None:
        return tuple(lines)
    first = min(lines.index(head) for head in table.heads)
    below = [line for line in lines[first:] if line not in table.heads]
    end = next((at for at, line in enumerate(below) if _ends(table, line)), len(below))
    rows = _rows(table, below[:end])
    full = [at for at, row in enumerate(rows) if all(row.answers)]
    if len(full) < _LEAST_ROWS:
        return tuple(lines)
    if full[-1] + 1 < len(rows):  # what follows the last row with two answers is asked of one person or of none
        end = below.index(rows[full[-1] + 1].label[0])
        rows = _rows(table, below[:end])
    told = [_told(row, side, table.heads[side]) for side in (0, 1) for row in rows if row.answers[side]]
    return (*lines[:first], *told, *below[end:])


def _table_of(lines: Sequence[Line]) -> _Table | None:
    for one, other in itertools.combinations([line for line in lines if len(line.words) <= 2], 2):
        if not shares_row(one, other) or frozenset({fold(one.text), fold(other.text)}) not in _ROLES:
            continue
        left, right = sorted((one, other), key=lambda line: line.upright.x)
        below = [line for line in lines if line.upright.y > left.upright.bottom][:12]
        if any(fold(line.text).startswith("ky ") for line in below[:4]):
            continue  # «Vợ (Ký, ghi rõ họ tên)»: where they sign
        margin = min((line.upright.x for line in below), default=left.upright.x)
        if margin < left.upright.x - 3 * left.upright.height:
            return _Table((left, right), margin, (_centre(left) + _centre(right)) / 2)
    return None


def _centre(line: Line) -> float:
    return line.upright.x + line.upright.width / 2


def _is_label(table: _Table, line: Line) -> bool:
    return line.upright.x < table.margin + 1.5 * line.upright.height


def _ends(table: _Table, line: Line) -> bool:
    """Whether a line goes through both columns: the table is over."""
    return _is_label(table, line) and line.upright.right > table.middle


def _rows(table: _Table, lines: Sequence[Line]) -> list[_Row]:
    labels: list[list[Line]] = []
    cells: list[Line] = []
    edge = min((line.upright.x for line in lines if line.upright.x > table.middle), default=table.middle)
    inner = [line.upright.x for line in lines if not _is_label(table, line) and line.upright.right < edge]
    if inner:  # a label and its first answer that were read as one line
        first = median_low(inner)
        lines = [part for line in lines for part in (_parted(line, first) if _is_label(table, line) else [line])]
    for line in lines:
        if not _is_label(table, line):
            cells += _parted(line, edge)
        elif labels and _goes_on(labels[-1][-1], line):
            labels[-1].append(line)
        else:
            labels.append([line])
    tops = [label[0].upright.y - label[0].upright.height / 2 for label in labels]
    rows = []
    for number, label in enumerate(labels):
        bottom = tops[number + 1] if number + 1 < len(tops) else label[-1].upright.bottom + 4 * label[-1].upright.height
        own = [cell for cell in cells if tops[number] <= cell.upright.y + cell.upright.height / 2 < bottom]
        left = tuple(cell for cell in own if cell.upright.x < table.middle)
        right = tuple(cell for cell in own if cell.upright.x >= table.middle)
        rows.append(_Row(tuple(label), (left, right)))
    return rows


def _goes_on(label: Line, line: Line) -> bool:
    """Whether a line goes on with the label above it: right below and in small letters."""
    gap = line.upright.y - label.upright.bottom
    return gap < 1.2 * label.upright.height and line.text[:1].islower()


def _parted(line: Line, edge: float) -> list[Line]:
    """A line over both columns as two."""
    if line.upright.x >= edge or line.upright.right <= edge or len(line.word_uprights) != len(line.words):
        return [line]
    first = next((at for at, box in enumerate(line.word_uprights) if box.x >= edge - 0.6 * box.height), 0)
    return split_line(line, first)


def _told(row: _Row, side: int, head: Line) -> Line:
    """The row's label and one answer as one line; the name's label with the person's role."""
    label = [word for line in row.label for word in line.words]
    if fold(row.label[0].text).startswith("ho"):
        label += head.words
    label[-1] = dataclasses.replace(label[-1], text=label[-1].text.rstrip(" .:;") + ":")
    answer = [word for line in row.answers[side] for word in line.words]
    uprights = [row.label[0].upright] * len(label) + [
        box for line in row.answers[side] for box in (line.word_uprights or (line.upright,) * len(line.words))
    ]
    return line_of((*label, *answer), tuple(uprights))
