"""Corrections of the engine's typical errors, only where the language or the form proves them.

Never on names, numbers and codes: what is changed is a syllable that makes no sense where it stands, in a phrase
that the language knows; a letter O inside a two-digit number; a sign that only a square metre can be; the
English labels of an identity card.
"""

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from ocr import card_labels
from ocr.engines import RawWord
from ocr.language import fixed_phrases, frequency, phrase_known, place_known
from ocr.text import core, fold, is_syllable, tone_last, with_sixes
from ocr.types import Box

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ROUND = frozenset("aăâoôơuưeê")
"""Letters that a closed-up or single-storey a is taken for; source: error model of real scans and of typefaces
whose a has one storey."""
_OPEN = {"g": ("a", "ạ"), "q": ("a", "ạ"), "d": ("a", "á", "ả"), "œ": ("a",), "ø": ("a", "ạ")}
_FAMILIES = ("aăâ", "eê", "i", "oôơ", "uư", "y", "dđ")
_UNITS = frozenset({"pho", "phuong", "xa", "tinh", "huyen", "quan", "tran", "khu"})
_RARE = 300
_CLEARLY_MORE = 8
"""How much more common a syllable must be than the one read, where a phrase stands on one side alone."""

_SQUARE = re.compile(r"^(\(?)m[?*°2²%'”\"zỉỳỹyÿ’]?([),.;:]*)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d[\d.,]*$")
_ZERO = re.compile(r"^(\[?)(O\d|\dO)(\]?[,.;:/)]*.*)$")
_TORN_I = re.compile(r"(\W*)([^\W\d_]{1,3})[:;.›»!|]([^\W\d_]{1,3})(\W*)")
_ONES = str.maketrans({"I": "1", "l": "1", "]": "1", "|": "1", "i": "1", "O": "0", "o": "0"})
_DATE_WORDS = frozenset({"ngay", "thang", "nam", "gio"})
_COUNTED = frozenset({"quy", "khoa", "hang", "chuong", "phan", "muc", "loai", "cap"})
"""What is counted in Roman letters: quarters, terms, grades, chapters (NĐ 30/2020, Phụ lục I)."""
_ROMAN_MISREAD = re.compile(r"([IVXHl1|]{2,5})([.,;:)]*)")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_STROKES = str.maketrans({"l": "I", "1": "I", "|": "I"})
_CONFUSABLE = str.maketrans({"Ð": "Đ", "ð": "đ", "ƒ": "f", "⁄": "/"})


def mended(words: Sequence[RawWord], *, card: bool = False) -> list[RawWord]:
    """The words of one line with what is certain put right; ``card``: the page is an identity card."""
    out = [piece for word in words for piece in _apart(_with_i(_trimmed(word)))]
    folded = fold(" ".join(word.text for word in out))
    texts = [word.text for word in out]
    texts = [_mended_word(text) for text in texts]
    texts = _fixed(_phrases(texts))
    texts = _numbers(texts, folded)
    if card:
        texts = card_labels.corrected(texts)
    return [
        dataclasses.replace(word, text=text) if text != word.text else word
        for word, text in zip(out, texts, strict=True)
        if text
    ]


def _trimmed(word: RawWord) -> RawWord:
    """Without the rests of dotted lines at the ends, and with one form for letters that look alike."""
    text = word.text.translate(_CONFUSABLE)
    bare = text.strip("_")
    return dataclasses.replace(word, text=bare or text)


def _with_i(word: RawWord) -> RawWord:
    """A word whose i was read as a colon or a full stop, as typewriters print it; only where one syllable fits."""
    torn = _TORN_I.fullmatch(word.text)
    if torn is None:
        return word
    before, first, last, behind = torn.groups()
    if len(first) > 1 and is_syllable(first) and is_syllable(last):
        return word  # a colon or full stop without its blank
    found = [first + letter + last for letter in "iìíỉĩị" if is_syllable(first + letter + last)]
    return dataclasses.replace(word, text=before + found[0] + behind) if len(found) == 1 else word


