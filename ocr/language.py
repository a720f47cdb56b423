"""What the language says of words side by side: set phrases, place names, and how common a syllable is."""

import functools
import itertools
from collections.abc import Iterator
from importlib import resources

from ocr.text import core, fold, nfc, tone_last

_COMMON = 400
"""Count in the codified law (ocr/data/syllables.csv) from which a syllable needs no support."""


def phrase_known(first: str, second: str) -> bool:
    """Whether two words stand side by side in a set phrase; outer punctuation is left aside."""
    return f"{_plain(first)} {_plain(second)}" in _phrases()


def pair_known(first: str, second: str) -> bool:
    """Whether two words stand side by side in a set phrase or in the name of a place."""
    return phrase_known(first, second) or place_known(first, second)


def place_known(first: str, second: str) -> bool:
    """Whether two words stand side by side in the name of a commune, ward, district or province."""
    return f"{_plain(first)} {_plain(second)}" in _places()


def fixed_phrases(first: str) -> tuple[tuple[str, ...], ...]:
    """The phrases that papers print word for word and that begin with a word (folded), the longest first."""
    return _fixed().get(first, ())


def frequency(word: str) -> int:
    """How often a syllable stands in the codified law; 0 for what is no syllable there."""
    return _frequencies().get(_plain(word), 0)


def is_common(word: str) -> bool:
    """Whether a syllable is one of those that most of the law is written with."""
    return frequency(word) >= _COMMON


def _plain(word: str) -> str:
    return tone_last(core(word))


@functools.cache
def _frequencies() -> dict[str, int]:
    rows = (row.split(",") for row in _lines("syllables.csv"))
    return {tone_last(row[0]): int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


@functools.cache
def _phrases() -> frozenset[str]:
    pairs: set[str] = set()
    for line in _lines("word_pairs.txt"):
        first, _, seconds = line.partition(":")
        pairs.update(f"{tone_last(first.strip())} {tone_last(second)}" for second in seconds.split())
    return frozenset(pairs)


@functools.cache
def _fixed() -> dict[str, tuple[tuple[str, ...], ...]]:
    phrases = sorted((tuple(line.split()) for line in _lines("fixed_phrases.txt")), key=len, reverse=True)
    firsts = dict.fromkeys(fold(phrase[0]) for phrase in phrases)
    return {first: tuple(phrase for phrase in phrases if fold(phrase[0]) == first) for first in firsts}


@functools.cache
def _places() -> frozenset[str]:
    pairs: set[str] = set()
    for line in _lines("places.txt"):
        words = [tone_last(word) for word in line.split()]
        pairs.update(f"{one} {two}" for one, two in itertools.pairwise(words))
    return frozenset(pairs)


def _lines(name: str) -> Iterator[str]:
    for line in resources.files("ocr").joinpath(f"data/{name}").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield nfc(line)
