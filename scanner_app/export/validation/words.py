"""What the final file says and where: its words read back from the bytes, against what was recognised.

Reads what our writer writes: one word, then a blank, per showing operator, upright, in render mode 3.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from ocr.types import PageReading
from scanner_app.export.geometry import Placement
from scanner_app.export.text import MIN_SIDE_PT, placed_words
from scanner_app.export.types import Violation
from scanner_app.export.validation.fonts import unicode_map

MIN_OVERLAP = 0.9
"""A word's box in the file covers its box on paper: intersection over union (the project's own measure)."""

Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A word as a reader takes it from the file; edges in points: left, bottom, right, top."""

    text: str
    edges: Edges


def word_violations(
    path: Path, readings: Iterable[PageReading | None], placements: Sequence[Placement]
) -> Iterator[Violation]:
    """Where the file's pages, words or their places differ from what was recognised.

    ``readings`` are as many as ``placements`` and taken one by one.
    """
    with pikepdf.open(path) as pdf:
        if len(pdf.pages) != len(placements):
            yield Violation("pages", f"{len(pdf.pages)} of {len(placements)}")
            return
        reader = _Reader()
        for index, (page, reading, placement) in enumerate(zip(pdf.pages, readings, placements, strict=True), 1):
            shown = list(reader.words(page))
            wanted = placed_words(reading, placement) if reading else []
            if [word.text for word in shown] != [text for text, _ in wanted]:
                yield Violation("text", f"page {index}")
                continue
            for word, (_, edges) in zip(shown, wanted, strict=True):
                left, bottom, right, top = edges
                if min(right - left, top - bottom) <= MIN_SIDE_PT:
                    continue  # drawn larger than it is, so that it is there at all
                if overlap(word.edges, edges) < MIN_OVERLAP:
                    yield Violation("position", f"page {index}")
                    break


def shown_words(path: Path) -> list[list[ShownWord]]:
    """The words of each page in the file's order."""
    with pikepdf.open(path) as pdf:
        reader = _Reader()
        return [list(reader.words(page)) for page in pdf.pages]


def overlap(first: Edges, second: Edges) -> float:
    """Intersection over union of two boxes, from 0 to 1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return width * height / (sum(areas) - width * height)


@dataclass(frozen=True, slots=True)
class _Font:
    """What a place needs of a font: its map and, in thousandths of its size, width and height of a glyph."""

    letters: dict[int, str]
    advance: float
    ascent: float
    descent: float


class _Reader:
    """Reads pages; fonts that several share are opened once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], _Font] = {}

    def words(self, page: pikepdf.Page) -> Iterator[ShownWord]:
        """The words of one page."""
        # Any: operands are numbers, names and strings by turns.
        fonts: Any = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        font, size, stretch, origin = None, 0.0, 1.0, (0.0, 0.0)
        for operands, operator in self._text(page):
            if operator == "Tf":
                font, size = self._font(fonts[str(operands[0])]), float(operands[1])
            elif operator == "Tz":
                stretch = float(operands[0]) / 100
            elif operator == "Tm":
                origin = float(operands[4]), float(operands[5])
            elif operator == "Tj" and font is not None:
                codes = bytes(operands[0])
                text = "".join(
                    font.letters.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2)
                )
                text = text.removesuffix(" ")
                right = origin[0] + len(text) * font.advance * size * stretch / 1000
                bottom, top = (origin[1] + part * size / 1000 for part in (font.descent, font.ascent))
                yield ShownWord(text, (origin[0], bottom, right, top))

    def _text(self, page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
        for instruction in pikepdf.parse_content_stream(page, "Tf Tz Tm Tj"):
            yield instruction.operands, str(instruction.operator)

    def _font(self, font: Any) -> _Font:
        key = font.objgen
        if key not in self._fonts:
            inner = font.DescendantFonts[0]
            descriptor = inner.FontDescriptor
            self._fonts[key] = _Font(
                unicode_map(font.ToUnicode), float(inner.DW), float(descriptor.Ascent), float(descriptor.Descent)
            )
        return self._fonts[key]
