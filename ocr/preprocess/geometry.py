"""How the page is turned and how far it is askew, its ink and its dark edges."""

import cv2
import numpy as np

from ocr.image import Array, PageImage, components, reduced, shrunk

MAX_SKEW_DEG = 15.0
INK_DPI = 75
"""Where print and marks are looked for."""

_COARSE_STEP_DEG = 1.0


def whiten_dark_edges(grey: Array) -> tuple[Array, tuple[str, ...]]:
    """Dark scanner background along the edges made white, as deep as it reaches straight in."""
    height, width = grey.shape
    limit_x, limit_y = width // 12, height // 12
    dark = grey < 110
    columns, rows = dark.mean(axis=0), dark.mean(axis=1)
    left = _depth(columns[:limit_x])
    right = _depth(columns[::-1][:limit_x])
    top = _depth(rows[:limit_y])
    bottom = _depth(rows[::-1][:limit_y])
    if not left + right + top + bottom:
        return grey, ()
    clean = grey.copy()
    clean[:, :left] = 255
    clean[:, width - right :] = 255
    clean[:top] = 255
    clean[height - bottom :] = 255
    return clean, ("edges",)


def _depth(shares: Array) -> int:
    """How many lines from the edge are mostly dark, plus the ragged ones behind them."""
    mostly = np.nonzero(shares > 0.5)[0]
    if not mostly.size:
        return 0
    return int(min(len(shares), mostly[-1] + 6))


def raw_ink(grey: Array, scale: float) -> Array:
    """Ink as 0/1 on a copy reduced by ``scale``: what is clearly darker than the paper around it."""
    if abs(1 / scale - round(1 / scale)) < 0.01:
        small, _factor = reduced(grey, round(1 / scale))
    else:
        small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    size = (small.shape[1], small.shape[0])
    # Why at half the size: the paper is even, and the median costs with the square of its window.
    light = cv2.dilate(small, np.ones((7, 7), np.uint8))[::2, ::2]
    paper = cv2.resize(cv2.medianBlur(np.ascontiguousarray(light), 11), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(small, cv2.convertScaleAbs(paper, alpha=0.72), cv2.CMP_LT), np.uint8) // 255


def ink_mask(grey: Array, scale: float) -> Array:
    """As :func:`raw_ink`; lines and blots longer than words are taken out."""
    ink = raw_ink(grey, scale)
    count, labels, stats = components(ink)
    if count < 2:
        return ink
    largest = max(ink.shape) * 0.06
    wrong = (stats[:, cv2.CC_STAT_WIDTH] > largest) | (stats[:, cv2.CC_STAT_HEIGHT] > largest)
    wrong[0] = False
    ink[wrong[labels]] = 0
    return ink


def ink_of(page: PageImage) -> Array:
    """:func:`ink_mask` of a page at :data:`INK_DPI`, or at its own resolution where that is lower."""
    return ink_mask(page.pixels, min(1.0, INK_DPI / page.dpi))


def is_sideways(ink: Array) -> bool:
    """Whether lines of print run up and down.

    Letters stand closer to their neighbours in the line than to those of the next line. Smeared along the
    line they flow together into few pieces, across it they do not; streaks and stains change neither.
    ``ink`` is at about 75 dpi.
    """
    along = _pieces(cv2.dilate(ink, np.ones((1, 7), np.uint8)))
    across = _pieces(cv2.dilate(ink, np.ones((7, 1), np.uint8)))
    return across * 1.25 < along


def _pieces(mask: Array) -> int:
    return int(cv2.connectedComponents(np.ascontiguousarray(mask), connectivity=8)[0])


