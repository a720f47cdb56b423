"""A page taken apart for small files (mixed raster content): sharp dark print, and everything else below it.

Print becomes a two-tone mask at full resolution, kept without loss. What is not in the mask – paper, seals,
signatures in ink of a colour, photographs, faint pencil – stays in a background of lower resolution, in
colour. Nothing is dropped: a pixel is in the mask or it is in the background.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ocr.image import Array, shrunk

_STROKE_MM = 1.6
"""Thickest stroke of print: titles of 36 point in Times have stems of 1.5 mm."""

_CONTRAST = 0.30
"""Print is darker than its paper by this share at least (measured on drawn and copied pages)."""

_COLOUR = 30
"""Spread between the channels, beyond the paper's own, from which ink has a colour (noise: below 25)."""

_COLOURED_SHARE = 0.25
"""Share of a stroke that must have a colour for the whole of it to be coloured ink."""

_STRONG = 0.6
"""Share of the usual print's contrast to its paper from which ink is as strong as print."""

_STRONG_SHARE = 0.3
"""Share of a stroke that must be as strong as print: of thin strokes, half is edge."""

_GREY_SHARE = 5e-5
"""A page is grey when fewer of its coarse pixels have a colour: a tick of 3 mm² keeps a page coloured."""

_FILL_STEP = 4
"""Holes are filled from means over so many pixels of the background: paper is even, and even parts code small."""

_MIN_AREA_PX = 4
_MM_PER_INCH = 25.4
_PAPER_MM = 6.0
_PICTURE_MM = 3.0
_ROUGH = 26.0
"""Spread of the background's brightness beyond which it is a picture and no paper."""

_MAX_INK = 0.35
_MIN_INK = 0.0005
"""Shares of the page: beyond them there is no print to keep apart, or no paper below it."""


@dataclass(frozen=True, slots=True, eq=False)
class PageLayers:
    """A page in two layers.

    ``mask`` is ``(h, w)`` uint8, 255 where print is, or None when there is no print to keep apart; ``ink``
    its colour (red, green, blue). ``background`` is a smaller ``(h, w)`` grey or ``(h, w, 3)`` RGB uint8,
    its holes below the print filled from around.
    """

    mask: Array | None
    ink: tuple[int, int, int]
    background: Array


def split(pixels: Array, dpi: int, background_dpi: int = 200, plain_dpi: int = 200) -> PageLayers | None:
    """The layers of a page, ``(h, w)`` grey or ``(h, w, 3)`` BGR uint8; None when it is all picture.

    A page without print has a background alone, of ``plain_dpi``.
    """
    scale = min(1.0, background_dpi / dpi)
    strokes = _print_strokes(pixels, dpi)
    mask = strokes.mask
    share = cv2.countNonZero(mask) / mask.size
    if share > _MAX_INK:
        return None
    small = shrunk(pixels, scale)
    background = _background(small, mask)
    pictures = _pictures(background, dpi * scale)
    if cv2.countNonZero(pictures):
        full = cv2.resize(pictures, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_NEAREST)
        mask = strokes.kept(strokes.share(np.asarray(full, np.uint8)) == 0).mask
        share = cv2.countNonZero(mask) / mask.size
        background = _background(small, mask)
    if share < _MIN_INK:
        return PageLayers(None, (0, 0, 0), _in_rgb(shrunk(pixels, min(1.0, plain_dpi / dpi))))
    return PageLayers(mask, _ink(pixels, mask), _in_rgb(background))


def _print_strokes(pixels: Array, dpi: int) -> "_Strokes":
    """Dark strokes without colour."""
    # The brightest channel: seals and coloured ink stay bright in one of them, print in none.
    value = _extreme(pixels, cv2.max)
    paper = _paper(value, dpi)
    dark = np.asarray(cv2.compare(value, cv2.convertScaleAbs(paper, alpha=1 - _CONTRAST), cv2.CMP_LT), np.uint8)
    size = max(3, round(_STROKE_MM / _MM_PER_INCH * dpi)) | 1
    thick = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((size, size), np.uint8)), np.uint8)
    return _strokes(
        dark,
        cv2.dilate(thick, np.ones((2 * size + 1, 2 * size + 1), np.uint8)) if cv2.countNonZero(thick) else None,
        _coloured(pixels) if pixels.ndim == 3 else None,
        _strong(value, paper, np.asarray(cv2.subtract(dark, thick), np.uint8)),
    )


