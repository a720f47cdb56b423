"""Grey from colour, even paper: what makes print dark and all else light."""

import cv2
import numpy as np

from ocr.image import Array, components, least_channel, reduced

INK_SATURATION = 45
"""Difference between strongest and weakest channel from which a dark pixel counts as coloured ink."""

RED_SEAL_INCH = 0.6
"""Official seals are 30 to 42 mm wide, names' stamps at least 15 mm high; red print is lower."""

SEAL_WIDTH_INCH = 1.1
"""Official seals are at least 30 mm wide (NĐ 99/2016 and its forms); emblems at the head are smaller."""

STROKE_INCH, STAMP_INCH = 2.6, 3.4
"""No seal or signature is larger than the first, no framed stamp («Công văn đến», «Đã thu phí») than the second; frames
and guilloche of certificates are, and their print is read."""

SIGNED_SEAL_INCH = (4.6, 2.6)
"""Width and height of a seal of 42 mm (NĐ 30/2020, Phụ lục I) with a signature from its middle to the right of it."""

_SIGNED_WITHIN_INCH = 0.5
"""A signature begins within this of its seal (NĐ 30/2020: the seal covers a third of it at the left)."""

_EACH_INK = 0.10
"""Share of what is red or blue from which strokes are both."""

MOST_GAIN = 1.8
"""Print of grey 60 on a copy stays below the level of ink under this factor."""

_STAMP = 2

SEAL_INCH = 0.30
"""Coloured strokes taller than this are seals and signatures; red titles of certificates are lower."""


def plain_grey(pixels: Array) -> Array:
    """Grey ``(h, w)`` by the usual weights of the channels."""
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def to_grey(pixels: Array, dpi: int) -> tuple[Array, tuple[str, ...]]:
    """Grey ``(h, w)``; seals and ink strokes become light where they are coloured, red print stays dark."""
    grey = plain_grey(pixels)
    if pixels.ndim == 2:
        return grey, ()
    mask = _coloured_strokes(pixels, dpi)
    if mask is None:
        return grey, ()
    ys, xs = np.nonzero(mask)
    top, bottom, left, right = ys.min(), ys.max() + 1, xs.min(), xs.max() + 1
    part = pixels[top:bottom, left:right]
    first, second, third = cv2.split(np.ascontiguousarray(part))
    strongest = cv2.max(cv2.max(first, second), third)
    where = mask[top:bottom, left:right] > 0
    stamps = mask[top:bottom, left:right] == _STAMP
    if stamps.any():
        strongest = np.where(stamps, _lightened(part, strongest, stamps), strongest)
    grey = grey.copy()
    grey[top:bottom, left:right][where] = strongest[where]
    return grey, ("ink-separated",)


def _lightened(part: Array, strongest: Array, where: Array) -> Array:
    """The strongest channel with the ink of a stamp, or of a seal and its signature, as light as the paper around it.

    Blue ink is darker than red in every channel: the level of each becomes the paper's, and print is multiplied alike.
    What a pen wrote elsewhere keeps its level: it may be all that there is to read.
    """
    coloured = cv2.subtract(strongest, least_channel(np.ascontiguousarray(part))) > INK_SATURATION
    paper = strongest[~coloured]
    if not paper.size:
        return strongest
    white = max(1.0, float(np.median(paper)))
    bluish = cv2.compare(part[:, :, 0], part[:, :, 2], cv2.CMP_GT) > 0
    light = strongest
    for side in (bluish, ~bluish):
        ink = strongest[coloured & where & side]
        if ink.size:
            gain = min(MOST_GAIN, max(1.0, white / max(1.0, float(np.median(ink)))))
            lit = np.minimum(cv2.convertScaleAbs(strongest, alpha=gain), round(white))
            light = np.where(side & coloured, lit, light)
    return np.asarray(light, np.uint8)


