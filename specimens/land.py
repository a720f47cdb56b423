# ruff: noqa: E501, ISC004 - printed wording stays on one line
"""Land papers: application, certificate, contract, fee declaration."""

import random

from specimens.facts import (
    Case,
    Person,
    area_text,
    area_words,
    in_words,
    long_day,
    money_text,
)
from specimens.forms import Paper, national_head, place_day, signer
from specimens.sheet import Sheet, Style

GCN_PINK = (253, 240, 242)


def application_18(rng: random.Random, style: Style, case: Case) -> Paper:
    """Mẫu số 18 of decree 151/2025, for the one who takes."""
    sheet, who, land = Sheet(style), case.taker, case.parcel
    change = case.extra.get(
        "change",
        rng.choice(
            (
                "Nhận chuyển nhượng quyền sử dụng đất",
                "Nhận tặng cho quyền sử dụng đất",
                "Nhận thừa kế quyền sử dụng đất",
                "Thay đổi địa chỉ của người sử dụng đất",
            )
        ),
    )
    sheet.write("Mẫu số 18", points=11, italic=True, align="right")
    national_head(sheet)
    sheet.write("ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", points=14, bold=True, align="center")
    sheet.write("ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", points=14, bold=True, align="center")
    sheet.skip(4)
    to = rng.choice(("Văn phòng đăng ký đất đai tỉnh Quảng Ninh", "Chi nhánh Văn phòng đăng ký đất đai Hạ Long"))
    sheet.write(f"Kính gửi: {to}", align="center")
    sheet.skip(4)
    sheet.write("1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:", bold=True)
    sheet.label("a) Tên:", who.name)
    sheet.label("b) Giấy tờ nhân thân/pháp nhân:", f"Căn cước công dân số {who.number}")
    sheet.label("c) Địa chỉ:", who.address)
    sheet.label("d) Điện thoại liên hệ (nếu có):", who.phone)
    sheet.write("2. Nội dung biến động:", bold=True)
    sheet.write(f"{change}.")
    sheet.label("2.1. Giấy chứng nhận đã cấp, số phát hành:", land.serial)
    sheet.write(f"2.2. Thửa đất số: {land.number}; tờ bản đồ số: {land.sheet}; diện tích: {area_text(land.area)} m²")
    sheet.label("2.3. Địa chỉ thửa đất:", land.address)
    sheet.write("3. Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này gồm có:", bold=True)
    attached = [
        "Giấy chứng nhận đã cấp (bản gốc)",
        "Hợp đồng chuyển nhượng đã công chứng",
        "Tờ khai lệ phí trước bạ nhà, đất",
        "Bản sao Căn cước công dân",
    ]
    for item in attached:
        sheet.write(f"- {item};", indent=80)
    sheet.skip(2)
    sheet.write(
        "Tôi cam đoan những điều ghi trong đơn này là đúng sự thật; nếu có gì sai, tôi xin chịu trách nhiệm "
        "trước pháp luật.",
        indent=120,
    )
    sheet.skip(4)
    signer(sheet, rng, ["Người viết đơn"], who.name, before=place_day("Hạ Long", case.filed))
    fields: dict[str, str | int | float] = {
        "ho_ten": who.name,
        "so_giay_to": who.number,
        "dia_chi": who.address,
        "so_phat_hanh": land.serial,
        "thua_dat_so": land.number,
        "to_ban_do_so": land.sheet,
        "noi_dung_bien_dong": change,
        "ngay_lap": case.filed.isoformat(),
    }
    return Paper("don_dang_ky_bien_dong", [sheet], fields)


def _gcn_fields(case: Case, who: Person) -> dict[str, str | int | float]:
    land = case.parcel
    return {
        "so_phat_hanh": land.serial,
        "ho_ten": who.name,
        "so_giay_to": who.number,
        "thua_dat_so": land.number,
        "to_ban_do_so": land.sheet,
        "dia_chi_thua_dat": land.address,
        "dien_tich": land.area,
        "muc_dich_su_dung": land.purpose,
        "thoi_han_su_dung": land.term,
        "so_vao_so": land.register,
        "ngay_cap": land.issued.isoformat(),
    }


def _frame(sheet: Sheet) -> None:
    """The printed border of a certificate."""
    for inset, width, colour in ((150, 10, (196, 120, 130)), (172, 3, (214, 150, 156))):
        sheet.pen.rectangle((inset, inset, sheet.size[0] - inset, sheet.size[1] - inset), outline=colour, width=width)
    sheet.left, sheet.right, sheet.y = 330, sheet.size[0] - 290, 300


