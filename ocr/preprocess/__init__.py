"""The steps before reading, in order: each may be left out, each that did something is recorded."""

import dataclasses
from collections.abc import Set as AbstractSet

import numpy as np

from ocr.image import Array, PageImage, guess_dpi
from ocr.preprocess import geometry, specks, tone
from ocr.preprocess.content import has_print
from ocr.preprocess.sheet import find_sheet, flatten_sheet

DARK = 96
"""Median grey below which a page without print is tried as a negative; paper, aged and shaded too, is above 120."""


def prepare(pixels: Array, dpi: int, without: AbstractSet[str] = frozenset()) -> tuple[PageImage, tuple[str, ...]]:
    """The page flattened, grey, on white paper, without dark edges and specks; and what was done.

    A dark page without print whose negative has some (microfilm, photostat) is given as that.

    ``pixels`` is ``(h, w)`` or ``(h, w, 3)`` BGR uint8 of the page as delivered. ``without`` names steps to leave
    out: ``sheet ink edges background speckle``.
    """
    page, steps = _prepared(pixels, dpi, without)
    if float(np.median(pixels[::8, ::8])) > DARK or _is_printed(page):
        return page, steps
    positive, positive_steps = _prepared(255 - pixels, dpi, without)
    return (positive, ("negative", *positive_steps)) if _is_printed(positive) else (page, steps)


def sheet_of(pixels: Array, dpi: int, without: AbstractSet[str] = frozenset()) -> tuple[PageImage, tuple[str, ...]]:
    """The sheet alone, flattened, in its own tones; and what was done."""
    page = PageImage(pixels, dpi, np.eye(3))
    outline = None if "sheet" in without else find_sheet(pixels)
    if outline is None:
        return page, ()
    page = flatten_sheet(page, outline)
    page = dataclasses.replace(page, dpi=guess_dpi(page.width, page.height))
    return page, ("sheet-curved" if page.bend else "sheet",)


def _is_printed(page: PageImage) -> bool:
    return has_print(geometry.ink_of(page))


def _prepared(pixels: Array, dpi: int, without: AbstractSet[str]) -> tuple[PageImage, tuple[str, ...]]:
    page, flattened = sheet_of(pixels, dpi, without)
    steps = [*flattened]
    grey = tone.plain_grey(page.pixels)
    if "ink" not in without:
        grey, done = tone.to_grey(page.pixels, page.dpi)
        steps.extend(done)
    for name, step in (
        ("edges", geometry.whiten_dark_edges),
        ("background", tone.even_background),
    ):
        if name not in without:
            grey, done = step(grey)
            steps.extend(done)
    if "speckle" not in without:
        grey, done = specks.remove_speckle(grey, page.dpi)
        steps.extend(done)
    return dataclasses.replace(page, pixels=grey), tuple(steps)
