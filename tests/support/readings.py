"""Page readings made from text, as the engine would give them: no image, no engine."""

import dataclasses
from collections.abc import Sequence

from ocr.types import Barcode, Box, Line, PageReading, Word

WIDTH, HEIGHT = 2480, 3508
LETTER, TALL, STEP = 21, 46, 72


def line_at(x: int, y: int, text: str, confidence: float = 0.96) -> Line:
    """One line whose letters are all as wide as each other."""
    words, boxes, left = [], [], x
    for part in text.split():
        box = Box(left, y, LETTER * len(part), TALL)
        words.append(Word(part, box, confidence))
        boxes.append(box)
        left += LETTER * (len(part) + 1)
    whole = Box(x, y, left - LETTER - x, TALL)
    return Line(tuple(words), whole, whole, tuple(boxes))


def page_of(
    text: str, number: int = 1, *, confidence: float = 0.96, barcodes: Sequence[Barcode] = (), top: int = 240
) -> PageReading:
    """A page with one line for each row of the text.

    A row that begins with ``^`` is centred; ``|`` parts a row into a left half and a right half (each centred in
    its half when it begins with ``^``); ``>`` begins at the right half; an empty row leaves room.
    """
    lines: list[Line] = []
    for row, raw in enumerate(text.strip("\n").splitlines()):
        y = top + STEP * row
        parts = raw.split("|")
        spans = [(340, WIDTH - 240)] if len(parts) == 1 else [(340, 1180), (1290, WIDTH - 200)]
        for part, (left, right) in zip(parts, spans, strict=True):
            words = part.strip()
            if not words:
                continue
            x = left
            if words.startswith("^"):
                words = words[1:].strip()
                x = max(60, (left + right) // 2 - LETTER * len(words) // 2)
            elif words.startswith(">"):
                words, x = words[1:].strip(), WIDTH // 2 + 60
            lines.append(line_at(x, y, words, confidence))
    return PageReading(
        number=number,
        width_px=WIDTH,
        height_px=HEIGHT,
        dpi=300,
        rotation=0,
        skew_deg=0.0,
        blank=not lines,
        confidence=confidence if lines else None,
        text="\n".join(line.text for line in lines),
        lines=tuple(lines),
        barcodes=tuple(barcodes),
        engine="drawn",
        upright_width=WIDTH,
        upright_height=HEIGHT,
    )


def blank_page(number: int) -> PageReading:
    """A page without anything."""
    return page_of("", number)


def page_with(*lines: Line, number: int = 1) -> PageReading:
    """A page of these lines."""
    return dataclasses.replace(page_of("", number), lines=lines, blank=False)