def certificate_2(rng: random.Random, style: Style, case: Case) -> Paper:
    """The certificate of 2009 to 2024, scanned as two pages; a co-owner when the case names one."""
    joint = case.extra.get("co_owner") == "giver"
    who = case.taker if joint else case.giver
    front, back = Sheet(style, paper=GCN_PINK), Sheet(style, paper=GCN_PINK)
    _frame(front)
    national_head(front, 14)
    front.skip(22)
    front.write("GIẤY CHỨNG NHẬN", points=26, bold=True, align="center", colour=(190, 30, 44))
    front.write("QUYỀN SỬ DỤNG ĐẤT", points=17, bold=True, align="center", colour=(190, 30, 44))
    front.write(
        "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT",
        points=14,
        bold=True,
        align="center",
        colour=(190, 30, 44),
    )
    front.skip(16)
    front.write("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất", bold=True)
    front.write(f"{who.title}: **{who.name}**")
    front.write(f"Năm sinh: {who.born.year}, CCCD số: {who.number}")
    front.write(f"Địa chỉ thường trú: {who.address}")
    if joint:
        front.skip(3)
        other = case.giver
        front.write(
            f"Cùng sử dụng đất với {other.title.lower()} {other.name}, sinh năm {other.born.year}, CCCD số {other.number}."
        )
    front.y = front.size[1] - 560
    front.write(land_serial := case.parcel.serial, points=18, bold=True, align="right", colour=(190, 30, 44))
    assert land_serial
    _frame(back)
    _certificate_2_back(rng, back, case, joint)
    return Paper("giay_chung_nhan_qsdd", [front, back], _gcn_fields(case, who))


