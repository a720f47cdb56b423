"""Values that layout and grammar name, not a label: number in the head, place and date, subject, serial, owner."""

import dataclasses
import re
from decimal import Decimal

from ocr.extraction.flat import FlatText, Span
from ocr.extraction.found import Found
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.labels import skeleton
from ocr.extraction.names import parse_name
from ocr.extraction.values import parse_date, parse_value
from ocr.extraction.vocabulary import PROVINCES
from ocr.extraction.words_number import number_of, spelled
from ocr.text import fold, fold_marks, is_shouted, nfc
from ocr.types import Line

_HEAD = 0.42
_NUMBER = re.compile(r"(?<![0-9a-z])[s5][o06]\s?(?:/\s?no\b\W{0,2})?[:.;,\-–]?\s*(?=[\w.…_])")
_DAY = re.compile(r"(?<![a-z])ng\w{1,3}\W{0,3}[0-9oil|t]{1,2}\W{0,3}th\w{1,4}")


def _first_page_lines(flat: FlatText) -> list[tuple[int, Line]]:
    first = min(flat.pages)
    return [(index, line) for index, (page, line, _start) in enumerate(flat.lines) if page == first]


def _parses(kind: str, text: str) -> bool:
    try:
        parse_value(kind, text)
    except ValueInvalid:
        return False
    return True


def head_number(flat: FlatText, kind: str) -> Found | None:
    """The number under the issuer: «Số: 15/QĐ-BNV» (NĐ 30/2020, ô 3), in the upper part of page 1."""
    page = flat.pages[min(flat.pages)]
    best: Found | None = None
    for index, line in _first_page_lines(flat):
        if line.upright.y > _HEAD * page.upright_height:
            continue
        start = flat.lines[index][2]
        folded = fold_marks(line.text)
        for match in _NUMBER.finditer(folded):
            text = line.text[match.end() :]
            score = 1.0 if match.start() <= 2 else 0.6
            if match.start() > 2 and not _is_number_alone(line.text, match.start(), text):
                continue
            if _parses(kind, text) and (best is None or score > best.score):
                best = Found(text, Span(start + match.end(), start + len(line.text)), score)
    return best or (_bare_number(flat) if kind == "document_number" else None)


def _is_number_alone(text: str, begin: int, value: str) -> bool:
    """Whether «Số» behind something else on its line is the paper's number: a capital, a colon, little else."""
    return text[begin : begin + 1] == "S" and len(value.split()) <= 3


def _bare_number(flat: FlatText) -> Found | None:
    """A number whose «Số» was not read: alone at the left of the head, with an agency's sign behind a stroke."""
    page = flat.pages[min(flat.pages)]
    for index, line in _first_page_lines(flat):
        box = line.upright
        if box.y > 0.25 * page.upright_height or box.x + box.width / 2 > 0.5 * page.upright_width:
            continue
        match = re.search(r"(?<![\w/])\d{1,7}[a-z]?\s?/\s?(?:\d{4}/)?[A-ZĐ][A-ZĐa-z.\-–]+", line.text)
        if match and len(line.text) - len(match.group()) <= 6:
            start = flat.lines[index][2]
            return Found(match.group(), Span(start + match.start(), start + match.end()), 0.7)
    return None


def place_date(flat: FlatText) -> Found | None:
    """The day of «Hạ Long, ngày 05 tháng 01 năm 2020» (NĐ 30/2020, ô 4) in the head, else the last such line."""
    page = flat.pages[min(flat.pages)]
    unread = False
    upper: list[Found] = []
    lower: list[Found] = []
    for index, (number, line, start) in enumerate(flat.lines):
        match = _DAY.search(fold_marks(line.text))
        if match is None or not (_is_place(line.text[: match.start()]) or _stands_apart(line, match.start())):
            continue
        if _is_sentence(flat, index, match.start()):
            continue
        is_head = number == page.number and line.upright.y < _HEAD * page.upright_height
        found = _dated(flat, index, start + match.start())
        if found is None:
            unread |= is_head
        elif is_head:
            upper.append(found)
        else:
            lower.append(found)
    if upper or not lower:
        return upper[0] if upper else None
    return dataclasses.replace(lower[-1], doubt="label-skipped" if unread else "")


_PLACE = re.compile(r"(?:[A-ZĐ][\w.]*\s){0,3}[A-ZĐ][\w.]*\s?[,.]\s?$")


def _stands_apart(line: Line, begin: int) -> bool:
    """Whether place and day stand in a column of their own on a line that the engine read as one."""
    place = _PLACE.search(line.text[:begin])
    if place is None or len(line.word_uprights) != len(line.words):
        return False
    first = len(line.text[: place.start()].split())
    if not 0 < first < len(line.words):
        return False
    gap = line.word_uprights[first].x - line.word_uprights[first - 1].right
    return gap > 0.8 * line.upright.height


