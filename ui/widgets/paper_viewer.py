"""A stored paper page by page, with a frame round the words that were searched."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scanner_app.events import PaperShown
from ui.widgets.images import ImageLoader
from ui.widgets.page_view import FULL_PX, PageView


class PaperViewer(QWidget):
    """Esc goes back; PgUp and PgDn turn pages; + - 0 zoom."""

    left = Signal()
    page_asked = Signal(int)

    def __init__(self, loader: ImageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._loader = loader
        self._page, self._pages = 1, 1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        self.head = QLabel(self)
        self.head.setObjectName("paperHead")
        self.head.setWordWrap(True)
        self.place = QLabel(self)
        self.place.setObjectName("paperPage")
        self.back_button = QPushButton(self.tr("Back to the list (Esc)"), self)
        self.back_button.setObjectName("paperBack")
        self.back_button.clicked.connect(self.left)
        top.addWidget(self.head, 1)
        top.addWidget(self.place)
        top.addWidget(self.back_button)
        self.view = PageView(loader, self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open(self, head: str) -> None:
        """A paper is on its way."""
        self.head.setText(head)
        self.place.setText(self.tr("Loading…"))
        self.view.show_page("")
        self.setFocus()

    def show_paper(self, shown: PaperShown) -> None:
        """A page has come."""
        self._page, self._pages = shown.page, shown.pages
        self.place.setText(self.tr("Page {0} of {1} (PgUp, PgDn)").format(shown.page, shown.pages))
        name = f"{shown.document}/{shown.page}"
        self._loader.decode(name, shown.image, FULL_PX)
        box = (shown.box.x, shown.box.y, shown.box.width, shown.box.height) if shown.box else None
        self.view.show_page(name, box)

    @Slot()
    def fail(self) -> None:
        """The paper cannot be shown; the banner says why."""
        self.place.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of reading."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif step:
            if 1 <= self._page + step <= self._pages:
                self.page_asked.emit(self._page + step)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.view.zoom(1.25)
        elif event.key() == Qt.Key.Key_Minus:
            self.view.zoom(0.8)
        elif event.key() == Qt.Key.Key_0:
            self.view.fit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + (80 if event.key() == Qt.Key.Key_Down else -80))
        else:
            super().keyPressEvent(event)
