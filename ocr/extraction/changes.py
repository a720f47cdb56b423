"""Who holds the land now: the last confirmed line under «Những thay đổi sau khi cấp Giấy chứng nhận».

A certificate stays in the first holder's name; later transfers are entered on its last page, each confirmed by the
land registration office (domain of land certificates: «Nội dung thay đổi và cơ sở pháp lý | Xác nhận của cơ quan
có thẩm quyền»). Such an entry is always shown to a person, and so is one that cannot be read.
"""

import bisect
import dataclasses
import re
from collections.abc import Iterator, Sequence

from ocr.extraction.flat import FlatText, Placed, Span
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.names import parse_name
from ocr.extraction.values import parse_value
from ocr.text import fold_marks, is_syllable, nfc
from ocr.types import FieldStatus, FieldValue

_HEADING = re.compile(r"noi dung thay doi va co so phap ly|nhung thay doi sau khi cap(?: giay chung nhan)?")
_PRINTED = re.compile(
    r"noi dung thay doi va co so phap ly|nhung thay doi sau khi cap(?: giay chung nhan)?|"
    r"xac nhan cua co quan\s+co tham quyen|xac nhan cua co quan|co tham quyen"
)
_TRANSFER = re.compile(
    r"\b(?:chuyen nhuong|tang(?= cho)|(?:de )?thua ke|chuyen quyen|mua ban|gop von|chuyen doi|phan chia|"
    r"trung dau gia)\b"
)
_TAKER = re.compile(r"\b(?:cho|nhan|boi|la)\s*:?\s+(?:ho\s+)?(?:vo chong\s+)?(?=(?:ong|ba|anh|chi)\b)")
_CONFIRMED = re.compile(r"giam doc|chi nhanh|van phong dang ky|uy ban nhan dan|chu tich|phong tai nguyen")
_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_PART = re.compile(r"\bmot phan\b|\bphan dien tich\b|\d\s?m\s?[2²?]")
"""Part of the land handed on: the rest stays the holder's (the parcel is divided or measured anew)."""

_REACH = 200
"""Letters within which an entry names its taker and the taker's number: two or three lines of the form."""

_UNREAD_WORDS = 4
_UNSURE = 0.6
"""Below this a word of an entry counts as unread; handwriting comes out of the engine far below it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One transfer: the taker's name and number (None where none stands), and whether an office confirmed it.

    ``is_partial`` says that only a part of the land was handed on.
    """

    name: "_Said"
    number: "_Said | None"
    is_confirmed: bool
    is_partial: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    """Words of one column, and where they stand in the whole paper's text."""

    text: str
    span: Span


class _Column:
    """Words of one column of the entries as a text of its own, which knows where its words stand."""

    def __init__(self, words: Sequence[Placed]) -> None:
        self.words = words
        self._starts: list[int] = []
        length = 0
        for placed in words:
            self._starts.append(length)
            length += len(placed.word.text) + 1
        self.text = " ".join(placed.word.text for placed in words)
        self.folded = fold_marks(self.text)

    def at(self, position: int) -> Placed:
        """The word at a letter."""
        return self.words[max(0, bisect.bisect_right(self._starts, position) - 1)]

    def said(self, start: int, end: int) -> _Said:
        """Some of its letters; their place is given words at a time."""
        first, last = self.at(start), self.at(max(start, end - 1))
        whole = last if last.line != first.line else first
        # Why: over two lines the other column's words stand between; the last line proves the value well enough.
        return _Said(self.text[start:end], Span(min(whole.start, last.start), last.end))


def applied(flat: FlatText, values: Sequence[FieldValue], names: tuple[str, str]) -> list[FieldValue]:
    """The values with the present holder in the place of the first one; ``names`` are those of its two fields."""
    heading = _HEADING.search(_joined(flat))
    if heading is None:
        return list(values)
    words = [placed for placed in flat.words(Span(heading.end(), len(flat.text))) if placed.start >= heading.end()]
    entries, offices = _columns(flat, words)
    found = list(_changes(entries, offices))
    whole = [change for change in found if not change.is_partial]
    if whole:
        last = whole[-1]
        return [_changed(flat, value, last, names) if value.name in names else value for value in values]
    if found:
        return [_doubted(value, "change-partial") if value.name in names else value for value in values]
    if _has_unread(flat, words) or _has_writing(flat, heading, offices):
        return [_doubted(value, "changes-unread") if value.name in names else value for value in values]
    return list(values)


def _joined(flat: FlatText) -> str:
    return flat.folded.replace("\n", " ")


