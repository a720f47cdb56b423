"""What passes without a person: second sources, signs, doubts, and calibrated confidence."""

import datetime as dt

import pytest

from ocr.document import read_documents
from ocr.extraction import calibration
from ocr.extraction.words_number import date_of
from ocr.steps import Steps, fitted
from ocr.types import DocumentReading, FieldStatus, FieldValue
from tests.support.readings import page_of

HEAD = "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^Độc lập - Tự do - Hạnh phúc\n"
APPLICATION = (
    HEAD
    + """^ĐƠN ĐĂNG KÝ BIẾN ĐỘNG
^Kính gửi: Văn phòng đăng ký đất đai
a) Tên: Lê Văn Bình
b) Giấy tờ nhân thân/pháp nhân: Căn cước công dân số {number}
c) Địa chỉ: Tổ 5, phường Hà Khẩu, thành phố Hạ Long, tỉnh Quảng Ninh
2. Nội dung biến động: Nhận chuyển nhượng quyền sử dụng đất
2.1. Số phát hành GCN: {serial}
2.2. Thửa đất số: {plot}; tờ bản đồ số: 26
Tôi cam đoan những điều ghi trong đơn này là đúng."""
)
DECLARATION = (
    HEAD
    + """^TỜ KHAI LỆ PHÍ TRƯỚC BẠ
[04] Tên người nộp thuế: {name}
[05] Ngày, tháng, năm sinh: 14/03/1988
[06] Mã số thuế: 022088604217
I. ĐẶC ĐIỂM NHÀ ĐẤT:
1.1. Thửa đất số: 106; Tờ bản đồ số: 26
1.5. Diện tích (m2): 555,6"""
)


def application(number: str = "022088604217", serial: str = "BX 393099", plot: str = "106") -> str:
    return APPLICATION.format(number=number, serial=serial, plot=plot)


def papers(*texts: str, confidence: float = 0.96) -> tuple[DocumentReading, ...]:
    return read_documents([page_of(text, number, confidence=confidence) for number, text in enumerate(texts, 1)])


def field(document: DocumentReading, name: str) -> FieldValue:
    value = document.field(name)
    assert value is not None
    return value


def test_that_a_number_without_a_second_source_waits_for_a_person() -> None:
    (document,) = papers(application())

    for name in ("so_giay_to", "so_phat_hanh"):
        assert field(document, name).status is FieldStatus.TO_CONFIRM
        assert "second-source" in field(document, name).reasons


def test_that_another_paper_of_the_stack_is_a_second_source() -> None:
    first, second = papers(application(), DECLARATION.format(name="Lê Văn Bình"))

    assert field(first, "so_giay_to").status is FieldStatus.AUTO
    assert "another-paper" in field(first, "so_giay_to").reasons
    assert "another-paper" in field(second, "thua_dat_so").reasons


def test_that_papers_which_disagree_on_the_parcel_show_it() -> None:
    first, second = papers(application(plot="108"), DECLARATION.format(name="Lê Văn Bình"))

    for document, other in ((first, "106"), (second, "108")):
        value = field(document, "thua_dat_so")
        assert value.status is FieldStatus.TO_CONFIRM
        assert "papers-differ" in value.reasons
        assert other in value.candidates


def test_that_a_name_read_two_ways_is_left_to_a_person_with_the_other_reading() -> None:
    first, second = papers(application(), DECLARATION.format(name="Lê Văn Bỉnh"))

    assert "reads-differ" in field(first, "ho_ten").reasons
    assert field(first, "ho_ten").candidates == ("Lê Văn Bỉnh",)
    assert field(second, "ho_ten").status is FieldStatus.TO_CONFIRM


def test_that_a_name_with_words_no_name_has_waits_for_a_person() -> None:
    (document,) = papers(application().replace("Lê Văn Bình", "Đỉnh Văn Bình"))

    assert field(document, "ho_ten").status is FieldStatus.TO_CONFIRM


