"""Vietnamese number words to figures and back."""

import re
from decimal import Decimal

from ocr.text import fold

_UNITS = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_SCALES = {"nghin": 1000, "ngan": 1000, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_of(words: str) -> Decimal | None:
    """The number that the words say, or None; «phẩy» begins the decimals; marks and case do not matter."""
    tokens = [token for token in fold(words).split() if token not in {"dong", "met", "vuong", "chan", "bang", "chu"}]
    whole, comma, rest = _parted(tokens)
    value = _whole(whole)
    if value is None:
        return None
    if not comma:
        return Decimal(value)
    digits = [_UNITS.get(token) for token in rest]
    if not digits or any(digit is None for digit in digits):
        tail = _whole(rest)
        if tail is None:
            return None
        return Decimal(f"{value}.{tail}")
    return Decimal(f"{value}." + "".join(str(digit) for digit in digits))


def _parted(tokens: list[str]) -> tuple[list[str], bool, list[str]]:
    for index, token in enumerate(tokens):
        if token in ("phay", "phai"):
            return tokens[:index], True, tokens[index + 1 :]
    return tokens, False, []


def _whole(tokens: list[str]) -> int | None:
    total = group = 0
    digit: int | None = None
    seen = False
    for token in tokens:
        if token in _UNITS:
            digit, seen = _UNITS[token], True
        elif token in ("muoi", "chuc"):
            group, digit, seen = group + (10 if digit is None else digit * 10), None, True
        elif token in ("tram",):
            group, digit = group + (digit or 0) * 100, None
        elif token in ("linh", "le"):
            digit = None
        elif token in _SCALES:
            group += digit or 0
            total = (
                (total + group) * 1000
                if token in ("ty", "ti") and total and not group
                else total + group * _SCALES[token]
            )
            group, digit = 0, None
        else:
            return None
    return total + group + (digit or 0) if seen else None


def date_of(words: str) -> tuple[int, int, int] | None:
    """Day, month and year that words say («ngày hai mươi mốt, tháng mười hai, năm hai nghìn …»), or None."""
    folded = fold(words)
    match = re.search(r"(?:ngay )?(.+?) thang (.+?) nam (hai (?:nghin|ngan)|mot (?:nghin|ngan))(.*)", folded)
    if match is None:
        return None
    day = _whole([token for token in match.group(1).split() if token not in ("mong", "mung", "ngay")])
    month = _month(match.group(2).split())
    year = _longest(f"{match.group(3)} {match.group(4)}".split())
    return (day, month, year) if day and month and year else None


def _month(tokens: list[str]) -> int | None:
    names = {"gieng": 1, "chap": 12, "muoi mot": 11, "muoi hai": 12}
    return names.get(" ".join(tokens)) or _whole(tokens)


def _longest(tokens: list[str]) -> int | None:
    """The number at the head of some words; what follows it is no number."""
    for count in range(min(len(tokens), 9), 0, -1):
        value = _whole(tokens[:count])
        if value is not None:
            return value
    return None


def words_of(number: int) -> str:
    """The words that say a whole number from 0 to 10¹² − 1, as official papers write it."""
    if number == 0:
        return _NAMES[0]
    parts: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            parts.append(f"{_group(group, full=bool(parts))} {name}".strip())
    return " ".join(parts)


def _group(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    parts: list[str] = []
    if hundreds or full:
        parts.append(f"{_NAMES[hundreds]} trăm")
    if tens == 1:
        parts.append("mười")
    elif tens:
        parts.append(f"{_NAMES[tens]} mươi")
    elif units and parts:
        parts.append("linh")
    if units:
        parts.append("mốt" if units == 1 and tens > 1 else "lăm" if units == 5 and tens else _NAMES[units])
    return re.sub(r"\s+", " ", " ".join(parts))


def spelled(text: str) -> str:
    """The part of a text behind «bằng chữ» that can be a number in words: up to its unit, a parenthesis or figures."""
    return re.split(r"\)|đồng|mét|;|\d", text)[0].strip(" -–:(.;,/")
