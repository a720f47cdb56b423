"""The timer's definitions, as systemd and the Task Scheduler read them."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ET  # our own text, just written
from pathlib import Path

import pytest

from scanner_app import schedule
from scanner_app.errors import UsageError
from scanner_app.settings import Settings, SyncSettings

NAMESPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def _settings(home: Path, at: str = "21:30") -> Settings:
    return Settings(home=home, sync=SyncSettings(at=at, spread_minutes=45))


def test_that_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("missing: systemd-analyze (apt-get install systemd)")
    done = schedule.install(_settings(tmp_path / "dữ liệu 100%"), folder=tmp_path)

    verdict = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, done.files)], capture_output=True, text=True, check=False
    )

    assert [line for line in verdict.stderr.splitlines() if "sohoa" in line] == []


def test_that_the_timer_spreads_and_catches_up(tmp_path: Path) -> None:
    units = schedule.definitions(_settings(tmp_path / "nhà"), windows=False)

    timer, service = units["sohoa-sync.timer"], units["sohoa-sync.service"]
    assert "OnCalendar=*-*-* 21:30:00" in timer
    assert "RandomizedDelaySec=45min" in timer
    assert "Persistent=true" in timer
    assert f'"sync" "--night" "--home" "{tmp_path / "nhà"}"' in service


def test_that_the_task_is_sound_xml_with_its_delay(tmp_path: Path) -> None:
    text = schedule.definitions(_settings(tmp_path / "A & B"), windows=True)["sohoa-sync.xml"]

    root = ET.fromstring(text.encode("utf-16"))
    assert root.findtext(f".//{NAMESPACE}RandomDelay") == "PT45M"
    assert root.findtext(f".//{NAMESPACE}StartWhenAvailable") == "true"
    assert "A & B" in str(root.findtext(f".//{NAMESPACE}Arguments"))


def test_that_the_task_s_file_is_written_as_the_task_scheduler_reads_it(tmp_path: Path) -> None:
    done = schedule.install(_settings(tmp_path / "dữ liệu"), folder=tmp_path, windows=True)

    data = done.files[0].read_bytes()
    assert data.startswith(b"\xff\xfe")
    assert data.decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>')
    assert "dữ liệu" in str(ET.fromstring(data).findtext(f".//{NAMESPACE}Arguments"))


def test_that_the_timer_s_command_finds_the_program_from_any_folder(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    service = schedule.definitions(settings, windows=False)["sohoa-sync.service"]
    task = ET.fromstring(schedule.definitions(settings, windows=True)["sohoa-sync.xml"].encode("utf-16"))
    (folder,) = (line.partition("=")[2] for line in service.splitlines() if line.startswith("WorkingDirectory="))
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    started = subprocess.run(
        [*schedule.command(settings)[:3], "--version"], cwd=folder, env=clean, capture_output=True, check=False
    )

    assert started.returncode == 0, started.stderr
    assert task.findtext(f".//{NAMESPACE}WorkingDirectory") == folder


def test_that_what_was_installed_can_be_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = _settings(tmp_path)

    done = schedule.install(settings)
    gone = schedule.remove(settings)

    assert not done.is_active
    assert sorted(gone) == sorted(done.files)
    assert not any(path.exists() for path in done.files)


@pytest.mark.parametrize("at", ["25:00", "abc", "7", "12:61", ""])
def test_that_an_hour_that_is_none_is_refused(tmp_path: Path, at: str) -> None:
    with pytest.raises(UsageError):
        schedule.definitions(_settings(tmp_path, at), windows=False)


def test_that_a_store_named_on_the_command_line_is_used_every_night(tmp_path: Path) -> None:
    url = "postgresql+psycopg://tram@kho/so hoa"
    service = schedule.definitions(_settings(tmp_path), windows=False, warehouse=url)["sohoa-sync.service"]

    assert f'"--warehouse" "{url}"' in service
    assert "--warehouse" not in schedule.definitions(_settings(tmp_path), windows=False)["sohoa-sync.service"]


def test_that_no_password_is_written_into_a_timer(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        schedule.install(
            _settings(tmp_path), folder=tmp_path / "x", warehouse="postgresql+psycopg://tram:bi-mat@kho/so"
        )

    assert not (tmp_path / "x").exists()
