"""Fields by label, layout and grammar on drawn readings: columns, tables, heads, seals, misread letters."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from ocr.doctypes import load_doctypes
from ocr.extraction import extract
from ocr.extraction.bodies import sentence_form
from ocr.extraction.flat import FlatText
from ocr.extraction.places import mended_address
from ocr.extraction.values import parse_date
from ocr.types import FieldStatus, FieldValue, Line
from tests.support.readings import line_at, page_of

DOCTYPES = load_doctypes()


def fields(kind: str, *texts: str) -> dict[str, FieldValue]:
    pages = [page_of(text, number) for number, text in enumerate(texts, 1)]
    return {value.name: value for value in extract(DOCTYPES.types[kind], pages)}


def values(kind: str, *texts: str) -> dict[str, object]:
    return {name: value.value for name, value in fields(kind, *texts).items()}


MARRIAGE = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^GIẤY CHỨNG NHẬN KẾT HÔN
^Số: 81
Họ, chữ đệm, tên {0}: Cao Thanh Lan|Họ, chữ đệm, tên {1}: Hồ Gia Hải
Ngày, tháng, năm sinh: 05/01/1991|Ngày, tháng, năm sinh: 21/01/1957
Nơi cư trú: Tổ 2, phường Cao Xanh|Nơi cư trú: Tổ 11, khu 1, phường
Giấy tờ tùy thân: CCCD số|Yết Kiêu, thành phố Hạ Long
030191185395|Giấy tờ tùy thân: CCCD số
|040057886469
Nơi đăng ký kết hôn: Ủy ban nhân dân phường Hà Tu
Ngày, tháng, năm đăng ký: 22/04/2025"""


@pytest.mark.parametrize("roles", [("vợ", "chồng"), ("chồng", "vợ")])
def test_that_two_columns_are_two_persons(roles: tuple[str, str]) -> None:
    found = values("giay_chung_nhan_ket_hon", MARRIAGE.format(*roles))

    left, right = ("vo", "chong") if roles[0] == "vợ" else ("chong", "vo")
    assert found["so"] == "81"
    assert found[f"ho_ten_{left}"] == "Cao Thanh Lan"
    assert found[f"ngay_sinh_{left}"] == dt.date(1991, 1, 5)
    assert found[f"so_giay_to_{left}"] == "030191185395"
    assert found[f"ho_ten_{right}"] == "Hồ Gia Hải"
    assert found[f"ngay_sinh_{right}"] == dt.date(1957, 1, 21)
    assert found[f"so_giay_to_{right}"] == "040057886469"
    assert found["ngay_dang_ky"] == dt.date(2025, 4, 22)


def test_that_mother_stands_before_father_and_the_child_first() -> None:
    found = values(
        "giay_khai_sinh",
        """^GIẤY KHAI SINH
Họ, chữ đệm, tên: NGUYỄN THỊ HUYỀN
Ngòy, thứng, năm sinh: 21/12/2015 ghi bằng chữ: Ngày hai mươi mốt
Giới tính:Nữ Dôn tộc:Sán Dìu Quốc tịch: Việt Nam
Quê quán: Kiến Xương, Nam Định
Họ, chữ đệm, tên người mẹ: PHAN THỊ QUỲNH THẢO
Năm sinh: 1998 Dân tộc: Tày
Họ, chữ đệm, tên người cho: NGUYỄN CÔNG HÙNG
Họ, chữ đệm, tên người đi khơi sinh: Nguyễn Công Tâm""",
    )

    assert found["ho_ten"] == "Nguyễn Thị Huyền"
    assert found["ngay_sinh"] == dt.date(2015, 12, 21)
    assert found["dan_toc"] == "Sán Dìu"
    assert found["que_quan"] == "Kiến Xương, Nam Định"
    assert found["ho_ten_me"] == "Phan Thị Quỳnh Thảo"
    assert found["ho_ten_cha"] == "Nguyễn Công Hùng"


