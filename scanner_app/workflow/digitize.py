"""Reads the pages of a dossier, cuts them into documents, extracts the fields and saves all of it."""

import dataclasses
from collections.abc import Iterator

from ocr.types import PageReading, PageTask
from scanner_app.events import DocumentRead, Event, Finished, NeedsHelp, PageRead, Progress, Started
from scanner_app.ports import App
from scanner_app.workflow import handoff, originals
from scanner_app.workflow.context import work_event
from scanner_app.workflow.review import is_unresolved
from warehouse.records import DocumentState, PageRow, PageState

FAILED_CODES = frozenset({"WORKER-CRASHED", "OCR-PAGE-TIMEOUT", "OCR-IMAGE-UNREADABLE", "OCR-IMAGE-TOO-LARGE"})
"""Problems after which a page counts as not read; it may be tried again."""


def digitize_dossier(app: App, dossier_code: str, by: str) -> Iterator[Event]:
    """Recognises what is not yet recognised and builds the documents anew, but those that a person arranged or mended.

    Yields ``Started``, per page ``PageRead`` (and ``NeedsHelp``) and ``Progress``, per document
    ``DocumentRead``, ``Finished``. Stopping in between keeps every page that was read.
    """
    app.work.dossier(dossier_code)
    rows = app.work.pages(dossier_code)
    waiting = [row for row in rows if row.state in (PageState.SCANNED, PageState.FAILED)]
    yield Started("read", len(waiting))
    yield from _read_pages(app, waiting)
    yield from _build_documents(app, dossier_code, by)
    yield Finished("read", len(waiting))


def _read_pages(app: App, rows: list[PageRow]) -> Iterator[Event]:
    tasks = [
        PageTask(
            path=str(app.pagestore.absolute(row.path)),
            number=row.ordinal,
            dpi=row.dpi,
            language=app.settings.ocr.language,
            timeout_s=app.settings.ocr.page_timeout_s,
            layer=handoff.read_layer(app.pagestore.absolute(row.path)),
        )
        for row in rows
    ]
    readings = app.reader.read_pages(tasks)
    try:
        for done, (row, reading) in enumerate(zip(rows, readings, strict=True), 1):
            failed = any(problem.code in FAILED_CODES for problem in reading.problems)
            app.work.save_reading(
                row.id,
                PageState.FAILED if failed else PageState.READ,
                blank=reading.blank,
                text=reading.text,
                reading_json=handoff.pack_reading(reading),
            )
            yield PageRead(row.id, reading)
            for problem in reading.problems:
                yield NeedsHelp("", problem)
            yield Progress("read", done, len(rows))
    finally:
        close = getattr(readings, "close", None)
        if close is not None:
            close()


def _build_documents(app: App, dossier_code: str, by: str) -> Iterator[Event]:
    rows = app.work.pages(dossier_code)
    kept = [document for document in app.work.documents(dossier_code) if document.state is not DocumentState.READ]
    taken = {page_id for document in kept for page_id in document.page_ids}
    open_rows = [row for row in rows if row.id not in taken and row.reading_json is not None]
    readings = [_reading_of(row) for row in open_rows]
    page_ids = {row.ordinal: row.id for row in open_rows}
    found = app.reader.read_documents(readings)
    documents = []
    for reading in found:
        row = handoff.document_row(
            reading,
            document_id=app.ids.new(),
            dossier_code=dossier_code,
            ordinal=min(reading.pages),
            page_ids=page_ids,
            engine=app.reader.engine(),
        )
        own = [page for page in open_rows if page.id in row.page_ids]
        documents.append(dataclasses.replace(row, signature=originals.state_of(app, own)))
    verified = [document for document in kept if not _is_final(document.state)]
    saved = app.work.save_documents(
        dossier_code, [*verified, *documents], work_event(app, "documents-read", dossier_code, by, count=len(documents))
    )
    for document in saved:
        if not _is_final(document.state):
            unresolved = sum(is_unresolved(field) for field in document.fields)
            yield DocumentRead(document.id, document.type, len(document.page_ids), unresolved)


def _is_final(state: DocumentState) -> bool:
    return state in (DocumentState.RELEASED, DocumentState.SYNCED)


def _reading_of(row: PageRow) -> PageReading:
    assert row.reading_json is not None
    reading = handoff.unpack_reading(row.reading_json, row.ordinal)
    if reading.problems:
        moved = tuple(dataclasses.replace(problem, page=row.ordinal) for problem in reading.problems)
        reading = dataclasses.replace(reading, problems=moved)
    return reading
