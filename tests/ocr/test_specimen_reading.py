"""Real Tesseract on the shipped specimen and on drawn pages: text, boxes, types, fields, problems."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.document import read_documents
from ocr.pipeline import read_page
from ocr.types import PageReading, PageTask
from scanner_app import specimen
from tests.support import inputs

pytestmark = pytest.mark.tesseract
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
LINES = (
    "GIẤY KHAI SINH",
    "Họ, chữ đệm, tên: Trần Thị Mẫu",
    "Nơi sinh: thành phố Hạ Long",
    "Dân tộc: Kinh",
    "Quê quán: Quảng Ninh",
)


def drawn(path: Path, turn: float = 0.0) -> Path:
    image = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 44)
    for row in range(14):
        pen.text((200, 250 + 110 * row), LINES[row % len(LINES)], font=font, fill=0)
    image.rotate(turn, expand=True, fillcolor=255).save(path, dpi=(200, 200))
    return path


@pytest.fixture(scope="module")
def specimen_readings() -> dict[int, PageReading]:
    pages = specimen.specimen_pages()
    return {number: read_page(PageTask(str(pages[number - 1]), number)) for number in (2, 3, 4, 9, 10)}


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_that_a_persons_turn_is_taken_as_it_is(tmp_path: Path, turn: int) -> None:
    page = read_page(PageTask(str(drawn(tmp_path / "page.png", turn=turn)), 1, turn=turn))

    assert (page.rotation, "GIẤY KHAI SINH" in page.text) == (turn, True)


def test_that_a_person_may_turn_a_page_upside_down(tmp_path: Path) -> None:
    page = read_page(PageTask(str(drawn(tmp_path / "page.png")), 1, turn=180))

    assert page.rotation == 180


def test_that_the_blank_back_is_blank(specimen_readings: dict[int, PageReading]) -> None:
    assert specimen_readings[2].blank
    assert specimen_readings[2].confidence is None


def test_that_the_turned_page_is_set_upright(specimen_readings: dict[int, PageReading]) -> None:
    assert specimen_readings[9].rotation == 180
    assert "TỜ KHAI LỆ PHÍ TRƯỚC BẠ" in specimen_readings[9].text


def test_that_the_stack_is_cut_typed_and_read(specimen_readings: dict[int, PageReading]) -> None:
    documents = read_documents([specimen_readings[number] for number in sorted(specimen_readings)])

    truth = {document["type"]: document["fields"] for document in specimen.truth()["documents"]}
    assert [(document.type, document.pages) for document in documents] == [
        ("giay_chung_nhan_qsdd", (3, 4)),
        ("to_khai_le_phi_truoc_ba", (9,)),
        ("can_cuoc", (10,)),
    ]
    for document in documents:
        for name in ("ho_ten", "thua_dat_so", "so_dinh_danh", "so_phat_hanh"):
            field = document.field(name)
            if name in truth[document.type]:
                assert field is not None, (document.type, name)
                assert str(field.value) == truth[document.type][name]


@pytest.mark.parametrize(("turn", "rotation"), [(0, 0), (90, 90), (180, 180), (-90, 270)])
def test_that_every_quarter_turn_is_undone_and_boxes_lie_on_the_delivered_page(
    turn: int, rotation: int, tmp_path: Path
) -> None:
    reading = read_page(PageTask(str(drawn(tmp_path / "trang.png", turn)), 1))

    assert reading.rotation == rotation
    assert reading.text.count("Trần Thị Mẫu") >= 2
    with Image.open(tmp_path / "trang.png") as image:
        assert (reading.width_px, reading.height_px) == image.size
        grey = image.convert("L")
        for line in reading.lines:
            for word in line.words:
                box = word.box
                piece = grey.crop((box.x, box.y, box.right, box.bottom))
                assert piece.getextrema()[0] < 100, word


def test_that_skew_is_measured_and_levelled(tmp_path: Path) -> None:
    reading = read_page(PageTask(str(drawn(tmp_path / "nghiêng.png", 3.0)), 1))

    assert abs(reading.skew_deg - 3.0) <= 0.2
    assert reading.text.count("Quảng Ninh") >= 2


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (inputs.cut_jpeg, "OCR-IMAGE-UNREADABLE"),
        (inputs.huge_png, "OCR-IMAGE-TOO-LARGE"),
        (inputs.empty, "OCR-IMAGE-UNREADABLE"),
    ],
    ids=["cut", "huge", "empty"],
)
def test_that_a_bad_image_is_a_problem_and_no_error(make: object, code: str, tmp_path: Path) -> None:
    path = make(tmp_path / "hỏng.jpg")  # type: ignore[operator]

    reading = read_page(PageTask(str(path), 4))

    assert [(problem.code, problem.page) for problem in reading.problems] == [(code, 4)]
    assert reading.confidence is None


def test_that_one_pixel_is_a_blank_page(tmp_path: Path) -> None:
    assert read_page(PageTask(str(inputs.tiny_png(tmp_path / "1.png")), 1)).blank
