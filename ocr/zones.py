"""Numbers and codes read once more, each in its own zone, by another model at full resolution.

A digit that is wrong in both readings is rare: the Vietnamese model reads words at a small scale, the other one
letters and figures at a large one (measured in docs/recognition.md). All zones of a page go to the engine in one
picture, one below the other, because starting it costs more than reading them.
"""

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ocr.engines import RawWord
from ocr.image import Array, PageImage
from ocr.types import Box

LETTERS = "0123456789/.,-ABCDEGHIKLMNOPQRSTUVXY"
"""What numbers, dates, serials and signs of papers are written with."""

FIGURES = "0123456789"

MOST_ZONES = 80
"""Zones of one page; a page of figures is a table, whose cells are no fields."""

_SERIES = re.compile(r"\W*[A-ZĐ]{1,2}")
_SERIAL = re.compile(r"\d{6}(?:\d{2})?\W*")
_PAD, _GAP, _MARGIN = 8, 24, 40
_LOOKALIKES = str.maketrans("OILSBZDGQ", "011582060")

Recognise = Callable[[PageImage, str], tuple[RawWord, ...]]
"""Reads a picture with the given letters only; one block of text."""


def is_figure(text: str) -> bool:
    """Whether a word is a number or code: two figures or more and no small letter."""
    figures = sum(character.isdigit() for character in text)
    return figures >= 2 and "<" not in text and not any(character.islower() for character in text)


def bare(text: str) -> str:
    """A code without marks and punctuation, with letters that look like figures taken for them."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.replace("Đ", "D")) if not unicodedata.combining(c))
    return re.sub(r"[^0-9A-Z]", "", plain.upper()).translate(_LOOKALIKES)


def second_readings(page: PageImage, lines: Sequence[Sequence[RawWord]], recognise: Recognise) -> Mapping[Box, str]:
    """What the second reading says at the box of each number or code; a box without an answer is left out."""
    zones = [zone for line in lines for zone in _zones(line)][:MOST_ZONES]
    if not zones:
        return {}
    picture, rows, _corners = piled(page.pixels, [_union(zone) for zone in zones])
    said = [""] * len(zones)
    for word in recognise(PageImage(picture, page.dpi, np.eye(3)), LETTERS):
        middle = word.box.y + word.box.height / 2
        index = next((number for number, (top, bottom) in enumerate(rows) if top <= middle <= bottom), None)
        if index is not None:
            said[index] += word.text
    found: dict[Box, str] = {}
    for zone, text in zip(zones, said, strict=True):
        if text:
            found.update(_parted(zone, text))
    return found


def _zones(line: Sequence[RawWord]) -> list[tuple[RawWord, ...]]:
    """The figures of a line, each alone; the letters before a certificate's number stay with it."""
    zones: list[tuple[RawWord, ...]] = []
    for before, word in itertools.pairwise((None, *line)):
        if word is None or not is_figure(word.text):
            continue
        series = before is not None and _SERIES.fullmatch(before.text) and _SERIAL.fullmatch(word.text)
        zones.append((before, word) if series and before is not None else (word,))
    return zones


def _parted(zone: Sequence[RawWord], text: str) -> Mapping[Box, str]:
    """The second reading of a zone word by word: letters go to the letters."""
    if len(zone) == 1:
        return {zone[0].box: text}
    match = re.match(r"[A-Z]*", text)
    cut = match.end() if match else 0
    return {zone[0].box: text[:cut], zone[1].box: text[cut:]}


def _union(zone: Sequence[RawWord]) -> Box:
    box = zone[0].box
    for word in zone[1:]:
        box = box.union(word.box)
    return box


def piled(pixels: Array, boxes: Sequence[Box]) -> tuple[Array, list[tuple[int, int]], list[tuple[int, int]]]:
    """``(h, w) uint8``: the boxes cut out and set one below the other; the rows they take; their way back.

    The way back is what to add to ``x`` and ``y`` of the picture for a place on the page.
    """
    height, width = pixels.shape[:2]
    places = [(max(0, box.x - _PAD), max(0, box.y - _PAD)) for box in boxes]
    pieces = [
        pixels[top : min(height, box.bottom + _PAD), left : min(width, box.right + _PAD)]
        for (left, top), box in zip(places, boxes, strict=True)
    ]
    tall = sum(piece.shape[0] + _GAP for piece in pieces) + _GAP
    picture = np.full((tall, max(piece.shape[1] for piece in pieces) + 2 * _MARGIN), 255, np.uint8)
    rows, corners, top = [], [], _GAP
    for piece, (x, y) in zip(pieces, places, strict=True):
        picture[top : top + piece.shape[0], _MARGIN : _MARGIN + piece.shape[1]] = piece
        rows.append((top - _GAP // 2, top + piece.shape[0] + _GAP // 2))
        corners.append((x - _MARGIN, y - top))
        top += piece.shape[0] + _GAP
    return picture, rows, corners
