"""Files and folders as a source of pages: what is read, what is passed over, one page at a time.

Kinds are told by content, never by name. PDF, TIFF, HEIC and WebP are opened in a child process with a limit
on its memory, because their decoders are large and their files come from anywhere.
"""

import os
import re
import shutil
import stat
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ocr.resolution import believable_dpi
from ocr.types import Problem, Word
from scanner_app.errors import (
    AppError,
    FolderEmpty,
    InputDamaged,
    InputEmpty,
    InputKind,
    InputTooLarge,
    PathMissing,
    PathUnreadable,
    SpecialFile,
    WorkerCrashed,
    WorkerStuck,
)
from scanner_app.files import read_error, write_error
from scanner_app.messages import problem_of
from scanner_app.workers import stream

_END_OF_IMAGE = 0xD9
_WITHOUT_LENGTH = frozenset({0x01, 0xD8})

MAX_PIXELS = 120_000_000
"""A3 at 600 dpi has 70 million; more is a bomb or a mistake."""

MEMORY_LIMIT_BYTES = 1_000_000_000
PAGE_PATIENCE_S = 300.0
"""Longest wait for the next page of a file: rendering has 120 s, its text layer 60 s; beyond is a hang."""

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".heif", ".webp", ".pdf"})


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """One page as a file of its own; when ``problem`` is set the file may be missing."""

    path: Path
    number: int
    dpi: int | None
    media_type: str
    layer: tuple[Word, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The files to read, in order, each once; how many of other kinds were passed over."""

    files: tuple[Path, ...]
    passed_over: int
    problems: tuple[Problem, ...] = ()


def kind_of(head: bytes) -> str:
    """The kind of file that begins with these bytes: ``jpeg png tiff heic webp pdf`` or ``""``."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "tiff"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis"):
        return "heic"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in head:
        return "pdf"
    return ""


def read_head(path: Path) -> bytes:
    """The first kilobyte; ``PathUnreadable`` where it cannot be had."""
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError as error:
        raise read_error(path, error) from error


def walk(paths: Sequence[Path]) -> Walk:
    """The files that these paths name; folders are walked without following links to folders.

    What cannot be read is a problem beside the files that can. Where no file is left, the first is raised:

    Raises:
        PathMissing: a path is not there.
        PathUnreadable: a path is a link that leads to itself, or no file and no folder.
        FolderEmpty: folders were named and hold nothing that we read.
    """
    found = _Found()
    for path in paths:
        try:
            if stat.S_ISDIR(_state_of(path).st_mode):
                _walk_folder(path, found)
            else:
                _add(path, found)
        except (PathMissing, PathUnreadable) as error:
            found.errors.append(error)
    if found.errors and not found.files:
        raise found.errors[0]
    return Walk(tuple(found.files), found.passed_over, tuple(problem_of(error) for error in found.errors))


@dataclass(slots=True)
class _Found:
    """What a walk has met so far; ``seen`` are the files by device and inode."""

    files: list[Path] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    passed_over: int = 0
    errors: list[AppError] = field(default_factory=list)


def _walk_folder(folder: Path, found: _Found) -> None:
    before, faults = len(found.files), len(found.errors)

    def refused(error: OSError) -> None:
        found.errors.append(read_error(Path(error.filename), error))

    for root, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        found.passed_over += sum((Path(root) / name).is_symlink() for name in folders)
        for name in sorted(names):
            _meet(Path(root) / name, found)
    if len(found.files) == before and len(found.errors) == faults:
        found.errors.append(FolderEmpty(str(folder)))


def _meet(path: Path, found: _Found) -> None:
    """One entry of a folder: ours, passed over, or a link that leads nowhere."""
    try:
        is_ours = stat.S_ISREG(_state_of(path).st_mode) and is_wanted(path)
    except (PathMissing, PathUnreadable) as error:
        found.errors.append(error)
        return
    if is_ours:
        _add(path, found)
    else:
        found.passed_over += 1