def _is_sentence(flat: FlatText, index: int, begin: int) -> bool:
    """Whether a day without a place goes on with the sentence of the line above: it stands at the left margin."""
    number, line, _start = flat.lines[index]
    if begin > 2 or index == 0:
        return False
    page, above, _first = flat.lines[index - 1]
    is_left = line.upright.x < 0.45 * flat.pages[number].upright_width and line.upright.x <= above.upright.x
    return page == number and is_left and _follows(above, line)


def _is_place(before: str) -> bool:
    """Whether what stands before «ngày» on its line is a place or nothing, and no sentence."""
    words = before.split()
    if not words:
        return True
    if len(words) > 7 or re.search(r"can cu|luat|cap|den|tu |hom nay|nghi dinh|quyet dinh", fold(before)):
        return False
    return before.rstrip().endswith((",", ".", ";")) or len(words) <= 2 or before[:1].isupper()


def _dated(flat: FlatText, index: int, begin: int) -> Found | None:
    """The date that begins at a letter, with the next line when it goes on right below."""
    ends = [flat.line_end(index)]
    page, line, _start = flat.lines[index]
    if index + 1 < len(flat.lines):
        number, other, _next = flat.lines[index + 1]
        gap = other.upright.y - line.upright.bottom
        if number == page and gap < line.upright.height and other.upright.x < line.upright.right:
            ends.append(flat.line_end(index + 1))
    for end in ends:
        text = flat.text[begin:end].replace("\n", " ")
        try:
            parse_date(text)
        except ValueInvalid:
            continue
        return Found(text, Span(begin, end))
    return None


def signed_day(flat: FlatText) -> Found | None:
    """The day of a deed: «Hôm nay, ngày … tháng … năm …, tại …», else «Ngày … tháng … năm …, tại …»."""
    found: list[tuple[int, Found]] = []
    for index, (_number, line, start) in enumerate(flat.lines):
        folded = fold_marks(line.text)
        laid = _LAID.match(folded)
        if laid and _parses("date", line.text[laid.end() :]):
            return Found(line.text[laid.end() :], Span(start + laid.end(), start + len(line.text)))
        match = _DAY.search(folded)
        if match is None or match.start() > 110:
            continue
        before = folded[: match.start()]
        today = "ham na" in skeleton(before[:60]) or bool(_AT_OFFICE.match(before) and "chung ta" in skeleton(folded))
        if not today and re.search(r"\w", before):
            continue
        dated = _dated(flat, index, start + match.start())
        if dated is not None:
            found.append((0 if today else 1, dated))
    return min(found, key=lambda item: item[0])[1] if found else None


_LAID = re.compile(r"\W{0,3}hop dong (?:nay )?(?:duoc )?(?:lap|ky|giao ket)\w* (?:vao )?ngay\b")
_AT_OFFICE = re.compile(r"\W{0,3}tai \w")
"""«Tại Phòng Công chứng số 1 …, ngày … tháng … năm …, chúng tôi …»"""

_PERSON = re.compile(r"(?<![\w.,/-])\d{12}(?![\w/-])")


def by_grammar(flat: FlatText, kind: str, bounds: tuple[int, int] | None) -> Found | None:
    """A number that its form alone gives away when its label was not read: a person's, a certificate's."""
    start, end = bounds or (0, len(flat.text))
    if kind == "id_number":
        match = next((m for m in _PERSON.finditer(flat.text, start, end) if m.group()[:3] in PROVINCES), None)
        span = Span(match.start(), match.end()) if match else None
        return Found(match.group(), span, 0.6, (), "label-skipped") if match and span else None
    if kind == "serial":
        found = serial(flat)
        return dataclasses.replace(found, doubt="label-skipped") if found is not None and not found.rivals else None
    if kind == "registry_number":
        right = _RIGHT.search(flat.text, start, end)
        return Found(right.group(), Span(right.start(), right.end()), 0.7, (), "label-skipped") if right else None
    if kind == "money":
        return _in_words(flat, start, end)
    return None


_RIGHT = re.compile(r"(?<!\w)\d{3,6}\s?QS[DĐ]{1,2}(?:/[A-ZĐ0-9-]+)?(?!\w)")
"""A right's number in the register of red books: «02435 QSDĐ/ĐX»."""

_FIGURES = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]?\d)|(?<![\d.,])\d{5,}(?![\d.,]?\d)")


def _in_words(flat: FlatText, start: int, end: int) -> Found | None:
    """The one amount that the paper says in words too, where its label was not read."""
    said = amounts_in_words(flat)
    places = {m.group(): m for m in _FIGURES.finditer(flat.text, start, end)}
    meant = [m for text, m in places.items() if any(parse_value("money", text) == amount for amount in said)]
    if len(said) != 1 or len(meant) != 1:
        return None
    return Found(meant[0].group(), Span(meant[0].start(), meant[0].end()), 0.7, (), "label-skipped")


def amounts_in_words(flat: FlatText) -> tuple[Decimal, ...]:
    """The numbers that the paper spells out behind «bằng chữ», in order."""
    found = [number_in_words(flat, hit.end) for hit in flat.find_labels("bằng chữ")]
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_in_words(flat: FlatText, start: int) -> Decimal | None:
    """The number that is spelled out from a letter on, over some lines."""
    return number_of(spelled(flat.text[start : start + 260].replace("\n", " ")))


