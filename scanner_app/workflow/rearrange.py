"""Makes a plan of :mod:`arrange` true: hides or brings back pages, builds the papers that changed, saves them."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ocr.types import PageReading, PageTask
from scanner_app.errors import RuleRefused
from scanner_app.events import DocumentRead, Event, Finished, NeedsHelp, PageRead, Progress, Started
from scanner_app.ports import App
from scanner_app.workflow import handoff, originals
from scanner_app.workflow.arrange import FINAL, Paper, Plan
from scanner_app.workflow.context import work_event
from scanner_app.workflow.holding import holding
from scanner_app.workflow.review import is_unresolved
from warehouse.records import DocumentRow, DocumentState, FieldRow, PageRow, PageState


@dataclass(frozen=True, slots=True)
class Basis:
    """What counts beside the plan.

    ``said`` are documents whose values by a person undo brings back; papers with a page of ``again`` are extracted
    though their pages are the same.
    """

    said: tuple[DocumentRow, ...] = ()
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Pages to turn clockwise by 90, 180 or 270 degrees."""

    pages: tuple[str, ...]
    degrees: int


def carry_out(app: App, dossier_code: str, plan: Plan, by: str, basis: Basis = Basis()) -> Iterator[Event]:
    """Makes the plan true. Papers that change are extracted anew and stay as they are from then on.

    A person's value stays wherever its page is still in the paper.

    Yields ``Started``, per changed paper ``DocumentRead``, ``Finished``. Nothing is changed when it is stopped
    before the end.

    Raises:
        RuleRefused: ``arrange-gone`` when the dossier's pages are no longer those of the plan, ``document-held``
            when a colleague has a paper that would change.
    """
    old = app.work.documents(dossier_code)
    rows = {row.id: row for row in app.work.pages(dossier_code, removed=True)}
    _check(plan, old, rows)
    known = {row.id: row for row in old}
    papers = [paper for paper in plan.papers if not paper.fixed]
    again = set(basis.again)
    changed = {paper.id for paper in papers if _differs(paper, known.get(paper.id)) or again & set(paper.pages)}
    yield Started("arrange", len(changed))
    built = _extracted(app, dossier_code, papers, rows, changed) if changed else {}
    spoken = [*basis.said, *old]
    documents = [
        _settled(app, built[paper.id], known.get(paper.id), rows, spoken) if paper.id in built else known[paper.id]
        for paper in papers
    ]
    kept = {paper.id for paper in papers}
    touched = [row.id for row in old if row.state not in FINAL and (row.id in changed or row.id not in kept)]
    with holding(app, touched, by):
        # Why in this order: a stop in between leaves visible pages in no paper, never a paper with a hidden page.
        _show(app, dossier_code, plan, rows, by)
        event = work_event(app, "documents-arranged", dossier_code, by, count=len(changed))
        app.work.save_documents(dossier_code, documents, event)
        _hide(app, dossier_code, plan, rows, by)
    for document in documents:
        if document.id in changed:
            unresolved = sum(is_unresolved(field) for field in document.fields)
            yield DocumentRead(document.id, document.type, len(document.page_ids), unresolved)
    yield Finished("arrange", len(changed))


def turn_pages(app: App, dossier_code: str, plan: Plan, by: str, turn: Turn) -> Iterator[Event]:
    """Turns pages, reads them as they stand then and extracts their papers anew.

    Yields ``Started``, per page ``PageRead`` and ``Progress``, then those of :func:`carry_out`.

    Raises:
        RuleRefused: ``arrange-released`` for a page of a released paper.
    """
    rows = [row for row in app.work.pages(dossier_code) if row.id in turn.pages]
    for row in rows:
        paper = plan.paper_of(row.id)
        if paper is not None and paper.fixed:
            raise RuleRefused("arrange-released")
    yield Started("turn", len(rows))
    readings = app.reader.read_pages([_turned(app, row, turn.degrees) for row in rows])
    for done, (row, reading) in enumerate(zip(rows, readings, strict=True), 1):
        text = handoff.pack_reading(reading)
        app.work.save_reading(row.id, PageState.READ, blank=reading.blank, text=reading.text, reading_json=text)
        yield PageRead(row.id, reading)
        for problem in reading.problems:
            yield NeedsHelp(row.id, problem)
        yield Progress("turn", done, len(rows))
    yield from carry_out(app, dossier_code, plan, by, Basis(again=turn.pages))


