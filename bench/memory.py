"""Peak memory of ``sohoa digitize`` on one PDF, for each number of pages asked: it must not grow with them.

python -m bench.memory [PAGES ...] [--jobs 2]

The PDF repeats the shipped specimen's pages; JSON and PDF are written. ``program`` is the process that gathers the
results, ``worker`` the largest of those that read.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import psutil
from PIL import Image

from scanner_app import specimen

DPI = 300


def main() -> int:
    """Prints one line for each number of pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "stack.pdf"
            write_stack(source, pages)
            begun = time.perf_counter()
            program, worker = peaks_mb(source, Path(folder) / "out", options.jobs)
            took = time.perf_counter() - begun
        print(f"{pages:6d} pages  {took:7.1f} s  program {program:6.0f} MB  worker {worker:6.0f} MB", flush=True)
    return 0


def write_stack(target: Path, pages: int) -> None:
    """A PDF of so many pages; each image of the specimen is in it once."""
    with pikepdf.new() as pdf:
        images = []
        for path in specimen.specimen_pages():
            with Image.open(path) as image:
                size = image.size
            stream = pikepdf.Stream(pdf, path.read_bytes())
            stream.Type, stream.Subtype, stream.Filter = (
                pikepdf.Name.XObject,
                pikepdf.Name.Image,
                pikepdf.Name.DCTDecode,
            )
            stream.Width, stream.Height, stream.BitsPerComponent = *size, 8
            stream.ColorSpace = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
            images.append((pdf.make_indirect(stream), size))
        for number in range(pages):
            image, (width, height) = images[number % len(images)]
            wide, high = width * 72 / DPI, height * 72 / DPI
            page = pdf.add_blank_page(page_size=(wide, high))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
            page.Contents = pikepdf.Stream(pdf, f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q".encode("ascii"))
        pdf.save(target)


def peaks_mb(source: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Largest resident memory of the program and of any process under it."""
    command = [sys.executable, "-m", "scanner_app", "digitize", str(source), "--out", str(out), "--pdf"]
    program = worker = 0.0
    with subprocess.Popen([*command, "--jobs", str(jobs)], stdout=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                program = max(program, watched.memory_info().rss / 1e6)
                for child in watched.children(recursive=True):
                    worker = max(worker, child.memory_info().rss / 1e6)
            except psutil.Error:
                pass
            time.sleep(0.2)
    if process.returncode:
        print(f"sohoa digitize ended with {process.returncode}", file=sys.stderr)
    return program, worker


if __name__ == "__main__":
    sys.exit(main())
