"""Delivers a dossier's released papers as files for a portal, an archive or as they came, with a manifest."""

import dataclasses
import datetime as dt
import math
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from scanner_app.errors import RuleRefused, UsageError
from scanner_app.events import Event, Finished, Progress, Published, Started
from scanner_app.export import Conformance, ExportReport, Profile, claimed, write_parts, write_pdf
from scanner_app.files import atomic, sha256
from scanner_app.ports import App
from scanner_app.workflow import originals
from scanner_app.workflow.delivered import DeliveryFolder
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.publish import conformance_of, export_pages, metadata_of, safe_name
from warehouse.records import DocumentRow, DocumentState, DossierRow, PageRow, SignatureState

_RELEASED = (DocumentState.RELEASED, DocumentState.SYNCED)
_MB = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class Delivery:
    """Where to, in which profile, how large one file may be, and which PDF/A (None: as it was released)."""

    profile: Profile
    folder: Path
    limit_mb: float
    conformance: Conformance | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _File:
    """One file that was delivered, as the manifest says it."""

    name: str
    sha256: str
    size_bytes: int
    document: str
    code: str
    type: str
    title: str
    signature: str
    approval: str
    conformance: str


def deliver(app: App, code: str, delivery: Delivery) -> Iterator[Event]:
    """Writes the files of a dossier's released papers and the manifest last.

    What an earlier run has written is kept where it still holds, and goes where it is no part of the delivery any
    more; a stopped run is simply repeated. A file of somebody else is never overwritten.
    A signed file is copied bit by bit in every profile: only where it is larger than the portal takes do
    unsigned portal files of its pages stand for it, and the manifest says so.

    Yields:
        ``Started``, per file ``Published``, per document ``Progress``, ``Finished``.

    Raises:
        RuleRefused: ``nothing-released``; ``masters-dropped`` where page files are needed that were let go.
        ForeignFile: a name is taken by a file that is not ours.
        LimitTooSmall: one page alone is larger than the limit.
        UsageError: the template of names asks for something that we do not know, or the limit is no size.
    """
    if not 0 < delivery.limit_mb < math.inf:
        raise UsageError("limit-mb", str(delivery.limit_mb))
    dossier = app.work.dossier(code)
    documents = [row for row in app.work.documents(code) if row.state in _RELEASED]
    if not documents:
        raise RuleRefused("nothing-released", code)
    folder = DeliveryFolder(delivery.folder, dossier.code)
    pages = {row.id: row for row in app.work.pages(code)}
    names = _names(app, dossier, documents)
    own = {row.pdf_sha256 for row in documents} | {row.sha256 for row in pages.values()}
    folder.begin(tuple(names.values()), own)
    yield Started("export", len(documents))
    files: list[_File] = []
    deliverer = _Deliverer(app, dossier, delivery, folder, names)
    for done, document in enumerate(documents, 1):
        for file in deliverer.files(document, pages):
            files.append(file)
            yield Published(document.id, str(delivery.folder / file.name), file.size_bytes, file.code)
        yield Progress("export", done, len(documents))
    folder.finish(_manifest(app, dossier, delivery, files))
    yield Finished("export", len(files))


