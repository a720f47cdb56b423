"""Sắp xếp by keyboard: real keys into the real tree over a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from pytestqt.qtbot import QtBot

from scanner_app import specimen
from scanner_app.acquisition import ScanOptions
from scanner_app.bootstrap import bootstrap
from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.settings import Settings
from scanner_app.workflow.capture import capture
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.intake import open_dossier
from tests.support.written import WrittenReader
from ui.main_window import ARRANGE, VERIFY, MainWindow
from warehouse.records import DocumentState

pytestmark = pytest.mark.ui

DECISION = """
^ỦY BAN NHÂN DÂN
^PHƯỜNG BÃI CHÁY
Số: 12/QĐ-UBND | ^Bãi Cháy, ngày 2 tháng 3 năm 2026
^QUYẾT ĐỊNH
^Về việc thử của chương trình
"""
MORE = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path / "sohoa"), reader=WrittenReader({1: DECISION, 2: MORE, 3: MORE}))
    yield app
    app.close()


@pytest.fixture
def code(app: App) -> str:
    """A decision of three pages and seven blank ones."""
    dossier = open_dossier(app, procedure=specimen.PROCEDURE, person_id=specimen.PERSON_ID, by="thu")
    list(capture(app, dossier.code, ScanOptions(device="specimen:feeder"), "thu"))
    list(digitize_dossier(app, dossier.code, "thu"))
    return dossier.code


@pytest.fixture
def window(app: App, code: str, qtbot: QtBot) -> MainWindow:
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    activate(window, code, qtbot)
    return window


def activate(window: MainWindow, code: str, qtbot: QtBot) -> None:
    """The dossier's stack in an exposed window."""
    window.show()
    qtbot.waitExposed(window)
    window.open_dossier(code)
    window.show_screen(ARRANGE)


def key(window: MainWindow, keys: str) -> None:
    """What a key of the screen does; without a window system no window stays active, so its shortcut is asked."""
    (shortcut,) = [item for item in window.arrange.findChildren(QShortcut) if item.key() == QKeySequence(keys)]
    shortcut.activated.emit()


def go_to(window: MainWindow, app: App, code: str, ordinal: int) -> None:
    page = next(row.id for row in app.work.pages(code, removed=True) if row.ordinal == ordinal)
    tree = window.arrange.tree
    tree.setCurrentItem(tree.item_of(page))


def press(window: MainWindow, qtbot: QtBot, keys: str) -> None:
    """A key, and the end of what it started."""
    key(window, keys)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)


def pages_of(app: App, code: str) -> list[tuple[int, ...]]:
    ordinals = {row.id: row.ordinal for row in app.work.pages(code, removed=True)}
    return [tuple(ordinals[page] for page in row.page_ids) for row in app.work.documents(code)]


def test_that_s_cuts_m_joins_and_undo_takes_both_back(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 2)
    press(window, qtbot, "S")
    assert pages_of(app, code) == [(1,), (2, 3)]

    press(window, qtbot, "M")
    assert pages_of(app, code) == [(1, 2, 3)]

    press(window, qtbot, "Ctrl+Z")
    press(window, qtbot, "Ctrl+Z")
    assert pages_of(app, code) == [(1, 2, 3)]
    assert not window.arrange.buttons["undo"].isEnabled()


def test_that_keys_pressed_faster_than_the_work_all_count(
    window: MainWindow, app: App, code: str, qtbot: QtBot
) -> None:
    go_to(window, app, code, 2)
    key(window, "S")
    go_to(window, app, code, 3)
    key(window, "S")
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)

    assert pages_of(app, code) == [(1,), (2,), (3,)]


def test_that_a_removed_page_comes_back_where_it_was(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 2)
    press(window, qtbot, "Del")
    assert pages_of(app, code) == [(1, 3)]

    press(window, qtbot, "Ctrl+Z")

    assert pages_of(app, code) == [(1, 2, 3)]


def test_that_a_removed_page_is_at_hand_after_a_new_start(
    window: MainWindow, app: App, code: str, qtbot: QtBot
) -> None:
    go_to(window, app, code, 3)
    press(window, qtbot, "Del")
    again = MainWindow(app, JobRunner())
    qtbot.addWidget(again)
    activate(again, code, qtbot)
    go_to(again, app, code, 3)

    press(again, qtbot, "Ins")
    go_to(again, app, code, 3)
    press(again, qtbot, "Ctrl+X")
    go_to(again, app, code, 1)
    press(again, qtbot, "Ctrl+V")

    assert pages_of(app, code) == [(1, 3, 2)]


def test_that_alt_and_arrows_move_a_page(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 3)

    press(window, qtbot, "Alt+Up")

    assert pages_of(app, code) == [(1, 3, 2)]


def test_that_a_kind_is_found_without_marks(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 1)
    press(window, qtbot, "T")
    picker = window.arrange.picker
    assert picker.isVisible()

    qtbot.keyClicks(picker.words, "cong van")
    qtbot.keyClick(picker.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)

    assert app.work.documents(code)[0].type == "cong_van"
    assert not picker.isVisible()


def test_that_a_turned_page_is_shown_as_turned(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 1)

    press(window, qtbot, "Ctrl+R")

    assert '"rotation":90' in (app.work.pages(code)[0].reading_json or "")


def test_that_a_senseless_step_says_why_and_changes_nothing(
    window: MainWindow, app: App, code: str, qtbot: QtBot
) -> None:
    go_to(window, app, code, 1)

    press(window, qtbot, "S")

    assert "trang đầu" in window.banner.text
    assert pages_of(app, code) == [(1, 2, 3)]


def test_that_what_was_arranged_leads_to_its_values(window: MainWindow, app: App, code: str, qtbot: QtBot) -> None:
    go_to(window, app, code, 2)
    key(window, "S")

    key(window, "Ctrl+Return")
    qtbot.waitUntil(lambda: window.stack.currentIndex() == VERIFY, timeout=30_000)

    assert window.verify.documents.count() == 2
    assert {row.state for row in app.work.documents(code)} == {DocumentState.VERIFIED}
