"""The searchable PDF/A as a file: conformance, metadata, ways in, nothing half written."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest

from scanner_app.errors import DiskFull, ExportFailed, InputDamaged, PathUnwritable
from scanner_app.export import (
    Conformance,
    ExportPage,
    Profile,
    document,
    prepare_page,
    validate,
    write_pdf,
)
from scanner_app.export.geometry import Placement
from tests.support.pages import HEADER, metadata, page_image, reading


def test_that_a_written_file_breaks_no_clause(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    report = write_pdf([page, page], metadata(), tmp_path / "kết quả.pdf")

    assert validate(report.path) == ()
    assert (report.pages, report.size_bytes) == (2, report.path.stat().st_size)


@pytest.mark.parametrize("conformance", list(Conformance))
def test_that_each_conformance_is_claimed_and_kept(tmp_path: Path, conformance: Conformance) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf", conformance=conformance)

    assert validate(report.path, conformance) == ()
    with pikepdf.open(report.path) as pdf, pdf.open_metadata() as xmp:
        assert (pdf.pdf_version, xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == {
            Conformance.A2U: ("1.7", "2", "U"),
            Conformance.A2B: ("1.7", "2", "B"),
            Conformance.A1B: ("1.4", "1", "B"),
        }[conformance]


def test_that_a_claim_that_was_not_asked_for_is_told(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    assert [violation.clause for violation in validate(report.path, Conformance.A2B)] == ["6.6.4"]


def test_that_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    first = write_pdf([page], metadata(), tmp_path / "a.pdf")
    second = write_pdf([page], metadata(), tmp_path / "b.pdf")

    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_that_digitization_data_stand_in_xmp_under_our_own_keys(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf, pdf.open_metadata() as xmp:
        assert xmp["{urn:x-sohoa:digitization:1#}TrichYeu"] == "Về việc & thử"
        assert xmp["dc:title"] == "Quyết định số 12/QĐ-UBND"
        assert xmp["pdfaid:conformance"] == "U"
        assert str(pdf.docinfo["/Subject"]) == "Về việc <thử> & kiểm tra"


def test_that_the_outline_leads_to_the_pages_that_have_a_bookmark(tmp_path: Path) -> None:
    image = page_image(tmp_path)
    pages = [
        ExportPage(image, None, None, bookmark=name) for name in ("Đơn đề nghị (1)", "", "Giấy chứng nhận", "Khác")
    ]

    report = write_pdf(pages, metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        found = [(item.title, numbers[item.destination[0].objgen]) for item in outline.root]
    assert found == [("Đơn đề nghị (1)", 0), ("Giấy chứng nhận", 2), ("Khác", 3)]


def test_that_page_labels_follow_the_numbers_of_the_pages(tmp_path: Path) -> None:
    image = page_image(tmp_path)
    pages = [ExportPage(image, None, None, label=label) for label in (3, None, None, 9, 10)]

    report = write_pdf(pages, metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf:
        assert [page.label for page in pdf.pages] == ["3", "4", "5", "9", "10"]


def test_that_a_property_that_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hai từ"):
        write_pdf(
            [ExportPage(page_image(tmp_path), None, None)],
            metadata(properties=(("hai từ", "x"),)),
            tmp_path / "a.pdf",
        )


def test_that_a_cut_off_image_leaves_nothing_behind(tmp_path: Path) -> None:
    path = page_image(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    folder = tmp_path / "ra"
    folder.mkdir()

    with pytest.raises(InputDamaged):
        write_pdf([ExportPage(path, None, None)], metadata(), folder / "a.pdf")

    assert list(folder.iterdir()) == []


def test_that_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    old, new = tmp_path / ".sohoa-0000000000000000.part", tmp_path / ".sohoa-1111111111111111.part"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    yesterday = new.stat().st_mtime - 25 * 3600
    os.utime(old, (yesterday, yesterday))

    write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    assert (old.exists(), new.exists()) == (False, True)


def test_that_no_pages_make_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "ra"
    folder.mkdir()

    with pytest.raises(ExportFailed):
        write_pdf([], metadata(), folder / "a.pdf")

    assert list(folder.iterdir()) == []


def test_that_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(PathUnwritable):
        write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "không" / "a.pdf")


def test_that_a_full_disk_keeps_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull):
        write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), target)

    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_that_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    import tracemalloc

    path = page_image(tmp_path)
    source = reading(*HEADER)
    pages = [ExportPage(path, source, None, prepare_page(str(path), profile=Profile.MASTER))] * 300

    tracemalloc.start()
    write_pdf(pages, metadata(), tmp_path / "a.pdf", profile=Profile.MASTER)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 12_000_000


def test_that_a_long_file_is_checked_apart_as_a_short_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ExportPage(page_image(tmp_path), None, 300)
    whole = write_pdf([page, page], metadata(), tmp_path / "a.pdf")
    monkeypatch.setattr(document, "_LONG", 1)

    again = write_pdf([page, page], metadata(), tmp_path / "b.pdf")
    monkeypatch.setattr(document._Document, "write", _all_but_one)

    assert again.sha256 == whole.sha256
    with pytest.raises(ExportFailed):
        write_pdf([page, page], metadata(), tmp_path / "c.pdf")


_WRITE = document._Document.write


def _all_but_one(writing: document._Document, pages: Sequence[ExportPage], profile: Profile) -> list[Placement]:
    """Places of fewer pages than the file has, which the check must find."""
    return _WRITE(writing, pages, profile)[1:]
