"""Settings in, ``App`` out: the only place where everything is wired. Every part can be replaced by keyword."""

import dataclasses
import functools
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ocr.doctypes import DoctypeSet, load_doctypes
from scanner_app import specimen
from scanner_app.acquisition import ScannerBackend, ScannerRegistry
from scanner_app.acquisition.sane import SaneBackend
from scanner_app.acquisition.specimen import SpecimenBackend
from scanner_app.clock import SystemClock, TimeIds
from scanner_app.errors import PathUnwritable
from scanner_app.pagestore import PageStore, sweep_incoming
from scanner_app.ports import App, Clock, Ids, PageReader, SharedStore, Sync, Upkeep, WorkStore
from scanner_app.reader import ProcessReader
from scanner_app.scratch import sweep_scratch
from scanner_app.settings import Settings, StationSettings
from warehouse import blobs
from warehouse.leases import Leases
from warehouse.session import Store, open_store
from warehouse.shared import Opening, SharedWarehouse
from warehouse.sync import Syncer
from warehouse.upkeep import Folders
from warehouse.upkeep import Upkeep as StoreUpkeep
from warehouse.workbench import Workbench


def bootstrap(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    reader: PageReader | None = None,
    work: WorkStore | None = None,
    shared: SharedStore | None = None,
    sync: Sync | None = None,
    upkeep: Upkeep | None = None,
    scanners: ScannerRegistry | None = None,
) -> App:
    """The app over its real parts; opens (and where needed creates) the stores in the data folder."""
    _make_home(settings.home)
    chosen_clock = clock or SystemClock()
    chosen_ids = ids or TimeIds()
    office = settings.office
    _sweep(settings)
    opened: list[Store] = []
    store = _opened(open_store(settings.work_url, "work"), opened)
    if work is None:
        work = Workbench(store, unit=office.unit, station=office.station, unit_name=office.unit_name)
    opening = Opening(functools.partial(_open_shared, settings))
    if settings.shared_url.startswith("sqlite"):
        opening()  # Why now: a file of our own is made or upgraded at the start, a server may be away for a day
    if shared is None:
        shared = SharedWarehouse(
            opening, settings.blob_folder, copy=settings.copy_path, reference=settings.reference_folder
        )
    if sync is None:
        sync = Syncer(
            store,
            settings.shared_url,
            settings.blob_folder,
            settings.released_folder,
            settings.home / "packages",
            unit=office.unit,
            station=office.station,
            now=chosen_clock.now,
            pace=blobs.paced(settings.sync.kb_per_s * 1024, time.sleep, time.monotonic),
            key=settings.station.key,
        )
    own_reader = None
    doctypes = doctypes_of(settings)
    if reader is None:
        own_reader = ProcessReader(
            jobs=settings.ocr.jobs,
            language=settings.ocr.language,
            page_timeout_s=settings.ocr.page_timeout_s,
            doctypes=doctypes,
        )
        reader = own_reader
    return App(
        settings=settings,
        clock=chosen_clock,
        ids=chosen_ids,
        reader=reader,
        pagestore=PageStore(settings.pages_folder),
        work=work,
        leases=Leases(store, unit=office.unit),
        shared=shared,
        sync=sync,
        upkeep=upkeep or StoreUpkeep(store, opening, _folders(settings), chosen_clock.now),
        scanners=scanners or default_scanners(),
        doctypes=doctypes,
        close=functools.partial(_close, own_reader, opened, opening),
        open_sample=functools.partial(open_sample, settings),
    )


def default_scanners() -> ScannerRegistry:
    """The backends that this program ships, in the order in which they are asked."""
    backends: tuple[ScannerBackend, ...] = (SaneBackend(), SpecimenBackend(specimen.specimen_folder()))
    return ScannerRegistry(backends)


def open_sample(settings: Settings) -> App:
    """The same program in a fresh folder of its own; ``close`` removes the folder."""
    home = Path(tempfile.mkdtemp(prefix="sohoa-sample-"))
    sample = dataclasses.replace(settings, home=home, warehouse_url="", station=StationSettings())
    app = bootstrap(sample)
    return dataclasses.replace(app, close=functools.partial(_close_sample, app.close, home))


def _close_sample(close: Callable[[], None], home: Path) -> None:
    close()
    shutil.rmtree(home, ignore_errors=True)


def doctypes_of(settings: Settings) -> DoctypeSet:
    """The kinds of papers: those that ship, and the office's own beside them."""
    folder = settings.home / "doctypes"
    return load_doctypes(folder if folder.is_dir() else None)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathUnwritable(str(home), error.strerror or "") from error


def _sweep(settings: Settings) -> None:
    """Takes away what runs left that were killed."""
    sweep_incoming(settings.home / "incoming")
    sweep_scratch()
    if not settings.station.files:
        # Why not of a shared place: whether another machine's process lives cannot be told here.
        PageStore(settings.pages_folder).sweep_temporary()


def _opened(store: Store, opened: list[Store]) -> Store:
    opened.append(store)
    return store


def _open_shared(settings: Settings) -> Store:
    return open_store(settings.shared_url, "shared", upgrade=settings.shared_url.startswith("sqlite"))


def _folders(settings: Settings) -> Folders:
    return Folders(settings.pages_folder, settings.blob_folder, settings.copy_path, settings.reference_folder)


def _close(reader: ProcessReader | None, stores: list[Store], opening: Opening) -> None:
    if reader is not None:
        reader.close()
    for store in stores:
        store.close()
    opening.close()
