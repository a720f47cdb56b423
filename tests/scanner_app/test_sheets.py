"""Separator sheets: printed, scanned back either way up, and obeyed."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from ocr.document import read_documents
from ocr.pipeline import read_page
from ocr.types import PageReading, PageTask
from scanner_app import specimen
from scanner_app.sheets import ANY, write_sheets

pytestmark = pytest.mark.tesseract


def _scanned(folder: Path, kind: str, turn: int = 0) -> PageReading:
    write_sheets([(kind, "Giấy tờ tiếp theo")], folder / "tờ.pdf")
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", folder / "tờ.pdf", folder / "tờ"], check=True)
    path = folder / "tờ.png"
    with Image.open(path) as image:
        image.rotate(turn, expand=True).save(path)
    return read_page(PageTask(str(path), 1, dpi=200))


@pytest.mark.parametrize("turn", [0, 180])
def test_that_a_sheet_is_read_whichever_way_it_lies(turn: int, tmp_path: Path) -> None:
    reading = _scanned(tmp_path, ANY, turn)

    assert {code.text for code in reading.barcodes} == {"SOHOA-SHEET:*"}


def test_that_a_sheet_parts_papers_and_belongs_to_none(tmp_path: Path) -> None:
    first, *_ = specimen.specimen_pages()
    page = read_page(PageTask(str(first), 1))
    sheet = _scanned(tmp_path, ANY)
    stack = [_numbered(page, 1), _numbered(sheet, 2), _numbered(page, 3)]

    documents = read_documents(stack)

    assert [document.pages for document in documents] == [(1,), (3,)]


def test_that_a_sheet_may_name_the_kind_that_follows(tmp_path: Path) -> None:
    first, *_ = specimen.specimen_pages()
    page = read_page(PageTask(str(first), 1))

    documents = read_documents([_numbered(_scanned(tmp_path, "quyet_dinh"), 1), _numbered(page, 2)])

    assert [(document.type, document.pages) for document in documents] == [("quyet_dinh", (2,))]
    assert documents[0].candidates[0].reasons == ("sheet",)


def _numbered(reading: PageReading, number: int) -> PageReading:
    import dataclasses

    return dataclasses.replace(reading, number=number)
