"""From the pages of a stack to its documents: cut, typed, extracted. Pure, and quick beside reading."""

import dataclasses
import functools
from collections.abc import Sequence

from ocr.doctypes import DoctypeSet, load_doctypes
from ocr.extraction import extract
from ocr.separation import Cut, cut
from ocr.types import UNKNOWN_TYPE, DocumentReading, FieldStatus, FieldValue, PageReading

_PROVABLE = {
    "so_giay_to": "id",
    "so_dinh_danh": "id",
    "so_phat_hanh": "serial",
}


@functools.cache
def _shipped() -> DoctypeSet:
    return load_doctypes()


def read_documents(pages: Sequence[PageReading], doctypes: DoctypeSet | None = None) -> tuple[DocumentReading, ...]:
    """The documents of a stack in order; blank pages belong to none."""
    known = doctypes or _shipped()
    found = tuple(_read(piece, known) for piece in cut(pages, known))
    return _proved_by_each_other(found)


def _read(piece: Cut, doctypes: DoctypeSet) -> DocumentReading:
    numbers = tuple(page.number for page in piece.pages)
    kind = doctypes.types.get(piece.type)
    readable = [page for page in piece.pages if page.lines]
    if kind is None or piece.type == UNKNOWN_TYPE or not readable:
        return DocumentReading(piece.type, piece.confidence, numbers, (), piece.candidates)
    return DocumentReading(piece.type, piece.confidence, numbers, extract(kind, readable), piece.candidates)


def _proved_by_each_other(documents: tuple[DocumentReading, ...]) -> tuple[DocumentReading, ...]:
    """Numbers that two papers of the stack show alike need no clerk: each is the other's second source."""
    seen: dict[tuple[str, str], set[int]] = {}
    for index, document in enumerate(documents):
        for value in document.fields:
            group = _group_of(value)
            if group and value.value is not None:
                seen.setdefault((group, str(value.value)), set()).add(index)

    def proved(value: FieldValue) -> FieldValue:
        group = _group_of(value)
        twice = group and len(seen.get((group, str(value.value)), ())) > 1
        if twice and value.status is FieldStatus.TO_CONFIRM:
            reasons = tuple(reason for reason in value.reasons if reason != "second-source")
            return dataclasses.replace(value, status=FieldStatus.AUTO, reasons=(*reasons, "another-paper"))
        return value

    return tuple(
        dataclasses.replace(document, fields=tuple(proved(value) for value in document.fields))
        for document in documents
    )


def _group_of(value: FieldValue) -> str:
    return next((group for stem, group in _PROVABLE.items() if value.name.startswith(stem)), "")
