"""Places in addresses: known units of the state, and the one unit that a misread name can only be.

A unit's name is taken from the list of its province when it differs from exactly one of them by a letter in
a word; everything else of an address stays as it was read.
"""

import functools
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from rapidfuzz.distance import Levenshtein

from ocr.extraction.labels import skeleton
from ocr.text import fold, is_syllable, nfc, tone_last

_RANKS = {
    "q": "quận", "h": "huyện", "s": "thị xã", "c": "thành phố",
    "p": "phường", "x": "xã", "t": "thị trấn", "k": "đặc khu",
}  # fmt: skip
_SEGMENT = re.compile(
    r"(?P<rank>\b(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh|t[pP]\.?|P\.|Q\.|H\.|TX\.|TT\.))"
    r"(?P<gap>\s*)(?P<name>[^\W_][^,;.\-–()]*?)(?=\s*(?:[,;.()]|\s[-–]\s|$))",
    re.IGNORECASE,
)
_PROVINCE = re.compile(r"\btỉnh\s+(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,2}?)(?=\s)")
_SMALLER = re.compile(r"\s+(?:(?:phường|xã|thị trấn|quận|huyện|đặc khu)\s|\d{6,})")
_SHORT = {"tp": "thành phố", "p": "phường", "q": "quận", "h": "huyện", "tx": "thị xã", "tt": "thị trấn"}
_IA = re.compile(r"(?<=xã )l[aA](?= [A-ZĐ])|(?<=phường )l[aA](?= [A-ZĐ])")
"""Ia (water) begins the names of the highlands' communes; a unit's name does not begin small."""

_FULL_RANK_STOP = re.compile(r"(\b(?:phường|xã|trấn|quận|huyện|phố|tỉnh))\.(?= [^\W_])", re.IGNORECASE)
"""Only what is shortened (P., TX.) has a full stop; behind a whole word it is a speck."""

_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Province:
    """The units of one province before and after July 2025: names with their tone last, by rank."""

    name: str
    units: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its places put right: how many places are known units, and how many are not.

    ``ends_known`` says that the address ends with a known place, as addresses do.
    """

    text: str
    known: int
    unknown: int
    mended: tuple[str, ...] = ()
    ends_known: bool = False


@functools.cache
def provinces() -> Mapping[str, Province]:
    """Every province by its name with the tone last."""
    raw = resources.files("ocr").joinpath("data/units.txt").read_text("utf-8")
    found = {}
    for line in raw.splitlines():
        if line.startswith("#"):
            continue
        name, districts, communes = line.split(";")
        units: dict[str, dict[str, str]] = {}
        for item in itertools.chain(districts.split(","), communes.split(",")):
            if item:
                units.setdefault(_RANKS[item[0]], {})[_key(item[1:])] = item[1:]
        found[_key(name)] = Province(name, units)
    return found


@functools.cache
def _everywhere() -> Mapping[str, Mapping[str, str]]:
    units: dict[str, dict[str, str]] = {}
    for province in provinces().values():
        for rank, names in province.units.items():
            units.setdefault(rank, {}).update(names)
    return units


@functools.cache
def place_words() -> frozenset[str]:
    """Every word of a place's name, small, with its tone mark last."""
    names = itertools.chain.from_iterable(units.values() for units in _everywhere().values())
    return frozenset(tone_last(word) for name in names for word in name.split())


def _key(name: str) -> str:
    return " ".join(tone_last(word) for word in nfc(name).split())


