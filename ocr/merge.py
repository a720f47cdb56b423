"""Two readings of one page made into one: place by place the more believable words win.

The engine's errors on one scale and segmentation are seldom its errors on another. Belief is the engine's
own confidence, raised for Vietnamese syllables and well-formed numbers and lowered for letter salad.
"""

import bisect
import dataclasses
import itertools
import re
from collections.abc import Sequence

from ocr.engines import RawWord
from ocr.text import core, is_syllable
from ocr.types import Box

_NUMBER = re.compile(r"\d+([.,/:-]\d+)*")
_CODE = re.compile(r"[A-ZĐ0-9]+([./-][A-ZĐ0-9]+)*")
_VALID_BONUS = 0.22
_SALAD = -0.25
_BELIEVED = 0.95
_ALONE = 0.55
"""A word that only the second reading has must be believed this much to be taken in."""


def merge(first: Sequence[RawWord], second: Sequence[RawWord]) -> tuple[RawWord, ...]:
    """The words of ``first``, place by place replaced or completed by ``second``; lines are rebuilt."""
    groups = _places(first, second)
    chosen: list[RawWord] = []
    for ours, theirs in groups:
        chosen.extend(_better(ours, theirs))
    return tuple(chosen)


def _places(first: Sequence[RawWord], second: Sequence[RawWord]) -> list[tuple[list[RawWord], list[RawWord]]]:
    """Words of both readings that lie over each other, gathered transitively."""
    parent = list(range(len(first) + len(second)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(second)), key=lambda index: second[index].box.y)
    tops = [second[index].box.y for index in order]
    tallest = max((word.box.height for word in second), default=0)
    for mine, word in enumerate(first):
        for theirs in order[bisect.bisect_left(tops, word.box.y - tallest) :]:
            other = second[theirs].box
            if other.y > word.box.bottom:
                break
            if _overlap(word.box, other):
                parent[root(len(first) + theirs)] = root(mine)
    groups: dict[int, tuple[list[RawWord], list[RawWord]]] = {}
    for index in range(len(parent)):
        ours, others = groups.setdefault(root(index), ([], []))
        if index < len(first):
            ours.append(first[index])
        else:
            others.append(second[index - len(first)])
    return list(groups.values())


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0.3 * min(one.width, other.width) and down > 0.4 * min(one.height, other.height)


def _better(ours: list[RawWord], theirs: list[RawWord]) -> list[RawWord]:
    if not theirs:
        return [word for word in ours if belief(word) > 0.15 or len(core(word.text)) > 2]
    if not ours:
        return [word for word in theirs if belief(word) >= _ALONE]
    return theirs if _mean_belief(theirs) > _mean_belief(ours) + 0.02 else ours


def _mean_belief(words: Sequence[RawWord]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(belief(word) * len(word.text) for word in words) / letters


def belief(word: RawWord) -> float:
    """The engine's confidence, moved by what the language and the forms say of the text."""
    text = core(word.text)
    if not text:
        return word.confidence - 0.3
    if is_syllable(text):
        return word.confidence + _VALID_BONUS
    if _NUMBER.fullmatch(text) or (len(text) > 1 and _CODE.fullmatch(text)):
        return word.confidence + 0.5 * _VALID_BONUS
    if any(character.isdigit() for character in text) and any(character.islower() for character in text):
        return word.confidence + _SALAD
    return word.confidence


def doubtful_share(words: Sequence[RawWord]) -> float:
    """Which share of the letters stands in words that are not believed; 1 when there are none."""
    letters = sum(len(word.text) for word in words)
    doubtful = sum(len(word.text) for word in words if belief(word) < _BELIEVED)
    return doubtful / letters if letters else 1.0


def rebuild_lines(words: Sequence[RawWord]) -> tuple[RawWord, ...]:
    """Words put into lines by their places alone: top to bottom, left to right, columns apart.

    Words share a line when they overlap by half their height; a gap wider than two and a half line heights
    parts the columns of a head or a table.
    """
    rows: list[list[RawWord]] = []
    for word in sorted(words, key=lambda item: item.box.y + item.box.height / 2):
        row = next((row for row in reversed(rows[-6:]) if _same_row(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    lines: list[list[RawWord]] = []
    for row in rows:
        row.sort(key=lambda item: item.box.x)
        lines.extend(_parted(row))
    lines.sort(key=lambda line: min(word.box.y for word in line))
    return tuple(dataclasses.replace(word, line=(1, 1, number)) for number, line in enumerate(lines) for word in line)


def _same_row(row: Sequence[RawWord], word: RawWord) -> bool:
    near = min(row, key=lambda item: abs(item.box.x - word.box.x))
    down = min(near.box.bottom, word.box.bottom) - max(near.box.y, word.box.y)
    return down > 0.5 * min(near.box.height, word.box.height)


def _parted(row: Sequence[RawWord]) -> list[list[RawWord]]:
    height = sorted(word.box.height for word in row)[len(row) // 2]
    parts = [[row[0]]]
    for before, word in itertools.pairwise(row):
        if word.box.x - before.box.right > 2.5 * height:
            parts.append([])
        parts[-1].append(word)
    return parts
