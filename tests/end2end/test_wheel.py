"""The wheel: the console script ``sohoa`` and every file that the program reads."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOP = ("scanner_app", "ocr", "warehouse", "ui")
SOURCES = {".ts", ".mako"}
"""What only makes other files: translations before they are compiled, templates of migrations."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the program's files, built without an index."""
    folder = tmp_path_factory.mktemp("wheel")
    copied = folder / "copy"
    for name in TOP:
        shutil.copytree(ROOT / name, copied / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, copied)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(copied)], check=True)
    return next(folder.glob("*.whl"))


def test_that_the_wheel_holds_every_file_that_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())

    ours = {
        path.relative_to(ROOT).as_posix()
        for name in TOP
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in SOURCES
    }
    assert ours - held == set()
    assert {name.partition("/")[0] for name in held if ".dist-info" not in name} == set(TOP)


def test_that_the_console_script_starts_the_program(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(tmp_path)]
    subprocess.run([*command, str(wheel)], check=True)

    done = subprocess.run(
        [sys.executable, str(tmp_path / "bin" / "sohoa"), "devices", "--home", str(tmp_path / "home")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "specimen:feeder" in done.stdout