def _certificate_2_back(rng: random.Random, back: Sheet, case: Case, joint: bool) -> None:
    land = case.parcel
    use = "Sử dụng chung" if joint else "Sử dụng riêng"
    back.write("II. Thửa đất, nhà ở và tài sản khác gắn liền với đất", bold=True)
    back.write("1. Thửa đất:", bold=True)
    back.write(f"a) Thửa đất số: {land.number}, tờ bản đồ số: {land.sheet}")
    back.write(f"b) Địa chỉ: {land.address}")
    back.write(f"c) Diện tích: {area_text(land.area)} m² (bằng chữ: {area_words(land.area)})")
    back.write(f"d) Hình thức sử dụng: {use}")
    back.write(f"đ) Mục đích sử dụng đất: {land.purpose}")
    back.write(f"e) Thời hạn sử dụng đất: {land.term}")
    back.write("g) Nguồn gốc sử dụng đất: Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất")
    for row in ("2. Nhà ở: -/-", "3. Công trình xây dựng khác: -/-", "4. Rừng sản xuất là rừng trồng: -/-"):
        back.write(row)
    back.write("5. Cây lâu năm: -/-")
    back.write("6. Ghi chú: Không")
    _plan(back, rng, land.number)
    top = back.y
    with back.box(0, 0.42):
        back.write("IV. Những thay đổi sau khi cấp giấy chứng nhận: Không", points=11)
        back.skip(3)
        back.write(f"Số vào sổ cấp GCN: {land.register}", points=12)
    back.y = top
    signer(
        back,
        rng,
        ["SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "TỈNH QUẢNG NINH", "GIÁM ĐỐC"],
        case.extra.get("officer", "Trần Quốc Khải"),
        seal="SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG ★ TỈNH QUẢNG NINH",
        span=(0.45, 1),
        before=place_day("Quảng Ninh", land.issued),
    )


def _plan(sheet: Sheet, rng: random.Random, number: str) -> None:
    """III. Sơ đồ: an outline of the parcel without lettering besides its number."""
    sheet.write("III. Sơ đồ thửa đất, nhà ở và tài sản khác gắn liền với đất", bold=True)
    x, y = (sheet.left + sheet.right) // 2 - 220, sheet.y + 40
    corners = [
        (x + dx + rng.randint(-30, 30), y + dy + rng.randint(-20, 20))
        for dx, dy in ((0, 0), (420, 30), (440, 400), (20, 420))
    ]
    sheet.pen.line([*corners, corners[0]], fill=(60, 60, 66), width=4)
    for cx, cy in corners:
        sheet.pen.line((cx, cy, cx + (cx - x - 210) * 0.5, cy + (cy - y - 210) * 0.35), fill=(120, 120, 126), width=2)
    sheet.pen.text((x + 220, y + 210), number, font=sheet.font(12), fill=(60, 60, 66), anchor="mm")
    sheet.y = y + 520


def contract(rng: random.Random, style: Style, case: Case) -> Paper:
    """A contract of transfer on three pages with the notary's words at the end."""
    giver, taker, land = case.giver, case.taker, case.parcel
    notary = case.extra.get("notary", rng.choice(("Lưu Hồng Phong", "Đàm Thị Vân Anh", "Khúc Duy Hiển")))
    number, book = case.extra.get("deed", str(rng.randint(112, 9800))), rng.randint(1, 9)
    joint = case.extra.get("co_owner") == "giver"
    pages = [Sheet(style) for _ in range(3)]
    _contract_parties(pages[0], giver, taker, case)
    _contract_terms(pages[1], case, joint)
    pages[2].write("LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN", points=14, bold=True, align="center")
    pages[2].skip(4)
    _notary_words(pages[2], rng, case, (notary, number, book))
    for index, sheet in enumerate(pages):
        sheet.y = sheet.size[1] - 220
        sheet.write(f"Trang {index + 1}/{len(pages)}", points=11, align="center")
    fields: dict[str, str | int | float] = {
        "ho_ten_ben_chuyen": giver.name,
        "so_giay_to_ben_chuyen": giver.number,
        "ho_ten_ben_nhan": taker.name,
        "so_giay_to_ben_nhan": taker.number,
        "so_phat_hanh": land.serial,
        "thua_dat_so": land.number,
        "to_ban_do_so": land.sheet,
        "dien_tich": land.area,
        "gia_chuyen_nhuong": case.price,
        "so_cong_chung": number,
        "ngay_ky": case.signed.isoformat(),
    }
    return Paper("hop_dong_chuyen_nhuong_qsdd", pages, fields)


def _contract_parties(sheet: Sheet, giver: Person, taker: Person, case: Case) -> None:
    national_head(sheet)
    sheet.write("HỢP ĐỒNG CHUYỂN NHƯỢNG", points=15, bold=True, align="center")
    sheet.write("QUYỀN SỬ DỤNG ĐẤT", points=15, bold=True, align="center")
    sheet.skip(4)
    sheet.write(
        f"Hôm nay, {long_day(case.signed)}, tại trụ sở Văn phòng công chứng Vịnh Xanh, tỉnh Quảng Ninh, chúng tôi gồm có:",
        indent=120,
    )
    for heading, who in (("BÊN CHUYỂN NHƯỢNG (BÊN A):", giver), ("BÊN NHẬN CHUYỂN NHƯỢNG (BÊN B):", taker)):
        sheet.skip(2)
        sheet.write(heading, bold=True)
        sheet.write(f"{who.title}: **{who.name}**, sinh năm {who.born.year}")
        sheet.write(
            f"CCCD số {who.number} do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày {who.card_issued:%d/%m/%Y}"
        )
        sheet.write(f"Địa chỉ thường trú: {who.address}")
    sheet.skip(3)
    sheet.write(
        "Hai bên tự nguyện cùng nhau lập và ký hợp đồng này để thực hiện việc chuyển nhượng quyền sử dụng đất theo các điều khoản sau đây:",
        indent=120,
    )
    land = case.parcel
    sheet.write("ĐIỀU 1. QUYỀN SỬ DỤNG ĐẤT CHUYỂN NHƯỢNG", bold=True)
    share = "phần quyền của mình (một phần hai) trong " if case.extra.get("co_owner") == "giver" else ""
    sheet.write(
        f"Bên A chuyển nhượng cho bên B {share}quyền sử dụng thửa đất theo Giấy chứng nhận số phát hành {land.serial}, số vào sổ cấp GCN "
        f"{land.register} do Sở Tài nguyên và Môi trường tỉnh Quảng Ninh cấp ngày {land.issued:%d/%m/%Y}, cụ thể như sau:",
        indent=120,
    )
    sheet.write(f"- Thửa đất số: {land.number}; tờ bản đồ số: {land.sheet}")
    sheet.write(f"- Địa chỉ thửa đất: {land.address}")
    sheet.write(f"- Diện tích: {area_text(land.area)} m² (Bằng chữ: {area_words(land.area)})")
    sheet.write(f"- Mục đích sử dụng: {land.purpose}")
    sheet.write(f"- Thời hạn sử dụng: {land.term}")


def _contract_terms(sheet: Sheet, case: Case, joint: bool) -> None:
    sheet.write("ĐIỀU 2. GIÁ CHUYỂN NHƯỢNG VÀ PHƯƠNG THỨC THANH TOÁN", bold=True)
    sheet.write(f"1. Giá chuyển nhượng: {money_text(case.price)} đồng (Bằng chữ: {in_words(case.price)} đồng).")
    sheet.write("2. Phương thức thanh toán: chuyển khoản một lần ngay sau khi ký hợp đồng.")
    clauses = (
        (
            "ĐIỀU 3. VIỆC GIAO ĐẤT VÀ ĐĂNG KÝ QUYỀN SỬ DỤNG ĐẤT",
            (
                "1. Bên A giao thửa đất cùng giấy tờ về quyền sử dụng đất cho bên B trong ngày ký hợp đồng.",
                "2. Bên B có trách nhiệm đăng ký quyền sử dụng đất tại cơ quan có thẩm quyền theo quy định của pháp luật.",
            ),
        ),
        (
            "ĐIỀU 4. TRÁCH NHIỆM NỘP THUẾ, LỆ PHÍ",
            ("Thuế thu nhập cá nhân do bên A nộp; lệ phí trước bạ và phí thẩm định hồ sơ do bên B nộp.",),
        ),
        (
            "ĐIỀU 5. PHƯƠNG THỨC GIẢI QUYẾT TRANH CHẤP",
            (
                "Khi có tranh chấp, hai bên cùng nhau thương lượng trên nguyên tắc tôn trọng quyền lợi của nhau; nếu không "
                "thỏa thuận được thì một bên có quyền khởi kiện tại Tòa án có thẩm quyền.",
            ),
        ),
        (
            "ĐIỀU 6. CAM ĐOAN CỦA CÁC BÊN",
            (
                "1. Bên A cam đoan thửa đất không có tranh chấp, không bị kê biên để bảo đảm thi hành án.",
                "2. Bên B cam đoan đã xem xét kỹ thửa đất và giấy tờ về quyền sử dụng đất.",
                "3. Việc giao kết hợp đồng này hoàn toàn tự nguyện, không bị lừa dối hoặc ép buộc.",
            ),
        ),
    )
    for heading, rows in clauses:
        sheet.skip(1.5)
        sheet.write(heading, bold=True)
        for row in rows:
            sheet.write(row, indent=100)
    if joint:
        sheet.write("4. Bên B là người cùng sử dụng thửa đất nêu tại Điều 1.", indent=100)
    sheet.skip(8)
    top = sheet.y
    rng = random.Random(case.parcel.serial)
    signer(sheet, rng, ["BÊN A"], case.giver.name, span=(0, 0.5))
    sheet.y = top
    signer(sheet, rng, ["BÊN B"], case.taker.name, span=(0.5, 1))


def _notary_words(sheet: Sheet, rng: random.Random, case: Case, deed: tuple[str, str, int]) -> None:
    notary, number, book = deed
    giver, taker = case.giver, case.taker
    rows = (
        f"Hôm nay, {long_day(case.signed)}, tại trụ sở Văn phòng công chứng Vịnh Xanh, tôi là {notary}, công chứng viên, chứng nhận:",
        f"Hợp đồng chuyển nhượng quyền sử dụng đất này được giao kết giữa bên A là {giver.title.lower()} {giver.name} và bên B là "
        f"{taker.title.lower()} {taker.name}; các bên đã tự nguyện thỏa thuận giao kết hợp đồng.",
        "Tại thời điểm công chứng, các bên có năng lực hành vi dân sự phù hợp theo quy định của pháp luật; mục đích và nội dung "
        "của hợp đồng không vi phạm pháp luật, không trái đạo đức xã hội.",
        "Các bên đã tự đọc lại hợp đồng, đồng ý toàn bộ nội dung và ký vào từng trang trước mặt tôi; chữ ký trong hợp đồng đúng là "
        "chữ ký của các bên nêu trên.",
        "Hợp đồng này gồm 03 trang, được lập thành 03 bản chính có giá trị như nhau; bên A giữ 01 bản, bên B giữ 01 bản, lưu tại "
        "Văn phòng công chứng 01 bản.",
    )
    for row in rows:
        sheet.write(row, indent=120)
        sheet.skip(1.5)
    sheet.write(f"Số công chứng: {number}, quyển số: {book:02d}/{case.signed.year} TP/CC-SCC/HĐGD")
    sheet.skip(6)
    signer(sheet, rng, ["CÔNG CHỨNG VIÊN"], notary, seal="VĂN PHÒNG CÔNG CHỨNG VỊNH XANH")


def fee_declaration(rng: random.Random, style: Style, case: Case) -> Paper:
    """01/LPTB in the numbering of circular 89/2026."""
    sheet, who, land = Sheet(style), case.taker, case.parcel
    sheet.write("Mẫu số: 01/LPTB", points=11, bold=True, align="right")
    sheet.write("(Ban hành kèm theo Thông tư số 89/2026/TT-BTC)", points=10, italic=True, align="right")
    national_head(sheet, 12.5)
    sheet.write("TỜ KHAI LỆ PHÍ TRƯỚC BẠ", points=14, bold=True, align="center")
    sheet.write("(Áp dụng đối với nhà, đất)", points=12, italic=True, align="center")
    sheet.write(f"[01] Kỳ tính thuế: Theo từng lần phát sinh {long_day(case.filed)}", align="center")
    sheet.write("[02] Lần đầu: X      [03] Bổ sung lần thứ: ...", align="center")
    sheet.skip(2)
    home, _, area = who.address.partition(", phường ")
    town = area.split(", ")
    rows = [
        ("[04] Tên người nộp thuế:", who.name),
        ("[05] Ngày, tháng, năm sinh:", f"{who.born:%d/%m/%Y}"),
        ("[06] Mã số thuế:", who.tax_code),
        ("[07] Số định danh cá nhân/Số hộ chiếu:", who.number),
        ("[08] Địa chỉ:", who.address if case.extra.get("whole_address") else home),
        ("[09] Xã/phường/đặc khu:", f"phường {town[0]}"),
        ("[10] Tỉnh/Thành phố:", town[-1]),
        ("[11] Điện thoại:", who.phone),
    ]
    for label, value in rows:
        sheet.label(label, value)
    sheet.write("ĐẶC ĐIỂM NHÀ, ĐẤT:", bold=True)
    sheet.write("1. Đất:", bold=True)
    sheet.write(f"1.1. Thửa đất số (Số hiệu thửa đất): {land.number}; Tờ bản đồ số: {land.sheet}")
    sheet.write(f"1.2. Địa chỉ thửa đất: {land.address}")
    sheet.write("1.3. Vị trí thửa đất: Vị trí 1")
    sheet.write(f"1.4. Mục đích sử dụng đất: {land.purpose}")
    sheet.write(f"1.5. Diện tích (m²): {area_text(land.area)}")
    sheet.write("1.6. Nguồn gốc nhà đất: Nhận chuyển nhượng quyền sử dụng đất")
    sheet.write(f"1.7. Giá trị đất thực tế chuyển giao (nếu có): {money_text(case.price)} đồng")
    sheet.write("2. Nhà: Không có")
    sheet.write("3. Tài sản thuộc diện được miễn lệ phí trước bạ (lý do): Không")
    sheet.write("4. Giấy tờ có liên quan, gồm: Hợp đồng chuyển nhượng đã công chứng; bản sao giấy chứng nhận.")
    sheet.skip(2)
    sheet.write(
        "Tôi cam đoan số liệu khai trên là đúng và chịu trách nhiệm trước pháp luật về số liệu đã khai./.", indent=120
    )
    sheet.skip(3)
    signer(
        sheet,
        rng,
        ["NGƯỜI NỘP THUẾ"],
        who.name,
        before=place_day("Hạ Long", case.filed),
    )
    fields: dict[str, str | int | float] = {
        "ho_ten": who.name,
        "ma_so_thue": who.tax_code,
        "dia_chi": who.address if case.extra.get("whole_address") else home,
        "thua_dat_so": land.number,
        "to_ban_do_so": land.sheet,
        "dien_tich": land.area,
        "ngay_lap": case.filed.isoformat(),
    }
    return Paper("to_khai_le_phi_truoc_ba", [sheet], fields)
