"""From the pages of a stack to its documents: cut, typed, extracted, judged. Pure, and quick beside reading."""

import functools
from collections.abc import Sequence

from ocr.doctypes import DoctypeSet, load_doctypes
from ocr.extraction import draft
from ocr.extraction.evidence import Document
from ocr.extraction.status import judged
from ocr.extraction.wording import Wording
from ocr.separation import Cut, cut
from ocr.types import UNKNOWN_TYPE, DocumentReading, FieldValue, PageReading


@functools.cache
def _shipped() -> DoctypeSet:
    return load_doctypes()


def read_documents(pages: Sequence[PageReading], doctypes: DoctypeSet | None = None) -> tuple[DocumentReading, ...]:
    """The documents of a stack in order; blank pages belong to none."""
    known = doctypes or _shipped()
    pieces = cut(pages, known)
    drafts = [_draft(piece, known) for piece in pieces]
    values = iter(judged([each for each in drafts if each is not None], Wording(pages)))
    return tuple(
        _reading(piece, next(values) if each is not None else ()) for piece, each in zip(pieces, drafts, strict=True)
    )


def _draft(piece: Cut, doctypes: DoctypeSet) -> Document | None:
    kind = doctypes.types.get(piece.type)
    readable = [page for page in piece.pages if page.lines]
    if kind is None or piece.type == UNKNOWN_TYPE or not readable:
        return None
    return draft(kind, readable)


def _reading(piece: Cut, values: tuple[FieldValue, ...]) -> DocumentReading:
    numbers = tuple(page.number for page in piece.pages)
    return DocumentReading(piece.type, piece.confidence, numbers, values, piece.candidates)
