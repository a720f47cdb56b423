"""Recognition of files into results, touching no store: what ``sohoa digitize`` and ``sohoa trial`` run.

Pages of all files share one pool of workers, so that a stack of small files keeps every core busy; results
are written file by file, in order, as soon as a file's last page is read.
"""

import contextlib
import datetime as dt
import filecmp
import os
import shutil
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

from ocr.doctypes import load_doctypes
from ocr.types import DocumentReading, PageReading, PageTask, Problem, SourceReading
from scanner_app.acquisition.sources import ImportedPage, import_pages, walk
from scanner_app.errors import AppError, ForeignFile
from scanner_app.export import Conformance, ExportPage, FileSlice, Metadata, PreparedPage, write_pdf
from scanner_app.files import atomic, make_folder, shown_name, write_parts
from scanner_app.messages import problem_of
from scanner_app.reader import ProcessReader
from scanner_app.result_json import GENERATOR, source_text
from scanner_app.scratch import scratch_folder, sweep_scratch
from scanner_app.signed_files import is_signed
from scanner_app.spool import PageSpool, Spool

_LONGEST_NAME_BYTES = 255 - len(".json") - len("-9999")
"""What Linux and macOS let a name be (NAME_MAX), less what is put behind it; on Windows 255 letters."""

PDF_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Creation time of a PDF whose input says none; a fixed one keeps repeated runs byte-identical."""


@dataclass(frozen=True, slots=True)
class DigitizeOptions:
    """What to write and how."""

    out: Path
    pdf: bool = False
    jobs: int = 0
    language: str = "vie"
    page_timeout_s: float = 60.0
    conformance: Conformance = Conformance.A2U
    interface_language: str = "vi"


@dataclass(frozen=True, slots=True)
class FileProgress:
    """``done`` pages of the file ``name``; ``total`` is None while its end is unknown."""

    name: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class FileDone:
    """One input is finished; ``result`` is None when nothing was written for it."""

    source: str
    result: Path | None
    pages: int
    documents: int
    problems: tuple[Problem, ...]
    passed_over: int = 0


@dataclass(slots=True)
class _Work:
    """One input on its way; ``folder`` holds what its pages gave until the result is written.

    ``dpi`` is each page's resolution where the file says one.
    """

    path: Path
    name: str
    folder: Path
    readings: PageSpool
    is_complete: bool = False
    expected: int = 0
    engines: set[str] = field(default_factory=set)
    dpi: list[int | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return self.is_complete and len(self.readings) == self.expected


def digitize_files(paths: Sequence[Path], options: DigitizeOptions) -> Iterator[FileProgress | FileDone]:
    """Digitizes files and folders; closing the iterator stops the workers and removes what is temporary.

    Raises:
        PathMissing, FolderEmpty: nothing was begun.
        PathUnwritable, DiskFull: the output folder cannot be written; results already written stay.
        EngineMissing, LanguageMissing: Tesseract or its language is not there.
    """
    found = walk([path.expanduser() for path in paths])
    # Why: a folder that is its own target would else read its results again, and their results the next time.
    files = [path for path in found.files if path in paths or not _is_result_in(options.out, path)]
    passed_over = found.passed_over + len(found.files) - len(files)
    if found.problems or passed_over:
        yield FileDone("", None, 0, 0, found.problems, passed_over)
    reader = ProcessReader(jobs=options.jobs, language=options.language, page_timeout_s=options.page_timeout_s)
    reader.engine()
    make_folder(options.out)
    with contextlib.ExitStack() as stack:
        stack.callback(reader.close)
        sweep_scratch()
        root = stack.enter_context(scratch_folder("digitize"))
        run = _Run(options, reader, root)
        yield from run.files(files)


class _Run:
    """The state of one run: the inputs in order, from the first whose result is not yet written."""

    def __init__(self, options: DigitizeOptions, reader: ProcessReader, root: Path) -> None:
        self._options = options
        self._reader = reader
        self._root = root
        self._works: deque[_Work] = deque()
        self._order: deque[tuple[_Work, Path]] = deque()
        self._names: set[str] = set()
        self._doctypes = load_doctypes()

    def files(self, paths: Sequence[Path]) -> Iterator[FileProgress | FileDone]:
        """Feeds every page of every file to the workers and finishes files in order."""
        readings = self._results(paths)
        try:
            for reading, prepared in readings:
                work, image = self._order.popleft()
                work.readings.add(reading, prepared)
                work.engines.add(reading.engine)
                work.problems.extend(reading.problems)
                if not _is_used(image, prepared):
                    image.unlink(missing_ok=True)
                yield FileProgress(work.path.name, len(work.readings), work.expected if work.is_complete else None)
                yield from self._finish_ready()
        finally:
            readings.close()
        yield from self._finish_ready()

    def _results(self, paths: Sequence[Path]) -> Generator[tuple[PageReading, PreparedPage | None], None, None]:
        if self._options.pdf:
            yield from self._reader.stream_prepared(self._tasks(paths))
        else:
            for reading in self._reader.stream_pages(self._tasks(paths)):
                yield reading, None

    def _tasks(self, paths: Sequence[Path]) -> Iterator[PageTask]:
        for index, path in enumerate(paths):
            folder = self._root / f"{index:05d}"
            work = _Work(path, self._name_of(path), folder, PageSpool(folder))
            if work.name != path.stem:
                code = "INPUT-SAME-NAME" if work.name.startswith(path.stem) else "INPUT-LONG-NAME"
                work.problems.append(Problem(code, None, work.name))
            self._works.append(work)
            try:
                make_folder(folder)
                self._refuse_foreign(work)
                yield from self._pages_of(work)
            except AppError as error:
                work.problems.append(problem_of(error))
            work.is_complete = True

    def _pages_of(self, work: _Work) -> Iterator[PageTask]:
        pages = import_pages(work.path, work.folder)
        try:
            for page in pages:
                if page.problem is not None:
                    work.problems.append(page.problem)
                if not page.path.is_file():
                    continue
                work.expected += 1
                work.dpi.append(page.dpi)
                self._order.append((work, page.path))
                yield self._task(page)
        finally:
            pages.close()

    def _task(self, page: ImportedPage) -> PageTask:
        return PageTask(
            path=str(page.path),
            number=page.number,
            dpi=page.dpi,
            language=self._options.language,
            timeout_s=self._options.page_timeout_s,
            layer=page.layer,
        )

    def _name_of(self, path: Path) -> str:
        """The result's name: the file's own without its ending, numbered when it is taken (any case)."""
        stem = _shortened(path.stem)
        name, number = stem, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem}-{number}"
        self._names.add(name.casefold())
        return name

    def _refuse_foreign(self, work: _Work) -> None:
        targets = [self._options.out / f"{work.name}.json"]
        if self._options.pdf:
            targets.append(self._options.out / f"{work.name}.pdf")
        for target in targets:
            if target.exists() and not is_own_result(target) and not _is_copy(work.path, target):
                raise ForeignFile(str(target))
            if target.exists() and target.samefile(work.path):
                raise ForeignFile(str(target))

    def _finish_ready(self) -> Iterator[FileDone]:
        while self._works and self._works[0].is_ready:
            work = self._works.popleft()
            yield self._finish(work)
            shutil.rmtree(work.folder, ignore_errors=True)

    def _finish(self, work: _Work) -> FileDone:
        source = shown_name(work.path)
        foreign = any(problem.code == ForeignFile.code for problem in work.problems)
        if foreign:
            return FileDone(source, None, 0, 0, tuple(work.problems))
        documents: Spool[DocumentReading] = Spool(work.folder / "documents.spool")
        if work.readings:
            for document in self._reader.stream_documents(work.readings):
                documents.append(document)
        if self._options.pdf and work.readings:
            try:
                self._write_pdf(work, documents)
            except AppError as error:
                work.problems.append(problem_of(error))
        reading = SourceReading(source, self._engine_of(work), work.readings, documents, tuple(work.problems))
        target = self._options.out / f"{work.name}.json"
        write_parts(target, source_text(reading, self._options.interface_language))
        return FileDone(source, target, len(work.readings), len(documents), tuple(work.problems))

    def _engine_of(self, work: _Work) -> str:
        return "pdf-text" if work.engines - {""} == {"pdf-text"} else self._reader.engine()

    def _write_pdf(self, work: _Work, documents: Sequence[DocumentReading]) -> None:
        titles = {min(document.pages): self._doctypes.label(document.type, "vi") for document in documents}
        pages = _PdfPages(work, titles)
        if not pages:
            return
        target = self._options.out / f"{work.name}.pdf"
        if is_signed(work.path):
            with atomic(target) as temporary:
                shutil.copyfile(work.path, temporary)
            work.problems.append(Problem("INPUT-SIGNED", None, f"{work.name}.json"))
            return
        metadata = Metadata(title=work.path.stem, subject="", author="", keywords=(), created=PDF_EPOCH, properties=())
        write_pdf(pages, metadata, target, conformance=self._options.conformance)


def _is_used(image: Path, prepared: PreparedPage | None) -> bool:
    """Whether a layer of the PDF will be taken from the page's image itself."""
    slices = [layer.data for layer in prepared.layers if isinstance(layer.data, FileSlice)] if prepared else []
    return any(Path(each.path) == image for each in slices)


