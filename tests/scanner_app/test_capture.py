"""Files into a dossier: the same bytes once, however often and however far a run came."""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app import specimen
from scanner_app.acquisition import ScanOptions
from scanner_app.errors import DeviceLost, FolderEmpty, PathMissing
from scanner_app.events import Event, LowDisk, NeedsHelp, PageScanned
from scanner_app.ports import App
from scanner_app.workflow.capture import LOW_DISK_MB, capture, import_files, inbox_of
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import open_inbox
from tests.support import inputs, office
from warehouse.records import PageState


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = office.opened(tmp_path / "nhà")
    yield app
    app.close()


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    return inputs.tiff(tmp_path / "chồng giấy.tif", pages=3)


def test_that_a_driver_that_dies_is_a_lost_device_and_its_pages_stay(app: App) -> None:
    code = open_inbox(app, "an").code

    with pytest.raises(DeviceLost):
        list(capture(app, code, ScanOptions("specimen:crash-2"), "an"))

    assert [page.ordinal for page in app.work.pages(code)] == [1]


def test_that_the_next_start_takes_away_what_a_killed_run_left_and_spares_a_living_one(tmp_path: Path) -> None:
    home = tmp_path / "nhà"
    dead, living = (home / "incoming" / f"{number}-x" for number in (2**22 + 1, os.getpid()))
    for folder in (dead, living):
        folder.mkdir(parents=True)
        (folder / "0001.jpg").write_bytes(b"x")
    (home / "pages").mkdir()
    (home / "pages" / f".incoming-{2**22 + 1}-y").write_bytes(b"x")

    office.opened(home).close()

    assert not dead.exists()
    assert (living / "0001.jpg").is_file()
    assert list((home / "pages").iterdir()) == []


@pytest.mark.parametrize(("free_mb", "told"), [(LOW_DISK_MB, []), (LOW_DISK_MB - 1, [LOW_DISK_MB - 1])])
def test_that_little_space_is_told_before_the_first_page(
    app: App, stack: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, told: list[int]
) -> None:
    space = shutil.disk_usage(stack)._replace(free=free_mb << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: space)

    events = imported(app, open_inbox(app, "an").code, stack)

    first_page = next(place for place, event in enumerate(events) if isinstance(event, PageScanned))
    assert [event.free_mb for event in events[:first_page] if isinstance(event, LowDisk)] == told


def imported(app: App, code: str, *paths: Path) -> list[Event]:
    return list(import_files(app, code, paths, "an"))


def told(events: list[Event]) -> list[str]:
    return [event.problem.code for event in events if isinstance(event, NeedsHelp)]


def test_that_the_same_file_twice_is_told_and_added_once(app: App, stack: Path, tmp_path: Path) -> None:
    code = open_inbox(app, "an").code
    copy = tmp_path / "bản sao.tif"
    copy.write_bytes(stack.read_bytes())

    first, second = imported(app, code, stack, copy), imported(app, code, stack)

    assert told(first) == ["INPUT-TWICE"]
    assert told(second) == ["INPUT-TWICE"]
    assert [page.ordinal for page in app.work.pages(code)] == [1, 2, 3]


def test_that_a_run_that_was_cut_off_goes_on_where_it_stood(app: App, stack: Path) -> None:
    code = open_inbox(app, "an").code
    events = import_files(app, code, [stack], "an")
    scanned = next(itertools.islice((event for event in events if isinstance(event, PageScanned)), 1, None))
    events.close()  # type: ignore[attr-defined]

    imported(app, code, stack)

    pages = app.work.pages(code)
    assert [page.ordinal for page in pages] == [1, 2, 3]
    assert scanned.page_id == pages[1].id


def test_that_a_page_that_was_taken_out_may_come_again_once(app: App, stack: Path) -> None:
    code = open_inbox(app, "an").code
    imported(app, code, stack)
    gone = app.work.pages(code)[1].id
    app.work.set_pages_state([gone], PageState.REMOVED, work_event(app, "page-removed", gone, "an"))

    imported(app, code, stack)
    imported(app, code, stack)

    assert len(app.work.pages(code)) == 3


def test_that_a_file_s_inbox_is_found_again_and_another_file_gets_its_own(app: App, stack: Path) -> None:
    code = inbox_of(app, [stack], "an")
    imported(app, code, stack)

    assert inbox_of(app, [stack], "an") == code
    assert inbox_of(app, [specimen.specimen_pages()[0]], "an") != code


@pytest.mark.parametrize("error", [PathMissing, FolderEmpty])
def test_that_no_dossier_is_opened_for_nothing(error: type[Exception], app: App, tmp_path: Path) -> None:
    (tmp_path / "rỗng").mkdir()

    with pytest.raises(error):
        inbox_of(app, [tmp_path / ("rỗng" if error is FolderEmpty else "không có")], "an")

    assert app.work.dossiers() == ()
