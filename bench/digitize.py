"""``python -m bench.digitize FOLDER``: our pages per minute beside Tesseract alone on the same pages.

Ours is the whole command with JSON and PDF/A written and start-up included. Tesseract alone reads the same page
images, taken out beforehand, as many at a time. Both run with one thread each.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from scanner_app.acquisition.sources import import_pages, walk

ENVIRONMENT = os.environ | {"OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one side took; memory is the largest of any single process, in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def watched(command: Sequence[str]) -> Figures:
    """Runs a command and watches it and its children."""
    begun = time.perf_counter()
    before = os.times()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            try:
                for child in (process, *process.children(recursive=True)):
                    peak = max(peak, child.memory_info().rss)
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Figures(time.perf_counter() - begun, cpu, peak / 1e6)


def tesseract_alone(images: Sequence[Path], jobs: int) -> Figures:
    """Tesseract with its own layout on each image."""
    begun, before = time.perf_counter(), os.times()
    peaks = []

    def one(image: Path) -> None:
        command = ["tesseract", str(image), "-", "-l", "vie", "--psm", "3"]
        process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        process.wait()

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, images))
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Figures(time.perf_counter() - begun, cpu, max(peaks, default=0.0))


def main() -> int:
    """Prints both sides and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        images: list[Path] = []
        for number, path in enumerate(walk([arguments.folder]).files):
            folder = root / f"{number}"
            folder.mkdir()
            images += [page.path for page in import_pages(path, folder) if page.path.is_file()]
        alone = tesseract_alone(images, arguments.jobs)
        command = [sys.executable, "-m", "scanner_app", "digitize", str(arguments.folder)]
        command += ["--out", str(root / "out"), "--pdf", "--jobs", str(arguments.jobs)]
        ours = watched(command)
    for label, figures in (("tesseract alone", alone), ("sohoa digitize --pdf", ours)):
        print(
            f"{label:22s} {60 * len(images) / figures.seconds:7.1f} pages/min  "
            f"{figures.cpu_seconds / len(images):6.2f} CPU s/page  {figures.peak_mb:6.0f} MB peak of a process"
        )
    print(f"ratio of pages per minute: {alone.seconds / ours.seconds:.2f} ({len(images)} pages, {arguments.jobs} jobs)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
