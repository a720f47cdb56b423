"""The scan screen: one row for the dossier, one for the scanner, the pages, what is still missing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from scanner_app.errors import RuleRefused
from scanner_app.events import Event, LowDisk, NeedsHelp, PageRead, PageScanned, Progress
from scanner_app.jobs import Job
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow import arrange
from scanner_app.workflow.arrange import Plan
from scanner_app.workflow.capture import capture, import_files, scan_options
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.rearrange import Basis, carry_out
from ui.actions import Place, bind, caption
from ui.jobs import JobBridge
from ui.screens.scan.device_row import DeviceRow
from ui.screens.scan.intake import IntakePanel
from ui.widgets.banner import Banner
from ui.widgets.checklist import Checklist
from ui.widgets.dossier_box import DossierBox
from ui.widgets.images import ImageLoader
from ui.widgets.page_strip import PageStrip
from ui.widgets.page_view import PageView
from warehouse.records import DocumentRow


class ScanScreen(QWidget):
    """Pages into a dossier."""

    digitized = Signal(str)
    dossier_changed = Signal(str)

    def __init__(self, app: App, bridge: JobBridge, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._job: Job | None = None
        self._failed = False
        self._wants_scan = False
        self._undo: list[tuple[Plan, tuple[DocumentRow, ...]]] = []
        self.setAcceptDrops(True)
        self._build(loader)
        slots = {
            "new": self.ask_dossier,
            "scan": self.scan,
            "import": self._choose_files,
            "remove": self.remove_selected,
            "undo": self.undo_remove,
        }
        bind(self, Place.SCAN, slots)
        self.choose("")

    # --- layout --------------------------------------------------------------------------------------

    def _build(self, loader: ImageLoader) -> None:
        layout = QVBoxLayout(self)
        layout.addLayout(self._dossier_row())
        self.intake = IntakePanel(self._app, self._banner, self)
        self.intake.opened.connect(self._opened)
        self.intake.left.connect(self._leave_intake)
        layout.addWidget(self.intake)
        layout.addLayout(self._device_row())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.strip = PageStrip(loader, split)
        self.strip.currentItemChanged.connect(self._show_current)
        side = QSplitter(Qt.Orientation.Vertical, split)
        self.checklist = Checklist(self._app, side)
        self.view = PageView(loader, side)
        side.setSizes([190, 330])
        side.setStretchFactor(1, 1)
        split.setSizes([690, 500])
        split.setStretchFactor(0, 1)
        layout.addWidget(split, 1)
        layout.addLayout(self._status_row())

    def _dossier_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.dossiers = DossierBox(self._app, self)
        self.dossiers.setObjectName("dossiers")
        self.dossiers.chosen.connect(self._dossier_chosen)
        self.new_button = self._button(self.tr("New dossier"), "new", self.ask_dossier)
        self.counter = QLabel(self)
        self.counter.setObjectName("counter")
        self.counter.setWordWrap(True)
        row.addWidget(QLabel(self.tr("Dossier"), self))
        row.addWidget(self.dossiers)
        row.addWidget(self.new_button)
        row.addWidget(self.counter, 1)
        return row

    def _device_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.device_row = DeviceRow(self._app, self._bridge, self._banner, self)
        self.device_row.found.connect(self._devices_found)
        self.scan_button = self._button(self.tr("Scan"), "scan", self.scan)
        self.scan_button.setObjectName("primary")
        self.import_button = self._button(self.tr("Import files…"), "import", self._choose_files)
        self.remove_button = self._button(self.tr("Remove page"), "remove", self.remove_selected)
        self.undo_button = self._button(self.tr("Undo"), "undo", self.undo_remove)
        row.addWidget(self.device_row)
        row.addWidget(self.scan_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        row.addWidget(self.undo_button)
        return row

    def _button(self, text: str, name: str, slot: object) -> QPushButton:
        button = QPushButton(caption(text, Place.SCAN, name), self)
        button.setObjectName(f"scan_{name}")
        button.clicked.connect(slot)
        return button

    def _status_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.doing = QLabel(self)
        self.doing.setObjectName("doing")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("progress")
        self.progress.hide()
        self.cancel_button = QPushButton(self.tr("Stop"), self)
        self.cancel_button.setObjectName("cancel")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.hide()
        row.addWidget(self.doing, 1)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        return row

    # --- dossiers ------------------------------------------------------------------------------------

    def choose(self, code: str) -> None:
        """Shows a dossier; the newest one when the code is empty."""
        before = self.dossiers.code
        self.dossiers.choose(code or before)
        if self.dossiers.code != before:
            self._undo = []
        self.intake.setVisible(not self.dossiers.code)
        self.intake.leave_button.setVisible(bool(self.dossiers.code))
        self._refresh()

    @property
    def dossier_code(self) -> str:
        """The dossier that is shown; empty when there is none."""
        return self.dossiers.code

    @Slot(str)
    def _dossier_chosen(self, code: str) -> None:
        self._undo = []
        self._refresh()
        self.dossier_changed.emit(code)

    def _refresh(self) -> None:
        self.reload_pages()
        self.checklist.show_dossier(self.dossier_code)
        self._set_busy(self._job is not None)

    @Slot()
    def ask_dossier(self) -> None:
        """Shows the fields of a new dossier."""
        if self._job is None:
            self.intake.show()
            self.intake.person.setFocus()

    @Slot()
    def _leave_intake(self) -> None:
        if self.dossier_code:
            self.intake.hide()
            self.scan_button.setFocus()

    @Slot(str)
    def _opened(self, code: str) -> None:
        self.choose(code)
        self.dossier_changed.emit(code)
        self.scan_button.setFocus()

    # --- pages ---------------------------------------------------------------------------------------

    def reload_pages(self) -> None:
        """Shows the pages of the dossier."""
        self.strip.clear()
        for row in self._app.work.pages(self.dossier_code) if self.dossier_code else ():
            path = str(self._app.pagestore.absolute(row.path))
            self.strip.add_page(row.id, row.ordinal, path, blank=row.blank)
        if self.strip.count():
            self.strip.setCurrentRow(0)
        self._show_current()
        self._count()

    @Slot()
    def _show_current(self) -> None:
        self.view.show_page(self.strip.path)

    @Slot()
    def remove_selected(self) -> None:
        """Hides the chosen pages; they can be brought back."""
        chosen = self.strip.chosen_pages()
        if not chosen or self._job is not None:
            return
        said = self._app.work.documents(self.dossier_code)
        before = arrange.plan_of(said, self._app.work.pages(self.dossier_code, removed=True))
        try:
            plan = arrange.remove(before, chosen)
        except RuleRefused as refused:
            self._banner.show_error(refused)
            return
        self._undo.append((before, said))
        self.strip.drop(chosen)
        self._run(carry_out(self._app, self.dossier_code, plan, self._by), "arrange")

    @Slot()
    def undo_remove(self) -> None:
        """Brings the pages back that were removed last."""
        if self._undo and self._job is None:
            plan, said = self._undo.pop()
            self._run(carry_out(self._app, self.dossier_code, plan, self._by, Basis(said=said)), "arrange")

    def _count(self) -> None:
        pages = self.strip.count()
        if not self.dossier_code:
            self.counter.setText(self.tr("Open a dossier first: choose the procedure and type the personal number."))
        elif pages:
            self.counter.setText(self.tr("%n page(s)", "", pages))
        else:
            self.counter.setText(self.tr("No pages yet: put the papers into the scanner and scan, or import files."))

    @property
    def _by(self) -> str:
        return self._app.settings.office.officer

    # --- scanning, importing, reading ----------------------------------------------------------------

    def look_for_scanners(self) -> None:
        """Asks for scanners when none is known yet."""
        if not self.device_row.device:
            self.device_row.look()

    @Slot()
    def scan(self) -> None:
        """Scans into the dossier, looking for a scanner first where none is known."""
        if not self.dossier_code or self._job is not None:
            return
        if not self.device_row.device:
            self._wants_scan = True
            self.device_row.look()
            return
        options = scan_options(self._app, self.device_row.device, self.device_row.source)
        self._run(capture(self._app, self.dossier_code, options, self._by), "scan")

    @Slot()
    def _devices_found(self) -> None:
        wanted, self._wants_scan = self._wants_scan, False
        if wanted and self.device_row.device:
            self.scan()

    @Slot()
    def _choose_files(self) -> None:
        if not self.dossier_code or self._job is not None:
            return
        pattern = self.tr("Images and PDF") + " (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.pdf)"
        names, _filter = QFileDialog.getOpenFileNames(self, self.tr("Import files"), "", pattern)
        if names:
            self.import_paths([Path(name) for name in names])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Imports files and folders into the dossier."""
        if self.dossier_code and self._job is None:
            self._run(import_files(self._app, self.dossier_code, paths, self._by), "import")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Imports what was dropped."""
        self.import_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _run(self, workflow: Iterator[Event], name: str) -> None:
        self._failed = False
        if name != "read":
            self._banner.clear()
        self.doing.setText(
            {
                "scan": self.tr("Scanning…"),
                "import": self.tr("Importing…"),
                "read": self.tr("Reading the pages…"),
                "arrange": "",
            }[name]
        )
        self.progress.setRange(0, 0)
        ends = {"read": self._reading_ended, "arrange": self._arranging_ended}
        self._job = self._bridge.start(
            workflow, self._on_event, self._on_error, ends.get(name, self._capture_ended), name
        )
        self._set_busy(True)

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.doing.setVisible(busy)
        has = bool(self.dossier_code)
        for widget in (self.scan_button, self.import_button, self.remove_button):
            widget.setEnabled(has and not busy)
        self.undo_button.setEnabled(bool(self._undo) and not busy)
        for other in (self.new_button, self.dossiers, self.intake):
            other.setEnabled(not busy)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, PageScanned):
            self.strip.add_page(event.page_id, event.ordinal, event.path)
            self.strip.show_last()
            self._count()
        elif isinstance(event, PageRead):
            if event.reading.blank:
                self.strip.mark_blank(event.page_id)
        elif isinstance(event, Progress) and event.total:
            self.progress.setRange(0, event.total)
            self.progress.setValue(event.done)
            if event.what == "read":
                self.doing.setText(self.tr("Reading the pages: {0} of {1}").format(event.done, event.total))
        elif isinstance(event, NeedsHelp):
            self._banner.show_problem(event)
        elif isinstance(event, LowDisk):
            self._banner.show_warning(reason("low-disk", self._language, (str(event.free_mb),)))

    def _on_error(self, error: BaseException) -> None:
        self._failed = True
        self._banner.show_error(error)

    def _capture_ended(self) -> None:
        cancelled = self._job is not None and self._job.is_cancelled
        self._job = None
        if self.strip.count() and not cancelled:
            self._run(digitize_dossier(self._app, self.dossier_code, self._by), "read")
            return
        self._refresh_state()

    def _reading_ended(self) -> None:
        cancelled = self._job is not None and self._job.is_cancelled
        self._job = None
        self._undo = []
        self._refresh_state()
        if not cancelled and not self._failed:
            self.digitized.emit(self.dossier_code)

    def _arranging_ended(self) -> None:
        self._job = None
        if self._failed or len(self._app.work.pages(self.dossier_code)) != self.strip.count():
            self.reload_pages()
        self._refresh_state()

    def _refresh_state(self) -> None:
        self.checklist.show_dossier(self.dossier_code)
        self._set_busy(False)
        self._count()

    @Slot()
    def cancel(self) -> None:
        """Stops after the page in flight; what came so far is kept."""
        if self._job is not None:
            self._job.cancel()
