"""Reads pages in worker processes and documents here: the one implementation of ``ports.PageReader``."""

import functools
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence

from ocr.doctypes import DoctypeSet, load_doctypes
from ocr.document import read_arranged, read_documents, stream_documents
from ocr.pipeline import engine_info, prepare_worker, read_page
from ocr.types import DocumentReading, PageReading, PageTask, Problem
from scanner_app.errors import AppError
from scanner_app.export import PreparedPage, prepare_page
from scanner_app.scratch import sweep_scratch
from scanner_app.workers import TaskFailed, WorkerPool

_GRACE_S = 30.0
"""The page's own time runs inside the worker; the pool kills only a worker that does not even answer."""


class ProcessReader:
    """A pool of spawned workers that starts with the first page and lives until ``close``."""

    def __init__(self, *, jobs: int, language: str, page_timeout_s: float, doctypes: DoctypeSet | None = None) -> None:
        self._jobs = jobs
        self._language = language
        self._timeout_s = page_timeout_s
        self._pool: WorkerPool | None = None
        self._lock = threading.Lock()
        self._doctypes = doctypes

    @functools.cached_property
    def doctypes(self) -> DoctypeSet:
        """The document types: those given, else the shipped ones, loaded once."""
        return self._doctypes or load_doctypes()

    def pool(self) -> WorkerPool:
        """The worker pool, started at the first call."""
        with self._lock:
            if self._pool is None:
                self._pool = WorkerPool(self._jobs, initializer=prepare_worker)
            return self._pool

    def read_pages(self, tasks: Sequence[PageTask]) -> Iterator[PageReading]:
        """Readings in the order of the tasks; a failed page comes with its problem."""
        if not tasks:
            return
        self.engine()
        yield from self.stream_pages(iter(tasks))

    def stream_pages(self, tasks: Iterable[PageTask]) -> Generator[PageReading, None, None]:
        """As ``read_pages``, over tasks that come one by one and may have no end in sight."""
        results = self.pool().map(read_page, tasks, timeout_s=self._timeout_s * 2 + _GRACE_S)
        try:
            for result in results:
                yield failed_reading(result.task, result) if isinstance(result, TaskFailed) else result
        finally:
            results.close()

    def stream_prepared(
        self, tasks: Iterable[PageTask]
    ) -> Generator[tuple[PageReading, PreparedPage | None], None, None]:
        """As ``stream_pages``, with each page's layers for the PDF made in the same worker."""
        results = self.pool().map(read_and_prepare, tasks, timeout_s=self._timeout_s * 2 + _GRACE_S)
        try:
            for result in results:
                yield (failed_reading(result.task, result), None) if isinstance(result, TaskFailed) else result
        finally:
            results.close()

    def read_documents(self, pages: Sequence[PageReading]) -> tuple[DocumentReading, ...]:
        """Cuts, types and extracts."""
        return read_documents(pages, self.doctypes)

    def stream_documents(self, pages: Sequence[PageReading]) -> Iterator[DocumentReading]:
        """As ``read_documents``, one by one."""
        return stream_documents(pages, self.doctypes)

    def read_arranged(self, papers: Sequence[tuple[str, Sequence[PageReading]]]) -> tuple[DocumentReading, ...]:
        """Extracts what a person cut and typed."""
        return read_arranged(papers, self.doctypes)

    @functools.lru_cache(maxsize=1)  # noqa: B019 - one reader lives as long as the program
    def engine(self) -> str:
        """Name and version; ``EngineMissing`` or ``LanguageMissing`` when it cannot run."""
        return engine_info(self._language)

    def close(self) -> None:
        """Ends the workers and takes away what those that were at work leave in the temporary folder."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None
                sweep_scratch()


def read_and_prepare(task: PageTask) -> tuple[PageReading, PreparedPage | None]:
    """One page read and laid out for its PDF; None for the layers of an image that cannot be decoded."""
    reading = read_page(task)
    if not reading.width_px:
        return reading, None
    try:
        return reading, prepare_page(task.path, task.dpi or reading.dpi)
    except AppError:
        return reading, None


def failed_reading(task: PageTask, failure: TaskFailed[PageTask]) -> PageReading:
    """A reading that holds nothing but the reason."""
    return PageReading(
        number=task.number,
        width_px=0,
        height_px=0,
        dpi=task.dpi or 300,
        rotation=0,
        skew_deg=0.0,
        blank=False,
        confidence=None,
        text="",
        lines=(),
        barcodes=(),
        engine="",
        upright_width=0,
        upright_height=0,
        problems=(Problem(failure.code, task.number, failure.detail),),
    )