class _PdfPages(Sequence[ExportPage]):
    """The pages of an input that can stand in its PDF, each with its reading when it is asked for."""

    def __init__(self, work: _Work, titles: Mapping[int, str]) -> None:
        self._work = work
        self._titles = titles
        self._shown = [at for at in range(len(work.readings)) if work.readings.is_prepared(at)]

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, index: int) -> ExportPage: ...
    @overload
    def __getitem__(self, index: slice) -> list[ExportPage]: ...
    def __getitem__(self, index: int | slice) -> ExportPage | list[ExportPage]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = self._shown[index]
        reading = self._work.readings[at]
        return ExportPage(
            image=self._work.path,
            reading=reading,
            dpi=self._work.dpi[at] or reading.dpi,
            prepared=self._work.readings.prepared(at),
            bookmark=self._titles.get(reading.number, ""),
            label=reading.number,
        )


def _shortened(name: str) -> str:
    """The name, cut where a result's ending and number would make it longer than a file's name may be."""
    while len(os.fsencode(name)) > _LONGEST_NAME_BYTES:
        name = name[:-1]
    return name


def is_own_result(path: Path) -> bool:
    """Whether a file was written by this program: our JSON form, or a PDF that names us as producer."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if path.suffix.lower() == ".pdf":
                file.seek(0, 2)
                file.seek(max(0, file.tell() - 65536))
                return head.startswith(b"%PDF") and b"Sohoa" in head + file.read()
    except OSError:
        return False
    return f'"generator": "{GENERATOR}"'.encode() in head


def _is_result_in(out: Path, path: Path) -> bool:
    """Whether a file is a PDF that an earlier run put into ``out``, beside its own JSON."""
    own = out.resolve() / path.name
    return path.resolve() == own and is_own_result(own) and is_own_result(own.with_suffix(".json"))


def _is_copy(source: Path, target: Path) -> bool:
    """Whether a PDF is the copy of a signed one that an earlier run put there."""
    if target.suffix != ".pdf" or target.samefile(source) or not is_signed(target):
        return False
    return filecmp.cmp(source, target, shallow=False)
