"""The seam between the two libraries: ``ocr.types`` to ``warehouse.records`` and back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.extraction.values import canonical
from ocr.types import (
    Barcode,
    Box,
    DocumentReading,
    FieldStatus,
    FieldValue,
    Line,
    PageReading,
    Problem,
    Word,
    Zone,
)
from warehouse.records import DocumentRow, FieldRow, FieldState

_STATES = {
    FieldStatus.AUTO: FieldState.AUTO,
    FieldStatus.TO_CONFIRM: FieldState.TO_CONFIRM,
    FieldStatus.INVALID: FieldState.INVALID,
}


def document_row(
    reading: DocumentReading,
    *,
    document_id: str,
    dossier_code: str,
    ordinal: int,
    page_ids: Mapping[int, str],
    engine: str,
) -> DocumentRow:
    """The record of a document as recognised; ``page_ids`` maps page numbers to page keys."""
    fields = tuple(_field_row(value, document_id, page_ids, engine) for value in reading.fields)
    reasons = reading.candidates[0].reasons if reading.candidates else ()
    return DocumentRow(
        id=document_id,
        dossier_code=dossier_code,
        ordinal=ordinal,
        type=reading.type,
        confidence=reading.confidence,
        page_ids=tuple(page_ids[number] for number in reading.pages),
        fields=fields,
        reasons=reasons,
    )


def _field_row(value: FieldValue, document_id: str, page_ids: Mapping[int, str], engine: str) -> FieldRow:
    return FieldRow(
        document_id=document_id,
        name=value.name,
        value=canonical(value.value),
        raw=value.raw,
        confidence=value.confidence,
        page_id=page_ids.get(value.page),
        box=(value.box.x, value.box.y, value.box.width, value.box.height),
        state=_STATES[value.status],
        source=value.source.value,
        engine=engine,
        reasons=value.reasons,
        candidates=value.candidates,
        others=value.others,
    )


def pack_reading(reading: PageReading) -> str:
    """A page's reading as JSON text for the work store."""
    return json.dumps(
        {
            "number": reading.number,
            "size": [reading.width_px, reading.height_px],
            "upright": [reading.upright_width, reading.upright_height],
            "dpi": reading.dpi,
            "rotation": reading.rotation,
            "skew_deg": reading.skew_deg,
            "blank": reading.blank,
            "confidence": reading.confidence,
            "text": reading.text,
            "engine": reading.engine,
            "steps": list(reading.steps),
            "seconds": reading.seconds,
            "unread": [[zone.box.as_list(), zone.upright.as_list()] for zone in reading.unread],
            "lines": [_pack_line(line) for line in reading.lines],
            "barcodes": [
                {"format": code.format, "text": code.text, "box": code.box.as_list()} for code in reading.barcodes
            ],
            "problems": [[item.code, item.page, item.text] for item in reading.problems],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _pack_line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": line.box.as_list(),
        "upright": line.upright.as_list(),
        "words": [
            [word.text, round(word.confidence, 4), *word.box.as_list(), *([] if word.second is None else [word.second])]
            for word in line.words
        ],
        "word_uprights": [box.as_list() for box in line.word_uprights],
    }


def unpack_reading(text: str, number: int | None = None) -> PageReading:
    """The reading that :func:`pack_reading` wrote; ``number`` gives it its present place in the stack."""
    raw = json.loads(text)
    return PageReading(
        number=raw["number"] if number is None else number,
        width_px=raw["size"][0],
        height_px=raw["size"][1],
        dpi=raw["dpi"],
        rotation=raw["rotation"],
        skew_deg=raw["skew_deg"],
        blank=raw["blank"],
        confidence=raw["confidence"],
        text=raw["text"],
        lines=tuple(_unpack_line(line) for line in raw["lines"]),
        barcodes=tuple(Barcode(item["format"], item["text"], Box(*item["box"])) for item in raw["barcodes"]),
        engine=raw["engine"],
        upright_width=raw["upright"][0],
        upright_height=raw["upright"][1],
        steps=tuple(raw["steps"]),
        problems=tuple(Problem(code, page, words) for code, page, words in raw["problems"]),
        seconds=raw["seconds"],
        unread=tuple(Zone(Box(*box), Box(*upright)) for box, upright in raw.get("unread", ())),
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """How a page is shown: its delivered width in pixels, and the clockwise turn that sets it upright."""

    width_px: int
    rotation: int


_HEAD = re.compile(r'\{"number":\d+,"size":\[(\d+),\d+\],"upright":\[\d+,\d+\],"dpi":\d+,"rotation":(\d+),')


def outline_of(text: str) -> Outline:
    """Width and turn of a packed reading without unpacking its words: a window asks for hundreds at once."""
    head = _HEAD.match(text)
    if head is not None:
        return Outline(int(head.group(1)), int(head.group(2)))
    reading = unpack_reading(text)
    return Outline(reading.width_px, reading.rotation)


def _unpack_line(raw: dict[str, Any]) -> Line:
    return Line(
        words=tuple(Word(item[0], Box(*item[2:6]), item[1], *item[6:7]) for item in raw["words"]),
        box=Box(*raw["box"]),
        upright=Box(*raw["upright"]),
        word_uprights=tuple(Box(*box) for box in raw["word_uprights"]),
    )


def layer_path(page: Path) -> Path:
    """Where the words of a born-digital page's own text layer lie: beside its image."""
    return page.with_suffix(".layer.json")


def pack_layer(words: Sequence[Word]) -> str:
    """A text layer as JSON text."""
    return json.dumps([[word.text, *word.box.as_list()] for word in words], ensure_ascii=False)


def read_layer(page: Path) -> tuple[Word, ...]:
    """The text layer of a page; empty where it has none."""
    path = layer_path(page)
    if not path.is_file():
        return ()
    return tuple(Word(item[0], Box(*item[1:5]), 1.0) for item in json.loads(path.read_text("utf-8")))
