# ruff: noqa: E501 - printed wording stays on one line
"""Other generations and wordings of the land papers."""

import random

from specimens.cards import qr_image
from specimens.facts import Case, area_text, area_words, in_words, long_day, money_text
from specimens.forms import Paper, national_head, place_day, signer
from specimens.land import GCN_PINK, _frame, _gcn_fields, _plan, contract
from specimens.sheet import Sheet, Style

RED = (190, 30, 44)


def application_11(rng: random.Random, style: Style, case: Case) -> Paper:
    """The form 11/ĐK that was used before, with boxes for the office on top."""
    sheet, who, land = Sheet(style), case.taker, case.parcel
    change = rng.choice(
        (
            "Cấp đổi Giấy chứng nhận do bị ố, nhòe",
            "Chuyển nhượng toàn bộ thửa đất",
            "Thay đổi số căn cước của chủ sử dụng",
            "Tặng cho quyền sử dụng đất và tài sản gắn liền với đất",
        )
    )
    top = sheet.y
    with sheet.box(0, 0.58):
        sheet.write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", points=11.5, bold=True, align="center")
        sheet.write("Độc lập - Tự do - Hạnh phúc", points=12, bold=True, align="center")
    left_end, sheet.y = sheet.y, top
    with sheet.box(0.62, 1):
        sheet.write("Mẫu số 11/ĐK", points=11, bold=True, align="center")
        sheet.write("PHẦN GHI CỦA NGƯỜI NHẬN HỒ SƠ", points=9, align="center")
        sheet.write("Đã kiểm tra nội dung đơn đầy đủ, rõ ràng", points=9)
    sheet.y = max(left_end, sheet.y)
    sheet.skip(8)
    sheet.write("ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", points=13.5, bold=True, align="center")
    sheet.write("Kính gửi: Chi nhánh Văn phòng đăng ký đất đai Cẩm Phả", align="center")
    sheet.skip(3)
    sheet.write("I. PHẦN KÊ KHAI CỦA NGƯỜI ĐĂNG KÝ", bold=True)
    sheet.write("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất", bold=True)
    sheet.write(f"1.1. Tên (viết chữ in hoa): {who.name.upper()}, sinh năm {who.born.year}, CCCD số {who.number}")
    sheet.write(f"1.2. Địa chỉ: {who.address}")
    sheet.write("2. Giấy chứng nhận đã cấp", bold=True)
    sheet.write(
        f"2.1. Số vào sổ cấp GCN: {land.register}; 2.2. Số phát hành GCN: {land.serial}; 2.3. Ngày cấp GCN: {land.issued:%d/%m/%Y}"
    )
    sheet.write(f"2.4. Thửa đất số: {land.number}; tờ bản đồ số: {land.sheet}")
    sheet.write("3. Nội dung biến động", bold=True)
    sheet.label("3.1. Nội dung biến động:", change)
    sheet.write("4. Tình hình thực hiện nghĩa vụ tài chính về đất đai: đã hoàn thành")
    sheet.write(
        "5. Giấy tờ liên quan đến nội dung thay đổi nộp kèm theo đơn này gồm có: Giấy chứng nhận đã cấp; giấy tờ khác."
    )
    sheet.write(
        "Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn chịu trách nhiệm trước pháp luật.",
        indent=100,
    )
    signer(sheet, rng, ["Người viết đơn"], who.name, before=place_day("Quảng Ninh", case.filed))
    fields: dict[str, str | int | float] = {
        "ho_ten": who.name, "so_giay_to": who.number, "dia_chi": who.address, "so_phat_hanh": land.serial, "thua_dat_so": land.number,
        "to_ban_do_so": land.sheet, "noi_dung_bien_dong": change, "ngay_lap": case.filed.isoformat(),
    }  # fmt: skip
    return Paper("don_dang_ky_bien_dong", [sheet], fields)


