"""Names of persons: what a name's words look like, and the family names of the country."""

import functools
from importlib import resources

from ocr.text import core, is_syllable, tone_last


@functools.cache
def _family_names() -> tuple[frozenset[str], frozenset[str]]:
    """Common family names (the file's first line) and all, with their tone mark last."""
    raw = resources.files("ocr").joinpath("data/family_names.txt").read_text("utf-8")
    lines = [line for line in raw.splitlines() if not line.startswith("#")]
    common = frozenset(tone_last(name) for name in lines[0].split())
    return common, common.union(tone_last(name) for line in lines[1:] for name in line.split())


def is_family_name(word: str) -> bool:
    """Whether a name may begin with this word."""
    return tone_last(core(word)) in _family_names()[1]


def is_common_family_name(word: str) -> bool:
    """Whether the word is one of the few family names that most people bear."""
    return tone_last(core(word)) in _family_names()[0]


def is_name_word(word: str) -> bool:
    """Whether a word may stand in a name: letters alone, the first a capital; misread ones too."""
    bare = core(word)
    if not bare.isalpha() or not bare[0].isupper() or len(bare) < len(word) - 1:
        return False
    return len(bare) > 1 or bare in "ÝÁÂÍY"


def is_sound_name(name: str) -> bool:
    """Whether a name begins with a family name and has syllables only."""
    words = name.split()
    return 2 <= len(words) <= 6 and is_family_name(words[0]) and all(is_syllable(word) for word in words)