def test_that_a_label_with_remarks_and_several_labels_on_a_line_are_read() -> None:
    found = values(
        "don_dang_ky_bien_dong",
        """> Mẫu số 11/ĐK
^ĐƠN ĐĂNG KÝ BIẾN ĐỘNG
1.1. Tên (viết chữ in hoa): PHAN MINH THƠM, sinh năm 1979, CCCD số 024179830497
1.2. Địa chỉ: Số 82, đường Hoàng Quốc Việt, phường Hùng Thắng, thành phố Hạ Long, tỉnh Quảng
Ninh
2.1. Số vào sổ cấp GCN: CS 02289; 2.2. Số phát hành GCN: AT 808551; 2.3. Ngày cấp
2.4. Thửa đất số: 876; tờ bản đồ số: 48
3.1. Nội dung biến động: Chuyển nhượng toàn bộ thửa đất
> Quảng Ninh, ngày 0ó tháng 7 năm 2023""",
    )

    assert found["ho_ten"] == "Phan Minh Thơm"
    assert found["so_giay_to"] == "024179830497"
    assert found["dia_chi"] == "Số 82, đường Hoàng Quốc Việt, phường Hùng Thắng, thành phố Hạ Long, tỉnh Quảng Ninh"
    assert (found["so_phat_hanh"], found["thua_dat_so"], found["to_ban_do_so"]) == ("AT 808551", "876", "48")
    assert found["noi_dung_bien_dong"] == "Chuyển nhượng toàn bộ thửa đất"
    assert found["ngay_lap"] == dt.date(2023, 7, 6)


def test_that_a_table_gives_the_cell_under_its_heading() -> None:
    found = values(
        "hop_dong_chuyen_nhuong_qsdd",
        """^HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT
I. BÊN CHUYỂN NHƯỢNG (sau đây gọi là Bên A):
Ông Nguyễn Quang Bình sinh ngày 22/06/1988, căn cước công dân số: 008088118925
và vợ là bà Phan Ngọc Oanh, căn cước công dân số: 037162880916
II. BÊN NHẬN CHUYỂN NHƯỢNG (sau đây gọi là Bên B)
Bà Hồ Thu Vinh, sinh ngày 19/09/1970, căn cước công dân số:
030170276074
theo Giấy chứng nhận quyền sử dụng đất số DX 654287
Thửa đất số|Diện tích (m?)
665|84,1
Điều 2. Giá chuyển nhượng
Giá chuyển nhượng hai bên thỏa thuận là. 3.675:000.000 đồng
Ngày 10 tháng 6 năm 2024, tại Phòng công chứng số 1, tôi chứng nhận:
Số công chứng 2769/2024, quyển số 02 TP/CC-SCC/HĐGD""",
    )

    assert (found["ho_ten_ben_chuyen"], found["so_giay_to_ben_chuyen"]) == ("Nguyễn Quang Bình", "008088118925")
    assert (found["ho_ten_ben_nhan"], found["so_giay_to_ben_nhan"]) == ("Hồ Thu Vinh", "030170276074")
    assert (found["so_phat_hanh"], found["thua_dat_so"]) == ("DX 654287", "665")
    assert found["dien_tich"] == Decimal("84.1")
    assert found["gia_chuyen_nhuong"] == Decimal(3675000000)
    assert found["so_cong_chung"] == "2769"
    assert found["ngay_ky"] == dt.date(2024, 6, 10)


def test_that_the_trade_stands_in_its_table_and_not_its_heading() -> None:
    found = values(
        "giay_chung_nhan_ho_kinh_doanh",
        """^GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH
^Mã số hộ kinh doanh: 031167822856
3. Ngành, nghề kinh doanh:
STT Tên ngành|Mã ngành
Sửa chữa và bảo dưỡng xe máy|4542
4. Vốn kinh doanh: 350.000.000 đồng""",
    )

    assert found["nganh_nghe"] == "Sửa chữa và bảo dưỡng xe máy"
    assert found["so_dang_ky"] == "031167822856"


