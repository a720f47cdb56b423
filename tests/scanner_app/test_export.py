"""The searchable PDF/A-2u: written, checked, read back with poppler and pikepdf."""

import datetime as dt
import errno
import io
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw

from ocr.types import Box, Line, PageReading, Word
from scanner_app.errors import DiskFull, ExportFailed, InputDamaged, LimitTooSmall, PathUnwritable
from scanner_app.export import (
    Conformance,
    ExportPage,
    Metadata,
    Profile,
    prepare_page,
    validate,
    write_parts,
    write_pdf,
)
from scanner_app.export.colour import srgb_profile
from scanner_app.export.geometry import place
from scanner_app.export.validation.words import word_violations

WHEN = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
ALPHABET = "".join(
    unicodedata.normalize("NFC", letter + mark)
    for vowel in VOWELS
    for letter in (vowel, vowel.upper())
    for mark in MARKS
)


def metadata(**changes: object) -> Metadata:
    values: dict[str, object] = {
        "title": "Quyết định số 12/QĐ-UBND",
        "subject": "Về việc <thử> & kiểm tra",
        "author": "UBND phường Hạ Long",
        "keywords": ("quyết định", "H49.16"),
        "created": WHEN,
        "properties": (("MaLoaiGiayTo", "quyet_dinh"), ("TrichYeu", "Về việc & thử")),
    }
    return Metadata(**{**values, **changes})  # type: ignore[arg-type]


def word(text: str, x: int, y: int, width: int, height: int = 40) -> Word:
    return Word(text, Box(x, y, width, height), 0.9)


def line(*words: Word) -> Line:
    box = words[0].box
    for other in words[1:]:
        box = box.union(other.box)
    return Line(words, box, box)


def reading(*lines: Line, width: int = 1240, height: int = 1754, dpi: int = 150, rotation: int = 0) -> PageReading:
    turned = rotation % 180 == 90
    return PageReading(
        number=1,
        width_px=width,
        height_px=height,
        dpi=dpi,
        rotation=rotation,
        skew_deg=0.0,
        blank=not lines,
        confidence=0.9 if lines else None,
        text="\n".join(one.text for one in lines),
        lines=lines,
        barcodes=(),
        engine="test",
        upright_width=height if turned else width,
        upright_height=width if turned else height,
    )


def page_image(folder: Path, name: str = "trang.jpg", size: tuple[int, int] = (1240, 1754), mode: str = "RGB") -> Path:
    image = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 100, 300, 140), fill="black" if mode == "1" else 0)
    if mode == "RGB":
        draw.ellipse((700, 1200, 1000, 1500), outline=(200, 30, 40), width=8)
    path = folder / name
    image.save(path, dpi=(150, 150))
    return path


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return done.stdout.decode()


