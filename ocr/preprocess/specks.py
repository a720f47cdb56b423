"""No speckle: what makes a photocopy fit to be read."""

import cv2
import numpy as np

from ocr.image import Array, components

MANY_SPECKS = 60
"""Isolated specks on a page from which it counts as a photocopy; clean scans have fewer than ten."""

_STRIPS = 16
_SAMPLED = 0.3
"""Share of the page in the strips that are looked at first."""


def remove_speckle(grey: Array, dpi: int) -> tuple[Array, tuple[str, ...]]:
    """The page without isolated specks; dots of letters and marks stay because print is near them.

    Runs only where the specks are many: photocopies, and forms with dotted lines. Speckle is where the engine's
    time and its result fall off a cliff. A few strips tell whether the whole page must be looked at.
    """
    step = max(1, grey.shape[0] // _STRIPS)
    depth = max(1, int(step * _SAMPLED))
    white = np.full((2, grey.shape[1]), 255, np.uint8)  # so that nothing of two strips grows together
    strips = np.vstack([part for top in range(0, grey.shape[0], step) for part in (grey[top : top + depth], white)])
    if _lonely_specks(strips, dpi)[1] < MANY_SPECKS * _SAMPLED / 3:
        return grey, ()
    mask, count = _lonely_specks(grey, dpi)
    if count < MANY_SPECKS:
        return grey, ()
    clean = grey.copy()
    clean[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean, ("speckle",)


def _lonely_specks(grey: Array, dpi: int) -> tuple[Array, int]:
    """Mask of specks without print near them, and how many they are."""
    # Why at half the size: pieces are counted a quarter of the time, and the darkest of four keeps every speck.
    half = _darkest_of_four(grey)
    ink = (half < 140).astype(np.uint8)
    count, labels, stats = components(ink)
    scale = dpi / 300
    tops, heights = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    small = (stats[:, cv2.CC_STAT_AREA] < 16 * scale**2) & (heights < 6 * scale)
    small &= (tops > 0) & (tops + heights < half.shape[0])  # what the edge cuts may be larger
    if int(small.sum()) < MANY_SPECKS * _SAMPLED / 3:
        return np.zeros_like(grey), 0
    # Twice: a tone mark stands on a vowel mark that is itself small, and only the vowel is large.
    kept = (~small).astype(np.uint8)
    kept[0] = 0
    reach = max(3, round(dpi * 0.03)) | 1
    for _ in range(2):
        near = cv2.dilate(np.take(kept, labels), np.ones((reach, reach), np.uint8))
        kept |= (np.bincount(labels[near > 0], minlength=count) > 0).astype(np.uint8)
        kept[0] = 0
    lonely = small & (kept == 0)
    mask = np.take(lonely.astype(np.uint8), labels)
    size = (grey.shape[1], grey.shape[0])
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8), int(lonely.sum())


def _darkest_of_four(grey: Array) -> Array:
    """The page at half the size; a last odd row or column is left out."""
    height, width = grey.shape[0] // 2 * 2, grey.shape[1] // 2 * 2
    rows = np.minimum(grey[:height:2, :width], grey[1:height:2, :width])
    return np.ascontiguousarray(np.minimum(rows[:, ::2], rows[:, 1::2]))
