"""Tesseract: a path in, words out, one thread, a hard time-out.

Through pytesseract, which starts the program for each image; where the system lets us, the configurations that every
page needs run on from page to page (:mod:`ocr.engines.stream`).
"""

import atexit
import functools
import os
import time
from pathlib import Path

import pytesseract

from ocr.engines import RawWord
from ocr.engines.stream import StreamEnded, TesseractStream
from ocr.errors import EngineMissing, LanguageMissing, OcrError, PageTimeout
from ocr.types import Box

_WORD_LEVEL = "5"

_LEAST_S = 1.0
"""Time given to a second try after a stream ended, however little is left."""


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
        """Words in the engine's reading order; a stream needs the resolution in the image too."""
        self._prepare()
        # Why: white print on black is rare on papers, and each doubtful line would be read a second time for it;
        # Vietnamese never runs down the page, but a card in the corner of a copied sheet was taken for columns.
        config = f"--oem 1 --psm {layout} -c tessedit_do_invert=0 -c textord_tabfind_vertical_text=0"
        if letters:
            config += f" -c tessedit_char_whitelist={letters}"
        begun = time.monotonic()
        if os.name != "nt":
            try:
                stream = _stream(self._command, language, config)
                return tuple(_words(stream.read(image, timeout_s)))
            except StreamEnded:
                timeout_s = max(_LEAST_S, timeout_s - (time.monotonic() - begun))
        return tuple(_words(self._once(image, language, f"{config} --dpi {dpi}", timeout_s)))

    def _once(self, image: Path, language: str, config: str, timeout_s: float) -> str:
        try:
            return str(pytesseract.image_to_data(str(image), lang=language, config=config, timeout=timeout_s))
        except pytesseract.TesseractNotFoundError as error:
            raise EngineMissing(self._command) from error
        except pytesseract.TesseractError as error:
            raise OcrError(str(error.status)) from error
        except RuntimeError as error:
            raise PageTimeout(timeout_s) from error


@functools.cache
def _stream(command: str, language: str, config: str) -> TesseractStream:
    """The running program of one configuration; one thread of a process may ask it at a time."""
    stream = TesseractStream(command, ("-l", language, *config.split()))
    atexit.register(stream.close)
    return stream


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