_SUBJECT = re.compile(r"\W{0,3}(?:v\s?/(?= \w)|(?:v\s?[/\\i1l|]\s?v|ve vi[ea]c|w/v|v/w|vw|v v)\b)[\s:.]*")


def subject(flat: FlatText) -> Found | None:
    """The trích yếu: behind «V/v» under the number, or «Về việc …» under the title, up to the body."""
    page = flat.pages[min(flat.pages)]
    for index, line in _first_page_lines(flat):
        if line.upright.y > 0.5 * page.upright_height:
            break
        match = _SUBJECT.match(fold_marks(line.text))
        if match is None:
            continue
        found = _subject_from(flat, index, match.end(), page.number)
        if found is not None:
            return found
    return _under_title(flat)


def _subject_from(flat: FlatText, index: int, begin: int, page: int) -> Found | None:
    line = flat.lines[index][1]
    parts, last = [_without_day(line)[begin:]], index
    for following in range(index + 1, min(index + 8, len(flat.lines))):
        number, other, _start = flat.lines[following]
        if number != page:
            break
        above = flat.lines[last][1]
        if _beside(above, other) or _beside(other, above):
            continue
        if not _follows(above, other) or _ends_subject(other.text):
            break
        parts.append(_without_day(other))
        last = following
    text = nfc(" ".join(parts)).strip(" .,;:_-")
    if len(text) < 8:
        return None
    return Found(text, Span(flat.lines[index][2] + begin, flat.line_end(last)))


def _without_day(line: Line) -> str:
    """A line's text without the place and day that stand beside it in the head's right column."""
    day = _DAY.search(fold_marks(line.text))
    if day is None or not _stands_apart(line, day.start()):
        return line.text
    place = _PLACE.search(line.text[: day.start()])
    return line.text[: place.start()].rstrip() if place else line.text


def _under_title(flat: FlatText) -> Found | None:
    """A subject without «Về việc»: the lines between the title QUYẾT ĐỊNH and the next shouted or basis line."""
    page = flat.pages[min(flat.pages)]
    for index, line in _first_page_lines(flat):
        if line.upright.y > 0.4 * page.upright_height:
            break
        if fold(line.text) == "quyet dinh" and is_shouted(line.text) and index + 1 < len(flat.lines):
            other = flat.lines[index + 1][1]
            if _follows(line, other) and not _ends_subject(other.text) and not other.text.startswith("("):
                return _subject_from(flat, index + 1, 0, page.number)
    return None


def _beside(line: Line, other: Line) -> bool:
    """Whether the other line stands in the right column of the head beside the line."""
    return other.upright.x > line.upright.right + 0.5 * line.upright.height


def _follows(line: Line, other: Line) -> bool:
    gap = other.upright.y - line.upright.bottom
    return -0.8 * line.upright.height < gap < 1.3 * max(line.upright.height, other.upright.height)


def _ends_subject(text: str) -> bool:
    folded = fold(text)
    words = ("kinh gui", "can cu", "cong hoa", "doc lap", "xet de nghi", "dieu 1", "theo de nghi", "chu tich")
    return is_shouted(text) or folded.startswith(words) or bool(re.match(r"so \d", folded)) or not folded


def serial(flat: FlatText) -> Found | None:
    """The serial of a land certificate: alone on its line, two letters and six or eight digits."""
    best: Found | None = None
    seen: list[str] = []
    for _number, line, start in flat.lines:
        try:
            value = str(parse_value("serial", line.text))
        except ValueInvalid:
            continue
        seen.append(value)
        bare = re.sub(r"[^0-9A-ZĐa-z]", "", line.text)
        alone = len(bare) <= len(value) + 2
        found = Found(line.text, Span(start, start + len(line.text)), 1.0 if alone else 0.5)
        if best is None or found.score > best.score:
            best = found
    if best is None:
        return None
    own = str(parse_value("serial", best.text))
    return Found(best.text, best.span, best.score, tuple(dict.fromkeys(value for value in seen if value != own))[:5])


_HOLDER = re.compile(
    r"\W{0,2}(?:\d[.)]\s?)?(?:h[o0] )?(?:[o0a]ng|b[ao])\b\s?(?:/\s?b[ao])?\s?(?:\(b[ao]\))?\s?[:.;]?\s"
)


def owner(flat: FlatText) -> Found | None:
    """Who holds the land: the first «Ông: …» or «Bà: …» line, before any label of another part."""
    for _page, line, start in flat.lines:
        match = _HOLDER.match(fold_marks(line.text))
        if match is None or not any(character.isupper() for character in line.text[match.end() :]):
            continue
        try:
            parse_name(line.text[match.end() :])
        except ValueInvalid:
            continue
        return Found(line.text[match.end() :], Span(start + match.end(), start + len(line.text)))
    return None