def _apart(word: RawWord) -> Iterator[RawWord]:
    """A word run together out of two, as two; the break must be proved by a phrase, a colon or a change of case."""
    for at in _breaks(word.text):
        left = round(word.box.width * at / len(word.text))
        first, second = word.text[:at], word.text[at:]
        start = Box(word.box.x, word.box.y, max(1, left), word.box.height)
        yield from _apart(dataclasses.replace(word, text=first, box=start))
        rest = Box(word.box.x + left, word.box.y, max(1, word.box.width - left), word.box.height)
        yield from _apart(dataclasses.replace(word, text=second, box=rest))
        return
    yield word


def _breaks(text: str) -> tuple[int, ...]:
    colon = re.search(r"(?<=[^\W\d_])[:;](?=[^\W\d_])", text)
    if colon:
        return (colon.end(),)
    inner = core(text)
    if len(inner) < 4 or not inner.isalpha() or is_syllable(inner):
        return ()
    offset = text.index(inner)
    found = [at for at in range(2, len(inner)) if _divides(inner[:at], inner[at:])]
    return (offset + found[0],) if len(found) == 1 else ()


def _divides(first: str, second: str) -> bool:
    changes_case = first.islower() and second.isupper() and len(second) > 1 and is_syllable(first)
    one_case = first[1:].islower() == second[1:].islower() or len(second) == 1
    return changes_case or (one_case and phrase_known(first, second))


def _phrases(texts: Sequence[str]) -> list[str]:
    out = list(texts)
    for index, text in enumerate(out):
        before = out[index - 1] if index else ""
        after = out[index + 1] if index + 1 < len(out) else ""
        out[index] = _in_phrase(before, text, after)
    for index in range(1, len(out) - 1):
        if fold(out[index - 1]) in _UNITS:
            out[index], out[index + 1] = _place(out[index], out[index + 1])
    return out


def _in_phrase(before: str, text: str, after: str) -> str:
    """The syllable that a phrase with its neighbours proves, or the text as it was read."""
    inner = core(text)
    capital = inner[:1].isupper()
    if not inner.isalpha() or not (inner[1:] or inner).islower():
        return text
    if phrase_known(before, inner) or phrase_known(inner, after):
        return text
    # Why: two capitals side by side are a name, and names are never touched.
    left = "" if capital and core(before)[:1].isupper() else before
    right = "" if capital and core(after)[:1].isupper() else after
    enough = max(_RARE, _CLEARLY_MORE * frequency(inner))
    proved = {word for word in _near(inner.lower()) if phrase_known(left, word) and phrase_known(word, right)}
    proved = proved or {
        word
        for word in _variants(inner.lower())
        if frequency(word) >= enough and (phrase_known(left, word) or phrase_known(word, right))
    }
    if len(proved) != 1:
        return text
    (new,) = proved
    return text.replace(inner, new.capitalize() if capital else new)


def _fixed(texts: Sequence[str]) -> list[str]:
    """The head of the state, bodies and titles with the marks that they are printed with; letters must be the same.

    In capitals the engine loses marks most often, and there a phrase counts from three words on, elsewhere from four.
    """
    out = list(texts)
    at = [index for index, text in enumerate(texts) if core(text)]
    folded = [fold(texts[index]) for index in at]
    begin = 0
    while begin < len(at):
        held: tuple[str, ...] = ()
        for phrase in fixed_phrases(folded[begin]):
            places = at[begin : begin + len(phrase)]
            if [fold(word) for word in phrase] == folded[begin : begin + len(phrase)] and _counts(
                phrase, [texts[place] for place in places], whole=len(at) == len(phrase)
            ):
                held = phrase
                break
        for word, place in zip(held, at[begin:], strict=False):
            out[place] = _marked(texts[place], word)
        begin += len(held) or 1
    return out


def _counts(phrase: Sequence[str], texts: Sequence[str], *, whole: bool) -> bool:
    shouted = all(core(text).isupper() for text in texts)
    return len(phrase) > 3 or (shouted and (whole or len(phrase) == 3))


def _marked(text: str, word: str) -> str:
    """``text`` with the marks of ``word``; where they differ in the place of the tone alone (òa, oà) as printed."""
    inner = core(text)
    if tone_last(inner.lower()) == tone_last(word):
        return text
    return text.replace(inner, word.upper() if inner.isupper() else word.capitalize() if inner[0].isupper() else word)


