"""Print and background of drawn pages: nothing is lost, colours stay, pictures stay whole."""

import cv2
import numpy as np
import pytest

from ocr.image import Array
from ocr.layers import split

DPI = 150


def paper(tint: tuple[int, int, int] = (245, 245, 245)) -> Array:
    return np.full((900, 700, 3), tint, np.uint8)


def write(page: Array, text: str, at: tuple[int, int], colour: tuple[int, int, int] = (20, 20, 20)) -> None:
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_COMPLEX, 1.0, colour, 2, cv2.LINE_AA)


def printed(tint: tuple[int, int, int] = (245, 245, 245)) -> Array:
    page = paper(tint)
    for row in range(6):
        write(page, "UBND PHUONG HA LONG", (60, 100 + 60 * row))
    return page


def test_that_print_is_in_the_mask_and_gone_from_the_background() -> None:
    page = printed()

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    dark = page[:, :, 0] < 60
    assert (layers.mask[dark] > 0).mean() > 0.99
    assert layers.background.min() > 225
    assert max(layers.ink) < 60


def test_that_a_page_without_colour_gets_a_grey_background() -> None:
    layers = split(printed(), DPI)

    assert layers is not None
    assert layers.background.ndim == 2


def test_that_a_grey_page_is_split_like_a_coloured_one() -> None:
    layers = split(np.ascontiguousarray(printed()[:, :, 0]), DPI)

    assert layers is not None
    assert layers.mask is not None
    assert layers.background.shape == (900, 700)


@pytest.mark.parametrize(("name", "colour"), [("seal", (40, 30, 210)), ("signature", (140, 40, 20))])
def test_that_coloured_ink_stays_in_the_background(name: str, colour: tuple[int, int, int]) -> None:
    page = printed()
    cv2.circle(page, (500, 650), 90, colour, 6, cv2.LINE_AA)

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    assert not layers.mask[540:760, 390:610].any()
    scale = layers.background.shape[0] / page.shape[0]
    spot = layers.background[round(650 * scale), round(410 * scale)].astype(int)
    assert np.abs(spot - np.array(colour[::-1])).max() < 60


def test_that_print_over_a_seal_stays_print() -> None:
    page = printed()
    cv2.circle(page, (350, 650), 90, (60, 60, 220), 8, cv2.LINE_AA)
    write(page, "NGUYEN VAN MAU", (200, 660))

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    dark = page[640:662, 200:480].max(axis=2) < 60
    assert (layers.mask[640:662, 200:480][dark] > 0).mean() > 0.9


def test_that_black_print_on_yellowed_paper_is_no_coloured_ink() -> None:
    page = printed((170, 215, 230))

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    dark = page.max(axis=2) < 60
    assert (layers.mask[dark] > 0).mean() > 0.95
    assert layers.background.ndim == 3


def test_that_a_photograph_is_not_taken_for_print() -> None:
    page = printed()
    generator = np.random.default_rng(3)
    rough = cv2.resize(generator.integers(0, 255, (12, 9), np.uint8), (180, 240), interpolation=cv2.INTER_CUBIC)
    page[560:800, 100:280] = rough[:, :, None]

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    assert (layers.mask[580:780, 120:260] > 0).mean() < 0.02


@pytest.mark.parametrize(("dpi", "height"), [(150, 900), (200, 900), (300, 600)])
def test_that_the_background_has_200_dpi_or_the_scans_own(dpi: int, height: int) -> None:
    layers = split(printed(), dpi)

    assert layers is not None
    assert layers.background.shape[0] == height


def test_that_faint_pencil_stays_in_the_background() -> None:
    page = printed()
    write(page, "ghi chu", (100, 700), (190, 190, 190))

    layers = split(page, DPI)

    assert layers is not None
    assert layers.background[645:720].min() < 225


def test_that_a_page_without_print_has_no_mask() -> None:
    layers = split(paper(), DPI)

    assert layers is not None
    assert layers.mask is None


def test_that_a_page_that_is_all_dark_strokes_is_left_whole() -> None:
    page = paper()
    page[::4] = page[1::4] = 0

    assert split(page, DPI) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (17, 16)])
def test_that_tiny_pages_are_taken(size: tuple[int, int]) -> None:
    assert split(np.full((*size, 3), 255, np.uint8), 300) is not None


def _cut_strokes(page: Array, mask: Array) -> int:
    """How many of the page's dark strokes lie partly in the mask and partly not."""
    dark = (page.max(axis=2) < 120).astype(np.uint8)
    count, labels = cv2.connectedComponents(dark, connectivity=8)
    shares = [(mask[labels == number] > 0).mean() for number in range(1, count)]
    return sum(0.1 < share < 0.9 for share in shares)


def test_that_no_module_of_a_large_code_is_cut_in_two() -> None:
    page = printed()
    modules = np.random.default_rng(5).integers(0, 2, (21, 21), np.uint8)
    modules[:7, :7] = 1
    page[560:686, 100:226][np.kron(modules, np.ones((6, 6), np.uint8)) > 0] = 5

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    assert _cut_strokes(page, layers.mask) == 0


def test_that_a_line_that_runs_into_a_photograph_is_not_cut() -> None:
    page = printed()
    rough = cv2.resize(
        np.random.default_rng(3).integers(0, 255, (12, 9), np.uint8), (180, 240), interpolation=cv2.INTER_CUBIC
    )
    page[560:800, 100:280] = rough[:, :, None]
    page[680:683, 200:640] = 10

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    assert not layers.mask[680:683, 320:640].any()


def test_that_a_faint_seal_on_a_photocopy_keeps_its_tones() -> None:
    page = printed()
    seal = np.full((220, 220), 245, np.uint8)
    cv2.circle(seal, (110, 110), 90, 150, 8, cv2.LINE_AA)
    grain = np.random.default_rng(2).normal(0, 14, seal.shape)
    page[560:780, 400:620] = np.clip(seal + grain * (seal < 240), 0, 255).astype(np.uint8)[:, :, None]

    layers = split(page, DPI)

    assert layers is not None
    assert layers.mask is not None
    assert not layers.mask[560:780, 400:620].any()