@pytest.mark.parametrize(("born", "proven"), [("14/03/1988", True), ("14/03/1989", False)])
def test_that_birth_year_and_sex_in_the_number_prove_it(born: str, proven: bool) -> None:
    text = (
        HEAD
        + f"""^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
XÁC NHẬN:
Họ, chữ đệm, tên: Lê Văn Bình
Ngày, tháng, năm sinh: {born}
Giấy tờ tùy thân: CCCD số 022088604217
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai
Giấy này có giá trị sử dụng trong thời hạn 6 tháng"""
    )

    (document,) = papers(text)

    assert ("birth-year" in field(document, "so_giay_to").reasons) is proven
    assert (field(document, "so_giay_to").status is FieldStatus.AUTO) is proven


def test_that_an_amount_is_proved_by_its_words() -> None:
    text = """^GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
1. Tên hộ kinh doanh: HỘ KINH DOANH LÊ BÌNH
2. Địa điểm kinh doanh: phường Hà Khẩu, thành phố Hạ Long
4. Vốn kinh doanh: 350.000.000 đồng (Bằng chữ: {0} triệu đồng)"""

    (right,) = papers(text.format("Ba trăm năm mươi"))
    (wrong,) = papers(text.format("Ba trăm năm mươi lăm"))

    assert "in-words" in field(right, "von_kinh_doanh").reasons
    assert field(wrong, "von_kinh_doanh").status is FieldStatus.TO_CONFIRM
    assert "words-differ" in field(wrong, "von_kinh_doanh").reasons
    assert "355000000" in field(wrong, "von_kinh_doanh").candidates


@pytest.mark.parametrize(("words", "differs"), [("chín mươi tám phẩy bốn", False), ("chín mươi ba phẩy bốn", True)])
def test_that_an_area_whose_words_say_another_is_shown(words: str, differs: bool) -> None:
    text = f"""^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
II. Thửa đất, nhà ở và tài sản khác gắn liền với đất
a) Thửa đất số: 21, tờ bản đồ số: 7
c) Diện tích: 98,4 m² (bằng chữ: {words} mét vuông)
đ) Mục đích sử dụng đất: Đất ở tại đô thị"""

    (document,) = papers(text)

    assert ("words-differ" in field(document, "dien_tich").reasons) is differs
    assert ("in-words" in field(document, "dien_tich").reasons) is not differs


def test_that_letters_taken_for_figures_are_shown() -> None:
    (document,) = papers(application(plot="1O6"))

    assert "lookalike" in field(document, "thua_dat_so").reasons


def test_that_nearly_known_words_offer_the_known_ones() -> None:
    text = application().replace("Nhận chuyển nhượng quyền", "Nhận chuyển nhượng quyèm")

    (document,) = papers(text)

    value = field(document, "noi_dung_bien_dong")
    assert value.status is FieldStatus.TO_CONFIRM
    assert "Nhận chuyển nhượng quyền sử dụng đất" in value.candidates


def test_that_words_hardly_read_wait_for_a_person() -> None:
    (document,) = papers(application(), confidence=0.3)

    assert all(value.status is not FieldStatus.AUTO for value in document.fields)


def test_that_steps_rise_and_never_claim_certainty_from_few() -> None:
    steps = fitted([(0.5, False), (0.6, True), (0.7, False), (0.9, True), (0.95, True)])

    assert list(steps.share_right) == sorted(steps.share_right)
    assert steps.share(0.2) == 0.2
    assert steps.share(0.55) == steps.share_right[0] < 0.6
    assert steps.share(0.99) < 0.98


def test_that_shipped_steps_are_shares() -> None:
    tables = calibration._tables()

    assert tables
    for steps in tables.values():
        assert isinstance(steps, Steps)
        assert all(0 <= share <= 1 for share in steps.share_right)
        assert list(steps.share_right) == sorted(steps.share_right)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Ngày hai mươi mốt, tháng mười hai, năm hai nghìn không trăm mười lăm", dt.date(2015, 12, 21)),
        ("mồng năm tháng tư năm một nghìn chín trăm tám mươi Giới tính: Nữ", dt.date(1980, 4, 5)),
    ],
)
def test_that_a_day_in_words_is_understood(words: str, day: dt.date) -> None:
    assert date_of(words) == (day.day, day.month, day.year)


def test_that_a_value_that_could_not_be_parsed_is_shown_and_invalid() -> None:
    (document,) = papers(DECLARATION.format(name="Lê Văn Bình").replace("022088604217", "02208 8604"))

    value = field(document, "ma_so_thue")
    assert value.value is None
    assert value.raw == "02208 8604"
    assert value.status is FieldStatus.INVALID
