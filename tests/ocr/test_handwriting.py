"""A pen's writing is found as such, on level, turned and photographed pages, and left to a person."""

import math
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ocr.doctypes import load_doctypes
from ocr.extraction import extract
from ocr.extraction.penned import HANDWRITTEN
from ocr.handwriting import is_sound
from ocr.pipeline import prepare_worker, read_page
from ocr.types import Box, FieldStatus, PageReading, PageTask, Word
from specimens.sheet import load_font

pytestmark = pytest.mark.tesseract
SIZE = (2480, 3508)
LEADERS = "." * 60


def _form(*, pen: str | None, turn: float = 0.0) -> tuple[Image.Image, Box]:
    """A birth certificate's upper half at 300 dpi with the child's name written by hand (or left empty)."""
    page = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(page)
    font = load_font("Tinos", 14)
    head = load_font("Tinos", 18)
    draw.text((840, 300), "GIẤY KHAI SINH", "black", head)
    draw.text((300, 570), f"Họ, chữ đệm, tên: {LEADERS}", "black", font)
    rows = (
        "Ngày, tháng, năm sinh: 05/01/2019", "Giới tính: Nữ    Dân tộc: Kinh    Quốc tịch: Việt Nam",
        "Nơi sinh: Bệnh viện Sản Nhi tỉnh Quảng Ninh", "Họ, chữ đệm, tên người mẹ: Trần Thị Mẫu",
        "Họ, chữ đệm, tên người cha: Lê Văn Mẫu", "Nơi đăng ký khai sinh: Ủy ban nhân dân phường Hà Tu",
    )  # fmt: skip
    for number, row in enumerate(rows):
        draw.text((300, 690 + 120 * number), row, "black", font)
    box = Box(880, 530, 750, 100)
    if pen:
        _scrawl(draw, box, pen)
    return page.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white"), box


def _scrawl(draw: ImageDraw.ImageDraw, box: Box, pen: str) -> None:
    chance = random.Random(5)
    points = []
    for step in range(260):
        swing = math.sin(step / 2.1) * box.height / 3 + math.sin(step / 7) * box.height / 7
        points.append((box.x + box.width * step / 260, box.y + box.height / 2 + swing + chance.uniform(-3, 3)))
    draw.line(points, fill=pen, width=7, joint="curve")


def _read(image: Image.Image, folder: Path) -> PageReading:
    path = folder / "page.png"
    image.save(path, dpi=(300, 300))
    prepare_worker()
    return read_page(PageTask(str(path), 1, 300))


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(0, width) * max(0, height) / (other.width * other.height)


@pytest.mark.parametrize(("pen", "turn"), [("black", 0.0), ("#1b2fa0", 0.0), ("#1b2fa0", 2.5), ("black", 180.0)])
def test_that_a_written_name_is_left_to_a_person_with_its_place(tmp_path: Path, pen: str, turn: float) -> None:
    image, box = _form(pen=pen, turn=turn)
    reading = _read(image, tmp_path)

    values = {value.name: value for value in extract(load_doctypes().types["giay_khai_sinh"], [reading])}

    name = values["ho_ten"]
    assert (name.value, name.status, name.reasons) == (None, FieldStatus.TO_CONFIRM, (HANDWRITTEN,))
    if not turn:
        assert _overlap(name.box, box) > 0.6
    assert values["ho_ten_me"].value == "Trần Thị Mẫu"


def test_that_an_empty_line_is_no_writing(tmp_path: Path) -> None:
    image, _box = _form(pen=None)
    reading = _read(image, tmp_path)

    values = {value.name: value for value in extract(load_doctypes().types["giay_khai_sinh"], [reading])}

    assert reading.unread == ()
    assert "ho_ten" not in values or values["ho_ten"].reasons != (HANDWRITTEN,)


@pytest.mark.parametrize(
    ("text", "confidence", "sound"),
    [
        ("21/12/2015", 0.4, True),
        ("1.234,5", 0.4, True),
        ("Nguyễn", 0.4, True),
        ("Wxzq", 0.9, True),
        ("Wxzq", 0.4, False),
        ("....", 0.9, False),
        ("//", 0.4, False),
        ("H2ó.150-260303-0029", 0.4, True),
        ("W3x9z4", 0.4, False),
    ],
)
def test_that_a_doubtful_word_is_sound_when_it_is_a_syllable_or_figures(
    text: str, confidence: float, sound: bool
) -> None:
    assert is_sound(Word(text, Box(0, 0, 10, 10), confidence)) is sound
