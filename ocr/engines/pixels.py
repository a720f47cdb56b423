"""The engine of record on pixels: what the worker's steps call."""

import dataclasses
import os
import tempfile
from pathlib import Path

import numpy as np

from ocr.engines import RawWord
from ocr.engines.tesseract import TesseractEngine
from ocr.image import Array, PageImage
from ocr.types import Box


def engine() -> TesseractEngine:
    """Tesseract where the settings or the system have it."""
    return TesseractEngine(os.environ.get("SOHOA_TESSERACT", "tesseract"))


def recognise_pixels(
    page: PageImage, language: str, layout: int, timeout_s: float, letters: str = "", area: Box | None = None
) -> tuple[RawWord, ...]:
    """Words of a grey page or of an area of it; boxes in the page's pixels."""
    part = page.pixels
    if area is not None:
        part = part[area.y : area.bottom, area.x : area.right]
    with tempfile.TemporaryDirectory(prefix="sohoa-") as folder:
        path = Path(folder) / "page.pgm"
        write_pgm(path, part)
        words = engine().recognise(path, language, dpi=page.dpi, layout=layout, timeout_s=timeout_s, letters=letters)
    if area is None:
        return words
    return tuple(
        dataclasses.replace(word, box=Box(word.box.x + area.x, word.box.y + area.y, word.box.width, word.box.height))
        for word in words
    )


def write_pgm(path: Path, grey: Array) -> None:
    """Writes ``(h, w)`` as an uncompressed PGM: a PNG would cost as much as reading the page."""
    with path.open("wb") as file:
        file.write(f"P5\n{grey.shape[1]} {grey.shape[0]}\n255\n".encode("ascii"))
        file.write(np.ascontiguousarray(grey).tobytes())
