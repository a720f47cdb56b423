"""The approver's screen: one key approves, one sends back with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from scanner_app.bootstrap import bootstrap
from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.settings import OfficeSettings, ReleaseSettings, Settings
from scanner_app.signing import SignOptions, open_p12
from scanner_app.workflow.approve import approve
from scanner_app.workflow.signatures import sign_released, waiting
from tests.support import office
from tests.support.signing import PIN, make_authority, make_identity
from ui.main_window import APPROVE, MainWindow
from warehouse.records import ApprovalState


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    settings = Settings(
        home=tmp_path / "nhà", release=ReleaseSettings(approval=True), office=OfficeSettings(officer="binh")
    )
    app = bootstrap(settings)
    yield app
    app.close()


@pytest.fixture
def window(app: App, qtbot: QtBot) -> MainWindow:
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def test_that_one_key_approves_and_shows_the_next(app: App, window: MainWindow, qtbot: QtBot) -> None:
    dossier = office.with_released(app, 2)
    window.show_screen(APPROVE)
    first = window.approve.queue.item(0).text()

    qtbot.keyClick(window.approve.queue, Qt.Key.Key_F9)

    assert [row.approval for row in app.work.documents(dossier.code)].count(ApprovalState.APPROVED) == 1
    assert window.approve.queue.count() == 1
    assert window.approve.queue.item(0).text() != first


def test_that_a_refusal_without_a_reason_asks_for_it(app: App, window: MainWindow, qtbot: QtBot) -> None:
    office.with_released(app)
    window.show_screen(APPROVE)

    qtbot.keyClick(window.approve.queue, Qt.Key.Key_F8)

    assert window.approve.queue.count() == 1
    assert window.banner.isVisible()
    window.approve.reason.setText("mờ")
    window.approve.reason.setFocus()
    qtbot.keyClick(window.approve.reason, Qt.Key.Key_F8)
    assert window.approve.queue.count() == 0


def test_that_the_clerk_reads_why_a_paper_came_back(app: App, window: MainWindow) -> None:
    dossier = office.with_released(app)
    window.show_screen(APPROVE)
    window.approve.reason.setText("mờ trang 1")
    window.approve.refuse()

    window.verify.choose(dossier.code)

    assert "mờ trang 1" in window.verify.documents.item(0).text()


def test_that_one_s_own_work_is_not_approved(app: App, window: MainWindow, qtbot: QtBot) -> None:
    office.with_released(app)
    window.show_screen(APPROVE)
    field = window.approve.findChild(QLineEdit, "approver")
    assert field is not None
    field.setText("an")

    qtbot.keyClick(window.approve.queue, Qt.Key.Key_F9)

    assert window.banner.isVisible()
    assert window.approve.queue.count() == 1


def test_that_a_unit_without_approval_has_no_such_screen(tmp_path: Path, qtbot: QtBot) -> None:
    app = bootstrap(Settings(home=tmp_path / "khác"))
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)

    assert window.rail.item(APPROVE).isHidden()
    app.close()


def test_that_every_screen_says_what_the_signature_is_worth(
    app: App, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dossier = office.with_released(app)
    key = make_identity(tmp_path, make_authority(tmp_path))
    for _event in sign_released(app, open_p12(key.path, PIN), waiting(app), "an", SignOptions()):
        pass
    (document,) = app.work.documents(dossier.code)
    approve(app, document, "binh")
    for _report in app.sync.push():
        pass

    window.verify.choose(dossier.code)
    window.search.words.setText("quyet dinh")
    window.search.search()
    qtbot.waitUntil(lambda: window.search.results.rowCount() == 1, timeout=30_000)

    assert "Signature: not known" in window.verify.documents.item(0).text()
    assert window.search.results.item(0, 5).text() == "not known"
