"""Kilobytes per page of our PDF/A beside OCRmyPDF's of the same pages, and whether text and boxes survive.

python -m bench.pdfsize FOLDER [--ocrmypdf PATH] [--limit N]
"""

import argparse
import datetime as dt
import os
import re
import statistics
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ocr.pipeline import prepare_worker, read_page
from ocr.types import PageReading, PageTask
from scanner_app.acquisition.sources import import_pages
from scanner_app.export import ExportPage, Metadata, prepare_page, validate, write_pdf
from scanner_app.export.geometry import place
from scanner_app.export.validation.words import overlap

SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf"}
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">')


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one page; ``other_kb`` is None where OCRmyPDF was not asked or failed."""

    name: str
    source_kb: float
    own_kb: float
    other_kb: float | None
    prepare_s: float
    write_s: float
    text_equal: bool
    least_overlap: float
    violations: int


def main() -> None:
    """Measures every page of a folder's images and PDFs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ocrmypdf", type=Path, help="its executable; without it only our own figures")
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    prepare_worker()
    files = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if options.limit:
        files = files[:: max(1, len(files) // options.limit)][: options.limit]
    print(f"{'page':44} {'image':>8} {'ours':>7} {'other':>8} {'ratio':>6} {'prep':>6} {'write':>6}  text  IoU  PDF/A")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for image in images_of(files, Path(folder)):
            row = measure(image, Path(folder), options.ocrmypdf)
            rows.append(row)
            show(row)
    summary(rows)


def images_of(files: list[Path], folder: Path) -> Iterator[Path]:
    """The pages as image files; those of PDFs are taken out, and gone when the next file's come."""
    for file in files:
        if file.suffix.lower() != ".pdf":
            yield file
            continue
        with tempfile.TemporaryDirectory(dir=folder) as name:
            for page in import_pages(file, Path(name)):
                if page.path.is_file():
                    yield page.path.rename(page.path.with_stem(f"{file.stem}-{page.number:03d}"))


def measure(image: Path, folder: Path, ocrmypdf: Path | None) -> Row:
    """Writes the page both ways and reads ours back."""
    reading = read_page(PageTask(str(image), 1))
    begun = time.perf_counter()
    prepared = prepare_page(str(image))
    ready = time.perf_counter()
    metadata = Metadata(image.stem, "", "", (), EPOCH)
    report = write_pdf([ExportPage(image, reading, None, prepared)], metadata, folder / "own.pdf")
    done = time.perf_counter()
    return Row(
        image.name,
        image.stat().st_size / 1024,
        report.size_bytes / 1024,
        other_size(image, folder, ocrmypdf),
        ready - begun,
        done - ready,
        words_of(reading) == read_words(report.path),
        least_overlap(reading, report.path),
        len(validate(report.path)),
    )


def words_of(reading: PageReading) -> list[str]:
    """The recognised words in reading order."""
    return [unicodedata.normalize("NFC", word.text) for line in reading.lines for word in line.words]


def read_words(pdf: Path) -> list[str]:
    """The words that poppler finds, in the order of the file."""
    return subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode().split()


def least_overlap(reading: PageReading, pdf: Path) -> float:
    """The smallest overlap (IoU) of a recognised word's box with the best of poppler's boxes."""
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    found = [tuple(float(value) for value in row) for row in WORD.findall(told)]
    placement = place(reading.width_px, reading.height_px, reading.dpi, reading.rotation)
    least = 1.0
    for word in (word for line in reading.lines for word in line.words):
        left, bottom, right, top = placement.box(word.box)
        wanted = (left, placement.height_pt - top, right, placement.height_pt - bottom)
        least = min(least, max((overlap(wanted, box) for box in found), default=0.0))
    return least


def other_size(image: Path, folder: Path, ocrmypdf: Path | None) -> float | None:
    """Kilobytes of OCRmyPDF's file with its own defaults, PDF/A where it can."""
    if ocrmypdf is None:
        return None
    target = folder / "other.pdf"
    for kind in ("pdfa", "pdf"):
        target.unlink(missing_ok=True)
        command = [str(ocrmypdf), "-q", "-l", "vie", "--jobs", "1", "--output-type", kind, "--image-dpi", "300"]
        done = subprocess.run(
            [*command, str(image), str(target)],
            capture_output=True,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
        if done.returncode == 0:
            return target.stat().st_size / 1024
    return None


def show(row: Row) -> None:
    """One line of the table."""
    other = f"{row.other_kb:8.0f}" if row.other_kb else "       -"
    ratio = f"{row.own_kb / row.other_kb:6.2f}" if row.other_kb else "     -"
    print(
        f"{row.name[:44]:44} {row.source_kb:8.0f} {row.own_kb:7.0f} {other} {ratio} {row.prepare_s:6.2f}"
        f" {row.write_s:6.2f}  {'same' if row.text_equal else 'DIFF'} {row.least_overlap:.3f} {row.violations}",
        flush=True,
    )


def summary(rows: list[Row]) -> None:
    """Means over all pages."""
    if not rows:
        print("no images")
        return
    print(f"pages {len(rows)}, ours {statistics.mean(row.own_kb for row in rows):.0f} KB per page", end="")
    both = [row for row in rows if row.other_kb]
    if both:
        ours, other = sum(row.own_kb for row in both), sum(row.other_kb or 0 for row in both)
        worst = max(row.own_kb / (row.other_kb or 1) for row in both)
        print(f", OCRmyPDF {other / len(both):.0f} KB, ratio {ours / other:.3f}, worst page {worst:.2f}", end="")
    print(
        f"; prepare {statistics.mean(row.prepare_s for row in rows):.2f} s, write and check"
        f" {statistics.mean(row.write_s for row in rows):.2f} s; text equal on"
        f" {sum(row.text_equal for row in rows)} of {len(rows)}; least IoU {min(row.least_overlap for row in rows):.3f}"
    )


if __name__ == "__main__":
    main()
