"""The one window: a rail of screens, a banner, and a close that loses nothing."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scanner_app.jobs import Runner
from scanner_app.ports import App
from ui.jobs import JobBridge
from ui.screens.approve import ApproveScreen
from ui.screens.home import HomeScreen
from ui.screens.scan import ScanScreen
from ui.screens.search import SearchScreen
from ui.screens.sign import SignScreen
from ui.screens.sync import SyncScreen
from ui.screens.verify import VerifyScreen
from ui.theme import STYLE
from ui.widgets.banner import Banner
from ui.widgets.images import ImageLoader

HOME, SCAN, VERIFY, SEARCH, SYNC, SIGN, APPROVE = range(7)


class MainWindow(QMainWindow):
    """Shows the screens over one app; ``is_trial`` marks the specimen's throw-away app."""

    trial_asked = Signal()
    closed = Signal()

    def __init__(self, app: App, runner: Runner, *, is_trial: bool = False) -> None:
        super().__init__()
        self._app = app
        self.setWindowTitle(
            self.tr("Sohoa — specimen dossier (nothing is kept)")
            if is_trial
            else self.tr("Sohoa — digitizing dossiers")
        )
        self.setStyleSheet(STYLE)
        self.setMinimumSize(1100, 640)
        self.bridge = JobBridge(runner, self)
        self.loader = ImageLoader(self)
        language = app.settings.interface_language
        self.banner = Banner(language, self)
        self.home = HomeScreen(app, is_trial=is_trial)
        self.scan = ScanScreen(app, self.bridge, self.loader, self.banner)
        self.verify = VerifyScreen(app, self.bridge, self.loader, self.banner)
        self.search = SearchScreen(app, self.banner)
        self.sync = SyncScreen(app, self.bridge, self.banner)
        self.sign = SignScreen(app, self.bridge, self.banner)
        self.approve = ApproveScreen(app, self.loader, self.banner)
        self._build()
        self._connect()
        self.show_screen(HOME)

    def _build(self) -> None:
        self.rail = QListWidget(self)
        self.rail.setObjectName("rail")
        self.rail.setFixedWidth(168)
        self.rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names = (
            self.tr("Home"),
            self.tr("Scan"),
            self.tr("Verify data"),
            self.tr("Search"),
            self.tr("Shared store"),
            self.tr("Sign"),
            self.tr("Approve"),
        )
        for number, name in enumerate(names, 1):
            self.rail.addItem(f"{name}\nCtrl+{number}")
        self.rail.item(APPROVE).setHidden(not self._app.settings.release.approval)
        self.stack = QStackedWidget(self)
        for screen in (self.home, self.scan, self.verify, self.search, self.sync, self.sign, self.approve):
            self.stack.addWidget(screen)
        right = QVBoxLayout()
        right.setContentsMargins(8, 8, 8, 4)
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        body = QWidget(self)
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        self.rail.currentRowChanged.connect(self._screen_chosen)
        self.home.scan_asked.connect(lambda: self.show_screen(SCAN))
        self.home.trial_asked.connect(self.trial_asked)
        self.home.dossier_asked.connect(self._open_dossier)
        self.scan.digitized.connect(self._digitized)
        self.verify.released.connect(lambda _code: self.home.refresh())
        for number in range(7 if self._app.settings.release.approval else 6):
            self._shortcut(f"Ctrl+{number + 1}", lambda index=number: self.show_screen(index))
        self._shortcut("F12", self._scan_key)
        self._shortcut("Ctrl+Return", self._release_key)
        self._shortcut("Ctrl+Enter", self._release_key)
        self._shortcut("PgDown", lambda: self._turn(1))
        self._shortcut("PgUp", lambda: self._turn(-1))
        self._shortcut("F1", self._help)
        for keys, action in (("Del", self.scan.remove_selected), ("Ctrl+Z", self.scan.undo_remove)):
            shortcut = QShortcut(QKeySequence(keys), self.scan)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _shortcut(self, keys: str, action: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(action)

    def show_screen(self, index: int) -> None:
        """Goes to a screen and brings it up to date."""
        self.rail.setCurrentRow(index)

    @Slot(int)
    def _screen_chosen(self, index: int) -> None:
        if not self.bridge.is_busy:
            self.banner.clear()
        if index == HOME:
            self.home.refresh()
        elif index == SCAN and not self.bridge.is_busy:
            self.scan.refresh_dossiers()
        elif index == VERIFY and not self.bridge.is_busy:
            self.verify.choose(self.scan.dossier_code)
        elif index == SEARCH:
            self.search.words.setFocus()
        elif index == SYNC:
            self.sync.refresh()
        elif index == SIGN:
            self.sign.refresh()
        elif index == APPROVE:
            self.approve.refresh()
        self.stack.setCurrentIndex(index)
        first: dict[int, QWidget] = {
            SYNC: self.sync.send_button,
            SIGN: self.sign.pin,
            APPROVE: self.approve.queue,
        }
        if index in first:
            first[index].setFocus()

    def _scan_key(self) -> None:
        if self.stack.currentIndex() == SCAN:
            self.scan.scan()

    def _release_key(self) -> None:
        if self.stack.currentIndex() == VERIFY:
            self.verify.release()

    def _turn(self, step: int) -> None:
        if self.stack.currentIndex() == VERIFY:
            self.verify.next_document(step)

    def _help(self) -> None:
        self.banner.show_good(
            self.tr(
                "Ctrl+1…6: screens · F12: scan · Del: remove page · Ctrl+Z: undo · Enter: confirm · F7: not on paper "
                "· Alt+1…5: other reading · PgUp/PgDn: paper · Ctrl+Enter: release · Ctrl+wheel: zoom"
            )
        )

    @Slot(str)
    def _open_dossier(self, code: str) -> None:
        self.scan.choose(code)
        self.show_screen(VERIFY if self._app.work.documents(code) else SCAN)

    @Slot(str)
    def _digitized(self, code: str) -> None:
        self.scan.choose(code)
        self.show_screen(VERIFY)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stops what runs; everything that was acknowledged is saved already."""
        self.bridge.cancel_all()
        self.bridge.close(5.0)
        self.loader.close()
        self.closed.emit()
        event.accept()