def test_that_a_receipt_s_procedure_ends_before_its_papers() -> None:
    found = values(
        "giay_tiep_nhan",
        """^GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
Mã hồ:sơ: H49.11.25-251002-0294
Trung tâm Phục vụ hành chính công phường Cao Xanh tiếp nhận hồ sơ của:
Ông (Bà): Vũ Minh Thụ
Tên thủ tục hành chính: Cấp giấy phép xây dựng nhà ở riêng lẻ đối với công trình không theo tuyến
Thành phần hồ sơ nộp gồm:
Ngày hẹn trả kết quả: 19/10/2025
^NGƯỜI NỘP HỒ SƠ|^NGƯỜI TIẾP NHẬN HỒ SƠ""",
    )

    assert found["ma_ho_so"] == "H49.11.25-251002-0294"
    assert found["ho_ten"] == "Vũ Minh Thụ"
    assert found["ten_thu_tuc"] == "Cấp giấy phép xây dựng nhà ở riêng lẻ đối với công trình không theo tuyến"
    assert found["ngay_hen_tra"] == dt.date(2025, 10, 19)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (("ỦY BAN NHÂN DÂN", "PHƯỜNG BÃI CHÁY"), "Ủy ban nhân dân phường Bãi Cháy"),
        (("TỈNH QUẢNG NINH", "ỦY BAN NHÂN DÂN", "PHƯỜNG HÀ TU"), "Ủy ban nhân dân phường Hà Tu"),
        (("UBND TỈNH QUẢNG NINH", "SỞ TÀI NGUYÊN VÀ MÔI", "TRƯỜNG"), "Sở Tài nguyên và Môi trường"),
        (("CỤC THUẾ TỈNH QUẢNG NINH", "CHI CỤC THUẾ KHU VỰC III"), "Chi cục Thuế khu vực III"),
        (("CỤC THUẾ", "CHI CỤC THUẾ KHU VỰC", "HẠ LONG - CÔ TÔ"), "Chi cục Thuế khu vực Hạ Long - Cô Tô"),
        (("UBND THÀNH PHỐ HẠ LONG", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"), "Phòng Tài chính - Kế hoạch"),
        (("CỤC THUẾ", "CHI.CỤC THUẾ KHU VỰC III"), "Chi cục Thuế khu vực III"),
    ],
)
def test_that_the_issuing_body_is_named_without_its_superior(head: tuple[str, ...], name: str) -> None:
    rows = "\n".join(f"^{row}|" for row in head)

    found = values("quyet_dinh", f"{rows}\n^Số: 12/QĐ-UBND|^Hạ Long, ngày 05 tháng 3 năm 2024\n^QUYẾT ĐỊNH")

    assert found["co_quan_ban_hanh"] == name
    assert found["so_ky_hieu"] == "12/QĐ-UBND"


