"""The signing screen: one PIN for everything that waits, and nothing lost when it is wrong or stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scanner_app.bootstrap import bootstrap
from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.settings import Settings, SigningSettings
from scanner_app.signing import Corner, check
from tests.support import office
from tests.support.signing import PIN, Authority, Identity, make_authority, make_identity
from ui.main_window import SIGN, MainWindow
from warehouse.records import SignatureState

pytestmark = pytest.mark.ui


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    (tmp_path / "tin cậy").mkdir()
    return make_authority(tmp_path / "tin cậy")


@pytest.fixture
def officer(tmp_path: Path, authority: Authority) -> Identity:
    return make_identity(tmp_path, authority)


@pytest.fixture
def app(tmp_path: Path, authority: Authority) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path / "nhà", signing=SigningSettings(trust=str(tmp_path / "tin cậy"))))
    office.with_released(app, 3)
    yield app
    app.close()


@pytest.fixture
def window(app: App, qtbot: QtBot) -> MainWindow:
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.show_screen(SIGN)
    return window


def sign(window: MainWindow, qtbot: QtBot, key: Path | None, pin: str) -> None:
    window.sign.use_file(key)
    qtbot.keyClicks(window.sign.pin, pin)
    qtbot.keyClick(window.sign.pin, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)


def states(app: App) -> list[SignatureState]:
    return [row.signature for dossier in app.work.dossiers() for row in app.work.documents(dossier.code)]


def test_that_one_pin_signs_everything_that_waits(
    app: App, window: MainWindow, officer: Identity, qtbot: QtBot
) -> None:
    assert window.sign.table.rowCount() == 3

    sign(window, qtbot, officer.path, PIN)

    assert states(app) == [SignatureState.VALID] * 3
    assert window.sign.table.rowCount() == 0
    assert window.sign.pin.text() == ""
    assert "3" in window.banner.text


def test_that_a_wrong_pin_signs_nothing_and_says_so(
    app: App, window: MainWindow, officer: Identity, qtbot: QtBot
) -> None:
    sign(window, qtbot, officer.path, "sai")

    assert states(app) == [SignatureState.UNSIGNED] * 3
    assert "PIN" in window.banner.text
    assert window.sign.table.rowCount() == 3
    assert window.sign.sign_button.isEnabled()


def test_that_without_a_token_the_queue_waits(app: App, window: MainWindow, qtbot: QtBot) -> None:
    sign(window, qtbot, None, PIN)

    assert window.banner.isVisible()
    assert window.sign.table.rowCount() == 3


def test_that_without_a_pin_nothing_begins(app: App, window: MainWindow, officer: Identity, qtbot: QtBot) -> None:
    window.sign.use_file(officer.path)

    window.sign.sign()

    assert not window.bridge.is_busy
    assert window.banner.isVisible()


def test_that_the_agency_signs_after_the_person(
    app: App, window: MainWindow, authority: Authority, officer: Identity, tmp_path: Path, qtbot: QtBot
) -> None:
    agency = make_identity(tmp_path, authority, "UBND phường Mẫu")
    sign(window, qtbot, officer.path, PIN)

    window.sign.whose.setCurrentIndex(1)
    sign(window, qtbot, agency.path, PIN)

    assert window.sign.preview.corner is Corner.RIGHT
    assert window.sign.table.rowCount() == 0
    (dossier,) = app.work.dossiers()
    for document in app.work.documents(dossier.code):
        verdict = check(app.released_path(document), (authority.path,))
        assert [one.name for one in verdict.signatures] == ["Nguyễn Thị Mẫu", "UBND phường Mẫu"]
        assert verdict.state is SignatureState.VALID
