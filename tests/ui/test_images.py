"""Images come once for everybody and take no more memory than is allowed."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ui.widgets.images import ImageLoader

pytestmark = pytest.mark.ui


def drawn(folder: Path, name: str) -> str:
    image = QImage(400, 500, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    path = str(folder / name)
    assert image.save(path)
    return path


def test_that_an_image_asked_for_many_times_is_decoded_once(tmp_path: Path, qtbot: QtBot) -> None:
    loader = ImageLoader()
    arrived: list[str] = []
    loader.loaded.connect(lambda path, _px, _image: arrived.append(path))
    path = drawn(tmp_path, "a.png")

    for _ in range(15):
        loader.request(path, 3600)
    qtbot.waitUntil(lambda: not loader.is_loading, timeout=30_000)
    loader.close()

    assert arrived == [path]
    assert loader.request(path, 3600) is not None


def test_that_the_kept_images_stay_below_their_bound(tmp_path: Path, qtbot: QtBot) -> None:
    loader = ImageLoader(kept_bytes=2_000_000)
    paths = [drawn(tmp_path, f"{number}.png") for number in range(6)]

    for path in paths:
        loader.request(path, 3600)
    qtbot.waitUntil(lambda: not loader.is_loading, timeout=30_000)

    assert loader.held_bytes <= 2_000_000
    loader.close()
