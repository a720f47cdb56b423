"""Takes an enrolment file at a workstation: looks it over, lays it into the data folder, tries what it names."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner_app.errors import RuleRefused, UsageError
from scanner_app.files import make_folder, write_bytes
from scanner_app.settings import ENROLMENT, Settings, read_enrolment
from warehouse.errors import WarehouseError
from warehouse.session import open_store

_KEY_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who this workstation is now, and what of the file does not answer: ``(reason code, what)``."""

    station: str
    unit: str
    warnings: tuple[tuple[str, str], ...]


def enrol(path: Path, settings: Settings, waiting: int) -> Enrolled:
    """Takes the file. What cannot be reached now is a warning: the server may be away on that day.

    ``waiting`` is the number of records that still wait here under the present station.

    Raises:
        PathMissing, UsageError: there is no such file, or it is none of ours.
        RuleRefused: ``station-waiting``, records of another station wait here and must go first.
    """
    fresh = read_enrolment(path, settings.home)
    key = fresh.station.key
    if not fresh.office.station or len(key) != _KEY_DIGITS or not set(key) <= set("0123456789abcdef"):
        raise UsageError("settings", str(path))
    if waiting and fresh.office.station != settings.office.station:
        raise RuleRefused("station-waiting", str(waiting))
    make_folder(settings.home)
    target = settings.home / ENROLMENT
    write_bytes(target, path.read_bytes())
    target.chmod(0o600)
    return Enrolled(fresh.office.station, fresh.office.unit, tuple(_unreachable(fresh)))


def _unreachable(fresh: Settings) -> Iterator[tuple[str, str]]:
    try:
        open_store(fresh.shared_url, "shared", upgrade=fresh.shared_url.startswith("sqlite")).close()
    except WarehouseError as error:
        yield "enrol-warehouse", error.code
    for folder in {fresh.blob_folder, fresh.pages_folder.parent}:
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            yield "enrol-folder", str(folder)
