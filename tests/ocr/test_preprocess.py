import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.errors import ImageTooLarge, ImageUnreadable
from ocr.image import PageImage, load, read_header
from ocr.preprocess import geometry
from ocr.types import Box


def _striped(width=620, height=877):
    """Lines of letter-sized blocks at 75 dpi, as print looks to the geometry steps."""
    grey = np.full((height, width), 255, np.uint8)
    for top in range(80, height - 80, 16):
        for left in range(70, width - 70, 8):
            grey[top : top + 7, left : left + 5] = 0
    return grey


def _overlap(one, other):
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    shared = max(0, width) * max(0, height)
    return shared / (one.width * one.height + other.width * other.height - shared)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_that_a_quarter_turn_maps_boxes_back_exactly(degrees):
    pixels = np.full((300, 200), 255, np.uint8)
    pixels[40:60, 30:100] = 0
    page = geometry.quarter_turn(PageImage(pixels, 300, np.eye(3)), degrees)
    rows, columns = np.nonzero(page.pixels < 128)
    seen = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)

    assert _overlap(page.delivered_box(seen, 200, 300), Box(30, 40, 70, 20)) > 0.9


@pytest.mark.parametrize("angle", [-12.0, -3.3, 0.0, 0.6, 7.5])
def test_that_skew_is_found_to_a_fifth_of_a_degree(angle):
    ink = (_striped() < 128).astype(np.uint8)
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)

    assert geometry.skew_of(turned) == pytest.approx(angle, abs=0.21)


def test_that_noise_without_lines_is_not_turned():
    ink = (np.random.default_rng(7).random((800, 600)) < 0.03).astype(np.uint8)

    assert geometry.skew_of(ink) == 0.0


def test_that_lines_running_up_and_down_are_seen():
    ink = (_striped() < 128).astype(np.uint8)

    assert not geometry.is_sideways(ink)
    assert geometry.is_sideways(np.ascontiguousarray(np.rot90(ink)))


def test_that_a_header_over_the_limit_is_refused_before_decoding(tmp_path):
    path = tmp_path / "lớn.png"
    Image.new("1", (20_000, 7_000)).save(path)

    with pytest.raises(ImageTooLarge):
        read_header(path)


def test_that_a_jpeg_cut_in_the_middle_is_refused(tmp_path):
    path = tmp_path / "cut.jpg"
    Image.effect_noise((400, 400), 60).save(path)
    path.write_bytes(path.read_bytes()[:9000])

    with pytest.raises(ImageUnreadable):
        load(path, read_header(path))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_exif_orientation_is_part_of_the_page_as_delivered(tmp_path, orientation):
    image = Image.new("RGB", (80, 40), "white")
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    image.save(path, exif=exif)
    header = read_header(path)
    turned = orientation >= 5

    assert (header.width, header.height) == ((40, 80) if turned else (80, 40))
    assert load(path, header).shape[:2] == ((80, 40) if turned else (40, 80))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_that_every_colour_mode_becomes_bytes(tmp_path, mode):
    path = tmp_path / "page.tif"
    Image.new(mode, (30, 20)).save(path)

    pixels = load(path, read_header(path))

    assert pixels.dtype == np.uint8
    assert pixels.shape[:2] == (20, 30)
