"""Release: check, describe, code, write PDF/A, record; then the way to the shared store."""

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Sequence

from ocr.doctypes import DoctypeSet
from ocr.types import UNKNOWN_TYPE, Problem
from scanner_app.errors import RuleRefused, UsageError
from scanner_app.events import Event, Finished, Loaded, NeedsHelp, Progress, Published, Started
from scanner_app.export import Conformance, ExportPage, Metadata, write_pdf
from scanner_app.files import make_folder, sha256
from scanner_app.ports import App
from scanner_app.workflow import handoff, originals, review
from scanner_app.workflow.approve import approval_for
from scanner_app.workflow.context import work_event
from scanner_app.workflow.describe import describe
from scanner_app.workflow.holding import refuse_held
from warehouse.records import DocumentRow, DocumentState, DossierRow, PageRow, PageState, SignatureState


def blocking_reasons(app: App, dossier_code: str) -> tuple[tuple[str, str], ...]:
    """Why the dossier cannot be released yet: ``(reason code, figure)``; empty when it can."""
    app.work.dossier(dossier_code)
    documents = review.open_documents(app.work.documents(dossier_code))
    reasons: list[tuple[str, str]] = []
    unread = [row for row in app.work.pages(dossier_code) if row.state is PageState.SCANNED]
    if unread:
        reasons.append(("pages-unread", str(len(unread))))
    gone = [row for row in app.work.pages(dossier_code) if not row.path]
    if gone and documents:
        reasons.append(("masters-dropped", str(len(gone))))
    if not documents:
        reasons.append(("no-documents", ""))
    waiting = review.unresolved(documents)
    if waiting:
        reasons.append(("unresolved", str(len(waiting))))
    return tuple(reasons)


def release(app: App, dossier_code: str, by: str) -> Iterator[Event]:
    """Writes a PDF/A for every open document and records them all in one transaction.

    Yields ``Started``, per document ``Progress``, then ``Published`` for each, ``Finished``. Nothing is recorded
    when it is stopped before the end; repeating it writes the same files again.

    Raises:
        RuleRefused: the first of ``blocking_reasons``; ``document-held`` while another clerk holds a document.
    """
    dossier = app.work.dossier(dossier_code)
    reasons = blocking_reasons(app, dossier_code)
    if reasons:
        raise RuleRefused(*reasons[0])
    documents = review.open_documents(app.work.documents(dossier_code))
    refuse_held(app, documents, by)
    pages = {row.id: row for row in app.work.pages(dossier_code)}
    yield Started("release", len(documents))
    released: list[DocumentRow] = []
    for done, document in enumerate(documents, 1):
        released.append(_publish(app, dossier, document, pages, taken=[row.code for row in released]))
        yield Progress("release", done, len(documents))
    app.work.release(released, work_event(app, "dossier-released", dossier_code, by, count=len(released)))
    for document in released:
        yield Published(document.id, str(app.released_path(document)), document.pdf_size, document.code)
    yield Finished("release", len(released))


def _publish(
    app: App, dossier: DossierRow, document: DocumentRow, pages: dict[str, PageRow], *, taken: Sequence[str]
) -> DocumentRow:
    doctypes = app.doctypes
    now = app.clock.now()
    described = describe(
        document,
        dossier,
        doctypes,
        scope=app.settings.release.scope,
        template=app.settings.release.code_template,
    )
    if described.code in taken:
        described = dataclasses.replace(described, code=f"{described.code}-{described.ordinal}")
    filed = _filed(app, dossier, described, [pages[page_id] for page_id in document.page_ids], now)
    return dataclasses.replace(
        filed,
        state=DocumentState.RELEASED,
        released_at=now,
        approval=approval_for(
            document, wanted=app.settings.release.approval, share=app.settings.release.approval_share
        ),
        approved_by="",
    )