def mended_address(text: str) -> Address:
    """An address whose units are spelled as the lists of the state have them."""
    text = _IA.sub("Ia", text)
    text = re.sub(r"(?<=[\s,])[.'`’~*\"](?=\w)", "", nfc(text))
    text = re.sub(r"(?<=\w),(?=[^\W\d_])", ", ", text)
    text = re.sub(r"(?<!\w)([Tt])[ốôồóọộ](?= \d)", lambda found: found.group(1) + "ổ", text)
    text = re.sub(r"(?<=\w)[.;:](?= (?:phường|xã|thị|thành|tỉnh|quận|huyện|khu|tổ|đường))", ",", text)
    text = re.sub(r"\b([Tt]hành|[Tt]hị)\.\s?(?=(?:phố|xã|trấn)\b)", r"\1 ", text)
    text = _FULL_RANK_STOP.sub(r"\1", text)
    text = _without_rest(text)
    province, text, notes = _province_of(text)
    known = 1 if province is not None else 0
    unknown = 0
    pieces, position, last = [], 0, 0
    for match in _SEGMENT.finditer(text):
        rank = _rank(match["rank"])
        right = _known_name(rank, match["name"], province)
        if right is None:
            unknown += not (rank == "tỉnh" and province is not None)
            continue
        known += rank != "tỉnh"
        if _key(right) != _key(match["name"]):
            notes.append(match["name"])
            pieces += [text[position : match.start("name")], right]
            position = match.end("name")
        last = match.end("name")
    pieces.append(text[position:])
    ends_known = province is not None or (last > 0 and not re.search(r"\w", text[last:]))
    return Address("".join(pieces), known, unknown, tuple(notes), ends_known)


def _without_rest(text: str) -> str:
    """An address up to its province, where a smaller unit follows: that is the next field, its label unread."""
    for match in _PROVINCE.finditer(text):
        if _key(match["name"]) in provinces() and _SMALLER.match(text, match.end()):
            return text[: match.end()].rstrip()
    return text


def _rank(printed: str) -> str:
    bare = printed.lower().rstrip(".")
    return _SHORT.get(bare, bare)


def _province_of(text: str) -> tuple[Province | None, str, list[str]]:
    """The province that an address ends with, with its name put right there."""
    tail = re.search(r"(?:(?:tỉnh|thành phố|t[pP]\.?)\s+)?([^\W\d_][^,;.\-–()]*)[\s.;]*$", text)
    if tail is None:
        return None, text, []
    name = re.sub(r"^(?:tỉnh|thành phố|t[pP]\.?)\s+", "", tail.group(1))
    start = tail.end(1) - len(name)
    right = _nearest(name, {key: value.name for key, value in provinces().items()})
    if right is None:
        return None, text, []
    notes = [] if _key(right) == _key(name) else [name]
    if notes:
        text = text[:start] + right + text[start + len(name) :]
    return provinces()[_key(right)], text, notes


def _known_name(rank: str, name: str, province: Province | None) -> str | None:
    if rank == "tỉnh":
        return _nearest(name, {key: value.name for key, value in provinces().items()})
    if rank == "thành phố":
        cities = {key: value.name for key, value in provinces().items()}
        near = province.units.get(rank, {}) if province else _everywhere().get(rank, {})
        return _nearest(name, {**cities, **near})
    if province is not None:
        found = _nearest(name, province.units.get(rank, {}))
        if found is not None:
            return found
        return name if _key(name) in _everywhere().get(rank, {}) else None
    return _nearest(name, _everywhere().get(rank, {}))


def _nearest(name: str, names: Mapping[str, str]) -> str | None:
    """The name itself when it is known, else the only known one that differs by a letter in a word."""
    key = _key(name)
    if key in names:
        return names[key]
    words = name.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(fold(name)) < 5:
        return None
    near = {other for other in names.values() if _is_misread(words, other.split())}
    return near.pop() if len(near) == 1 else None


def _is_misread(words: list[str], other: list[str]) -> bool:
    if len(words) != len(other):
        return False
    wrong = [(one, two) for one, two in zip(words, other, strict=True) if one.lower() != two.lower()]
    return 0 < len(wrong) <= 2 and all(_is_letter_off(one, two) for one, two in wrong)


def _is_letter_off(one: str, two: str) -> bool:
    """Whether a word can be another with one letter misread.

    A letter is lost or doubled anywhere; one that stands for another in what reads as a syllable is a mark's or looks
    alike: «Chiềng Cơi» is no «Chiềng Nơi», although the lists know only the second.
    """
    if Levenshtein.distance(one.lower(), two.lower()) != 1:
        return False
    return len(one) != len(two) or not is_syllable(one) or skeleton(fold(one)) == skeleton(fold(two))
