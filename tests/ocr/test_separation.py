"""Types and cuts from what pages print: titles, mentions, letters without title, later pages, blank backs."""

import pytest

from ocr.classification import title_lines, traits_of
from ocr.doctypes import load_doctypes
from ocr.separation import cut
from ocr.types import Barcode, Box, PageReading
from tests.support.readings import blank_page, page_of

DOCTYPES = load_doctypes()
HEAD = "^ỦY BAN NHÂN DÂN|^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^PHƯỜNG HÀ TU|^Độc lập - Tự do - Hạnh phúc\n"
LETTER = (
    HEAD
    + """^Số: 118/UBND-ĐĐ|^Hà Tu, ngày 06 tháng 5 năm 2026
^V/v xác minh nguồn gốc đất|
^Kính gửi: Văn phòng Đăng ký đất đai
Thực hiện chỉ đạo của cấp trên, cơ quan có ý kiến như sau:
1. Đề nghị đơn vị kiểm tra hồ sơ lưu trữ và trả lời.

Nơi nhận:|^TM. ỦY BAN NHÂN DÂN
- Như trên;|^CHỦ TỊCH
- Lưu: VT.|

|^Đàm Quang Huân"""
)
BIRTH = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^GIẤY KHAI SINH
Họ, chữ đệm, tên: NGUYỄN AN
Ngày, tháng, năm sinh: 02/03/2021
Nơi sinh: Bệnh viện Bãi Cháy
Quê quán: Quảng Ninh
Họ, chữ đệm, tên người mẹ: Lê Thị Bình
Họ, chữ đệm, tên người cha: Nguyễn Cường"""
CERTIFICATE_1 = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc

^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
^QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT
I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất
Ông: Lê Minh Sỹ
> BX 393099"""
CERTIFICATE_2 = """II. Thửa đất, nhà ở và tài sản khác gắn liền với đất
a) Thửa đất số: 106, tờ bản đồ số: 26
b) Địa chỉ: phường Hà Khẩu, thành phố Hạ Long, tỉnh Quảng Ninh
Số vào sổ cấp GCN: CS 05325"""
FOREIGN = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^BIÊN BẢN LÀM VIỆC
Hôm nay, tại trụ sở UBND phường, chúng tôi gồm có:
theo Giấy chứng nhận quyền sử dụng đất số BX 393099"""


def types(*pages: PageReading) -> list[tuple[str, tuple[int, ...]]]:
    return [(piece.type, tuple(pages[at].number for at in piece.pages)) for piece in cut(pages, DOCTYPES)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [(LETTER, "cong_van"), (BIRTH, "giay_khai_sinh"), (CERTIFICATE_1, "giay_chung_nhan_qsdd"), (FOREIGN, "khac")],
    ids=["letter", "birth", "certificate", "foreign"],
)
def test_that_a_paper_is_known_by_what_it_prints(text: str, kind: str) -> None:
    assert types(page_of(text)) == [(kind, (1,))]


@pytest.mark.parametrize("number", ["Số: 118/UBND-ĐĐ", "S0 118/UBND-ĐĐ"])
def test_that_a_letter_needs_no_subject_line(number: str) -> None:
    text = LETTER.replace("^V/v xác minh nguồn gốc đất|\n", "").replace("Số: 118/UBND-ĐĐ", number)

    assert types(page_of(text)) == [("cong_van", (1,))]


def test_that_a_note_with_salutation_is_no_letter() -> None:
    assert types(page_of("Kính gửi anh chị một cửa,\nEm xin bổ sung bản sao hộ khẩu.\nEm cảm ơn!")) == [("khac", (1,))]


@pytest.mark.parametrize(
    "mention",
    [
        "^THEO GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT SỐ BX 393099",
        "theo Giấy chứng nhận quyền sử dụng đất số BX 393099",
        "^CĂN CỨ QUYẾT ĐỊNH SỐ 12/QĐ-UBND",
    ],
)
def test_that_a_mention_is_no_title(mention: str) -> None:
    page = page_of(f"^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^DI CHÚC CHUNG\n{mention}\nTôi để lại cho con.")

    assert title_lines(page) == ("di chuc chung",)
    assert types(page) == [("khac", (1,))]


def test_that_misread_letters_do_not_hide_a_title() -> None:
    text = BIRTH.replace("GIẤY KHAI SINH", "GIÁY KHAI S1NH").replace("người mẹ", "ngưòi mẹ")

    assert types(page_of(text)) == [("giay_khai_sinh", (1,))]


def test_that_half_a_title_is_enough_with_the_rest_of_the_form() -> None:
    text = CERTIFICATE_1.replace("^QUYỀN SỬ DỤNG ĐẤT\n", "^ÀGDVENGGDANG\n")

    assert types(page_of(text)) == [("giay_chung_nhan_qsdd", (1,))]


def test_that_a_title_alone_may_be_a_mention() -> None:
    assert types(page_of("^GIẤY KHAI SINH\nchữ viết tay không đọc được")) == [("khac", (1,))]


def test_that_blank_backs_belong_to_nobody_and_second_sides_to_their_first() -> None:
    pages = (page_of(CERTIFICATE_1, 1), page_of(CERTIFICATE_2, 2), blank_page(3), page_of(BIRTH, 4), blank_page(5))

    assert types(*pages) == [("giay_chung_nhan_qsdd", (1, 2)), ("giay_khai_sinh", (4,))]


def test_that_page_two_of_three_goes_on_and_page_one_begins() -> None:
    second = page_of("các bên đã thỏa thuận như sau\n" * 3 + "\n" * 38 + "^Trang 2/3", 2)
    other = page_of("các bên đã thỏa thuận như sau\n" * 3 + "\n" * 38 + "^Trang 1/2", 3)

    assert types(page_of(FOREIGN, 1), second, other) == [("khac", (1, 2)), ("khac", (3,))]
    assert traits_of(second, DOCTYPES).page_of == 2


def test_that_two_papers_of_one_type_stay_apart() -> None:
    assert types(page_of(BIRTH, 1), page_of(BIRTH, 2)) == [("giay_khai_sinh", (1,)), ("giay_khai_sinh", (2,))]


def test_that_a_form_code_stands_for_a_title_that_was_not_read() -> None:
    text = """> Mẫu số: 01/LPTB
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
[01] Kỳ tính thuế: Theo từng lần phát sinh
[04] Tên người nộp thuế: Lê Văn Bình
I. ĐẶC ĐIỂM NHÀ ĐẤT:"""

    assert types(page_of(text)) == [("to_khai_le_phi_truoc_ba", (1,))]


@pytest.mark.parametrize(
    "title",
    [
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
        "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
        "HỢP ĐỒNG THẾ CHẤP QUYỀN SỬ DỤNG ĐẤT",
    ],
)
def test_that_a_paper_that_asks_for_another_is_not_that_other(title: str) -> None:
    text = f"""^{title}
