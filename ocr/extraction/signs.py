"""What speaks for a value without proving it: it is of the kind that papers hold in such a place."""

import datetime as dt
import functools
import re
from collections.abc import Mapping
from importlib import resources

from rapidfuzz.distance import Levenshtein

from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.names import is_sound_name
from ocr.extraction.places import mended_address
from ocr.extraction.soundness import known_in_names
from ocr.extraction.values import parse_date
from ocr.extraction.vocabulary import PEOPLES
from ocr.language import is_common
from ocr.text import core, fold, nfc
from ocr.types import FieldValue

_RANK = re.compile(r"\b(?:phường|xã|tỉnh|huyện|quận|thành phố|thị xã)\b")
_TERM = re.compile(r"(?:ổn định )?lâu dài|(?:sử dụng )?đến (?:hết )?ngày \d{2}/\d{2}/\d{4}|\d{1,2} năm", re.IGNORECASE)


def signs_of(value: FieldValue, kind: str) -> list[str]:
    """Whether the value is of what papers hold in such a place."""
    text = str(value.value)
    if kind == "name":
        return ["known-name"] if is_sound_name(text) and all(known_in_names(word) for word in text.split()) else []
    if value.name == "co_quan_ban_hanh":
        place = mended_address(text)
        return ["known-place"] if not place.unknown and (place.known or not _RANK.search(text)) else []
    if kind == "address":
        place = mended_address(text)
        return ["known-place"] if place.known >= 2 and not place.unknown and place.ends_known else []
    if kind == "people":
        return ["known-word"] if text in PEOPLES else []
    if kind == "sex":
        return ["known-word"]
    if kind in ("text", "business_name"):
        if fold(text) in _known_values() and nfc(text).lower() in _known_values()[fold(text)]:
            return ["known-word"]
        if kind == "business_name":
            return []
        if _TERM.fullmatch(text) and _has_sane_date(text):
            return ["known-word"]
        words = [core(word) for word in text.split() if core(word).islower()]
        return ["common-words"] if words and all(is_common(word) for word in words) else []
    return []


def _has_sane_date(text: str) -> bool:
    """Whether a term without a day, or with a day of this century or the last."""
    try:
        return "/" not in text or dt.date(1980, 1, 1) < parse_date(text)
    except ValueInvalid:
        return False


def near_known(text: str) -> str:
    """The value of a closed list that a text nearly is, or an empty one."""
    folded = fold(text)
    if len(folded) < 10 or folded in _known_values():
        return ""
    near = [known for known in _known_values() if Levenshtein.distance(known, folded, score_cutoff=2) <= 2]
    return min(_known_values()[near[0]]) if len(near) == 1 else ""


@functools.cache
def _known_values() -> Mapping[str, frozenset[str]]:
    """Values of closed lists (land purposes, marital states, kinds of change), by their folded form."""
    raw = resources.files("ocr").joinpath("data/known_values.txt").read_text("utf-8")
    found: dict[str, frozenset[str]] = {}
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            found[fold(line)] = frozenset({*found.get(fold(line), ()), nfc(line).lower()})
    return found
