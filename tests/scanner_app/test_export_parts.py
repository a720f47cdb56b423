"""Portal files: below the limit, in order, never below 200 dpi."""

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from scanner_app.errors import LimitTooSmall
from scanner_app.export import (
    ExportPage,
    Profile,
    write_parts,
    write_pdf,
)
from tests.support.pages import line, metadata, noisy_page, page_image, reading, rendered, run, word


def test_that_portal_files_stay_below_the_limit_in_order(tmp_path: Path) -> None:
    path = noisy_page(tmp_path)
    pages = [
        ExportPage(path, reading(line(word(f"trang{index}", 10, 10, 100, 20)), width=620, height=877, dpi=75), 75)
        for index in range(5)
    ]
    single = write_pdf(pages[:1], metadata(), tmp_path / "a.pdf", profile=Profile.PORTAL).size_bytes
    limit = 2 * single + 60_000

    reports = write_parts(pages, metadata(), tmp_path / "HS1.pdf", limit)

    assert [report.path.name for report in reports] == ["HS1-1.pdf", "HS1-2.pdf", "HS1-3.pdf"]
    assert all(report.size_bytes <= limit for report in reports)
    texts = [text for report in reports for text in run("pdftotext", "-raw", report.path, "-").split()]
    assert texts == [f"trang{index}" for index in range(5)]
    labels = [[page.label for page in pikepdf.open(report.path).pages] for report in reports]
    assert labels == [["1", "2"], ["3", "4"], ["5"]]


def test_that_a_photograph_too_large_for_the_portal_is_shrunk_to_200_dpi(tmp_path: Path) -> None:
    generator = np.random.default_rng(4)
    soft = Image.fromarray(generator.integers(0, 255, (20, 15, 3), np.uint8)).resize((1800, 2400))
    grain = generator.normal(0, 12, (2400, 1800, 3))
    path = tmp_path / "ảnh.jpg"
    Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8)).save(path, quality=95)
    limit = path.stat().st_size // 3

    (report,) = write_parts([ExportPage(path, None, 600)], metadata(), tmp_path / "a.pdf", limit)

    assert report.size_bytes <= limit
    with pikepdf.open(report.path) as pdf:
        image = pdf.pages[0].obj.Resources.XObject.I0
        assert (int(image.Width), int(image.Height)) == (600, 800)
    shown = rendered(report.path, 100).resize((300, 400))
    assert np.abs(np.asarray(shown, int) - np.asarray(soft.resize((300, 400)), int)).mean() < 12


def test_that_a_page_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    small = ExportPage(page_image(tmp_path), None, None)
    (tmp_path / "ra").mkdir()

    with pytest.raises(LimitTooSmall, match=r"a\.pdf"):
        write_parts([small, ExportPage(noisy_page(tmp_path), None, 75)], metadata(), tmp_path / "ra" / "a.pdf", 50_000)

    assert list((tmp_path / "ra").iterdir()) == []


def test_that_few_pages_make_one_file_of_the_name(tmp_path: Path) -> None:
    reports = write_parts([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf", 5_000_000)

    assert [report.path.name for report in reports] == ["a.pdf"]
