"""Page files by content: once, whole, verified."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner_app.errors import InputDamaged, PathUnwritable
from scanner_app.files import write_text
from scanner_app.pagestore import PageStore


def page(folder: Path, data: bytes = b"\xff\xd8\xff page") -> Path:
    path = folder / "trang số 1.jpg"
    path.write_bytes(data)
    return path


def test_that_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")

    first, second = store.put(page(tmp_path)), store.put(page(tmp_path))

    assert first == second
    assert len([path for path in (tmp_path / "pages").rglob("*") if path.is_file()]) == 1
    assert first.media_type == "image/jpeg"


def test_that_a_changed_file_does_not_verify(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")
    stored = store.put(page(tmp_path))

    assert store.verify(stored.path, stored.sha256)
    store.absolute(stored.path).write_bytes(b"other")
    assert not store.verify(stored.path, stored.sha256)


def test_that_an_empty_page_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")

    with pytest.raises(InputDamaged):
        store.put(page(tmp_path, b""))

    assert [path for path in (tmp_path / "pages").rglob("*") if path.is_file()] == []


def test_that_leftovers_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")
    store.put(page(tmp_path))
    (tmp_path / "pages" / f".incoming-{_dead_process()}-x").write_bytes(b"half")

    assert store.sweep_temporary() == 1


def test_that_what_a_living_process_writes_is_not_swept(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "pages")
    store.put(page(tmp_path))
    (tmp_path / "pages" / f".incoming-{os.getpid()}-x").write_bytes(b"half")

    assert store.sweep_temporary() == 0


def _dead_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_that_a_failed_write_keeps_the_old_text(tmp_path: Path) -> None:
    target = tmp_path / "kết quả.json"
    write_text(target, "cũ")

    with pytest.raises(PathUnwritable):
        write_text(tmp_path / "no" / "such" / "folder.json", "mới")

    assert target.read_text("utf-8") == "cũ"
