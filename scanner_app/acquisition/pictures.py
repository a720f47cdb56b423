"""TIFF with many pages, HEIC and WebP, as single page files."""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

from ocr.resolution import believable_dpi
from ocr.types import Problem
from scanner_app.acquisition.sources import MAX_PIXELS, ImportedPage
from scanner_app.errors import InputDamaged, InputTooLarge
from scanner_app.files import write_error

_PHOTO_QUALITY = 95

_LEAST_STRETCH, _MOST_STRETCH = 1.5, 2.7
"""Rates of dots across to dots down between which a page is stretched: fine faxes (204 by 196) are square enough, and
beyond is a header that nobody should believe."""

BROKEN = (
    EOFError,
    OSError,
    ValueError,
    SyntaxError,
    MemoryError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What decoders raise over damaged files; each of these was seen or stands in Pillow's sources."""


def pages(path: Path, folder: Path, kind: str) -> Iterator[ImportedPage]:
    """The pages of one picture file; what stands before a cut is kept, the cut is told."""
    Image.MAX_IMAGE_PIXELS = None
    if kind == "heic":
        pillow_heif.register_heif_opener()
    number = 0
    try:
        with Image.open(path) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise InputTooLarge(str(path), f"{width} × {height}")
            if kind == "webp" and getattr(image, "n_frames", 1) > 1:
                yield _told(folder, Problem("INPUT-ANIMATED", 1, str(getattr(image, "n_frames", 1))))
            for _index in _frames(image, kind):
                if image.width * image.height > MAX_PIXELS:
                    raise InputTooLarge(str(path), f"{image.width} × {image.height}")
                number += 1
                yield _saved(image, folder, number, kind)
    except BROKEN as error:
        if number <= 1 and not any(folder.iterdir()):
            raise InputDamaged(str(path), type(error).__name__) from error
        yield _told(folder, Problem("INPUT-CUT", number, type(error).__name__))


def _frames(image: Image.Image, kind: str) -> Iterator[int]:
    """Moves from frame to frame; one by one, because counting them first fails where the file is cut."""
    yield 0
    index = 0
    while kind == "tiff":
        index += 1
        try:
            image.seek(index)
        except EOFError:
            return
        yield index


def _squared(image: Image.Image) -> Image.Image:
    """The picture with square dots; a fax of standard resolution has 204 by 98 of them to the inch (ITU-T T.4, 2.1)."""
    raw_dpi = image.info.get("dpi")
    if image.mode not in ("1", "L", "RGB") or not isinstance(raw_dpi, tuple) or not believable_dpi(raw_dpi):
        return image
    rate = float(raw_dpi[0]) / float(raw_dpi[1] or raw_dpi[0])
    if not _LEAST_STRETCH < rate < _MOST_STRETCH or image.width * image.height * rate > MAX_PIXELS:
        return image
    plain = image.convert("L") if image.mode == "1" else image
    return plain.resize((image.width, round(image.height * rate)), Image.Resampling.BICUBIC)


def _eight_bits(image: Image.Image) -> Image.Image:
    """A picture of one deep channel with its range brought to a byte: Pillow's own conversion cuts it off as white."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    wide = np.asarray(image, np.float32)
    highest = float(wide.max(initial=0.0))
    top = next((limit for limit in (1.0, 255.0, 65535.0) if highest <= limit), highest)
    return Image.fromarray(np.asarray(np.clip(wide * (255.0 / top), 0, 255), np.uint8))


def _told(folder: Path, problem: Problem) -> ImportedPage:
    return ImportedPage(folder / "none", problem.page or 1, None, "", problem=problem)


def _saved(image: Image.Image, folder: Path, number: int, kind: str) -> ImportedPage:
    dpi = believable_dpi(image.info.get("dpi"))
    upright = ImageOps.exif_transpose(image)
    if upright.size == image.size:
        upright = _squared(upright)
    if kind == "heic":
        target, media_type = folder / f"{number:05d}.jpg", "image/jpeg"
        options: dict[str, object] = {"quality": _PHOTO_QUALITY, "subsampling": 0}
        upright = upright.convert("RGB")
    else:
        target, media_type = folder / f"{number:05d}.png", "image/png"
        options = {"compress_level": 1}
        if upright.mode not in ("1", "L", "RGB", "P", "RGBA", "LA", "I;16"):
            upright = _eight_bits(upright).convert("RGB")
    if dpi:
        options["dpi"] = (dpi, dpi)
    upright.load()
    try:
        upright.save(target, **options)  # type: ignore[arg-type]
    except OSError as error:
        raise write_error(target, error) from error
    return ImportedPage(target, number, dpi, media_type)
