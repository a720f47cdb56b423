"""Page images decoded off the GUI thread, reduced while decoding, the last ones kept."""

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader

_KEPT = 40


class ImageLoader(QObject):
    """Loads images by path; ``loaded`` arrives on the GUI thread."""

    loaded = Signal(str, int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="image")
        self._cache: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self.loaded.connect(self._keep)

    def request(self, path: str, longest_px: int) -> QImage | None:
        """The image at once when it is at hand, else None and ``loaded`` later."""
        known = self._cache.get((path, longest_px))
        if known is None:
            self._pool.submit(self._load, path, longest_px)
        return known

    def _load(self, path: str, longest_px: int) -> None:
        reader = QImageReader(path)
        reader.setAutoTransform(True)
        size = reader.size()
        longest = max(size.width(), size.height())
        if longest > longest_px > 0:
            factor = longest_px / longest
            reader.setScaledSize(QSize(round(size.width() * factor), round(size.height() * factor)))
        self.loaded.emit(path, longest_px, reader.read())

    def _keep(self, path: str, longest_px: int, image: QImage) -> None:
        self._cache[path, longest_px] = image
        while len(self._cache) > _KEPT:
            self._cache.popitem(last=False)

    def close(self) -> None:
        """Ends the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)
