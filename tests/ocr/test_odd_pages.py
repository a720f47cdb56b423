"""Pages that are no clean A4 scan of a Vietnamese paper: nothing crashes, nothing is invented, little is lost."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from ocr.document import read_documents
from ocr.pipeline import read_page
from ocr.types import UNKNOWN_TYPE, PageReading, PageTask
from scanner_app import specimen
from scanner_app.signing import find_font

pytestmark = pytest.mark.tesseract

A4_150 = (1240, 1754)


def _read(image: Image.Image, folder: Path, dpi: int | None = 150) -> PageReading:
    path = folder / "trang.png"
    image.save(path)
    return read_page(PageTask(str(path), 1, dpi=dpi))


def _photograph(size: tuple[int, int] = A4_150) -> Image.Image:
    """A landscape of soft shapes: hills, a sun, grain."""
    image = Image.effect_noise(size, 40).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((800, 150, 1000, 350), fill=(250, 220, 120))
    draw.polygon([(0, 1000), (500, 600), (1240, 1100), (1240, 1754), (0, 1754)], fill=(40, 90, 50))
    return image.filter(ImageFilter.GaussianBlur(6))


def _music(size: tuple[int, int] = A4_150) -> Image.Image:
    """Staves of five lines with heads and stems."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    dice = np.random.default_rng(3)
    for top in range(150, 1600, 160):
        for line in range(5):
            draw.line((100, top + 14 * line, 1140, top + 14 * line), fill=0, width=2)
        for x in range(140, 1120, 48):
            y = top + int(dice.integers(0, 60))
            draw.ellipse((x, y, x + 18, y + 13), fill=0)
            draw.line((x + 17, y + 6, x + 17, y - 44), fill=0, width=2)
    return image


def _scribble(size: tuple[int, int] = A4_150) -> Image.Image:
    """Lines of joined-up strokes as a pen makes them."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    dice = np.random.default_rng(5)
    for top in range(200, 1500, 90):
        x = np.arange(150, 1100, 6)
        y = top + 16 * np.sin(x / 9 + dice.uniform(0, 6)) + dice.normal(0, 5, x.size)
        draw.line([(int(a), int(b)) for a, b in zip(x, y, strict=True)], fill=30, width=3)
    return image


def _english(size: tuple[int, int] = A4_150) -> Image.Image:
    image = Image.new("L", size, 255)
    font = ImageFont.truetype(str(find_font()), 28)
    text = "The quick brown fox jumps over the lazy dog. This letter is written in another language."
    for row in range(20):
        ImageDraw.Draw(image).text((120, 150 + 60 * row), text[:70], font=font, fill=0)
    return image


@pytest.mark.parametrize("make", [_photograph, _music, _scribble], ids=lambda make: make.__name__)
def test_that_what_is_no_print_becomes_no_paper_of_ours(make: Callable[[], Image.Image], tmp_path: Path) -> None:
    reading = _read(make(), tmp_path)

    documents = read_documents([reading])

    assert {document.type for document in documents} <= {UNKNOWN_TYPE}
    assert all(document.fields == () for document in documents)
    assert not reading.blank
    assert [problem.code for problem in reading.problems] in (["OCR-NO-WORDS"], ["OCR-HARDLY-READ"])


def test_that_another_language_is_read_and_not_taken_for_a_form(tmp_path: Path) -> None:
    reading = _read(_english(), tmp_path)

    assert "quick brown fox" in reading.text
    assert [document.type for document in read_documents([reading])] == [UNKNOWN_TYPE]
    assert [problem.code for problem in reading.problems] == ["OCR-HARDLY-READ"]


def test_that_a_negative_is_read_and_not_blank(tmp_path: Path) -> None:
    reading = _read(ImageOps.invert(_english()), tmp_path)

    assert not reading.blank
    assert "negative" in reading.steps
    assert "quick brown fox" in reading.text


@pytest.mark.parametrize("grey", [0, 60, 128])
def test_that_a_page_of_one_dark_tone_is_blank(grey: int, tmp_path: Path) -> None:
    assert _read(Image.new("L", A4_150, grey), tmp_path).blank


def _specimen() -> Image.Image:
    with Image.open(specimen.specimen_pages()[0]) as image:
        return image.convert("L")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The words of the specimen's first page as it is."""
    return set(_read(_specimen(), tmp_path_factory.mktemp("chuẩn"), dpi=None).text.split())


def _shrunk(factor: float) -> Image.Image:
    image = _specimen()
    return image.resize((round(image.width * factor), round(image.height * factor)), Image.Resampling.LANCZOS)


def _on_a3() -> Image.Image:
    image = _specimen()
    sheet = Image.new("L", (image.width * 2, image.height), 255)
    sheet.paste(image, (0, 0))
    return sheet


def _landscape() -> Image.Image:
    image = _specimen()
    sheet = Image.new("L", (image.height, image.width), 255)
    sheet.paste(image.crop((0, 0, image.width, image.width)), (300, 0))
    return sheet


def _fax() -> Image.Image:
    return _shrunk(0.8).convert("1", dither=Image.Dither.NONE)


@pytest.mark.parametrize(
    ("make", "least"),
    [
        (lambda: _shrunk(0.71), 0.9),
        (_on_a3, 0.9),
        (_landscape, 0.55),
        (_fax, 0.9),
        (lambda: _shrunk(0.5), 0.85),
    ],
    ids=["a5", "a3", "landscape", "fax", "half the pixels"],
)
def test_that_most_words_come_through_on_other_sheets(
    make: Callable[[], Image.Image], least: float, plain: set[str], tmp_path: Path
) -> None:
    reading = _read(make(), tmp_path, dpi=None)

    assert len(plain & set(reading.text.split())) >= least * len(plain)


def test_that_seventy_two_dpi_asks_for_a_new_scan(tmp_path: Path) -> None:
    reading = _read(_shrunk(72 / 300), tmp_path, dpi=None)

    assert "OCR-LOW-DPI" in [problem.code for problem in reading.problems]
