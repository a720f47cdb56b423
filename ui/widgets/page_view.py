"""One page, to be zoomed and moved, with the box of the field that the clerk looks at."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsRectItem, QGraphicsScene, QGraphicsView, QWidget

from ui.widgets.images import ImageLoader

Rect = tuple[int, int, int, int]
FULL_PX = 3600
"""Longest side at which pages are shown: A4 at 300 dpi without reduction."""


class PageView(QGraphicsView):
    """Shows a page file; boxes are in pixels of the page as delivered."""

    def __init__(self, loader: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._path = ""
        self._box: Rect | None = None
        self._page_width = 0
        self._rotation = 0
        self._is_fit = True
        scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._frame = QGraphicsRectItem()
        self._frame.setPen(QPen(QColor("#e08a00"), 6))
        self._frame.setBrush(QColor(255, 196, 0, 50))
        self._frame.setVisible(False)
        scene.addItem(self._item)
        scene.addItem(self._frame)
        self.setScene(scene)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setBackgroundBrush(QColor("#dfe5ec"))
        self.setAccessibleName(self.tr("Page image"))
        loader.loaded.connect(self._arrived)

    @property
    def path(self) -> str:
        """The file that is shown."""
        return self._path

    @property
    def box_is_shown(self) -> bool:
        """Whether a box is drawn now."""
        return self._frame.isVisible()

    def show_page(self, path: str, box: Rect | None = None, *, page_width: int = 0, rotation: int = 0) -> None:
        """Shows a page turned upright, with a box when one is given; ``page_width`` is that of the delivered page."""
        self._box, self._page_width, self._rotation = box, page_width, rotation
        if path == self._path and not self._item.pixmap().isNull():
            self._place()
            return
        self._path = path
        self._item.setPixmap(QPixmap())
        self._frame.setVisible(False)
        image = self._loader.request(path, FULL_PX) if path else None
        if image is not None:
            self._show(image)

    @Slot(str, int, QImage)
    def _arrived(self, path: str, longest_px: int, image: QImage) -> None:
        if path == self._path and longest_px == FULL_PX:
            self._show(image)

    def _show(self, image: QImage) -> None:
        self._item.setPixmap(QPixmap.fromImage(image))
        self.scene().setSceneRect(self._item.boundingRect())
        self._is_fit = True
        self._place()

    def _place(self) -> None:
        pixmap = self._item.pixmap()
        if pixmap.isNull():
            return
        if self._box is None:
            self._frame.setVisible(False)
        else:
            factor = pixmap.width() / self._page_width if self._page_width else 1.0
            x, y, width, height = (value * factor for value in self._box)
            self._frame.setRect(QRectF(x - 8, y - 8, width + 16, height + 16))
            self._frame.setVisible(True)
        if self._is_fit:
            self.fit()
        if self._frame.isVisible():
            self.ensureVisible(self._frame, 60, 120)

    @Slot()
    def fit(self) -> None:
        """The whole width of the page."""
        self._is_fit = True
        self.resetTransform()
        self.rotate(self._rotation)
        bounds = self.transform().mapRect(self._item.boundingRect())
        if bounds.width() > 1:
            factor = max(0.05, (self.viewport().width() - 6) / bounds.width())
            self.scale(factor, factor)
        if self._frame.isVisible():
            self.centerOn(self._frame)

    def zoom(self, factor: float) -> None:
        """Nearer or farther."""
        self._is_fit = False
        self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Keeps the page fitted."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._is_fit:
            self.fit()
