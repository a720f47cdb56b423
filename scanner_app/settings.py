"""The settings: frozen sections read from TOML files, merged from low to high, some keys locked.

Order: built in < organisation file < enrolment < user file < environment < command line. The organisation's file
may hold ``locked = ["section.key", …]``; a locked key is not overridden by the user's file. An unknown key is
a warning, never an error, because an older program may read a newer file.
"""

import dataclasses
import logging
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from scanner_app.errors import PathMissing, UsageError

log = logging.getLogger(__name__)

FILE_NAME = "sohoa.toml"
ENROLMENT = "station.toml"
"""The enrolment file that ``sohoa enrol`` laid into the data folder; its keys are locked."""


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Who this workstation is. ``unit`` is the mã định danh of the office (QĐ 20/2020/QĐ-TTg)."""

    unit: str = "H49.16"
    unit_name: str = "Trung tâm Phục vụ hành chính công"
    station: str = "TRAM01"
    officer: str = "can-bo"


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What the scan screen and ``sohoa scan`` begin with."""

    device: str = ""
    source: str = "adf"
    dpi: int = 300
    mode: str = "color"


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """How pages are read. ``jobs`` 0 means as many as the machine has cores."""

    language: str = "vie"
    jobs: int = 0
    page_timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class ReleaseSettings:
    """How results are coded and judged. ``code_template`` makes the code of TT 01/2023 Điều 10.

    ``conformance`` is the PDF/A that released files are: ``2u``, ``2b`` or ``1b``.
    """

    code_template: str = "{owner_id}.{type_code}.{number}"
    scope: str = "Toàn quốc"
    approval: bool = False
    approval_share: float = 1.0
    name_template: str = "{dossier}_{type}_{name}_{date}"
    portal_limit_mb: float = 5.0
    conformance: str = "2u"


@dataclass(frozen=True, slots=True)
class SigningSettings:
    """With what papers are signed: the driver of the token, its label, the certificate's label.

    ``trust`` is a folder of certificates that the office trusts; ``timestamp_url`` that of an RFC 3161 server.
    ``copy_form`` stands above the agency's name: the form of the copy (NĐ 30/2020/NĐ-CP Phụ lục I Phần II: sao y,
    sao lục or trích sao; empty for papers that are no copies).
    """

    module: str = ""
    token_label: str = ""
    certificate: str = ""
    trust: str = ""
    timestamp_url: str = ""
    copy_form: str = "SAO Y"


@dataclass(frozen=True, slots=True)
class StationSettings:
    """What the enrolment file says beside the office's own section; empty means: in the data folder.

    ``work_url`` is the work store that workstations share (PostgreSQL), ``files`` the shared place of its page
    files and released papers, ``blobs`` the shared store's folder of files, ``key`` the secret (hexadecimal)
    with which packages on a stick are sealed.
    """

    work_url: str = ""
    files: str = ""
    blobs: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """The night's load: when it begins, within how many minutes after that, and how much of the line it takes.

    ``kb_per_s`` 0 means no limit. ``scrub_mb`` is how much is hashed again each night; ``keep_days`` how long
    page files stay at the workstation after their papers are in the shared store, 0 for ever.
    """

    at: str = "21:30"
    spread_minutes: int = 60
    kb_per_s: int = 0
    scrub_mb: int = 2000
    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; passed on, never imported as a global."""

    home: Path
    warehouse_url: str = ""
    interface_language: str = "vi"
    office: OfficeSettings = field(default_factory=OfficeSettings)
    scan: ScanSettings = field(default_factory=ScanSettings)
    ocr: OcrSettings = field(default_factory=OcrSettings)
    release: ReleaseSettings = field(default_factory=ReleaseSettings)
    signing: SigningSettings = field(default_factory=SigningSettings)
    station: StationSettings = field(default_factory=StationSettings)
    sync: SyncSettings = field(default_factory=SyncSettings)

    @property
    def work_url(self) -> str:
        """SQLAlchemy URL of the workstation's store."""
        return self.station.work_url or f"sqlite:///{(self.home / 'work.sqlite').as_posix()}"

    @property
    def shared_url(self) -> str:
        """SQLAlchemy URL of the shared store; an SQLite file in the data folder unless one is named."""
        return self.warehouse_url or f"sqlite:///{(self.home / 'shared.sqlite').as_posix()}"

    @property
    def pages_folder(self) -> Path:
        """Where page files lie by content address."""
        return self._files / "pages"

    @property
    def released_folder(self) -> Path:
        """Where released PDF files lie."""
        return self._files / "released"

    @property
    def blob_folder(self) -> Path:
        """Where the shared store keeps its files by content address."""
        return Path(self.station.blobs) if self.station.blobs else self.home / "blobs"

    @property
    def copy_path(self) -> Path:
        """The read copy of what reuse needs."""
        return self.home / "copy.sqlite"

    @property
    def reference_folder(self) -> Path:
        """Where published reference data lie."""
        return self.home / "reference"

    @property
    def _files(self) -> Path:
        return Path(self.station.files) if self.station.files else self.home


