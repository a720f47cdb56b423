"""Ký số: everything that waits for a signature, signed in one go with one PIN."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scanner_app.errors import AppError
from scanner_app.events import Event, Finished, Progress, Started
from scanner_app.jobs import Job
from scanner_app.ports import App
from scanner_app.signing import Corner
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.signatures import Order, sign_waiting, waiting
from ui.jobs import JobBridge
from ui.widgets.banner import Banner
from ui.widgets.signature import COLOURS, signature_word
from warehouse.errors import WarehouseError
from warehouse.records import DocumentRow


class StampPreview(QWidget):
    """A page in small with the place of the stamp."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.corner = Corner.LEFT
        self.setFixedSize(62, 88)

    def show_corner(self, corner: Corner) -> None:
        """Moves the stamp."""
        self.corner = corner
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt)
        """Draws the sheet, its lines and the stamp."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        painter.setPen(QPen(QColor("#c3ccd5")))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for y in range(30, 80, 8):
            painter.drawLine(9, y, 53, y)
        left = 4 if self.corner is Corner.LEFT else 35
        painter.fillRect(QRectF(left, 5, 23, 10), QColor("#1f5fa8"))
        painter.end()


class SignScreen(QWidget):
    """The queue of released papers without a signature, and the key that signs them."""

    def __init__(self, app: App, bridge: JobBridge, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._language = app.settings.interface_language
        self._documents: tuple[DocumentRow, ...] = ()
        self._p12: Path | None = None
        self._job: Job | None = None
        layout = QVBoxLayout(self)
        layout.addLayout(self._keys())
        layout.addLayout(self._buttons())
        self.table = self._queue()
        layout.addWidget(self.table, 1)
        self.count = QLabel(self)
        self.count.setObjectName("signCount")
        layout.addWidget(self.count)

    def _keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.preview = StampPreview(self)
        self.whose = QComboBox(self)
        self.whose.setObjectName("signWhose")
        self.whose.addItem(self.tr("Person who digitized (top left)"), Corner.LEFT)
        self.whose.addItem(self.tr("Agency (top right)"), Corner.RIGHT)
        self.whose.currentIndexChanged.connect(self.refresh)
        self.key = QComboBox(self)
        self.key.setObjectName("signKey")
        self.key.addItem(self.tr("USB token"))
        self.key.addItem(self.tr("Key file (PKCS#12)…"))
        self.key.activated.connect(self._key_chosen)
        self.pin = QLineEdit(self)
        self.pin.setObjectName("signPin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText(self.tr("PIN, asked once for all"))
        self.pin.setMinimumWidth(250)
        self.pin.returnPressed.connect(self.sign)
        row.addWidget(self.preview)
        for label, widget in (
            (self.tr("Signature of"), self.whose),
            (self.tr("Key"), self.key),
            (self.tr("PIN"), self.pin),
        ):
            row.addWidget(QLabel(label, self))
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.sign_button = QPushButton(self.tr("Sign all (F10)"), self)
        self.sign_button.setObjectName("primary")
        self.sign_button.clicked.connect(self.sign)
        self.stop_button = QPushButton(self.tr("Stop"), self)
        self.stop_button.setObjectName("stopSigning")
        self.stop_button.setEnabled(False)
        self.stop_button.clicked.connect(self.stop)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("signProgress")
        self.progress.hide()
        row.addWidget(self.sign_button)
        row.addWidget(self.stop_button)
        row.addWidget(self.progress, 1)
        row.addStretch(0)
        shortcut = QShortcut(QKeySequence("F10"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.sign)
        return row

    def _queue(self) -> QTableWidget:
        heads = [self.tr("Paper"), self.tr("Number"), self.tr("Dossier"), self.tr("Released"), self.tr("Signature")]
        table = QTableWidget(0, len(heads), self)
        table.setObjectName("signQueue")
        table.setHorizontalHeaderLabels(heads)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    # --- what is shown -------------------------------------------------------------------------------

    @property
    def order(self) -> Order:
        """What is asked for."""
        return Order(corner=Corner(self.whose.currentData()))

    @Slot()
    def refresh(self) -> None:
        """The queue anew."""
        self.preview.show_corner(self.order.corner)
        try:
            self._documents = waiting(self._app, self.order)
        except (AppError, WarehouseError) as error:
            self._banner.show_error(error)
            return
        self.table.setRowCount(len(self._documents))
        for row, document in enumerate(self._documents):
            released = document.released_at
            texts = [
                document.title or self._app.doctypes.label(document.type, self._language),
                document.number,
                document.dossier_code,
                released.astimezone(HANOI).strftime("%d/%m/%Y %H:%M") if released else "–",
                signature_word(document.signature),
            ]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column == len(texts) - 1:
                    item.setForeground(QColor(COLOURS[document.signature]))
                self.table.setItem(row, column, item)
        self.count.setText(
            self.tr("%n paper(s) wait for this signature", "", len(self._documents))
            if self._documents
            else self.tr("Nothing waits for this signature.")
        )
        self.sign_button.setEnabled(bool(self._documents) and self._job is None)

    @Slot(int)
    def _key_chosen(self, index: int) -> None:
        if index == 0:
            self.use_file(None)
            return
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Key file"), "", "PKCS#12 (*.p12 *.pfx)")
        self.use_file(Path(name) if name else None)

    def use_file(self, path: Path | None) -> None:
        """Signs with a key file; with the token when there is none."""
        self._p12 = path
        self.key.setCurrentIndex(0 if path is None else 1)
        self.key.setItemText(1, self.tr("Key file (PKCS#12)…") if path is None else path.name)

    # --- what the officer does -----------------------------------------------------------------------

    @Slot()
    def sign(self) -> None:
        """Signs everything that waits; what is signed stays signed whatever happens then."""
        if self._job is not None or not self._documents:
            return
        pin = self.pin.text()
        if not pin:
            self._banner.show_warning(self.tr("Type the PIN first."))
            self.pin.setFocus()
            return
        # Why at once: a PIN that stays in the field is one that anybody at the desk can use.
        self.pin.clear()
        self._banner.clear()
        self.sign_button.setEnabled(False)
        self.stop_button.setEnabled(True)
        self.progress.setRange(0, 0)
        self.progress.show()
        work = sign_waiting(self._app, self.order, self._app.settings.office.officer, pin, self._p12)
        self._job = self._bridge.start(work, self._on_event, self._banner.show_error, self._ended, "sign")

    @Slot()
    def stop(self) -> None:
        """Stops after the paper that is being signed; the rest waits as before."""
        if self._job is not None:
            self._job.cancel()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Started):
            self.progress.setRange(0, event.total or 0)
        elif isinstance(event, Progress):
            self.progress.setValue(event.done)
        elif isinstance(event, Finished):
            self._banner.show_good(self.tr("%n paper(s) signed.", "", event.count))

    def _ended(self) -> None:
        self._job = None
        self.stop_button.setEnabled(False)
        self.progress.hide()
        self.refresh()
