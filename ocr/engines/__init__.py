"""The seam of OCR engines."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ocr.types import Box


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as the engine gives it; ``box`` in pixels of the image it was handed, ``line`` its line's key."""

    text: str
    box: Box
    confidence: float
    line: tuple[int, int, int]


class OcrEngine(Protocol):
    """Reads one image file; starts no threads."""

    def info(self, language: str) -> str:
        """``name version language``; ``EngineMissing`` or ``LanguageMissing``."""

    def recognise(
        self, image: Path, language: str, *, dpi: int, layout: int, timeout_s: float, letters: str = ""
    ) -> tuple[RawWord, ...]:
        """Words in reading order; ``layout`` is Tesseract's page segmentation mode; ``PageTimeout``."""
