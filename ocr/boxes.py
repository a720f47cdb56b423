"""Numbers printed one digit a box: where such rows stand, and what they say.

The engine takes the rules between the digits for letters («| 0| 4[8[3|1[9»). Where such rows stand says
``ocr/preprocess/box_rows.py``. The digits are cut out, set side by side without rules and read twice, by two models at
two scales; a row is believed where both give one and the same digit for every cell that is filled. It is then taken off
the page, so that nothing else is read into it.
"""

import dataclasses
from collections.abc import Sequence
from statistics import median

import cv2
import numpy as np

from ocr import pieces
from ocr.engines import RawWord
from ocr.image import Array, PageImage, components
from ocr.preprocess.box_rows import BoxRow, box_rows
from ocr.types import Box
from ocr.zones import FIGURES, LETTERS, Recognise

FIRST_LINE = 200_000
"""Number of the first line of these words, behind all that other readings give."""

_FIRST_PX, _SECOND_PX = 24, 20
"""Height of a digit in the two pictures: of 160 drawn rows of twelve (four typefaces) both models read all at these;
157 at 34 pixels (letters) and 157 at 24 (words)."""

_SPACE = 0.20
"""Blank between two digits, in their height: as set in a line of figures, so that they are one word."""

_SURE = 0.60
"""Confidence of the engine below which no row is believed."""

_INSET = 0.09
"""Share of a cell at each side that holds rules and no digit."""

_RULE = 0.12
"""Share of a cell that the rest of a rule takes at most, across it."""

_RULED = 0.6
"""Share of a row or column at a cell's edge that is ink where it is of a rule."""

_SPECK_MM = 0.6
"""Ink no larger than this is dirt; a dash is 1 mm long, a digit of 5 points 1.2 mm high."""

_DASH = 0.5
"""Height in digits up to which print between two groups is a dash."""

LEAST_DIGITS = 8
"""Digits of a number: old identity numbers have 9, tax codes 10 or 13, identity numbers 12."""

_EVEN = 0.16
"""By how much of its height printed digits differ in height and foot; written ones differ more."""

_PICTURE_DPI = 300

_INK = 160
"""Grey below which a pixel of evened paper is ink."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Glyph:
    """One cell's print: ``pixels`` ``(h, w) uint8`` without rules; ``top`` its first row on the page."""

    pixels: Array
    top: int

    @property
    def bottom(self) -> int:
        return self.top + int(self.pixels.shape[0])


@dataclasses.dataclass(frozen=True, slots=True)
class BoxedNumber:
    """The digits of a row as one word over all of it; ``second`` is what the other model read."""

    word: RawWord
    second: str


def boxed_numbers(page: PageImage, recognise: Recognise) -> tuple[BoxedNumber, ...]:
    """The numbers of an upright grey page that stand in boxes, from top to bottom; boxes in the page's pixels.

    ``recognise`` takes another model for ``LETTERS`` than for ``FIGURES``. Where it may choose letters, letters in
    boxes become no digits.
    """
    rows = [(row, glyphs) for row in box_rows(page) if (glyphs := _glyphs(page, row))]
    if not rows:
        return ()
    lines = [glyphs for _row, glyphs in rows]
    once = _digits(lines, lambda picture: recognise(picture, LETTERS), _FIRST_PX)
    # Why figures alone: free to choose, the model of words takes the 6 of Carlito for a 0, at every height.
    again = _digits(lines, lambda picture: recognise(picture, FIGURES), _SECOND_PX)
    return tuple(
        BoxedNumber(RawWord(text, row.box, sure, (FIRST_LINE + number, 1, 1)), other)
        for number, ((row, _), (text, sure), (other, _)) in enumerate(zip(rows, once, again, strict=True))
        if text and text == other and sure >= _SURE
    )


def without_boxes(page: PageImage, numbers: Sequence[BoxedNumber]) -> PageImage:
    """The page with white paper where those numbers and their rules stand."""
    if not numbers:
        return page
    pixels = page.pixels.copy()
    for number in numbers:
        box = number.word.box
        pixels[box.y : box.bottom, box.x : box.right] = 255
    return dataclasses.replace(page, pixels=pixels)


def beside_boxes(words: Sequence[RawWord], numbers: Sequence[BoxedNumber]) -> tuple[RawWord, ...]:
    """The words that do not stand in those boxes, and the numbers."""
    boxes = [number.word.box for number in numbers]
    kept = [word for word in words if not any(_is_within(word.box, box) for box in boxes)]
    return (*kept, *(number.word for number in numbers))


def _is_within(inner: Box, outer: Box) -> bool:
    x, y = inner.x + inner.width / 2, inner.y + inner.height / 2
    return outer.x <= x < outer.right and outer.y <= y < outer.bottom


def _glyphs(page: PageImage, row: BoxRow) -> list[_Glyph]:
    """The digits of a row from left to right; none where it is empty or holds what printed digits are not."""
    found = [_glyph(page, cell) for cell in row.cells]
    filled = [glyph for glyph in found if glyph is not None]
    if len(filled) < LEAST_DIGITS or None in found[: len(filled)]:
        return []
    digit_px = median(glyph.pixels.shape[0] for glyph in filled)
    between = [glyph for gap in row.gaps if (glyph := _glyph(page, gap)) is not None]
    if any((glyph.pixels < _INK).any(axis=1).sum() > _DASH * digit_px for glyph in between):
        return []
    return filled if _are_even(filled) else []


