"""What is on a page that holds no print: nothing, or what only a person can read."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.pipeline import read_page
from ocr.types import PageReading, PageTask
from specimens.damage import KINDS, Wear, scanned
from specimens.hard import HARD
from specimens.sheet import load_font

pytestmark = pytest.mark.tesseract

A4 = (2480, 3508)
RED, BLUE = (200, 30, 50), (30, 50, 160)


def _front() -> Image.Image:
    """Print that shines through."""
    page = Image.new("RGB", A4, (255, 255, 255))
    pen = ImageDraw.Draw(page)
    for row in range(40):
        pen.text(
            (300, 300 + 70 * row), "Căn cứ Luật Tổ chức chính quyền địa phương", font=load_font("Tinos", 13), fill=0
        )
    return page


def _read(scan: tuple[Image.Image, int], folder: Path) -> PageReading:
    image, dpi = scan
    path = folder / "trang.png"
    image.save(path)
    return read_page(PageTask(str(path), 1, dpi=dpi))


@pytest.mark.parametrize("bleed", [False, True], ids=["", "shining through"])
@pytest.mark.parametrize("kind", KINDS)
def test_that_an_empty_back_is_blank(kind: str, *, bleed: bool, tmp_path: Path) -> None:
    worn = Wear(
        kind,
        skew_deg=1.5 if kind == "skewed" else 0.0,
        turn_deg=90 if kind == "turned" else 0,
        bleed=_front() if bleed else None,
        holes=True,
        streak=True,
    )

    reading = _read(scanned(Image.new("RGB", A4, (255, 255, 255)), worn, random.Random(7)), tmp_path)

    assert reading.blank
    assert not reading.problems


@pytest.mark.parametrize("kind", ["fax", "curved", "patterned", "askew", "black-bed"])
def test_that_an_empty_sheet_is_blank_on_other_machines(kind: str, tmp_path: Path) -> None:
    assert _read(HARD[kind](np.full((A4[1], A4[0], 3), 255.0, np.float32), random.Random(7)), tmp_path).blank


def _seal(pen: ImageDraw.ImageDraw) -> None:
    for inset in (0, 10, 60):
        pen.ellipse((1300 + inset, 800 + inset, 1740 - inset, 1240 - inset), outline=RED, width=8)


def _signature(pen: ImageDraw.ImageDraw) -> None:
    along = np.arange(0, 500, 4)
    down = 900 + 80 * np.sin(along / 30) * np.sin(along / 170)
    pen.line([(int(900 + x), int(y)) for x, y in zip(along, down, strict=True)], fill=BLUE, width=6)


def _sketch(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(500, 600), (1800, 700), (1700, 2400), (600, 2300)], outline=0, width=5)
    pen.line((500, 600, 1700, 2400), fill=0, width=3)


@pytest.mark.parametrize("kind", ["clean", "photocopy"])
@pytest.mark.parametrize("draw", [_seal, _signature, _sketch], ids=lambda draw: draw.__name__)
def test_that_a_page_of_marks_alone_is_told_and_not_blank(
    draw: Callable[[ImageDraw.ImageDraw], None], kind: str, tmp_path: Path
) -> None:
    page = Image.new("RGB", A4, (255, 255, 255))
    draw(ImageDraw.Draw(page))

    reading = _read(scanned(page, Wear(kind), random.Random(7)), tmp_path)

    assert not reading.blank
    assert [problem.code for problem in reading.problems] == ["OCR-NO-WORDS"]


@pytest.mark.parametrize("kind", ["clean", "photocopy"])
def test_that_one_short_line_is_print(kind: str, tmp_path: Path) -> None:
    page = Image.new("RGB", A4, (255, 255, 255))
    ImageDraw.Draw(page).text((500, 400), "(Trang sau)", font=load_font("Tinos", 13), fill=0)

    reading = _read(scanned(page, Wear(kind), random.Random(7)), tmp_path)

    assert reading.text == "(Trang sau)"
