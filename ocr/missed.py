"""Print that the engine's layout analysis passed over: a lone number at the margin, a short cell, a name under a seal.

The engine drops what stands alone and is short as if it were dirt. What looks like print and lies under no word is cut
out and read in one picture, one piece below the other; only what comes out sound is kept.
"""

import re
from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleaning import mean_confidence
from ocr.engines import RawWord
from ocr.image import Array, PageImage, components
from ocr.pieces import Recognise, read_pieces
from ocr.preprocess.geometry import ink_mask
from ocr.text import core, is_syllable
from ocr.types import Box

_DPI = 100
"""Enough to see where letters stand."""

_MARGIN_INCH = 0.25
_PAD_INCH = 0.03
"""What a word's box leaves out of its own marks."""

_WORD_GAP_INCH = 0.13
"""Blanks between the words of a line; two columns stand farther apart."""

_LEAST_LETTER_INCH, _MOST_LETTER_INCH = 0.05, 0.30
"""From the x-height of 8 points to capitals of 28 points; strokes of pens and rims of seals are larger."""

_LEAST_LETTERS = 2
_MOST_ZONES = 12
"""Pieces of one page; where more is left over, the page is a drawing or a photograph."""

_SURE = 0.75
"""Confidence from which a piece of print is believed; rims of seals and signatures stay below it."""

_SURE_NAME = 0.85
"""Confidence of each word from which words with capitals are believed without being syllables."""

_NAME_WORD = re.compile(r"(?=[^\W\d_]{2,}$)[A-ZĐÀ-ỸƠƯĂÂÊÔ][^\W\d_A-ZĐ]+")


def missed_words(page: PageImage, words: Sequence[RawWord], recognise: Recognise) -> tuple[RawWord, ...]:
    """The words that stand where none was read, each piece as a line of its own; boxes in the page's pixels."""
    zones = missed_zones(page, words)
    if not zones or len(zones) > _MOST_ZONES:
        return ()
    pieces = read_pieces(page, zones, recognise)
    return tuple(word for piece in pieces if _is_sound(piece) for word in piece)


def missed_zones(page: PageImage, words: Sequence[RawWord]) -> tuple[Box, ...]:
    """Where letters stand under no word, from top to bottom."""
    scale = min(1.0, _DPI / page.dpi)
    dpi = page.dpi * scale
    ink = ink_mask(page.pixels, scale)
    pad = _PAD_INCH * dpi
    for word in words:
        box = word.box
        top, left = max(0, int(box.y * scale - pad)), max(0, int(box.x * scale - pad))
        ink[top : int(box.bottom * scale + pad) + 1, left : int(box.right * scale + pad) + 1] = 0
    margin = round(_MARGIN_INCH * dpi)
    ink[:margin] = ink[-margin:] = 0
    ink[:, :margin] = ink[:, -margin:] = 0
    letters, centres = _letters(ink, dpi)
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((3, max(3, round(_WORD_GAP_INCH * dpi))), np.uint8))
    count, labels, stats = components(joined)
    held = np.bincount([int(labels[y, x]) for y, x in centres], minlength=count)
    found = [
        Box(*(round(int(value) / scale) for value in stats[index, :4]))
        for index in range(1, count)
        if held[index] >= _LEAST_LETTERS and stats[index, cv2.CC_STAT_HEIGHT] <= _MOST_LETTER_INCH * dpi
    ]
    return tuple(sorted(found, key=lambda box: (box.y, box.x)))


def _letters(ink: Array, dpi: float) -> tuple[Array, list[tuple[int, int]]]:
    """The ink that is of letter size, with the marks beside it, and a point of each letter ``(row, column)``."""
    count, labels, stats = components(ink)
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    least, most = _LEAST_LETTER_INCH * dpi, _MOST_LETTER_INCH * dpi
    is_letter = (heights >= least) & (heights <= most) & (widths <= 2 * most)
    is_letter[0] = False
    kept = np.asarray(is_letter[labels], np.uint8)
    centres = []
    for index in np.flatnonzero(is_letter):
        left, top, width, height = (int(value) for value in stats[index, :4])
        rows, columns = np.nonzero(labels[top : top + height, left : left + width] == index)
        centres.append((top + int(rows[0]), left + int(columns[0])))
    near = cv2.dilate(kept, np.ones((7, 3), np.uint8))
    return np.asarray(ink & near, np.uint8), centres if count > 1 else []


def _is_sound(piece: Sequence[RawWord]) -> bool:
    """Whether what came out is believed and made of syllables and numbers, or of a name's words."""
    if not piece or mean_confidence(piece) < _SURE:
        return False
    if len(piece) > 1 and all(_NAME_WORD.fullmatch(word.text) and word.confidence >= _SURE_NAME for word in piece):
        return True  # «Rơ Châm Thuyn»: names of the highlands are no syllables
    cores = [core(word.text) for word in piece]
    letters = sum(len(text) for text in cores)
    sound = sum(len(text) for text in cores if is_syllable(text.casefold()) or any(map(str.isdigit, text)))
    return letters >= _LEAST_LETTERS and sound >= 0.7 * letters
