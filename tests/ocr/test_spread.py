"""Two pages side by side on a page that lies on its side: a leaflet opened is one paper, two papers are told."""

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.document import read_documents
from ocr.engines import RawWord
from ocr.lines import fold_of, rebuild_lines
from ocr.pipeline import read_page
from ocr.types import Box, DocumentReading, FieldStatus, PageReading, PageTask
from specimens import facts, variety
from specimens.civil import birth, marital_status
from specimens.damage import Wear, scanned
from specimens.forms import Paper
from specimens.land import certificate_2


def _read(left: Image.Image, right: Image.Image, folder: Path) -> tuple[PageReading, DocumentReading]:
    both = Image.fromarray(np.hstack([np.asarray(left.convert("RGB")), np.asarray(right.convert("RGB"))]))
    image, dpi = scanned(both, Wear("office", skew_deg=0.4), random.Random(3))
    path = folder / "A3.png"
    image.save(path, dpi=(dpi, dpi))
    reading = read_page(PageTask(str(path), 1))
    (document,) = read_documents([reading])
    return reading, document


def _paper(form: variety.Form) -> Paper:
    dice = random.Random(12)
    return form(dice, variety.style(dice), facts.case(dice))


@pytest.mark.tesseract
def test_that_a_certificate_opened_on_a3_is_read_page_after_page(tmp_path: Path) -> None:
    paper = _paper(certificate_2)
    front, back = (sheet.image for sheet in paper.sheets)

    reading, document = _read(back, front, tmp_path)

    head = reading.text.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert "Thửa đất số" in reading.text[:head], "the left page comes first"
    assert "Thửa đất số" not in reading.text[head:]
    found = {field.name: field.value for field in document.fields}
    assert document.type == paper.type
    assert not reading.problems
    wanted = {name: paper.fields[name] for name in ("so_phat_hanh", "ho_ten", "thua_dat_so", "dien_tich", "so_vao_so")}
    assert {name: str(found.get(name)) for name in wanted} == {name: str(value) for name, value in wanted.items()}


@pytest.mark.tesseract
def test_that_two_papers_side_by_side_are_told_and_pass_nothing(tmp_path: Path) -> None:
    left, right = _paper(birth), _paper(marital_status)

    reading, document = _read(left.sheets[0].image, right.sheets[0].image, tmp_path)

    assert [problem.code for problem in reading.problems] == ["OCR-TWO-PAPERS"]
    assert document.type == left.type
    assert document.fields
    assert not [field for field in document.fields if field.status is FieldStatus.AUTO]
    assert all("two-papers" in field.reasons for field in document.fields if field.status is FieldStatus.TO_CONFIRM)


def _words(left: int, right: int, *, lines: int = 30) -> list[RawWord]:
    """A column of lines of four words between two edges."""
    step = (right - left) // 4
    return [
        RawWord("chữ", Box(left + step * at, 60 * row, step - 20, 30), 0.9, (1, 1, row))
        for row in range(lines)
        for at in range(4)
    ]


@pytest.mark.parametrize(
    ("words", "size"),
    [
        pytest.param(_words(100, 2300), (2400, 1800), id="lines across"),
        pytest.param([*_words(100, 1100), *_words(1300, 2300)], (2400, 3400), id="upright page in two columns"),
        pytest.param([*_words(100, 1100), *_words(1300, 2300), *_words(100, 2300, lines=1)], (2400, 1800), id="title"),
        pytest.param([*_words(100, 1100), *_words(1300, 2300, lines=6)], (2400, 1800), id="a short column"),
        pytest.param([*_words(100, 500), *_words(700, 2300)], (2400, 1800), id="a margin's column"),
    ],
)
def test_that_a_page_of_its_own_has_no_fold(words: list[RawWord], size: tuple[int, int]) -> None:
    assert fold_of(words, *size) is None


def test_that_the_left_page_is_read_before_the_right_one() -> None:
    words = [*_words(1300, 2300), *_words(100, 1100)]

    fold = fold_of(words, 2400, 1800)
    ordered = rebuild_lines(words, fold)

    assert fold == pytest.approx(1195, abs=20)
    assert [word.box.x < 1200 for word in ordered] == [True] * 120 + [False] * 120
