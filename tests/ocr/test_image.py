"""Pictures of every kind that scanners, faxes and phones write, as pixels of the page as delivered."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.errors import ImageUnreadable
from ocr.image import guess_dpi, load, read_header
from ocr.resolution import believable_dpi

SIZE = (120, 200)
INK = (20, 30, 60, 50)
"""Left, top, right, bottom of the one dark patch on the drawn page."""


def _page() -> Image.Image:
    image = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(image).rectangle(INK, fill="black")
    return image


def _saved(image: Image.Image, path: Path, **options: object) -> np.ndarray:  # type: ignore[type-arg]
    image.save(path, **options)  # type: ignore[arg-type]
    pixels = load(path, read_header(path))
    assert pixels.dtype == np.uint8
    return pixels if pixels.ndim == 2 else pixels.max(axis=2)


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("1", "fax.png"),
        ("1", "fax.tif"),
        ("L", "grey.png"),
        ("P", "palette.png"),
        ("LA", "grey with alpha.png"),
        ("RGBA", "colour with alpha.png"),
        ("I;16", "sixteen bits.png"),
        ("CMYK", "four inks.jpg"),
        ("CMYK", "four inks.tif"),
        ("RGB", "màu.jpg"),
    ],
)
def test_that_print_is_dark_and_paper_light_in_every_mode(mode: str, name: str, tmp_path: Path) -> None:
    image = _page()
    if mode == "I;16":
        wide = np.asarray(image.convert("L"), np.uint16) * 257
        image = Image.fromarray(wide)
    elif mode == "P":
        image = image.convert("P", palette=Image.Palette.ADAPTIVE)
    else:
        image = image.convert(mode)

    grey = _saved(image, tmp_path / name)

    assert grey.shape == (SIZE[1], SIZE[0])
    assert grey[40, 40] < 60
    assert grey[150, 100] > 200


def test_that_what_is_transparent_is_paper(tmp_path: Path) -> None:
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle(INK, fill=(0, 0, 0, 255))

    grey = _saved(image, tmp_path / "trong suốt.png")

    assert grey[150, 100] > 200
    assert grey[40, 40] < 60


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that writes the orientation has stored the page."""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_a_page_is_delivered_as_exif_says(orientation: int, tmp_path: Path) -> None:
    turn = TURNS[orientation]
    stored = _page() if turn is None else _page().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation

    grey = _saved(stored, tmp_path / "máy ảnh.jpg", exif=exif, quality=95)

    header = read_header(tmp_path / "máy ảnh.jpg")
    assert (header.width, header.height) == SIZE
    assert grey.shape == (SIZE[1], SIZE[0])
    assert grey[40, 40] < 60
    assert grey[150, 100] > 200


@pytest.mark.parametrize(
    ("raw", "dpi"),
    [((300, 300), 300), ((72, 72), None), ((1, 1), None), ((99999, 99999), None), (None, None), (("x",), None)],
)
def test_that_only_a_scanner_s_resolution_is_believed(raw: object, dpi: int | None) -> None:
    assert believable_dpi(raw) == dpi


@pytest.mark.parametrize(("size", "dpi"), [((2480, 3508), 300), ((595, 842), 72), ((3508, 2480), 300)])
def test_that_a_sheet_without_resolution_is_taken_for_a4(size: tuple[int, int], dpi: int) -> None:
    assert abs(guess_dpi(*size) - dpi) <= 1


def test_that_a_cut_jpeg_is_not_filled_up_with_grey(tmp_path: Path) -> None:
    path = tmp_path / "cắt.jpg"
    _page().save(path, quality=95)
    path.write_bytes(path.read_bytes()[:-600])

    with pytest.raises(ImageUnreadable):
        load(path, read_header(path))
