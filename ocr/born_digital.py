"""Pages that carry their own words: whether a text layer is the page's print, and its lines.

A layer that an earlier recognition left behind is none: the words of a born-digital page lie over its ink.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleaning import layer_lines
from ocr.image import PageImage
from ocr.preprocess import geometry
from ocr.types import Line, Word

_COVERAGE = 0.80
"""Share of the inked text area from which a page counts as born digital (docs/recognition.md)."""

_SCALE = 0.25


def covers(page: PageImage, layer: Sequence[Word]) -> bool:
    """Whether the page's own words lie over most of its inked text."""
    ink = geometry.ink_mask(page.pixels, _SCALE)
    text = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    covered = np.zeros_like(text)
    forward = _from_delivered(page)
    for word in layer:
        box = forward.delivered_box(word.box, page.width, page.height)
        top, left = int(box.y * _SCALE), int(box.x * _SCALE)
        covered[top : int(box.bottom * _SCALE) + 2, left : int(box.right * _SCALE) + 2] = 1
    inked = int(text.sum())
    return inked > 0 and int(np.logical_and(text, covered).sum()) >= _COVERAGE * inked


def lines_of(page: PageImage, layer: Sequence[Word]) -> tuple[Line, ...]:
    """The layer's words as lines, with their places on the upright page."""
    forward = _from_delivered(page)
    lines = []
    for words in layer_lines(layer):
        uprights = tuple(forward.delivered_box(word.box, page.width, page.height) for word in words)
        box, upright = words[0].box, uprights[0]
        for word, other in zip(words[1:], uprights[1:], strict=True):
            box, upright = box.union(word.box), upright.union(other)
        lines.append(Line(tuple(words), box, upright, uprights))
    return tuple(lines)


def _from_delivered(page: PageImage) -> PageImage:
    """The page turned round: what it calls delivered is the upright page."""
    return PageImage(page.pixels, page.dpi, np.linalg.inv(page.to_delivered))
