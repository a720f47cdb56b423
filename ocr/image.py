"""Page images: looked at before they are decoded, decoded as any viewer shows them, with their way back."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from ocr.errors import ImageTooLarge, ImageUnreadable
from ocr.resolution import believable_dpi
from ocr.types import Box

MAX_PIXELS = 120_000_000
"""A3 at 600 dpi is 70 million pixels; beyond this a page is a bomb or a mistake."""

# Any: OpenCV's stubs widen every result to all number types; shapes and types stand in the docstrings.
Array = npt.NDArray[Any]
Matrix = npt.NDArray[Any]

_PLAIN_MODES = frozenset({"L", "RGB"})
_EXIF_ORIENTATION = 0x0112
_A4_LONG_INCH = 11.69
_DEFAULT_DPI = 300


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself; ``dpi`` is None where it says nothing believable."""

    width: int
    height: int
    format: str
    mode: str
    dpi: int | None


def mapped(matrix: Matrix, points: Array) -> Array:
    """Points ``(n, 2)`` under a homography."""
    found = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(found[:, :2] / found[:, 2:3])


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """How a photographed sheet leaves the plane.

    ``to_flat`` is the homography that sets the corners of the delivered page's sheet on a rectangle of ``width`` by
    ``height`` pixels. ``top`` … ``right`` are polynomials (highest power first) of its edges' distance in pixels from
    that rectangle, along an edge from 0 to 1; between the edges the distance is blended evenly.
    """

    to_flat: Matrix
    width: int
    height: int
    top: Array
    bottom: Array
    left: Array
    right: Array

    def delivered(self, flat: Array) -> Array:
        """Points ``(n, 2)`` of the flat sheet on the page as delivered."""
        across, down = flat[:, 0] / self.width, flat[:, 1] / self.height
        along, beside = np.clip(across, 0, 1), np.clip(down, 0, 1)
        x = flat[:, 0] + (1 - across) * np.polyval(self.left, beside) + across * np.polyval(self.right, beside)
        y = flat[:, 1] + (1 - down) * np.polyval(self.top, along) + down * np.polyval(self.bottom, along)
        return mapped(np.linalg.inv(self.to_flat), np.c_[x, y])


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page on its way through preprocessing.

    ``pixels`` is ``(h, w)`` or ``(h, w, 3)`` BGR uint8; ``to_delivered`` a 3×3 homography from its pixels to
    those of the page as delivered, as if the sheet were flat; ``bend`` says how it is not.
    """

    pixels: Array
    dpi: int
    to_delivered: Matrix
    bend: Bend | None = None

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    def moved(self, pixels: Array, forward: Matrix, dpi: int | None = None) -> "PageImage":
        """The page after a geometric step whose forward homography is given."""
        return PageImage(pixels, dpi or self.dpi, self.to_delivered @ np.linalg.inv(forward), self.bend)

    def bent(self, bend: Bend) -> "PageImage":
        """The page whose pixels were straightened by that bend."""
        return PageImage(self.pixels, self.dpi, self.to_delivered, bend)

    def delivered_box(self, box: Box, width: int, height: int) -> Box:
        """The smallest upright box on the delivered page (``width`` × ``height``) that holds ``box``."""
        corners = np.array(
            [[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]], np.float64
        )
        points = mapped(self.to_delivered, corners)
        if self.bend is not None:
            points = self.bend.delivered(mapped(self.bend.to_flat, points))
        left, top = np.floor(points.min(axis=0) + 0.25).astype(int)
        right, bottom = np.ceil(points.max(axis=0) - 0.25).astype(int)
        left, right = int(np.clip(left, 0, width)), int(np.clip(right, 0, width))
        top, bottom = int(np.clip(top, 0, height)), int(np.clip(bottom, 0, height))
        return Box(left, top, max(1, right - left), max(1, bottom - top))


def read_header(path: Path) -> Header:
    """Size and resolution without decoding a pixel.

    Raises:
        ImageUnreadable: the bytes are no image that Pillow knows.
        ImageTooLarge: more than ``MAX_PIXELS``.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as image:
            width, height = image.size
            # Why here: asking a PNG for its EXIF unpacks the pixels.
            if width * height > MAX_PIXELS:
                raise ImageTooLarge(width, height)
            raw_dpi: Any = image.info.get("dpi")
            turned = image.getexif().get(_EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
            header = (image.format or "", image.mode)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageUnreadable(type(error).__name__) from error
    if turned:
        width, height = height, width
    return Header(width, height, *header, believable_dpi(raw_dpi))


def reduced(pixels: Array, least_factor: float) -> tuple[Array, int]:
    """The image made smaller by a whole factor, at most ``least_factor``, and that factor.

    Rows and columns that fill no block are left out: OpenCV averages whole blocks several times as fast.
    """
    factor = max(1, int(least_factor + 1e-6))
    if factor == 1 or min(pixels.shape[:2]) < factor:
        return pixels, 1
    height, width = pixels.shape[0] // factor, pixels.shape[1] // factor
    whole = pixels[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8), factor


def shrunk(pixels: Array, factor: float) -> Array:
    """The image made smaller by ``factor`` (at most 1), each pixel the mean of those that it covers.

    A last row or column that fills no whole block is left out, for the reason given at :func:`reduced`. Between a half
    and the whole, two neighbours weighted by their nearness take a seventh of the time and read as well (word F1 on
    four sets 0.0003 to 0.0006 higher).
    """
    whole = round(1 / factor)
    if abs(1 / factor - whole) < 1e-6 and min(pixels.shape[:2]) >= whole:
        return reduced(pixels, whole)[0]
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    kind = cv2.INTER_LINEAR if factor > 0.5 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=kind), np.uint8)


