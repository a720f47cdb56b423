"""How far a text reads as Vietnamese: syllables of the law, of names, of places; which of two readings is sounder."""

import functools
import re
from importlib import resources

from ocr.extraction.names import is_family_name, meant_family_name
from ocr.extraction.places import place_words
from ocr.language import is_common, place_known
from ocr.text import core, fold, is_syllable, tone_last

_STREET = re.compile(r"(?:[Đđ]ường|[Pp]hố) ([A-ZĐ][^\W\d_]+) ([A-ZĐ][^\W\d_]*)")
_USUAL_MIDDLES = {"van": "Văn", "thi": "Thị"}
_ADDRESSED = frozenset(tone_last(word) for word in ("ông", "bà"))


@functools.cache
def _words_of(name: str) -> frozenset[str]:
    raw = resources.files("ocr").joinpath(f"data/{name}.txt").read_text("utf-8")
    lines = [line for line in raw.splitlines() if not line.startswith("#")]
    return frozenset(tone_last(word) for line in lines for word in line.split())


@functools.cache
def _name_words() -> frozenset[str]:
    names = ("given_names_male", "given_names_female", "family_names", "middle_names")
    return frozenset().union(*map(_words_of, names))


def _is_mans_name(word: str) -> bool:
    """Whether a given name is borne by men and not by women."""
    bare = tone_last(word)
    return bare in _words_of("given_names_male") and bare not in _words_of("given_names_female")


def usual_street(address: str) -> str:
    """The address with the family name that its street begins with put right («đường Trân Hưng Đạo»), or empty.

    Streets bear the names of persons; what is no family name and has the letters of exactly one is a misread one.
    """
    found = _STREET.search(address)
    if found is None or place_known(found.group(1), found.group(2)):
        return ""  # «phố Định Công»: places name streets too
    meant = meant_family_name(found.group(1))
    return f"{address[: found.start(1)]}{meant}{address[found.end(1) :]}" if meant else ""


def usual_name(name: str) -> str:
    """A name as it can have been meant: with the one family name of those letters, with «Văn» or «Thị» in its middle.

    Empty where the name says so itself, or may. «Văn» and «Thị» are many times as common as all others of their
    letters; «Vân» stands in women's names.
    """
    first, _blank, rest = name.partition(" ")
    meant = meant_family_name(first) if rest else ""
    if meant:
        return f"{meant} {rest}"
    words = name.split()
    for index, word in enumerate(words[1:-1], 1):
        usual = _USUAL_MIDDLES.get(fold(word), "")
        if usual and word != usual and (usual != "Văn" or _is_mans_name(words[-1])):
            return " ".join((*words[:index], usual, *words[index + 1 :]))
    return ""


def known_in_names(word: str) -> bool:
    """Whether a word is borne in family, middle or given names."""
    return tone_last(word) in _name_words()


def reads_as_vietnamese(text: str) -> bool:
    """Whether every word of small letters, or of a name, is a syllable."""
    words = [core(word) for word in re.split(r"[\s/\-–]+", text)]
    return all(_is_word(word) for word in words if word.isalpha() and len(word) > 1 and not word.isupper())


def _is_word(word: str) -> bool:
    """Whether a word is a syllable of the law, of names or of places."""
    return is_syllable(word) or (word[0].isupper() and (known_in_names(word) or tone_last(word) in place_words()))


def faults(text: str, *, is_name: bool = False) -> int:
    """How many marks against a reading its words bear: no syllable counts double, an unusual word once."""
    words = [core(word) for word in re.split(r"[\s/\-–]+", text)]
    found, person = 0, is_name
    for word in words:
        if not word.isalpha() or (word.isupper() and len(word) > 1):
            continue
        found += 0 if _is_word(word) else 2
        if word[0].isupper():
            found += not (known_in_names(word) or tone_last(word) in place_words())
            found += person and not is_family_name(word)
        else:
            found += not is_common(word)
        person = tone_last(word) in _ADDRESSED
    return found


def sounder(text: str, echo: str, *, is_name: bool) -> str:
    """The text with an echo's words where that makes it sounder; empty where it does not."""
    theirs = re.findall(r"\w+", echo)
    parts = re.split(r"(\w+)", text)
    if len(parts) // 2 != len(theirs):
        return ""
    for index, word in enumerate(theirs):
        mine = parts[2 * index + 1]
        if tone_last(mine) != tone_last(word):
            parts[2 * index + 1] = word.capitalize() if mine[:1].isupper() else word
    merged = "".join(parts)
    return merged if faults(merged, is_name=is_name) < faults(text, is_name=is_name) else ""
