"""Numbers printed one digit a box are found by their dividers and read without them; all else stays as it is."""

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.boxes import BoxedNumber, beside_boxes, boxed_numbers, without_boxes
from ocr.document import read_documents
from ocr.engines import RawWord
from ocr.engines.pixels import recognise_pixels
from ocr.image import Array, PageImage
from ocr.pipeline import read_page
from ocr.preprocess.box_rows import box_rows
from ocr.types import Box, FieldStatus, PageTask
from ocr.zones import FIGURES
from specimens import civil, facts, land_more, variety
from specimens.damage import Wear, scanned
from specimens.sheet import load_font

DPI = 300
LEFT, TOP = 420, 300
NUMBER = "048319002715"


@dataclasses.dataclass(frozen=True)
class Look:
    """How a row of boxes is printed; sizes in millimetres, ``rule`` in pixels."""

    pitch: float = 5.0
    height: float = 6.0
    rule: int = 3
    family: str = "Tinos"
    points: float = 13
    is_framed: bool = True


def _px(mm: float) -> float:
    return mm * DPI / 25.4


def _drawn(cells: str, look: Look | None = None) -> Array:
    """``(900, 2200) uint8``: a label, a line of text above it, and the cells; ``_`` is a gap, ``-`` a dash in a gap."""
    look = look or Look()
    image = Image.new("L", (2200, 900), 255)
    pen = ImageDraw.Draw(image)
    font, own = load_font("Tinos", 13), load_font(look.family, look.points)
    pitch, bottom = _px(look.pitch), TOP + _px(look.height)
    pen.text((80, 220), "Ngày, tháng, năm sinh: 08/03/2019, quê quán: Hạ Long", font=font, fill=20, anchor="ls")
    pen.text((80, (TOP + bottom) / 2 + 18), "Mã số thuế:", font=font, fill=20, anchor="ls")
    for place, cell in enumerate(cells):
        left, right = LEFT + place * pitch, LEFT + (place + 1) * pitch
        middle = (left + right) / 2
        if cell == "-":
            pen.line((middle - 18, (TOP + bottom) / 2, middle + 18, (TOP + bottom) / 2), fill=20, width=4)
        if cell in "-_":
            continue
        if look.is_framed:
            pen.line((left, TOP, right, TOP), fill=20, width=look.rule)
            pen.line((left, bottom, right, bottom), fill=20, width=look.rule)
        if look.is_framed or place:
            pen.line((left, TOP, left, bottom), fill=20, width=look.rule)
        if look.is_framed or place < len(cells) - 1:
            pen.line((right, TOP, right, bottom), fill=20, width=look.rule)
        base = (TOP + bottom) / 2 + _px(look.points * 25.4 / 72 * 0.33)
        pen.text((middle, base), cell.strip(), font=own, fill=20, anchor="ms")
    return np.array(image)


def _page(pixels: Array) -> PageImage:
    return PageImage(pixels, DPI, np.eye(3))


def _leaning(pixels: Array, degrees: float) -> Array:
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)))


def _scattered(pixels: Array, grey: int, count: int) -> Array:
    """The page with so many spots of 1 to 4 pixels: specks when they are dark, breaks of lines when they are light."""
    dice, spotted = np.random.default_rng(5), pixels.copy()
    for _ in range(count):
        y, x, size = dice.integers(0, 896), dice.integers(0, 2196), dice.integers(1, 5)
        spotted[y : y + size, x : x + size] = grey
    return spotted


def _scanned_at(pixels: Array, dpi: int) -> Array:
    small = cv2.resize(pixels, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC), np.uint8)


def _recognise(picture: PageImage, letters: str) -> tuple[RawWord, ...]:
    return recognise_pixels(picture, "vie" if letters == FIGURES else "eng", 6, 30.0, letters)


def _read(pixels: Array) -> list[str]:
    return [number.word.text for number in boxed_numbers(_page(pixels), _recognise)]