^Kính gửi: Ủy ban nhân dân phường Hà Tu
1. Tên hộ kinh doanh: TÀI PHÁT
2. Địa điểm kinh doanh: phường Hạ Long; Vốn kinh doanh: 100.000.000
Họ, chữ đệm, tên người mẹ: Lê Thị Bình
Nơi sinh: Bệnh viện; Quê quán: Quảng Ninh; Nơi cư trú: Tổ 3
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai
Tổng diện tích sàn: 200 m2; Số tầng: 3
Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất: Nguyễn Văn Tài"""

    assert types(page_of(text)) == [("khac", (1,))]


FORM = """Mẫu số 18
Kính gửi: Văn phòng đăng ký đất đai
a) Tên: Nguyễn Văn An
Tôi cam đoan nội dung trên là đúng.
>Hạ Long, ngày 05 tháng 8 năm {0}"""


@pytest.mark.parametrize(("year", "kind"), [(2025, "don_dang_ky_bien_dong"), (2019, "khac")])
def test_that_a_form_s_code_counts_only_in_the_years_of_its_decree(year: int, kind: str) -> None:
    assert types(page_of(FORM.format(year)))[0][0] == kind


@pytest.mark.parametrize(
    "title",
    ["HỢP ĐỒNG ỦY QUYỀN CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "HỢP ĐỒNG ĐẶT CỌC CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT"],
)
def test_that_a_word_of_another_kind_in_the_title_excludes_a_type(title: str) -> None:
    text = f"""^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^{title}