def _state_of(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise PathMissing(str(path)) from error
    except OSError as error:
        raise read_error(path, error) from error


def _add(path: Path, found: _Found) -> None:
    state = _state_of(path)
    if not stat.S_ISREG(state.st_mode):
        # Why: opening a pipe waits for a writer that may never come.
        raise SpecialFile(str(path))
    key = (state.st_dev, state.st_ino)
    if key in found.seen and state.st_ino:
        return
    found.seen.add(key)
    found.files.append(path)


def is_wanted(path: Path) -> bool:
    """Whether a file of a walked folder is ours to read: by its ending or by its first bytes."""
    if path.name.startswith("."):
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        return bool(kind_of(read_head(path)))
    except PathUnreadable:
        return False


def import_pages(path: Path, folder: Path) -> Generator[ImportedPage, None, None]:
    """The pages of one file as single files in ``folder``; the file itself is left as it is.

    Raises:
        InputEmpty, InputKind, InputDamaged, InputPassword, InputNoPages, InputTooLarge: nothing more comes.
        PathUnreadable, DiskFull: as said.
    """
    head = read_head(path)
    if not head:
        raise InputEmpty(str(path))
    kind = kind_of(head)
    if not kind:
        raise InputKind(str(path), _describe(head))
    if kind in ("jpeg", "png"):
        yield _copied(path, folder, kind)
        return
    try:
        yield from stream(_import_in_child, str(path), str(folder), kind, patience_s=PAGE_PATIENCE_S)
    except WorkerCrashed as error:
        raise InputDamaged(str(path), f"reader ended with {error.args[0]}") from error
    except WorkerStuck as error:
        raise InputDamaged(str(path), f"no page within {error.args[0]:.0f} s") from error


_OTHER_KINDS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"PK\x03\x04", "ZIP/Office"),
    (b"\xd0\xcf\x11\xe0", "Office 97"),
    (b"{\\rtf", "RTF"),
    (b"\x00\x00\x00\x0cjP", "JPEG 2000"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
"""What people take for a picture or a PDF, by the marks that their formats begin with."""


def _describe(head: bytes) -> str:
    """The kind of a file that is none of ours, by the name that people know it by."""
    if head.lstrip()[:64].lower().startswith((b"<!doctype html", b"<html")):
        return "HTML"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    named = next((name for mark, name in _OTHER_KINDS if head.startswith(mark)), "")
    return named or ("TXT" if _is_text(head) else f"0x{head[:4].hex()}")


def _is_text(head: bytes) -> bool:
    """Whether bytes are UTF-8 without control letters; the last letter may be cut."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter.isspace() for letter in text)


def _copied(path: Path, folder: Path, kind: str) -> ImportedPage:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as image:
            width, height = image.size
            raw_dpi = image.info.get("dpi")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputDamaged(str(path), type(error).__name__) from error
    if width * height > MAX_PIXELS:
        raise InputTooLarge(str(path), f"{width} × {height}")
    if not _is_whole(path, kind):
        raise InputDamaged(str(path), "cut off")
    target = folder / f"0001.{'jpg' if kind == 'jpeg' else 'png'}"
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        raise write_error(target, error) from error
    return ImportedPage(target, 1, believable_dpi(raw_dpi), f"image/{kind}")


def _is_whole(path: Path, kind: str) -> bool:
    """Whether the end mark of the format is there; scanners may pad behind it."""
    if kind == "jpeg":
        return jpeg_is_whole(path.read_bytes())
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 65536))
        return b"IEND" in file.read()


_SEGMENT_END = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)


def jpeg_is_whole(data: bytes) -> bool:
    """Whether a JPEG reaches its own end mark; that of a thumbnail in its head does not count.

    Segments are passed over by their lengths; within a scan only a marker that is no restart ends it
    (ITU-T T.81, B.1.1).
    """
    at = 2
    while True:
        mark = _SEGMENT_END.search(data, at)
        if mark is None:
            return False
        kind, at = mark.group(1)[0], mark.end()
        if kind == _END_OF_IMAGE:
            return True
        if kind not in _WITHOUT_LENGTH:
            at += int.from_bytes(data[at : at + 2], "big")


def _import_in_child(path: str, folder: str, kind: str) -> Iterator[ImportedPage]:
    """Runs in the child: limits its own memory, then opens the file."""
    limit_memory(MEMORY_LIMIT_BYTES)
    from scanner_app.acquisition import pictures

    count = 0
    try:
        for page in _opened(Path(path), Path(folder), kind):
            count += 1
            yield page
    except pictures.BROKEN as error:
        if not count:
            raise InputDamaged(path, type(error).__name__) from error
        yield ImportedPage(Path(folder) / "none", count, None, "", problem=Problem("INPUT-CUT", count, kind))


def _opened(path: Path, folder: Path, kind: str) -> Iterator[ImportedPage]:
    from scanner_app.acquisition import pdf, pictures

    return pdf.pages(path, folder) if kind == "pdf" else pictures.pages(path, folder, kind)


def limit_memory(limit_bytes: int) -> None:
    """Caps this process's memory where the system can (not on Windows; the window's own check remains)."""
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    ceiling = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (ceiling, hard))
