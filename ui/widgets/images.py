"""Page images decoded off the GUI thread, reduced while decoding, the last ones kept."""

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QImageReader

_KEPT_BYTES = 256 << 20
"""An A4 page at 300 dpi takes 35 MB decoded: the last seven or so, and hundreds of thumbnails."""
_THUMB_PX = 400
"""Longest side up to which an image counts as a thumbnail."""


class ImageLoader(QObject):
    """Loads images by path; ``loaded`` arrives on the GUI thread, once for everybody who asked meanwhile."""

    loaded = Signal(str, int, QImage)

    def __init__(self, parent: QObject | None = None, *, kept_bytes: int = _KEPT_BYTES) -> None:
        super().__init__(parent)
        # Why two: the page that a clerk looks at never waits behind a hundred thumbnails.
        self._pages = ThreadPoolExecutor(1, thread_name_prefix="page")
        self._thumbs = ThreadPoolExecutor(1, thread_name_prefix="thumb")
        self._cache: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._awaited: set[tuple[str, int]] = set()
        self._kept_bytes = kept_bytes
        self._held_bytes = 0
        self.loaded.connect(self._keep)

    @property
    def held_bytes(self) -> int:
        """What the kept images take."""
        return self._held_bytes

    @property
    def is_loading(self) -> bool:
        """Whether an image that somebody asked for is still to come."""
        return bool(self._awaited)

    def request(self, path: str, longest_px: int) -> QImage | None:
        """The image at once when it is at hand, else None and ``loaded`` later."""
        key = (path, longest_px)
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
        elif key not in self._awaited:
            self._awaited.add(key)
            pool = self._thumbs if 0 < longest_px <= _THUMB_PX else self._pages
            pool.submit(self._load, path, longest_px)
        return known

    def decode(self, name: str, data: bytes, longest_px: int) -> None:
        """Decodes an image that lies in no file under a name of its own; ``loaded`` tells."""
        key = (name, longest_px)
        if key not in self._awaited:
            self._awaited.add(key)
            self._pages.submit(self._decode, name, data, longest_px)

    def _decode(self, name: str, data: bytes, longest_px: int) -> None:
        self.loaded.emit(name, longest_px, QImage.fromData(data))

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
        self._awaited.discard((path, longest_px))
        before = self._cache.pop((path, longest_px), None)
        self._held_bytes -= before.sizeInBytes() if before is not None else 0
        self._cache[path, longest_px] = image
        self._held_bytes += image.sizeInBytes()
        while self._held_bytes > self._kept_bytes and len(self._cache) > 1:
            _, oldest = self._cache.popitem(last=False)
            self._held_bytes -= oldest.sizeInBytes()

    def close(self) -> None:
        """Ends the threads."""
        for pool in (self._pages, self._thumbs):
            pool.shutdown(wait=True, cancel_futures=True)
