"""What all layouts share: a paper with its truth, the heads and ends that decree 30/2020 asks for."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from specimens.facts import Case, long_day
from specimens.sheet import Sheet, Style

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(slots=True)
class Paper:
    """One document: its sides and what is true of it."""

    type: str
    sheets: list[Sheet]
    fields: dict[str, str | int | float]


#: Makes a paper of one type for a case; the layout is picked with the random numbers given.
Form = Callable[[random.Random, Style, Case], Paper]


def national_head(sheet: Sheet, points: float = 13) -> None:
    """The state's name and motto over the whole width."""
    sheet.write(NATION, points=points, bold=True, align="center")
    sheet.write(MOTTO, points=points, bold=True, align="center")
    sheet.rule(0.28)
    sheet.skip(4)


def two_heads(sheet: Sheet, left: list[str], number: str, place_day: str, subject: str = "") -> None:
    """Issuing body at left, state at right; number and day below (NĐ 30/2020, places 1 to 5b)."""
    top = sheet.y
    with sheet.box(0, 0.44):
        for row, line in enumerate(left):
            sheet.write(line, points=12, bold=row == len(left) - 1, align="center")
        sheet.rule(0.35)
        sheet.skip(1)
        sheet.write(number, points=12.5, align="center")
        if subject:
            sheet.write(subject, points=12, align="center")
    left_end, sheet.y = sheet.y, top
    with sheet.box(0.42, 1.03):
        sheet.write(NATION, points=12, bold=True, align="center")
        sheet.write(MOTTO, points=12.5, bold=True, align="center")
        sheet.rule(0.5)
        sheet.skip(2)
        sheet.write(place_day, points=12.5, italic=True, align="center")
    sheet.y = max(left_end, sheet.y)
    sheet.skip(6)


def signer(
    sheet: Sheet,
    rng: random.Random,
    roles: list[str],
    name: str,
    *,
    seal: str = "",
    span: tuple[float, float] = (0.5, 1.0),
    before: str = "",
) -> None:
    """Role, room for the hand, name; the seal covers a third of the signature on its left."""
    with sheet.box(*span):
        if before:
            sheet.write(before, italic=True, align="center")
        for role in roles:
            sheet.write(role, bold=True, align="center")
        middle, hand = (sheet.left + sheet.right) // 2, sheet.y + 150
        sheet.skip(25)
        low = sheet.y
        sheet.write(name, bold=True, align="center")
    sheet.signature(middle, min(hand + 40, low), rng)
    if seal:
        sheet.seal(middle - 240, hand + 20, seal, rng)


def place_day(place: str, day: dt.date) -> str:
    """``Hạ Long, ngày 05 tháng 01 năm 2026``."""
    return f"{place}, {long_day(day)}"
