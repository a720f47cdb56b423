"""The nightly run as the system's own timer: systemd on Linux, Task Scheduler on Windows.

Each definition carries the random delay, so that a province's stations do not come all at once, and catches up
when the machine was off at the hour. Sources: systemd.timer(5), systemd.service(5); the Task Scheduler schema,
http://schemas.microsoft.com/windows/2004/02/mit/task.
"""

import codecs
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from scanner_app.errors import UsageError
from scanner_app.files import make_folder, write_bytes
from scanner_app.settings import Settings

NAME = "sohoa-sync"
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Installed:
    """The files that were written, and whether the system has taken them."""

    files: tuple[Path, ...]
    is_active: bool


def command(settings: Settings, warehouse: str = "") -> list[str]:
    """What the timer runs; ``warehouse`` is the URL of a shared store that the settings file does not name."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "scanner_app"]
    named = ["--warehouse", warehouse] if warehouse else []
    return [*program, "sync", "--night", "--home", str(settings.home), *named]


def _folder() -> str:
    """Where that command begins, so that a program which was never installed is found; empty for one file."""
    return "" if getattr(sys, "frozen", False) else str(Path(__file__).resolve().parents[1])


def definitions(settings: Settings, *, windows: bool, warehouse: str = "") -> dict[str, str]:
    """File names to contents.

    Raises:
        UsageError: the hour is none, or the URL holds a password, which anybody who reads the timer would see.
    """
    hour, minute = _hour(settings.sync.at)
    if warehouse and urlsplit(warehouse).password is not None:
        raise UsageError("--warehouse", "mật khẩu / password")
    line = command(settings, warehouse)
    if windows:
        return {f"{NAME}.xml": _task(settings, line, hour, minute)}
    return {f"{NAME}.service": _service(line), f"{NAME}.timer": _timer(settings, hour, minute)}


def install(
    settings: Settings, folder: Path | None = None, *, windows: bool = os.name == "nt", warehouse: str = ""
) -> Installed:
    """Writes the definitions and hands them to the system; ``folder`` only writes them there."""
    contents = definitions(settings, windows=windows, warehouse=warehouse)
    place = folder or (settings.home / "schedule" if windows else _units())
    make_folder(place)
    files = []
    for name, content in contents.items():
        write_bytes(place / name, _encoded(name, content))
        files.append(place / name)
    if folder is not None:
        return Installed(tuple(files), is_active=False)
    if windows:
        done = _run(["schtasks", "/Create", "/F", "/TN", NAME, "/XML", str(files[0])])
    else:
        done = _run(["systemctl", "--user", "daemon-reload"])
        done = done and _run(["systemctl", "--user", "enable", "--now", f"{NAME}.timer"])
    return Installed(tuple(files), done)


def _encoded(name: str, content: str) -> bytes:
    """As the system reads it: ``schtasks`` takes Vietnamese letters in UTF-16 with its mark alone."""
    return codecs.BOM_UTF16_LE + content.encode("utf-16-le") if name.endswith(".xml") else content.encode("utf-8")


def remove(settings: Settings) -> tuple[Path, ...]:
    """Takes the timer away; gives the files that went."""
    if os.name == "nt":
        _run(["schtasks", "/Delete", "/F", "/TN", NAME])
        place = settings.home / "schedule"
    else:
        _run(["systemctl", "--user", "disable", "--now", f"{NAME}.timer"])
        place = _units()
    gone = [path for path in sorted(place.glob(f"{NAME}.*")) if path.is_file()]
    for path in gone:
        path.unlink()
    return tuple(gone)


def _units() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "systemd" / "user"


def _run(arguments: Sequence[str]) -> bool:
    """Whether the system's own program took it; False where there is none (a container, a server without it)."""
    if shutil.which(arguments[0]) is None:
        return False
    try:
        done = subprocess.run(arguments, capture_output=True, check=False, timeout=_TIMEOUT_S, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _hour(text: str) -> tuple[int, int]:
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise UsageError("setting", "sync.at")
    return int(hour), int(minute)


def _quoted(text: str) -> str:
    """An argument of ExecStart: systemd takes C escapes, doubles per cent and dollar signs."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


def _service(line: Sequence[str]) -> str:
    # Why no restart: the program itself waits and tries again, and says in its report how often.
    folder = _folder().replace("%", "%%")
    place = f"WorkingDirectory={folder}\n" if folder else ""
    return (
        "[Unit]\nDescription=Sohoa: load the day's records into the shared store\n\n"
        "[Service]\nType=oneshot\nNice=10\nIOSchedulingClass=idle\n"
        f"{place}"
        f"ExecStart={' '.join(_quoted(part) for part in line)}\n"
    )


def _timer(settings: Settings, hour: int, minute: int) -> str:
    return (
        "[Unit]\nDescription=Sohoa: every night\n\n"
        f"[Timer]\nOnCalendar=*-*-* {hour:02d}:{minute:02d}:00\n"
        f"RandomizedDelaySec={settings.sync.spread_minutes}min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _task(settings: Settings, line: Sequence[str], hour: int, minute: int) -> str:
    program, *arguments = line
    rest = subprocess.list2cmdline(arguments)
    place = f"<WorkingDirectory>{escape(_folder())}</WorkingDirectory>" if _folder() else ""
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Sohoa: load the day's records into the shared store</Description></RegistrationInfo>
  <Triggers><CalendarTrigger>
    <StartBoundary>2026-01-01T{hour:02d}:{minute:02d}:00</StartBoundary>
    <RandomDelay>PT{settings.sync.spread_minutes}M</RandomDelay>
    <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
  </CalendarTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>8</Priority>
  </Settings>
  <Actions><Exec>
    <Command>{escape(program)}</Command><Arguments>{escape(rest)}</Arguments>{place}
  </Exec></Actions>
</Task>
"""
