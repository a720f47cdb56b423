"""Reports as workbooks and printed sheets."""

import datetime as dt
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from scanner_app.errors import AppError
from scanner_app.messages import reason
from scanner_app.tables import write_sheet, write_workbook
from warehouse.reports import NAMES, ReportTable

PERIOD = (dt.date(2026, 1, 1), dt.date(2026, 11, 23))
TABLE = ReportTable(
    "digitization",
    ("unit", "dossiers", "digitized", "rate"),
    (("Hạ Long & Cô Tô", 40, 30, Decimal("75.00")), ("Cẩm Phả", 0, 0, None)),
    *PERIOD,
)


def test_that_a_workbook_holds_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.xlsx"

    write_workbook(TABLE, PERIOD, path)

    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
        strings = archive.read("xl/sharedStrings.xml").decode("utf-8")
    assert "<v>75</v>" in sheet
    assert "Hạ Long &amp; Cô Tô" in strings
    assert "Đã số hóa" in strings


def test_that_a_sheet_shows_its_title_headings_and_marks(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.pdf"

    write_sheet(TABLE, PERIOD, path)

    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert "Mức độ số hóa hồ sơ, từ 01/01/2026 đến 23/11/2026" in text
    assert "Hạ Long & Cô Tô" in text
    assert "75.00" in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_that_every_report_has_a_title(name: str, language: str) -> None:
    assert reason(f"report-{name}", language) != f"report-{name}"


def test_that_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppError):
        write_workbook(TABLE, PERIOD, tmp_path / "không" / "có.xlsx")
