"""What papers of other offices showed: names and bodies that break, columns under headings, what follows a name."""

import datetime as dt

import pytest

from ocr.doctypes import load_doctypes
from ocr.engines import RawWord
from ocr.extraction import extract
from ocr.extraction.places import mended_address
from ocr.extraction.soundness import usual_name
from ocr.extraction.values import parse_value
from ocr.mend import mended
from ocr.types import Box, FieldStatus, FieldValue, Line
from tests.support.readings import line_at, page_with

DOCTYPES = load_doctypes()


def fields(kind: str, *lines: Line) -> dict[str, FieldValue]:
    return {value.name: value for value in extract(DOCTYPES.types[kind], [page_with(*lines)])}


def test_that_a_business_s_name_in_capitals_goes_on_in_the_next_line() -> None:
    found = fields(
        "giay_chung_nhan_ho_kinh_doanh",
        line_at(300, 500, "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"),
        line_at(300, 700, "1. Tên hộ kinh doanh viết bằng tiếng Việt (ghi bằng chữ in hoa): HỘ KINH DOANH"),
        line_at(300, 760, "THỦY SẢN NĂM CĂN XANH"),
        line_at(300, 820, "2. Địa chỉ trụ sở hộ kinh doanh: Số 77, đường Lý Bôn, thành phố Cà Mau, tỉnh Cà Mau"),
    )

    assert found["ten_ho_kinh_doanh"].value == "HỘ KINH DOANH THỦY SẢN NĂM CĂN XANH"


def test_that_a_heading_does_not_go_on_with_a_value_in_small_letters() -> None:
    found = fields(
        "giay_chung_nhan_ho_kinh_doanh",
        line_at(300, 500, "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"),
        line_at(300, 700, "3. Ngành, nghề kinh doanh: Bán lẻ lương thực, thực phẩm và đồ uống tại cửa hàng"),
        line_at(300, 760, "THÔNG TIN VỀ CHỦ HỘ KINH DOANH"),
    )

    assert found["nganh_nghe"].value == "Bán lẻ lương thực, thực phẩm và đồ uống tại cửa hàng"


def test_that_a_wide_cell_stands_under_its_heading_without_its_neighbour() -> None:
    found = fields(
        "giay_chung_nhan_ho_kinh_doanh",
        line_at(300, 500, "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"),
        line_at(300, 700, "3. Ngành, nghề kinh doanh:"),
        line_at(330, 780, "STT"),
        line_at(1000, 780, "Tên ngành"),
        line_at(1950, 780, "Mã ngành"),
        line_at(340, 860, "1"),
        line_at(430, 860, "Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng kinh | 4711"),
        line_at(430, 920, "doanh tổng hợp"),
        line_at(300, 1000, "4. Vốn kinh doanh: 80.000.000 đồng"),
    )

    trade = "Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng kinh doanh tổng hợp"
    assert found["nganh_nghe"].value == trade


