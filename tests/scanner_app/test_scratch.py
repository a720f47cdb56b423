"""Page images in the system's temporary folder do not outlive the process that put them there."""

import subprocess
import sys
from pathlib import Path

import pytest

from scanner_app.scratch import scratch_folder, sweep_scratch


def _dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.mark.parametrize("use", ["", "digitize-"])
def test_that_the_folder_of_a_dead_process_goes(tmp_path: Path, use: str) -> None:
    left = tmp_path / f"sohoa-{use}{_dead_process()}-ab3_x"
    left.mkdir()
    (left / "page.bmp").write_bytes(b"BM")

    assert sweep_scratch(tmp_path) == 1
    assert not left.exists()


def test_that_what_is_in_use_or_somebody_else_s_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    others = [tmp_path / "sohoa-sample-xyz", tmp_path / "sohoa-demo-1", tmp_path / "mine"]
    for other in others:
        other.mkdir()
    with scratch_folder("digitize") as mine:
        assert sweep_scratch() == 0
        assert mine.is_dir()
    assert not mine.exists()
    assert all(other.is_dir() for other in others)


def test_that_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "papers"
    target.mkdir()
    link = tmp_path / f"sohoa-{_dead_process()}-abc"
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right on Windows that this account has not")

    assert sweep_scratch(tmp_path) == 0
    assert target.is_dir()