LOOKS = {
    "small boxes": Look(4.0, 5.0, 2, points=10),
    "large boxes": Look(9.0, 9.0, 4, points=15),
    "thin rules": Look(rule=1, family="Arimo"),
    "thick rules": Look(5.5, 6.5, rule=7, family="Noto Sans"),
    "high boxes": Look(4.5, 7.0, family="DejaVu Serif", points=12),
    "typewriter": Look(6.0, 6.0, family="Cousine"),
    "dividers alone": Look(is_framed=False),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_that_every_cell_is_found(look: Look) -> None:
    (row,) = box_rows(_page(_drawn(NUMBER, look)))

    assert len(row.cells) == 12
    assert (row.cells[0].x, row.cells[-1].right) == pytest.approx((LEFT, LEFT + 12 * _px(look.pitch)), abs=4)


@pytest.mark.parametrize("cells", ["0102030405_001", "0102030405-001", "010203_040506"])
def test_that_what_lies_between_two_groups_is_no_cell(cells: str) -> None:
    (row,) = box_rows(_page(_drawn(cells)))

    assert (len(row.cells), len(row.gaps)) == (len(cells) - 1, 1)


def test_that_a_row_in_a_cell_of_a_table_ends_at_the_table_s_lines() -> None:
    pixels = _drawn(NUMBER)
    right, bottom = round(LEFT + 12 * _px(5)), round(TOP + _px(6))
    for y in (TOP, bottom):
        cv2.line(pixels, (60, y), (right, y), 20, 3)
    for x in (60, LEFT, right):
        cv2.line(pixels, (x, 100), (x, 800), 20, 3)

    (row,) = box_rows(_page(pixels))

    assert len(row.cells) == 12


def test_that_no_row_is_given_where_its_rules_go_on_without_dividers() -> None:
    pixels = _drawn("0102030405")
    left, right, bottom = (round(value) for value in (LEFT + 10 * _px(5), LEFT + 12 * _px(5), TOP + _px(6)))
    for y in (TOP, bottom):
        cv2.line(pixels, (left, y), (right, y), 20, 3)

    assert box_rows(_page(pixels)) == ()


def _lines(*lines: tuple[float, float, float, float]) -> Array:
    pixels: Array = np.full((900, 2200), 255, np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(pixels, (round(x0), round(y0)), (round(x1), round(y1)), 20, 3)
    return pixels


def _table(width_mm: float, height_mm: float, columns: int, rows: int) -> Array:
    """A ruled table with figures in its cells."""
    wide, high = _px(width_mm), _px(height_mm)
    level = [(100, 200 + row * high, 100 + columns * wide, 200 + row * high) for row in range(rows + 1)]
    upright = [(100 + column * wide, 200, 100 + column * wide, 200 + rows * high) for column in range(columns + 1)]
    pixels = _lines(*level, *upright)
    for row in range(rows):
        for column in range(columns):
            place = (round(100 + (column + 0.3) * wide), round(200 + (row + 0.7) * high))
            cv2.putText(pixels, str(column % 10), place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 3)
    return pixels


def _text(text: str, family: str = "Tinos", points: float = 13, *, is_underlined: bool = False) -> Array:
    image = Image.new("L", (2200, 900), 255)
    pen = ImageDraw.Draw(image)
    font = load_font(family, points, True)
    for row in range(5):
        pen.text((100, 200 + 110 * row), text, font=font, fill=20, anchor="ls")
        if is_underlined:
            pen.line((100, 208 + 110 * row, 100 + font.getlength(text), 208 + 110 * row), fill=20, width=4)
    return np.array(image)


def _bars() -> Array:
    """Bars of a barcode, 9 mm high, of one to four modules each."""
    dice, x = random.Random(4), 300
    pixels: Array = np.full((900, 2200), 255, np.uint8)
    while x < 1500:
        wide = 6 * dice.randint(1, 4)
        pixels[300:406, x : x + wide] = 20
        x += wide + 6 * dice.randint(1, 4)
    return pixels


def _modules() -> Array:
    """The squares of a QR code of 25 mm."""
    modules = np.random.default_rng(3).integers(0, 2, (29, 29), np.uint8)
    pixels: Array = np.full((900, 2200), 255, np.uint8)
    pixels[200:490, 300:590] = np.kron(modules, np.full((10, 10), 235, np.uint8)) + 20
    return pixels


OTHERS: dict[str, Callable[[], Array]] = {
    "table of narrow columns": lambda: _table(6, 7, 12, 4),
    "row of wide cells": lambda: _table(18, 7, 9, 1),
    "table of seven columns": lambda: _table(7, 7, 7, 1),
    "squared paper": lambda: _table(5, 5, 30, 12),
    "ruled paper": lambda: _lines(*((100, 100 + 90 * row, 2100, 100 + 90 * row) for row in range(9))),
    "boxes of a date": lambda: _drawn("08_03_2019"),
    "boxes to tick": lambda: _drawn("X_ _ _X_ _ "),
    "bars": _bars,
    "modules": _modules,
    "machine-readable zone": lambda: _text("IDVNM0983190027150483190027<<15<<", "Cousine", 12),
    "underlined capitals": lambda: _text("HHIILL IIIIIIIIIIII CỘNG HÒA XÃ HỘI", points=15, is_underlined=True),
    "upright strokes in text": lambda: _text("| 0 | 4 | 8 | 3 | 1 | 9 | 0 | 0 | 2 | 7 | 1 |", points=9),
}


@pytest.mark.parametrize("draw", OTHERS.values(), ids=OTHERS)
def test_that_no_row_is_found_in(draw: Callable[[], Array]) -> None:
    assert box_rows(_page(draw())) == ()


@pytest.mark.tesseract
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_that_the_digits_are_read(look: Look) -> None:
    assert _read(_drawn(NUMBER, look)) == [NUMBER]


WORN: dict[str, Callable[[Array], Array]] = {
    "leaning right": lambda pixels: _leaning(pixels, -0.4),
    "leaning left": lambda pixels: _leaning(pixels, 0.4),
    "specks": lambda pixels: _scattered(pixels, 40, 250),
    "broken lines": lambda pixels: _scattered(pixels, 255, 900),
    "200 dpi": lambda pixels: _scanned_at(pixels, 200),
    "150 dpi": lambda pixels: _scanned_at(pixels, 150),
}


@pytest.mark.tesseract
@pytest.mark.parametrize("wear", WORN.values(), ids=WORN)
def test_that_the_digits_are_read_from_a_scan_with(wear: Callable[[Array], Array]) -> None:
    assert _read(wear(_drawn(NUMBER))) == [NUMBER]


@pytest.mark.tesseract
@pytest.mark.parametrize(
    ("cells", "number"),
    [("0102030405-001", "0102030405001"), ("8417206537   ", "8417206537"), ("8417206537_   ", "8417206537")],
    ids=["two groups", "cells left over", "group left over"],
)
def test_that_groups_are_joined_and_cells_may_be_left_over(cells: str, number: str) -> None:
    assert _read(_drawn(cells)) == [number]


@pytest.mark.tesseract
@pytest.mark.parametrize(
    "cells",
    ["0483 9002715", "NGUYENVANANH", "            ", "01020304 5_001"],
    ids=["hole", "letters", "empty", "group"],
)
def test_that_no_number_is_made_of(cells: str) -> None:
    pixels = _drawn(cells)

    assert len(box_rows(_page(pixels))) == 1
    assert _read(pixels) == []


@pytest.mark.tesseract
def test_that_digits_by_hand_are_no_print() -> None:
    pixels, dice = _drawn(" " * 12), random.Random(2)
    for place, digit in enumerate(NUMBER):
        foot = (round(LEFT + (place + 0.25) * _px(5)) + dice.randint(-4, 4), TOP + 52 + dice.randint(-7, 7))
        cv2.putText(pixels, digit, foot, cv2.FONT_HERSHEY_SIMPLEX, dice.uniform(1.1, 1.7), 20, 3)

    assert _read(pixels) == []


def _said(texts: dict[bool, str], confidence: float) -> list[BoxedNumber]:
    """What becomes of a row when the readings with letters (True) and of figures alone say that."""

    def recognise(picture: PageImage, letters: str) -> tuple[RawWord, ...]:
        rows, columns = np.nonzero(picture.pixels < 128)
        box = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
        return (RawWord(texts[letters != FIGURES], box, confidence, (1, 1, 1)),)

    return list(boxed_numbers(_page(_drawn(NUMBER)), recognise))


def test_that_a_number_has_the_engine_s_confidence_and_the_other_reading() -> None:
    (number,) = _said({True: NUMBER, False: NUMBER}, 0.83)

    assert (number.word.text, number.word.confidence, number.second) == (NUMBER, 0.83, NUMBER)


@pytest.mark.parametrize(
    ("first", "second", "confidence"),
    [
        (NUMBER, "048319002716", 0.9),
        (NUMBER[:-1], NUMBER[:-1], 0.9),
        ("O48319002715", NUMBER, 0.9),
        (NUMBER, NUMBER, 0.4),
    ],
    ids=["readings differ", "digit lost", "letter", "hardly believed"],
)
def test_that_doubtful_digits_are_left(first: str, second: str, confidence: float) -> None:
    assert _said({True: first, False: second}, confidence) == []


def test_that_words_in_the_boxes_give_way_and_others_stay() -> None:
    number = BoxedNumber(RawWord(NUMBER, Box(400, 290, 720, 90), 0.9, (9, 1, 1)), NUMBER)
    label, rubbish = (
        RawWord("thuế:", Box(280, 300, 110, 40), 0.9, (1, 1, 1)),
        RawWord("4[8", Box(460, 300, 90, 60), 0.3, (1, 1, 1)),
    )

    assert beside_boxes([label, rubbish], [number]) == (label, number.word)


def test_that_the_page_without_boxes_keeps_all_else() -> None:
    page = _page(_drawn(NUMBER))
    (row,) = box_rows(page)
    number = BoxedNumber(RawWord(NUMBER, row.box, 0.9, (9, 1, 1)), NUMBER)

    bare = without_boxes(page, [number])

    assert box_rows(bare) == ()
    assert int((bare.pixels[:, : LEFT - 20] != page.pixels[:, : LEFT - 20]).sum()) == 0


@pytest.mark.tesseract
@pytest.mark.parametrize(
    ("form", "field"),
    [(civil.birth, "so_dinh_danh"), (land_more.fee_declaration_old, "ma_so_thue")],
    ids=["birth certificate", "tax declaration"],
)
@pytest.mark.parametrize("kind", ["office", "lowres"])
def test_that_a_boxed_number_is_the_field_s_value(form: variety.Form, field: str, kind: str, tmp_path: Path) -> None:
    dice = random.Random(12)
    look = dataclasses.replace(variety.style(dice), boxed=True)
    paper = form(dice, look, facts.case(dice))
    image, dpi = scanned(paper.sheets[0].image, Wear(kind, skew_deg=0.4), dice)
    path = tmp_path / "page.png"
    image.save(path, dpi=(dpi, dpi))

    reading = read_page(PageTask(str(path), 1))
    (document,) = read_documents([reading])

    assert "boxes" in reading.steps
    found = {value.name: (value.value, value.status) for value in document.fields}
    assert found[field] == (paper.fields[field], FieldStatus.AUTO)
