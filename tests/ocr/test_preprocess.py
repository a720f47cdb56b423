import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.errors import ImageTooLarge, ImageUnreadable
from ocr.image import PageImage, load, read_header
from ocr.preprocess import geometry, prepare, specks, tone
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


def _on_a_desk(bulge_px):
    """A sheet with a row of marks near its middle, photographed with its upper and lower edges bulging alike."""
    sheet = np.full((1000, 700), 245, np.uint8)
    for left in range(100, 600, 100):
        sheet[500:520, left : left + 40] = 20
    rows, columns = np.mgrid[0:1300, 0:1000].astype(np.float32)
    along = np.clip((columns - 150) / 700, 0, 1)
    down = rows - 150 - bulge_px * np.sin(np.pi * along)
    shot = cv2.remap(sheet, columns - 150, down.astype(np.float32), cv2.INTER_LINEAR, borderValue=60)
    return cv2.cvtColor(shot, cv2.COLOR_GRAY2BGR)


def _marks(grey):
    count, _labels, stats, _ = cv2.connectedComponentsWithStats((grey < 110).astype(np.uint8))
    return [Box(*(int(value) for value in row[:4])) for row in stats[1:count] if 200 < row[4] < 2000]


def test_that_a_bulging_sheet_is_straightened_and_its_boxes_lie_on_the_photograph():
    shot = _on_a_desk(40)
    page, steps = prepare(shot, 85)
    flat = sorted(_marks(page.pixels), key=lambda box: box.x)
    there = sorted(_marks(shot[:, :, 0]), key=lambda box: box.x)

    assert "sheet-curved" in steps
    assert np.ptp([box.y for box in flat]) <= 4
    assert all(
        _overlap(page.delivered_box(box, 1000, 1300), other) > 0.6 for box, other in zip(flat, there, strict=True)
    )


def test_that_a_flat_sheet_is_not_bent():
    _page, steps = prepare(_on_a_desk(0), 85)

    assert "sheet" in steps


@pytest.mark.parametrize("ink", [(150, 50, 40), (60, 40, 200)])
@pytest.mark.parametrize("angle", [0, 9])
def test_that_print_is_read_under_a_framed_stamp_of_any_ink(ink, angle):
    stamp = np.full((900, 1200, 3), 255, np.uint8)
    cv2.rectangle(stamp, (200, 250), (1000, 580), ink, 9)
    cv2.putText(stamp, "CONG VAN", (260, 420), cv2.FONT_HERSHEY_SIMPLEX, 4, ink, 10)
    matrix = cv2.getRotationMatrix2D((600, 450), angle, 1.0)
    stamp = cv2.warpAffine(stamp, matrix, (1200, 900), borderValue=(255, 255, 255))
    page = np.full((900, 1200, 3), 255, np.uint8)
    cv2.putText(page, "dat dai", (300, 420), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (30, 30, 30), 4)
    both = cv2.multiply(page, stamp, scale=1 / 255)
    print_alone = page[:, :, 0] < 60

    grey, steps = tone.to_grey(both, 300)

    assert steps == ("ink-separated",)
    assert float(np.mean(grey[print_alone] < 130)) > 0.95
    assert float(np.mean(grey[~cv2.dilate(print_alone.astype(np.uint8), np.ones((9, 9))).astype(bool)] < 180)) < 0.002


def test_that_lonely_specks_go_and_dots_beside_letters_stay():
    grey = np.full((1600, 1200), 255, np.uint8)
    for top in range(200, 1400, 80):
        for left in range(150, 1000, 40):
            grey[top : top + 30, left : left + 18] = 0
            grey[top - 12 : top - 7, left + 6 : left + 11] = 0
    dust = np.random.default_rng(3).integers((1450, 100), (1590, 1100), (150, 2))
    for y, x in dust:
        grey[y : y + 3, x : x + 3] = 60

    clean, steps = specks.remove_speckle(grey, 300)

    assert steps == ("speckle",)
    assert int((clean[1440:] < 200).sum()) == 0
    assert np.array_equal(clean[:1430], grey[:1430])


def _signed_seal(gap):
    """A seal of 36 mm at 200 dpi whose rim a signature of 45 mm begins at, over a line of black print."""
    page = np.full((1200, 1600, 3), 255, np.uint8)
    cv2.circle(page, (500, 600), 140, (60, 40, 215), 8)
    cv2.circle(page, (500, 600), 25, (60, 40, 215), -1)
    points = [(640 + gap + 12 * step, 600 + (40 if step % 2 else -40)) for step in range(30)]
    cv2.polylines(page, [np.array(points, np.int32)], False, (200, 60, 30), 7)
    for left in range(430, 800, 30):
        page[650:680, left : left + 12] = 20
    return page


@pytest.mark.parametrize("gap", [0, 60])
def test_that_a_seal_and_a_signature_are_set_apart_from_print_whether_they_touch_or_not(gap):
    page = _signed_seal(gap)
    grey, steps = tone.to_grey(page, 200)

    assert steps == ("ink-separated",)
    assert grey[600, 362] > 180
    assert grey[600, 500] > 180
    assert grey[600, 646 + gap] > 160
    assert grey[665, 436] < 60


def test_that_coloured_strokes_as_wide_as_a_table_are_no_seal():
    page = np.full((1200, 1600, 3), 255, np.uint8)
    cv2.rectangle(page, (100, 400), (1500, 700), (60, 40, 215), 8)

    assert tone.to_grey(page, 200)[1] == ()
