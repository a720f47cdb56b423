"""The sheet on the desk: its outline on a photograph, seen from straight above, with curved edges made straight."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.image import Array, Bend, Matrix, PageImage, reduced

_SHEET_PX = 700
"""Longer side, at least, of the copy on which the sheet's outline is looked for."""

_NEAR_EDGE = 0.12
"""Share of the sheet within which its edge may run; farther in is print."""

_LEAST_BEND, _MOST_BEND = 0.006, 0.10
"""Shares of the sheet's side: the engine follows a lesser bend by itself, and what bulges more is no sheet."""

_ROUGH = 0.004
"""Share of the side by which an edge may leave its curve; a torn or covered edge does by more."""

_BINS, _DEGREE = 48, 4


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A sheet's four corners ``(4, 2)`` (top left, top right, bottom right, bottom left) and its edge ``(n, 2)``."""

    corners: Matrix
    edge: Matrix


def find_sheet(pixels: Array) -> Outline | None:
    """The outline in pixels of a sheet photographed on something darker, or None without conviction."""
    small, factor = reduced(pixels, max(pixels.shape[:2]) / _SHEET_PX)
    channels = cv2.split(small)
    light = cv2.max(cv2.max(channels[0], channels[1]), channels[2]) if len(channels) == 3 else small
    light = np.asarray(cv2.medianBlur(np.ascontiguousarray(light), 5), np.uint8)
    _level, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    inside, outside = light[bright > 0], light[bright == 0]
    if not inside.size or not outside.size or float(np.median(inside)) - float(np.median(outside)) < 40:
        return None
    size = max(light.shape) // 40 | 1
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    sheet = max(contours, key=cv2.contourArea)
    area, whole = cv2.contourArea(sheet), float(light.size)
    if not 0.25 * whole < area < 0.97 * whole:
        return None
    corners = _four_corners(cv2.convexHull(sheet), area)
    if corners is None or not _is_photograph(corners, light.shape):
        return None
    edge = sheet.reshape(-1, 2).astype(np.float64)
    return Outline(_ordered((corners + 0.5) * factor - 0.5), (edge + 0.5) * factor - 0.5)


def _four_corners(hull: Array, area: float) -> Matrix | None:
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(shape) == 4:
            corners = shape.reshape(4, 2).astype(np.float64)
            if area / cv2.contourArea(shape) > 0.93:
                return corners
    return None


def _is_photograph(corners: Matrix, shape: tuple[int, ...]) -> bool:
    """Whether desk shows on at least two opposite sides; a scanner's dark edge shows on one or two neighbours."""
    height, width = shape[:2]
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    margin = 0.008 * max(width, height)
    horizontal = left > margin and right < width - 1 - margin
    vertical = top > margin and bottom < height - 1 - margin
    return bool(horizontal or vertical)


def _ordered(corners: Matrix) -> Matrix:
    total, difference = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    picked = [np.argmin(total), np.argmin(difference), np.argmax(total), np.argmax(difference)]
    return corners[picked]


def flatten_sheet(page: PageImage, outline: Outline) -> PageImage:
    """The sheet alone, seen from straight above, its edges straight; its sides keep their mean lengths."""
    corners = outline.corners
    top = np.linalg.norm(corners[1] - corners[0])
    bottom = np.linalg.norm(corners[2] - corners[3])
    left = np.linalg.norm(corners[3] - corners[0])
    right = np.linalg.norm(corners[2] - corners[1])
    width, height = round((top + bottom) / 2), round((left + right) / 2)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    forward = np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), np.float64)
    bend = _bend_of(outline.edge, forward, width, height)
    if bend is None:
        flat = cv2.warpPerspective(page.pixels, forward, (width, height), flags=cv2.INTER_LINEAR)
        return page.moved(np.asarray(flat, np.uint8), forward)
    return page.moved(_straightened(page.pixels, bend), forward).bent(bend)


def _bend_of(edge: Matrix, to_flat: Matrix, width: int, height: int) -> Bend | None:
    """How the edges of a flattened sheet leave their straight lines; None when all are straight."""
    points = np.c_[edge, np.ones(len(edge))] @ to_flat.T
    x, y = points[:, 0] / points[:, 2], points[:, 1] / points[:, 2]
    curves = (
        _curve(x / width, y, height, 0.0),
        _curve(x / width, y, height, float(height)),
        _curve(y / height, x, width, 0.0),
        _curve(y / height, x, width, float(width)),
    )
    if any(curve is None for curve in curves):
        return None
    top, bottom, left, right = (np.zeros(1) if curve is None else curve for curve in curves)
    if not any(len(curve) > 1 for curve in (top, bottom, left, right)):
        return None
    return Bend(to_flat, width, height, top, bottom, left, right)


def _curve(along: Array, across: Array, side: int, line: float) -> Array | None:
    """Polynomial of an edge's distance from its straight line, highest power first; None when it is no curve.

    ``along`` runs from 0 to 1 between the corners, ``across`` is the distance in pixels from the opposite pair of
    edges' zero; one coefficient of 0 stands for a straight edge.
    """
    near = (np.abs(across - line) < _NEAR_EDGE * side) & (along > 0.02) & (along < 0.98)
    places = np.clip((along[near] * _BINS).astype(int), 0, _BINS - 1)
    offsets = across[near] - line
    filled = [index for index in range(_BINS) if np.any(places == index)]
    if len(filled) < 0.7 * _BINS:
        return None
    middles = (np.array(filled) + 0.5) / _BINS
    medians = np.array([float(np.median(offsets[places == index])) for index in filled])
    if float(np.abs(medians).max()) < _LEAST_BEND * side:
        return np.zeros(1)
    curve = np.polyfit(np.r_[0.0, middles, 1.0], np.r_[0.0, medians, 0.0], _DEGREE)
    rough = float(np.sqrt(np.mean(np.square(np.polyval(curve, middles) - medians))))
    if rough > _ROUGH * side or float(np.abs(medians).max()) > _MOST_BEND * side:
        return None
    return np.asarray(curve)


def _straightened(pixels: Array, bend: Bend) -> Array:
    """The delivered pixels as they lie on the flat sheet, ``(height, width)``; made in strips to spare memory."""
    strips = []
    for top in range(0, bend.height, 256):
        rows, columns = np.mgrid[top : min(top + 256, bend.height), 0 : bend.width].astype(np.float64)
        points = bend.delivered(np.c_[columns.ravel(), rows.ravel()]).astype(np.float32)
        across = np.ascontiguousarray(points[:, 0].reshape(rows.shape))
        down = np.ascontiguousarray(points[:, 1].reshape(rows.shape))
        strips.append(cv2.remap(pixels, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    return np.asarray(np.vstack(strips), np.uint8)