def certificate_1(rng: random.Random, style: Style, case: Case) -> Paper:
    """The certificate before 2009: a table of parcels on the second page, 'hộ ông … và vợ là bà …'."""
    who, land = case.giver, case.parcel
    front, back = Sheet(style, paper=(250, 238, 224)), Sheet(style, paper=(250, 238, 224))
    _frame(front)
    national_head(front, 14)
    front.skip(20)
    front.write("GIẤY CHỨNG NHẬN", points=26, bold=True, align="center", colour=RED)
    front.write("QUYỀN SỬ DỤNG ĐẤT", points=20, bold=True, align="center", colour=RED)
    front.y = front.size[1] - 520
    front.write(land.serial, points=18, bold=True, align="right", colour=RED)
    _frame(back)
    back.write("ỦY BAN NHÂN DÂN THÀNH PHỐ HẠ LONG", bold=True, align="center")
    back.write("CHỨNG NHẬN", points=16, bold=True, align="center")
    back.write("I. TÊN NGƯỜI SỬ DỤNG ĐẤT", bold=True)
    back.write(f"Ông {who.name}, sinh năm {who.born.year}, số CMND/CCCD: {who.number}")
    back.write(f"Và vợ là bà {case.spouse.name}, sinh năm {case.spouse.born.year}")
    back.write(f"Địa chỉ thường trú: {who.address}")
    back.write("II. THỬA ĐẤT ĐƯỢC QUYỀN SỬ DỤNG", bold=True)
    back.write(f"1. Thửa đất số: {land.number}")
    back.write(f"2. Tờ bản đồ số: {land.sheet}")
    back.write(f"3. Địa chỉ thửa đất: {land.address}")
    back.write(f"4. Diện tích: {area_text(land.area)} m²; Bằng chữ: {area_words(land.area)}")
    back.write("5. Hình thức sử dụng: riêng")
    back.write(f"6. Mục đích sử dụng đất: {land.purpose}")
    back.write(f"7. Thời hạn sử dụng đất: {land.term}")
    back.write("8. Nguồn gốc sử dụng đất: Công nhận quyền sử dụng đất")
    back.write("III. TÀI SẢN GẮN LIỀN VỚI ĐẤT: -/-", bold=True)
    back.skip(6)
    top = back.y
    back.write(f"Số vào sổ: {land.register}", points=12)
    back.y = top
    signer(
        back,
        rng,
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        "Đàm Quang Huân",
        seal="ỦY BAN NHÂN DÂN ★ THÀNH PHỐ HẠ LONG",
        span=(0.45, 1),
        before=place_day("Hạ Long", land.issued),
    )
    return Paper("giay_chung_nhan_qsdd", [front, back], _gcn_fields(case, who))


