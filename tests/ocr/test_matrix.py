"""Two persons asked in rows: labels at the left, answers in columns under their roles."""

import datetime as dt

import pytest

from ocr.doctypes import load_doctypes
from ocr.extraction import extract
from ocr.types import Line
from tests.support.readings import line_at, page_with

DOCTYPES = load_doctypes()


def row(y: int, label: str, left: str, right: str) -> tuple[Line, Line, Line]:
    return line_at(370, y, label), line_at(850, y, left), line_at(1560, y, right)


def values(kind: str, *lines: Line) -> dict[str, object]:
    return {value.name: value.value for value in extract(DOCTYPES.types[kind], [page_with(*lines)])}


@pytest.mark.parametrize(("left", "right"), [("VỢ", "CHỒNG"), ("CHỒNG", "VỢ")])
def test_that_each_person_has_the_answers_of_the_own_column(left: str, right: str) -> None:
    found = values(
        "giay_chung_nhan_ket_hon",
        line_at(876, 540, "GIẤY CHỨNG NHẬN KẾT HÔN"),
        line_at(1140, 650, left),
        line_at(1830, 650, right),
        *row(740, "Họ, chữ đệm, tên", "QUÁCH THỊ GẤM", "ĐỖ QUANG TƯỜNG"),
        *row(840, "Ngày, tháng, năm", "10/10/1973", "02/07/1990"),
        line_at(370, 908, "sinh"),
        *row(1000, "Nơi cư trú", "Tổ 14, khu phố 9, phường", "Số 53 Nguyễn Huệ,"),
        line_at(850, 1068, "Vĩnh Bảo, tỉnh Kiên Giang phường Vĩnh Bảo"),
        *row(1170, "Giấy tờ tùy thân", "CCCD 091173005176", "CCCD 091090022111"),
        line_at(350, 1260, "Nơi đăng ký kết hôn: Ủy ban nhân dân phường Vĩnh Bảo, thành phố Rạch Giá"),
        line_at(350, 1340, "Ngày, tháng, năm đăng ký: 27/03/2018"),
    )

    one, other = ("vo", "chong") if left == "VỢ" else ("chong", "vo")
    assert found[f"ho_ten_{one}"] == "Quách Thị Gấm"
    assert found[f"ngay_sinh_{one}"] == dt.date(1973, 10, 10)
    assert found[f"so_giay_to_{one}"] == "091173005176"
    assert found[f"ho_ten_{other}"] == "Đỗ Quang Tường"
    assert found[f"ngay_sinh_{other}"] == dt.date(1990, 7, 2)
    assert found[f"so_giay_to_{other}"] == "091090022111"
    assert found["ngay_dang_ky"] == dt.date(2018, 3, 27)


def test_that_the_child_is_none_of_the_parents_below() -> None:
    found = values(
        "giay_khai_sinh",
        line_at(1050, 490, "GIẤY KHAI SINH"),
        line_at(356, 690, "Họ và tên"),
        line_at(1600, 690, "Nam, nữ"),
        line_at(356, 760, "TẠ BÁ BẢO LONG"),
        line_at(1600, 760, "Nam"),
        line_at(1050, 1504, "Người cha"),
        line_at(1800, 1506, "Người mẹ"),
        *row(1680, "Họ và tên", "Tạ Ngọc Lợi", "Trịnh Thị Hạnh"),
        *row(1780, "Năm sinh", "1987", "1972"),
        line_at(330, 1900, "Người đi khai sinh: Tạ Ngọc Lợi, quan hệ với trẻ: cha đẻ, cùng địa chỉ với trẻ"),
        line_at(330, 1980, "Đăng ký tại Ủy ban nhân dân xã Ia Băng, ngày 18 tháng 08 năm 2014"),
    )

    assert (found["ho_ten"], found["gioi_tinh"]) == ("Tạ Bá Bảo Long", "Nam")
    assert (found["ho_ten_cha"], found["ho_ten_me"]) == ("Tạ Ngọc Lợi", "Trịnh Thị Hạnh")
    assert found["ngay_dang_ky"] == dt.date(2014, 8, 18)


def test_that_signatures_side_by_side_are_no_table() -> None:
    found = values(
        "giay_chung_nhan_ket_hon",
        line_at(370, 700, "Họ, chữ đệm, tên vợ: Cao Thanh Lan"),
        line_at(370, 780, "Họ, chữ đệm, tên chồng: Hồ Gia Hải"),
        line_at(800, 1770, "Vợ"),
        line_at(1740, 1770, "Chồng"),
        line_at(600, 1840, "(Ký, ghi rõ họ tên)"),
        line_at(1550, 1840, "(Ký, ghi rõ họ tên)"),
        line_at(600, 2150, "Cao Thanh Lan"),
        line_at(1620, 2150, "Hồ Gia Hải"),
    )

    assert (found["ho_ten_vo"], found["ho_ten_chong"]) == ("Cao Thanh Lan", "Hồ Gia Hải")