def _place(first: str, second: str) -> tuple[str, str]:
    """The two words behind "phường", "tỉnh" and the like as the gazetteer spells them, where that is certain."""
    one, two = core(first), core(second)
    if one == "la" and two[:1].isupper():
        return first.replace("la", "Ia"), second  # Ia (water) begins names of the highlands; no unit's begins small
    if not (one.isalpha() and two.isalpha()) or place_known(one, two):
        return first, second
    if not (one[:1].isupper() and two[:1].isupper() and one[1:].islower() and two[1:].islower()):
        return first, second
    found = {(word, two) for word in _variants(one.lower()) if place_known(word, two)}
    found |= {(one, word) for word in _variants(two.lower()) if place_known(one, word)}
    if len(found) != 1:
        return first, second
    ((left, right),) = found
    return first.replace(one, left.capitalize()), second.replace(two, right.capitalize())


@functools.lru_cache(maxsize=20000)
def _variants(word: str) -> tuple[str, ...]:
    """Syllables that differ from ``word`` in one round letter that may have been an a of the same tone."""
    return _changed(word, _as_a)


@functools.lru_cache(maxsize=20000)
def _near(word: str) -> tuple[str, ...]:
    """:func:`_variants`, and syllables that differ in the marks of one letter."""
    return tuple(dict.fromkeys((*_variants(word), *_changed(word, _other_marks))))


def _changed(word: str, others: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    made = (word[:at] + other + word[at + 1 :] for at, letter in enumerate(word) for other in others(letter))
    return tuple(dict.fromkeys(variant for variant in made if variant != word and is_syllable(variant)))


def _as_a(letter: str) -> tuple[str, ...]:
    if letter in _OPEN:
        return _OPEN[letter]
    base, tone = _base_and_tone(letter)
    return tuple(unicodedata.normalize("NFC", other + tone) for other in "aăâ") if base in _ROUND else ()


def _other_marks(letter: str) -> tuple[str, ...]:
    base, _tone = _base_and_tone(letter)
    family = next((letters for letters in _FAMILIES if base in letters), "")
    return tuple(unicodedata.normalize("NFC", other + mark) for other in family for mark in ("", *_TONES))


def _base_and_tone(letter: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in apart if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)), tone


@functools.lru_cache(maxsize=20000)
def _mended_word(text: str) -> str:
    """A lower-case word that is no syllable, as the one common syllable that it can have been."""
    inner = core(text)
    if len(inner) < 2 or not inner.isalpha() or not inner.islower() or is_syllable(inner):
        return text
    valid = [word for word in _variants(inner) if frequency(word) >= _RARE]
    return text.replace(inner, valid[0]) if len(valid) == 1 else text


def _numbers(texts: Sequence[str], folded: str) -> list[str]:
    """Square metres, and letters that stand for digits where only a number can stand."""
    out = list(texts)
    area = "dien tich" in folded or "met vuong" in folded
    for index, text in enumerate(out):
        before = out[index - 1] if index else ""
        square = _SQUARE.match(text)
        if square and ((_NUMBER.match(before) and (area or "," in before)) or (square.group(1) and area)):
            out[index] = f"{square.group(1)}m²{square.group(2)}"
            continue
        out[index] = with_sixes(text)
        zero = _ZERO.match(out[index])
        if zero:
            out[index] = zero.group(1) + zero.group(2).replace("O", "0") + zero.group(3)
    for index in range(1, len(out)):
        if fold(out[index - 1]) in _COUNTED and (roman := _ROMAN_MISREAD.fullmatch(out[index])):
            out[index] = _roman(roman.group(1)) + roman.group(2)
    for index in range(1, len(out) - 1):
        if _in_date(out[index - 1], out[index], out[index + 1]):
            out[index] = out[index].translate(_ONES)
    return out


def _roman(text: str) -> str:
    """A Roman number whose strokes were taken for other letters: «HI» for «III»; the text where it is none."""
    read = text.replace("H", "II").translate(_STROKES)
    return read if _ROMAN.fullmatch(read) else text


def _in_date(before: str, text: str, after: str) -> bool:
    """Whether a short token between "tháng" and "năm", or the like, can only be a number."""
    return (
        fold(before) in _DATE_WORDS
        and fold(after) in _DATE_WORDS
        and len(text) == 2
        and not text.isdigit()
        and text.translate(_ONES).isdigit()
    )
