"""The papers of a dossier with their pages in small, to be walked through by keyboard."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from ui.widgets.images import ImageLoader

THUMB_PX = 200
SHOWN = QSize(56, 74)
PAGE, PAPER = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the tree shows of a page; ``turn`` is the clockwise turn that sets it upright."""

    id: str
    text: str
    path: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PaperLook:
    """A head line with its pages; ``id`` is empty for the pages that lie in no paper."""

    id: str
    text: str
    colour: str
    pages: tuple[PageLook, ...]


class PaperTree(QTreeWidget):
    """Shows papers; the place and the choice of pages stay when they are shown anew."""

    def __init__(self, loader: ImageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._loader = loader
        self._items: dict[str, QTreeWidgetItem] = {}
        self._looks: dict[str, PageLook] = {}
        self.setObjectName("papers")
        self.setHeaderHidden(True)
        self.setIconSize(SHOWN)
        self.setIndentation(14)
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Papers and their pages"))
        loader.loaded.connect(self._arrived)

    def show_papers(self, papers: tuple[PaperLook, ...], current: str = "") -> None:
        """Builds the tree; goes to the page ``current`` when it is there, else to the first page."""
        self.blockSignals(True)
        self.clear()
        self._items, self._looks = {}, {}
        for paper in papers:
            head = QTreeWidgetItem([paper.text])
            head.setData(0, PAPER, paper.id)
            head.setForeground(0, QBrush(QColor(paper.colour)))
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.addTopLevelItem(head)
            for page in paper.pages:
                self._add(head, paper.id, page)
            head.setExpanded(True)
        target = self._items.get(current) or next(iter(self._items.values()), None)
        if target is not None:
            self.setCurrentItem(target)
        self.blockSignals(False)
        self.currentItemChanged.emit(target, None)

    def _add(self, head: QTreeWidgetItem, paper_id: str, page: PageLook) -> None:
        item = QTreeWidgetItem(head, [page.text])
        item.setData(0, PAGE, page.id)
        item.setData(0, PAPER, paper_id)
        item.setSizeHint(0, SHOWN + QSize(8, 6))
        self._items[page.id], self._looks[page.id] = item, page
        image = self._loader.request(page.path, THUMB_PX)
        if image is not None:
            self._draw(page, image)

    @Slot(str, int, QImage)
    def _arrived(self, path: str, longest_px: int, image: QImage) -> None:
        if longest_px == THUMB_PX:
            for look in self._looks.values():
                if look.path == path:
                    self._draw(look, image)

    def _draw(self, look: PageLook, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        if look.turn:
            pixmap = pixmap.transformed(QTransform().rotate(look.turn))
        self._items[look.id].setIcon(0, QIcon(pixmap))

    def item_of(self, page_id: str) -> QTreeWidgetItem:
        """The line of a page."""
        return self._items[page_id]

    @property
    def page(self) -> str:
        """The page at which the clerk is; empty on a head line."""
        item = self.currentItem()
        return str(item.data(0, PAGE) or "") if item else ""

    @property
    def paper(self) -> str:
        """The paper in which the clerk is; empty among the pages that lie in none."""
        item = self.currentItem()
        return str(item.data(0, PAPER) or "") if item else ""

    def chosen_pages(self) -> tuple[str, ...]:
        """The chosen pages in order; of a chosen head line all its pages."""
        chosen: list[str] = []
        for item in self.selectedItems():
            own = str(item.data(0, PAGE) or "")
            chosen += [own] if own else [page for page, row in self._items.items() if row.parent() is item]
        order = list(self._items)
        return tuple(sorted(set(chosen), key=order.index))

    def next_page(self) -> str:
        """The page behind the chosen ones, or the one before them: where the eye is when they are gone."""
        order = list(self._items)
        chosen = [order.index(page) for page in self.chosen_pages()]
        if not chosen:
            return ""
        rest = order[chosen[-1] + 1 :] or order[: chosen[0]][::-1]
        return rest[0] if rest else ""