def _glyph(page: PageImage, cell: Box) -> _Glyph | None:
    """What a cell holds beside its rules and specks; None for paper."""
    across, down = round(_INSET * cell.width), round(_INSET * cell.height)
    part = page.pixels[cell.y + down : cell.bottom - down, cell.x + across : cell.right - across]
    mask = cv2.threshold(part, _INK, 1, cv2.THRESH_BINARY_INV)[1]
    rows, columns = _between_rules(mask, cell.height), _between_rules(mask.T, cell.width)
    part, mask = part[rows, columns], mask[rows, columns]
    _count, labels, stats = components(np.ascontiguousarray(mask))
    dots_per_mm = page.dpi / 25.4
    kept = [index for index in range(1, len(stats)) if not _is_rest(stats[index], part.shape, cell, dots_per_mm)]
    if not kept:
        return None
    x, y = (min(int(stats[index, column]) for index in kept) for column in (0, 1))
    right, bottom = (max(int(stats[index, c] + stats[index, c + 2]) for index in kept) for c in (0, 1))
    own = cv2.dilate(np.isin(labels, kept).astype(np.uint8), np.ones((5, 5), np.uint8))
    clean = np.where(own > 0, part, 255).astype(np.uint8)
    return _Glyph(clean[y:bottom, x:right], cell.y + down + rows.start + y)


def _between_rules(mask: Array, size: int) -> slice:
    """The rows of a cell's ink that lie between what its inset left of thick rules."""
    most = round(_RULE * size)
    before, behind = (np.flatnonzero(side.mean(axis=1) > _RULED) for side in (mask[:most], mask[::-1][:most]))
    return slice(int(before.max(initial=-1)) + 1, mask.shape[0] - int(behind.max(initial=-1)) - 1)


def _is_rest(stats: Array, shape: tuple[int, ...], cell: Box, dots_per_mm: float) -> bool:
    """Whether a piece of ink is the rest of a rule at a cell's edge, or a speck."""
    left, top, width, height, area = (int(value) for value in stats[:5])
    if (left == 0 or left + width == shape[1]) and width <= _RULE * cell.width:
        return True
    if (top == 0 or top + height == shape[0]) and height <= _RULE * cell.height:
        return True
    return max(width, height) < _SPECK_MM * dots_per_mm or area < (0.5 * _SPECK_MM * dots_per_mm) ** 2


def _are_even(glyphs: Sequence[_Glyph]) -> bool:
    """Whether glyphs are of one height and stand on one line, which may lean: a machine's, not a hand's."""
    heights = np.array([glyph.pixels.shape[0] for glyph in glyphs], float)
    feet = np.array([glyph.bottom for glyph in glyphs], float)
    places = np.arange(len(glyphs))
    feet -= np.polyval(np.polyfit(places, feet, 1), places)
    most = _EVEN * float(np.median(heights)) + 1
    return bool(np.ptp(heights) <= most and np.ptp(feet) <= most)


def _digits(lines: Sequence[Sequence[_Glyph]], read: pieces.Recognise, height: int) -> list[tuple[str, float]]:
    """What each line of glyphs says, with the least confidence of its words; no text without one digit a glyph."""
    picture, rows = _picture(lines, height)
    words = read(PageImage(picture, _PICTURE_DPI, np.eye(3)))
    found = []
    for top, bottom, middles in rows:
        mine = [word for word in words if top <= word.box.y + word.box.height / 2 < bottom]
        mine.sort(key=lambda word: word.box.x)
        texts = [word.text for word in mine]
        under = [sum(word.box.x <= middle < word.box.right for middle in middles) for word in mine]
        told = "".join(texts) if under == [len(text) for text in texts] else ""
        sound = told.isdigit() and len(told) == len(middles)
        found.append((told, min(word.confidence for word in mine)) if sound else ("", 0.0))
    return found


def _picture(lines: Sequence[Sequence[_Glyph]], height: int) -> tuple[Array, list[tuple[int, int, list[float]]]]:
    """``(h, w) uint8``: the glyphs side by side, a row below the other; each row's upper and lower edge and middles."""
    step = 3 * height
    strips, rows = [], []
    for number, glyphs in enumerate(lines):
        factor = height / median(glyph.pixels.shape[0] for glyph in glyphs)
        foot = median(glyph.bottom for glyph in glyphs)
        strip = np.full((step, 2 * len(glyphs) * height + 4 * height), 255, np.uint8)
        x, middles = 2 * height, []
        for glyph in glyphs:
            size = [max(1, round(factor * side)) for side in glyph.pixels.shape[::-1]]
            kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
            drawn = cv2.resize(glyph.pixels, size, interpolation=kind)[: 2 * height, : 2 * height]
            y = min(max(0, 2 * height + round(factor * (glyph.bottom - foot)) - drawn.shape[0]), step - drawn.shape[0])
            strip[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
            middles.append(x + drawn.shape[1] / 2)
            x += drawn.shape[1] + round(_SPACE * height)
        strips.append(strip)
        rows.append((number * step, (number + 1) * step, middles))
    width = max(strip.shape[1] for strip in strips)
    padded = [cv2.copyMakeBorder(s, 0, 0, 0, width - s.shape[1], cv2.BORDER_CONSTANT, value=255) for s in strips]
    return np.vstack(padded), rows
