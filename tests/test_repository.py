"""The repository itself: what it may not name, what must be where."""

import importlib
import importlib.metadata
import pickle
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP = ("scanner_app", "ocr", "warehouse", "ui")
LONG = {"warehouse/workbench.py", "specimens/office.py", "scanner_app/export/document.py"}
"""Files that are to become packages at their next change."""


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: git ls-files does not answer")
    return [ROOT / name for name in done.stdout.splitlines()]


def test_that_the_lock_names_versions_and_hashes_and_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", lock)) > 100


@pytest.mark.parametrize("name", TOP)
def test_that_the_package_is_ours_alone(name: str) -> None:
    module = importlib.import_module(name)

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)
    claimed = importlib.metadata.packages_distributions().get(name, [])
    assert [distribution for distribution in claimed if distribution != "sohoa"] == []


def test_that_our_tests_are_found_before_those_that_a_dependency_ships() -> None:
    """python-barcode ships a package ``tests``; ours must win wherever a test imports ``tests.support``."""
    module = importlib.import_module("tests.support")

    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)


def errors() -> list[type[Exception]]:
    modules = ("ocr.errors", "scanner_app.errors", "warehouse.errors", "scanner_app.signing.errors")
    return [
        kind
        for name in modules
        for kind in vars(importlib.import_module(name)).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == name
    ]


@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_that_an_error_survives_the_way_between_processes(kind: type[Exception]) -> None:
    error = kind("a", 2)

    again = pickle.loads(pickle.dumps(error))

    assert type(again) is kind
    assert again.args == error.args


def test_that_no_source_is_longer_than_a_reader_holds() -> None:
    long = {
        str(path.relative_to(ROOT))
        for name in TOP
        for path in (ROOT / name).rglob("*.py")
        if "versions" not in path.parts and len(path.read_text("utf-8").splitlines()) > 420
    }

    assert long <= LONG


def test_that_shipped_data_name_their_source_and_licence() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")

    shipped = [*(ROOT / "ocr" / "data").iterdir(), *(ROOT / "warehouse" / "catalogue").glob("*.[cj]s*")]
    for path in shipped:
        assert path.name in notice, path.name
    assert (ROOT / "LICENSE").read_text("utf-8").lstrip().startswith("Apache License")


def test_that_nothing_names_the_machine_it_was_made_on() -> None:
    for path in tracked():
        if path.suffix in (".py", ".md", ".toml", ".sh", ".spec", "") and path.is_file():
            text = path.read_text("utf-8", errors="ignore")
            assert "/work" + "/" not in text, path
            assert not re.search(r"(?<!\.)\.\.[/]shared", text), path
