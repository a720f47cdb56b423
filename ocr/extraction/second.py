"""Whether the second, independent reading of a value's figures says the same (ocr/zones.py)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from ocr.extraction.flat import FlatText
from ocr.extraction.values import canonical
from ocr.types import Box, FieldValue, Word
from ocr.zones import bare, is_figure

LONG_ENOUGH = 3
"""Figures from which a differing second reading is believed: alone in their zone, one or two are often misread."""


def second_reading(value: FieldValue, flat: FlatText) -> tuple[bool | None, str]:
    """Whether the figures of a value were read alike twice, and what the other reading says where not.

    None when they were not read twice. A value counts as read alike when every word of it that holds figures and was
    read twice agrees, and at least one was.
    """
    own = [word for word in _words(value, flat) if _is_part(word.text, value)]
    agreed = False
    for word in own:
        if word.second is None:
            continue
        if bare(word.second) == bare(word.text):
            agreed = True
        elif len(bare(word.text)) >= LONG_ENOUGH:
            return False, word.second
        else:
            return None, ""
    return (True, "") if agreed else (None, "")


def _words(value: FieldValue, flat: FlatText) -> Iterable[Word]:
    return (
        placed.word
        for placed in flat.placed
        if placed.page == value.page and _inside(placed.word.box, value.box) and is_figure(placed.word.text)
    )


def _inside(box: Box, outer: Box) -> bool:
    return outer.x <= box.x and outer.y <= box.y and box.right <= outer.right and box.bottom <= outer.bottom


def _is_part(word: str, value: FieldValue) -> bool:
    """Whether a word's figures belong to the value, for its place may hold other numbers too."""
    figures = bare(word)
    if isinstance(value.value, dt.date):
        day = value.value
        parts = (f"{day:%d}", f"{day:%m}", f"{day:%Y}", f"{day:%d%m%Y}", f"{day.day}{day.month}{day.year}")
        return figures in parts or figures == f"{day:%d}{day.month}{day.year}"
    if isinstance(value.value, Decimal):
        return figures.lstrip("0") == bare(canonical(value.value) or "").lstrip("0")
    return bool(figures) and figures in bare(str(value.value))