class _Deliverer:
    """Writes one document after the other into the folder.

    ``names`` are those of the documents' files, without an ending, by the documents' identifiers.
    """

    def __init__(
        self, app: App, dossier: DossierRow, delivery: Delivery, folder: DeliveryFolder, names: dict[str, str]
    ) -> None:
        self._app = app
        self._dossier = dossier
        self._delivery = delivery
        self._folder = folder
        self._names = names

    def files(self, document: DocumentRow, pages: dict[str, PageRow]) -> Iterator[_File]:
        own = [pages[page_id] for page_id in document.page_ids if page_id in pages]
        if self._delivery.profile is Profile.MASTER:
            yield from self._master_files(document, own)
            return
        source = self._app.released_path(document)
        fits = source.stat().st_size <= self._delivery.limit_mb * _MB or self._delivery.profile is Profile.ARCHIVE
        if fits and not self._is_other(source, document):
            yield self._copied(source, f"{self._names[document.id]}.pdf", document, signature=document.signature.value)
        else:
            yield from self._made_files(document, own)
        text = originals.text_path(source)
        if text.is_file():
            yield self._copied(text, f"{self._names[document.id]}{text.suffix}", document, signature="")

    def _master_files(self, document: DocumentRow, own: list[PageRow]) -> Iterator[_File]:
        """The pages as they came; of those that came in a signed file, that file, once."""
        _require_pages([page for page in own if not page.origin])
        given: set[str] = set()
        for number, page in enumerate(own, 1):
            path = page.origin or page.path
            if path in given:
                continue
            given.add(path)
            source = self._app.pagestore.absolute(path)
            name = f"{self._names[document.id]}-{number:03d}{'.pdf' if page.origin else source.suffix}"
            yield self._copied(source, name, document, signature=document.signature.value if page.origin else "")

    def _is_other(self, source: Path, document: DocumentRow) -> bool:
        """Whether the file has to be made anew for its PDF/A; a signed one is never."""
        wanted = self._delivery.conformance
        return wanted is not None and document.signature is SignatureState.UNSIGNED and claimed(source) is not wanted

    def _made_files(self, document: DocumentRow, own: list[PageRow]) -> Iterator[_File]:
        _require_pages(own)
        target = self._delivery.folder / f"{self._names[document.id]}.pdf"
        metadata = metadata_of(
            document, self._dossier, self._app.doctypes, document.released_at or self._app.clock.now()
        )
        pages = export_pages(self._app, document, own)
        kind = self._delivery.conformance or conformance_of(self._app)
        if self._delivery.profile is Profile.ARCHIVE:
            reports: tuple[ExportReport, ...] = (write_pdf(pages, metadata, target, conformance=kind),)
        else:
            reports = write_parts(pages, metadata, target, int(self._delivery.limit_mb * _MB), kind)
        for report in reports:
            yield self._file(report.path, report.sha256, report.size_bytes, document, "unsigned")

    def _copied(self, source: Path, name: str, document: DocumentRow, *, signature: str) -> _File:
        target = self._delivery.folder / name
        digest = sha256(source)
        if not self._folder.holds(name, digest):
            with atomic(target) as temporary:
                shutil.copyfile(source, temporary)
        return self._file(target, digest, source.stat().st_size, document, signature)

    def _file(self, path: Path, digest: str, size: int, document: DocumentRow, signature: str) -> _File:
        kind = claimed(path) if path.suffix == ".pdf" else None
        return _File(
            name=path.name,
            sha256=digest,
            size_bytes=size,
            document=document.id,
            code=document.code,
            type=document.type,
            title=document.title,
            signature=signature,
            approval=document.approval.value,
            conformance=f"PDF/A-{kind.value}" if kind else "",
        )


def _require_pages(pages: Sequence[PageRow]) -> None:
    """Refuses what needs page files that were let go after their time: ``masters-dropped``."""
    gone = [page for page in pages if not page.path]
    if gone:
        raise RuleRefused("masters-dropped", str(len(gone)))


def _names(app: App, dossier: DossierRow, documents: Sequence[DocumentRow]) -> dict[str, str]:
    """The documents' names by the office's template; papers of one name are numbered from the second on.

    TT 01/2023/TT-VPCP names no form; portals ask for dossier, kind, person and day.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for document in documents:
        whole = _name(app.settings.release.name_template, dossier, document)
        name, number = whole, 1
        while name.casefold() in taken:
            number += 1
            name = f"{whole}_{number}"
        taken.add(name.casefold())
        names[document.id] = name
    return names


def _name(template: str, dossier: DossierRow, document: DocumentRow) -> str:
    """One document's name; ``UsageError`` when the template asks for something that we do not know."""
    day = (document.issued or dossier.received_at.astimezone(HANOI).date()).strftime("%Y%m%d")
    owner = document.owners[0].name if document.owners else dossier.person_name
    try:
        whole = template.format(
            dossier=dossier.code, type=document.type, name=owner or "khong-ten", date=day, code=document.code
        )
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise UsageError("release.name_template", template) from error
    return safe_name(whole)


def _manifest(app: App, dossier: DossierRow, delivery: Delivery, files: list[_File]) -> dict[str, object]:
    return {
        "generator": "sohoa export",
        "dossier": dossier.code,
        "procedure": dossier.procedure,
        "profile": delivery.profile.value,
        "made_at": app.clock.now().astimezone(dt.UTC).isoformat(),
        "files": [dataclasses.asdict(file) for file in files],
    }
