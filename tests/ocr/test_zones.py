"""Numbers read once more in their zones: which words, in what picture, and what the answer is held against."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from ocr.engines import RawWord
from ocr.extraction.flat import FlatText
from ocr.extraction.second import second_reading
from ocr.image import PageImage
from ocr.types import Box, FieldScalar, FieldStatus, FieldValue, Line, PageReading, Word
from ocr.zones import LETTERS, bare, is_figure, second_readings
from tests.support.readings import page_of


def word(text: str, x: int, y: int) -> RawWord:
    return RawWord(text, Box(x, y, 20 * len(text), 40), 0.9, (1, 1, y))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("022188604217", True),
        ("15/QĐ-UBND", True),
        ("05/01/2026", True),
        ("5", False),
        ("tầng", False),
        ("A<<12", False),
    ],
)
def test_that_numbers_and_codes_are_zones(text: str, figure: bool) -> None:
    assert is_figure(text) is figure


def test_that_every_zone_gets_the_answer_of_its_own_row() -> None:
    page = PageImage(np.full((600, 900), 200, np.uint8), 300, np.eye(3))
    lines = [[word("Số:", 20, 50), word("118/UBND", 100, 50)], [word("BX", 20, 300), word("393099", 90, 300)]]
    asked: list[tuple[tuple[int, ...], str]] = []

    def recognise(picture: PageImage, letters: str) -> tuple[RawWord, ...]:
        asked.append((picture.pixels.shape, letters))
        middle = picture.pixels.shape[0] // 4
        return (
            RawWord("118/UBND", Box(40, middle - 20, 100, 40), 0.9, (1, 1, 1)),
            RawWord("BX393099", Box(40, 3 * middle - 20, 100, 40), 0.9, (1, 1, 2)),
        )

    found = second_readings(page, lines, recognise)

    assert found == {
        lines[0][1].box: "118/UBND",
        lines[1][0].box: "BX",
        lines[1][1].box: "393099",
    }
    assert [letters for _shape, letters in asked] == [LETTERS]


def test_that_a_page_without_numbers_asks_nothing() -> None:
    page = PageImage(np.full((60, 90), 255, np.uint8), 300, np.eye(3))

    assert second_readings(page, [[word("Kính", 5, 5)]], lambda _picture, _letters: pytest.fail("asked")) == {}


def test_that_letters_that_look_like_figures_are_alike() -> None:
    assert bare("O22I88/QĐ") == bare("022188/QD")
    assert bare("BX 393099") == bare("8X393099")


def twice(text: str, second: str | None) -> PageReading:
    """A page with one line whose last word was read twice."""
    reading = page_of(text)
    line = reading.lines[0]
    last = line.words[-1]
    words = (*line.words[:-1], Word(last.text, last.box, last.confidence, second))
    lines = (Line(words, line.box, line.upright, line.word_uprights),)
    return PageReading(**{name: getattr(reading, name) for name in reading.__slots__} | {"lines": lines})


@pytest.mark.parametrize(
    ("printed", "second", "value", "verdict"),
    [
        ("022188604217", "022188604217", "022188604217", True),
        ("022188604217", "022188604277", "022188604217", False),
        ("022188604217", None, "022188604217", None),
        ("21", "2", "21", None),
        ("05/01/2026", "05/01/2026", dt.date(2026, 1, 5), True),
        ("1.120,5", "1.120,5", Decimal("1120.5"), True),
        ("999", "999", Decimal("1120.5"), None),
    ],
)
def test_that_the_second_reading_agrees_differs_or_says_nothing(
    printed: str, second: str | None, value: FieldScalar, verdict: bool | None
) -> None:
    reading = twice(f"Số: {printed}", second)
    line = reading.lines[0]
    field = FieldValue("x", value, printed, 0.9, 1, line.box, FieldStatus.TO_CONFIRM)

    assert second_reading(field, FlatText([reading]))[0] is verdict
