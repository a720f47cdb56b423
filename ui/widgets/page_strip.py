"""A dossier's pages in small, in columns that stay where they are while more arrive."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.widgets.images import ImageLoader

THUMB_PX = 200
_CELL = QSize(154, 214)
PAGE_ID, PAGE_PATH, ORDINAL = (Qt.ItemDataRole.UserRole + number for number in range(3))


class PageStrip(QListWidget):
    """Thumbnails; several may be chosen."""

    def __init__(self, loader: ImageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._loader = loader
        self._by_path: dict[str, list[QListWidgetItem]] = {}
        self.setObjectName("pageStrip")
        self.setAccessibleName(self.tr("Pages"))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setIconSize(QSize(136, 181))
        self.setGridSize(_CELL)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        # Why: a bar that comes and goes moves the columns under the clerk's eyes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        loader.loaded.connect(self._arrived)

    def clear(self) -> None:
        """No pages."""
        self._by_path = {}
        super().clear()

    def add_page(self, page_id: str, ordinal: int, path: str, *, blank: bool = False) -> None:
        """Adds a page at the end."""
        item = QListWidgetItem()
        item.setSizeHint(_CELL)
        item.setData(PAGE_ID, page_id)
        item.setData(PAGE_PATH, path)
        item.setData(ORDINAL, ordinal)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name(item, blank=blank)
        self.addItem(item)
        self._by_path.setdefault(path, []).append(item)
        image = self._loader.request(path, THUMB_PX)
        if image is not None:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    def mark_blank(self, page_id: str) -> None:
        """Says that a page is blank."""
        for row in range(self.count()):
            if self.item(row).data(PAGE_ID) == page_id:
                self._name(self.item(row), blank=True)

    def _name(self, item: QListWidgetItem, *, blank: bool) -> None:
        ordinal = int(item.data(ORDINAL))
        item.setText(self.tr("{0} (blank)").format(ordinal) if blank else str(ordinal))

    def show_last(self) -> None:
        """Goes to the newest page."""
        self.setCurrentRow(self.count() - 1, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def drop(self, page_ids: Iterable[str]) -> None:
        """Takes pages out of sight and stays near them."""
        gone = set(page_ids)
        at = self.currentRow()
        for row in reversed(range(self.count())):
            if self.item(row).data(PAGE_ID) in gone:
                item = self.takeItem(row)
                self._by_path[str(item.data(PAGE_PATH))].remove(item)
        self.setCurrentRow(min(at, self.count() - 1))

    def chosen_pages(self) -> tuple[str, ...]:
        """The chosen pages' keys."""
        return tuple(str(item.data(PAGE_ID)) for item in self.selectedItems())

    @property
    def path(self) -> str:
        """The file of the page at which the clerk is; empty when there is none."""
        return str(self.item(self.currentRow()).data(PAGE_PATH)) if self.currentRow() >= 0 else ""

    @Slot(str, int, QImage)
    def _arrived(self, path: str, longest_px: int, image: QImage) -> None:
        if longest_px == THUMB_PX:
            for item in self._by_path.get(path, ()):
                item.setIcon(QIcon(QPixmap.fromImage(image)))