def _turned(app: App, row: PageRow, degrees: int) -> PageTask:
    before = handoff.unpack_reading(row.reading_json).rotation if row.reading_json else 0
    path = app.pagestore.absolute(row.path)
    return PageTask(
        path=str(path),
        number=row.ordinal,
        dpi=row.dpi,
        language=app.settings.ocr.language,
        timeout_s=app.settings.ocr.page_timeout_s,
        layer=handoff.read_layer(path),
        turn=(before + degrees) % 360,
    )


def _check(plan: Plan, old: Sequence[DocumentRow], rows: Mapping[str, PageRow]) -> None:
    planned = [page for paper in plan.papers for page in paper.pages]
    every = [*planned, *plan.loose, *plan.removed]
    fixed = {paper.id for paper in plan.papers if paper.fixed}
    if sorted(every) != sorted(rows) or fixed != {row.id for row in old if row.state in FINAL}:
        raise RuleRefused("arrange-gone")


def _differs(paper: Paper, old: DocumentRow | None) -> bool:
    return old is None or (old.type, old.page_ids) != (paper.type, paper.pages)


def _extracted(
    app: App, dossier_code: str, papers: Sequence[Paper], rows: Mapping[str, PageRow], changed: set[str]
) -> dict[str, DocumentRow]:
    """The papers that changed, built from their pages in the light of all others."""
    groups = [(paper.type, [_reading(rows[page]) for page in paper.pages]) for paper in papers]
    numbers = {row.ordinal: row.id for row in rows.values()}
    built = {}
    for paper, reading in zip(papers, app.reader.read_arranged(groups), strict=True):
        if paper.id in changed:
            built[paper.id] = handoff.document_row(
                reading,
                document_id=paper.id,
                dossier_code=dossier_code,
                ordinal=min(rows[page].ordinal for page in paper.pages),
                page_ids=numbers,
                engine=app.reader.engine(),
            )
    return built


def _reading(row: PageRow) -> PageReading:
    if row.reading_json is None:
        raise RuleRefused("pages-unread", "1")
    return handoff.unpack_reading(row.reading_json, row.ordinal)


def _settled(
    app: App, fresh: DocumentRow, old: DocumentRow | None, rows: Mapping[str, PageRow], spoken: Sequence[DocumentRow]
) -> DocumentRow:
    """The paper with what it keeps: its life if it had one, and what a person said of its pages."""
    own = [rows[page] for page in fresh.page_ids]
    kept = old if old is not None else fresh
    document = dataclasses.replace(
        kept,
        type=fresh.type,
        confidence=fresh.confidence,
        ordinal=fresh.ordinal,
        page_ids=fresh.page_ids,
        fields=fresh.fields,
        state=DocumentState.VERIFIED,
        signature=originals.state_of(app, own),
        # Why: a file that was written, or signed, shows the pages of before.
        pdf_path="",
        pdf_sha256="",
        pdf_size=0,
    )
    return dataclasses.replace(document, fields=_with_values(document, spoken))


def _with_values(document: DocumentRow, spoken: Sequence[DocumentRow]) -> tuple[FieldRow, ...]:
    """The fields with every value that a person gave on one of these pages to a paper of the same type."""
    said: dict[str, FieldRow] = {}
    for row in spoken:
        for field in row.fields:
            is_here = field.page_id in document.page_ids if field.page_id else row.id == document.id
            if row.type == document.type and field.by is not None and is_here:
                said[field.name] = dataclasses.replace(field, document_id=document.id)
    fields = [said.pop(field.name, field) for field in document.fields]
    return (*fields, *said.values())


def _show(app: App, code: str, plan: Plan, rows: Mapping[str, PageRow], by: str) -> None:
    back = [row for row in rows.values() if row.state is PageState.REMOVED and row.id not in plan.removed]
    for state in (PageState.READ, PageState.SCANNED):
        pages = [row.id for row in back if (row.reading_json is not None) is (state is PageState.READ)]
        if pages:
            app.work.set_pages_state(pages, state, work_event(app, "pages-restored", code, by, count=len(pages)))


def _hide(app: App, code: str, plan: Plan, rows: Mapping[str, PageRow], by: str) -> None:
    gone = [page for page in plan.removed if rows[page].state is not PageState.REMOVED]
    if gone:
        app.work.set_pages_state(gone, PageState.REMOVED, work_event(app, "pages-removed", code, by, count=len(gone)))
