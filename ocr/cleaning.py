"""The engine's words gathered into lines, without what is no print: leaders, stains, rims of seals."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from ocr.card_labels import is_card
from ocr.engines import RawWord
from ocr.mend import mended
from ocr.text import fold
from ocr.types import Word

_MRZ_LINE = re.compile(r"[A-Z0-9<«‹]{0,40}[<«‹]{2,}")


def layer_lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """A text layer's words gathered into lines: same height, from left to right."""
    line: list[Word] = []
    for word in words:
        if line:
            last = line[-1].box
            overlap = min(last.bottom, word.box.bottom) - max(last.y, word.box.y)
            same = overlap > 0.5 * min(last.height, word.box.height) and word.box.x >= last.x
            if not same:
                yield line
                line = []
        line.append(word)
    if line:
        yield line


def grouped(words: Sequence[RawWord]) -> Iterator[list[RawWord]]:
    """The words by their lines, in order."""
    for _key, line in groupby(words, key=lambda word: word.line):
        yield list(line)


_NOISE = re.compile(r"^[\W_]+$")
_LEADERS = re.compile(r"[.…·_]{4,}|[cre.…]{9,}$")


def clean_lines(words: Sequence[RawWord], *, mend: bool = True) -> Iterator[list[RawWord]]:
    """Lines without dotted leaders and without the marks that stains leave behind."""
    card = is_card([text for word in words for text in fold(word.text).split()])
    for line in grouped(words):
        kept: list[RawWord] = []
        for word in line:
            text = unicodedata.normalize("NFC", _LEADERS.sub("", word.text)).strip()
            if not text:
                continue
            if _NOISE.match(text) and word.confidence < 0.55 and text not in {"-", "–", ":", ";", "/"}:
                continue
            if word.confidence < 0.10 and len(text) <= 2:
                continue
            kept.append(dataclasses.replace(word, text=text))
        kept = mended(kept, card=card) if mend else kept
        if kept and not _is_stain(kept):
            yield kept


def _is_stain(line: Sequence[RawWord]) -> bool:
    """A short line that the engine itself does not believe: a seal's rim, a signature, a fold."""
    letters = sum(character.isalnum() for word in line for character in word.text)
    mean = mean_confidence(line)
    if letters == 0:
        return mean < 0.75 or all(_NOISE.match(word.text) for word in line)
    return (letters <= 3 and mean < 0.50) or (letters <= 8 and mean < 0.30)


def looks_like_mrz(line: Sequence[RawWord]) -> bool:
    """Whether a line has the letters and fillers of a machine-readable zone (ICAO 9303-5)."""
    text = "".join(word.text for word in line)
    return len(text) >= 18 and bool(_MRZ_LINE.search(text)) and text.upper() == text


def mean_confidence(words: Sequence[RawWord | Word]) -> float:
    """The engine's confidence in the words, by their letters; 0 for none."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
