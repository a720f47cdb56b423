"""The steps before reading, in order: each may be left out, each that did something is recorded."""

import dataclasses
from collections.abc import Set as AbstractSet

import numpy as np

from ocr.image import Array, PageImage, guess_dpi
from ocr.preprocess import geometry, tone
from ocr.preprocess.sheet import find_sheet, flatten_sheet


def prepare(pixels: Array, dpi: int, without: AbstractSet[str] = frozenset()) -> tuple[PageImage, tuple[str, ...]]:
    """The page flattened, grey, on white paper, without dark edges and specks; and what was done.

    ``pixels`` is ``(h, w)`` or ``(h, w, 3)`` BGR uint8 of the page as delivered. ``without`` names steps to leave
    out: ``sheet ink edges background speckle``.
    """
    page, steps = PageImage(pixels, dpi, np.eye(3)), []
    outline = None if "sheet" in without else find_sheet(page.pixels)
    if outline is not None:
        page = flatten_sheet(page, outline)
        page = dataclasses.replace(page, dpi=guess_dpi(page.width, page.height))
        steps.append("sheet-curved" if page.bend else "sheet")
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
        grey, done = tone.remove_speckle(grey, page.dpi)
        steps.extend(done)
    return dataclasses.replace(page, pixels=grey), tuple(steps)
