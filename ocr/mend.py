"""Corrections of the engine's typical errors, only where the language or the form proves them.

Never on names, numbers and codes: a word with a capital or a digit is left as it was read.
"""

import dataclasses
import functools
import re
from collections.abc import Sequence
from importlib import resources

from ocr.engines import RawWord
from ocr.text import core, fold, is_syllable, tone_last

_ROUND = {
    "o": "a",
    "ò": "à",
    "ó": "á",
    "ỏ": "ả",
    "õ": "ã",
    "ọ": "ạ",
    "ơ": "a",
    "ờ": "à",
    "ớ": "á",
    "ở": "ả",
    "ợ": "ạ",
    "ô": "â",
    "ồ": "ầ",
    "ố": "ấ",
    "ổ": "ẩ",
    "ỗ": "ẫ",
    "ộ": "ậ",
    "d": "a",
    "q": "a",
}
"""Letters that a closed-up a is taken for; source: error model of real scans (typical confusions)."""

_SQUARE = re.compile(r"^m[?*°2²%'”\"zỉÿ’]?([),.;:]*)$")
_NUMBER = re.compile(r"^\d[\d.,]*$")
_RARE = 300


def mended(words: Sequence[RawWord]) -> list[RawWord]:
    """The words of one line with what is certain put right."""
    line = fold(" ".join(word.text for word in words))
    out: list[RawWord] = []
    for word in words:
        text = _mended_word(word.text)
        square = _SQUARE.match(text)
        if square and out and _NUMBER.match(out[-1].text) and "dien tich" in line:
            text = "m²" + square.group(1)
        out.append(dataclasses.replace(word, text=text) if text != word.text else word)
    return out


@functools.lru_cache(maxsize=20000)
def _mended_word(text: str) -> str:
    inner = core(text)
    if len(inner) < 2 or not inner.isalpha() or not inner.islower() or is_syllable(inner):
        return text
    candidates = {
        inner[:index] + _ROUND[letter] + inner[index + 1 :] for index, letter in enumerate(inner) if letter in _ROUND
    }
    valid = [word for word in candidates if _frequency().get(tone_last(word), 0) >= _RARE]
    return text.replace(inner, valid[0]) if len(valid) == 1 else text


@functools.cache
def _frequency() -> dict[str, int]:
    raw = resources.files("ocr").joinpath("data/syllables.csv").read_text("utf-8")
    rows = (row.split(",") for row in raw.splitlines()[1:])
    return {tone_last(row[0]): int(row[1]) for row in rows if len(row) == 2}
