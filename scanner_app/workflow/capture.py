"""Scanner or files → page store → work store. A page is announced only when file and row are safe."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner_app.acquisition import ScannedPage, ScannerBackend, ScanOptions
from scanner_app.acquisition.sources import ImportedPage, import_pages, walk
from scanner_app.errors import AppError, DeviceMissing
from scanner_app.events import Event, Finished, LowDisk, NeedsHelp, PageScanned, Progress, Started
from scanner_app.files import write_text
from scanner_app.messages import problem_of
from scanner_app.ports import App
from scanner_app.workers import stream
from scanner_app.workflow import handoff, originals
from scanner_app.workflow.context import work_event
from warehouse.records import PageRow


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
        finally:
            pages.close()
    yield Finished("scan", count)


def _scan(backend: ScannerBackend, options: ScanOptions, folder: Path) -> Iterator[ScannedPage]:
    """Runs in the device's own child process."""
    yield from backend.scan(options, folder)


def import_files(app: App, dossier_code: str, paths: Sequence[Path], by: str) -> Iterator[Event]:
    """Imports files and folders into a dossier; a file that fails is told and the rest go on.

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
        with _incoming(app) as folder:
            pages = import_pages(path, folder)
            origin: str | None = None
            try:
                for page in pages:
                    if page.problem is not None:
                        yield NeedsHelp(path.name, page.problem)
                    if page.path.is_file():
                        # Why here: a file that gives no page is not kept.
                        origin = originals.keep(app, path) if origin is None else origin
                        yield _keep(app, dossier_code, page, by, _Source(path.name, origin))
                        count += 1
            except AppError as error:
                yield NeedsHelp(path.name, problem_of(error))
            finally:
                pages.close()
        yield Progress("import", done, len(found.files))
    yield Finished("import", count)


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
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a page came from: a device or a file, and the file as it came where it is signed."""

    name: str
    origin: str = ""


def _keep(app: App, code: str, page: ScannedPage | ImportedPage, by: str, source: _Source) -> PageScanned:
    stored = app.pagestore.put(page.path)
    if isinstance(page, ImportedPage) and page.layer:
        write_text(handoff.layer_path(app.pagestore.absolute(stored.path)), handoff.pack_layer(page.layer))
    page_id = app.ids.new()
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