def _jaggedness(ink: Array) -> float:
    profile = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _turned(ink: Array, angle_deg: float) -> Array:
    """``ink`` turned clockwise by an angle about its middle, same size."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle_deg, 1.0)
    return np.asarray(cv2.warpAffine(np.ascontiguousarray(ink), matrix, (width, height), flags=cv2.INTER_NEAREST))


def skew_of(ink: Array) -> float:
    """The clockwise turn in degrees that levels the lines; 0 when no angle stands out.

    The profile of level lines is the most jagged one. An angle counts only when it is clearly better than
    the mean of all angles: a drawing or a photograph has no such angle.
    """
    padded = cv2.copyMakeBorder(ink, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=0)
    coarse = np.arange(-MAX_SKEW_DEG, MAX_SKEW_DEG + 0.1, _COARSE_STEP_DEG)
    scores = np.array([_jaggedness(_turned(padded, angle)) for angle in coarse])
    if scores.max() < 1.6 * np.median(scores) or not scores.max():
        return 0.0
    best = float(coarse[int(scores.argmax())])
    for step in (0.4, 0.1):
        fine = best + np.arange(-2, 3) * step
        best = float(fine[int(np.argmax([_jaggedness(_turned(padded, angle)) for angle in fine]))])
    return best if abs(best) <= MAX_SKEW_DEG else 0.0


def upright_evidence(grey: Array, dpi: int) -> float:
    """Between −1 and 1: positive when marks lie above the letters, as Vietnamese has them, negative upside down.

    For every line the core between x-height and baseline is found in the row profile; ink above it
    (ascenders, capitals, tone and vowel marks) is weighed against ink below (descenders, the dot below).
    """
    scale = min(1.0, 150 / dpi)
    ink = ink_mask(grey, scale)
    profile = ink.sum(axis=1, dtype=np.float64)
    if profile.max() < 8:
        return 0.0
    above = below = 0.0
    for top, bottom in _bands(profile > max(3.0, 0.02 * profile.max())):
        if not 6 <= bottom - top <= 60:
            continue
        band = profile[top:bottom]
        core = np.nonzero(band > 0.55 * band.max())[0]
        if core[-1] - core[0] < 3:
            continue
        above += float(band[: core[0]].sum())
        below += float(band[core[-1] + 1 :].sum())
    total = above + below
    return (above - below) / total if total > 50 else 0.0


def _bands(inked: Array) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def quarter_turn(page: PageImage, degrees: int) -> PageImage:
    """The page turned clockwise by 0, 90, 180 or 270 degrees."""
    height, width = page.height, page.width
    if degrees == 0:
        return page
    code, forward = {
        90: (cv2.ROTATE_90_CLOCKWISE, [[0, -1, height], [1, 0, 0], [0, 0, 1]]),
        180: (cv2.ROTATE_180, [[-1, 0, width], [0, -1, height], [0, 0, 1]]),
        270: (cv2.ROTATE_90_COUNTERCLOCKWISE, [[0, 1, 0], [-1, 0, width], [0, 0, 1]]),
    }[degrees]
    return page.moved(np.asarray(cv2.rotate(page.pixels, code), np.uint8), np.array(forward, np.float64))


def level(page: PageImage, skew_deg: float) -> PageImage:
    """The page turned clockwise by a small angle about its middle; the sheet grows so that nothing is lost."""
    if abs(skew_deg) < 0.15:
        return page
    height, width = page.height, page.width
    radians = np.deg2rad(abs(skew_deg))
    new_width = round(width * np.cos(radians) + height * np.sin(radians))
    new_height = round(height * np.cos(radians) + width * np.sin(radians))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew_deg, 1.0)
    matrix[0, 2] += (new_width - width) / 2
    matrix[1, 2] += (new_height - height) / 2
    fill = 255 if page.pixels.ndim == 2 else (255, 255, 255)
    turned = cv2.warpAffine(page.pixels, matrix, (new_width, new_height), flags=cv2.INTER_LINEAR, borderValue=fill)
    return page.moved(np.asarray(turned, np.uint8), np.vstack([matrix, [0, 0, 1]]))


def resized(page: PageImage, factor: float) -> PageImage:
    """The page enlarged or reduced by a factor."""
    if factor < 1:
        small = shrunk(page.pixels, factor)
        return page.moved(small, np.diag([factor, factor, 1.0]), round(page.dpi * factor))
    size = (round(page.width * factor), round(page.height * factor))
    pixels = np.asarray(cv2.resize(page.pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return page.moved(pixels, np.diag([size[0] / page.width, size[1] / page.height, 1.0]), round(page.dpi * factor))
