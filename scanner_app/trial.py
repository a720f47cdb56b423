"""A trial on an office's own papers: what was read, a clerk's corrections, and how good the reading was.

The corrections stand in one table that any spreadsheet opens. An empty cell says that the value is right, a
hyphen that the paper does not show the field; a row may be added for a field that was not found.
"""

import codecs
import csv
import dataclasses
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ocr.doctypes import DoctypeSet
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.values import canonical, parse_value
from ocr.text import fold
from ocr.types import UNKNOWN_TYPE
from scanner_app.errors import TrialTableInvalid, UnknownCode
from scanner_app.files import read_error, write_bytes
from scanner_app.messages import LANGUAGES, reason

TABLE = "sua-chua.csv"
COLUMNS = ("file", "document", "type", "field", "read", "status", "correct_type", "correct")
ABSENT = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One value of one paper: as it was read, and what the clerk says; ``correct`` empty: it is right."""

    file: str
    document: int
    type: str
    field: str
    read: str
    status: str
    correct_type: str = ""
    correct: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Accuracy:
    """How often a kind of paper and a field came out right; counts of values."""

    type: str
    field: str
    values: int
    right: int
    wrong: int
    missed: int
    auto: int
    auto_wrong: int


@dataclasses.dataclass(frozen=True, slots=True)
class TrialTable:
    """The figures as a table that can be printed."""

    rows: tuple[tuple[Any, ...], ...]
    name: str = "trial"
    columns: tuple[str, ...] = ("type", "field", "values", "right", "wrong", "missed", "auto", "auto_wrong", "rate")


def rows_of(results: Sequence[Path]) -> Iterator[Row]:
    """The values of result files as ``sohoa digitize`` writes them, in order.

    Of two papers of one name in different folders the second bears its result's name too.
    """
    seen: set[str] = set()
    for path in results:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        file = content["source"] if content["source"] not in seen else f"{content['source']} ({path.name})"
        seen.add(file)
        for number, document in enumerate(content["documents"], 1):
            yield Row(file, number, document["type"], "", "", "")
            for name, field in document["fields"].items():
                yield Row(file, number, document["type"], name, str(field["value"]), field["status"])


def write_table(rows: Sequence[Row], path: Path) -> None:
    """Writes the table of corrections, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(dataclasses.astuple(row) for row in rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"))


def read_table(path: Path) -> tuple[Row, ...]:
    """The table as a spreadsheet left it: UTF-8 or UTF-16, cells parted by semicolons, commas or tabs.

    Raises:
        TrialTableInvalid: its form was lost.
        PathUnreadable: it cannot be read.
    """
    text = _text_of(path)
    heading = text.partition("\n")[0]
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=heading.count))
    try:
        if set(COLUMNS) - set(lines.fieldnames or ()):
            raise TrialTableInvalid(path.name, "1")
        # Why: spreadsheets leave rows of empty cells at the end.
        return tuple(_row(line) for line in lines if any(line.values()))
    except (ValueError, AttributeError, csv.Error) as error:
        raise TrialTableInvalid(path.name, str(lines.line_num)) from error


def _text_of(path: Path) -> str:
    """The table's text; a spreadsheet's «Unicode text» is UTF-16 with its mark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise read_error(path, error) from error
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TrialTableInvalid(path.name, str(raw.count(b"\n", 0, error.start) + 1)) from error


def _row(line: Mapping[str, str]) -> Row:
    return Row(
        line["file"],
        int(line["document"]),
        line["type"].strip(),
        line["field"].strip(),
        line["read"],
        line["status"].strip(),
        (line["correct_type"] or "").strip(),
        (line["correct"] or "").strip(),
    )


def with_type_codes(rows: Sequence[Row], doctypes: DoctypeSet) -> tuple[Row, ...]:
    """The rows with the code of a kind where the clerk wrote its name.

    Raises:
        UnknownCode: there is no kind of that code or name.
    """
    codes = {fold(name): code for code in (*doctypes.types, UNKNOWN_TYPE) for name in _names(code, doctypes)}
    unknown = next((row.correct_type for row in rows if row.correct_type and fold(row.correct_type) not in codes), None)
    if unknown is not None:
        raise UnknownCode("correct_type", unknown)
    return tuple(
        dataclasses.replace(row, correct_type=codes[fold(row.correct_type)]) if row.correct_type else row
        for row in rows
    )


def _names(code: str, doctypes: DoctypeSet) -> tuple[str, ...]:
    return (code, *(doctypes.label(code, language) for language in LANGUAGES))


def accuracy(rows: Sequence[Row], doctypes: DoctypeSet) -> tuple[Accuracy, ...]:
    """The figures by kind and field, then by kind; a paper of the wrong kind has no right value.

    The row of a paper itself (``field`` empty) counts its kind.
    """
    retyped = {(row.file, row.document) for row in rows if not row.field and row.correct_type not in ("", row.type)}
    counts: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        kind = row.correct_type or row.type
        mine = counts.setdefault((kind, row.field), [0, 0, 0, 0, 0, 0])
        for index, figure in enumerate(_judged(row, doctypes, is_retyped=(row.file, row.document) in retyped)):
            mine[index] += figure
    return tuple(Accuracy(kind, field, *figures) for (kind, field), figures in sorted(counts.items()))


def _judged(row: Row, doctypes: DoctypeSet, *, is_retyped: bool) -> tuple[int, int, int, int, int, int]:
    """Values, right, wrong, missed, auto, auto wrong of one row."""
    if not row.field:
        right = not is_retyped
        return (1, int(right), int(not right), 0, 0, 0)
    is_auto = row.status == "auto"
    if not row.read:
        shown = row.correct not in ("", ABSENT)
        return (int(shown), 0, 0, int(shown), 0, 0)
    right = not is_retyped and (not row.correct or _same(row, doctypes))
    return (int(row.correct != ABSENT), int(right), int(not right), 0, int(is_auto), int(is_auto and not right))


def _same(row: Row, doctypes: DoctypeSet) -> bool:
    """Whether the correction says the same in another spelling (5/3/2024 for 2024-03-05)."""
    if row.correct == ABSENT:
        return False
    kind = doctypes.field_kind(row.type, row.field)
    try:
        return canonical(parse_value(kind, row.correct)) == canonical(parse_value(kind, row.read))
    except ValueInvalid:
        return row.correct.casefold() == row.read.casefold()


def as_table(figures: Sequence[Accuracy], doctypes: DoctypeSet, language: str) -> TrialTable:
    """The figures with labels instead of codes, and the share that came out right in per cent."""
    return TrialTable(
        tuple(
            (
                doctypes.label(row.type, language),
                doctypes.field_label(row.type, row.field, language) if row.field else reason("trial-kind", language),
                row.values,
                row.right,
                row.wrong,
                row.missed,
                row.auto,
                row.auto_wrong,
                round(100 * row.right / row.values, 1) if row.values else None,
            )
            for row in figures
        )
    )