def _columns(flat: FlatText, words: Sequence[Placed]) -> tuple[_Column, _Column | None]:
    """The entries, and the offices' confirmations where the form has a column for them."""
    joined = _joined(flat)
    right, left = re.search("xac nhan cua co quan", joined), re.search("co so phap ly", joined)
    box = flat.upright(Span(*right.span())) if right else None
    beside = flat.upright(Span(*left.span())) if left else None
    if box is None or beside is None or beside.x + beside.width >= box.x:
        return _Column(words), None
    edge = (beside.x + beside.width + box.x) // 2
    ours = [placed for placed in words if placed.upright.x + placed.upright.width // 2 < edge]
    theirs = [placed for placed in words if placed.upright.x + placed.upright.width // 2 >= edge]
    return _Column(ours), _Column(theirs)


def _changes(entries: _Column, offices: _Column | None) -> Iterator[Change]:
    """The transfers in the order in which they were entered."""
    marks = list(_TRANSFER.finditer(entries.folded))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(entries.folded)
        taker = _TAKER.search(entries.folded, mark.end(), min(end, mark.end() + _REACH))
        if taker is None:
            continue
        name = _name_end(entries.text[taker.end() : min(end, taker.end() + 80)])
        if not name:
            continue
        stop = taker.end() + name
        number = _NUMBER.search(entries.folded, stop, min(end, stop + _REACH))
        confirmed = _is_confirmed(entries, offices, mark.start(), end)
        partial = _PART.search(entries.folded, mark.end(), taker.end()) is not None
        said = entries.said(*number.span()) if number else None
        yield Change(entries.said(taker.end(), stop), said, confirmed, partial)


def _is_confirmed(entries: _Column, offices: _Column | None, start: int, end: int) -> bool:
    """Whether an office's words stand beside the entry, or behind it where there is one column."""
    if offices is None:
        return _CONFIRMED.search(entries.folded, start, end) is not None
    first = entries.at(start)
    last = entries.at(end).start if end < len(entries.folded) else None
    row = first.upright.y - first.upright.height
    beside = " ".join(
        fold_marks(placed.word.text)
        for placed in offices.words
        if placed.page == first.page and placed.upright.y >= row and (last is None or placed.start < last)
    )
    return _CONFIRMED.search(beside) is not None


def _name_end(text: str) -> int:
    """Where the name at the head of a text ends; 0 where none stands there."""
    try:
        last = parse_name(text).split()[-1].casefold()
    except ValueInvalid:
        return 0
    at = text.casefold().find(last)
    return at + len(last) if at >= 0 else 0


def _changed(flat: FlatText, value: FieldValue, change: Change, names: tuple[str, str]) -> FieldValue:
    said = change.name if value.name == names[0] else change.number
    reason = "owner-changed" if change.is_confirmed else "change-unconfirmed"
    if said is None or not change.is_confirmed:
        return _doubted(value, reason)
    raw = nfc(said.text)
    new = parse_name(raw) if value.name == names[0] else str(parse_value("id_number", raw))
    page, box, confidence = flat.proof(said.span)
    return dataclasses.replace(
        value,
        value=new,
        raw=raw,
        page=page,
        box=box,
        confidence=round(confidence, 4),
        status=FieldStatus.TO_CONFIRM,
        reasons=(reason,),
        candidates=tuple(dict.fromkeys((str(value.value), *value.candidates)))[:5] if value.value else (),
        others=(),
    )


def _doubted(value: FieldValue, reason: str) -> FieldValue:
    return dataclasses.replace(value, reasons=(*value.reasons, reason))


def _has_writing(flat: FlatText, heading: re.Match[str], offices: _Column | None) -> bool:
    """Whether a pen wrote among the entries; the office's own signature stands in its column or beside its words."""
    place = flat.words(Span(*heading.span()))
    if not place or offices is None or not offices.words:
        return False
    edge = min(placed.upright.x for placed in offices.words)
    below = place[-1].upright.bottom
    page = flat.pages[place[-1].page]
    return any(zone.upright.y > below and zone.upright.right < edge for zone in page.unread)


def _has_unread(flat: FlatText, words: Sequence[Placed]) -> bool:
    """Whether something stands in the entries that is no sound print: handwriting as the engine shows it."""
    printed = [match.span() for match in _PRINTED.finditer(_joined(flat))]
    entered = [placed for placed in words if not any(low <= placed.start < high for low, high in printed)]
    unread = [
        item for item in entered if item.word.confidence < _UNSURE or not is_syllable(item.word.text.strip(".,:;()"))
    ]
    return len(unread) >= _UNREAD_WORDS and 2 * len(unread) >= len(entered)
