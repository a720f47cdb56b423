"""An office with one released paper, made without recognition."""

import datetime as dt
from pathlib import Path

from scanner_app import specimen
from scanner_app.bootstrap import bootstrap
from scanner_app.ports import App
from scanner_app.settings import Settings
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import open_dossier
from scanner_app.workflow.publish import release
from warehouse.records import DocumentRow, DossierRow, FieldRow, FieldState, PageRow, PageState


def opened(home: Path) -> App:
    return bootstrap(Settings(home=home))


def opened_with(settings: Settings) -> App:
    return bootstrap(settings)


def with_papers(app: App, count: int = 1) -> DossierRow:
    """A dossier with ``count`` papers of one page each, read and confirmed but not released."""
    (procedure, *_) = app.shared.procedures(dt.date(2026, 3, 2))
    dossier = open_dossier(
        app, procedure=procedure.code, person_id="001099012345", person_name="Nguyễn Thị Mẫu", by="an"
    )
    papers = [_paper(app, dossier, number, (page,)) for number, page in enumerate(_pages(app, dossier, count), 1)]
    app.work.save_documents(dossier.code, papers, work_event(app, "documents-read", dossier.code, "an"))
    return dossier


def _pages(app: App, dossier: DossierRow, count: int) -> list[str]:
    """Adds the specimen's first pages, read, to the dossier and gives their identifiers."""
    pages = []
    for number, image in enumerate(specimen.specimen_pages()[:count], 1):
        stored = app.pagestore.put(image)
        page = PageRow(
            id=app.ids.new(),
            dossier_code=dossier.code,
            ordinal=number,
            sha256=stored.sha256,
            path=stored.path,
            media_type=stored.media_type,
            size_bytes=stored.size_bytes,
            dpi=300,
            state=PageState.READ,
        )
        app.work.add_page(page, work_event(app, "page-scanned", page.id, "an"))
        pages.append(page.id)
    return pages


def _paper(app: App, dossier: DossierRow, number: int, pages: tuple[str, ...]) -> DocumentRow:
    document = app.ids.new()
    fields = tuple(
        FieldRow(document, name, value, "", 1.0, None, None, FieldState.CONFIRMED, "typed")
        for name, value in (
            ("so_ky_hieu", f"{number}/QĐ-UBND"),
            ("ngay_ban_hanh", "2026-03-02"),
            ("co_quan_ban_hanh", "Ủy ban nhân dân phường Bãi Cháy"),
            ("trich_yeu", "việc thử của chương trình"),
        )
    )
    return DocumentRow(document, dossier.code, number, "quyet_dinh", 1.0, pages, fields=fields)


def with_released(app: App, count: int = 1) -> DossierRow:
    """As :func:`with_papers`, and released."""
    return _released(app, with_papers(app, count))


def with_stack(app: App, pages: int) -> DossierRow:
    """A dossier with one released paper of several pages."""
    dossier = with_papers(app, 0)
    paper = _paper(app, dossier, 1, tuple(_pages(app, dossier, pages)))
    app.work.save_documents(dossier.code, [paper], work_event(app, "documents-read", dossier.code, "an"))
    return _released(app, dossier)


def _released(app: App, dossier: DossierRow) -> DossierRow:
    for _event in release(app, dossier.code, "an"):
        pass
    return dossier
