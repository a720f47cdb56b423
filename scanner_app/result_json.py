"""The JSON form that ``sohoa digitize`` writes; keys may be added, none may go or change its meaning."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ocr.types import DocumentReading, FieldScalar, FieldValue, PageReading, Problem, SourceReading
from scanner_app.messages import explain_problem

GENERATOR = "sohoa"


def source_text(reading: SourceReading, language: str) -> Iterator[str]:
    """The whole result of one input as JSON text, page by page: an input may have a thousand.

    ``language`` is that of the problems' sentences.
    """
    head = {"source": reading.source, "generator": GENERATOR, "engine": reading.engine}
    yield _dumped(head).removesuffix("\n}")
    lists = (
        ("pages", (page_json(page) for page in reading.pages)),
        ("documents", (document_json(document) for document in reading.documents)),
        ("problems", (problem_json(problem, reading.source, language) for problem in reading.problems)),
    )
    for name, items in lists:
        yield f',\n "{name}": ['
        text = ""
        for number, item in enumerate(items):
            text = "  " + _dumped(item).replace("\n", "\n  ")  # JSON has no line feeds inside its strings
            yield f",\n{text}" if number else f"\n{text}"
        yield "\n ]" if text else "]"
    yield "\n}"


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def page_json(page: PageReading) -> dict[str, Any]:
    """One page."""
    return {
        "page": page.number,
        "width_px": page.width_px,
        "height_px": page.height_px,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "skew_deg": round(page.skew_deg, 2),
        "blank": page.blank,
        "confidence": None if page.confidence is None else round(page.confidence, 4),
        "text": page.text,
        "barcodes": [{"format": code.format, "text": code.text, "box": code.box.as_list()} for code in page.barcodes],
        "engine": page.engine,
        "steps": list(page.steps),
        "words": [
            {"text": word.text, "confidence": round(word.confidence, 3), "box": word.box.as_list()}
            for line in page.lines
            for word in line.words
        ],
    }


def document_json(document: DocumentReading) -> dict[str, Any]:
    """One document with its fields by name."""
    return {
        "type": document.type,
        "confidence": round(document.confidence, 4),
        "pages": list(document.pages),
        "fields": {field.name: field_json(field) for field in document.fields},
        "reasons": list(document.candidates[0].reasons) if document.candidates else [],
    }


def field_json(field: FieldValue) -> dict[str, Any]:
    """One value with its proof."""
    result: dict[str, Any] = {
        "value": scalar_json(field.value) if field.value is not None else field.raw,
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "page": field.page,
        "box": field.box.as_list(),
        "status": field.status.value,
        "source": field.source.value,
    }
    for key, values in (
        ("others", field.others),
        ("reasons", field.reasons),
        ("candidates", field.candidates),
    ):
        if values:
            result[key] = list(values)
    return result


def scalar_json(value: FieldScalar) -> str | int | float:
    """Dates as ISO 8601 text, numbers as numbers."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def problem_json(problem: Problem, source: str, language: str) -> dict[str, Any]:
    """One problem as people are told it."""
    return {"code": problem.code, "page": problem.page, "text": explain_problem(problem, language, source).text()}
