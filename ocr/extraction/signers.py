"""Who signed: the name under the office, below seal and signature (NĐ 30/2020, ô 7)."""

import dataclasses
import itertools
import re
from collections.abc import Sequence

from ocr.extraction.flat import FlatText, Span
from ocr.extraction.found import Found
from ocr.extraction.names import is_common_family_name, is_family_name, is_name_word
from ocr.text import fold, is_shouted
from ocr.types import Line

_OFFICE = re.compile(
    r"(?:^|\W)(?:tm|kt|tl|tu[qgo0]|q)\b|chu tich|giam doc|truong phong|chi cuc truong|cuc truong|chanh van phong|"
    r"bo truong|thu truong|vien truong|truong ban|truong thue|nguoi ky|can bo|pho truong|truong chi|doi truong|"
    r"truong cong an|thu ky|chanh an|cong chung vien|truong thue|pho chu|pho giam|pho chanh"
)
_STROKES = re.compile(r"^[^\W\d_]?[`'\"~^*“”‘’]+(?=[A-ZĐ][^\W\d_]{1,6}$)(?!(?<=[HY]')|(?<=[HY]’))")
"""Strokes of a signature that ran into the first word; the apostrophe of «H'Hen» is none."""

_LABELLED = re.compile(r"\w{3,}\s?:|:\s?\S+:")
"""A label and its colon; a colon behind a letter or two is a stroke of the signature or the rim of the seal."""

_BODY_WORDS = 9
"""Words of a line of the text; what stands above one is no office of who signs below it."""

_LOW = 0.20
_SPREAD = 0.17
_OFF = 0.02
"""Share of the page's width by which a whole name stands beside the middle of its office at most; a name that has
lost its first word under the seal stands farther right."""

_HIDDEN = 0.5


def signer(flat: FlatText) -> Found | None:
    """The signer's name: under the last office of who signs, in its column."""
    offices = _offices(flat)
    for index in reversed(offices):
        found = _name_under(flat, index)
        if found is not None:
            return found
    return _name_beside_recipients(flat)


def _name_beside_recipients(flat: FlatText) -> Found | None:
    """A name alone at the right of «Nơi nhận» or below it, whose office a seal hides (NĐ 30/2020, ô 7 beside ô 9)."""
    recipients = [index for index, (_page, line, _at) in enumerate(flat.lines) if fold(line.text) == "noi nhan"]
    if not recipients:
        return None
    page_number, label, _start = flat.lines[recipients[-1]]
    middle = flat.pages[page_number].upright_width / 2
    for index, (number, line, start) in enumerate(flat.lines):
        if number != page_number or line.upright.y < label.upright.y or line.upright.x < middle:
            continue
        found = _name_in(flat, index)
        if found is not None and found.span.start == start and is_common_family_name(line.words[0].text):
            return dataclasses.replace(found, score=_HIDDEN, doubt="label-skipped")
    return None


def _offices(flat: FlatText) -> list[int]:
    found = []
    for index, (number, line, _start) in enumerate(flat.lines):
        page = flat.pages[number]
        letters = [character for character in line.text if character.isalpha()]
        shouted = len(letters) > 3 and sum(map(str.isupper, letters)) >= 0.75 * len(letters)
        folded = fold(line.text)
        low = number != min(flat.pages) or line.upright.y > _LOW * page.upright_height
        right = line.upright.x + line.upright.width / 2 > 0.42 * page.upright_width
        if low and right and shouted and len(folded) < 70 and _OFFICE.search(folded):
            found.append(index)
    return found


def _name_under(flat: FlatText, office: int) -> Found | None:
    """The lowest name under an office: between them lie the seal and the signature."""
    page_number, line, _start = flat.lines[office]
    page = flat.pages[page_number]
    centre = line.upright.x + line.upright.width / 2
    best: Found | None = None
    lowest = office
    for index, (number, other, _begin) in enumerate(flat.lines):
        if number != page_number or index == office or other.upright.y < line.upright.bottom - 5:
            continue
        if best is not None and _is_office(other):
            break
        if (
            len(other.words) >= _BODY_WORDS
            and other.upright.x + other.upright.width / 2 < centre + page.upright_width / 4
        ):
            break
        if best is None and _is_rest_of_office(flat, lowest, index):
            lowest = index
            continue
        found = _name_in(flat, index)
        if found is None:
            continue
        box = flat.upright(found.span)
        if box is None or abs(box.x + box.width / 2 - centre) > _SPREAD * page.upright_width:
            continue
        off = abs(box.x + box.width / 2 - centre) > _OFF * page.upright_width
        best = dataclasses.replace(found, score=found.score * (_HIDDEN if off or _has_gap(flat, found) else 1.0))
    return best


def _is_rest_of_office(flat: FlatText, above: int, index: int) -> bool:
    """Whether a line goes on with the office above it: in capitals, right below, where no signature has room."""
    upper, line = flat.lines[above][1].upright, flat.lines[index][1]
    gap = line.upright.y - upper.bottom
    beside = min(upper.right, line.upright.right) - max(upper.x, line.upright.x)
    return gap < 2.2 * upper.height and beside > 0 and is_shouted(line.text)


def _has_gap(flat: FlatText, found: Found) -> bool:
    """Whether there is room for a lost word between two words of the name."""
    boxes = [placed.upright for placed in flat.words(found.span)]
    return any(after.x - before.right > 0.8 * before.height for before, after in itertools.pairwise(boxes))


def _is_office(line: Line) -> bool:
    return is_shouted(line.text) and bool(_OFFICE.search(fold(line.text)))


def _name_in(flat: FlatText, index: int) -> Found | None:
    """The name at the end of a line; strokes of the signature may stand before it."""
    _page, line, start = flat.lines[index]
    if len(line.words) > 10 or _LABELLED.search(line.text):
        return None
    words = [_STROKES.sub("", word.text.lstrip(":")) for word in line.words]
    first = _first_of_name(words)
    count = len(words) - first
    if not 2 <= count <= 6:
        return None
    if is_shouted(" ".join(words[first:])) and _OFFICE.search(fold(line.text)):
        return None
    if is_shouted(" ".join(words[first:])) and not is_family_name(words[first]):
        return None  # a line of the body's name in capitals
    printed = line.words[first].text
    begin = start + sum(len(word.text) + 1 for word in line.words[:first]) + len(printed) - len(words[first])
    score = 1.0 if is_family_name(words[first]) else 0.8
    return Found(line.text[begin - start :], Span(begin, start + len(line.text)), score)


def _first_of_name(words: Sequence[str]) -> int:
    """Where the run of name words that ends the line begins; a common family name in it begins the name."""
    first = len(words)
    shouted = is_shouted(words[-1]) if words else False
    while first > 0 and is_name_word(words[first - 1]) and (shouted or not is_shouted(words[first - 1])):
        first -= 1
    for index in range(first, len(words) - 1):
        if is_common_family_name(words[index]):
            return index
    return first
