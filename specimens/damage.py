"""What happens to paper between the printer and the file: scanners, copiers, age, telephones."""

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

#: ``(h, w, 3)`` float32, 0 black to 255 white, RGB.
Pixels = npt.NDArray[Any]

#: The kinds of scan that truth files name.
KINDS = ("clean", "office", "skewed", "photocopy", "aged", "lowres", "turned", "phone")


@dataclass(frozen=True, slots=True)
class Wear:
    """What is done to one page. ``turn_deg`` counts clockwise, in quarters."""

    kind: str = "clean"
    skew_deg: float = 0
    turn_deg: int = 0
    bleed: Image.Image | None = None
    holes: bool = False
    streak: bool = False


def scanned(page: Image.Image, wear: Wear, rng: random.Random) -> tuple[Image.Image, int]:
    """The page as it comes out of the scanner, and its resolution."""
    noise = np.random.default_rng(rng.randrange(2**32))
    image: Pixels = np.asarray(page, np.float32)
    if wear.bleed is not None:
        image = _bleed(image, wear.bleed)
    if wear.holes:
        image = _holes(image)
    image = _skew(image, wear.skew_deg)
    image = _TREATMENTS[wear.kind](image, noise)
    if wear.streak:
        x = int(noise.integers(300, image.shape[1] - 300))
        image[:, x : x + 3] -= noise.uniform(25, 60)
    image = np.rot90(image, -wear.turn_deg // 90 % 4)
    done = Image.fromarray(np.ascontiguousarray(image.clip(0, 255).astype(np.uint8)))
    if wear.kind == "photocopy":
        done = done.convert("L")
    if wear.kind == "lowres":
        return done.resize((done.width * 2 // 3, done.height * 2 // 3), Image.Resampling.LANCZOS), 200
    return done, 300


def _bleed(image: Pixels, back: Image.Image) -> Pixels:
    mirrored: Pixels = np.asarray(back.convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT), np.float32)
    mirrored = cv2.GaussianBlur(mirrored, (0, 0), 4)
    shade = (255 - mirrored) * 0.07
    bled: Pixels = image - shade[: image.shape[0], : image.shape[1], None]
    return bled


def _holes(image: Pixels) -> Pixels:
    image = image.copy()
    middle = image.shape[0] // 2
    for y in (middle - 472, middle + 472):
        cv2.circle(image, (140, y), 36, (92.0, 90.0, 88.0), -1, cv2.LINE_AA)
    return image


def _skew(image: Pixels, degrees: float) -> Pixels:
    if not degrees:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250.0,) * 3)


def grain(image: Pixels, noise: np.random.Generator, sigma: float) -> Pixels:
    """The page with a sensor's grain, alike in all channels."""
    return image + noise.normal(0, sigma, image.shape[:2]).astype(np.float32)[..., None]


def blotches(shape: tuple[int, ...], noise: np.random.Generator, size: int) -> Pixels:
    """``(h, w, 1)`` soft spots about 0, ``size`` pixels across."""
    coarse = noise.normal(0, 1, (shape[0] // size + 2, shape[1] // size + 2)).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)[..., None]


def _clean(image: Pixels, noise: np.random.Generator) -> Pixels:
    return grain(cv2.GaussianBlur(image, (0, 0), 0.6), noise, 1.0)


def _office(image: Pixels, noise: np.random.Generator) -> Pixels:
    image = cv2.GaussianBlur(image, (0, 0), 0.9) * 0.96 + 6
    image += blotches(image.shape, noise, 900) * 2
    return grain(image, noise, 2.2)


def _photocopy(image: Pixels, noise: np.random.Generator) -> Pixels:
    grey: Pixels = cv2.cvtColor(image.clip(0, 255).astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
    grey = cv2.GaussianBlur(grey, (0, 0), 1.1)[..., None]
    grey = (grey - 128) * 1.45 + 150
    specks = noise.random(grey.shape[:2]) > 0.99985
    dark = cv2.dilate(specks.astype(np.uint8), np.ones((3, 3), np.uint8))[..., None]
    grey = np.where(dark > 0, 60, grey)
    grey[:, : int(noise.integers(6, 40))] = 70
    return np.repeat(grain(grey.astype(np.float32), noise, 5), 3, axis=2)


def _aged(image: Pixels, noise: np.random.Generator) -> Pixels:
    tint = np.array([0.955, 0.91, 0.80], np.float32)
    image = (image * 0.93 + 14) * tint + blotches(image.shape, noise, 260) * 4
    fold = int(image.shape[0] * noise.uniform(0.45, 0.55))
    image[fold : fold + 4] -= 26
    return grain(cv2.GaussianBlur(image, (0, 0), 0.9), noise, 3.5)


def _phone(image: Pixels, noise: np.random.Generator) -> Pixels:
    height, width = image.shape[:2]
    desk = np.empty((height + 420, width + 420, 3), np.float32)
    desk[:] = noise.uniform(60, 120, 3)
    desk += blotches(desk.shape, noise, 120) * 6
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    goal = (corners + 210 + noise.uniform(-75, 75, (4, 2))).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, goal)
    laid = cv2.warpPerspective(image, matrix, (width + 420, height + 420), flags=cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, (width + 420, height + 420))
    shot = np.where(mask[..., None] > 0.5, laid, desk)
    rows = np.linspace(noise.uniform(0.80, 1.0), noise.uniform(0.80, 1.0), shot.shape[0], dtype=np.float32)
    columns = np.linspace(noise.uniform(0.82, 1.0), noise.uniform(0.82, 1.0), shot.shape[1], dtype=np.float32)
    shot = shot * (rows[:, None] * columns[None])[..., None]
    return grain(cv2.GaussianBlur(shot, (0, 0), 1.2), noise, 3)


_TREATMENTS = {
    "clean": _clean,
    "office": _office,
    "skewed": _office,
    "photocopy": _photocopy,
    "aged": _aged,
    "lowres": _office,
    "turned": _office,
    "phone": _phone,
}
