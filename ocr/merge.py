"""Several readings of one page made into one: place by place the words that have most to say for themselves.

The engine's errors at one scale or slant are seldom its errors at another. What speaks for a reading: the engine's
own confidence, raised for Vietnamese syllables and well-formed numbers and lowered for letter salad; how common the
syllable is; that another reading says the same; that it makes a known phrase with its neighbours. The weights were
set on invented papers (docs/recognition.md).
"""

import bisect
import dataclasses
import itertools
import math
import re
from collections.abc import Sequence

from ocr.engines import RawWord
from ocr.language import frequency, pair_known
from ocr.text import core, is_syllable
from ocr.types import Box

_NUMBER = re.compile(r"\d+([.,/:-]\d+)*")
_CODE = re.compile(r"[A-ZĐ0-9]+([./-][A-ZĐ0-9]+)*")
_DASH = re.compile(r"[-–]")
_VALID_BONUS = 0.22
_SALAD = -0.25
_BELIEVED = 0.95
_HARDLY = 0.75
"""Belief below which a word's line is read again where the page is not."""

_AGREEMENT = 0.12
_PHRASE = 0.15
_COMMON = 0.04
"""Weight of one decimal place of the syllable's count in the codified law."""

_LATER = 1000
"""Offset of the line keys of later readings, so that they are told from the first one's."""

_BESIDE = 3.0
"""Heights within which a word found later belongs to the line beside it."""

_KEPT = 0.15
_ALONE = 0.55
"""A word that only a later reading has must be believed this much to be taken in."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Option:
    """What one or more readings say stands in one place; ``worth`` without the neighbours."""

    words: tuple[RawWord, ...]
    worth: float


def vote(readings: Sequence[Sequence[RawWord]]) -> tuple[RawWord, ...]:
    """The words of several readings of one page, each place by the reading that is most believable there.

    The first reading is the page's: later ones replace its words, and add one only when it is well believed.
    ``line`` of a word stays that of the first reading wherever it has a word in the same place.
    """
    slots = [options for place in _places(readings) if (options := _options(place))]
    lines = readings[0]
    chosen = [tuple(_attached(word, lines) for word in options[0].words) for options in slots]
    before, after = _neighbours(chosen)
    for index, options in enumerate(slots):
        if len(options) > 1:
            left = chosen[before[index]][-1].text if index in before else ""
            right = chosen[after[index]][0].text if index in after else ""
            best = max(options, key=lambda option: _worth_between(option, left, right))
            chosen[index] = tuple(_attached(word, lines) for word in best.words)
    return tuple(word for words in chosen for word in words)


def _worth_between(option: _Option, left: str, right: str) -> float:
    known = pair_known(left, option.words[0].text) + pair_known(option.words[-1].text, right)
    return option.worth + _PHRASE * known / len(option.words)


def _places(readings: Sequence[Sequence[RawWord]]) -> list[list[list[RawWord]]]:
    """Words of all readings that lie over each other, gathered transitively; one list a reading, left to right."""
    words = [(number, word) for number, reading in enumerate(readings) for word in reading]
    parent = list(range(len(words)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(words)), key=lambda index: words[index][1].box.y)
    tops = [words[index][1].box.y for index in order]
    tallest = max((word.box.height for _, word in words), default=0)
    for mine, (number, word) in enumerate(words):
        for theirs in order[bisect.bisect_left(tops, word.box.y - tallest) :]:
            other_number, other = words[theirs]
            if other.box.y > word.box.bottom:
                break
            if other_number > number and _overlap(word.box, other.box):
                parent[root(theirs)] = root(mine)
    groups: dict[int, list[list[RawWord]]] = {}
    for index, (number, word) in enumerate(words):
        groups.setdefault(root(index), [[] for _ in readings])[number].append(word)
    return [[sorted(part, key=lambda word: word.box.x) for part in place] for place in groups.values()]


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0.3 * min(one.width, other.width) and down > 0.4 * min(one.height, other.height)


def _options(place: Sequence[Sequence[RawWord]]) -> list[_Option]:
    """What may stand in a place, the most worthy first; empty when nothing there is believed."""
    there = [number for number, words in enumerate(place) if words]
    if len(there) == 1:
        kept = tuple(word for word in place[there[0]] if _believed_alone(word, first=there[0] == 0))
        return [_Option(kept if there[0] == 0 else _of_reading(kept, there[0]), 0.0)] if kept else []
    by_text: dict[tuple[str, ...], list[Sequence[RawWord]]] = {}
    for number in there:
        words = place[number] if number == 0 else _in_lines_of(place[0], _of_reading(place[number], number))
        by_text.setdefault(tuple(word.text for word in words), []).append(words)
    options = []
    for same in by_text.values():
        best = max(same, key=_mean_belief)
        options.append(_Option(tuple(best), max(map(_worth, same)) + _AGREEMENT * (len(same) - 1)))
    return sorted(options, key=lambda option: -option.worth)


def _in_lines_of(first: Sequence[RawWord], words: Sequence[RawWord]) -> tuple[RawWord, ...]:
    """Words of a later reading with the lines of the first reading's words that they lie over best."""
    out = []
    for word in words:
        over = [(_shared(word.box, other.box), other.line) for other in first]
        share, line = max(over, default=(0, word.line))
        out.append(dataclasses.replace(word, line=line) if share > 0 else word)
    return tuple(out)


