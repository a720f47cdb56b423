"""Labels that a narrow table cell breaks over two or three lines, set together before their values are looked for."""

from collections.abc import Mapping, Sequence

from ocr.extraction.labels import LabelText, label_words, skeleton, tokens_of
from ocr.extraction.layout import shares_row
from ocr.text import fold_marks
from ocr.types import Line

_MOST_LINES = 3
_NEAR = 0.9
"""Line heights between the lines of one cell at most."""

_INDENT = 1.0
"""Line heights by which the beginnings or the middles of a cell's lines stand apart at most."""

_ITEM_WORDS = 2
"""Words before a label in its cell: «1.», «a)»."""


def joined_labels(lines: Sequence[Line], labels: Sequence[str]) -> tuple[Line, ...]:
    """The lines with each broken label as one line; a label counts when a value stands in the cell beside it."""
    if not labels:
        return tuple(lines)
    by_first = _by_first_word(labels)
    taken: set[int] = set()
    out: list[Line] = []
    for index in range(len(lines)):
        if index in taken:
            continue
        whole, used = _whole(index, lines, taken, by_first)
        taken.update(used)
        out.append(whole)
    return tuple(out)


def _by_first_word(labels: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in labels:
        words = label_words(label)
        if len(words) > 1:
            found.setdefault(words[0], []).append(label)
    return found


def _whole(
    index: int, lines: Sequence[Line], taken: set[int], by_first: Mapping[str, list[str]]
) -> tuple[Line, list[int]]:
    line = lines[index]
    wanted = _labels_at(line.text, by_first)
    if not wanted or not any(shares_row(line, other) and other.upright.x > line.upright.right for other in lines):
        return line, []
    best, used, whole, indices = line, list[int](), line, list[int]()
    for _ in range(_MOST_LINES - 1):
        below = next(
            (number for number in _below(lines, indices[-1] if indices else index) if number not in taken), None
        )
        if below is None:
            break
        before = len(whole.text)
        whole, indices = _union(whole, lines[below]), [*indices, below]
        if _is_label(whole.text, before, wanted):
            best, used = whole, indices
    return best, used


def _labels_at(text: str, by_first: Mapping[str, list[str]]) -> list[str]:
    """The labels that may begin among the first words of a cell."""
    words = tokens_of(fold_marks(text))[: _ITEM_WORDS + 1]
    return [label for word in words for label in by_first.get(skeleton(word.skeleton), ())]


def _below(lines: Sequence[Line], index: int) -> list[int]:
    """The lines right below in the same cell, nearest first."""
    line = lines[index].upright
    found = []
    for number in range(index + 1, min(index + 8, len(lines))):
        other = lines[number].upright
        gap = other.y - line.bottom
        tall = max(line.height, other.height)
        aside = min(abs(other.x - line.x), abs(other.x + other.width / 2 - line.x - line.width / 2))
        if -0.4 * tall <= gap <= _NEAR * tall and aside <= _INDENT * tall:
            found.append(number)
    return found


def _is_label(text: str, before: int, wanted: Sequence[str]) -> bool:
    """Whether a label ends with the last line of its cell and began before that line."""
    words = LabelText(fold_marks(text))
    end = len(text.rstrip(" .:;,"))
    return any(hit.start < before < hit.end and hit.end >= end - 1 for label in wanted for hit in words.find(label))


def _union(one: Line, other: Line) -> Line:
    uprights = (*one.word_uprights, *other.word_uprights)
    words = (*one.words, *other.words)
    return Line(
        words,
        one.box.union(other.box),
        one.upright.union(other.upright),
        uprights if len(uprights) == len(words) else (),
    )
