"""Everything a stack prints, as words that can be looked up: where else a value stands, and how it reads there."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.labels import skeleton
from ocr.extraction.names import is_common_family_name
from ocr.extraction.values import parse_date
from ocr.text import fold_marks, tone_last
from ocr.types import Box, PageReading

_ONE_IN = 5
_WORD = re.compile(r"\w+")
_DATE = re.compile(
    r"ng\w{1,3}\W{0,3}\d{1,2}\W{0,3}th\w{1,4}\W{0,3}\d{1,2}\W{0,3}n\w{1,2}\W{0,3}\d{4}|(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """One word of a page: as printed, small with its tone last, as skeleton, and where it stands."""

    text: str
    plain: str
    bones: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Echo:
    """The same words somewhere else: ``is_same`` letter for letter, else with other marks or a misread letter."""

    text: str
    page: int
    is_same: bool


class Wording:
    """The words and dates of some pages."""

    def __init__(self, pages: Sequence[PageReading]) -> None:
        self._spots: list[Spot] = []
        self._first: dict[str, list[int]] = {}
        self._dates: list[tuple[dt.date, int, Box]] = []
        for page in pages:
            for line in page.lines:
                for word in line.words:
                    for text in _WORD.findall(word.text):
                        spot = Spot(text, plain_word(text), bones_of(text), page.number, word.box)
                        self._first.setdefault(spot.bones, []).append(len(self._spots))
                        self._spots.append(spot)
                self._dates.extend((day, page.number, line.box) for day in dates_in(line.text))

    def echoes(self, value: str, page: int, box: Box) -> list[Echo]:
        """Where else the words of a value stand, outside its own box."""
        words = _WORD.findall(value)
        bones = [bones_of(word) for word in words]
        plain = [plain_word(word) for word in words]
        found = []
        for start in self._first.get(bones[0], ()) if bones else ():
            run = self._spots[start : start + len(bones)]
            if not _is_echo([spot.bones for spot in run], bones) or run[0].page != run[-1].page:
                continue
            if any(spot.page == page and overlaps(spot.box, box) for spot in run):
                continue
            is_same = [spot.plain for spot in run] == plain
            before = self._spots[start - 1] if start else None
            longer = before is not None and before.page == run[0].page and _belongs(before, run[0])
            text = " ".join(spot.text for spot in ((before, *run) if longer and before else run))
            found.append(Echo(text, run[0].page, is_same and not longer))
        return found

    def has_date(self, day: dt.date, page: int, box: Box) -> bool:
        """Whether a day is printed anywhere else than in a box."""
        return any(
            other == day and not (number == page and overlaps(place, box)) for other, number, place in self._dates
        )


def _is_echo(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words are the wanted ones; in a long run one in five may have a wrong letter."""
    if len(words) != len(wanted):
        return False
    wrong = [(one, two) for one, two in zip(words, wanted, strict=True) if one != two]
    if not wrong:
        return True
    few = len(wrong) <= len(wanted) // _ONE_IN
    return few and all(len(two) > 2 and Levenshtein.distance(one, two) == 1 for one, two in wrong)


def _belongs(before: Spot, first: Spot) -> bool:
    """Whether a word is the family name of the name that follows it on its line."""
    gap = first.box.x - before.box.right
    near = abs(first.box.y - before.box.y) < first.box.height and gap < first.box.height
    return near and before.text[:1].isupper() and first.text[:1].isupper() and is_common_family_name(before.text)


def dates_in(text: str) -> Iterable[dt.date]:
    """The days that a line prints with plain figures."""
    for match in _DATE.finditer(fold_marks(text)):
        try:
            yield parse_date(text[match.start() : match.end()])
        except ValueInvalid:
            continue


def plain_word(word: str) -> str:
    """A word small, with its tone mark last."""
    return tone_last(word)


def bones_of(word: str) -> str:
    """What is left of a word when its marks and the engine's usual errors are taken away; figures stay."""
    return word if word.isdigit() else skeleton(fold_marks(word))


def overlaps(one: Box, other: Box) -> bool:
    """Whether two boxes of one page share a good part of the smaller one."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 0 and down > 0.4 * min(one.height, other.height)
