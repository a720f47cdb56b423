"""A page's image made ready for the file; runs in worker processes beside recognition."""

import io
from pathlib import Path

from PIL import Image

from ocr.errors import OcrError
from ocr.image import Array, guess_dpi, load, read_header
from ocr.layers import PageLayers, split
from scanner_app.export.images import bilevel, whole_page
from scanner_app.export.types import FileSlice, ImageLayer, PreparedPage, Profile

_BACKGROUND_QUALITY = {Profile.ARCHIVE: 48, Profile.PORTAL: 36}
"""A portal's file is smaller by coarser coding, not by fewer pixels."""

_PLAIN_QUALITY = 55
_MAX_PIXELS = 40_000_000
"""A3 at 400 dpi. Beyond it the layers would take more than a gigabyte to make; the page goes in as it is."""

_MIN_SAVING = 0.8
"""Layers that save less than a fifth are not worth their loss."""

_BACKGROUND_DPI = 200
"""NĐ 30/2020/NĐ-CP Phụ lục I: a scan in colour has 200 dpi at least. Print keeps the page's own resolution."""


def prepare_page(image: str, dpi: int | None = None, profile: str = Profile.ARCHIVE) -> PreparedPage:
    """The page in layers where that pays, else as it is.

    Raises:
        InputDamaged: the file is no image or is cut off.
        InputTooLarge: it would unpack to too many pixels.
    """
    path = Path(image)
    whole = whole_page(path, dpi)
    kind = Profile(profile)
    if kind is Profile.MASTER or whole.layers[0].bits == 1 or whole.width * whole.height > _MAX_PIXELS:
        return whole
    layered = _layered(path, dpi, _BACKGROUND_QUALITY[kind])
    if layered is None or layers_size(layered.layers) > _MIN_SAVING * layers_size(whole.layers):
        return whole
    return layered


def shrunk_page(image: str, dpi: int | None, whole: PreparedPage) -> PreparedPage:
    """The page as one picture of the least resolution that the law takes; ``whole`` where that is no smaller."""
    path = Path(image)
    resolution = dpi or whole.dpi
    if resolution <= _BACKGROUND_DPI:
        return whole
    try:
        pixels = load(path, read_header(path))
    except OcrError:
        return whole
    height, width = pixels.shape[:2]
    factor = _BACKGROUND_DPI / resolution
    picture = Image.fromarray(pixels if pixels.ndim == 2 else pixels[:, :, ::-1])  # OpenCV counts blue first
    small = picture.resize((max(1, round(width * factor)), max(1, round(height * factor))), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=_PLAIN_QUALITY, optimize=True)
    colour = "DeviceGray" if small.mode == "L" else "DeviceRGB"
    layer = ImageLayer(small.width, small.height, "DCTDecode", colour, 8, target.getvalue())
    if layers_size((layer,)) >= layers_size(whole.layers):
        return whole
    return PreparedPage(width, height, resolution, 1, (layer,))


def _layered(path: Path, dpi: int | None, quality: int) -> PreparedPage | None:
    try:
        header = read_header(path)
        pixels = load(path, header)
    except OcrError:
        return None
    resolution = dpi or header.dpi or guess_dpi(header.width, header.height)
    layers = split(pixels, resolution, _BACKGROUND_DPI)
    if layers is None:
        return None
    height, width = pixels.shape[:2]
    background = _background(layers, quality)
    if layers.mask is None:
        return PreparedPage(width, height, resolution, 1, (background,))
    return PreparedPage(width, height, resolution, 1, (background, _mask(layers.mask, layers.ink)))


def _background(layers: PageLayers, quality: int) -> ImageLayer:
    target = io.BytesIO()
    image = Image.fromarray(layers.background)
    image.save(target, "JPEG", quality=_PLAIN_QUALITY if layers.mask is None else quality, optimize=True)
    colour = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    return ImageLayer(image.width, image.height, "DCTDecode", colour, 8, target.getvalue())


def _mask(mask: Array, ink: tuple[int, int, int]) -> ImageLayer:
    return bilevel(Image.fromarray(255 - mask).convert("1", dither=Image.Dither.NONE), ink)


def layers_size(layers: tuple[ImageLayer, ...]) -> int:
    """Bytes of the layers' data."""
    return sum(layer.data.length if isinstance(layer.data, FileSlice) else len(layer.data) for layer in layers)
