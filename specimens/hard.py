"""Harder sheets than every day's: faxes, curved photographs, stamps, patterned paper, bleed, slant, black beds."""

import random
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw

from specimens.damage import Pixels, Wear, blotches, grain, scanned
from specimens.sheet import load_font

Scan = tuple[Image.Image, int]
"""The page as it comes out of the machine, and its resolution."""

_FAX_LINES_PX = 2292
"""Rows of an A4 page in a fax of fine resolution (ITU-T T.4: 1728 points a row)."""


def _office(page: Pixels, rng: random.Random, skew_deg: float = 0.0) -> Scan:
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    return scanned(image, Wear("office", skew_deg=skew_deg), rng)


def fax(page: Pixels, rng: random.Random) -> Scan:
    """One bit a point, with the line's noise."""
    image, _dpi = _office(page, rng, rng.uniform(-0.8, 0.8))
    small = image.convert("L").resize((1728, _FAX_LINES_PX), Image.Resampling.LANCZOS)
    noise = np.random.default_rng(rng.randrange(2**32))
    grey = np.asarray(small, np.float32) + noise.normal(0, 11, (small.height, small.width))
    return Image.fromarray(((grey > 150) * 255).astype(np.uint8)).convert("1"), 200


def curved(page: Pixels, rng: random.Random) -> Scan:
    """A sheet that bulges, photographed on a desk with a shadow along its bend."""
    noise = np.random.default_rng(rng.randrange(2**32))
    height, width = page.shape[:2]
    desk = np.empty((height + 700, width + 600, 3), np.float32)
    desk[:] = noise.uniform(55, 95, 3)
    desk += blotches(desk.shape, noise, 120) * 6
    rows, columns = np.mgrid[0 : desk.shape[0], 0 : desk.shape[1]].astype(np.float32)
    along = np.clip((columns - 300) / width, 0, 1)
    bulge = rng.uniform(50, 110) * np.sin(np.pi * along * rng.uniform(0.85, 1.0)) + rng.uniform(0, 40) * along
    across = width * (along + 0.03 * np.sin(2 * np.pi * along))
    down = rows - 350 + bulge
    laid = cv2.remap(page, across.astype(np.float32), down.astype(np.float32), cv2.INTER_CUBIC)
    inside = (columns >= 300) & (columns < 300 + width) & (down >= 0) & (down < height)
    shot = np.where(inside[..., None], laid, desk) * (0.86 + 0.14 * np.cos(np.pi * (along - 0.3)))[..., None]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    goal = (corners + noise.uniform(-60, 60, (4, 2))).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    size = (desk.shape[1], desk.shape[0])
    shot = cv2.warpPerspective(shot.astype(np.float32), matrix, size, borderMode=cv2.BORDER_REPLICATE)
    done = grain(cv2.GaussianBlur(shot, (0, 0), 1.1), noise, 3)
    return Image.fromarray(done.clip(0, 255).astype(np.uint8)), 300


def stamped(page: Pixels, rng: random.Random) -> Scan:
    """The stamp of incoming papers across the print, set askew, in red or blue."""
    image = Image.fromarray(page.clip(0, 255).astype(np.uint8))
    layer = Image.new("RGB", image.size, (255, 255, 255))
    pen, ink = ImageDraw.Draw(layer), rng.choice([(200, 40, 60), (40, 50, 160)])
    left, top = rng.randint(450, 1200), rng.randint(900, 1800)
    pen.rectangle((left, top, left + 800, top + 330), outline=ink, width=9)
    rows = ("CÔNG VĂN ĐẾN", f"Số: {rng.randint(100, 2900)}", f"Ngày {rng.randint(1, 28)}/8/2025")
    for row, text in enumerate(rows):
        pen.text((left + 40, top + 20 + 102 * row), text, font=load_font("Arimo", 20, True), fill=ink)
    layer = layer.rotate(rng.uniform(-8, 8), fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    return scanned(ImageChops.multiply(image, layer), Wear("office"), rng)


def patterned(page: Pixels, rng: random.Random) -> Scan:
    """Tinted certificate paper with fine waves under the print."""
    height, width = page.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.zeros((height, width), np.float32)
    for number in range(4):
        line = np.sin((rows + 60 * np.sin(columns / 90 + number)) / 9 + number * 1.3)
        waves = np.maximum(waves, (np.abs(line) < 0.14).astype(np.float32))
    tint = np.array([255, 232, 236], np.float32) / 255
    colour = waves[..., None] * np.array([16, 63, 50], np.float32)
    return _office(page * tint - colour * (page / 255), rng)


def bled(page: Pixels, rng: random.Random) -> Scan:
    """Thin paper whose other side shows at a third of its strength."""
    back = np.roll(page[:, ::-1].mean(axis=2), 37, axis=0).astype(np.float32)
    return _office(page - ((255 - cv2.GaussianBlur(back, (0, 0), 2.5)) * 0.30)[..., None], rng)


def askew(page: Pixels, rng: random.Random) -> Scan:
    """Laid on the glass by hand: up to fourteen degrees."""
    return _office(page, rng, rng.uniform(3, 14) * rng.choice((-1, 1)))


def black_bed(page: Pixels, rng: random.Random) -> Scan:
    """A scanner whose bed is black: it shows around the sheet, beside its slant, through holes and a torn corner."""
    noise = np.random.default_rng(rng.randrange(2**32))
    bed = rng.choice((8, 25, 50, 80))
    sheet = np.array(page, np.float32)
    height, width = sheet.shape[:2]
    for middle in (height // 2 - 472, height // 2 + 472):
        cv2.circle(sheet, (140, middle), 36, (bed,) * 3, -1)
    if rng.random() < 0.5:
        torn = rng.randint(90, 240)
        cv2.fillPoly(sheet, [np.array([[width, 0], [width - torn, 0], [width, torn]])], (bed,) * 3)
    above, below, left, right = (rng.choice((0, rng.randint(18, 85))) for _side in range(4))
    shot = cv2.copyMakeBorder(sheet, above, below, left, right, cv2.BORDER_CONSTANT, value=(bed,) * 3)
    size = (shot.shape[1], shot.shape[0])
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), rng.uniform(-3, 3), 1)
    shot = cv2.warpAffine(shot, turn, size, flags=cv2.INTER_CUBIC, borderValue=(bed,) * 3)
    done = grain(cv2.GaussianBlur(shot, (0, 0), 0.9), noise, 3)
    return Image.fromarray(done.clip(0, 255).astype(np.uint8)), 300


#: By the name that truth files give the kind.
HARD: dict[str, Callable[[Pixels, random.Random], Scan]] = {
    "fax": fax,
    "curved": curved,
    "stamped": stamped,
    "patterned": patterned,
    "bled": bled,
    "askew": askew,
    "black-bed": black_bed,
}

#: What ``python -m specimens.variety --hard`` takes in turn; sets of earlier seeds have no black beds.
IN_TURN = tuple(kind for kind in HARD if kind != "black-bed")
