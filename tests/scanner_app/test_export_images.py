"""Page images in a PDF/A: shown as they are, whatever their mode, size and orientation."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms

from scanner_app.export import (
    ExportPage,
    Profile,
    prepare_page,
    validate,
    write_pdf,
)
from scanner_app.export.colour import srgb_profile
from tests.support.pages import metadata, page_image, reading, rendered


@pytest.mark.parametrize(("rotation", "spot"), [(0, (80, 58)), (90, (760, 80)), (180, (510, 780)), (270, (58, 510))])
def test_that_a_turned_page_is_shown_upright(tmp_path: Path, rotation: int, spot: tuple[int, int]) -> None:
    page = ExportPage(page_image(tmp_path), reading(rotation=rotation), 150)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf")

    picture = rendered(report.path)
    expected = (595, 842) if rotation in (0, 180) else (842, 595)
    assert abs(picture.width - expected[0]) <= 1
    turned = Image.open(page.image).rotate(-rotation, expand=True).resize(picture.size)
    difference = np.abs(np.asarray(turned, int) - np.asarray(picture, int)).mean()
    assert difference < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_exif_orientation_is_obeyed_without_coding_anew(tmp_path: Path, orientation: int) -> None:
    from PIL import ImageOps

    path = tmp_path / "anh.jpg"
    image = Image.open(page_image(tmp_path, "goc.png", (400, 600)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, exif=exif, dpi=(150, 150))

    report = write_pdf([ExportPage(path, None, 150)], metadata(), tmp_path / "a.pdf", profile=Profile.MASTER)

    picture = rendered(report.path, 150)
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB").resize(picture.size)
    assert np.abs(np.asarray(upright, int) - np.asarray(picture, int)).mean() < 2
    with pikepdf.open(report.path) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.I0.read_raw_bytes() == path.read_bytes()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK", "I;16", "LA"])
def test_that_an_image_of_any_mode_is_shown_as_it_is(tmp_path: Path, mode: str) -> None:
    name = "a.tif" if mode == "CMYK" else "a.png"
    plain = Image.open(page_image(tmp_path, "goc.png", (400, 600), "L"))
    path = tmp_path / name
    if mode == "I;16":
        Image.fromarray(np.asarray(plain, np.uint16) * 257).save(path)
    else:
        plain.convert("RGB").convert(mode).save(path)

    report = write_pdf([ExportPage(path, None, 150)], metadata(), tmp_path / "a.pdf")

    picture = rendered(report.path, 150).convert("L").resize(plain.size)
    assert np.abs(np.asarray(plain, int) - np.asarray(picture, int)).mean() < 3


def test_that_our_colour_profile_says_what_srgb_is() -> None:
    own = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    colours = np.random.default_rng(3).integers(0, 256, (64, 64, 3), np.uint8)

    shown = ImageCms.profileToProfile(Image.fromarray(colours), own, ImageCms.createProfile("sRGB"), renderingIntent=1)

    assert own.profile.version < 3
    assert shown is not None
    assert np.abs(np.asarray(shown, int) - colours).max() <= 1


@pytest.mark.parametrize("size", [(1, 1), (3, 30_000), (20_000, 40)])
def test_that_a_page_of_any_size_stays_within_what_pdf_allows(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "a.png"
    Image.new("1", size, 1).save(path)

    report = write_pdf([ExportPage(path, None, 72)], metadata(), tmp_path / "a.pdf")

    assert validate(report.path) == ()


def test_that_a_photograph_with_a_film_behind_it_is_taken(tmp_path: Path) -> None:
    path = page_image(tmp_path)
    path.write_bytes(path.read_bytes() + bytes(9000))

    report = write_pdf([ExportPage(path, None, None)], metadata(), tmp_path / "a.pdf")

    assert validate(report.path) == ()


def test_that_print_in_layers_is_smaller_and_looks_the_same(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    noise = generator.normal(0, 6, (1754, 1240, 3))
    base = np.asarray(Image.open(page_image(tmp_path, "goc.png")), float)
    path = tmp_path / "a.jpg"
    Image.fromarray(np.clip(base - 12 + noise, 0, 255).astype(np.uint8)).save(path, quality=85, dpi=(150, 150))
    prepared = prepare_page(str(path))

    report = write_pdf([ExportPage(path, None, None, prepared)], metadata(), tmp_path / "a.pdf")

    assert report.size_bytes < 0.3 * path.stat().st_size
    picture = np.asarray(rendered(report.path, 150).resize((1240, 1754)), int)
    assert picture[120, 200].max() < 80
    red, green, _ = picture[1350, 704]
    assert red - green > 80
