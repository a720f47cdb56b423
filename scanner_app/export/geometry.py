"""From pixels as stored to points on the upright page."""

from dataclasses import dataclass

from ocr.types import Box
from scanner_app.export.pdfwriter import number

MIN_SIDE_PT, MAX_SIDE_PT = 3.0, 14_400.0
"""ISO 19005-2 6.1.13: neither side of a page may be smaller or larger."""

_POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Affine:
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "Affine") -> "Affine":
        """This map applied after ``first``."""
        a, b = self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b
        c, d = self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d
        return Affine(a, b, c, d, *self.point(first.e, first.f))

    def operands(self) -> str:
        """The six numbers of a ``cm`` operator."""
        return " ".join(number(value) for value in (self.a, self.b, self.c, self.d, self.e, self.f))


def exif_turn(orientation: int, width: int, height: int) -> Affine:
    """From stored pixels (``width`` × ``height``) to the page as delivered, by EXIF orientation 1 to 8."""
    return {
        2: Affine(-1, 0, 0, 1, width, 0),
        3: Affine(-1, 0, 0, -1, width, height),
        4: Affine(1, 0, 0, -1, 0, height),
        5: Affine(0, 1, 1, 0, 0, 0),
        6: Affine(0, 1, -1, 0, height, 0),
        7: Affine(0, -1, -1, 0, height, width),
        8: Affine(0, -1, 1, 0, 0, width),
    }.get(orientation, Affine(1, 0, 0, 1, 0, 0))


def clockwise_turn(degrees: int, width: int, height: int) -> Affine:
    """From the page as delivered (``width`` × ``height``) to the upright page, by a quarter turn or none."""
    return {
        90: Affine(0, 1, -1, 0, height, 0),
        180: Affine(-1, 0, 0, -1, width, height),
        270: Affine(0, -1, 1, 0, 0, width),
    }.get(degrees % 360, Affine(1, 0, 0, 1, 0, 0))


@dataclass(frozen=True, slots=True)
class Placement:
    """An upright page in points: its size, and the map from delivered pixels (y down) to points (y up)."""

    width_pt: float
    height_pt: float
    scale: float
    to_points: Affine

    def box(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in points."""
        first = self.to_points.point(box.x, box.y)
        second = self.to_points.point(box.right, box.bottom)
        (left, right), (bottom, top) = sorted((first[0], second[0])), sorted((first[1], second[1]))
        return left, bottom, right, top

    def image_matrix(self, orientation: int, width: int, height: int) -> Affine:
        """The ``cm`` that lays an image of the delivered size over the page, given its EXIF orientation."""
        stored = (height, width) if orientation in (5, 6, 7, 8) else (width, height)
        unit = Affine(stored[0], 0, 0, -stored[1], 0, stored[1])
        return self.to_points.after(exif_turn(orientation, *stored)).after(unit)


def place(width: int, height: int, dpi: int, rotation: int) -> Placement:
    """The upright page for a delivered page of that size and resolution, kept within PDF's limits."""
    scale = _POINTS_PER_INCH / dpi
    scale = max(scale, MIN_SIDE_PT / min(width, height))
    scale = min(scale, MAX_SIDE_PT / max(width, height))
    turned = (height, width) if rotation % 180 else (width, height)
    flip = Affine(scale, 0, 0, -scale, 0, turned[1] * scale)
    return Placement(
        max(MIN_SIDE_PT, turned[0] * scale),
        max(MIN_SIDE_PT, turned[1] * scale),
        scale,
        flip.after(clockwise_turn(rotation, width, height)),
    )
