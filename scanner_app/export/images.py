"""Page images in a coding that PDF knows: passed through where that is possible, coded anew where not."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageOps, TiffImagePlugin

from ocr.errors import ImageTooLarge, ImageUnreadable
from ocr.image import guess_dpi, read_header
from scanner_app.errors import InputDamaged, InputTooLarge
from scanner_app.export.jpeg import JpegHeader, read_jpeg
from scanner_app.export.types import FileSlice, ImageLayer, PreparedPage

_ORIENTATION_TAG = 0x0112
_JPEG_QUALITY = 90
"""Coding anew must not be seen: at 90 the recognised text does not change (measured in tests/scanner_app)."""

_LOSSLESS_LIMIT_BYTES = 1_500_000
"""A lossless page beyond this is a photograph; archives take light compression (TT 02/2019/TT-BNV)."""


def whole_page(path: Path, dpi: int | None = None) -> PreparedPage:
    """The image as one layer.

    Raises:
        InputDamaged: the file is no image or is cut off.
        InputTooLarge: it would unpack to too many pixels.
    """
    try:
        header = read_header(path)
    except ImageTooLarge as error:
        raise InputTooLarge(str(path), " × ".join(map(str, error.args[:2]))) from error
    except ImageUnreadable as error:
        raise InputDamaged(str(path), str(error)) from error
    try:
        orientation, layer = _layer(path)
    except (OSError, ValueError, SyntaxError, EOFError, zlib.error, struct.error) as error:
        raise InputDamaged(str(path), type(error).__name__) from error
    resolution = dpi or header.dpi or guess_dpi(header.width, header.height)
    return PreparedPage(header.width, header.height, resolution, orientation, (layer,))


def _layer(path: Path) -> tuple[int, ImageLayer]:
    jpeg = read_jpeg(path)
    with Image.open(path) as image:
        orientation = int(image.getexif().get(_ORIENTATION_TAG, 1))
        orientation = orientation if 1 <= orientation <= 8 else 1
        if jpeg is not None:
            return orientation, _jpeg_layer(path, jpeg)
        upright: Image.Image = ImageOps.exif_transpose(image)
        return 1, encode(upright)


def _jpeg_layer(path: Path, jpeg: JpegHeader) -> ImageLayer:
    colour = "DeviceGray" if jpeg.components == 1 else "DeviceRGB"
    return ImageLayer(jpeg.width, jpeg.height, "DCTDecode", colour, 8, FileSlice(str(path), 0, path.stat().st_size))


def encode(image: Image.Image) -> ImageLayer:
    """A decoded image in the coding that suits it: G4 for two tones, Flate while it is small, else JPEG."""
    if image.mode == "1":
        return bilevel(image)
    flat = _flattened(image)
    colour = "DeviceGray" if flat.mode == "L" else "DeviceRGB"
    raw = flat.tobytes()
    sample = raw[:: max(1, len(raw) // 200_000)]
    if len(zlib.compress(sample, 1)) * len(raw) // len(sample) <= 2 * _LOSSLESS_LIMIT_BYTES:
        packed = zlib.compress(raw, 6)
        if len(packed) <= _LOSSLESS_LIMIT_BYTES:
            return ImageLayer(flat.width, flat.height, "FlateDecode", colour, 8, packed)
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return ImageLayer(flat.width, flat.height, "DCTDecode", colour, 8, target.getvalue())


def bilevel(image: Image.Image, paint: tuple[int, int, int] | None = None) -> ImageLayer:
    """A two-tone image in CCITT group 4; with ``paint`` a stencil that paints its black pixels."""
    parameters = f"/K -1 /Columns {image.width} /Rows {image.height}"
    colour = "" if paint is not None else "DeviceGray"
    return ImageLayer(image.width, image.height, "CCITTFaxDecode", colour, 1, group4(image), parameters, paint)


def group4(image: Image.Image) -> bytes:
    """The CCITT group 4 data of a mode ``1`` image, black pixels as black."""
    target = io.BytesIO()
    # One strip: group 4 data are one stream in a PDF.
    ifd = TiffImagePlugin.ImageFileDirectory_v2()
    ifd[TiffImagePlugin.ROWSPERSTRIP] = image.height
    # Why inverted: fax coding calls the ones black, Pillow's two-tone images the zeros.
    ImageChops.invert(image).save(target, "TIFF", compression="group4", tiffinfo=ifd)
    target.seek(0)
    with Image.open(target) as written:
        tags: Any = written.tag_v2  # type: ignore[attr-defined]
        offsets, lengths = tags[TiffImagePlugin.STRIPOFFSETS], tags[TiffImagePlugin.STRIPBYTECOUNTS]
    if len(offsets) != 1:
        raise ValueError("strips")
    return target.getvalue()[offsets[0] : offsets[0] + lengths[0]]


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        low, high = (float(value) for value in image.getextrema()[:2])  # type: ignore[arg-type]
        top = 65535.0 if high > 255 else 255.0
        del low
        return image.point(lambda value: value * (255.0 / top)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        flat = Image.new("RGBA", image.size, (255, 255, 255, 255))
        flat.alpha_composite(image.convert("RGBA"))
        return flat.convert("RGB")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")
