"""«Chạy thử hồ sơ mẫu»: a window over a throw-away folder, and nothing left behind."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from scanner_app import specimen
from scanner_app.ports import App
from ui.app import _Session
from ui.main_window import SCAN

pytestmark = pytest.mark.ui


def test_that_the_trial_opens_the_specimen_and_leaves_nothing(app: App, qtbot: QtBot) -> None:
    session = _Session(app)
    qtbot.addWidget(session.window)
    session.window.show()
    button = session.window.home.findChild(QPushButton, "goTrial")
    assert isinstance(button, QPushButton)

    button.click()

    trial, trial_app = session._trial, session._trial_app
    assert trial is not None
    assert trial_app is not None
    qtbot.addWidget(trial)
    assert trial.stack.currentIndex() == SCAN
    assert trial_app.work.dossiers()[0].person_id == specimen.PERSON_ID
    home = trial_app.settings.home
    assert home.is_dir()

    trial.close()

    assert not home.exists()
    assert app.work.dossiers() == ()
    session.window.close()
