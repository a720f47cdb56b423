"""Pages of a long file stand on the disk until its result is written; nothing of it changes the result."""

import json
from pathlib import Path

import pytest

from ocr.document import read_documents
from ocr.types import PageReading, Problem, SourceReading
from scanner_app.errors import PathUnwritable
from scanner_app.export import FileSlice, ImageLayer, PreparedPage
from scanner_app.result_json import GENERATOR, document_json, page_json, problem_json, source_text
from scanner_app.spool import PageSpool
from tests.support.readings import blank_page, page_of

CARD = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^GIẤY KHAI SINH
Họ, chữ đệm, tên: Lê Thị Mẫu
Ngày, tháng, năm sinh: 05/01/2019
Nơi sinh: Bệnh viện Bãi Cháy
Quê quán: Quảng Ninh
Họ, chữ đệm, tên người mẹ: Trần Thị Bình
Họ, chữ đệm, tên người cha: Lê Cường"""


@pytest.fixture
def pages() -> list[PageReading]:
    return [page_of(CARD, 1), blank_page(2), page_of("dòng\u2028khác \x85 nữa", 3)]


def test_that_readings_come_back_as_they_went(tmp_path: Path, pages: list[PageReading]) -> None:
    spool = PageSpool(tmp_path)
    for page in pages:
        spool.append(page)

    assert list(spool) == pages
    assert (spool[-1], spool[1:]) == (pages[-1], pages[1:])
    with pytest.raises(IndexError):
        _ = spool[3]


def test_that_layers_lie_on_the_disk(tmp_path: Path) -> None:
    layers = tuple(ImageLayer(8, 8, "DCTDecode", "DeviceGray", 8, data) for data in (b"one", b"other"))
    spool = PageSpool(tmp_path)
    spool.append(blank_page(1))
    spool.add(blank_page(2), PreparedPage(8, 8, 300, 1, layers))
    kept = spool.prepared(1)

    assert spool.prepared(0) is None
    assert not spool.is_prepared(0)
    assert kept is not None
    assert (kept.width, kept.dpi) == (8, 300)
    slices = [layer.data for layer in kept.layers]
    assert all(isinstance(each, FileSlice) for each in slices)
    assert [_bytes(each) for each in slices if isinstance(each, FileSlice)] == [b"one", b"other"]


def test_that_a_disk_that_refuses_is_told(tmp_path: Path, pages: list[PageReading]) -> None:
    with pytest.raises(PathUnwritable):
        PageSpool(tmp_path / "gone").append(pages[0])


def test_that_the_text_of_a_result_is_its_json(pages: list[PageReading]) -> None:
    documents = read_documents(pages)
    problems = (Problem("OCR-NO-WORDS", 2, ""),)
    whole = {
        "source": "tệp.pdf",
        "generator": GENERATOR,
        "engine": "x",
        "pages": [page_json(page) for page in pages],
        "documents": [document_json(document) for document in documents],
        "problems": [problem_json(problem, "tệp.pdf", "vi") for problem in problems],
    }

    text = "".join(source_text(SourceReading("tệp.pdf", "x", pages, documents, problems), "vi"))

    assert text == json.dumps(whole, ensure_ascii=False, indent=1)
    empty = json.loads("".join(source_text(SourceReading("a", "x"), "vi")))
    assert (empty["pages"], empty["documents"], empty["problems"]) == ([], [], [])


def test_that_documents_far_apart_are_all_read(tmp_path: Path) -> None:
    spool = PageSpool(tmp_path)
    for number in range(1, 451):
        spool.append(page_of(CARD, number))

    documents = read_documents(spool)

    assert [document.pages for document in documents] == [(number,) for number in range(1, 451)]
    assert {field.value for document in documents for field in document.fields if field.name == "ho_ten"} == {
        "Lê Thị Mẫu"
    }


def _bytes(where: FileSlice) -> bytes:
    return Path(where.path).read_bytes()[where.offset : where.offset + where.length]
