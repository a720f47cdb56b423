"""Files of the shared store by content address: ``aa/bb/<sha256>.pdf`` below one folder."""

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from warehouse.errors import StoreFull, WarehouseError

_CHUNK = 1 << 18

Pace = Callable[[int], None]


def at_once(_size_bytes: int) -> None:
    """The line is ours alone."""


def paced(bytes_per_s: int, pause: Callable[[float], object], clock: Callable[[], float]) -> Pace:
    """A pace that keeps to so many bytes per second on average; 0 means no limit. ``pause`` waits seconds."""
    if bytes_per_s <= 0:
        return at_once
    free_at = clock()

    def wait(size_bytes: int) -> None:
        nonlocal free_at
        now = clock()
        free_at = max(free_at, now) + size_bytes / bytes_per_s
        pause(free_at - now)

    return wait


def blob_path(folder: Path, sha256: str) -> Path:
    """Where the file of that content lies (or would lie)."""
    return folder / sha256[:2] / sha256[2:4] / f"{sha256}.pdf"


def put(folder: Path, source: Path, sha256: str, pace: Pace = at_once) -> bool:
    """Stores the file; False when it was there. Nothing half-written ever has the final name.

    ``pace`` is told the bytes of each portion and waits as long as the line's share asks.

    Raises:
        FileNotFoundError: ``source`` is not there or its content is another one.
        StoreFull: no space is left.
    """
    target = blob_path(folder, sha256)
    if target.exists():
        return False
    copy_whole(source, target, sha256, pace)
    return True


def copy_whole(source: Path, target: Path, sha256: str, pace: Pace = at_once) -> None:
    """Copies a file of that content so that it is there whole or not at all; raises as :func:`put`."""
    # Why by chance: two stations may write one content into a shared folder, and their process numbers may be equal.
    part = target.with_name(f"{target.name}.{secrets.token_hex(6)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        found = _copy(source, part, pace)
        if found != sha256:
            part.unlink()
            raise FileNotFoundError(errno.ENOENT, "content changed", str(source))
        part.replace(target)
        sync_folder(target.parent)
        _sweep(target)
    except FileNotFoundError:
        raise
    except OSError as error:
        part.unlink(missing_ok=True)
        raise full_or_other(error, target) from error


def _sweep(target: Path) -> None:
    """Takes away what a killed process left of the same file."""
    for left in target.parent.glob(f"{target.name}.*.part"):
        with contextlib.suppress(OSError):
            left.unlink()


def hash_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, even after a power cut."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise full_or_other(error, path) from error


def sync_folder(folder: Path) -> None:
    """Makes a rename last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def full_or_other(error: OSError, path: Path) -> WarehouseError:
    """``StoreFull`` when space is what lacks."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(str(path))
    return WarehouseError(type(error).__name__, str(path))


def _copy(source: Path, target: Path, pace: Pace) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
            pace(len(chunk))
        writer.flush()
        os.fsync(writer.fileno())
    shutil.copymode(source, target)
    return digest.hexdigest()
