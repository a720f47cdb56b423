"""Pages per minute, CPU seconds per page and peak memory of ``sohoa digitize`` beside Tesseract or OCRmyPDF.

python -m bench.digitize FOLDER [--jobs 2] [--ocrmypdf PROGRAM]

All get the same pages and the same number of jobs in one run. Start-up, JSON and PDF count for ours; the page
images that Tesseract reads are taken out of PDFs beforehand and that time counts for neither. OCRmyPDF (best in
an environment of its own: ``python3 -m venv DIR && DIR/bin/pip install ocrmypdf``) gets the PDFs one by one with
``-l vie --rotate-pages --deskew`` and as many jobs; only PDFs are given to both then.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

IMAGES = {".jpg", ".jpeg", ".png", ".tif", ".tiff"}


@dataclass(frozen=True, slots=True)
class Run:
    """What one contestant took; ``peak_mb`` is the largest single process, 0 where it was not measured."""

    name: str
    pages: int
    wall_s: float
    cpu_s: float
    peak_mb: float

    @property
    def pages_per_minute(self) -> float:
        """Pages read in one minute of wall-clock time."""
        return 60 * self.pages / self.wall_s


def main() -> int:
    """Runs both contestants and prints their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--ocrmypdf", help="the program ocrmypdf, to be measured beside ours on the folder's PDFs")
    options = parser.parse_args()
    kinds = {".pdf"} if options.ocrmypdf else IMAGES | {".pdf"}
    sources = sorted(path for path in options.folder.iterdir() if path.suffix.lower() in kinds)
    if not sources:
        parser.error("the folder holds nothing to read")
    with tempfile.TemporaryDirectory() as folder:
        pages = extract(sources, Path(folder))
        ours = run_ours(sources, Path(folder) / "out", len(pages), options.jobs)
        if options.ocrmypdf:
            other = run_ocrmypdf(options.ocrmypdf, sources, Path(folder), len(pages), options.jobs)
        else:
            other = run_tesseract(pages, options.jobs)
    for run in (ours, other):
        print(
            f"{run.name:12} {run.pages_per_minute:7.1f} pages/min  {run.cpu_s / run.pages:6.2f} CPU s/page"
            + (f"  peak {run.peak_mb:6.0f} MB" if run.peak_mb else "")
        )
    print(f"{'ratio':12} {ours.pages_per_minute / other.pages_per_minute:7.2f}")
    return 0


def extract(sources: list[Path], folder: Path) -> list[Path]:
    """The page images: those of PDFs as poppler takes them out, others as they are."""
    pages = []
    for number, source in enumerate(sources):
        if source.suffix.lower() != ".pdf":
            pages.append(source)
            continue
        subprocess.run(["pdfimages", "-all", str(source), str(folder / f"{number:04d}")], check=True)
        pages.extend(sorted(folder.glob(f"{number:04d}-*")))
    return pages


def run_ours(sources: list[Path], out: Path, pages: int, jobs: int) -> Run:
    """``sohoa digitize`` with JSON and PDF written."""
    command = [sys.executable, "-m", "scanner_app", "digitize", *map(str, sources)]
    command += ["--out", str(out), "--pdf", "--jobs", str(jobs)]
    before, begun, peak = _children_cpu(), time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, _largest_mb(watched))
            time.sleep(0.2)
    if process.returncode:
        print(f"sohoa digitize ended with {process.returncode}", file=sys.stderr)
    return Run("sohoa", pages, time.perf_counter() - begun, _children_cpu() - before, peak)


def run_ocrmypdf(program: str, sources: list[Path], folder: Path, pages: int, jobs: int) -> Run:
    """OCRmyPDF as its users run it on scans that may be turned and skewed."""
    before, begun = _children_cpu(), time.perf_counter()
    for source in sources:
        command = [program, "-l", "vie", "--rotate-pages", "--deskew", "--jobs", str(jobs), "-q"]
        command += [str(source), str(folder / f"ocrmypdf-{source.name}")]
        subprocess.run(
            command,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    return Run("ocrmypdf", pages, time.perf_counter() - begun, _children_cpu() - before, 0.0)


def run_tesseract(pages: list[Path], jobs: int) -> Run:
    """Tesseract with segmentation 3 and one thread, as many at once as we have jobs."""
    before, begun = _children_cpu(), time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(_tesseract, pages))
    return Run("tesseract", len(pages), time.perf_counter() - begun, _children_cpu() - before, 0.0)


def _tesseract(page: Path) -> None:
    subprocess.run(
        ["tesseract", str(page), "-", "-l", "vie", "--psm", "3"],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _children_cpu() -> float:
    """CPU seconds of children that have ended and were waited for, grandchildren among them."""
    times = os.times()
    return times.children_user + times.children_system


def _largest_mb(process: psutil.Process) -> float:
    largest = 0.0
    try:
        for each in [process, *process.children(recursive=True)]:
            largest = max(largest, each.memory_info().rss / 1e6)
    except psutil.Error:
        pass
    return largest


if __name__ == "__main__":
    sys.exit(main())
