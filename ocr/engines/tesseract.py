"""Tesseract through pytesseract: a path in, words out, one thread, a hard time-out."""

import functools
import os
from pathlib import Path

import pytesseract

from ocr.engines import RawWord
from ocr.errors import EngineMissing, LanguageMissing, OcrError, PageTimeout
from ocr.types import Box

_WORD_LEVEL = "5"


class TesseractEngine:
    """The engine of record; ``command`` is the program's name or path."""

    def __init__(self, command: str = "tesseract") -> None:
        self._command = command

    def _prepare(self) -> None:
        # Why: Tesseract's own threads make one page four times as slow on a busy machine.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        pytesseract.pytesseract.tesseract_cmd = self._command

    def info(self, language: str) -> str:
        """``tesseract 5.3.0 vie``; asks the program once per process."""
        self._prepare()
        version, languages = _installed(self._command)
        for part in language.split("+"):
            if part not in languages:
                raise LanguageMissing(part)
        return f"tesseract {version} {language}"

    def has(self, language: str) -> bool:
        """Whether a language is installed."""
        self._prepare()
        return language in _installed(self._command)[1]

    def recognise(
        self, image: Path, language: str, *, dpi: int, layout: int, timeout_s: float, letters: str = ""
    ) -> tuple[RawWord, ...]:
        """Words in the engine's reading order."""
        self._prepare()
        # Why: white print on black is rare on papers, and each doubtful line would be read a second time for it;
        # Vietnamese never runs down the page, but a card in the corner of a copied sheet was taken for columns.
        config = f"--oem 1 --psm {layout} --dpi {dpi} -c tessedit_do_invert=0 -c textord_tabfind_vertical_text=0"
        if letters:
            config += f" -c tessedit_char_whitelist={letters}"
        try:
            table = pytesseract.image_to_data(str(image), lang=language, config=config, timeout=timeout_s)
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing(self._command) from error
        except pytesseract.TesseractError as error:
            raise OcrError(str(error.status)) from error
        except RuntimeError as error:
            raise PageTimeout(timeout_s) from error
        return tuple(_words(str(table)))


@functools.cache
def _installed(command: str) -> tuple[str, frozenset[str]]:
    try:
        version = str(pytesseract.get_tesseract_version()).splitlines()[0]
        languages = frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError) as error:
        raise EngineMissing(command) from error
    return version, languages


def _words(table: str) -> list[RawWord]:
    words: list[RawWord] = []
    for row in table.splitlines()[1:]:
        parts = row.split("\t")
        if len(parts) != 12 or parts[0] != _WORD_LEVEL or not parts[11].strip():
            continue
        left, top, width, height = (int(value) for value in parts[6:10])
        line = (int(parts[2]), int(parts[3]), int(parts[4]))
        confidence = min(1.0, max(0.0, float(parts[10]) / 100))
        words.append(RawWord(parts[11].strip(), Box(left, top, width, height), confidence, line))
    return words