def certificate_3(rng: random.Random, style: Style, case: Case) -> Paper:
    """The certificate since 2024: QR at the top right, two pages."""
    who, land = case.giver, case.parcel
    front, back = Sheet(style, paper=GCN_PINK), Sheet(style, paper=GCN_PINK)
    _frame(front)
    tile = qr_image(f"{land.serial}|{land.number}|{land.sheet}", 236)
    front.image.paste(tile, (front.right - tile.width, front.y - 60))
    with front.box(0, 0.84):
        national_head(front, 13)
    front.skip(5)
    front.write("GIẤY CHỨNG NHẬN", points=24, bold=True, align="center", colour=RED)
    front.write(
        "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", points=12.5, bold=True, align="center", colour=RED
    )
    front.skip(4)
    front.write("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:", bold=True)
    front.write(f"{who.title} **{who.name}**, CCCD số: {who.number}")
    front.write("2. Thông tin thửa đất:", bold=True)
    front.write(f"a) Thửa đất số: {land.number}; tờ bản đồ số: {land.sheet}")
    front.write(f"b) Diện tích: {area_text(land.area)} m²")
    front.write(f"c) Loại đất: {land.purpose}")
    front.write(f"d) Thời hạn sử dụng đất: {land.term}")
    front.write("đ) Hình thức sử dụng đất: Sử dụng riêng")
    front.write(f"e) Địa chỉ: {land.address}")
    front.write("3. Thông tin tài sản gắn liền với đất: -/-", bold=True)
    front.skip(6)
    signer(
        front,
        rng,
        ["CHI NHÁNH VĂN PHÒNG", "ĐĂNG KÝ ĐẤT ĐAI", "GIÁM ĐỐC"],
        "Mạc Thế Hiển",
        seal="VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI ★ QUẢNG NINH",
        before=place_day("Quảng Ninh", land.issued),
    )
    front.y = front.size[1] - 400
    front.write(land.serial, points=16, bold=True, align="right", colour=RED)
    _frame(back)
    back.write("4. Sơ đồ thửa đất, tài sản gắn liền với đất:", bold=True)
    _plan(back, rng, land.number)
    back.write("5. Ghi chú: Thông tin chi tiết được thể hiện tại mã QR", bold=True)
    back.write("6. Những thay đổi sau khi cấp Giấy chứng nhận:", bold=True)
    back.table([["Nội dung thay đổi và cơ sở pháp lý", "Xác nhận của cơ quan có thẩm quyền"], ["", ""]], (0.6, 0.4))
    back.skip(10)
    back.write(f"Số vào sổ cấp Giấy chứng nhận: {land.register}")
    return Paper("giay_chung_nhan_qsdd", [front, back], _gcn_fields(case, who))


def contract_commune(rng: random.Random, style: Style, case: Case) -> Paper:
    """A contract between couples in another wording: owners as 'Ông … và vợ là bà …', parcel in a table."""
    giver, taker, land = case.giver, case.taker, case.parcel
    number = str(rng.randint(12, 4900))
    pages = [Sheet(style), Sheet(style)]
    first, last = pages
    national_head(first)
    first.write("HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", points=14.5, bold=True, align="center")
    first.write("(Đã được các bên đọc lại và đồng ý ký)", italic=True, align="center")
    first.skip(3)
    first.write("I. BÊN CHUYỂN NHƯỢNG (sau đây gọi là Bên A):", bold=True)
    first.write(f"Ông {giver.name}, sinh ngày {giver.born:%d/%m/%Y}, căn cước công dân số: {giver.number}")
    first.write(
        f"và vợ là bà {case.spouse.name}, sinh ngày {case.spouse.born:%d/%m/%Y}, căn cước công dân số: {case.spouse.number}"
    )
    first.write(f"Cùng cư trú tại: {giver.address}")
    first.write("II. BÊN NHẬN CHUYỂN NHƯỢNG (sau đây gọi là Bên B):", bold=True)
    first.write(f"{taker.title} {taker.name}, sinh ngày {taker.born:%d/%m/%Y}, căn cước công dân số: {taker.number}")
    first.write(f"Cư trú tại: {taker.address}")
    first.write("Điều 1. Đối tượng của hợp đồng", bold=True)
    first.write(
        f"Quyền sử dụng đất của bên A theo Giấy chứng nhận quyền sử dụng đất số {land.serial}, vào sổ cấp GCN số {land.register}, cấp ngày {land.issued:%d/%m/%Y}:",
        indent=100,
    )
    first.table(
        [
            ["Thửa đất số", "Tờ bản đồ số", "Diện tích (m²)", "Mục đích sử dụng"],
            [land.number, land.sheet, area_text(land.area), land.purpose],
        ],
        (0.2, 0.2, 0.22, 0.38),
    )
    first.write("Điều 2. Giá chuyển nhượng", bold=True)
    first.write(
        f"Giá chuyển nhượng hai bên thỏa thuận là: {money_text(case.price)} đồng (Bằng chữ: {in_words(case.price)} đồng chẵn).",
        indent=100,
    )
    last.write("Điều 3. Quyền và nghĩa vụ của các bên", bold=True)
    last.write("Bên A giao đất và giấy tờ; bên B trả đủ tiền, nộp hồ sơ đăng ký và chịu các khoản lệ phí.", indent=100)
    last.skip(6)
    last.write("LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN", bold=True, align="center")
    last.write(
        f"{long_day(case.signed).capitalize()}, tại Phòng công chứng số 1, tôi chứng nhận hợp đồng này do các bên tự nguyện giao kết.",
        indent=100,
    )
    last.write(f"Số công chứng {number}/{case.signed.year}, quyển số 02 TP/CC-SCC/HĐGD")
    last.skip(6)
    signer(last, rng, ["CÔNG CHỨNG VIÊN"], "Ngụy Thanh Bình", seal="PHÒNG CÔNG CHỨNG SỐ 1 ★")
    model = contract(random.Random(0), style, case).fields
    return Paper("hop_dong_chuyen_nhuong_qsdd", pages, {**model, "so_cong_chung": number})


