"""What each step of recognition gains: character errors and time of the engine with and without it.

python -m bench.ablation FOLDER [--every 2] [--jobs 2]

FOLDER holds NAME.jpg, .png or .pdf beside NAME.json with the pages' true text, in the form that
``python -m specimens.variety`` writes. Every run reads the same pages; «all steps» comes first and last, which
shows how much the machine itself sways.
"""

import argparse
import dataclasses
import json
import multiprocessing
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.pipeline import STEPS, prepare_worker, read_page
from ocr.types import PageTask

KINDS = (".jpg", ".png", ".pdf")


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page with its true text."""

    image: str
    text: str
    without: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """Errors, characters, shared, true and read words, and seconds of one page."""

    errors: int
    characters: int
    shared: int
    true: int
    read: int
    seconds: float


def main() -> int:
    """Reads the pages once for every step left out and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = list(pages_of(options.folder, Path(folder)))[:: options.every]
        context = multiprocessing.get_context("spawn")
        with context.Pool(options.jobs, prepare_worker) as pool:
            print(f"{len(pages)} pages\n{'without':12} {'CER':>7} {'word F1':>8} {'s/page':>7}")
            for name in ("", *STEPS, ""):
                tasks = [dataclasses.replace(page, without=name) for page in pages]
                _say(name or "(all steps)", pool.map(measured, tasks, chunksize=1))
    return 0


def _say(name: str, figures: list[Figure]) -> None:
    errors, characters = sum(row.errors for row in figures), sum(row.characters for row in figures)
    shared, words = sum(row.shared for row in figures), sum(row.true + row.read for row in figures)
    seconds = sum(row.seconds for row in figures) / len(figures)
    print(f"{name:12} {errors / characters:7.4f} {2 * shared / words:8.4f} {seconds:7.2f}", flush=True)


def pages_of(folder: Path, scratch: Path) -> Iterator[Page]:
    """Every page that has a true text; those of PDFs are taken out by poppler."""
    for truth in sorted(folder.rglob("*.json")):
        source = next(
            (path for kind in ("jpg", "png", "pdf") if (path := truth.with_suffix(f".{kind}")).is_file()), None
        )
        content = json.loads(truth.read_text("utf-8"))
        if source is None or "documents" not in content:
            continue
        images = [source]
        if source.suffix == ".pdf":
            subprocess.run(["pdfimages", "-all", str(source), str(scratch / source.stem)], check=True)
            images = sorted(scratch.glob(f"{source.stem}-[0-9]*"))
        for document in content["documents"]:
            for page in document["pages"]:
                if isinstance(page, dict) and page["text"].strip():
                    yield Page(str(images[page["page"] - 1]), page["text"])


def measured(page: Page) -> Figure:
    """Reads one page and counts its errors; runs in a worker."""
    reading = read_page(PageTask(page.image, 1), frozenset({page.without} if page.without else ()))
    errors, characters = line_errors(page.text, reading.text)
    true, read = words_of(page.text), words_of(reading.text)
    return Figure(errors, characters, (true & read).total(), true.total(), read.total(), reading.seconds)


def words_of(text: str) -> Counter[str]:
    """The words of a text without order and outer punctuation."""
    return Counter(word.strip(".,;:()\"'").casefold() for word in text.split())


def line_errors(true: str, read: str) -> tuple[int, int]:
    """Edit distance of every true line to its best place in what was read, and the characters of all lines."""
    flat = " ".join(read.split())
    errors = characters = 0
    for line in (" ".join(row.split()) for row in true.splitlines()):
        if len(line) < 2:
            continue
        characters += len(line)
        place = fuzz.partial_ratio_alignment(line, flat) if flat else None
        if place is None:
            errors += len(line)
            continue
        start, end = max(0, place.dest_start - 2), min(len(flat), place.dest_end + 2)
        found = (
            Levenshtein.distance(line, flat[a:b]) for a in range(start, start + 5) for b in range(end - 4, end + 1)
        )
        errors += min(len(line), *found)
    return errors, characters


if __name__ == "__main__":
    sys.exit(main())