BÊN CHUYỂN NHƯỢNG: ông Nguyễn Văn An
BÊN NHẬN CHUYỂN NHƯỢNG: bà Trần Thị Bình
ĐIỀU 1. Nội dung"""

    assert types(page_of(text))[0][0] != "hop_dong_chuyen_nhuong_qsdd"


SLIP = """TRUNG TÂM PHỤC VỤ|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HÀNH CHÍNH CÔNG|Độc lập - Tự do - Hạnh phúc
^{0}
Hồ sơ của: Ông Nguyễn Văn An
Nội dung yêu cầu giải quyết: Đăng ký khai sinh
Lý do: {1}"""


@pytest.mark.parametrize(
    ("title", "reason", "kind"),
    [
        ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "không thuộc thẩm quyền", "phieu_tu_choi"),
        ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "chưa kịp hạn", "phieu_xin_loi"),
        ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "quá hạn bổ sung", "thong_bao_dung"),
        ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "thiếu bản sao", "phieu_yeu_cau_bo_sung"),
    ],
)
def test_that_the_slips_of_the_one_stop_shop_are_told_apart(title: str, reason: str, kind: str) -> None:
    assert types(page_of(SLIP.format(title, reason)))[0][0] == kind


def test_that_every_type_has_names_in_both_languages_and_evidence_of_its_form() -> None:
    for kind in load_doctypes().types.values():
        assert kind.labels.keys() == {"vi", "en"}
        assert len(kind.support) >= 3
        assert kind.letter or kind.titles
        assert all(field.labels.keys() == {"vi", "en"} for field in kind.fields)


CARD = """^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^CĂN CƯỚC
^IDENTITY CARD
Số định danh cá nhân / Personal identification number:
{number}
Ngày, tháng, năm sinh / Date of birth: 10/12/1994
Quốc tịch / Nationality: Việt Nam
Nơi cư trú / Place of residence: Bản Na, xã Con Cuông, tỉnh Nghệ An"""


def test_that_the_next_persons_card_is_a_paper_of_its_own() -> None:
    pages = [page_of(CARD.format(number=number), at) for at, number in ((1, "040194002207"), (2, "040087014838"))]

    assert types(*pages) == [("can_cuoc", (1,)), ("can_cuoc", (2,))]


def test_that_the_code_of_a_card_tells_a_card_whose_print_was_not_read() -> None:
    text = "040194002207||Lê Trâm|10121994|Nữ|Bản Na, xã Con Cuông, tỉnh Nghệ An|17112025"
    page = page_of("Date of birth: 10/12/1994\nNữ", barcodes=[Barcode("QRCode", text, Box(1, 1, 200, 200))])

    assert types(page) == [("can_cuoc", (1,))]


def test_that_an_issuer_over_two_lines_is_no_title() -> None:
    text = LETTER.replace("^PHƯỜNG HÀ TU|", "^SỞ NÔNG NGHIỆP VÀ|", 1).replace(
        "^Số: 118/UBND-ĐĐ|", "^MÔI TRƯỜNG|\n^Số: 118/SNNMT-QLĐĐ|", 1
    )

    assert types(page_of(text)) == [("cong_van", (1,))]


@pytest.mark.parametrize(
    "text",
    [
        "NGƯỜI KÝ GIẤY KHAI SINH\n(Ký, ghi rõ họ, chữ đệm, tên, chức vụ)\nKT. CHỦ TỊCH - PHÓ CHỦ TỊCH\nĐoàn Mẫu",
        "phường Trần Mẫu và ông Ngô Mẫu chịu trách nhiệm thi hành\nnày./.\nCHỦ TỊCH",
    ],
)
def test_that_a_page_of_signatures_or_the_rest_of_a_sentence_begins_nothing(text: str) -> None:
    assert types(page_of(BIRTH, 1), page_of(text, 2)) == [("giay_khai_sinh", (1, 2))]