@pytest.mark.parametrize("label", ["Tổ chức/cá nhân nộp hồ sơ", "Cá nhân, tổ chức nộp hồ sơ", "Họ và tên người nộp"])
def test_that_a_receipt_names_who_brought_the_dossier(label: str) -> None:
    found = fields(
        "giay_tiep_nhan",
        line_at(600, 500, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        line_at(300, 700, "Tên thủ tục hành chính"),
        line_at(1000, 700, "Đăng ký kết hôn"),
        line_at(300, 780, label),
        line_at(1000, 780, "Hoàng Tuấn Mẫu"),
        line_at(300, 860, "Số định danh"),
        line_at(1000, 860, "024096009975"),
    )

    assert (found["ho_ten"].value, found["ten_thu_tuc"].value) == ("Hoàng Tuấn Mẫu", "Đăng ký kết hôn")


def test_that_a_marriage_is_registered_on_the_day_that_stands_by_itself() -> None:
    found = fields(
        "giay_chung_nhan_ket_hon",
        line_at(800, 500, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(300, 900, "Nơi đăng ký kết hôn: Ủy ban nhân dân xã Tả Van, tỉnh Lào Cai"),
        line_at(300, 980, "Đăng ký ngày 27 tháng 08 năm 2025"),
    )

    assert found["ngay_dang_ky"].value == dt.date(2025, 8, 27)


def test_that_a_body_s_name_ends_with_a_short_word_on_a_line_of_its_own() -> None:
    found = fields(
        "cong_van",
        line_at(260, 200, "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"),
        line_at(1300, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        line_at(310, 260, "VĂN PHÒNG ĐĂNG KÝ ĐẤT"),
        line_at(500, 310, "ĐAI"),
        line_at(400, 380, "Số: 4471/VPĐKĐĐ-TTLT"),
        line_at(700, 520, "Kính gửi: Tòa án nhân dân thành phố Mẫu"),
    )

    assert str(found["co_quan_ban_hanh"].value).casefold() == "văn phòng đăng ký đất đai"


@pytest.mark.parametrize("read", ["s`Lê Mạnh Duy", "^Lê Mạnh Duy", "Lê Mạnh Duy"])
def test_that_strokes_before_a_signer_s_name_are_none_of_it(read: str) -> None:
    found = fields(
        "quyet_dinh",
        line_at(900, 500, "QUYẾT ĐỊNH"),
        line_at(300, 2000, "Nơi nhận:"),
        line_at(1500, 2000, "CHỦ TỊCH"),
        line_at(1470, 2400, read),
    )

    assert found["nguoi_ky"].value == "Lê Mạnh Duy"


def test_that_where_husband_and_wife_sign_is_no_table_of_theirs() -> None:
    found = fields(
        "giay_chung_nhan_ket_hon",
        line_at(600, 400, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(330, 800, "Họ, chữ đệm, tên vợ:"),
        line_at(1320, 800, "Họ, chữ đệm, tên chồng:"),
        line_at(330, 870, "VÕ THỊ MẪU"),
        line_at(1320, 870, "THÁI ĐÌNH MẪU"),
        line_at(330, 940, "Ngày, tháng, năm sinh: 20/10/1996"),
        line_at(1320, 940, "Ngày, tháng, năm sinh: 22/11/1992"),
        line_at(700, 1980, "Vợ"),
        line_at(1300, 1980, "Chồng"),
        line_at(380, 2040, "(Ký, ghi rõ họ, chữ"),
        line_at(1000, 2040, "(Ký, ghi rõ họ, chữ"),
        line_at(1600, 2040, "(Ký, ghi rõ họ, chữ"),
        line_at(380, 2100, "đệm, tên)"),
        line_at(1000, 2100, "đệm, tên)"),
        line_at(450, 2300, "Võ Thị Mẫu"),
        line_at(1000, 2300, "Thái Đình Mẫu"),
        line_at(1600, 2300, "Ngô Thanh Mẫu"),
    )

    assert found["ngay_sinh_vo"].value == dt.date(1996, 10, 20)
    assert found["ngay_sinh_chong"].value == dt.date(1992, 11, 22)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("name", "VÕ NGỌC THẢO Nam/Nữ:", "Võ Ngọc Thảo"),
        ("name", "Võ Ngọc Nam", "Võ Ngọc Nam"),
        ("address", "Số 4ó đường Hùng Vương", "Số 46 đường Hùng Vương"),
        ("deed_number", "001986/2025/CCGD, quyển số 02", "001986/2025/CCGD"),
        ("deed_number", "3307, quyển số 01/2024 TP/CC-SCC/HĐGD", "3307"),
    ],
)
def test_that_a_value_ends_where_something_else_begins(kind: str, text: str, value: str) -> None:
    assert parse_value(kind, text) == value


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("xã Chiềng Cơi, tỉnh Sơn La", "xã Chiềng Cơi, tỉnh Sơn La"),
        ("phường Đại Yên, tỉnh Quản Ninh", "phường Đại Yên, tỉnh Quảng Ninh"),
        ("phường 5, thành phố. Cà Mau, tỉnh Cà Mau", "phường 5, thành phố Cà Mau, tỉnh Cà Mau"),
        ("phường Cẩm Thủy, thành.phố Cẩm Phả, tỉnh Quảng Ninh", "phường Cẩm Thủy, thành phố Cẩm Phả, tỉnh Quảng Ninh"),
    ],
)
def test_that_a_place_is_put_right_where_a_letter_can_have_been_misread(read: str, meant: str) -> None:
    assert mended_address(read).text == meant


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("Trần Vân Mạnh", "Trần Văn Mạnh"),
        ("Trần Vân Anh", ""),
        ("Nguyễn Thi Hoa", "Nguyễn Thị Hoa"),
        ("Định Văn Nam", "Đinh Văn Nam"),
        ("Lê Thị Mẫu", ""),
    ],
)
def test_that_a_name_is_compared_with_what_most_people_bear(name: str, usual: str) -> None:
    assert usual_name(name) == usual


def test_that_an_unusual_middle_name_goes_to_a_person() -> None:
    found = fields(
        "giay_tiep_nhan",
        line_at(600, 500, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        line_at(300, 700, "Họ và tên người nộp: Trần Vân Mạnh"),
        line_at(300, 1900, "Trần Vân Mạnh"),
    )["ho_ten"]

    assert (found.status, found.candidates[:1]) == (FieldStatus.TO_CONFIRM, ("Trần Văn Mạnh",))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("quý HI năm 2025", "quý III năm 2025"),
        ("quý Il năm 2025", "quý II năm 2025"),
        ("khóa XIV,", "khóa XIV,"),
        ("quý 1 năm 2025", "quý 1 năm 2025"),
        ("thép HI và H2", "thép HI và H2"),
    ],
)
def test_that_a_roman_number_is_read_where_one_is_counted(read: str, meant: str) -> None:
    words = [RawWord(text, Box(40 * at, 0, 38, 30), 0.9, (1, 1, 1)) for at, text in enumerate(read.split())]

    assert " ".join(word.text for word in mended(words)) == meant
