"""Starts Qt, loads the language, opens the window."""

import logging
import sys
import traceback
from importlib import resources
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTranslator, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.workflow.trial_run import sample_app
from ui.main_window import MainWindow
from ui.singletons import keep_singletons

log = logging.getLogger(__name__)
BUG = 70


def load_language(application: QApplication, language: str) -> QTranslator | None:
    """Installs the translation; English is the language of the source."""
    if language == "en":
        return None
    translator = QTranslator(application)
    path = Path(str(resources.files("ui"))) / "i18n" / f"sohoa_{language}.qm"
    if not translator.load(str(path)):
        log.warning("no translation for %s", language)
        return None
    application.installTranslator(translator)
    return translator


class _Session(QObject):
    """Keeps the windows alive and cleans up behind the trial."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._trial: MainWindow | None = None
        self._trial_app: App | None = None
        self._app = app
        self.window = MainWindow(app, JobRunner())
        self.window.trial_asked.connect(self.start_trial)

    @Slot()
    def start_trial(self) -> None:
        """Opens the specimen dossier in a window of its own over a throw-away folder."""
        if self._trial is not None:
            self._trial.raise_()
            return
        self._trial_app = sample_app(self._app)
        self._trial = MainWindow(self._trial_app, JobRunner(), is_trial=True)
        self._trial.closed.connect(self._trial_closed)
        prepare_trial(self._trial, self._trial_app)
        self._trial.resize(self.window.size())
        self._trial.show()

    @Slot()
    def _trial_closed(self) -> None:
        if self._trial_app is not None:
            self._trial_app.close()
        self._trial, self._trial_app = None, None


def prepare_trial(window: MainWindow, app: App) -> None:
    """The specimen's dossier opened and the virtual scanner chosen, so that one key starts it."""
    from scanner_app import specimen
    from scanner_app.workflow.intake import open_dossier

    dossier = open_dossier(
        app,
        procedure=specimen.PROCEDURE,
        person_id=specimen.PERSON_ID,
        person_name=specimen.PERSON_NAME,
        by=app.settings.office.officer,
        is_demo=True,
    )
    window.open_dossier(dossier.code)
    window.scan.device_row.choose("specimen:feeder")


def run(app: App, argv: list[str]) -> int:
    """Opens the window and runs until it closes."""
    keep_singletons()
    application = QApplication([sys.argv[0], *argv])
    application.setApplicationName("Sohoa")
    load_language(application, app.settings.interface_language)
    status = 0

    def crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal status
        status = BUG
        report = "".join(traceback.format_exception(kind, error, trace))
        log.error("bug in the window: %s", kind.__name__)
        box = QMessageBox(QMessageBox.Icon.Critical, "Sohoa", application.tr("Program error. Your work is saved."))
        box.setDetailedText(report)
        box.exec()
        application.exit(BUG)

    sys.excepthook = crashed
    session = _Session(app)
    session.window.resize(1366, 728)
    session.window.show()
    code = application.exec()
    return status or int(code)
