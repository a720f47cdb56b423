"""The one window: a rail of screens, a banner, and a close that loses nothing."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from scanner_app.jobs import Runner
from scanner_app.ports import App
from scanner_app.workflow.arrange import wants_a_look
from ui.actions import Place, bind, help_text
from ui.jobs import JobBridge
from ui.screens.approve import ApproveScreen
from ui.screens.arrange import ArrangeScreen
from ui.screens.home import HomeScreen
from ui.screens.scan import ScanScreen
from ui.screens.search import SearchScreen
from ui.screens.sign import SignScreen
from ui.screens.sync import SyncScreen
from ui.screens.verify import VerifyScreen
from ui.theme import style
from ui.widgets.banner import Banner
from ui.widgets.images import ImageLoader

HOME, SCAN, ARRANGE, VERIFY, SEARCH, SYNC, SIGN, APPROVE = range(8)
_PLACES = {
    SCAN: Place.SCAN,
    ARRANGE: Place.ARRANGE,
    VERIFY: Place.VERIFY,
    SEARCH: Place.SEARCH,
    SYNC: Place.SYNC,
    SIGN: Place.SIGN,
    APPROVE: Place.APPROVE,
}


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
        self.setStyleSheet(style())
        self.setMinimumSize(1100, 640)
        self.bridge = JobBridge(runner, self)
        self.loader = ImageLoader(self)
        language = app.settings.interface_language
        self.banner = Banner(language, self)
        self.home = HomeScreen(app, is_trial=is_trial)
        self.scan = ScanScreen(app, self.bridge, self.loader, self.banner)
        self.arrange = ArrangeScreen(app, self.bridge, self.loader, self.banner)
        self.verify = VerifyScreen(app, self.bridge, self.loader, self.banner)
        self.search = SearchScreen(app, self.bridge, self.loader, self.banner)
        self.sync = SyncScreen(app, self.bridge, self.banner)
        self.sign = SignScreen(app, self.bridge, self.banner)
        self.approve = ApproveScreen(app, self.loader, self.banner)
        self._dossier = ""
        self._build()
        self._connect()
        for button in self.findChildren(QPushButton):
            button.installEventFilter(self)
        self.show_screen(HOME)

    @property
    def screens(self) -> tuple[QWidget, ...]:
        """The screens in the order of the rail."""
        return (self.home, self.scan, self.arrange, self.verify, self.search, self.sync, self.sign, self.approve)

    def _build(self) -> None:
        self.rail = QListWidget(self)
        self.rail.setObjectName("rail")
        self.rail.setFixedWidth(168)
        self.rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Why: the keys reach every screen; the rail in between would cost a Tab on each.
        self.rail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names = (
            self.tr("Home"),
            self.tr("Scan"),
            self.tr("Arrange"),
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
        for screen in self.screens:
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
        self.home.scan_asked.connect(self._new_dossier)
        self.home.trial_asked.connect(self.trial_asked)
        self.home.dossier_asked.connect(self.open_dossier)
        self.scan.digitized.connect(self._digitized)
        self.arrange.go_on.connect(lambda _code: self.show_screen(VERIFY))
        self.verify.released.connect(lambda _code: self.home.refresh())
        for screen in (self.scan, self.arrange, self.verify):
            screen.dossier_changed.connect(self._dossier_changed)
        for index in range(len(self.screens)):
            if not self.rail.item(index).isHidden():
                QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self).activated.connect(
                    lambda row=index: self.show_screen(row)
                )
        bind(self, Place.WINDOW, {"help": self._help})

    def show_screen(self, index: int) -> None:
        """Goes to a screen and brings it up to date."""
        self.rail.setCurrentRow(index)

    @Slot(int)
    def _screen_chosen(self, index: int) -> None:
        if not self.bridge.is_busy:
            self.banner.clear()
        self.stack.setCurrentIndex(index)
        self._refresh(index)
        first: dict[int, QWidget] = {
            HOME: self.home.queue if self.home.queue.count() else self.home.scan_button,
            SCAN: self.scan.scan_button if self.scan.dossier_code else self.scan.intake.person,
            ARRANGE: self.arrange.tree,
            SEARCH: self.search.words,
            SYNC: self.sync.send_button,
            SIGN: self.sign.pin,
            APPROVE: self.approve.queue,
        }
        if index in first:
            first[index].setFocus()

    def _refresh(self, index: int) -> None:
        if index == HOME:
            self.home.refresh()
        elif index == SYNC:
            self.sync.refresh()
        elif index == SIGN:
            self.sign.refresh()
        elif index == APPROVE:
            self.approve.refresh()
        elif not self.bridge.is_busy:
            if index == SCAN:
                self.scan.choose(self._dossier)
                self.scan.look_for_scanners()
            elif index == ARRANGE:
                self.arrange.choose(self._dossier or self.scan.dossier_code)
            elif index == VERIFY:
                self.verify.choose(self._dossier or self.scan.dossier_code)

    def _help(self) -> None:
        place = _PLACES.get(self.stack.currentIndex(), Place.WINDOW)
        shown = sum(not self.rail.item(row).isHidden() for row in range(self.rail.count()))
        screens = self.tr("<b>Ctrl+1…{0}</b>&nbsp;screens").format(shown)
        self.banner.show_good(f"{help_text(place)} · {screens}")

    @Slot(str)
    def _dossier_changed(self, code: str) -> None:
        self._dossier = code

    @Slot()
    def _new_dossier(self) -> None:
        self.show_screen(SCAN)
        self.scan.ask_dossier()

    @Slot(str)
    def open_dossier(self, code: str) -> None:
        """Goes where work on the dossier goes on."""
        self._dossier = code
        self.scan.choose(code)
        self.show_screen(VERIFY if self._app.work.documents(code) else SCAN)

    @Slot(str)
    def _digitized(self, code: str) -> None:
        if self.stack.currentIndex() != SCAN:
            # Why: a clerk who types elsewhere meanwhile is never taken away.
            self.banner.show_good(self.tr("Dossier {0} has been read.").format(code))
            return
        self._dossier = code
        self.show_screen(ARRANGE if wants_a_look(self._app.work.documents(code)) else VERIFY)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus, as in a form."""
        if isinstance(event, QKeyEvent) and isinstance(watched, QPushButton) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stops what runs; everything that was acknowledged is saved already."""
        self.bridge.cancel_all()
        self.bridge.close(5.0)
        self.loader.close()
        self.closed.emit()
        event.accept()
