"""Examines the machine: programs, languages, scanners, databases, disk. Changes nothing."""

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.errors import OcrError
from scanner_app.programs import find_program
from scanner_app.settings import Settings
from warehouse.errors import WarehouseError

LOW_DISK_BYTES = 5 * 1024**3
"""About ten thousand colour pages; below it a day's batch may not fit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: ``state`` is ``ok``, ``warn`` or ``missing``."""

    check: str
    state: str
    found: str
    needed: str
    remedy: str
    is_required: bool = True

    def as_json(self) -> dict[str, Any]:
        """The form of the contract."""
        return {
            "check": self.check,
            "state": self.state,
            "found": self.found,
            "needed": self.needed,
            "remedy": self.remedy,
        }


def examine(settings: Settings, language: str) -> tuple[Finding, ...]:
    """All checks, in the order in which they should be mended."""
    say = _Speaker(language)
    checks: tuple[Callable[[Settings, _Speaker], Iterator[Finding]], ...] = (
        _engine,
        _poppler,
        _scanners,
        _stores,
        _postgres,
        _disk,
        _machine,
    )
    return tuple(finding for check in checks for finding in check(settings, say))


class _Speaker:
    def __init__(self, language: str) -> None:
        self._is_vietnamese = language == "vi"

    def __call__(self, vi: str, en: str) -> str:
        return vi if self._is_vietnamese else en


def _engine(settings: Settings, say: _Speaker) -> Iterator[Finding]:
    from ocr.pipeline import engine_info

    try:
        found, state = engine_info(settings.ocr.language), "ok"
    except OcrError as error:
        found, state = str(error), "missing"
    yield Finding(
        "tesseract",
        state,
        found,
        f"tesseract ≥ 5, {settings.ocr.language}",
        say(
            "Cài: apt-get install tesseract-ocr tesseract-ocr-vie (Windows: bộ cài UB-Mannheim, chọn Vietnamese)",
            "Install: apt-get install tesseract-ocr tesseract-ocr-vie (Windows: the UB-Mannheim build with Vietnamese)",
        ),
    )


def _version(program: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [str(program), *arguments],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            encoding="utf-8",
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else ""


def _poppler(_settings: Settings, say: _Speaker) -> Iterator[Finding]:
    for name in ("pdftoppm", "pdftotext"):
        program = find_program(name)
        yield Finding(
            f"poppler {name}",
            "ok" if program else "missing",
            _version(program, "-v") if program else "",
            "poppler-utils",
            say("Cài: apt-get install poppler-utils", "Install: apt-get install poppler-utils"),
        )


def _scanners(_settings: Settings, say: _Speaker) -> Iterator[Finding]:
    program = find_program("scanimage")
    yield Finding(
        "SANE scanimage",
        "ok" if program else "warn",
        _version(program, "--version") if program else "",
        "sane-utils",
        say(
            "Cài: apt-get install sane-utils (chỉ cần khi máy này có máy quét)",
            "Install: apt-get install sane-utils (only where this machine has a scanner)",
        ),
        is_required=False,
    )


def _stores(settings: Settings, say: _Speaker) -> Iterator[Finding]:
    from warehouse.session import open_store, sqlite_mode

    yield Finding("SQLite", "ok", sqlite_mode(), "≥ 3.35", "")
    targets = (("work store", settings.work_url, "work"), ("shared store", settings.shared_url, "shared"))
    for check, url, kind in targets:
        if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).is_file():
            yield Finding(check, "ok", say("chưa tạo", "not created yet"), "", "", is_required=False)
            continue
        try:
            open_store(url, "work" if kind == "work" else "shared", upgrade=False).close()
            yield Finding(check, "ok", say("mở được", "opens"), "", "")
        except WarehouseError as error:
            remedy = say("Chạy «sohoa check» hoặc khôi phục bản sao lưu", "Run «sohoa check» or restore a backup")
            yield Finding(check, "missing", error.code, say("mở được", "opens"), remedy, is_required=False)


def _postgres(_settings: Settings, say: _Speaker) -> Iterator[Finding]:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = str(folders[-1]) if folders else shutil.which("postgres") or ""
    yield Finding(
        "PostgreSQL server",
        "ok" if found else "warn",
        found or say("không có trên máy này", "not on this machine"),
        say("chỉ cần cho kho dùng chung và kiểm thử", "only for the shared store's server and the tests"),
        say("Cài: apt-get install postgresql", "Install: apt-get install postgresql"),
        is_required=False,
    )


def _disk(settings: Settings, say: _Speaker) -> Iterator[Finding]:
    folder = settings.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    yield Finding(
        "disk",
        "ok" if free >= LOW_DISK_BYTES else "warn",
        f"{free / 1024**3:.1f} GB",
        f"≥ {LOW_DISK_BYTES / 1024**3:.0f} GB",
        say("Giải phóng dung lượng hoặc chuyển thư mục dữ liệu", "Free some space or move the data folder"),
        is_required=False,
    )


def _machine(_settings: Settings, _say: _Speaker) -> Iterator[Finding]:
    yield Finding(
        "machine",
        "ok",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}",
        "",
        "",
    )