def _shared(one: Box, other: Box) -> int:
    """The area that two boxes share."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0, across) * max(0, down)


def _of_reading(words: Sequence[RawWord], number: int) -> tuple[RawWord, ...]:
    """Words under line keys that no other reading has."""
    return tuple(dataclasses.replace(word, line=(_LATER * number + word.line[0], *word.line[1:])) for word in words)


def _attached(word: RawWord, first: Sequence[RawWord]) -> RawWord:
    """A word that the first reading lacks, put into the line of that reading's word beside it."""
    if word.line[0] < _LATER:
        return word
    box = word.box
    beside = [
        (max(other.box.x - box.right, box.x - other.box.right), other.line)
        for other in first
        if min(other.box.bottom, box.bottom) - max(other.box.y, box.y) > 0.5 * min(other.box.height, box.height)
    ]
    gap, line = min(beside, default=(0, word.line))
    return dataclasses.replace(word, line=line) if gap < _BESIDE * box.height else word


def _believed_alone(word: RawWord, *, first: bool) -> bool:
    if first:
        return belief(word) > _KEPT or len(core(word.text)) > 2
    return belief(word) >= _ALONE or (bool(_DASH.fullmatch(word.text)) and word.confidence > _ALONE)


def _worth(words: Sequence[RawWord]) -> float:
    letters = sum(len(word.text) for word in words)
    common = sum(math.log10(1 + frequency(word.text)) * len(word.text) for word in words if word.text.isalpha())
    inner = sum(pair_known(one.text, two.text) for one, two in itertools.pairwise(words))
    return _mean_belief(words) + _COMMON * min(4.0, common / letters) + _PHRASE * inner / len(words)


def _neighbours(chosen: Sequence[Sequence[RawWord]]) -> tuple[dict[int, int], dict[int, int]]:
    """Which place stands before and after each, within a line."""
    order = sorted((words[0].line, words[0].box.x, index) for index, words in enumerate(chosen) if words)
    before, after = {}, {}
    for (line, _, one), (other_line, _, two) in itertools.pairwise(order):
        if line == other_line:
            before[two], after[one] = one, two
    return before, after


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


def doubtful_lines(words: Sequence[RawWord]) -> tuple[Box, ...]:
    """Where the lines stand in which a word is hardly believed beside one that is, from top to bottom.

    A line without a believed word is a seal's or a signature's: whatever else is read from it is no better.
    """
    told = [word for word in words if len(core(word.text)) > 1]
    believed = {word.line for word in told if belief(word) >= _BELIEVED}
    doubted = believed & {word.line for word in told if belief(word) < _HARDLY}
    boxes: dict[tuple[int, int, int], Box] = {}
    for word in words:
        if word.line in doubted:
            boxes[word.line] = boxes[word.line].union(word.box) if word.line in boxes else word.box
    return tuple(sorted(boxes.values(), key=lambda box: box.y))
