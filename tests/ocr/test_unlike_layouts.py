"""Layouts unlike those of every day: names in the middle of a column, dates in parts, pages with their number."""

import datetime as dt
from decimal import Decimal

import cv2
import numpy as np
import pytest

from ocr.doctypes import load_doctypes
from ocr.extraction import extract
from ocr.extraction.bodies import is_cut_short
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.values import parse_value
from ocr.preprocess import tone
from ocr.separation import cut
from ocr.text import with_sixes
from ocr.types import FieldStatus, FieldValue, Line, PageReading
from tests.support.readings import line_at, page_of, page_with

DOCTYPES = load_doctypes()


def fields(kind: str, *pages: PageReading | Line) -> dict[str, FieldValue]:
    whole = [page for page in pages if isinstance(page, PageReading)]
    lines = [line for line in pages if isinstance(line, Line)]
    return {value.name: value for value in extract(DOCTYPES.types[kind], whole or [page_with(*lines)])}


def test_that_a_name_in_the_middle_of_its_column_belongs_to_the_label_above() -> None:
    found = fields(
        "giay_chung_nhan_ket_hon",
        line_at(1000, 440, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(230, 640, "Họ, chữ đệm, tên vợ:"),
        line_at(1330, 640, "Họ, chữ đệm, tên chồng:"),
        line_at(640, 720, "MA THỊ LƯỜNG"),
        line_at(1830, 720, "BẾ ÍCH QUÂN"),
        line_at(230, 810, "Ngày, tháng, năm sinh: 14/08/1996"),
        line_at(1330, 810, "Ngày, tháng, năm sinh: 30/03/1993"),
    )

    assert (found["ho_ten_vo"].value, found["ho_ten_chong"].value) == ("Ma Thị Lường", "Bế Ích Quân")
    assert found["ngay_sinh_vo"].value == dt.date(1996, 8, 14)


MARRIAGE_1999 = (
    line_at(800, 710, "CHỨNG NHẬN KẾT HÔN"),
    line_at(1100, 896, "Chồng"),
    line_at(1930, 898, "Vợ"),
    line_at(280, 1006, "Họ và tên"),
    line_at(776, 998, "LÒ VĂN THẮM"),
    line_at(1605, 1000, "QUÀNG THỊ ƯƠM"),
    line_at(280, 1090, "Ngày, tháng, năm sinh"),
    line_at(776, 1090, "12/10/1979"),
    line_at(1605, 1090, "04/3/1982"),
)


def test_that_a_label_and_its_answer_in_one_line_are_parted_at_the_column() -> None:
    found = fields(
        "giay_chung_nhan_ket_hon",
        *MARRIAGE_1999,
        line_at(314, 1180, "Số Giấy CMND/Hộ chiếu 050214883"),
        line_at(1605, 1180, "050371906"),
    )

    assert found["ho_ten_chong"].value == "Lò Văn Thắm"
    assert found["so_giay_to_chong"].value == "050214883"
    assert found["so_giay_to_vo"].value == "050371906"


def test_that_one_number_for_two_persons_goes_to_a_clerk() -> None:
    found = fields(
        "giay_chung_nhan_ket_hon",
        line_at(1000, 440, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(230, 640, "Họ, chữ đệm, tên vợ: MA THỊ LƯỜNG"),
        line_at(230, 720, "Giấy tờ tùy thân: Căn cước công dân số 006196002290"),
        line_at(230, 800, "Họ, chữ đệm, tên chồng: BẾ ÍCH QUÂN"),
        line_at(230, 880, "Giấy tờ tùy thân: Căn cước công dân số 006196002290"),
    )

    assert {found["so_giay_to_vo"].status, found["so_giay_to_chong"].status} == {FieldStatus.TO_CONFIRM}


def test_that_a_date_in_parts_along_its_row_is_one() -> None:
    found = fields(
        "giay_khai_sinh",
        line_at(870, 690, "GIẤY KHAI SINH"),
        line_at(220, 960, "Họ và tên: GIÀNG MÍ PÓ"),
        line_at(220, 2500, "Đăng ký ngày 23"),
        line_at(1070, 2500, "tháng 4"),
        line_at(1736, 2504, "năm 2001"),
    )

    assert found["ngay_dang_ky"].value == dt.date(2001, 4, 23)


def test_that_a_name_that_ends_with_va_is_one() -> None:
    assert parse_value("name", "GIÀNG CHỨ VÀ") == "Giàng Chứ Và"
    with pytest.raises(ValueInvalid):
        parse_value("name", "Kinh Tế Và Hạ Tầng")


def test_that_a_heading_that_begins_with_a_label_is_no_value() -> None:
    found = fields(
        "giay_phep_xay_dung",
        line_at(800, 440, "GIẤY PHÉP XÂY DỰNG"),
        line_at(290, 600, "1, Cấp cho: bà Huyền Tôn Nữ Bảo Trâm, số định danh cá nhân: 046191011930"),
        line_at(290, 1200, "CHỦ ĐẦU TƯ PHẢI THỰC HIỆN CÁC NỘI DUNG SAU ĐÂY:"),
    )

    assert found["ho_ten"].value == "Huyền Tôn Nữ Bảo Trâm"


@pytest.mark.parametrize("stroke", ["a: ", "a :", "v ", ": "])
def test_that_strokes_before_a_signer_are_left_aside(stroke: str) -> None:
    found = fields(
        "cong_van",
        line_at(300, 400, "Số: 1876/STP-HCTP"),
        line_at(1500, 2000, "TL. GIÁM ĐỐC"),
        line_at(1450, 2060, "TRƯỞNG PHÒNG"),
        line_at(1440, 2400, f"{stroke}Kiều Thị Ngọc Dung"),
    )

    assert found["nguoi_ky"].value == "Kiều Thị Ngọc Dung"


def test_that_the_issuer_at_the_head_of_a_decision_is_no_office_of_who_signs() -> None:
    found = fields(
        "quyet_dinh",
        line_at(1000, 800, "QUYẾT ĐỊNH"),
        line_at(700, 900, "GIÁM ĐỐC BẢO HIỂM XÃ HỘI TỈNH SÓC TRĂNG"),
        line_at(300, 980, "Căn cứ Luật Bảo hiểm xã hội ngày 20 tháng 11 năm 2014 và các văn bản hướng dẫn thi hành"),
        line_at(300, 1300, "Họ và tên"),
        line_at(1000, 1300, "THẠCH SÔ PHIA"),
    )

    assert "nguoi_ky" not in found


def test_that_offices_at_the_top_of_a_later_page_count() -> None:
    first = page_with(line_at(800, 440, "GIẤY PHÉP XÂY DỰNG"), line_at(290, 600, "1. Cấp cho: ông Lê Văn Tám"))
    second = page_with(
        line_at(1530, 556, "TM. ỦY BAN NHÂN DÂN"),
        line_at(1640, 627, "KT. CHỦ TỊCH"),
        line_at(1630, 690, "PHÓ CHỦ TỊCH"),
        line_at(1590, 1016, "Tôn Thất Quý Lâm"),
        number=2,
    )

    assert fields("giay_phep_xay_dung", first, second)["nguoi_ky"].value == "Tôn Thất Quý Lâm"


def test_that_a_narrow_subject_goes_on_though_its_line_begins_like_a_number() -> None:
    found = fields(
        "cong_van",
        line_at(450, 440, "Số: 572/CNCS-ĐKCG"),
        line_at(380, 514, "V/v giải quyết vướng mắc hồ"),
        line_at(435, 580, "sơ tách thửa của ông Rơ"),
        line_at(560, 646, "Châm Lơk"),
        line_at(690, 786, "Kính gửi: Ủy ban nhân dân xã Ia Ko"),
    )

    assert found["trich_yeu"].value == "giải quyết vướng mắc hồ sơ tách thửa của ông Rơ Châm Lơk"


def test_that_a_quantity_in_a_sentence_ends_no_value() -> None:
    found = fields(
        "don_dang_ky_bien_dong",
        line_at(600, 400, "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI"),
        line_at(300, 900, "2. Nội dung biến động: Chuyển từ đất trồng cây lâu năm sang đất ở đối với"),
        line_at(300, 960, "phần diện tích 87,6 m²"),
    )

    said = "Chuyển từ đất trồng cây lâu năm sang đất ở đối với phần diện tích 87,6 m²"
    assert found["noi_dung_bien_dong"].value == said


def test_that_the_change_below_its_label_goes_before_the_reason() -> None:
    found = fields(
        "don_dang_ky_bien_dong",
        line_at(600, 400, "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI"),
        line_at(300, 900, "3. Nội dung biến động về:"),
        line_at(300, 960, "Thay đổi địa chỉ nơi thường trú của người sử dụng đất"),
        line_at(300, 1060, "4. Lý do biến động: Người sử dụng đất chuyển nơi thường trú"),
    )

    assert found["noi_dung_bien_dong"].value == "Thay đổi địa chỉ nơi thường trú của người sử dụng đất"


@pytest.mark.parametrize(
    ("read", "meant"),
    [("487,ó", "487,6"), ("16ó/QĐ", "166/QĐ"), ("0521ó/QĐ-BHXH", "05216/QĐ-BHXH"), ("có", "có"), ("số 6", "số 6")],
)
def test_that_a_six_with_a_torn_foot_is_a_six(read: str, meant: str) -> None:
    assert with_sixes(read) == meant


def test_that_an_area_whose_fraction_was_not_read_is_none() -> None:
    assert parse_value("area", "487,ó m²") == Decimal("487.6")
    with pytest.raises(ValueInvalid):
        parse_value("area", "487,e m²")


def test_that_old_numbers_with_a_blank_before_the_sign_are_numbers() -> None:
    assert parse_value("document_number", "217 QĐ/UB") == "217 QĐ/UB"


@pytest.mark.parametrize("name", ["HNhung Niê Brít", "HNHUNG NIÊ BRÍT"])
def test_that_the_h_of_a_highland_name_has_its_apostrophe(name: str) -> None:
    assert parse_value("name", name) == "H'Nhung Niê Brít"


JUDGEMENT = """^TÒA ÁN NHÂN DÂN|^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^HUYỆN NGỌC HỒI|^Độc lập - Tự do - Hạnh phúc
^BẢN ÁN SƠ THẨM
Trong ngày 27 tháng 6 năm 2022, tại trụ sở Tòa án nhân dân huyện Ngọc Hồi"""


@pytest.mark.parametrize("number", ["^2", "^Trang 2"])
def test_that_a_page_that_says_it_is_the_second_goes_on(number: str) -> None:
    later = f"""{number}
^QUYẾT ĐỊNH:
Căn cứ vào khoản 1 Điều 28 của Bộ luật Tố tụng dân sự;
1. Về quan hệ hôn nhân: Chị được ly hôn anh."""

    pieces = cut([page_of(JUDGEMENT), page_of(later, number=2)], DOCTYPES)

    assert [piece.pages for piece in pieces] == [(0, 1)]


def test_that_a_heading_below_an_item_that_goes_on_begins_no_paper() -> None:
    permit = """^ỦY BAN NHÂN DÂN|^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^PHƯỜNG PHÚ XUÂN|^Độc lập - Tự do - Hạnh phúc
^GIẤY PHÉP XÂY DỰNG
1. Cấp cho: bà Lê Thị Tám
2. Được phép xây dựng công trình: Nhà ở riêng lẻ"""
    later = """3. Giấy tờ về quyền sử dụng đất: Giấy chứng nhận số CX 559104.
|^TM. ỦY BAN NHÂN DÂN

^CHỦ ĐẦU TƯ PHẢI THỰC HIỆN CÁC NỘI DUNG SAU ĐÂY:
1. Phải hoàn toàn chịu trách nhiệm trước pháp luật."""

    pieces = cut([page_of(permit), page_of(later, number=2)], DOCTYPES)

    assert [piece.pages for piece in pieces] == [(0, 1)]


def test_that_a_signature_over_its_seal_becomes_as_light_as_the_paper() -> None:
    page = np.full((900, 1200, 3), 250, np.uint8)
    cv2.circle(page, (400, 400), 140, (40, 40, 200), 8)
    cv2.line(page, (450, 420), (800, 380), (160, 50, 30), 6)
    cv2.putText(page, "Nguyen", (480, 480), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (25, 25, 25), 4)

    grey, done = tone.to_grey(page, 200)

    assert done
    assert int(grey[390:420, 600:640].min()) > 200, "the signature"
    assert int(grey[440:485, 480:640].min()) < 110, "the name"


def test_that_a_street_whose_family_name_lost_its_mark_goes_to_a_clerk_with_the_name() -> None:
    found = fields(
        "to_khai_le_phi_truoc_ba",
        line_at(800, 440, "TỜ KHAI LỆ PHÍ TRƯỚC BẠ"),
        line_at(
            290, 600, "[06] Địa chỉ: Số 304, đường Trân Hưng Đạo, phường Cao Xanh, thành phố Hạ Long, tỉnh Quảng Ninh"
        ),
    )

    address = found["dia_chi"]
    assert address.status is FieldStatus.TO_CONFIRM
    right = "Số 304, đường Trần Hưng Đạo, phường Cao Xanh, thành phố Hạ Long, tỉnh Quảng Ninh"
    assert right in address.candidates


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("Chi cục Thuế khu vực Hạ", True),
        ("Chi cục Thuế khu vực Hạ Long", False),
        ("Thuế thành phố Huế", False),
        ("Kho bạc Nhà nước khu vực XII", False),
        ("Ủy ban nhân dân phường 5", False),
        ("Sở Tư pháp", False),
    ],
)
def test_that_a_body_named_after_half_a_place_is_cut_short(name: str, *, cut: bool) -> None:
    assert is_cut_short(name) is cut
