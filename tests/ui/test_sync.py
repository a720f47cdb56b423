"""The screen of the shared store: what waits, what was refused, the last night, and sending at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.workflow.night import night
from tests.support import office
from ui.main_window import SYNC, MainWindow


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = office.opened(tmp_path / "nhà")
    yield opened
    opened.close()


@pytest.fixture
def window(app: App, qtbot: QtBot) -> MainWindow:
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def test_that_a_key_sends_what_waits(app: App, window: MainWindow, qtbot: QtBot) -> None:
    office.with_released(app, 2)
    window.show_screen(SYNC)
    before = window.sync.state.text()

    qtbot.keyClick(window.sync.send_button, Qt.Key.Key_F5)
    qtbot.waitUntil(window.sync.send_button.isEnabled, timeout=20000)

    assert " 3 " in before
    assert app.sync.status().waiting == 0
    assert window.sync.state.text() != before
    assert window.banner.isVisible()


def test_that_a_refused_record_is_told_with_its_reason(app: App, window: MainWindow, qtbot: QtBot) -> None:
    dossier = office.with_released(app)
    (paper,) = app.work.documents(dossier.code)
    app.released_path(paper).unlink()
    window.show_screen(SYNC)

    window.sync.send()
    qtbot.waitUntil(lambda: window.sync.refused.rowCount() == 1, timeout=20000)

    record, why = window.sync.refused.item(0, 0), window.sync.refused.item(0, 1)
    assert record is not None
    assert dossier.code in record.text()
    assert paper.number in record.text()
    assert why is not None
    assert len(why.text()) > 20


def test_that_the_last_night_is_told(app: App, window: MainWindow) -> None:
    window.show_screen(SYNC)
    empty = window.sync.night.text()
    office.with_released(app)
    list(night(app, pause=lambda _s: None))

    window.sync.refresh()

    assert "sohoa sync --install" in empty
    assert " 2 " in window.sync.night.text()