def rendered(pdf: Path, dpi: int = 72) -> Image.Image:
    done = subprocess.run(["pdftoppm", "-r", str(dpi), "-singlefile", str(pdf)], capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


HEADER = (
    line(word("CỘNG", 500, 100, 120), word("HÒA", 632, 98, 90), word("XÃ", 735, 95, 60, 46)),
    line(
        word("Độc", 520, 160, 70), word("lập", 600, 158, 60, 50), word("-", 670, 180, 14, 6),
        word("Tự", 695, 158, 50, 48), word("do", 755, 160, 40, 38),
    ),
    line(word("nguyễn", 100, 300, 130, 52), word("văn", 240, 308, 70, 34), word("á,", 320, 305, 30, 42)),
)  # fmt: skip


def test_that_a_written_file_breaks_no_clause(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    report = write_pdf([page, page], metadata(), tmp_path / "kết quả.pdf")

    assert validate(report.path) == ()
    assert (report.pages, report.size_bytes) == (2, report.path.stat().st_size)


@pytest.mark.parametrize("conformance", list(Conformance))
def test_that_each_conformance_is_claimed_and_kept(tmp_path: Path, conformance: Conformance) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf", conformance=conformance)

    assert validate(report.path, conformance) == ()
    with pikepdf.open(report.path) as pdf, pdf.open_metadata() as xmp:
        assert (pdf.pdf_version, xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == {
            Conformance.A2U: ("1.7", "2", "U"),
            Conformance.A2B: ("1.7", "2", "B"),
            Conformance.A1B: ("1.4", "1", "B"),
        }[conformance]


def test_that_a_claim_that_was_not_asked_for_is_told(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    assert [violation.clause for violation in validate(report.path, Conformance.A2B)] == ["6.6.4"]


def test_that_poppler_reads_back_the_recognised_text(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), reading(*HEADER), None)], metadata(), tmp_path / "a.pdf")

    text = run("pdftotext", "-raw", report.path, "-").rstrip("\f\n")

    assert text == "CỘNG HÒA XÃ\nĐộc lập - Tự do\nnguyễn văn á,"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_that_every_vietnamese_letter_comes_back(tmp_path: Path, form: str) -> None:
    rows = [ALPHABET[start : start + 12] for start in range(0, len(ALPHABET), 12)]
    lines = [line(word(unicodedata.normalize(form, row), 100, 60 * index + 50, 500)) for index, row in enumerate(rows)]
    lines.append(line(word("đĐ₫–…“”«»½№", 100, 1500, 400), word("😀𝄞", 600, 1500, 100)))

    report = write_pdf([ExportPage(page_image(tmp_path), reading(*lines), None)], metadata(), tmp_path / "a.pdf")

    found = run("pdftotext", "-raw", report.path, "-").split()
    assert found == [*rows, "đĐ₫–…“”«»½№", "😀𝄞"]


def test_that_letters_no_map_may_give_become_the_replacement_character(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(line(word("a\ufeffb\ud800c", 10, 10, 100))), None)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf")

    assert run("pdftotext", "-raw", report.path, "-").strip() == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_that_words_lie_over_their_pictures(tmp_path: Path, rotation: int) -> None:
    source = reading(*HEADER, rotation=rotation)

    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")

    rows = re.findall(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">',
        run("pdftotext", "-bbox", report.path, "-"),
    )
    found = [tuple(float(value) for value in row) for row in rows]
    placement = place(source.width_px, source.height_px, source.dpi, rotation)
    for one in (word for entry in source.lines for word in entry.words):
        left, bottom, right, top = placement.box(one.box)
        wanted = (left, placement.height_pt - top, right, placement.height_pt - bottom)
        assert max(overlap(wanted, box) for box in found) >= 0.9, one.text


def test_that_words_whose_boxes_overlap_stay_two_words(tmp_path: Path) -> None:
    """The places of words that Tesseract gave on skewed and tightly printed pages at 300 dpi."""
    lines = (
        line(word("cư", 381, 1619, 45, 76), word("trú:", 410, 1628, 109, 47)),
        line(word("of", 1315, 1089, 35, 55), word("birth:", 1340, 1095, 119, 35)),
        line(word("tính", 1078, 1253, 99, 41), word("/", 1162, 1243, 22, 57)),
        line(word("of", 1334, 2186, 34, 64), word("origin:", 1360, 2204, 134, 39)),
        line(word("khu", 300, 2000, 90, 50), word("phố", 391, 2000, 90, 50), word("2", 480, 2000, 30, 50)),
    )
    page = ExportPage(page_image(tmp_path, size=(2480, 3508)), reading(*lines, width=2480, height=3508, dpi=300), 300)

    report = write_pdf([page], metadata(), tmp_path / "a.pdf")

    assert run("pdftotext", "-raw", report.path, "-").split() == [one.text for row in lines for one in row.words]


def test_that_a_map_that_gives_another_letter_is_told(tmp_path: Path) -> None:
    source = reading(*HEADER)
    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(report.path) as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        letters = fonts[next(iter(fonts.keys()))].ToUnicode
        letters.write(letters.read_bytes().replace(b"<0001> <0043>", b"<0001> <0044>"))
        pdf.save(spoilt)

    told = word_violations(spoilt, [source], [place(source.width_px, source.height_px, source.dpi, 0)])

    assert [(violation.clause, violation.detail) for violation in told] == [("text", "page 1")]


def test_that_a_word_beside_its_picture_is_told(tmp_path: Path) -> None:
    source = reading(*HEADER)
    report = write_pdf([ExportPage(page_image(tmp_path), source, None)], metadata(), tmp_path / "a.pdf")
    moved = reading(line(word("CỘNG", 530, 100, 120), *HEADER[0].words[1:]), *HEADER[1:])
    placement = place(source.width_px, source.height_px, source.dpi, 0)

    told = [violation.clause for violation in word_violations(report.path, [moved], [placement])]

    assert told == ["position"]
    assert list(word_violations(report.path, [source], [placement])) == []
    assert [one.clause for one in word_violations(report.path, [source] * 2, [placement] * 2)] == ["pages"]


def overlap(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)) - both)


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


