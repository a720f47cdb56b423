"""The engine of record on pixels: what the worker's steps call."""

import dataclasses
import os
import tempfile
from pathlib import Path

from PIL import Image

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
    with tempfile.TemporaryDirectory(prefix=f"sohoa-{os.getpid()}-") as folder:
        path = Path(folder) / "page.bmp"
        _write(path, part, page.dpi)
        words = engine().recognise(path, language, dpi=page.dpi, layout=layout, timeout_s=timeout_s, letters=letters)
    if area is None:
        return words
    return tuple(
        dataclasses.replace(word, box=Box(word.box.x + area.x, word.box.y + area.y, word.box.width, word.box.height))
        for word in words
    )


def _write(path: Path, grey: Array, dpi: int) -> None:
    """Writes ``(h, w)`` uncompressed, with its resolution: a PNG would cost as much as reading the page."""
    Image.fromarray(grey).save(path, "BMP", dpi=(dpi, dpi))