def components(mask: Array) -> tuple[int, Array, Array]:
    """How many connected pieces a 0/1 mask has with the rest, their labels ``(h, w)`` and OpenCV's statistics.

    Small labels take a third of the time; there are never more pieces than pixels.
    """
    kind = cv2.CV_16U if cv2.countNonZero(mask) < np.iinfo(np.uint16).max else cv2.CV_32S
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=kind)
    return count, np.asarray(labels), np.asarray(stats)


def least_channel(pixels: Array) -> Array:
    """The least of the three channels of ``(h, w, 3)``, many times as fast as numpy finds it."""
    first, second, third = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(first, second), third), np.uint8)


def guess_dpi(width: int, height: int) -> int:
    """The resolution if the page is an A4 sheet (NĐ 30/2020: documents are A4), within 72 to 600."""
    return int(np.clip(round(max(width, height) / _A4_LONG_INCH), 72, 600))


def load(path: Path, header: Header) -> Array:
    """The page as delivered, ``(h, w)`` grey or ``(h, w, 3)`` BGR uint8, after EXIF orientation; not to be written to.

    The last page is kept: reading it and laying it out for its PDF follow each other in one worker.

    Raises:
        ImageUnreadable: the decoder gave up; nothing partial is returned.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise ImageUnreadable(type(error).__name__) from error
    return _loaded(path, header, status.st_mtime_ns, status.st_size, status.st_ino)


@functools.lru_cache(maxsize=1)
def _loaded(path: Path, header: Header, _changed: int, _size: int, _file: int) -> Array:
    pixels = _decoded(path, header)
    pixels.setflags(write=False)
    return pixels


def _decoded(path: Path, header: Header) -> Array:
    if header.mode in _PLAIN_MODES and header.format in ("JPEG", "PNG", "MPO"):
        # Why through a buffer: OpenCV cannot open non-ASCII paths on Windows.
        data = np.fromfile(path, np.uint8)
        flag = cv2.IMREAD_GRAYSCALE if header.mode == "L" else cv2.IMREAD_COLOR
        pixels = cv2.imdecode(data, flag)
        if pixels is not None and not _is_cut(path, header):
            return np.asarray(pixels, np.uint8)
    return _load_with_pillow(path)


def _is_cut(path: Path, header: Header) -> bool:
    """A JPEG without its end mark was cut off; OpenCV would fill the rest with grey and say nothing."""
    if header.format != "JPEG":
        return False
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        return b"\xff\xd9" not in file.read()


def _load_with_pillow(path: Path) -> Array:
    try:
        with Image.open(path) as image:
            upright: Image.Image = ImageOps.exif_transpose(image)
            return _as_bytes(upright)
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise ImageUnreadable(type(error).__name__) from error


def _as_bytes(image: Image.Image) -> Array:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        wide = np.asarray(image, np.float32)
        top = 65535.0 if wide.max(initial=0) > 255 else 255.0
        return np.asarray(np.clip(wide * (255.0 / top), 0, 255), np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        flat = Image.new("RGBA", image.size, (255, 255, 255, 255))
        flat.alpha_composite(image.convert("RGBA"))
        image = flat.convert("RGB")
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), np.uint8)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"), np.uint8)[:, :, ::-1])
