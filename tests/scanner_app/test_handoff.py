"""The seam between recognition and stores keeps everything."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from ocr.types import (
    Barcode,
    Box,
    DocumentReading,
    FieldStatus,
    FieldValue,
    Line,
    PageReading,
    Problem,
    Source,
    Word,
    Zone,
)
from scanner_app.workflow import handoff
from warehouse.records import FieldState

BOX = Box(1, 2, 30, 4)


def page(number: int = 1) -> PageReading:
    words = (Word("Trần", BOX, 0.91), Word("Văn", Box(40, 2, 20, 4), 0.5))
    line = Line(words, Box(1, 2, 59, 4), Box(5, 6, 59, 4), (Box(5, 6, 30, 4), Box(44, 6, 20, 4)))
    return PageReading(
        number=number,
        width_px=100,
        height_px=200,
        dpi=300,
        rotation=90,
        skew_deg=-0.4,
        blank=False,
        confidence=0.8,
        text="Trần Văn",
        lines=(line,),
        barcodes=(Barcode("QRCode", "a|b", BOX),),
        engine="tesseract 5.3.0 vie",
        upright_width=200,
        upright_height=100,
        steps=("skew",),
        problems=(Problem("OCR-LOW-DPI", 1, "72"),),
        seconds=1.5,
        unread=(Zone(Box(3, 90, 60, 9), Box(9, 30, 60, 9)),),
    )


def test_that_a_packed_reading_comes_back_equal() -> None:
    assert handoff.unpack_reading(handoff.pack_reading(page())) == page()


def test_that_a_reading_packed_before_handwriting_was_looked_for_has_none() -> None:
    raw = json.loads(handoff.pack_reading(page()))
    del raw["unread"]

    assert handoff.unpack_reading(json.dumps(raw)).unread == ()


@pytest.mark.parametrize("text", [handoff.pack_reading(page()), " " + handoff.pack_reading(page())])
def test_that_the_outline_is_that_of_the_whole_reading(text: str) -> None:
    outline = handoff.outline_of(text)

    assert (outline.width_px, outline.rotation) == (100, 90)


def test_that_a_page_takes_its_present_number() -> None:
    assert handoff.unpack_reading(handoff.pack_reading(page()), 7).number == 7


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2024, 3, 1), "2024-03-01"),
        (Decimal("555.60"), "555.6"),
        (Decimal(5993000000), "5993000000"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0"), "0"),
        (3, "3"),
        ("Hạ Long", "Hạ Long"),
        (None, None),
    ],
)
def test_that_values_have_one_canonical_text(value: object, text: str | None) -> None:
    assert handoff.canonical(value) == text  # type: ignore[arg-type]


def test_that_a_field_keeps_its_proof_and_status() -> None:
    field = FieldValue(
        name="so",
        value=None,
        raw="12x",
        confidence=0.4,
        page=2,
        box=BOX,
        status=FieldStatus.INVALID,
        source=Source.PRINT,
        reasons=("pattern",),
        candidates=("123",),
        others=("124",),
    )
    reading = DocumentReading("giay_khai_sinh", 0.9, (2,), (field,))

    row = handoff.document_row(reading, document_id="d", dossier_code="c", ordinal=2, page_ids={2: "p2"}, engine="e")

    assert row.page_ids == ("p2",)
    saved = row.fields[0]
    assert saved.state is FieldState.INVALID
    assert (saved.page_id, saved.box, saved.raw) == ("p2", (1, 2, 30, 4), "12x")
    assert (saved.reasons, saved.candidates, saved.others) == (("pattern",), ("123",), ("124",))
