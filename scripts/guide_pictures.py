"""Makes the pictures of the user's guide from the specimen dossier: ``python -m scripts.guide_pictures [FOLDER]``.

The window is the real one without a display; everyone in the pictures is invented. Run after changing a screen.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scanner_app import specimen
from scanner_app.acquisition import ScanOptions
from scanner_app.bootstrap import bootstrap
from scanner_app.cli.dossiers import confirm_field
from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.settings import ReleaseSettings, Settings, SigningSettings
from scanner_app.workflow import review
from scanner_app.workflow.capture import capture, import_files
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.intake import open_dossier
from scanner_app.workflow.publish import release, sync
from scanner_app.workflow.signatures import Order, sign_waiting
from tests.support.signing import PIN, make_authority, make_identity
from ui.app import load_language
from ui.main_window import APPROVE, ARRANGE, HOME, SCAN, SEARCH, SIGN, SYNC, VERIFY, MainWindow
from ui.singletons import keep_singletons

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide" / "images"
CLERK = "can-bo"
SIZE = (1366, 728)
PATIENCE_MS = 60_000
"""Pages are decoded and scanners asked beside the window; a picture waits for both."""


def main() -> None:
    """Writes a picture of each screen as the work goes on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    keep_singletons()
    application = QApplication([])
    kept = load_language(application, "vi")
    assert kept is not None
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        trust = home / "tin cậy"
        trust.mkdir()
        key = make_identity(home, make_authority(trust), "Vũ Thị Số Hóa").path
        app = bootstrap(Settings(home=home / "sohoa", signing=SigningSettings(trust=str(trust))))
        try:
            work(app, key, lambda screen, file: picture(app, screen, folder / file))
        finally:
            app.close()
        app = bootstrap(Settings(home=home / "duyet", release=ReleaseSettings(approval=True)))
        try:
            one_paper(app)
            picture(app, APPROVE, folder / "approve.png")
        finally:
            app.close()
    del kept


def work(app: App, key: Path, show: Callable[[int, str], None]) -> None:
    """The specimen dossier's way; ``show`` is called where a screen has something to show."""
    code = open_dossier(
        app,
        procedure=specimen.PROCEDURE,
        person_id=specimen.PERSON_ID,
        person_name=specimen.PERSON_NAME,
        by=CLERK,
        is_demo=True,
    ).code
    device = next(item for item in app.scanners.devices() if item.backend == "specimen")
    list(capture(app, code, ScanOptions(device=device.name), CLERK))
    list(digitize_dossier(app, code, CLERK))
    show(HOME, "home.png")
    show(SCAN, "scan.png")
    show(ARRANGE, "arrange.png")
    show(VERIFY, "verify.png")
    confirm_all(app, code)
    list(release(app, code, CLERK))
    show(SIGN, "sign.png")
    list(sign_waiting(app, Order(code), CLERK, PIN, key))
    list(sync(app))
    show(VERIFY, "released.png")
    show(SYNC, "sync.png")
    show(SEARCH, "search.png")
    show(SEARCH, "paper.png")
    show(SEARCH, "reuse.png")


def one_paper(app: App) -> None:
    """The specimen's first page, released where somebody must approve it."""
    code = open_dossier(app, procedure=specimen.PROCEDURE, person_id=specimen.PERSON_ID, by=CLERK, is_demo=True).code
    list(import_files(app, code, specimen.specimen_pages()[:1], CLERK))
    list(digitize_dossier(app, code, CLERK))
    confirm_all(app, code)
    list(release(app, code, CLERK))


def confirm_all(app: App, code: str) -> None:
    """Every value that a clerk must look at, confirmed as read."""
    documents = app.work.documents(code)
    for document_id, name in review.unresolved(documents):
        field = next(row for row in documents if row.id == document_id).field(name)
        assert field is not None
        row, event = confirm_field(app, documents, field, field.value or "", CLERK, app.clock.now())
        app.work.save_field(row, event)


def picture(app: App, screen: int, file: Path) -> None:
    """One screen of a fresh window over the app, as it stands now."""
    runner = JobRunner()
    window = MainWindow(app, runner)
    window.resize(*SIZE)
    window.show()
    settle(window)
    window.open_dossier(app.work.dossiers()[0].code)
    window.show_screen(screen)
    if file.stem in ("search", "paper"):
        window.search.words.setText("nguyen thi dieu huong")
        window.search.search()
        if file.stem == "paper":
            settle(window)
            window.search.open_current()
    elif file.stem == "reuse":
        window.search.tabs.setCurrentIndex(1)
        window.search.person.setText(specimen.SECOND_PERSON_ID)
        window.search.procedure.setCurrentIndex(window.search.procedure.findData(specimen.SECOND_PROCEDURE))
        window.search.show_reuse()
    settle(window)
    window.grab().save(str(file))
    window.bridge.close()
    window.deleteLater()


def settle(window: MainWindow) -> None:
    """Waits until nothing is on its way to the window any more."""
    for _ in range(PATIENCE_MS // 100):
        QTest.qWait(100)
        if not window.bridge.runs_anything and not window.loader.is_loading:
            return


if __name__ == "__main__":
    main()