def _coloured_strokes(pixels: Array, dpi: int) -> Array | None:
    """Mask of coloured pixels in components as tall as a seal or a signature; None when there are none.

    ``_STAMP`` where they belong to a framed stamp, 1 elsewhere.
    """
    small, scale = reduced(pixels, 4)
    first, second, third = cv2.split(small)
    high, low = cv2.max(cv2.max(first, second), third), cv2.min(cv2.min(first, second), third)
    coloured = (cv2.subtract(high, low) > INK_SATURATION) & (low < 190)
    share = float(coloured.mean())
    if share < 2e-4 or share > 0.25:
        return None  # nothing coloured, or a coloured paper or desk: colour says nothing there
    joined = cv2.dilate(coloured.astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels, stats = components(joined)
    tall = [index for index in range(1, count) if _is_stroke(stats[index], labels, index, small, dpi / scale)]
    if not tall:
        return None
    strokes = np.isin(labels, tall).astype(np.uint8)
    seals: list[int] = []
    # A seal's inner letters and star touch nothing: everything coloured within its outline belongs to it.
    for index in tall:
        x, y, width, height = stats[index, :4]
        is_round = max(width, height) <= 2.0 * dpi / scale and 0.6 <= width / height <= 1.7
        inside = labels[y : y + height, x : x + width] == index
        is_framed = not is_round and _is_framed(inside)
        is_signed = not is_framed and _is_signed_seal(small[y : y + height, x : x + width], inside, dpi / scale)
        if is_round or is_framed or is_signed:
            part = slice(y, y + height), slice(x, x + width)
            strokes[part] = np.maximum(strokes[part], joined[part] * (_STAMP if is_framed or is_signed else 1))
        if (is_round and max(width, height) >= SEAL_WIDTH_INCH * dpi / scale) or is_signed:
            seals.append(index)
    reach = round(_SIGNED_WITHIN_INCH * dpi / scale)
    for index in tall:
        near = any(_are_near(stats[index], stats[seal], reach) for seal in seals if seal != index)
        if near and _is_blue(small, labels, stats[index], index):
            strokes[labels == index] = _STAMP  # the signature, or a part of it
    grown = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    size = (pixels.shape[1], pixels.shape[0])
    return np.asarray(cv2.resize(grown, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _is_blue(small: Array, labels: Array, row: Array, index: int) -> bool:
    """Whether a component is of blue or violet ink, not of red."""
    x, y, width, height = (int(value) for value in row[:4])
    blue, _green, red = small[y : y + height, x : x + width][labels[y : y + height, x : x + width] == index].mean(
        axis=0
    )
    return bool(blue >= red)


def _are_near(one: Array, other: Array, reach: int) -> bool:
    """Whether the boxes of two components are not farther apart than ``reach``."""
    (x, y, width, height), (left, top, across, down) = one[:4], other[:4]
    return bool(
        max(x, left) - min(x + width, left + across) <= reach and max(y, top) - min(y + height, top + down) <= reach
    )


def _is_stroke(row: Array, labels: Array, index: int, small: Array, dots_per_inch: float) -> bool:
    """Whether a coloured component is a seal or a signature, by its size; red titles are lower than seals."""
    x, y, width, height = (int(value) for value in row[:4])
    inside, part = labels[y : y + height, x : x + width] == index, small[y : y + height, x : x + width]
    most = STAMP_INCH if _is_framed(inside) else STROKE_INCH
    if max(width, height) > most * dots_per_inch:
        return _is_signed_seal(part, inside, dots_per_inch)
    least = (SEAL_INCH if _is_blue(small, labels, row, index) else RED_SEAL_INCH) * dots_per_inch
    return width >= least and height >= least


def _is_signed_seal(part: Array, inside: Array, dots_per_inch: float) -> bool:
    """Whether coloured strokes are a red seal and a blue signature that touch: as high as one, as wide as both."""
    height, width = inside.shape
    if height > SIGNED_SEAL_INCH[1] * dots_per_inch or width > SIGNED_SEAL_INCH[0] * dots_per_inch:
        return False
    pixels = part[inside].astype(np.int16)
    lead = pixels[:, 2] - pixels[:, 0]
    red, blue = int((lead > INK_SATURATION).sum()), int((lead < -INK_SATURATION).sum())
    return min(red, blue) > _EACH_INK * (red + blue)


def _is_framed(strokes: Array) -> bool:
    """Whether strokes ``(h, w)`` enclose an oblong of which most is free: the frame of a stamp, however askew."""
    mask = np.ascontiguousarray(strokes, np.uint8)
    if min(mask.shape) < 8 or float(mask.mean()) > 0.6:
        return False
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea)
    _middle, (width, height), _angle = cv2.minAreaRect(outline)
    enclosed = cv2.contourArea(outline)
    return enclosed > 0.8 * width * height and enclosed > 2 * float(mask.sum())


def background_of(grey: Array) -> Array:
    """The paper's brightness, ``(h/8, w/8)``: print closed away, then smoothed."""
    small, _factor = reduced(grey, 8)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    return np.asarray(cv2.medianBlur(closed, 15), np.uint8)


def even_background(grey: Array) -> tuple[Array, tuple[str, ...]]:
    """The page on paper that is white everywhere; left alone where it already is."""
    paper = background_of(grey)
    if float(np.percentile(paper, 5)) > 244:
        return grey, ()
    full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    floor = np.maximum(full, 60)
    return np.asarray(cv2.divide(grey, floor, scale=250.0), np.uint8), ("background",)
