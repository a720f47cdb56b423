"""One file with the whole data folder, consistent while the program runs; and the way back.

Databases are copied through SQLite's own backup, so a copy is always between two transactions. They go first:
files that are named in them were there before them and are never changed.
"""

import datetime as dt
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from warehouse.blobs import full_or_other
from warehouse.errors import DatabaseDamaged, DatabaseLocked, RecordExists
from warehouse.numbers import LEAP, RESTORED_ON
from warehouse.standing import RESTORED

MANIFEST = "backup.json"
DATABASES = ("work.sqlite", "shared.sqlite")
FOLDERS = ("pages", "released", "blobs", "doctypes")
SINGLE = ("sohoa.toml",)
FORM = 1
_WAIT_S = 30


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds."""

    path: str
    files: int
    size_bytes: int


def backup(home: Path, target: Path, checkpoint: Callable[[str], None] = lambda _name: None) -> BackupReport:
    """Writes the data folder into one file; an older file of that name goes only when the new one is whole.

    ``checkpoint`` is called with each database's name when it is copied, for tests.
    """
    part = target.with_name(f"{target.name}.part")
    hashes: dict[str, str] = {}
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name, path in _databases(home, checkpoint):
                hashes[name] = _add(archive, name, path)
            for name, path in _files(home):
                hashes[name] = _add(archive, name, path)
            archive.writestr(MANIFEST, json.dumps({"form": FORM, "files": hashes}, ensure_ascii=False))
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise full_or_other(error, target) from error
    return BackupReport(str(target), len(hashes), target.stat().st_size)


def restore(source: Path, home: Path, day: dt.date | None = None) -> BackupReport:
    """Unpacks a backup into an empty data folder, every hash checked before anything is put in place.

    ``day`` is today in Vietnam: of its dossier numbers, those that may have been given since the backup are left out.

    Raises:
        RecordExists: the folder already holds a store.
        DatabaseDamaged: the file is no backup or a part of it has changed.
    """
    if any((home / name).exists() for name in DATABASES):
        raise RecordExists("home", str(home))
    try:
        with zipfile.ZipFile(source) as archive:
            hashes: dict[str, str] = json.loads(archive.read(MANIFEST))["files"]
            _check(archive, hashes, source)
            for name in hashes:
                _unpack(archive, name, home)
        _note_restored(home / DATABASES[0], day)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DatabaseDamaged(str(source), type(error).__name__) from error
    except OSError as error:
        raise full_or_other(error, home) from error
    return BackupReport(str(source), len(hashes), source.stat().st_size)


def _databases(home: Path, checkpoint: Callable[[str], None]) -> Iterator[tuple[str, Path]]:
    # Why the number: what a killed run leaves is taken away at the next start (scanner_app/scratch.py).
    with tempfile.TemporaryDirectory(prefix=f"sohoa-backup-{os.getpid()}-") as folder:
        copies = {name: Path(folder) / name for name in DATABASES if (home / name).is_file()}
        with _held(home / DATABASES[0]):
            for name, copy in copies.items():
                _copy_database(home / name, copy)
                checkpoint(name)
        yield from copies.items()


@contextmanager
def _held(work: Path) -> Iterator[None]:
    """No other process changes the work store meanwhile.

    Why: a package that was sealed after the one copy and loaded before the other would keep a restored station out for
    good, because it would seal the same records in another way.
    """
    if not work.is_file():
        yield
        return
    holder = sqlite3.connect(work, timeout=_WAIT_S, isolation_level=None)
    try:
        _begin(holder, work)
        yield
    finally:
        holder.close()


def _begin(holder: sqlite3.Connection, work: Path) -> None:
    try:
        holder.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise DatabaseLocked(_WAIT_S) from error
    except sqlite3.DatabaseError as error:
        raise DatabaseDamaged(str(work), type(error).__name__) from error


def _copy_database(source: Path, target: Path) -> None:
    origin, copy = sqlite3.connect(source, timeout=_WAIT_S), sqlite3.connect(target)
    try:
        origin.backup(copy)
    except sqlite3.DatabaseError as error:
        raise DatabaseDamaged(str(source), type(error).__name__) from error
    finally:
        origin.close()
        copy.close()


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    for name in SINGLE:
        if (home / name).is_file():
            yield name, home / name
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.name.endswith((".part", ".tmp")):
                yield path.relative_to(home).as_posix(), path


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as reader, archive.open(name, "w", force_zip64=True) as writer:
        while chunk := reader.read(1 << 20):
            digest.update(chunk)
            writer.write(chunk)
    return digest.hexdigest()


def _check(archive: zipfile.ZipFile, hashes: dict[str, str], source: Path) -> None:
    for name, expected in hashes.items():
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or ":" in name or "\\" in name:
            raise DatabaseDamaged(str(source), "path")
        digest = hashlib.sha256()
        with archive.open(name) as reader:
            while chunk := reader.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise DatabaseDamaged(str(source), name)


def _unpack(archive: zipfile.ZipFile, name: str, home: Path) -> None:
    target = home / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as reader, target.open("wb") as writer:
        while chunk := reader.read(1 << 20):
            writer.write(chunk)


def _note_restored(work: Path, day: dt.date | None) -> None:
    """Why: with it a rejoin can tell what the lost days sent from what a clerk has done since.

    A note that nothing has ended yet stays: what was made after that restore was never sent.
    """
    if not work.is_file():
        return
    last = "SELECT ?, COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'"
    # Why suppressed: a backup by an early program has no such tables yet, and a rejoin does without the note.
    with closing(sqlite3.connect(work)) as connection, suppress(sqlite3.DatabaseError), connection:
        connection.execute(f"INSERT OR IGNORE INTO counter (name, value) {last}", (RESTORED,))
        if day is not None:
            note = (RESTORED_ON, day.toordinal())
            connection.execute("INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)", note)
            given = f"dossier/%/{day.isoformat()}"
            connection.execute("UPDATE counter SET value = value + ? WHERE name LIKE ?", (LEAP, given))
