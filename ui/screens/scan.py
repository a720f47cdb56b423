"""Sao chụp: open a dossier, scan or import; pages appear as they come and are read while more arrive."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ocr.errors import OcrError
from scanner_app.acquisition import ScanOptions
from scanner_app.errors import AppError
from scanner_app.events import DocumentRead, Event, Finished, LowDisk, NeedsHelp, PageRead, PageScanned, Progress
from scanner_app.jobs import Job
from scanner_app.messages import explain_problem, reason
from scanner_app.ports import App
from scanner_app.workflow.capture import capture, import_files
from scanner_app.workflow.context import work_event
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.intake import HANOI, open_dossier
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import PageView
from warehouse.errors import WarehouseError
from warehouse.records import PageState

THUMB_PX = 200
PAGE_ID, PAGE_PATH = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class ScanScreen(QWidget):
    """Pages into a dossier."""

    digitized = Signal(str)

    def __init__(self, app: App, bridge: JobBridge, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._loader = loader
        self._banner = banner
        self._job: Job | None = None
        self._dossier = ""
        self._failed = False
        self._removed: list[str] = []
        self.setAcceptDrops(True)
        loader.loaded.connect(self._thumbnail)
        self._build()
        self.refresh_dossiers()

    # --- layout --------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.addLayout(self._dossier_row())
        layout.addLayout(self._device_row())
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.strip = QListWidget(split)
        self.strip.setObjectName("pageStrip")
        self.strip.setViewMode(QListWidget.ViewMode.IconMode)
        self.strip.setIconSize(QSize(150, 200))
        self.strip.setGridSize(QSize(172, 240))
        self.strip.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.strip.setMovement(QListWidget.Movement.Static)
        self.strip.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.strip.currentItemChanged.connect(self._show_current)
        self.view = PageView(self._loader, split)
        split.setSizes([760, 460])
        layout.addWidget(split, 1)
        layout.addLayout(self._status_row())

    def _dossier_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.dossiers = QComboBox(self)
        self.dossiers.setObjectName("dossiers")
        self.dossiers.setMinimumWidth(260)
        self.dossiers.currentIndexChanged.connect(self._dossier_chosen)
        self.procedure = QComboBox(self)
        self.procedure.setObjectName("procedure")
        today = self._app.clock.now().astimezone(HANOI).date()
        for item in self._app.shared.procedures(today):
            self.procedure.addItem(f"{item.code}  {item.name}", item.code)
        self.procedure.setSizePolicy(
            self.procedure.sizePolicy().Policy.Ignored, self.procedure.sizePolicy().Policy.Fixed
        )
        self.person = QLineEdit(self)
        self.person.setObjectName("person")
        self.person.setPlaceholderText(self.tr("Personal number (12 digits)"))
        self.person.setFixedWidth(216)
        self.person_name = QLineEdit(self)
        self.person_name.setObjectName("personName")
        self.person_name.setPlaceholderText(self.tr("Full name"))
        self.person_name.setMaximumWidth(210)
        self.open_button = QPushButton(self.tr("Open new dossier"), self)
        self.open_button.setObjectName("openDossier")
        self.open_button.clicked.connect(self._open_dossier)
        self.person.returnPressed.connect(self._open_dossier)
        self.person_name.returnPressed.connect(self._open_dossier)
        row.addWidget(QLabel(self.tr("Dossier"), self))
        row.addWidget(self.dossiers)
        row.addWidget(self.procedure, 1)
        row.addWidget(self.person)
        row.addWidget(self.person_name)
        row.addWidget(self.open_button)
        return row

    def _device_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.devices = QComboBox(self)
        self.devices.setObjectName("devices")
        self.devices.setMinimumWidth(260)
        find = QPushButton(self.tr("Find scanners"), self)
        find.setObjectName("findScanners")
        find.clicked.connect(self.find_scanners)
        self.scan_button = QPushButton(self.tr("Scan (F12)"), self)
        self.scan_button.setObjectName("primary")
        self.scan_button.clicked.connect(self.scan)
        self.import_button = QPushButton(self.tr("Import files…"), self)
        self.import_button.setObjectName("importFiles")
        self.import_button.clicked.connect(self._choose_files)
        self.remove_button = QPushButton(self.tr("Remove page (Del)"), self)
        self.remove_button.setObjectName("removePage")
        self.remove_button.clicked.connect(self.remove_selected)
        self.undo_button = QPushButton(self.tr("Undo removal (Ctrl+Z)"), self)
        self.undo_button.setObjectName("undoRemove")
        self.undo_button.setEnabled(False)
        self.undo_button.clicked.connect(self.undo_remove)
        row.addWidget(QLabel(self.tr("Scanner"), self))
        row.addWidget(self.devices)
        row.addWidget(find)
        row.addWidget(self.scan_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        row.addWidget(self.undo_button)
        return row

    def _status_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.counter = QLabel(self)
        self.counter.setObjectName("counter")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("progress")
        self.progress.hide()
        self.cancel_button = QPushButton(self.tr("Stop"), self)
        self.cancel_button.setObjectName("cancel")
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.hide()
        row.addWidget(self.counter, 1)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        return row

    # --- dossiers ------------------------------------------------------------------------------------

    def refresh_dossiers(self) -> None:
        """The list of dossiers, newest first; the chosen one stays."""
        chosen = self._dossier
        self.dossiers.blockSignals(True)
        self.dossiers.clear()
        for row in self._app.work.dossiers():
            self.dossiers.addItem(f"{row.code}  {row.person_name}", row.code)
        index = self.dossiers.findData(chosen)
        self.dossiers.setCurrentIndex(max(0, index) if self.dossiers.count() else -1)
        self.dossiers.blockSignals(False)
        self._dossier_chosen()

    def choose(self, code: str) -> None:
        """Shows a dossier."""
        self._dossier = code
        self.refresh_dossiers()

    @property
    def dossier_code(self) -> str:
        """The dossier that is shown; empty when there is none."""
        return self._dossier

    @Slot()
    def _dossier_chosen(self) -> None:
        self._dossier = str(self.dossiers.currentData() or "")
        self._removed = []
        self.undo_button.setEnabled(False)
        self.reload_pages()
        has = bool(self._dossier)
        for button in (self.scan_button, self.import_button, self.remove_button):
            button.setEnabled(has and self._job is None)
        if not has:
            self.counter.setText(self.tr("Open a dossier first: choose the procedure and type the personal number."))

    @Slot()
    def _open_dossier(self) -> None:
        try:
            dossier = open_dossier(
                self._app,
                procedure=str(self.procedure.currentData()),
                person_id=self.person.text().strip(),
                person_name=self.person_name.text().strip(),
                by=self._app.settings.office.officer,
            )
        except (AppError, OcrError, WarehouseError) as error:
            self._banner.show_error(error)
            self.person.setFocus()
            return
        self._banner.clear()
        self.person.clear()
        self.person_name.clear()
        self.choose(dossier.code)
        self.scan_button.setFocus()

    # --- pages ---------------------------------------------------------------------------------------

    def reload_pages(self) -> None:
        """Shows the pages of the dossier."""
        self.strip.clear()
        if self._dossier:
            for row in self._app.work.pages(self._dossier):
                self._add_thumb(row.id, row.ordinal, str(self._app.pagestore.absolute(row.path)), blank=row.blank)
        self._count()

    def _add_thumb(self, page_id: str, ordinal: int, path: str, *, blank: bool = False) -> None:
        item = QListWidgetItem(self.tr("{0} (blank)").format(ordinal) if blank else str(ordinal))
        item.setData(PAGE_ID, page_id)
        item.setData(PAGE_PATH, path)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.strip.addItem(item)
        image = self._loader.request(path, THUMB_PX)
        if image is not None:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    @Slot(str, int, QImage)
    def _thumbnail(self, path: str, longest_px: int, image: QImage) -> None:
        if longest_px != THUMB_PX:
            return
        for index in range(self.strip.count()):
            item = self.strip.item(index)
            if item.data(PAGE_PATH) == path:
                item.setIcon(QIcon(QPixmap.fromImage(image)))

    @Slot()
    def _show_current(self) -> None:
        chosen = self.strip.currentRow()
        self.view.show_page(str(self.strip.item(chosen).data(PAGE_PATH)) if chosen >= 0 else "")

    @Slot()
    def remove_selected(self) -> None:
        """Hides the chosen pages; they can be brought back."""
        chosen = [str(item.data(PAGE_ID)) for item in self.strip.selectedItems()]
        if not chosen or self._job is not None:
            return
        self._set_pages(chosen, PageState.REMOVED, "pages-removed")
        self._removed = chosen
        self.undo_button.setEnabled(True)

    @Slot()
    def undo_remove(self) -> None:
        """Brings the pages back that were removed last."""
        if self._removed:
            self._set_pages(self._removed, PageState.SCANNED, "pages-restored")
            self._removed = []
            self.undo_button.setEnabled(False)

    def _set_pages(self, pages: list[str], state: PageState, kind: str) -> None:
        event = work_event(self._app, kind, self._dossier, self._app.settings.office.officer, count=len(pages))
        self._app.work.set_pages_state(pages, state, event)
        self.reload_pages()

    def _count(self, read: int | None = None) -> None:
        pages = self.strip.count()
        if read is None:
            self.counter.setText(self.tr("%n page(s)", "", pages) if self._dossier else "")
        else:
            self.counter.setText(self.tr("{0} pages, {1} read").format(pages, read))

    # --- scanning, importing, reading ----------------------------------------------------------------

    @Slot()
    def find_scanners(self) -> None:
        """Asks all backends for their scanners."""
        self.devices.clear()
        for device in self._app.scanners.devices():
            self.devices.addItem(f"{device.vendor} {device.model}", device.name)

    @Slot()
    def scan(self) -> None:
        """Scans into the dossier."""
        if not self._dossier or self._job is not None:
            return
        if not self.devices.count():
            self.find_scanners()
        options = ScanOptions(device=str(self.devices.currentData() or ""))
        self._run(capture(self._app, self._dossier, options, self._app.settings.office.officer), "scan")

    @Slot()
    def _choose_files(self) -> None:
        pattern = self.tr("Images and PDF") + " (*.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp *.pdf)"
        names, _filter = QFileDialog.getOpenFileNames(self, self.tr("Import files"), "", pattern)
        if names:
            self.import_paths([Path(name) for name in names])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Imports files and folders into the dossier."""
        if self._dossier and self._job is None:
            work = import_files(self._app, self._dossier, paths, self._app.settings.office.officer)
            self._run(work, "import")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Imports what was dropped."""
        self.import_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _run(self, workflow: object, name: str) -> None:
        self._failed = False
        self._banner.clear()
        self.progress.setRange(0, 0)
        self._set_busy(True)
        end = self._reading_ended if name == "read" else self._capture_ended
        self._job = self._bridge.start(workflow, self._on_event, self._on_error, end, name)  # type: ignore[arg-type]

    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        for widget in (self.scan_button, self.import_button, self.remove_button, self.open_button, self.dossiers):
            widget.setEnabled(not busy)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, PageScanned):
            self._add_thumb(event.page_id, event.ordinal, event.path)
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.strip.setCurrentRow(self.strip.count() - 1, flag)
            self._count()
        elif isinstance(event, PageRead):
            if event.reading.blank:
                self._mark_blank(event.page_id)
        elif isinstance(event, Progress) and event.total:
            self.progress.setRange(0, event.total)
            self.progress.setValue(event.done)
            if event.what == "read":
                self._count(event.done)
        elif isinstance(event, NeedsHelp):
            message = explain_problem(event.problem, self._app.settings.interface_language, event.subject)
            self._banner.show_message(message)
        elif isinstance(event, LowDisk):
            language = self._app.settings.interface_language
            self._banner.show_warning(reason("low-disk", language, (str(event.free_mb),)))
        elif isinstance(event, DocumentRead | Finished):
            pass

    def _mark_blank(self, page_id: str) -> None:
        for index in range(self.strip.count()):
            item = self.strip.item(index)
            if item.data(PAGE_ID) == page_id:
                item.setText(self.tr("{0} (blank)").format(item.text()))

    def _on_error(self, error: BaseException) -> None:
        self._failed = True
        self._banner.show_error(error)

    def _capture_ended(self) -> None:
        cancelled = self._job is not None and self._job.is_cancelled
        self._job = None
        if self.strip.count() and not cancelled:
            work = digitize_dossier(self._app, self._dossier, self._app.settings.office.officer)
            failed, text = self._failed, self._banner.text
            self._run(work, "read")
            if failed:
                self._banner.setVisible(bool(text))
            return
        self._set_busy(False)

    def _reading_ended(self) -> None:
        cancelled = self._job is not None and self._job.is_cancelled
        self._job = None
        self._set_busy(False)
        self._count()
        if not cancelled and not self._failed:
            self.digitized.emit(self._dossier)

    @Slot()
    def cancel(self) -> None:
        """Stops after the page in flight; what came so far is kept."""
        if self._job is not None:
            self._job.cancel()
