"""Every kind of input, good and bad: what comes out, and with which code it is refused."""

import itertools
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageOps

from scanner_app.acquisition.folder import follow
from scanner_app.acquisition.sources import import_pages, walk
from scanner_app.errors import AppError, FolderEmpty, InputKind, PathMissing, PathUnreadable
from tests.support import inputs


def folder_in(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    return folder


def codes_of(path: Path, folder: Path) -> list[str]:
    """What is said of a file: the problems of its pages, or the error that ended it."""
    codes: list[str] = []
    try:
        codes.extend(page.problem.code for page in import_pages(path, folder) if page.problem)
    except AppError as error:
        codes.append(error.code)
    return codes


def resident_kb() -> int:
    """Memory of this process in kilobytes."""
    rows = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS"))


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (inputs.empty, "rỗng.jpg", "INPUT-EMPTY"),
        (inputs.cut_jpeg, "cắt.jpg", "INPUT-DAMAGED"),
        (inputs.html_as_pdf, "trang.pdf", "INPUT-KIND"),
        (inputs.huge_png, "to.png", "INPUT-TOO-LARGE"),
        (inputs.locked_pdf, "khóa.pdf", "INPUT-PASSWORD"),
        (inputs.empty_pdf, "không trang.pdf", "INPUT-NO-PAGES"),
        (inputs.cut_pdf, "hỏng.pdf", "INPUT-DAMAGED"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_that_a_bad_file_is_refused_with_its_code(
    make: Callable[[Path], Path], name: str, code: str, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path)

    codes = codes_of(make(tmp_path / name), folder)

    assert set(codes) == {code}
    assert not any(path.suffix in (".jpg", ".png") for path in folder.iterdir())


@pytest.mark.parametrize(
    ("make", "name", "pages"),
    [
        (inputs.jpeg, "ảnh chụp.jpg", 1),
        (inputs.tiny_png, "một điểm.png", 1),
        (inputs.tiff, "nhiều trang.tif", 3),
        (inputs.heic, "điện thoại.heic", 1),
        (inputs.pdf, "quét.pdf", 2),
        (inputs.born_digital_pdf, "văn bản.pdf", 1),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_that_a_good_file_gives_its_pages(make: Callable[[Path], Path], name: str, pages: int, tmp_path: Path) -> None:
    path = make(tmp_path / name)

    found = list(import_pages(path, folder_in(tmp_path)))

    assert [page.number for page in found] == list(range(1, pages + 1))
    assert all(page.path.is_file() and page.problem is None for page in found)
    assert path.is_file()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"GIF89a\x01\x00", "GIF"),
        (b"BM\x06\x90", "BMP"),
        (b"\x00\x00\x00\x20ftypavif", "AVIF"),
        (b"\x00\x00\x00\x0cjP  \r\n", "JPEG 2000"),
        (b"PK\x03\x04\x14", "ZIP/Office"),
        ("Đơn đề nghị\n".encode() * 100, "TXT"),
        (b"\x7fELF\x02", "0x7f454c46"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_that_a_file_of_another_kind_is_called_by_its_name(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "giấy.pdf"
    path.write_bytes(data)

    with pytest.raises(InputKind) as raised:
        list(import_pages(path, folder_in(tmp_path)))

    assert raised.value.args[1] == kind


def test_that_a_scanned_pdf_page_keeps_the_scanner_s_own_bytes(tmp_path: Path) -> None:
    path = inputs.pdf(tmp_path / "quét.pdf", pages=1)

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    with Image.open(page.path) as image:
        assert (image.format, image.size) == ("JPEG", (400, 560))
    assert page.dpi is None or page.dpi < 60
    assert page.layer == ()


def test_that_a_turned_pdf_page_is_delivered_as_viewers_show_it(tmp_path: Path) -> None:
    path = inputs.pdf(tmp_path / "xoay.pdf", pages=1, rotate=90)

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    with Image.open(page.path) as image:
        assert (image.format, image.size) == ("JPEG", (400, 560))
        assert ImageOps.exif_transpose(image).size == (560, 400)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_that_lossless_page_images_come_out_pixel_by_pixel(turn: int, tmp_path: Path) -> None:
    picture = Image.effect_noise((300, 424), 60).point(lambda value: 255 if value > 128 else 0, "1")
    path = inputs.flate_pdf(tmp_path / "một màu.pdf", picture, rotate=turn)

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    with Image.open(page.path) as image:
        assert (
            ImageChops.difference(image.convert("L"), picture.rotate(-turn, expand=True).convert("L")).getbbox() is None
        )


@pytest.mark.parametrize(("make", "mode"), [(inputs.jpx_pdf, "L"), (inputs.jpx_pdf, "RGB"), (inputs.jbig2_pdf, "1")])
def test_that_page_images_in_rare_codings_are_delivered_as_they_look(
    make: Callable[[Path, Image.Image], Path], mode: str, tmp_path: Path
) -> None:
    picture = inputs.blocks(1240, 1754).convert(mode)
    path = make(tmp_path / "mã hóa hiếm.pdf", picture)

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    with Image.open(page.path) as image:
        looks = image.convert("L").resize(picture.size)
    differs = ImageChops.difference(looks, picture.convert("L")).point(lambda value: 255 if value > 128 else 0)
    assert page.problem is None
    ink = sum(picture.convert("L").histogram()[:128])
    assert sum(differs.histogram()[1:]) < 0.02 * ink


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, which only Linux has")
def test_that_pages_of_a_stack_of_ten_thousand_come_one_by_one_in_level_memory(tmp_path: Path) -> None:
    path = inputs.many_paged_pdf(tmp_path / "mười nghìn trang.pdf", 10_000)
    folder = folder_in(tmp_path)
    used, waiting = [], []

    for page in itertools.islice(import_pages(path, folder), 2_000):
        waiting.append(len(list(folder.iterdir())))
        page.path.unlink()
        if page.number in (200, 2_000):
            used.append(resident_kb())

    assert set(waiting) == {1}
    assert used[1] - used[0] < 8_000


def test_that_a_jpeg_with_an_own_colour_profile_keeps_its_bytes(tmp_path: Path) -> None:
    path = inputs.pdf(tmp_path / "hồ sơ màu.pdf", pages=1, profile=True)

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    with Image.open(page.path) as image:
        assert (image.format, image.size) == ("JPEG", (400, 560))


def test_that_a_jpeg_cut_behind_its_thumbnail_is_refused(tmp_path: Path) -> None:
    path = inputs.cut_jpeg_with_thumbnail(tmp_path / "cắt.jpg")

    assert codes_of(path, folder_in(tmp_path)) == ["INPUT-DAMAGED"]


def test_that_an_unreadable_image_in_a_page_is_that_page_s_problem(tmp_path: Path) -> None:
    path = inputs.pdf(tmp_path / "hỏng ảnh.pdf")
    path.write_bytes(path.read_bytes().replace(b"\xff\xd8\xff\xe0", b"\x00\x00\x00\x00"))

    codes = codes_of(path, folder_in(tmp_path))

    assert codes == ["INPUT-DAMAGED"] * 2


@pytest.mark.parametrize(
    "make",
    [
        lambda path: inputs.flate_pdf(path, inputs.blocks(1240, 1754)),
        lambda path: inputs.jpx_pdf(path, inputs.blocks(1240, 1754)),
        lambda path: inputs.jbig2_pdf(path, inputs.blocks(1240, 1754).convert("1")),
        inputs.pdf,
    ],
    ids=["Flate", "JPEG 2000", "JBIG2", "JPEG"],
)
def test_that_a_page_whose_image_ends_early_is_kept_and_told(make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = inputs.with_cut_image(make(tmp_path / "ảnh cụt.pdf"))

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    assert page.path.is_file()
    assert page.problem is not None
    assert page.problem.code == "INPUT-PAGE-DAMAGED"


def test_that_a_faulty_table_of_a_pdf_is_no_fault_of_its_pages(tmp_path: Path) -> None:
    path = inputs.born_digital_pdf(tmp_path / "bảng hỏng.pdf")
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))

    assert codes_of(path, folder_in(tmp_path)) == []


def test_that_a_born_digital_page_brings_its_own_words(tmp_path: Path) -> None:
    path = inputs.born_digital_pdf(tmp_path / "văn bản.pdf")

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    assert [word.text for word in page.layer[:3]] == ["Dossier", "line", "number"]
    with Image.open(page.path) as image:
        assert abs(image.width - 595 / 72 * 300) < 3


def test_that_an_owner_s_password_alone_does_not_hinder(tmp_path: Path) -> None:
    path = inputs.locked_pdf(tmp_path / "chỉ đọc.pdf", user="")

    assert len(list(import_pages(path, folder_in(tmp_path)))) == 2


def test_that_a_page_of_five_metres_is_rendered_small_and_told(tmp_path: Path) -> None:
    path = inputs.pdf(tmp_path / "khổ lớn.pdf", pages=1, cover=0.5, size=(14173, 14173))

    page = next(iter(import_pages(path, folder_in(tmp_path))))

    assert page.problem is not None
    assert page.problem.code == "INPUT-PAGE-SCALED"
    with Image.open(page.path) as image:
        assert image.width * image.height < 50_000_000


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_that_a_fax_of_standard_resolution_has_the_shape_of_its_paper(kind: str, tmp_path: Path) -> None:
    fax = inputs.blocks(1687, 1146).convert("1")
    path = tmp_path / "fax.tif"
    if kind == "TIFF":
        fax.save(path, compression="group4", dpi=(204, 98))
    else:
        inputs.flate_pdf(path, fax)

    (page,) = import_pages(path, folder_in(tmp_path))

    with Image.open(page.path) as image:
        assert image.height / image.width == pytest.approx(842 / 595, abs=0.01)
    assert page.dpi == (204 if kind == "TIFF" else 300)


@pytest.mark.parametrize(
    ("scale", "number"),
    [(257, ">u2"), (257, "<u2"), (8_421_504, "<i4"), (1 / 255, "<f4")],
    ids=["16 bits, Motorola", "16 bits, Intel", "32 bits", "fractions"],
)
def test_that_a_deep_grey_tiff_keeps_its_tones(scale: float, number: str, tmp_path: Path) -> None:
    tones = np.asarray(inputs.blocks(124, 175).convert("L"), np.float64)
    path = tmp_path / "sâu.tif"
    Image.fromarray((tones * scale).astype(number)).save(path)

    (page,) = import_pages(path, folder_in(tmp_path))

    with Image.open(page.path) as image:
        shown = np.asarray(image, np.float64).reshape(175, 124, -1)[..., 0]
    assert np.abs(shown / shown.max() - tones / 255).max() < 0.02


def test_that_a_fine_fax_keeps_its_dots(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    inputs.blocks(1687, 2291).convert("1").save(path, compression="group4", dpi=(204, 196))

    (page,) = import_pages(path, folder_in(tmp_path))

    with Image.open(page.path) as image:
        assert image.size == (1687, 2291)


def test_that_an_animated_webp_gives_its_first_frame_and_says_so(tmp_path: Path) -> None:
    path = inputs.webp_animation(tmp_path / "động.webp")

    found = list(import_pages(path, folder_in(tmp_path)))

    assert [page.problem.code for page in found if page.problem] == ["INPUT-ANIMATED"]
    assert sum(page.path.is_file() for page in found) == 1


def test_that_a_tiff_cut_in_the_middle_keeps_what_stands_before(tmp_path: Path) -> None:
    path = inputs.cut_tiff(tmp_path / "cắt.tif")

    found = list(import_pages(path, folder_in(tmp_path)))

    assert [page.problem.code if page.problem else "" for page in found] == ["", "", "INPUT-CUT"]
    assert found[0].path.is_file()


def test_that_a_folder_gives_its_files_once_and_counts_the_others(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "b.jpg")
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "ghi chú.txt").write_text("x", encoding="utf-8")
    os.link(tmp_path / "a.jpg", tmp_path / "c.jpg")

    found = walk([tmp_path])

    assert [path.name for path in found.files] == ["a.jpg", "b.jpg"]
    assert found.passed_over == 1


def test_that_missing_empty_and_looping_paths_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "self").symlink_to(tmp_path / "self")

    os.mkfifo(tmp_path / "pipe.jpg")

    with pytest.raises(PathMissing):
        walk([tmp_path / "nothing"])
    with pytest.raises(PathUnreadable):
        walk([tmp_path / "pipe.jpg"])
    with pytest.raises(FolderEmpty):
        walk([tmp_path / "empty"])
    with pytest.raises(PathUnreadable):
        walk([tmp_path / "self"])


def test_that_what_cannot_be_read_stands_beside_what_can(tmp_path: Path) -> None:
    (tmp_path / "folder" / "closed").mkdir(parents=True)
    inputs.jpeg(tmp_path / "folder" / "a.jpg")
    (tmp_path / "folder" / "self.jpg").symlink_to(tmp_path / "folder" / "self.jpg")
    (tmp_path / "folder" / "gone.jpg").symlink_to(tmp_path / "no such file")
    os.mkfifo(tmp_path / "folder" / "pipe")
    (tmp_path / "folder" / "elsewhere").symlink_to(tmp_path)

    found = walk([tmp_path / "nothing.jpg", tmp_path / "folder"])

    assert [path.name for path in found.files] == ["a.jpg"]
    assert found.passed_over == 2
    assert [(problem.code, Path(problem.data[0]).name) for problem in found.problems] == [
        ("FILE-MISSING", "nothing.jpg"),
        ("FILE-MISSING", "gone.jpg"),
        ("FILE-LINK-LOOP", "self.jpg"),
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_that_a_closed_folder_is_told(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "closed").mkdir(mode=0)

    found = walk([tmp_path])

    assert [problem.code for problem in found.problems] == ["FILE-UNREADABLE"]


def test_that_a_file_still_being_copied_waits(tmp_path: Path) -> None:
    path = inputs.jpeg(tmp_path / "đang chép.jpg")

    def grow(_seconds: float) -> None:
        if path.stat().st_size < 20_000:
            with path.open("ab") as file:
                file.write(b"x" * 5000)

    given = [item.path.name for item in follow(tmp_path, wait=grow, rounds=8)]

    assert given == ["đang chép.jpg"]
    assert path.stat().st_size >= 20_000


def test_that_a_followed_file_is_moved_and_never_over_another(tmp_path: Path) -> None:
    inputs.jpeg(tmp_path / "a.jpg")
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "a.jpg").write_bytes(b"earlier")

    item = next(iter(follow(tmp_path, wait=lambda _seconds: None, rounds=3)))
    moved = item.finish(is_good=True)

    assert moved.name == "a-2.jpg"
    assert (tmp_path / "done" / "a.jpg").read_bytes() == b"earlier"


def test_that_an_empty_folder_beside_a_full_one_is_told(tmp_path: Path) -> None:
    full, empty = tmp_path / "đầy", tmp_path / "rỗng"
    full.mkdir()
    empty.mkdir()
    inputs.jpeg(full / "a.jpg")

    found = walk([full, empty])

    assert [path.name for path in found.files] == ["a.jpg"]
    assert [(problem.code, problem.data) for problem in found.problems] == [("FOLDER-EMPTY", (str(empty),))]


def test_that_a_new_file_of_an_old_name_is_handed_out_too(tmp_path: Path) -> None:
    path = inputs.jpeg(tmp_path / "quét.jpg")
    looks = 0

    def wait(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            path.write_bytes(path.read_bytes() + b"\0" * 100)

    given = [item.path.stat().st_size for item in follow(tmp_path, wait=wait, rounds=6)]

    assert len(given) == 2
    assert given[0] != given[1]
