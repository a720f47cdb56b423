"""What the removal of specks leaves and what it takes, on drawn lines under drawn speckle."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.preprocess import specks
from ocr.preprocess.punctuation import Pieces, punctuation
from specimens.sheet import load_font

LINES = (
    "Họ và tên: GIÀNG MÍ PÓ    Dân tộc: Mông",
    "Ngày, tháng, năm sinh: 09-02-2001; Nam.",
    "- Diện tích: 2.354,5 m; số tầng: 03",
    "Điều 1. Giao Văn phòng thực hiện.",
    "Nơi nhận: Như trên; Lưu: VT, hồ sơ.",
)
FACES = [("Tinos", 13, 40), ("Cousine", 11, 40), ("Cousine", 10, 95), ("Carlito", 11, 85), ("Noto Sans", 10, 60)]
"""Family, points and grey of the ink: the palest break into pieces at the level of ink."""


def _printed(family, points, ink, dpi):
    """Lines of text on white at that resolution, as a lens blurs them."""
    font = load_font(family, points)
    image = Image.new("L", (1700, 1300), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(LINES):
        pen.text((150, 160 + number * 120), line, font=font, fill=ink)
    blurred = cv2.GaussianBlur(np.asarray(image), (0, 0), 0.8)
    return np.asarray(cv2.resize(blurred, None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA), np.uint8)


def _speckled(page, share, dpi):
    """The page under specks of a quarter of a millimetre, and where they lie; the same number at every resolution."""
    seeds = (np.random.default_rng(5).random(page.shape) < share * (300 / dpi) ** 2).astype(np.uint8)
    dust = cv2.dilate(seeds, np.ones((dpi // 100, dpi // 100), np.uint8)) > 0
    return np.where(dust, np.minimum(page, 50), page).astype(np.uint8), dust


def _around(mask, reach_px):
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * round(reach_px) + 1,) * 2, np.uint8)) > 0


def _pieces(mask):
    return cv2.connectedComponents(mask.astype(np.uint8))[0] - 1


@pytest.mark.parametrize("share", [0.0001, 0.0003], ids=["sparse", "dense"])
@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(("family", "points", "ink"), FACES, ids=lambda value: str(value).replace(" ", ""))
def test_that_print_and_its_punctuation_stay_under_speckle(family, points, ink, dpi, share):
    page = _printed(family, points, ink, dpi)
    speckled, dust = _speckled(page, share, dpi)

    clean, steps = specks.remove_speckle(speckled, dpi)

    print_alone = (page < specks.INK) & ~_around(dust, 4)  # the rim of a speck goes with it
    assert steps == ("speckle",)
    assert _pieces(print_alone & (clean > 200)) == 0


@pytest.mark.parametrize("share", [0.0001, 0.0003], ids=["sparse", "dense"])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_that_speckle_away_from_print_goes(dpi, share):
    page = _printed("Cousine", 11, 40, dpi)
    speckled, dust = _speckled(page, share, dpi)

    clean, _steps = specks.remove_speckle(speckled, dpi)

    lonely = dust & ~_around(page < 200, 0.1 * dpi)
    # Why not all: the edge may cut what is larger, and two specks that touch may be a dot.
    assert _pieces(lonely & (clean < 200)) <= 0.03 * _pieces(lonely)


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_that_punctuation_stays_on_a_page_that_is_not_upright(turn):
    page = cv2.rotate(_printed("Cousine", 11, 40, 200), turn)
    speckled, dust = _speckled(page, 0.0001, 200)

    clean, _steps = specks.remove_speckle(speckled, 200)

    assert _pieces((page < specks.INK) & ~_around(dust, 4) & (clean > 200)) == 0


def test_that_a_dotted_line_still_goes():
    page = _printed("Tinos", 13, 40, 300)
    page[300:302, 1100:1600:10] = 60
    page[301:304, 1101:1600:10] = 60
    speckled, _dust = _speckled(page, 0.0001, 300)

    clean, _steps = specks.remove_speckle(speckled, 300)

    assert int((clean[298:306, 1150:1590] < 200).sum()) == 0


_WORD = [(20 * number, 100, 20 * number + 14, 120) for number in range(5)]
_LEFT = 102
"""Where a mark begins that stands 8 pixels behind the last letter, of 20 pixels' height; its strokes have 3."""


def _kept(*marks, letters=_WORD):
    ink = [(right - left) * (bottom - top) for left, top, right, bottom in marks]
    heights = [200] * len(letters)
    found = punctuation(
        Pieces(np.array(letters), np.array(heights)),
        Pieces(np.array(marks), np.array(ink)),
        np.ones(len(marks), bool),
        3,
    )
    return found.tolist()


@pytest.mark.parametrize(
    ("mark", "is_kept"),
    [
        pytest.param((_LEFT, 117, _LEFT + 3, 120), True, id="full stop"),
        pytest.param((_LEFT, 117, _LEFT + 3, 125), True, id="comma"),
        pytest.param((_LEFT, 111, _LEFT + 9, 114), True, id="hyphen"),
        pytest.param((-14, 111, -5, 114), True, id="hyphen before"),
        pytest.param((-14, 117, -11, 120), False, id="dot before"),
        pytest.param((_LEFT, 108, _LEFT + 3, 111), False, id="dot at middle height"),
        pytest.param((_LEFT, 90, _LEFT + 3, 93), False, id="dot above the line"),
        pytest.param((_LEFT, 129, _LEFT + 3, 132), False, id="dot below the line"),
        pytest.param((_LEFT + 30, 117, _LEFT + 33, 120), False, id="dot far behind"),
        pytest.param((_LEFT, 119, _LEFT + 1, 120), False, id="dust"),
        pytest.param((_LEFT, 118, _LEFT + 9, 121), False, id="bar on the line"),
        pytest.param((_LEFT + 60, 111, _LEFT + 69, 114), False, id="bar far behind"),
    ],
)
def test_that_a_mark_is_known_by_its_place(mark, is_kept):
    assert _kept(mark) == [is_kept]


def test_that_two_dots_one_above_the_other_are_a_colon_even_behind_a_space():
    assert _kept((120, 117, 123, 120), (120, 104, 123, 107)) == [True, True]


def test_that_two_dots_side_by_side_are_no_colon():
    assert _kept((120, 117, 123, 120), (126, 104, 129, 107)) == [False, False]


def test_that_the_line_is_told_by_another_letter_where_the_last_goes_below_it():
    assert _kept((_LEFT, 117, _LEFT + 3, 120), letters=[*_WORD[:4], (80, 100, 94, 127)]) == [True]


def test_that_the_dots_of_a_dotted_line_are_no_full_stops():
    assert _kept(*((_LEFT + 6 * number, 117, _LEFT + 3 + 6 * number, 120) for number in range(8))) == [False] * 8


def test_that_a_speck_beside_a_full_stop_makes_no_dotted_line():
    assert _kept((_LEFT, 117, _LEFT + 3, 120), (_LEFT + 10, 118, _LEFT + 12, 121))[0]


def test_that_nothing_is_punctuation_on_a_page_without_letters():
    found = punctuation(
        Pieces(np.zeros((0, 4), int), np.zeros(0, int)),
        Pieces(np.array([(1, 1, 4, 4)]), np.array([9])),
        np.ones(1, bool),
        3,
    )

    assert not found.any()