def test_that_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    page = ExportPage(page_image(tmp_path), reading(*HEADER), None)

    first = write_pdf([page], metadata(), tmp_path / "a.pdf")
    second = write_pdf([page], metadata(), tmp_path / "b.pdf")

    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_that_digitization_data_stand_in_xmp_under_our_own_keys(tmp_path: Path) -> None:
    report = write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf, pdf.open_metadata() as xmp:
        assert xmp["{urn:x-sohoa:digitization:1#}TrichYeu"] == "Về việc & thử"
        assert xmp["dc:title"] == "Quyết định số 12/QĐ-UBND"
        assert xmp["pdfaid:conformance"] == "U"
        assert str(pdf.docinfo["/Subject"]) == "Về việc <thử> & kiểm tra"


def test_that_the_outline_leads_to_the_pages_that_have_a_bookmark(tmp_path: Path) -> None:
    image = page_image(tmp_path)
    pages = [
        ExportPage(image, None, None, bookmark=name) for name in ("Đơn đề nghị (1)", "", "Giấy chứng nhận", "Khác")
    ]

    report = write_pdf(pages, metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        found = [(item.title, numbers[item.destination[0].objgen]) for item in outline.root]
    assert found == [("Đơn đề nghị (1)", 0), ("Giấy chứng nhận", 2), ("Khác", 3)]


def test_that_page_labels_follow_the_numbers_of_the_pages(tmp_path: Path) -> None:
    image = page_image(tmp_path)
    pages = [ExportPage(image, None, None, label=label) for label in (3, None, None, 9, 10)]

    report = write_pdf(pages, metadata(), tmp_path / "a.pdf")

    with pikepdf.open(report.path) as pdf:
        assert [page.label for page in pdf.pages] == ["3", "4", "5", "9", "10"]


def test_that_our_colour_profile_says_what_srgb_is() -> None:
    own = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    colours = np.random.default_rng(3).integers(0, 256, (64, 64, 3), np.uint8)

    shown = ImageCms.profileToProfile(Image.fromarray(colours), own, ImageCms.createProfile("sRGB"), renderingIntent=1)

    assert own.profile.version < 3
    assert shown is not None
    assert np.abs(np.asarray(shown, int) - colours).max() <= 1


def test_that_a_property_that_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hai từ"):
        write_pdf(
            [ExportPage(page_image(tmp_path), None, None)],
            metadata(properties=(("hai từ", "x"),)),
            tmp_path / "a.pdf",
        )


@pytest.mark.parametrize("size", [(1, 1), (3, 30_000), (20_000, 40)])
def test_that_a_page_of_any_size_stays_within_what_pdf_allows(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "a.png"
    Image.new("1", size, 1).save(path)

    report = write_pdf([ExportPage(path, None, 72)], metadata(), tmp_path / "a.pdf")

    assert validate(report.path) == ()


def test_that_a_cut_off_image_leaves_nothing_behind(tmp_path: Path) -> None:
    path = page_image(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    folder = tmp_path / "ra"
    folder.mkdir()

    with pytest.raises(InputDamaged):
        write_pdf([ExportPage(path, None, None)], metadata(), folder / "a.pdf")

    assert list(folder.iterdir()) == []


def test_that_a_photograph_with_a_film_behind_it_is_taken(tmp_path: Path) -> None:
    path = page_image(tmp_path)
    path.write_bytes(path.read_bytes() + bytes(9000))

    report = write_pdf([ExportPage(path, None, None)], metadata(), tmp_path / "a.pdf")

    assert validate(report.path) == ()


def test_that_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    old, new = tmp_path / ".sohoa-0000000000000000.part", tmp_path / ".sohoa-1111111111111111.part"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    yesterday = new.stat().st_mtime - 25 * 3600
    os.utime(old, (yesterday, yesterday))

    write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf")

    assert (old.exists(), new.exists()) == (False, True)


def test_that_no_pages_make_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "ra"
    folder.mkdir()

    with pytest.raises(ExportFailed):
        write_pdf([], metadata(), folder / "a.pdf")

    assert list(folder.iterdir()) == []


def test_that_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(PathUnwritable):
        write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "không" / "a.pdf")


def test_that_a_full_disk_keeps_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull):
        write_pdf([ExportPage(page_image(tmp_path), None, None)], metadata(), target)

    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


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


def test_that_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    import tracemalloc

    path = page_image(tmp_path)
    source = reading(*HEADER)
    pages = [ExportPage(path, source, None, prepare_page(str(path), profile=Profile.MASTER))] * 300

    tracemalloc.start()
    write_pdf(pages, metadata(), tmp_path / "a.pdf", profile=Profile.MASTER)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 12_000_000


def noisy_page(folder: Path) -> Path:
    generator = np.random.default_rng(11)
    path = folder / "nhieu.jpg"
    Image.fromarray(generator.integers(0, 255, (877, 620, 3), np.uint8)).save(path, quality=90, dpi=(75, 75))
    return path


def test_that_portal_files_stay_below_the_limit_in_order(tmp_path: Path) -> None:
    path = noisy_page(tmp_path)
    pages = [
        ExportPage(path, reading(line(word(f"trang{index}", 10, 10, 100, 20)), width=620, height=877, dpi=75), 75)
        for index in range(5)
    ]
    single = write_pdf(pages[:1], metadata(), tmp_path / "a.pdf", profile=Profile.PORTAL).size_bytes
    limit = 2 * single + 60_000

    reports = write_parts(pages, metadata(), tmp_path / "HS1.pdf", limit)

    assert [report.path.name for report in reports] == ["HS1-1.pdf", "HS1-2.pdf", "HS1-3.pdf"]
    assert all(report.size_bytes <= limit for report in reports)
    texts = [text for report in reports for text in run("pdftotext", "-raw", report.path, "-").split()]
    assert texts == [f"trang{index}" for index in range(5)]
    labels = [[page.label for page in pikepdf.open(report.path).pages] for report in reports]
    assert labels == [["1", "2"], ["3", "4"], ["5"]]


def test_that_a_photograph_too_large_for_the_portal_is_shrunk_to_200_dpi(tmp_path: Path) -> None:
    generator = np.random.default_rng(4)
    soft = Image.fromarray(generator.integers(0, 255, (20, 15, 3), np.uint8)).resize((1800, 2400))
    grain = generator.normal(0, 12, (2400, 1800, 3))
    path = tmp_path / "ảnh.jpg"
    Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8)).save(path, quality=95)
    limit = path.stat().st_size // 3

    (report,) = write_parts([ExportPage(path, None, 600)], metadata(), tmp_path / "a.pdf", limit)

    assert report.size_bytes <= limit
    with pikepdf.open(report.path) as pdf:
        image = pdf.pages[0].obj.Resources.XObject.I0
        assert (int(image.Width), int(image.Height)) == (600, 800)
    shown = rendered(report.path, 100).resize((300, 400))
    assert np.abs(np.asarray(shown, int) - np.asarray(soft.resize((300, 400)), int)).mean() < 12


def test_that_a_page_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    small = ExportPage(page_image(tmp_path), None, None)
    (tmp_path / "ra").mkdir()

    with pytest.raises(LimitTooSmall, match=r"a\.pdf"):
        write_parts([small, ExportPage(noisy_page(tmp_path), None, 75)], metadata(), tmp_path / "ra" / "a.pdf", 50_000)

    assert list((tmp_path / "ra").iterdir()) == []


def test_that_few_pages_make_one_file_of_the_name(tmp_path: Path) -> None:
    reports = write_parts([ExportPage(page_image(tmp_path), None, None)], metadata(), tmp_path / "a.pdf", 5_000_000)

    assert [report.path.name for report in reports] == ["a.pdf"]
