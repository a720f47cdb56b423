"""How offices fill their forms: heads of persons, values beside labels that go on at the margin, sums among sums."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from ocr.doctypes import load_doctypes
from ocr.engines import RawWord
from ocr.extraction import extract
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.names import parse_name
from ocr.extraction.places import mended_address
from ocr.extraction.values import parse_value
from ocr.mend import mended
from ocr.types import Box, FieldStatus, FieldValue, Line
from tests.support.readings import line_at, page_with

DOCTYPES = load_doctypes()


def fields(kind: str, *lines: Line) -> dict[str, FieldValue]:
    return {value.name: value for value in extract(DOCTYPES.types[kind], [page_with(*lines)])}


def values(kind: str, *lines: Line) -> dict[str, object]:
    return {name: value.value for name, value in fields(kind, *lines).items()}


def rows(top: int, *pairs: tuple[str, str]) -> list[Line]:
    """Labels at the left margin and their values in a column, one row below the other."""
    found = []
    for number, (label, value) in enumerate(pairs):
        found.append(line_at(340, top + 80 * number, label))
        if value:
            found.append(line_at(1000, top + 80 * number, value))
    return found


@pytest.mark.parametrize(
    ("wife", "husband"),
    [("1. VỢ", "2. CHỒNG"), ("THÔNG TIN NGƯỜI VỢ", "THÔNG TIN NGƯỜI CHỒNG"), ("I. Bên nữ", "II. Bên nam")],
)
def test_that_a_head_says_whose_part_of_the_form_follows(wife: str, husband: str) -> None:
    found = values(
        "giay_chung_nhan_ket_hon",
        line_at(876, 400, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        *rows(
            500,
            (wife, ""),
            ("Họ, chữ đệm, tên", "VĂN KIỀU THƠM"),
            ("Ngày, tháng, năm sinh", "07/04/1995"),
            ("Giấy tờ tùy thân", "Thẻ căn cước số 015195020833"),
            (husband, ""),
            ("Họ, chữ đệm;: tên", "ĐINH DANH LUÂN"),
            ("Ngày, tháng, năm sinh", "27/03/1993"),
            ("Giấy tờ tùy thân", "Thẻ căn cước số 015093012228"),
            ("Ngày, tháng, năm đăng ký", "12/05/2026"),
        ),
    )

    assert found["ho_ten_vo"] == "Văn Kiều Thơm"
    assert found["ngay_sinh_vo"] == dt.date(1995, 4, 7)
    assert found["so_giay_to_vo"] == "015195020833"
    assert found["ho_ten_chong"] == "Đinh Danh Luân"
    assert found["ngay_sinh_chong"] == dt.date(1993, 3, 27)
    assert found["so_giay_to_chong"] == "015093012228"
    assert found["ngay_dang_ky"] == dt.date(2026, 5, 12)


def test_that_the_colon_of_a_tabbed_value_is_none_of_it() -> None:
    found = values(
        "giay_khai_sinh",
        line_at(1000, 400, "GIẤY KHAI SINH"),
        *rows(
            500,
            ("Họ, chữ đệm, tên", ": ĐẶNG NHẬT SỬU"),
            ("Dân tộc", ": Kinh"),
            ("Họ, chữ đệm, tên người mẹ", ": HUỲNH TRÚC MƯỜI"),
        ),
    )

    assert (found["ho_ten"], found["dan_toc"], found["ho_ten_me"]) == ("Đặng Nhật Sửu", "Kinh", "Huỳnh Trúc Mười")


def test_that_a_child_named_chau_is_no_father() -> None:
    found = values(
        "giay_khai_sinh",
        line_at(1000, 400, "GIẤY KHAI SINH"),
        *rows(500, ("Họ, chữ đệm, tên", "CHÂU HOÀNG KIỂU"), ("Họ, chữ đệm, tên người cha", "CHÂU HUY KHƯƠNG")),
    )

    assert (found["ho_ten"], found["ho_ten_cha"]) == ("Châu Hoàng Kiểu", "Châu Huy Khương")


def test_that_the_english_of_a_label_is_no_value() -> None:
    found = values(
        "giay_chung_nhan_ket_hon",
        line_at(800, 300, "Số / No.: 125/2018"),
        line_at(876, 400, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(340, 500, "Họ, chữ đệm, tên vợ / Full name of the wife: ĐINH MAI HẬU"),
        line_at(340, 580, "Họ, chữ đệm, tên chồng / Full name of the husband: TÔN TẤN LUÂN"),
    )

    assert (found["so"], found["ho_ten_vo"]) == ("125/2018", "Đinh Mai Hậu")
    assert found["ho_ten_chong"] == "Tôn Tấn Luân"


def test_that_a_value_beside_its_label_goes_on_at_the_margin() -> None:
    found = values(
        "giay_chung_nhan_ho_kinh_doanh",
        line_at(800, 300, "GIẤY CHỨNG NHẬN"),
        line_at(700, 380, "ĐĂNG KÝ HỘ KINH DOANH"),
        line_at(348, 764, "2. Địa điểm kinh doanh"),
        line_at(1110, 764, "Ấp 4, xã Hựu Thạnh, huyện Đức Hòa, tỉnh Long"),
        line_at(348, 826, "An"),
        line_at(348, 968, "3. Ngành, nghề kinh doanh"),
        line_at(1188, 968, "May đo quần áo, rèm"),
        line_at(348, 1030, "cửa"),
        line_at(348, 1102, "4. Vốn kinh doanh"),
        line_at(986, 1102, "500.000.000 đồng"),
    )

    assert found["dia_chi"] == "Ấp 4, xã Hựu Thạnh, huyện Đức Hòa, tỉnh Long An"
    assert found["nganh_nghe"] == "May đo quần áo, rèm cửa"


def test_that_the_next_label_s_value_is_none_of_the_one_above() -> None:
    found = values(
        "giay_chung_nhan_ho_kinh_doanh",
        line_at(800, 300, "GIẤY CHỨNG NHẬN"),
        line_at(700, 380, "ĐĂNG KÝ HỘ KINH DOANH"),
        line_at(348, 760, "3. Ngành, nghề kinh doanh"),
        line_at(1100, 760, "Dịch vụ ăn uống phục vụ tại chỗ và mang đi"),
        line_at(348, 820, "4. Vốn kinh doanh"),
        line_at(1100, 820, "345.000.000 đồng (ba trăm bốn mươi lăm triệu đồng)"),
    )

    assert found["nganh_nghe"] == "Dịch vụ ăn uống phục vụ tại chỗ và mang đi"
    assert found["von_kinh_doanh"] == Decimal(345_000_000)


NOTICE = (
    line_at(900, 300, "THÔNG BÁO NỘP TIỀN"),
    line_at(340, 500, "3. Số thuế phải nộp"),
    line_at(340, 580, "3.1. Giá trị bất động sản chuyển nhượng: 3.088.000.000 đồng"),
    line_at(340, 660, "3.2. Thuế suất: 2%"),
)


def test_that_what_is_due_is_neither_the_price_nor_the_base() -> None:
    due = line_at(340, 740, "3.3. Số thuế thu nhập cá nhân phải nộp: 61.760.000 đồng")

    assert values("thong_bao_nop_tien", *NOTICE, due)["so_tien"] == Decimal(61_760_000)


def test_that_an_amount_without_its_words_goes_to_a_person_where_another_has_them() -> None:
    price = line_at(340, 500, "Số tiền phải nộp: 3.088.000.000 đồng, của mục")
    due = line_at(340, 580, "khác: 61.760.000 đồng (bằng chữ: sáu mươi mốt triệu bảy trăm sáu mươi nghìn đồng)")

    found = fields("thong_bao_nop_tien", NOTICE[0], price, due)["so_tien"]

    assert found.status is FieldStatus.TO_CONFIRM
    assert "words-differ" in found.reasons


def test_that_the_amount_in_words_is_found_without_its_label() -> None:
    due = line_at(340, 740, "Phải trả: 61.760.000 đồng")
    words = line_at(340, 820, "(Viết bằng chữ: sáu mươi mốt triệu bảy trăm sáu mươi nghìn đồng)")

    found = fields("thong_bao_nop_tien", NOTICE[0], due, words)["so_tien"]

    assert (found.value, found.status) == (Decimal(61_760_000), FieldStatus.TO_CONFIRM)


def test_that_words_like_a_label_inside_an_address_do_not_end_it() -> None:
    found = values(
        "giay_khai_sinh",
        line_at(1000, 400, "GIẤY KHAI SINH"),
        line_at(340, 500, "Quê quán: xã Thụy Xuân, huyện Thái Thụy, tỉnh Thái Bình"),
    )

    assert found["que_quan"] == "xã Thụy Xuân, huyện Thái Thụy, tỉnh Thái Bình"


def test_that_the_unit_under_a_heading_is_skipped_and_the_next_heading_is_no_value() -> None:
    found = values(
        "giay_chung_nhan_qsdd",
        line_at(718, 200, "NỘI DUNG QUYỀN SỬ DỤNG ĐẤT"),
        line_at(788, 330, "Diện tích"),
        line_at(1148, 330, "Mục đích sử dụng"),
        line_at(1710, 330, "Thời hạn sử dụng"),
        line_at(820, 390, "(m²)"),
        line_at(788, 460, "2 397,6"),
        line_at(1148, 460, "Đất trồng cây lâu năm"),
        line_at(1710, 460, "10/2043"),
        line_at(300, 700, "Số: 02435 QSDĐ/ĐX"),
    )

    assert found["dien_tich"] == Decimal("2397.6")
    assert found["muc_dich_su_dung"] == "Đất trồng cây lâu năm"
    assert found["so_vao_so"] == "02435 QSDĐ/ĐX"


def test_that_somebody_may_be_called_va_and_nobody_and() -> None:
    assert parse_name("KIỀU THỊ SÔ VA NA") == "Kiều Thị Sô Va Na"
    with pytest.raises(ValueInvalid):
        parse_name("Hạ tầng và Đô thị")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "07:51 30I0712026", dt.date(2026, 7, 30)),
        ("date", "07041995", dt.date(1995, 4, 7)),
        ("date", "2703.1993", dt.date(1993, 3, 27)),
        ("area", "2 397,6", Decimal("2397.6")),
        ("area", "120 5 m²", Decimal("120.5")),
        ("book_number", "153.2026", "153/2026"),
        ("book_number", "591/2026/TLKS-BS", "591/2026/TLKS-BS"),
        ("registry_number", "02435 QSDĐ/ĐX", "02435 QSDĐ/ĐX"),
        ("registry_number", "CH 01234", "CH 01234"),
        ("text", "————-Chưa đăng ký kết hôn với ai", "Chưa đăng ký kết hôn với ai"),
    ],
)
def test_that_torn_strokes_and_leaders_do_not_hide_a_value(kind: str, text: str, value: object) -> None:
    assert parse_value(kind, text) == value


def test_that_a_personal_number_is_no_torn_date() -> None:
    with pytest.raises(ValueInvalid):
        parse_value("date", "049092006869")


@pytest.mark.parametrize(
    ("read", "meant"), [("s:nh", "sinh"), ("V›ệt", "Việt"), ("Đ:ện", "Điện"), ("Số:12", "Số:12"), ("T.Anh", "T.Anh")]
)
def test_that_a_typewriter_s_i_is_read_where_one_syllable_fits(read: str, meant: str) -> None:
    words = mended([RawWord(read, Box(0, 0, 90, 30), 0.9, (1, 1, 1))])

    assert "".join(word.text for word in words) == meant


def test_that_an_address_is_written_as_addresses_are() -> None:
    assert mended_address("Tố 21,xã Hựu Thạnh, tỉnh Long An").text == "Tổ 21, xã Hựu Thạnh, tỉnh Long An"


def test_that_a_family_name_with_wrong_marks_goes_to_a_person_with_the_right_one() -> None:
    row = line_at(340, 500, "Họ, chữ đệm, tên: ĐỊNH CÔNG TRÁNG")
    again = line_at(340, 900, "Định Công Tráng")

    found = fields("giay_khai_sinh", line_at(1000, 400, "GIẤY KHAI SINH"), row, again)["ho_ten"]

    assert found.status is FieldStatus.TO_CONFIRM
    assert "near-known" in found.reasons
    assert "Đinh Công Tráng" in found.candidates


def test_that_a_serial_of_one_letter_on_a_new_certificate_goes_to_a_person() -> None:
    found = fields(
        "giay_chung_nhan_qsdd",
        line_at(500, 300, "GIẤY CHỨNG NHẬN"),
        line_at(300, 380, "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT"),
        line_at(1500, 3300, "Q 686502"),
    )["so_phat_hanh"]

    assert (found.status, "cut-short" in found.reasons) == (FieldStatus.TO_CONFIRM, True)


def test_that_a_registry_number_without_letters_on_a_new_certificate_goes_to_a_person() -> None:
    found = fields(
        "giay_chung_nhan_qsdd",
        line_at(300, 380, "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT"),
        line_at(300, 3000, "Số vào sổ cấp Giấy chứng nhận: 02549"),
    )["so_vao_so"]

    assert "cut-short" in found.reasons


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("serial", "cQ 686502", "CQ 686502"),
        ("serial", "T 790188", "T 790188"),
        ("text", "giao đất cho bà Tạ.Diệu Nhung tại TP.Hạ Long", "giao đất cho bà Tạ Diệu Nhung tại TP.Hạ Long"),
        ("text", "50: năm", "50 năm"),
    ],
)
def test_that_specks_and_small_capitals_do_not_change_a_value(kind: str, text: str, value: str) -> None:
    assert parse_value(kind, text) == value


def test_that_the_day_beside_a_subject_is_none_of_it() -> None:
    texts = ("V/v đôn đốc số hóa hồ sơ, kết quả", "Quảng Ninh, ngày 14 tháng 9 năm 2025")
    left, right = line_at(400, 620, texts[0]), line_at(1500, 620, texts[1])
    merged = dataclasses.replace(
        left,
        words=left.words + right.words,
        box=left.box.union(right.box),
        upright=left.upright.union(right.upright),
        word_uprights=left.word_uprights + right.word_uprights,
    )
    found = values(
        "cong_van",
        line_at(400, 300, "ỦY BAN NHÂN DÂN PHƯỜNG HÀ TU"),
        line_at(400, 560, "Số: 12/UBND-VP"),
        merged,
        line_at(400, 670, "giải quyết thủ tục hành chính"),
        line_at(900, 800, "Kính gửi: Các phòng, ban, đơn vị trực thuộc"),
    )

    assert found["trich_yeu"] == "đôn đốc số hóa hồ sơ, kết quả giải quyết thủ tục hành chính"