def default_home() -> Path:
    """The platform's own data folder for this program."""
    return Path(platformdirs.user_data_path("sohoa", appauthor=False))


def load_settings(
    *,
    home: Path | None = None,
    warehouse_url: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Settings from all scopes; ``UsageError`` when a file is no TOML or a value has the wrong type."""
    chosen_home = home or Path(environment.get("SOHOA_HOME") or default_home())
    organisation = _read(_organisation_path(environment))
    enrolled = _read(chosen_home / ENROLMENT)
    user = _read(chosen_home / FILE_NAME)
    locked = {str(key) for key in organisation.pop("locked", [])}
    merged = _merge(_merge(organisation, enrolled, locked), user, locked | set(_keys(enrolled)))
    settings = _build(merged, chosen_home.expanduser().absolute())
    url = warehouse_url or environment.get("SOHOA_WAREHOUSE") or settings.warehouse_url
    if "warehouse_url" in locked:
        url = settings.warehouse_url
    return dataclasses.replace(settings, warehouse_url=url)


def read_enrolment(path: Path, home: Path) -> Settings:
    """The settings that an enrolment file makes by itself, to look them over; ``UsageError`` as above."""
    if not path.is_file():
        raise PathMissing(str(path))
    return _build(_read(path), home)


def _keys(raw: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in raw.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _organisation_path(environment: Mapping[str, str]) -> Path:
    named = environment.get("SOHOA_ORGANISATION")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(environment.get("PROGRAMDATA", "C:/ProgramData")) / "sohoa" / FILE_NAME
    return Path("/etc/sohoa") / FILE_NAME


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError("settings", str(path)) from error
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("settings", str(path), str(error)) from error


def _merge(low: dict[str, Any], high: dict[str, Any], locked: set[str], prefix: str = "") -> dict[str, Any]:
    merged = dict(low)
    for key, value in high.items():
        name = f"{prefix}{key}"
        if name in locked:
            log.warning("setting %s is locked by the organisation", name)
        elif isinstance(value, dict):
            below = merged.get(key)
            merged[key] = _merge(below if isinstance(below, dict) else {}, value, locked, f"{name}.")
        else:
            merged[key] = value
    return merged


def _build(raw: dict[str, Any], home: Path) -> Settings:
    sections = {item.name: item for item in dataclasses.fields(Settings) if item.name != "home"}
    values: dict[str, Any] = {"home": home}
    for key, value in _known(raw, set(sections), ""):
        default = getattr(Settings(home=home), key)
        if dataclasses.is_dataclass(default) and not isinstance(default, type):
            if not isinstance(value, dict):
                raise UsageError("setting", key)
            names = {item.name for item in dataclasses.fields(default)}
            changes = {
                name: _typed(given, getattr(default, name), f"{key}.{name}")
                for name, given in _known(value, names, f"{key}.")
            }
            values[key] = dataclasses.replace(default, **changes)
        else:
            values[key] = _typed(value, default, key)
    return Settings(**values)


def _known(raw: dict[str, Any], names: set[str], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        if key in names:
            yield key, value
            continue
        near = get_close_matches(key, names, n=1)
        log.warning("unknown setting %s%s%s", prefix, key, f"; did you mean {near[0]}?" if near else "")


def _typed(value: object, default: object, name: str) -> object:
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise UsageError("setting", name)
    return value