def test_that_a_head_read_as_one_line_is_parted() -> None:
    flat = FlatText([page_of("CỤC THUẾ TỈNH QUẢNG NINH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])

    assert [line.text for _page, line, _start in flat.lines] == [
        "CỤC THUẾ TỈNH QUẢNG NINH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


@pytest.mark.parametrize("below", ["Phạm Lê Hưng", "¿N6 ` Phạm Lê Hưng", "©UAN Phạm Lê Hưng"])
def test_that_the_signer_is_the_name_under_office_seal_and_signature(below: str) -> None:
    rows = "\n" * 20 + f"Nơi nhận:|^KT. CHỦ TỊCH\n- Như trên;|^PHÓ CHỦ TỊCH\n\n|^{below}"

    assert values("quyet_dinh", "^QUYẾT ĐỊNH" + rows)["nguoi_ky"] == "Phạm Lê Hưng"


def test_that_the_subject_goes_over_its_lines_and_ends_before_the_body() -> None:
    found = values(
        "quyet_dinh",
        """^QUYẾT ĐỊNH
^Về việc thu hồi Giấy chứng nhận quyền
^sử dụng đất đã cấp
^CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG HỒNG HẢI
Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;""",
    )

    assert found["trich_yeu"] == "thu hồi Giấy chứng nhận quyền sử dụng đất đã cấp"


def test_that_a_misread_place_is_put_right_from_the_list_of_its_province() -> None:
    address = mended_address("Tổ 30, khu 3, phường Hà Khổu, thành phố Hợ Long, tỉnh Quẻng Ninh")

    assert address.text == "Tổ 30, khu 3, phường Hà Khẩu, thành phố Hạ Long, tỉnh Quảng Ninh"
    assert set(address.mended) == {"Hà Khổu", "Hợ Long", "Quẻng Ninh"}


def test_that_a_place_that_may_be_two_stays_as_it_was_read() -> None:
    assert mended_address("phường Hà X, tỉnh Quảng Ninh").text == "phường Hà X, tỉnh Quảng Ninh"


def test_that_a_mended_address_is_shown_with_what_was_read_and_left_to_a_person() -> None:
    found = fields("don_dang_ky_bien_dong", "^ĐƠN ĐĂNG KÝ BIẾN ĐỘNG\nc) Địa chỉ: phường Hà Khổu, tỉnh Quảng Ninh")

    value = found["dia_chi"]
    assert value.value == "phường Hà Khẩu, tỉnh Quảng Ninh"
    assert value.raw == "phường Hà Khổu, tỉnh Quảng Ninh"
    assert value.status is FieldStatus.TO_CONFIRM
    assert "place-mended" in value.reasons


def test_that_ranks_and_sectors_keep_their_letters() -> None:
    assert sentence_form("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG") == "Sở Nông nghiệp và Môi trường"
    assert sentence_form("UBND XÃ QUẢNG LA") == "Ủy ban nhân dân xã Quảng La"


DECISION = """ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG TUẦN CHÂU|Độc lập - Tự do - Hạnh phúc
{0}|Tuần Châu, {1}
^QUYẾT ĐỊNH
^V/v trợ cấp xã hội hằng tháng
Xét đề nghị của Trưởng phòng chuyên môn tại Tờ trình số 193/TTr-KTHT
ngày 23 tháng 7 năm 2025.
Điều 1. Nay quyết định trợ cấp xã hội hằng tháng.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký."""


def test_that_a_dash_behind_so_ends_the_head_and_begins_the_number() -> None:
    found = values("quyet_dinh", DECISION.format("Số- 3227/QĐ-UBND", "ngày 26 tháng 7 năm 2025"))

    assert found["co_quan_ban_hanh"] == "Ủy ban nhân dân phường Tuần Châu"
    assert found["so_ky_hieu"] == "3227/QĐ-UBND"


def test_that_a_day_inside_a_sentence_is_not_the_paper_s_when_the_head_s_was_not_read() -> None:
    found = values("quyet_dinh", DECISION.format("Số: 3227/QĐ-UBND", "ngày 26 tháng 7 năm 20."))

    assert found.get("ngay_ban_hanh") is None


def test_that_a_torn_year_is_read() -> None:
    found = values("quyet_dinh", DECISION.format("Số: 3227/QĐ-UBND", "ngày 26 tháng 7 năm 20 25"))

    assert found["ngay_ban_hanh"] == dt.date(2025, 7, 26)


RECEIPT = """^GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
Mã hồ sơ|H38.56-260731-0049
Tiếp nhận hồ sơ của Ông|HÀ CÔNG QUYẾT
(Bà)/Tổ chức|
Địa chỉ|Tổ dân phố 12, phường Tây Hồ, thành phố Hà Nội
Nội dung yêu cầu giải|Cấp giấy phép xây dựng mới
quyết|
Thành phần hồ sơ nộp gồm:"""


def test_that_a_label_broken_in_its_cell_has_its_value_beside_it() -> None:
    found = values("giay_tiep_nhan", RECEIPT)

    assert found["ho_ten"] == "Hà Công Quyết"
    assert found["ten_thu_tuc"] == "Cấp giấy phép xây dựng mới"


OLD_MARRIAGE = """^GIẤY CHỨNG NHẬN KẾT HÔN
Họ và tên chồng:|Họ và tên vợ:
ĐINH QUỐC NAM|ĐẶNG KIM VÂN
Ngày, tháng, năm sinh: 14/11/1986|Ngày, tháng, năm sinh: 27/11/1984
Số Giấy CMND/Hộ chiếu ¦|Số Giấy CMND/Hộ chiếu
thay thế: 116264597|thay thế: 211867184
Ngày, tháng, năm đăng ký: 25/05/2012"""


def test_that_a_rule_read_as_a_stroke_parts_two_persons() -> None:
    page = page_of(OLD_MARRIAGE)
    at = next(index for index, line in enumerate(page.lines) if "¦" in line.text)
    left, right = line_at(340, page.lines[at].box.y, "Số Giấy CMND/Hộ chiếu |"), page.lines[at + 1]
    row = Line(
        (*left.words, *right.words),
        left.box.union(right.box),
        left.upright.union(right.upright),
        (*left.word_uprights, *right.word_uprights),
    )
    read = dataclasses.replace(page, lines=(*page.lines[:at], row, *page.lines[at + 2 :]))
    found = extract(DOCTYPES.types["giay_chung_nhan_ket_hon"], [read])
    numbers = {value.name: value.value for value in found if value.name.startswith("so_giay_to")}

    assert numbers == {"so_giay_to_vo": "211867184", "so_giay_to_chong": "116264597"}


NOTICE = """THUẾ TỈNH GIA LAI|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
THUẾ CƠ SỞ 7|Độc lập - Tự do - Hạnh phúc
Số: 2318/TB-CST7|Gia Lai, ngày 29 tháng 8 năm 2025
^THÔNG BÁO
^Nộp thuế thu nhập cá nhân từ chuyển nhượng bất động sản
1. Người nộp thuế|Đỗ Tiến Vinh
2. Mã số thuế|064090017510
3. Số thuế phải nộp (đồng)|98.580.000
4. Hạn nộp chậm nhất|28/09/2025"""


def test_that_the_amount_due_is_named_by_the_tax_or_the_fee() -> None:
    assert values("thong_bao_nop_tien", NOTICE)["so_tien"] == Decimal(98_580_000)


def test_that_a_body_s_line_in_capitals_is_no_signer() -> None:
    found = values(
        "quyet_dinh",
        DECISION.format("Số: 3227/QĐ-UBND", "ngày 26 tháng 7 năm 2025")
        + "\n>TRƯỞNG PHÒNG KINH TẾ,\n>HẠ TẦNG VÀ ĐÔ THỊ\n\n",
    )

    assert found.get("nguoi_ky") is None


def test_that_figures_in_a_text_need_a_second_reading_to_pass() -> None:
    certificate = """^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
Thời hạn sử dụng: Đến ngày 15 tháng 10 năm 2065
Mục đích sử dụng: Đất ở tại đô thị"""

    term = fields("giay_chung_nhan_qsdd", certificate)["thoi_han_su_dung"]

    assert term.status is FieldStatus.TO_CONFIRM


def test_that_names_of_the_highlands_keep_their_apostrophe() -> None:
    found = values("giay_khai_sinh", "^GIẤY KHAI SINH\nHọ, chữ đệm, tên: H’HEN NIÊ")

    assert found["ho_ten"] == "H'Hen Niê"


def test_that_two_numbers_of_one_cell_go_to_their_labels_in_order() -> None:
    found = values(
        "giay_phep_xay_dung",
        "^GIẤY PHÉP XÂY DỰNG\n1. Cấp cho: Bà Lê Thu My\nThửa đất số / Tờ bản đồ số|1125/11\nSố tầng|3",
    )

    assert (found["thua_dat_so"], found["to_ban_do_so"]) == ("1125", "11")


RED_BOOK = """^GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT
^X 162168
Ông (bà) Bùi Bá Đăng
Được quyền sử dụng 1.370,1 m² đất
Tại: phường Linh Trung, thành phố Thủ Đức, Thành phố Hồ Chí Minh
Số tờ bản đồ|Số thửa
55|1154"""


def test_that_a_red_book_gives_serial_area_and_place_without_their_labels() -> None:
    found = values("giay_chung_nhan_qsdd", RED_BOOK)

    assert found["so_phat_hanh"] == "X 162168"
    assert found["dien_tich"] == Decimal("1370.1")
    assert found["dia_chi_thua_dat"] == "phường Linh Trung, thành phố Thủ Đức, Thành phố Hồ Chí Minh"


def test_that_communes_of_the_highlands_begin_with_a_capital() -> None:
    assert mended_address("xã la Băng, huyện Đak Đoa, tỉnh Gia Lai").text == "xã Ia Băng, huyện Đak Đoa, tỉnh Gia Lai"


def test_that_a_name_whose_office_lies_under_the_seal_is_shown_for_confirming() -> None:
    text = "^GIẤY PHÉP XÂY DỰNG\nSố tầng: 3\n\nNơi nhận:|\n- Như trên;|\n- Lưu: VT.|\n\n|^Trần Mạnh Tuấn"

    found = fields("giay_phep_xay_dung", text)["nguoi_ky"]

    assert (found.value, found.status) == ("Trần Mạnh Tuấn", FieldStatus.TO_CONFIRM)


def test_that_ones_with_a_flag_are_figures_of_dates() -> None:
    assert parse_date("14/T1/1986") == dt.date(1986, 11, 14)
    assert parse_date("ngày T8 tháng 3 năm 2022") == dt.date(2022, 3, 18)


def test_that_an_address_ends_with_its_province() -> None:
    read = "Tổ 23, phường Ea Kao, tỉnh Đắk Lắk phường Ea Kao"

    assert mended_address(read).text == "Tổ 23, phường Ea Kao, tỉnh Đắk Lắk"


def test_that_a_value_over_two_lines_beside_a_broken_label_is_whole() -> None:
    lines = (
        line_at(370, 1200, "Nội dung yêu cầu giải"),
        line_at(1090, 1200, "Đăng ký biến động quyền sử dụng đất do nhận chuyển"),
        line_at(370, 1262, "quyết"),
        line_at(1088, 1264, "nhượng"),
    )
    page = dataclasses.replace(page_of(""), lines=lines, blank=False)

    found = {value.name: value.value for value in extract(DOCTYPES.types["giay_tiep_nhan"], [page])}

    assert found["ten_thu_tuc"] == "Đăng ký biến động quyền sử dụng đất do nhận chuyển nhượng"


def test_that_a_title_is_no_label_and_parentheses_end_no_value() -> None:
    found = values(
        "giay_xac_nhan_tinh_trang_hon_nhan",
        """^GIẤY XÁC NHẬN
^TÌNH TRẠNG HÔN NHÂN
^CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ CON CUÔNG
^XÁC NHẬN:
Tình trạng hôn nhân
Chồng đã chết (theo Trích lục khai tử số 89 do xã cấp ngày 22/07/2014); nay chưa kết hôn""",
    )

    assert found["tinh_trang_hon_nhan"] == (
        "Chồng đã chết (theo Trích lục khai tử số 89 do xã cấp ngày 22/07/2014); nay chưa kết hôn"
    )


@pytest.mark.parametrize(
    "opening",
    [
        "Hợp đồng được lập ngày 19/05/2022 tại Ủy ban nhân dân phường Tô Hiệu",
        "Tại Phòng Công chứng số 1 tỉnh Bình Định, ngày 19 tháng 05 năm 2022, chúng tôi ký tên",
    ],
)
def test_that_a_deed_says_its_day_in_its_first_sentence(opening: str) -> None:
    found = values("hop_dong_chuyen_nhuong_qsdd", f"^HỢP ĐỒNG CHUYỂN NHƯỢNG\n{opening}\nSinh ngày: 06/02/1966")

    assert found["ngay_ky"] == dt.date(2022, 5, 19)


def test_that_the_day_beside_a_broken_label_is_no_registry_number() -> None:
    found = values(
        "giay_chung_nhan_qsdd",
        "^GIẤY CHỨNG NHẬN\nSố vào sổ cấp Giấy chứng nhận|Lạc Dương, ngày 15 tháng 01 năm 2004\n"
        "quyền sử dụng đất: H 00189/QSDĐ|",
    )

    assert found["so_vao_so"] == "H 00189/QSDĐ"


def test_that_a_label_ends_at_its_colon_and_footnote_marks_are_no_value() -> None:
    purpose = values("giay_chung_nhan_qsdd", "^GIẤY CHỨNG NHẬN\nđ) Mục đích sử dụng:|Đất ở tại đô thị")
    name = values("don_dang_ky_bien_dong", "^ĐƠN ĐĂNG KÝ BIẾN ĐỘNG\na) Tên®- LÝ PHƯƠNG THẢO")

    assert purpose["muc_dich_su_dung"] == "Đất ở tại đô thị"
    assert name["ho_ten"] == "Lý Phương Thảo"


def test_that_a_day_of_one_figure_is_shown_to_a_person() -> None:
    found = fields("quyet_dinh", DECISION.format("Số: 3227/QĐ-UBND", "ngày 4 tháng 12 năm 2025"))["ngay_ban_hanh"]

    assert found.status is FieldStatus.TO_CONFIRM
    assert "bare-day" in found.reasons
