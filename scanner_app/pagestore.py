"""Page files by their SHA-256: written once, flushed, renamed, never changed."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psutil

from scanner_app.errors import InputDamaged
from scanner_app.files import discard, make_folder, read_error, sync_folder, write_error

_CHUNK = 1 << 20
_INCOMING = ".incoming-"
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG", "image/png", ".png"),
    (b"II*\x00", "image/tiff", ".tif"),
    (b"MM\x00*", "image/tiff", ".tif"),
    (b"%PDF", "application/pdf", ".pdf"),
    (b"P5", "image/x-portable-graymap", ".pgm"),
    (b"P6", "image/x-portable-pixmap", ".ppm"),
)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page file in the store; ``path`` is relative to the store, with forward slashes."""

    sha256: str
    path: str
    media_type: str
    size_bytes: int


class PageStore:
    """A folder of page files by content address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: Path) -> StoredPage:
        """Keeps a copy of a page file; the same bytes are kept once.

        The file is safe on the disk when this returns: bytes flushed, renamed into place, folder flushed.

        Raises:
            DiskFull, PathUnwritable: nothing was kept.
            PathUnreadable: the source cannot be read.
        """
        make_folder(self._folder)
        descriptor, name = tempfile.mkstemp(prefix=f"{_INCOMING}{os.getpid()}-", dir=self._folder)
        os.close(descriptor)
        temporary = Path(name)
        try:
            digest, size, head = self._copy(source, temporary)
            media_type, suffix = _kind_of(head)
            relative = f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"
            target = self._folder / relative
            if self.verify(relative, digest):
                temporary.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(target)
                for folder in (target.parent, target.parent.parent, self._folder):
                    sync_folder(folder)
        except OSError as error:
            discard(temporary)
            raise write_error(self._folder, error) from error
        return StoredPage(digest, relative, media_type, size)

    def _copy(self, source: Path, temporary: Path) -> tuple[str, int, bytes]:
        digest = hashlib.sha256()
        head, size = b"", 0
        try:
            reader = source.open("rb")
        except OSError as error:
            raise read_error(source, error) from error
        with reader, temporary.open("wb") as writer:
            while chunk := _read(reader, source):
                head = head or chunk[:16]
                size += len(chunk)
                digest.update(chunk)
                writer.write(chunk)
            writer.flush()
            os.fsync(writer.fileno())
        if not size:
            temporary.unlink()
            raise InputDamaged(str(source), "empty")
        return digest.hexdigest(), size, head

    def absolute(self, relative: str) -> Path:
        """The absolute path of a stored page."""
        return self._folder / relative

    def verify(self, relative: str, sha256: str) -> bool:
        """Whether the stored bytes still have their hash."""
        path = self.absolute(relative)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def sweep_temporary(self) -> int:
        """Removes what a killed process left behind; gives how many files. What a living one writes stays."""
        found = self._folder.glob(f"{_INCOMING}*") if self._folder.is_dir() else ()
        leftovers = [path for path in found if not _is_written(path)]
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)


def sweep_incoming(folder: Path) -> int:
    """Removes the folders of pages on their way whose process was killed; gives how many."""
    found = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    leftovers = [path for path in found if not _is_written(path)]
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True)
    return len(leftovers)


def _read(reader: BinaryIO, source: Path) -> bytes:
    try:
        return reader.read(_CHUNK)
    except OSError as error:
        raise read_error(source, error) from error


def _is_written(path: Path) -> bool:
    """Whether the process whose number the temporary file bears is alive."""
    number = path.name.removeprefix(_INCOMING).partition("-")[0]
    return number.isdigit() and psutil.pid_exists(int(number))


def _kind_of(head: bytes) -> tuple[str, str]:
    for magic, media_type, suffix in _KINDS:
        if head.startswith(magic):
            return media_type, suffix
    return "application/octet-stream", ".bin"
