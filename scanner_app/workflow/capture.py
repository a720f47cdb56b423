"""Scanner or files → page store → work store. A page is announced only when file and row are safe."""

import contextlib
import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr.types import Problem
from scanner_app.acquisition import ColourMode, PaperSource, ScannedPage, ScannerBackend, ScanOptions
from scanner_app.acquisition.sources import ImportedPage, import_pages, walk
from scanner_app.errors import AppError, DeviceLost, DeviceMissing, WorkerCrashed
from scanner_app.events import DevicesFound, Event, Finished, LowDisk, NeedsHelp, PageScanned, Progress, Started
from scanner_app.files import digest_of, shown_name, write_text
from scanner_app.messages import problem_of
from scanner_app.ports import App
from scanner_app.workers import stream
from scanner_app.workflow import handoff, originals
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import open_inbox
from warehouse.errors import RecordUnknown
from warehouse.records import PageRow, PageState


def find_devices(app: App) -> Iterator[Event]:
    """Asks all backends for their scanners, which may take seconds. Yields ``DevicesFound``."""
    yield DevicesFound(app.scanners.devices())


def scan_options(app: App, device: str, source: PaperSource | None) -> ScanOptions:
    """What the office's settings say, with the clerk's device and, where one was chosen, the place of the paper."""
    scan = app.settings.scan
    return ScanOptions(device, source or PaperSource(scan.source), scan.dpi, ColourMode(scan.mode))


def capture(app: App, dossier_code: str, options: ScanOptions, by: str) -> Iterator[Event]:
    """Scans into a dossier.

    Yields ``Started``, one ``PageScanned`` per side, ``Finished``. A device's error is raised after the pages
    already delivered are safe; scanning again continues the numbering.
    """
    app.work.dossier(dossier_code)
    backend = app.scanners.backend_of(options.device)
    if backend is None:
        raise DeviceMissing(options.device)
    yield Started("scan")
    yield from _low_disk(app)
    count = 0
    with _incoming(app) as folder:
        pages = stream(_scan, backend, options, folder)
        try:
            for page in pages:
                yield _keep(app, dossier_code, page, by, _Source(options.device))
                count += 1
        except WorkerCrashed as error:
            raise DeviceLost(options.device, count + 1) from error
        finally:
            pages.close()
    yield Finished("scan", count)


def _scan(backend: ScannerBackend, options: ScanOptions, folder: Path) -> Iterator[ScannedPage]:
    """Runs in the device's own child process."""
    yield from backend.scan(options, folder)


def import_files(app: App, dossier_code: str, paths: Sequence[Path], by: str) -> Iterator[Event]:
    """Imports files and folders into a dossier; a file that fails is told and the rest go on.

    A page that the dossier holds already, from the same bytes, is not added again: a run that was cut off is
    simply repeated.

    Yields ``Started``, ``PageScanned`` and ``NeedsHelp`` in order of the files, ``Progress`` per file,
    ``Finished``.
    """
    app.work.dossier(dossier_code)
    found = walk(paths)
    yield Started("import", len(found.files))
    yield from _low_disk(app)
    for problem in found.problems:
        yield NeedsHelp("", problem)
    count = 0
    for done, path in enumerate(found.files, 1):
        for event in _import_file(app, dossier_code, path, by):
            count += isinstance(event, PageScanned)
            yield event
        yield Progress("import", done, len(found.files))
    yield Finished("import", count)


def _import_file(app: App, dossier_code: str, path: Path, by: str) -> Iterator[Event]:
    origin: str | None = None
    there = 0
    with _incoming(app) as folder:
        pages = import_pages(path, folder)
        try:
            digest = digest_of(path)
            for page in pages:
                if page.problem is not None:
                    yield NeedsHelp(shown_name(path), page.problem)
                if not page.path.is_file():
                    continue
                page_id = _page_id(app, dossier_code, digest, page.number)
                if page_id is None:
                    there += 1
                    page.path.unlink()
                    continue
                # Why here: a file that gives no page is not kept.
                origin = originals.keep(app, path) if origin is None else origin
                yield _keep(app, dossier_code, page, by, _Source(shown_name(path), origin, page_id))
        except AppError as error:
            yield NeedsHelp(shown_name(path), problem_of(error))
        finally:
            pages.close()
    if there:
        yield NeedsHelp(shown_name(path), Problem("INPUT-TWICE", None, str(there)))


def inbox_of(app: App, paths: Sequence[Path], by: str) -> str:
    """The dossier without a procedure that holds these files' pages since a run was cut off, else a new one.

    Raises:
        PathMissing, PathUnreadable, FolderEmpty: there is nothing to read; no dossier was opened.
    """
    first = digest_of(walk(paths).files[0])
    for dossier in app.work.dossiers():
        if not dossier.procedure and _row_of(app, _imported_id(dossier.code, first, 1)) is not None:
            return dossier.code
    return open_inbox(app, by).code


def _imported_id(dossier_code: str, digest: str, number: int, time: int = 0) -> str:
    """The id of a file's page in a dossier: the same whenever the same bytes come in for the same ``time``."""
    return hashlib.blake2b(f"{dossier_code} {digest} {number} {time}".encode(), digest_size=16).hexdigest()


def _page_id(app: App, dossier_code: str, digest: str, number: int) -> str | None:
    """The id for a page to be added; None when it is there. A page that a clerk took out may come again."""
    for time in itertools.count():
        page_id = _imported_id(dossier_code, digest, number, time)
        row = _row_of(app, page_id)
        if row is None:
            return page_id
        if row.state is not PageState.REMOVED:
            break
    return None


def _row_of(app: App, page_id: str) -> PageRow | None:
    try:
        return app.work.page(page_id)
    except RecordUnknown:
        return None


LOW_DISK_MB = 2048
"""A day of 500 dossiers of 12 pages at 0.3 MB a page takes about as much."""


def _low_disk(app: App) -> Iterator[Event]:
    free_mb = shutil.disk_usage(app.settings.home).free >> 20
    if free_mb < LOW_DISK_MB:
        yield LowDisk(free_mb)


@contextlib.contextmanager
def _incoming(app: App) -> Iterator[Path]:
    """A folder for pages on their way, on the same disk as the page store."""
    root = app.settings.home / "incoming"
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a page came from: a device or a file; the file as it came where it is signed; the page's own id."""

    name: str
    origin: str = ""
    page_id: str = ""


def _keep(app: App, code: str, page: ScannedPage | ImportedPage, by: str, source: _Source) -> PageScanned:
    stored = app.pagestore.put(page.path)
    if isinstance(page, ImportedPage) and page.layer:
        write_text(handoff.layer_path(app.pagestore.absolute(stored.path)), handoff.pack_layer(page.layer))
    page_id = source.page_id or app.ids.new()
    detail = {"dossier": code} | ({"signed_file": Path(source.origin).stem} if source.origin else {})
    row = app.work.add_page(
        PageRow(
            id=page_id,
            dossier_code=code,
            ordinal=0,
            sha256=stored.sha256,
            path=stored.path,
            media_type=stored.media_type,
            size_bytes=stored.size_bytes,
            dpi=page.dpi,
            source_name=source.name,
            origin=source.origin,
        ),
        work_event(app, "page-added", page_id, by, **detail),
    )
    page.path.unlink(missing_ok=True)
    return PageScanned(row.id, row.ordinal, str(app.pagestore.absolute(row.path)))
