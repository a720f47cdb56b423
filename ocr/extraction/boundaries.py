"""Where a value ends: at the next label of its form or of forms at large."""

import re
from collections.abc import Iterable, Sequence

from ocr.extraction.flat import FlatText, Span
from ocr.extraction.labels import LabelHit
from ocr.text import fold

ITEM = re.compile(
    r"^\W{0,2}(?:\d{1,2}(?:\.\d{1,2})*\.?\s?[.):,]|\w\s?\)|[\[{(]\s?\d{1,2}[^\s]{0,4}[\]})]|[-–+•*~]\s|[IVX1l]{1,4}\.)\s*"
)
_OWN_LABEL = re.compile(r"^[^:]{3,48}:\s")
_AMOUNT = ("phần", "tổng", "với")
"""Words before a label's words that make them a quantity: «đối với phần diện tích 87,6 m²»."""

_HEADING = re.compile(r"\W*(?:stt|so tt|tt)\b")


class Labels:
    """Every label of a form and of forms at large that ends a value before it."""

    def __init__(self, flat: FlatText, labels: Iterable[str]) -> None:
        self._flat = flat
        labels = tuple(labels)
        self._names = frozenset(map(fold, labels))
        every = [hit for label in labels for hit in flat.find_labels(label)]
        self._hits = sorted({(hit.start, hit.end) for hit in every})
        self._sure = {(hit.start, hit.end) for hit in every if not hit.errors}

    def ends_value(self, begin: int, end: int, own: Span) -> int:
        """Where the value between two letters ends: at the next label that is none of its own words."""
        for start, stop in self._hits:
            if start >= end:
                break
            if start > begin and not own.start <= start < own.end and self._is_label(start, stop):
                if self._is_inside(begin, start, end):
                    continue  # «(Trích lục khai tử số 89 do … cấp ngày …)» tells of another paper
                return start
        return end

    def _is_inside(self, begin: int, start: int, end: int) -> bool:
        """Whether a letter of a value stands between its parentheses, which may close some lines below."""
        before = self._flat.text[begin:start]
        opened = before.count("(") > before.count(")")
        # Why: on a line that goes on with a value only the closing one shows.
        closes = "(" not in before and 0 <= self._flat.text.find(")", start, end) < _or_end(
            self._flat.text.find("(", start, end), end
        )
        return opened or closes

    def _is_label(self, start: int, stop: int) -> bool:
        """Whether words that read like a label are one: with a colon or number behind, or a capital."""
        text = self._flat.text
        after = text[stop : stop + 4].lstrip(" .")
        before = text[max(0, start - 6) : start].rstrip(" ")
        if after[:1] in (":", ";"):
            return True
        if after[:1].isdigit():
            return not before.endswith(_AMOUNT)
        if (start, stop) not in self._sure and before and not before.endswith("\n"):
            return False  # «xã Thụy Xuân, huyện …» is no misread «Quận/huyện»
        return text[start : start + 1].isupper() and not before.endswith(("(", "của"))

    def begins(self, index: int) -> bool:
        """Whether a line begins with a label or a numbered item."""
        _page, line, start = self._flat.lines[index]
        item = ITEM.match(line.text)
        if item and len(line.text) > item.end():
            return True
        if re.match(r"\d{1,2} [A-ZĐÂÊÔƠƯ]", line.text):
            return True  # an item whose full stop was not read
        if _OWN_LABEL.match(line.text + " "):
            return True
        near = start + min(3, len(line.text) - 1)
        return any(start <= first <= near and self._is_label(first, last) for first, last in self._hits)

    def is_heading(self, cell: Span) -> bool:
        """Whether a cell holds a label or a table's heading and no value."""
        if _HEADING.match(self._flat.folded, cell.start, cell.end):
            return True
        return any(
            cell.start <= start <= cell.start + 1 and (stop >= cell.end - 2 or self._is_label(start, stop))
            for start, stop in self._hits
        )

    def names(self, text: str) -> bool:
        """Whether a text is a label and nothing else."""
        return fold(text) in self._names

    def longer(self, hit: LabelHit, own: Sequence[str]) -> bool:
        """Whether a longer label of something else begins at the same letter."""
        theirs = {stop for start, stop in self._hits if start == hit.start and stop > hit.end + 1}
        if not theirs:
            return False
        ours = {other.end for label in own for other in self._flat.find_labels(label) if other.start == hit.start}
        return any(stop not in ours for stop in theirs)


def _or_end(position: int, end: int) -> int:
    return end if position < 0 else position
