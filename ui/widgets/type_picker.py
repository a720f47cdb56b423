"""Choosing a kind of paper by typing a piece of its name, marks left out."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ocr.doctypes import DoctypeSet
from ocr.types import UNKNOWN_TYPE
from warehouse.fold import fold

_CODE = Qt.ItemDataRole.UserRole


class TypePicker(QFrame):
    """A small sheet over the screen: type, Enter; Esc leaves everything as it was."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, doctypes: DoctypeSet, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedSize(430, 380)
        codes = [*doctypes.types, UNKNOWN_TYPE]
        named = sorted((doctypes.label(code, language), code) for code in codes)
        self._choices = [(label, code, f" {fold(label)}") for label, code in named]
        layout = QVBoxLayout(self)
        head = QLabel(self.tr("Kind of paper: type a piece of its name, Enter takes the marked one"), self)
        head.setWordWrap(True)
        layout.addWidget(head)
        self.words = QLineEdit(self)
        self.words.setObjectName("typeWords")
        self.words.setAccessibleName(self.tr("Kind of paper"))
        self.words.textChanged.connect(self._filter)
        self.words.installEventFilter(self)
        self.choices = QListWidget(self)
        self.choices.setObjectName("typeChoices")
        self.choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices.itemClicked.connect(self._take)
        layout.addWidget(self.words)
        layout.addWidget(self.choices, 1)
        self.hide()

    def ask(self) -> None:
        """Shows itself with every kind."""
        self.words.clear()
        self._filter("")
        self.raise_()
        self.show()
        self.words.setFocus()

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        self.choices.clear()
        for label, code, folded in self._choices:
            if all(f" {word}" in folded for word in wanted):
                item = QListWidgetItem(label)
                item.setData(_CODE, code)
                self.choices.addItem(item)
        self.choices.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The list's keys while the words have the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.choices.currentRow() + step
                self.choices.setCurrentRow(min(max(0, row), self.choices.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take(self) -> None:
        item = self.choices.currentItem()
        if item is not None:
            self.hide()
            self.picked.emit(str(item.data(_CODE)))
