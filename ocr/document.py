"""From the pages of a stack to its documents: cut, typed, extracted, judged. Pure, and quick beside reading."""

import functools
from collections.abc import Iterator, Sequence

from ocr.doctypes import DoctypeSet, load_doctypes
from ocr.extraction import draft
from ocr.extraction.evidence import Document
from ocr.extraction.status import judged
from ocr.extraction.wording import Wording
from ocr.remarks import first_paper
from ocr.separation import Cut, cut
from ocr.types import UNKNOWN_TYPE, DocumentReading, FieldValue, PageReading

_TOGETHER = 100
"""Pages of a stack whose documents prove or contradict each other: more than a dossier has, few enough to be held
(a quarter of a megabyte each)."""


@functools.cache
def _shipped() -> DoctypeSet:
    return load_doctypes()


def read_documents(pages: Sequence[PageReading], doctypes: DoctypeSet | None = None) -> tuple[DocumentReading, ...]:
    """The documents of a stack in order; blank pages belong to none.

    ``pages`` may be kept on the disk: each is taken twice, and no more than some hundred are held at a time.
    """
    return tuple(stream_documents(pages, doctypes))


def stream_documents(pages: Sequence[PageReading], doctypes: DoctypeSet | None = None) -> Iterator[DocumentReading]:
    """As :func:`read_documents`, one by one."""
    known = doctypes or _shipped()
    for pieces in _together(cut(pages, known)):
        yield from _read_together(pieces, pages, known)


def read_arranged(
    papers: Sequence[tuple[str, Sequence[PageReading]]], doctypes: DoctypeSet | None = None
) -> tuple[DocumentReading, ...]:
    """The documents as a person cut and named them: ``(type, pages)``, judged in the light of each other.

    Where the type is empty it is found as in a stack, from the paper's first page that says something.
    """
    known = doctypes or _shipped()
    pages = [page for _, held in papers for page in held]
    pieces: list[Cut] = []
    begin = 0
    for type_code, held in papers:
        places = tuple(range(begin, begin + len(held)))
        begin += len(held)
        pieces.append(Cut(type_code, 1.0, places, ()) if type_code else _named(held, places, known))
    return tuple(_read_together(pieces, pages, known))


def _named(held: Sequence[PageReading], places: tuple[int, ...], doctypes: DoctypeSet) -> Cut:
    first = next(iter(cut(held, doctypes)), None)
    if first is None:
        return Cut(UNKNOWN_TYPE, 0.0, places, ())
    return Cut(first.type, first.confidence, places, first.candidates)


def _together(pieces: Sequence[Cut]) -> Iterator[list[Cut]]:
    """Neighbouring documents that are judged in the light of each other."""
    batch: list[Cut] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece.pages) > _TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece.pages)
    if batch:
        yield batch


def _read_together(pieces: list[Cut], pages: Sequence[PageReading], doctypes: DoctypeSet) -> list[DocumentReading]:
    if not any(_is_known(piece, doctypes) for piece in pieces):
        return [_reading(piece, [pages[at].number for at in piece.pages], ()) for piece in pieces]
    taken = [[pages[at] for at in piece.pages] for piece in pieces]
    drafts = [_draft(piece, held, doctypes) for piece, held in zip(pieces, taken, strict=True)]
    wording = Wording([page for held in taken for page in held])
    values = iter(judged([each for each in drafts if each is not None], wording))
    return [
        _reading(piece, [page.number for page in held], next(values) if each is not None else ())
        for piece, held, each in zip(pieces, taken, drafts, strict=True)
    ]


def _is_known(piece: Cut, doctypes: DoctypeSet) -> bool:
    return piece.type != UNKNOWN_TYPE and piece.type in doctypes.types


def _draft(piece: Cut, pages: Sequence[PageReading], doctypes: DoctypeSet) -> Document | None:
    readable = [first_paper(page) for page in pages if page.lines]
    if not readable or not _is_known(piece, doctypes):
        return None
    return draft(doctypes.types[piece.type], readable)


def _reading(piece: Cut, numbers: Sequence[int], values: tuple[FieldValue, ...]) -> DocumentReading:
    return DocumentReading(piece.type, piece.confidence, tuple(numbers), values, piece.candidates)