def _strong(value: Array, paper: Array, dark: Array) -> Array:
    """Where print is nearly as dark as most print of the page."""
    core = cv2.erode(dark[::3], np.ones((1, 3), np.uint8)) > 0
    if not core.any():
        return dark
    ink = float(np.median(value[::3][core] / np.maximum(paper[::3][core], 1)))
    limit = cv2.convertScaleAbs(paper, alpha=1 - _STRONG * (1 - min(ink, 1.0)))
    return np.asarray(cv2.compare(value, limit, cv2.CMP_LT), np.uint8)


def _extreme(pixels: Array, choose: Callable[..., Any]) -> Array:
    """The brightest or darkest channel of each pixel; numpy takes ten times as long over its last axis."""
    if pixels.ndim == 2:
        return pixels
    first, second, third = cv2.split(pixels)
    return np.asarray(choose(choose(first, second), third), np.uint8)


def _paper(grey: Array, dpi: int) -> Array:
    """Brightness of the paper around each pixel, from the brightest of each neighbourhood."""
    factor = max(1, dpi // 40)
    small = shrunk(grey, 1 / factor)
    size = max(3, round(_PAPER_MM / _MM_PER_INCH * dpi / factor)) | 1
    bright = cv2.dilate(small, np.ones((size, size), np.uint8))
    bright = cv2.blur(bright, (size, size))
    return np.asarray(cv2.resize(bright, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _coloured(pixels: Array) -> Array:
    """Where the ink has a colour that its paper has not, at half the resolution: JPEG keeps no more of it."""
    half = shrunk(pixels, 0.5)
    blue, green, red = cv2.split(half)
    sample = half[::8, ::8].reshape(-1, 3).astype(np.float32)
    bright = sample[sample[:, 1] >= np.percentile(sample[:, 1], 60)]
    # Black ink on yellowed paper is as yellow as the light that it lets through.
    paper_blue, paper_green, paper_red = np.maximum(np.median(bright, axis=0), 1)
    above = cv2.absdiff(red, cv2.convertScaleAbs(green, alpha=float(paper_red / paper_green)))
    below = cv2.absdiff(blue, cv2.convertScaleAbs(green, alpha=float(paper_blue / paper_green)))
    spread = cv2.blur(cv2.max(above, below), (3, 3))
    return np.asarray(cv2.threshold(spread, _COLOUR, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _strokes(dark: Array, near_thick: Array | None, coloured: Array | None, strong: Array) -> "_Strokes":
    """Strokes that are print: a stroke is in the mask or in the background as a whole.

    Specks, coloured strokes, faint ones (a seal on a photocopy, bleed-through), and what lies at something thick
    (the modules of a large QR code) stay in the background.
    """
    strokes = _Strokes.of(dark)
    is_print = (strokes.area >= _MIN_AREA_PX) & (strokes.share(strong) >= _STRONG_SHARE)
    if near_thick is not None:
        is_print &= strokes.share(near_thick) == 0
    if coloured is not None:
        full = cv2.resize(coloured, (dark.shape[1], dark.shape[0]), interpolation=cv2.INTER_NEAREST)
        is_print &= strokes.share(np.asarray(full, np.uint8)) <= _COLOURED_SHARE
    return strokes.kept(is_print)


@dataclass(frozen=True, slots=True, eq=False)
class _Strokes:
    """The connected strokes of a mask (0 and 255), so that none is ever cut in two. Arrays count them, number 0 none.

    Only the mask's own pixels are looked at, which are one in twenty of a page: their ``places`` in it and the
    ``numbers`` of their strokes, of which there are ``count``.
    """

    mask: Array
    places: Any
    numbers: Any
    count: int

    @classmethod
    def of(cls, mask: Array) -> "_Strokes":
        """The strokes of a mask."""
        count, labels = cv2.connectedComponents(mask, connectivity=8, ltype=cv2.CV_32S)
        places = np.flatnonzero(mask)
        return cls(mask, places, np.asarray(labels).reshape(-1)[places], count)

    @property
    def area(self) -> Any:
        """Pixels of each stroke."""
        return np.bincount(self.numbers, minlength=self.count)

    def share(self, where: Array) -> Any:
        """Of each stroke the share of its area that is set in ``where``."""
        inside = self.numbers[where.reshape(-1)[self.places] > 0]
        return np.bincount(inside, minlength=self.count) / np.maximum(self.area, 1)

    def kept(self, is_kept: Any) -> "_Strokes":
        """Those strokes alone, with their numbers."""
        left = np.asarray(is_kept)[self.numbers]
        mask = np.zeros_like(self.mask)
        mask.reshape(-1)[self.places[left]] = 255
        return _Strokes(mask, self.places[left], self.numbers[left], self.count)


def _background(small: Array, mask: Array) -> Array:
    """The page in its lower resolution without its print; holes are filled from what lies around."""
    size = (small.shape[1], small.shape[0])
    reach = 2 * math.ceil(mask.shape[1] / size[0] / 2) + 1
    grown = cv2.dilate(mask, np.ones((reach, reach), np.uint8))  # so that no print falls between two pixels
    printed = cv2.resize(grown, size, interpolation=cv2.INTER_NEAREST)
    # A rim of two of the page's pixels: the soft edge of print belongs to the print.
    seen = cv2.bitwise_not(cv2.dilate(printed, np.ones((3, 3), np.uint8)))
    shown = cv2.bitwise_and(small, small, mask=seen)
    total = shrunk(shown, 1 / _FILL_STEP).astype(np.float32)
    weight = shrunk(np.asarray(seen, np.uint8), 1 / _FILL_STEP).astype(np.float32) / 255
    below = cv2.resize(_filled(total, weight), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.copyTo(small, seen, below), np.uint8)


def _filled(total: Any, weight: Any) -> Array:
    """Divides by the weight; where there is none, takes ever coarser means."""
    if weight.min() < 0.25 and min(weight.shape) > 1:
        size = (max(1, weight.shape[1] // 2), max(1, weight.shape[0] // 2))
        coarse = _filled(
            cv2.resize(total, size, interpolation=cv2.INTER_AREA),
            cv2.resize(weight, size, interpolation=cv2.INTER_AREA),
        )
        below = cv2.resize(coarse, (weight.shape[1], weight.shape[0]), interpolation=cv2.INTER_LINEAR)
        missing = np.clip(0.25 - weight, 0, None)
        total = total + below * (missing[..., None] if total.ndim == 3 else missing)
        weight = weight + missing
    divisor = np.maximum(weight, 1e-6)
    mean = total / (divisor[..., None] if total.ndim == 3 else divisor)
    return np.asarray(np.clip(mean, 0, 255), np.uint8)


def _pictures(background: Array, dpi: float) -> Array:
    """255 on photographs: where the background itself is uneven, nothing is print."""
    darkest = _extreme(background, cv2.min)
    size = max(3, round(_PICTURE_MM / _MM_PER_INCH * dpi)) | 1
    mean = cv2.boxFilter(darkest, cv2.CV_32F, (size, size))
    square = cv2.sqrBoxFilter(darkest, cv2.CV_32F, (size, size))
    variance = cv2.subtract(square, cv2.multiply(mean, mean))
    rough = np.asarray(cv2.threshold(variance, _ROUGH**2, 255, cv2.THRESH_BINARY)[1]).astype(np.uint8)
    if background.ndim == 3:
        # A seal is uneven too, but has a colour: print over it stays print.
        chroma = cv2.blur(cv2.subtract(_extreme(background, cv2.max), darkest), (size, size))
        rough[chroma > _COLOUR / 2] = 0
    return np.asarray(cv2.morphologyEx(rough, cv2.MORPH_OPEN, np.ones((size, size), np.uint8)), np.uint8)


def _ink(pixels: Array, mask: Array) -> tuple[int, int, int]:
    """The usual colour of the print's core, in a sample of rows."""
    core = cv2.erode(mask[::3], np.ones((1, 3), np.uint8)) > 0
    sample = pixels[::3][core]
    if not sample.size:
        return 0, 0, 0
    middle = np.median(sample.reshape(len(sample), -1), axis=0)
    blue, green, red = (int(middle[0]),) * 3 if middle.size == 1 else (int(value) for value in middle)
    return red, green, blue


def _in_rgb(background: Array) -> Array:
    """RGB from BGR, or grey when no part of the page has a colour."""
    if background.ndim == 2:
        return background
    coarse = shrunk(background, 0.25)
    spread = cv2.subtract(_extreme(coarse, cv2.max), _extreme(coarse, cv2.min)).astype(np.int16)
    usual = np.median(spread)
    # Why from the usual: yellowed paper is even; what stands out from it is a seal or a signature.
    stands_out = np.abs(spread - usual) > _COLOUR / 2
    if stands_out.mean() < _GREY_SHARE and usual < _COLOUR / 4:
        return np.asarray(cv2.cvtColor(background, cv2.COLOR_BGR2GRAY), np.uint8)
    return np.ascontiguousarray(background[:, :, ::-1])
