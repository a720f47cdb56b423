"""The invisible text of a PDF/A: every letter and every word where it stands on paper, read back with poppler."""

import re
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from scanner_app.export import (
    ExportPage,
    write_pdf,
)
from scanner_app.export.geometry import place
from scanner_app.export.validation.words import word_violations
from tests.support.pages import HEADER, line, metadata, page_image, reading, run, word

VOWELS = "aăâeêioôơuưy"


MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


ALPHABET = "".join(
    unicodedata.normalize("NFC", letter + mark)
    for vowel in VOWELS
    for letter in (vowel, vowel.upper())
    for mark in MARKS
)


def test_that_poppler_reads_back_the_recognised_text(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), reading(*HEADER), None)], metadata(), tmp_path / "a.pdf")

    text = run("pdftotext", "-raw", report.path, "-").rstrip("\f\n")

    assert text == "CỘNG HÒA XÃ\nĐộc lập - Tự do\nnguyễn văn á,"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_that_every_vietnamese_letter_comes_back(tmp_path: Path, form: str) -> None:
    rows = [ALPHABET[start : start + 12] for start in range(0, len(ALPHABET), 12)]
    lines = [line(word(unicodedata.normalize(form, row), 100, 60 * index + 50, 500)) for index, row in enumerate(rows)]
    lines.append(line(word("đĐ₫–…“”«»½№", 100, 1500, 400), word("😀𝄞", 600, 1500, 100)))

    report = write_pdf([ExportPage(page_image(tmp_path), reading(*lines), None)], metadata(), tmp_path / "a.pdf")

    found = run("pdftotext", "-raw", report.path, "-").split()
    assert found == [*rows, "đĐ₫–…“”«»½№", "😀𝄞"]


def test_that_letters_no_map_may_give_become_the_replacement_character(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(line(word("a\ufeffb\ud800c", 10, 10, 100))), None)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf")

    assert run("pdftotext", "-raw", report.path, "-").strip() == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_that_words_lie_over_their_pictures(tmp_path: Path, rotation: int) -> None:
    source = reading(*HEADER, rotation=rotation)

    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")

    rows = re.findall(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">',
        run("pdftotext", "-bbox", report.path, "-"),
    )
    found = [tuple(float(value) for value in row) for row in rows]
    placement = place(source.width_px, source.height_px, source.dpi, rotation)
    for one in (each for entry in source.lines for each in entry.words):
        left, bottom, right, top = placement.box(one.box)
        wanted = (left, placement.height_pt - top, right, placement.height_pt - bottom)
        assert max(overlap(wanted, box) for box in found) >= 0.9, one.text


def test_that_words_whose_boxes_overlap_stay_two_words(tmp_path: Path) -> None:
    """The places of words that Tesseract gave on skewed and tightly printed pages at 300 dpi."""
    lines = (
        line(word("cư", 381, 1619, 45, 76), word("trú:", 410, 1628, 109, 47)),
        line(word("of", 1315, 1089, 35, 55), word("birth:", 1340, 1095, 119, 35)),
        line(word("tính", 1078, 1253, 99, 41), word("/", 1162, 1243, 22, 57)),
        line(word("of", 1334, 2186, 34, 64), word("origin:", 1360, 2204, 134, 39)),
        line(word("khu", 300, 2000, 90, 50), word("phố", 391, 2000, 90, 50), word("2", 480, 2000, 30, 50)),
    )
    page = ExportPage(page_image(tmp_path, size=(2480, 3508)), reading(*lines, width=2480, height=3508, dpi=300), 300)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf")

    assert run("pdftotext", "-raw", report.path, "-").split() == [one.text for row in lines for one in row.words]


def test_that_a_map_that_gives_another_letter_is_told(tmp_path: Path) -> None:
    source = reading(*HEADER)
    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(report.path) as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        letters = fonts[next(iter(fonts.keys()))].ToUnicode
        letters.write(letters.read_bytes().replace(b"<0001> <0043>", b"<0001> <0044>"))
        pdf.save(spoilt)

    told = word_violations(spoilt, [source], [place(source.width_px, source.height_px, source.dpi, 0)])

    assert [(violation.clause, violation.detail) for violation in told] == [("text", "page 1")]


def test_that_a_word_beside_its_picture_is_told(tmp_path: Path) -> None:
    source = reading(*HEADER)
    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")
    moved = reading(line(word("CỘNG", 530, 100, 120), *HEADER[0].words[1:]), *HEADER[1:])
    placement = place(source.width_px, source.height_px, source.dpi, 0)

    told = [violation.clause for violation in word_violations(report.path, [moved], [placement])]

    assert told == ["position"]
    assert list(word_violations(report.path, [source], [placement])) == []
    assert [one.clause for one in word_violations(report.path, [source] * 2, [placement] * 2)] == ["pages"]


def overlap(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)) - both)
