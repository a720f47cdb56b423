"""Measures how often values are right, by kind, evidence and confidence, on papers of our own making.

    python -m bench.calibrate FOLDER [FOLDER ...] [--out ocr/data/calibration.json]

A FOLDER holds what ``python -m specimens.variety`` wrote: pages with their truth. The file that comes out is what
``ocr.extraction.calibration`` reads; the table that is printed stands in docs/recognition.md. The development set
is never read here: it only reports.
"""

import argparse
import dataclasses
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ocr.doctypes import load_doctypes
from ocr.extraction import draft
from ocr.extraction.calibration import class_of
from ocr.extraction.status import AUTO, examined
from ocr.extraction.values import canonical
from ocr.extraction.wording import Wording
from ocr.separation import cut
from ocr.steps import Steps, fitted
from ocr.text import tone_last
from ocr.types import FieldStatus, PageReading, PageTask, Source
from scanner_app.acquisition.sources import import_pages, walk
from scanner_app.reader import ProcessReader

_FIGURES = frozenset({"number", "code", "date", "figure"})

Sample = tuple[str, float, bool]
"""Class and level (``name-1``), raw confidence, whether the value was right."""


def read_folder(folder: Path, jobs: int = 2) -> Iterator[tuple[Mapping[str, Any], list[PageReading]]]:
    """Truth and page readings of every file of a folder."""
    reader = ProcessReader(jobs=jobs, language="vie", page_timeout_s=60)
    try:
        for path in walk([folder]).files:
            truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
            with tempfile.TemporaryDirectory(prefix="sohoa-calibrate-") as scratch:
                tasks = [
                    PageTask(path=str(page.path), number=page.number, dpi=page.dpi, layer=page.layer)
                    for page in import_pages(path, Path(scratch))
                    if page.path.is_file()
                ]
                yield truth, list(reader.stream_pages(tasks))
    finally:
        reader.close()


def samples_of(truth: Mapping[str, Any], pages: Sequence[PageReading]) -> list[Sample]:
    """Every printed value; those of figures once more as a machine without the second model would have them."""
    found = _samples(truth, pages)
    alone = _samples(truth, [_read_once(page) for page in pages])
    return found + [sample for sample in alone if sample[0].partition("-")[0] in _FIGURES]


def _read_once(page: PageReading) -> PageReading:
    lines = tuple(
        dataclasses.replace(line, words=tuple(dataclasses.replace(word, second=None) for word in line.words))
        for line in page.lines
    )
    return dataclasses.replace(page, lines=lines)


def _samples(truth: Mapping[str, Any], pages: Sequence[PageReading]) -> list[Sample]:
    """Every printed value without a doubt, under a document whose type is right."""
    doctypes = load_doctypes()
    stack = sorted(pages, key=lambda page: page.number)
    pieces = list(cut(stack, doctypes))
    known = [piece for piece in pieces if piece.type in doctypes.types]
    drafts = [
        draft(doctypes.types[piece.type], [stack[at] for at in piece.pages if stack[at].lines]) for piece in known
    ]
    found: list[Sample] = []
    for piece, document, rows in zip(known, drafts, examined(drafts, Wording(pages)), strict=True):
        fields = _true_fields(truth, piece.type, {stack[at].number for at in piece.pages})
        for value, evidence in rows:
            if value.name not in fields or value.status is FieldStatus.INVALID or evidence.doubts:
                continue
            if value.source in (Source.QR, Source.MRZ):
                continue
            key = f"{class_of(document.kind_of(value.name))}-{evidence.level}"
            found.append((key, value.confidence, is_same(fields[value.name], canonical(value.value))))
    return found


def _true_fields(truth: Mapping[str, Any], kind: str, numbers: set[int]) -> Mapping[str, Any]:
    for document in truth["documents"]:
        if document["type"] == kind and numbers & {page["page"] for page in document["pages"]}:
            fields: Mapping[str, Any] = document["fields"]
            return fields
    return {}


def is_same(true: str | float, got: str | None) -> bool:
    """Whether a value is the true one; case, outer punctuation and the place of tone marks aside."""
    if got is None:
        return False
    if isinstance(true, (int, float)):
        try:
            return Decimal(str(true)) == Decimal(got)
        except InvalidOperation:
            return False
    return _plain(true) == _plain(got)


def _plain(text: str) -> str:
    return " ".join(tone_last(word) for word in text.replace("–", "-").split()).strip(" .,;:-/\"'")


def table_of(samples: Sequence[Sample]) -> dict[str, Steps]:
    """The steps of every class and level."""
    by_key: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for key, confidence, is_right in samples:
        by_key[key].append((confidence, is_right))
    return {key: fitted(rows) for key, rows in sorted(by_key.items())}


def report(samples: Sequence[Sample], table: Mapping[str, Steps]) -> str:
    """A table for docs/recognition.md: values, share right, and what passes without a person."""
    rows = ["| class-level | values | right | pass | of them wrong |", "|---|---|---|---|---|"]
    for key in sorted({key for key, _confidence, _right in samples}):
        own = [(confidence, right) for name, confidence, right in samples if name == key]
        passed = [right for confidence, right in own if key in table and table[key].share(confidence) >= AUTO]
        share = sum(right for _confidence, right in own) / len(own)
        rows.append(f"| {key} | {len(own)} | {share:.3f} | {len(passed)} | {len(passed) - sum(passed)} |")
    return "\n".join(rows)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("ocr/data/calibration.json"))
    chosen = parser.parse_args()
    samples = [
        sample
        for folder in chosen.folders
        for truth, pages in read_folder(folder)
        for sample in samples_of(truth, pages)
    ]
    table = table_of(samples)
    write_table(table, len(samples), chosen.out)
    print(report(samples, table))
    return 0


def write_table(table: Mapping[str, Steps], count: int, out: Path) -> None:
    """Writes the steps as JSON."""
    steps = {
        key: [list(step) for step in zip(row.from_confidence, row.share_right, strict=True)]
        for key, row in table.items()
    }
    out.write_text(json.dumps({"values": count, "steps": steps}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
