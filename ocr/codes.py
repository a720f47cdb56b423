"""QR and barcodes, read with zxing-cpp where they are likely first and everywhere last."""

from typing import Any

import cv2
import numpy as np
import zxingcpp

from ocr.image import Array, components, shrunk
from ocr.types import Barcode, Box

_NAMES = {"QRCode": "QRCode", "QR Code": "QRCode", "Code128": "Code128", "Code 128": "Code128"}
# Any: the wheel's stub names a type that the module does not take.
_WANTED: Any = (
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.DataMatrix,
    zxingcpp.BarcodeFormat.PDF417,
)


def read_codes(grey: Array, dpi: int) -> tuple[Barcode, ...]:
    """Barcodes of a grey page, boxes in its pixels.

    A half-size copy is tried first; where finder patterns are seen but nothing decodes, their surroundings
    are enlarged and tried again: the QR of an identity card is 15 to 20 mm wide (domain: 7.1).
    """
    half = shrunk(grey, 0.5)
    found = _decode(half, 2.0)
    if found:
        return found
    for x, y, width, height in _dense_squares(half, dpi / 2, 2.0):
        part = grey[y : y + height, x : x + width]
        for factor in (1.0, 2.0, 3.0):
            large = part if factor == 1.0 else cv2.resize(part, None, fx=factor, fy=factor)
            found = _decode(np.ascontiguousarray(large), 1 / factor, x, y)
            if found:
                return found
    return ()


def _decode(image: Array, scale: float, left: int = 0, top: int = 0) -> tuple[Barcode, ...]:
    codes: list[Barcode] = []
    for item in zxingcpp.read_barcodes(image, formats=_WANTED):
        corners = item.position
        points = [corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left]
        xs, ys = [point.x * scale for point in points], [point.y * scale for point in points]
        box = Box(
            round(min(xs)) + left,
            round(min(ys)) + top,
            max(1, round(max(xs) - min(xs))),
            max(1, round(max(ys) - min(ys))),
        )
        name = str(item.format).rsplit(".", 1)[-1]
        codes.append(Barcode(_NAMES.get(name, name.replace(" ", "")), item.text, box))
    return tuple(codes)


def _dense_squares(grey: Array, dpi: float, back: float) -> list[tuple[int, int, int, int]]:
    """Square regions of QR size that are about half black, with a margin around them, in pixels ``back`` as many."""
    scale = 40 / dpi
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blotch = ((small < 190) & (small > 40)).astype(np.uint8)
    joined = cv2.morphologyEx(blotch, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    joined = cv2.dilate(joined, np.ones((5, 5), np.uint8))
    count, _labels, stats = components(joined)
    squares = []
    for index in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[index])
        if 12 <= width <= 130 and 0.6 < width / height < 1.6 and area > 0.5 * width * height:
            margin = 6
            left, top = max(0, x - margin), max(0, y - margin)
            squares.append(
                (
                    round(left / scale * back),
                    round(top / scale * back),
                    round((width + 2 * margin) / scale * back),
                    round((height + 2 * margin) / scale * back),
                )
            )
    return sorted(squares, key=lambda square: -square[2] * square[3])[:4]
