"""No speckle: what makes a photocopy fit to be read."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.image import Array, components
from ocr.preprocess.geometry import is_sideways
from ocr.preprocess.punctuation import Pieces, punctuation

MANY_SPECKS = 60
"""Isolated specks on a page from which it counts as a photocopy; clean scans have fewer than ten."""

INK, HAIRLINE = 140, 190
"""Grey of ink, and of the hairlines of thin or light print: midway between its grey of 130 and evened paper."""

LARGEST_LETTER_INCH = 0.3
"""Capitals of 24 points with their marks; what is larger is a frame, a line or a picture."""

COMMA = 2
"""How many times as high as the largest speck the comma of a semicolon may be, whose dot may be taken for one."""

_STRIPS = 16
_SAMPLED = 0.3
"""Share of the page in the strips that are looked at first."""


def remove_speckle(grey: Array, dpi: int) -> tuple[Array, tuple[str, ...]]:
    """The page without isolated specks.

    Dots of letters and marks stay because print is near them, punctuation because of its place in the line. Runs only
    where the specks are many: photocopies, and forms with dotted lines. Speckle is where the engine's time and its
    result fall off a cliff. A few strips tell whether the whole page must be looked at.
    """
    step = max(1, grey.shape[0] // _STRIPS)
    depth = max(1, int(step * _SAMPLED))
    white = np.full((2, grey.shape[1]), 255, np.uint8)  # so that nothing of two strips grows together
    parts = [part for top in range(0, grey.shape[0], step) for part in (grey[top : top + depth], white)]
    strips = _darkest_of_four(np.vstack(parts))
    if _lonely(_pieces(strips, INK), dpi).sum() < MANY_SPECKS * _SAMPLED / 3:
        return grey, ()
    half = _darkest_of_four(grey)
    pieces = _pieces(half, INK)
    lonely = _lonely(pieces, dpi)
    if lonely.sum() < MANY_SPECKS:
        return grey, ()
    mask, size = pieces.painted(_specks(pieces, half, lonely, dpi)), (grey.shape[1], grey.shape[0])
    mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    clean = grey.copy()
    clean[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean, ("speckle",)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Connected pieces of ink: their ``labels`` ``(h, w)`` and OpenCV's statistics; piece 0 is the paper.

    ``at`` are the places of ink in the flattened page, ``of`` the piece of each: ink is a twentieth of a page.
    """

    labels: Array
    stats: Array
    at: Array
    of: Array

    def painted(self, chosen: Array) -> Array:
        """A 0/1 mask of the chosen pieces."""
        mask = np.zeros(self.labels.shape, np.uint8)
        mask.ravel()[self.at] = chosen[self.of]
        return mask

    def touched(self, mask: Array) -> Array:
        """Which pieces have ink within a 0/1 mask."""
        return np.asarray(np.bincount(self.of[mask.ravel()[self.at] > 0], minlength=len(self.stats)) > 0)

    def small(self, dpi: int, times: float = 1) -> Array:
        """Which may be specks by their size, or some times as large; what the edge cuts may be larger."""
        scale = times * dpi / 300
        tops, heights = self.stats[:, cv2.CC_STAT_TOP], self.stats[:, cv2.CC_STAT_HEIGHT]
        small = (self.stats[:, cv2.CC_STAT_AREA] < 16 * scale**2) & (heights < 6 * scale)
        return np.asarray(small & (tops > 0) & (tops + heights < self.labels.shape[0]))


def _pieces(half: Array, level: int) -> _Pieces:
    _count, labels, stats = components((half < level).astype(np.uint8))
    at = np.flatnonzero(labels)
    return _Pieces(labels, stats, at, labels.ravel()[at])


def _lonely(pieces: _Pieces, dpi: int) -> Array:
    """Which small pieces stand away from all print."""
    small = pieces.small(dpi)
    if int(small.sum()) < MANY_SPECKS * _SAMPLED / 3:
        return np.zeros_like(small)
    return small & ~_near(pieces, ~small, dpi)


def _near(pieces: _Pieces, kept: Array, dpi: int, faint: Array | None = None) -> Array:
    """The kept pieces and those near them, or near what the mask ``faint`` shows as well."""
    reach = max(3, round(dpi * 0.03)) | 1
    kept = kept.copy()
    # Twice: a tone mark stands on a vowel mark that is itself small, and only the vowel is large.
    for _ in range(2):
        kept[0] = False
        mask = pieces.painted(kept)
        if faint is not None:
            mask = np.maximum(mask, faint)
        kept |= pieces.touched(cv2.dilate(mask, np.ones((reach, reach), np.uint8)))
    return kept


def _specks(pieces: _Pieces, half: Array, lonely: Array, dpi: int) -> Array:
    """The lonely pieces that are neither parts of letters nor punctuation."""
    # Why hairlines: thin faces and light copies break at the level of ink, and marks stand away from what is left.
    faint = _pieces(half, HAIRLINE)
    of_print = faint.touched(pieces.painted(~pieces.small(dpi)))
    print_mask = faint.painted(of_print)
    lonely = lonely & ~_near(pieces, ~lonely, dpi, print_mask)
    ink = np.zeros(len(pieces.stats), np.int64)
    faint_of = faint.labels.ravel()[pieces.at]
    ink[pieces.of] = faint.stats[faint_of, cv2.CC_STAT_AREA]
    return lonely & ~_punctuation(pieces, lonely, ink, print_mask, dpi)


def _punctuation(pieces: _Pieces, lonely: Array, ink: Array, print_mask: Array, dpi: int) -> Array:
    """Which lonely pieces are punctuation; the page may still lie on its side or upside down."""
    small = pieces.small(dpi)
    longest = pieces.stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1)
    stroke = _stroke_px(print_mask)
    is_letter = ~small & (longest >= 2 * stroke) & (longest < LARGEST_LETTER_INCH * dpi / 2)
    boxes = np.concatenate([pieces.stats[:, :2], pieces.stats[:, :2] + pieces.stats[:, 2:4]], axis=1)
    at_75 = cv2.resize(pieces.painted(is_letter), None, fx=150 / dpi, fy=150 / dpi, interpolation=cv2.INTER_NEAREST)
    marks = pieces.small(dpi, COMMA)
    found = np.zeros_like(small)
    for turn in (90, 270) if is_sideways(np.asarray(at_75, np.uint8)) else (0, 180):
        upright = Pieces(boxes, ink).turned(turn)
        found[marks] |= punctuation(upright.where(is_letter), upright.where(marks), lonely[marks], stroke)
    return found


def _stroke_px(print_mask: Array) -> float:
    """The width of upright strokes: the median of what rows cut out of the print on a 0/1 mask."""
    rows = np.pad(print_mask[::4], ((0, 0), (1, 1))).ravel()
    edges = np.flatnonzero(np.diff(rows))
    return float(np.median(np.diff(edges)[::2])) if edges.size else 1.0


def _darkest_of_four(grey: Array) -> Array:
    """The page at half the size, where pieces are counted a quarter of the time; every speck is kept.

    A last odd row or column is left out.
    """
    height, width = grey.shape[0] // 2 * 2, grey.shape[1] // 2 * 2
    rows = np.minimum(grey[:height:2, :width], grey[1:height:2, :width])
    return np.ascontiguousarray(np.minimum(rows[:, ::2], rows[:, 1::2]))
