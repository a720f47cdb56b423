"""Pieces of a page read once more by themselves: cut out and set into one picture, one below the other.

Starting the engine costs more than reading a line, so all pieces of a page go to it at once.
"""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from ocr.engines import RawWord
from ocr.image import PageImage
from ocr.preprocess.geometry import resized
from ocr.types import Box
from ocr.zones import piled

_READ_DPI = 200

_FIRST_LINE = 100_000
"""Number of the first line of these words, behind all that the engine gave."""

Recognise = Callable[[PageImage], tuple[RawWord, ...]]
"""Reads a picture as one block of text."""


def read_pieces(page: PageImage, boxes: Sequence[Box], recognise: Recognise) -> list[list[RawWord]]:
    """The words of each piece, as a line of its own; boxes in the page's pixels."""
    factor = min(1.0, _READ_DPI / page.dpi)
    copy = resized(page, factor) if factor < 1 else page
    picture, rows, corners = piled(copy.pixels, [scaled(box, factor) for box in boxes])
    pieces: list[list[RawWord]] = [[] for _box in boxes]
    for word in recognise(PageImage(picture, copy.dpi, np.eye(3))):
        middle = word.box.y + word.box.height / 2
        number = next((index for index, (top, bottom) in enumerate(rows) if top <= middle <= bottom), None)
        if number is not None:
            left, top = corners[number]
            box = Box(max(0, word.box.x + left), max(0, word.box.y + top), word.box.width, word.box.height)
            line = (_FIRST_LINE + number, 1, 1)
            pieces[number].append(dataclasses.replace(word, box=scaled(box, 1 / factor), line=line))
    return pieces


def scaled(box: Box, factor: float) -> Box:
    """A box on a copy of the page of another size."""
    return Box(
        round(box.x * factor),
        round(box.y * factor),
        max(1, round(box.width * factor)),
        max(1, round(box.height * factor)),
    )