def _filed(
    app: App, dossier: DossierRow, document: DocumentRow, pages: Sequence[PageRow], now: dt.datetime
) -> DocumentRow:
    """The document with its file: the signed one that it has or came in, else a PDF/A made of its pages."""
    if _has_signed_file(app, document):
        from scanner_app.signing import check, trusted

        state = check(app.released_path(document), trusted(app.settings.signing.trust)).state
        return dataclasses.replace(document, signature=state)
    relative = f"{safe_name(dossier.code)}/{document.ordinal:02d}-{document.type}-{document.id[-6:]}.pdf"
    target = app.settings.released_folder / relative
    make_folder(target.parent)
    if originals.origin_of(pages):
        report = originals.release_original(app, pages, target)
    else:
        metadata = metadata_of(document, dossier, app.doctypes, now)
        report = write_pdf(export_pages(app, document, pages), metadata, target, conformance=conformance_of(app))
    return dataclasses.replace(
        document,
        pdf_path=relative,
        pdf_sha256=report.sha256,
        pdf_size=report.size_bytes,
        signature=originals.state_of(app, pages),
    )


def _has_signed_file(app: App, document: DocumentRow) -> bool:
    """Whether the paper was signed before: corrected values live in its record, the file is not made anew."""
    if document.signature is SignatureState.UNSIGNED or not document.pdf_path:
        return False
    path = app.released_path(document)
    return path.is_file() and sha256(path) == document.pdf_sha256


def conformance_of(app: App) -> Conformance:
    """The PDF/A that this office releases; ``UsageError`` when the setting names none that we write."""
    named = app.settings.release.conformance.lower()
    if named not in {kind.value for kind in Conformance}:
        raise UsageError("release.conformance", named)
    return Conformance(named)


def export_pages(app: App, document: DocumentRow, pages: Sequence[PageRow]) -> list[ExportPage]:
    """A document's pages with their readings, as the PDF writer takes them; its title leads to the first."""
    return [
        ExportPage(
            image=app.pagestore.absolute(row.path),
            reading=handoff.unpack_reading(row.reading_json, row.ordinal) if row.reading_json else None,
            dpi=row.dpi,
            bookmark="" if index else document.title,
        )
        for index, row in enumerate(pages)
    ]


def metadata_of(document: DocumentRow, dossier: DossierRow, doctypes: DoctypeSet, now: dt.datetime) -> Metadata:
    """The description of TT 01/2023/TT-VPCP Điều 9, under our own keys."""
    owners = "; ".join(f"{owner.id} {owner.name} ({owner.role})".strip() for owner in document.owners)
    properties = (
        ("MaKetQuaSoHoa", document.code),
        ("MaLoaiGiayTo", document.type),
        ("SoDinhDanh", owners),
        ("TenGiayTo", document.title),
        ("TrichYeu", document.summary),
        ("ThoiHanHieuLuc", document.valid_until.isoformat() if document.valid_until else ""),
        ("PhamViHieuLuc", document.scope),
        ("SoKyHieu", document.number),
        ("NgayCap", document.issued.isoformat() if document.issued else ""),
        ("CoQuanCap", document.agency),
        ("MaHoSo", dossier.code),
    )
    kind = doctypes.label(document.type, "vi") if document.type != UNKNOWN_TYPE else document.title
    return Metadata(
        title=document.title,
        subject=document.summary,
        author=document.agency,
        keywords=tuple(word for word in (kind, document.number, dossier.code) if word),
        created=now,
        properties=tuple((key, value) for key, value in properties if value),
    )


def safe_name(text: str) -> str:
    """A file name of ASCII letters, digits, point, hyphen."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9.-]+", "_", plain.encode("ascii", "ignore").decode("ascii")).strip("._") or "ho-so"


def sync(app: App) -> Iterator[Event]:
    """Sends what waits to the shared store.

    Yields ``Started``, one ``Loaded`` per package (and ``NeedsHelp`` per refused record), ``Finished``.
    """
    yield Started("sync", app.sync.status().waiting)
    packages = 0
    for report in app.sync.push():
        packages += report.packages
        sent = report.inserted + report.updated + report.unchanged
        yield Loaded(sent, len(report.refused), app.sync.status().waiting)
        for refusal in report.refused:
            yield NeedsHelp(refusal.record, Problem(refusal.reason, None, " ".join(refusal.data)))
    yield Finished("sync", packages)
