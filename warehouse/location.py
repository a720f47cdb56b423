"""Where an SQLite file may lie: not on a network drive, and not in place of some other file."""

import sys
from pathlib import Path

from warehouse.errors import DatabaseDamaged, DatabaseUnreachable, NetworkDrive

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph", "glusterfs", "lustre"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.glusterfs", "fuse.s3fs", "fuse.gvfsd-fuse"}
    | {"9p", "vboxsf", "fuse.vmhgfs-fuse", "prl_fs", "beegfs", "orangefs", "fuse.curlftpfs"}
)
"""File systems whose locks SQLite cannot trust (https://www.sqlite.org/faq.html, question 5); those that a virtual
machine shares with its host are among them."""

_MAGIC = b"SQLite format 3\0"
_DRIVE_REMOTE = 4  # GetDriveTypeW, winbase.h


def check_sqlite_file(path: Path) -> None:
    """Refuses a network drive, a folder that is missing, and a file that is no SQLite database."""
    if not path.parent.is_dir():
        raise DatabaseUnreachable(str(path))
    kind = network_kind(path.parent)
    if kind:
        raise NetworkDrive(str(path), kind)
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise DatabaseUnreachable(str(path)) from error
    if head and head != _MAGIC:
        raise DatabaseDamaged(str(path), "header")


def network_kind(folder: Path) -> str:
    """The network file system on which the folder lies, or the empty string."""
    resolved = folder.resolve()
    if sys.platform == "win32":
        return _windows_kind(resolved)
    return kind_of(resolved, mounts())


def kind_of(folder: Path, mounted: dict[str, str]) -> str:
    """The network file system of the innermost mount above the folder, or the empty string."""
    for parent in (folder, *folder.parents):
        kind = mounted.get(str(parent))
        if kind is not None:
            return kind if kind in NETWORK else ""
    return ""


def mounts() -> dict[str, str]:
    """Every mount's folder with its kind of file system."""
    import psutil

    return {part.mountpoint: part.fstype for part in psutil.disk_partitions(all=True)}


def _windows_kind(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return "unc"
    import ctypes

    library = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows alone
    return "remote" if library.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE else ""
