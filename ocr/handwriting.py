"""Writing on a page that the engine read no word from: as a rule a pen's, left to a person with its place.

Looked for on the page as delivered, in grey: what a blue pen wrote is set apart from the print before reading.
"""

import cv2
import numpy as np

from ocr.image import Array, PageImage, components, least_channel, reduced
from ocr.text import is_syllable
from ocr.types import Box, Line, Word, Zone

_DPI = 100
"""Enough to see where a pen went; a hundredth of the pixels that reading needs."""

_LEAST_WIDTH_INCH, _LEAST_HEIGHT_INCH, _MOST_HEIGHT_INCH = 0.4, 0.1, 0.8
"""A short name in a form's line; dotted lines are flatter, photographs and seals are taller."""

_LEAST_SHARE, _MOST_SHARE = 0.04, 0.45
"""Of a zone that is ink: below it is dust, above it a bar or a picture."""

_MARGIN_INCH = 0.25

_PUNCTUATION = ".,:;()/-"
_WITHOUT_PUNCTUATION = str.maketrans("", "", _PUNCTUATION)

_CODE_FIGURES = 6
"""Figures from which a word with a letter or two among them is a code («H26.150-260303-0029»)."""

UNSURE = 0.6
"""Below this a word is no reading of what stands there."""


def unread_zones(page: PageImage, delivered: Array, lines: tuple[Line, ...]) -> tuple[Zone, ...]:
    """Zones of writing without words, in reading order; ``delivered`` are the page's own pixels, grey or BGR."""
    scale = _DPI / page.dpi
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    ink = _ink(page, delivered, scale, size)
    _without_rules(ink)
    for line in lines:
        for word, box in zip(line.words, line.word_uprights, strict=False):
            if not is_sound(word):
                continue  # Why: from a pen's strokes the engine makes letters that it does not believe itself
            pad = 2
            top, left = max(0, int(box.y * scale) - pad), max(0, int(box.x * scale) - pad)
            ink[top : int(box.bottom * scale) + pad + 1, left : int(box.right * scale) + pad + 1] = 0
    margin = round(_MARGIN_INCH * _DPI)
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 25), np.uint8))
    count, _labels, stats = components(joined)
    found = []
    for left, top, width, height, _area in stats[1:count]:
        inked = int(ink[top : top + height, left : left + width].sum())
        if _is_writing(width / _DPI, height / _DPI, inked / (width * height)):
            box = Box(round(left / scale), round(top / scale), round(width / scale), round(height / scale))
            found.append(box)
    high, wide = delivered.shape[:2]
    found.sort(key=lambda box: (box.y, box.x))
    return tuple(Zone(page.delivered_box(box, wide, high), box) for box in found)


def is_sound(word: Word) -> bool:
    """Whether a word is a reading of what stands there: believed, or at least a syllable or a number."""
    bare = word.text.strip(_PUNCTUATION)
    if word.confidence >= UNSURE:
        return any(character.isalnum() for character in bare)
    marks = bare.translate(_WITHOUT_PUNCTUATION)
    figures = sum(map(str.isdigit, marks))
    is_code = figures >= _CODE_FIGURES and 5 * figures >= 4 * len(marks)
    return len(bare) > 1 and (is_syllable(bare) or marks.isdigit() or is_code)


def _is_writing(width_inch: float, height_inch: float, share: float) -> bool:
    return (
        width_inch >= _LEAST_WIDTH_INCH
        and _LEAST_HEIGHT_INCH <= height_inch <= _MOST_HEIGHT_INCH
        and _LEAST_SHARE <= share <= _MOST_SHARE
    )


def _ink(page: PageImage, delivered: Array, scale: float, size: tuple[int, int]) -> Array:
    """What is darker than its surroundings, as 0/1 on the upright page at our resolution."""
    apart = float(np.sqrt(abs(np.linalg.det(page.to_delivered[:2, :2])))) / scale
    small, factor = reduced(delivered, apart)
    share = 1 / factor
    grey = small if small.ndim == 2 else least_channel(small)  # keeps every pen dark
    forward = np.diag([share, share, 1.0]) @ page.to_delivered @ np.diag([1 / scale, 1 / scale, 1.0])
    upright = cv2.warpPerspective(
        np.ascontiguousarray(grey), forward, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    paper = cv2.medianBlur(cv2.dilate(upright, np.ones((5, 5), np.uint8)), 21)
    return np.asarray(upright < 0.7 * paper, np.uint8)


def _without_rules(ink: Array) -> None:
    """Takes long straight lines out, in place."""
    for shape in ((1, 40), (40, 1)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
