"""Files written whole or not at all, and the operating system's refusals as errors of ours."""

import contextlib
import errno
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scanner_app.errors import AppError, DiskFull, LinkLoop, PathUnreadable, PathUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_error(path: Path, error: OSError) -> AppError:
    """What to raise when writing a path failed."""
    if error.errno in _FULL:
        return DiskFull(str(path))
    return PathUnwritable(str(path), error.strerror or type(error).__name__)


def read_error(path: Path, error: OSError) -> AppError:
    """What to raise when reading a path failed."""
    if error.errno == errno.ELOOP:
        return LinkLoop(str(path))
    return PathUnreadable(str(path), error.strerror or type(error).__name__)


def shown_name(path: Path) -> str:
    """The file's name as text that can be stored: Linux lets a name hold bytes that are no UTF-8, here ``\ufffd``."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


def digest_of(path: Path) -> str:
    """As ``sha256``, of a file from outside; ``PathUnreadable``."""
    try:
        return sha256(path)
    except OSError as error:
        raise read_error(path, error) from error


def make_folder(folder: Path) -> None:
    """Creates a folder and its parents; ``PathUnwritable`` or ``DiskFull``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text whole: a reader sees the old file or the new one, never half of it."""
    write_bytes(path, text.encode("utf-8"))


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """As ``write_text``, for text that is never in memory at once; a letter of no alphabet becomes ``?``."""
    # Why not strict: paths in problems hold what ``shown_name`` tells of.
    with atomic(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(parts)


def write_bytes(path: Path, data: bytes) -> None:
    """Writes bytes to a temporary neighbour, flushes it to the disk, renames it."""
    with atomic(path) as temporary:
        temporary.write_bytes(data)


@contextlib.contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary neighbour of ``path`` that takes its place when the block ends well.

    Raises:
        DiskFull, PathUnwritable: nothing of ``path`` has changed and the temporary file is gone.
    """
    temporary = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        yield temporary
        sync_file(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        discard(temporary)
        raise write_error(path, error) from error
    except BaseException:
        discard(temporary)
        raise


def discard(temporary: Path) -> None:
    """Removes the temporary file where the disk allows it: a read-only one refuses even what is not there."""
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """A file's hash in hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Forces a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Forces a folder's entries to the disk; Windows does so by itself and has no call for it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
