"""Vietnamese text: one normal form, folding for comparison, valid syllables."""

import functools
import re
import unicodedata
from importlib import resources

FOLD_VERSION = 1
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


def nfc(text: str) -> str:
    """NFC with single blanks and without invisible characters."""
    plain = unicodedata.normalize("NFC", text).translate({0x200B: None, 0x00AD: None, 0xFEFF: None, 0xA0: 32})
    return " ".join(plain.split())


def fold(text: str) -> str:
    """Lower case without marks, đ as d, everything else than letters and digits as one blank."""
    lower = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    bare = "".join(character for character in lower if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def fold_marks(text: str) -> str:
    """As :func:`fold` but keeps punctuation and blanks, so that positions correspond one to one."""
    out = []
    for character in text:
        base = unicodedata.normalize("NFD", character.lower()).replace("đ", "d")
        out.append(base[0] if base else " ")
    return "".join(out)


def tone_last(syllable: str) -> str:
    """The syllable with its tone mark moved to the end, so that hoà and hòa are equal."""
    apart = unicodedata.normalize("NFD", syllable.lower())
    return "".join(c for c in apart if c not in _TONES) + "".join(c for c in apart if c in _TONES)


@functools.cache
def syllables() -> frozenset[str]:
    """Valid syllables in the form of :func:`tone_last`, from the text of codified law (ocr/data)."""
    raw = resources.files("ocr").joinpath("data/syllables.csv").read_text("utf-8")
    names = ("given_names_male.txt", "given_names_female.txt")
    words = {row.split(",")[0] for row in raw.splitlines()[1:]}
    for name in names:
        for line in resources.files("ocr").joinpath(f"data/{name}").read_text("utf-8").splitlines():
            words.update(line.split())
    return frozenset(tone_last(word) for word in words)


def is_syllable(word: str) -> bool:
    """Whether a word without its outer punctuation is a Vietnamese syllable."""
    return tone_last(_EDGE.sub("", word)) in syllables()


_SIX = re.compile(
    r"(?<=\d)[óÓ](?!\w)|(?<=\d)[óÓ](?=[\dóÓ])|(?<=\d[.,])[óÓ](?!\w)|(?<![^\W\d])[óÓ](?=[óÓ]*\d)|(?<=[óÓ])[óÓ](?=\d)"
)


def with_sixes(text: str) -> str:
    """The text with every ó that can only be a six as one: its foot was torn off, or the face has old figures.

    No word has that letter beside a figure.
    """
    return _SIX.sub("6", text)


def core(word: str) -> str:
    """The word without outer punctuation."""
    return _EDGE.sub("", word)


def title_case(name: str) -> str:
    """A name that the paper shouts, with only the first letters capital."""
    small = " ".join(part[:1].upper() + part[1:].lower() for part in name.split())
    return re.sub(r"\b([HY])'(\w)", lambda found: f"{found.group(1)}'{found.group(2).upper()}", small)


def is_shouted(text: str) -> bool:
    """Whether all letters are capitals and there are at least two."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 1 and all(character.isupper() for character in letters)