def fee_declaration_old(rng: random.Random, style: Style, case: Case) -> Paper:
    """01/LPTB of circular 80/2021: other numbers before the same labels."""
    sheet, who, land = Sheet(style), case.taker, case.parcel
    sheet.write("Mẫu số: 01/LPTB", points=11, bold=True, align="right")
    sheet.write("(Ban hành kèm theo Thông tư số 80/2021/TT-BTC)", points=10, italic=True, align="right")
    national_head(sheet, 12.5)
    sheet.write("TỜ KHAI LỆ PHÍ TRƯỚC BẠ NHÀ, ĐẤT", points=14, bold=True, align="center")
    sheet.write(
        "[01] Kỳ tính thuế: Theo từng lần phát sinh     [02] Lần đầu: X     [03] Bổ sung lần thứ:",
        points=11,
        align="center",
    )
    sheet.write("A. PHẦN NGƯỜI NỘP THUẾ TỰ KHAI", bold=True)
    sheet.label("[04] Người nộp thuế:", who.name.upper())
    sheet.label_number("[05] Mã số thuế:", who.tax_code)
    sheet.label("[06] Địa chỉ:", who.address)
    sheet.write(f"[09] Điện thoại: {who.phone}     [10] Fax:      [11] Email:")
    sheet.write("[12] Đại lý thuế; hoặc Tổ chức, cá nhân được ủy quyền khai thay (nếu có):")
    sheet.write("[13] Mã số thuế:")
    sheet.write("I. ĐẶC ĐIỂM NHÀ ĐẤT:", bold=True)
    sheet.write("1. Đất:")
    sheet.write(f"1.1. Thửa đất số: {land.number}     Tờ bản đồ số: {land.sheet}")
    sheet.write(f"1.2. Địa chỉ thửa đất: {land.address}")
    sheet.write("1.3. Vị trí thửa đất (mặt tiền đường phố hay ngõ, hẻm): ngõ")
    sheet.write(f"1.4. Mục đích sử dụng đất: {land.purpose}")
    sheet.write(f"1.5. Diện tích (m²): {area_text(land.area)}")
    sheet.write("2. Nhà: không có")
    sheet.write(
        "Tôi cam đoan số liệu khai trên là đúng và chịu trách nhiệm trước pháp luật về số liệu đã khai./.", indent=100
    )
    signer(sheet, rng, ["NGƯỜI NỘP THUẾ"], who.name, before=place_day("Hạ Long", case.filed))
    fields: dict[str, str | int | float] = {
        "ho_ten": who.name, "ma_so_thue": who.tax_code, "dia_chi": who.address, "thua_dat_so": land.number, "to_ban_do_so": land.sheet,
        "dien_tich": land.area, "ngay_lap": case.filed.isoformat(),
    }  # fmt: skip
    return Paper("to_khai_le_phi_truoc_ba", [sheet], fields)
