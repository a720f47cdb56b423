"""Duyệt kết quả số hóa: an approver sees the page beside its values and decides with one key."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scanner_app.errors import AppError
from scanner_app.ports import App
from scanner_app.workflow import handoff
from scanner_app.workflow.approve import approve, queue, refuse
from ui.widgets.banner import Banner
from ui.widgets.field_form import shown_value
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import PageView
from ui.widgets.signature import signature_text
from warehouse.errors import WarehouseError
from warehouse.records import DocumentRow, FieldState, PageRow

DOCUMENT_ID = Qt.ItemDataRole.UserRole


class ApproveScreen(QWidget):
    """The queue of released papers that wait for a second person."""

    def __init__(self, app: App, loader: ImageLoader, banner: Banner) -> None:
        super().__init__()
        self._app = app
        self._banner = banner
        self._language = app.settings.interface_language
        self._waiting: tuple[DocumentRow, ...] = ()
        self._pages: list[PageRow] = []
        self._page = 0
        self._build(loader)

    def _build(self, loader: ImageLoader) -> None:
        layout = QVBoxLayout(self)
        top = QHBoxLayout()
        self.count = QLabel(self)
        self.count.setObjectName("approveCount")
        self.approver = QLineEdit(self._app.settings.office.officer, self)
        self.approver.setObjectName("approver")
        self.approver.setMaximumWidth(220)
        top.addWidget(self.count, 1)
        top.addWidget(QLabel(self.tr("Approver"), self))
        top.addWidget(self.approver)
        layout.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.queue = QListWidget(split)
        self.queue.setObjectName("approveQueue")
        self.queue.setWordWrap(True)
        self.queue.setMinimumWidth(200)
        self.queue.currentRowChanged.connect(self._chosen)
        self.view = PageView(loader, split)
        split.addWidget(self._values(split))
        split.setSizes([220, 620, 400])
        split.setStretchFactor(1, 1)
        layout.addWidget(split, 1)
        hint = QLabel(self.tr("F9: approve, next · F8: refuse with the reason · Ctrl+PgUp/PgDn: page"), self)
        hint.setObjectName("hint")
        layout.addWidget(hint)
        for keys, action in (
            ("F9", self.approve),
            ("F8", self.refuse),
            ("Ctrl+PgDown", lambda: self.turn(1)),
            ("Ctrl+PgUp", lambda: self.turn(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _values(self, parent: QWidget) -> QWidget:
        side = QWidget(parent)
        side.setMinimumWidth(360)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        self.head = QLabel(side)
        self.head.setObjectName("approveHead")
        self.head.setWordWrap(True)
        self.table = QTableWidget(0, 2, side)
        self.table.setObjectName("approveValues")
        self.table.setHorizontalHeaderLabels([self.tr("Field"), self.tr("Value")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.reason = QLineEdit(side)
        self.reason.setObjectName("refusalReason")
        self.reason.setPlaceholderText(self.tr("Why it is refused (the clerk reads this)"))
        buttons = QHBoxLayout()
        self.refuse_button = QPushButton(self.tr("Refuse (F8)"), side)
        self.refuse_button.setObjectName("refuse")
        self.refuse_button.clicked.connect(self.refuse)
        self.approve_button = QPushButton(self.tr("Approve (F9)"), side)
        self.approve_button.setObjectName("primary")
        self.approve_button.clicked.connect(self.approve)
        buttons.addWidget(self.refuse_button)
        buttons.addWidget(self.approve_button, 1)
        layout.addWidget(self.head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reason)
        layout.addLayout(buttons)
        return side

    # --- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The queue anew; the place in it stays."""
        row = max(0, self.queue.currentRow())
        self._waiting = queue(self._app)
        self.queue.blockSignals(True)
        self.queue.clear()
        for document in self._waiting:
            label = self._app.doctypes.label(document.type, self._language)
            item = QListWidgetItem(f"{label} {document.number}\n{document.dossier_code}")
            item.setData(DOCUMENT_ID, document.id)
            self.queue.addItem(item)
        self.queue.setCurrentRow(min(row, len(self._waiting) - 1))
        self.queue.blockSignals(False)
        self.count.setText(
            self.tr("%n paper(s) wait for approval", "", len(self._waiting))
            if self._waiting
            else self.tr("Nothing waits for approval.")
        )
        self._chosen()

    def _current(self) -> DocumentRow | None:
        row = self.queue.currentRow()
        return self._waiting[row] if 0 <= row < len(self._waiting) else None

    @Slot()
    def _chosen(self) -> None:
        document = self._current()
        for button in (self.approve_button, self.refuse_button):
            button.setEnabled(document is not None)
        self.table.setRowCount(0)
        self.reason.clear()
        if document is None:
            self.head.clear()
            self.view.show_page("")
            return
        known = {row.id: row for row in self._app.work.pages(document.dossier_code)}
        self._pages = [known[page_id] for page_id in document.page_ids if page_id in known]
        self._page = 0
        self.head.setText(f"<b>{document.title}</b><br>{document.code}<br>{signature_text(document.signature)}")
        for field in document.fields:
            row = self.table.rowCount()
            self.table.insertRow(row)
            label = self._app.doctypes.field_label(document.type, field.name, self._language)
            kind = self._app.doctypes.field_kind(document.type, field.name)
            value = self.tr("not on the paper") if field.state is FieldState.ABSENT else shown_value(field, kind)
            self.table.setItem(row, 0, QTableWidgetItem(label))
            self.table.setItem(row, 1, QTableWidgetItem(value))
        self.turn(0)

    def turn(self, step: int) -> None:
        """Shows the next or previous page of the paper."""
        if not self._pages:
            return
        self._page = min(max(0, self._page + step), len(self._pages) - 1)
        page = self._pages[self._page]
        reading = handoff.unpack_reading(page.reading_json) if page.reading_json else None
        self.view.show_page(str(self._app.pagestore.absolute(page.path)), rotation=reading.rotation if reading else 0)

    # --- what the approver does ----------------------------------------------------------------------

    @Slot()
    def approve(self) -> None:
        """Approves the paper that is shown and goes to the next."""
        document = self._current()
        if document is None:
            return
        try:
            approve(self._app, document, self.approver.text().strip())
        except (AppError, WarehouseError) as error:
            self._banner.show_error(error)
            return
        self._banner.show_good(self.tr("Approved: {0}").format(document.code))
        self.refresh()

    @Slot()
    def refuse(self) -> None:
        """Sends the paper back to the clerk with the reason that was typed."""
        document = self._current()
        if document is None:
            return
        try:
            refuse(self._app, document, self.approver.text().strip(), self.reason.text())
        except (AppError, WarehouseError) as error:
            self._banner.show_error(error)
            self.reason.setFocus()
            return
        self._banner.show_good(self.tr("Sent back to the clerk: {0}").format(document.code))
        self.refresh()
