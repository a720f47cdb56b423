"""Whether a page holds print, marks other than print, or nothing.

A sheet's back is blank although light falls on it, the front shines through, holes were punched and the feeder left
a streak. A stamp, a signature, a sketch or a picture is none of that: such a page is kept with its paper and told.
"""

import cv2
import numpy as np

from ocr.image import Array, PageImage, components
from ocr.preprocess.geometry import INK_DPI, raw_ink
from ocr.preprocess.tone import background_of, plain_grey

_LETTERS = 12
"""Pieces of letter size that are print wherever they stand; dust is fewer."""

_IN_ROW = 6
"""Pieces of letter size that are print when they stand in one row: one short line."""

_ROW_GAP_INCH = 0.12
"""Distance within which letters of one line follow each other."""

_MARK_INCH = (0.31, 0.13)
"""Longer and shorter side from which ink is a mark: initials; dust and staples are smaller."""

_LINE_INCH = 0.066
"""Breadth below which ink is a fold or a streak, however long and slanted."""

_HOLE_INCH = (0.12, 0.36)
"""Punch holes are 5.5 to 8 mm wide (ISO 838: 6 mm)."""

_HOLE_EDGE_INCH = 0.85
"""Punch holes stand within this of an edge (ISO 838: 12 mm to the middle)."""

_PICTURE_STD = 9.0
"""Grey by which the paper's brightness departs from an even fall of light. Blank sheets, aged and photographed too,
have less than 3, pictures more than 15 (tests/ocr/test_content.py)."""


def has_marks(sheet: PageImage) -> bool:
    """Whether a sheet without print, in its own tones, shows what is not the paper: strokes, a stamp, a picture."""
    return _has_strokes(sheet) or _is_picture(sheet)


def has_print(ink: Array) -> bool:
    """Whether there is ink of letter size away from the edges, in one row or in some number.

    ``ink`` is at about 75 dpi. Punch holes and feeder streaks are few or long; bleed-through is too faint to
    count as ink at all.
    """
    height, width = ink.shape
    inner = np.ascontiguousarray(ink[height // 25 : height - height // 25, width // 20 : width - width // 20])
    _count, labels, stats = components(inner)
    areas, heights, widths = (stats[1:, at] for at in (cv2.CC_STAT_AREA, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH))
    letters = (areas >= 8) & (heights >= 3) & (heights <= 40)
    if int(letters.sum()) >= _LETTERS:
        return True
    letters &= widths <= 40
    if int(letters.sum()) < _IN_ROW:
        return False
    kept = np.concatenate(([False], letters))[labels].astype(np.uint8)
    reach = round(_ROW_GAP_INCH * INK_DPI) | 1
    _rows, row_labels = cv2.connectedComponents(cv2.dilate(kept, np.ones((1, reach), np.uint8)))
    pairs = np.unique(np.c_[row_labels[kept > 0], labels[kept > 0]], axis=0)
    return bool(np.bincount(pairs[:, 0]).max() >= _IN_ROW)


def _has_strokes(sheet: PageImage) -> bool:
    """Whether there is ink as large as initials that is no fold, streak, hole or edge."""
    scale = min(1.0, INK_DPI / sheet.dpi)
    ink = raw_ink(plain_grey(sheet.pixels), scale)
    height, width = ink.shape
    margin = max(height, width) // 30
    inner = np.ascontiguousarray(ink[margin : height - margin, margin : width - margin])
    count, labels, stats = components(inner)
    for index in range(1, count):
        x, y, across, down = (int(value) for value in stats[index, :4])
        if x == 0 or y == 0 or x + across == inner.shape[1] or y + down == inner.shape[0]:
            continue
        if max(across, down) < _MARK_INCH[0] * INK_DPI or min(across, down) < _MARK_INCH[1] * INK_DPI:
            continue
        part = labels[y : y + down, x : x + across] == index
        nearest = margin + min(x, y, inner.shape[1] - x - across, inner.shape[0] - y - down)
        if not _is_line(part) and not _is_hole(part, nearest):
            return True
    return False


def _is_line(part: Array) -> bool:
    points = np.argwhere(part).astype(np.float32)
    return min(cv2.minAreaRect(points)[1]) < _LINE_INCH * INK_DPI


def _is_hole(part: Array, nearest: int) -> bool:
    down, across = part.shape
    least, most = (inch * INK_DPI for inch in _HOLE_INCH)
    compact = least <= min(down, across) and max(down, across) <= most and float(part.mean()) > 0.65
    return compact and nearest < _HOLE_EDGE_INCH * INK_DPI


def _is_picture(sheet: PageImage) -> bool:
    """Whether the brightness of what should be paper changes as no light on paper does."""
    paper = background_of(plain_grey(sheet.pixels)).astype(np.float64)
    height, width = paper.shape
    inner = paper[height // 12 : height - height // 12 : 3, width // 12 : width - width // 12 : 3]
    down, across = np.mgrid[-1 : 1 : inner.shape[0] * 1j, -1 : 1 : inner.shape[1] * 1j]
    terms = np.stack([down**i * across**j for i in range(4) for j in range(4 - i)], axis=-1).reshape(-1, 10)
    flat = inner.reshape(-1)
    weights = np.linalg.lstsq(terms, flat, rcond=None)[0]
    return float((flat - terms @ weights).std()) > _PICTURE_STD
