"""The two codes of an identity card: its machine-readable zone (ICAO 9303 TD1) and its QR text."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_TO_DIGIT = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6"})


@dataclass(frozen=True, slots=True)
class CardZone:
    """What the zone says; each value is None when its check digit does not fit."""

    number: str | None
    born: dt.date | None
    sex: str | None


@dataclass(frozen=True, slots=True)
class CardCode:
    """The fields of a card's QR in order; empty where the card leaves them out."""

    fields: tuple[str, ...]


def check_digit(text: str) -> int:
    """The check digit of ICAO 9303: weights 7, 3, 1."""
    return sum(_VALUES.get(character, 0) * (7, 3, 1)[index % 3] for index, character in enumerate(text)) % 10


def read_zone(lines: Sequence[str]) -> CardZone | None:
    """The zone among some lines of print, or None when there is none."""
    plain = [re.sub(r"[«‹]", "<", re.sub(r"\s", "", line)).upper() for line in lines]
    number = next((found for found in map(_number, plain) if found), None)
    second = next((found for found in map(_second, plain) if found), None)
    if number is None and second is None:
        return None
    born, sex = second if second else (None, None)
    return CardZone(number, born, sex)


def _number(line: str) -> str | None:
    """The 12-digit number: it stands twice, and both check digits must fit one of the readings."""
    match = re.search(r"[I1T]?D[VY]NM([0-9A-Z]{10})([0-9A-Z]{12})<+([0-9A-Z])?$", line)
    if match is None:
        return None
    short = match.group(1).translate(_TO_DIGIT)
    full = match.group(2).translate(_TO_DIGIT)
    if full[3:] == short[:9] and full.isdigit() and str(check_digit(short[:9])) == short[9]:
        return full
    return None


def _second(line: str) -> tuple[dt.date | None, str | None] | None:
    match = re.match(r"([0-9A-Z]{6})([0-9A-Z])([MF])([0-9A-Z<]{7})VNM", line)
    if match is None:
        return None
    digits = match.group(1).translate(_TO_DIGIT)
    if not digits.isdigit() or str(check_digit(digits)) != match.group(2).translate(_TO_DIGIT):
        return None
    year = int(digits[:2])
    # Why: nobody holds a card before birth; a two-digit year above the issuing years is of the last century.
    century = 1900 if year > 30 else 2000
    try:
        born = dt.date(century + year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
    return born, "Nam" if match.group(3) == "M" else "Nữ"


def read_card_code(text: str) -> CardCode | None:
    """The fields of a card's QR; None when the text is no card's.

    Form: number, old number, name, birth, sex, residence, issue, then what newer cards add.
    """
    parts = text.split("|")
    if len(parts) < 6 or not re.fullmatch(r"\d{12}", parts[0]) or not re.fullmatch(r"\d{8}", parts[3]):
        return None
    return CardCode(tuple(part.strip() for part in parts))


def code_date(text: str) -> dt.date | None:
    """A QR's date ``ddMMyyyy``."""
    try:
        return dt.date(int(text[4:8]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
