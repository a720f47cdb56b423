# ruff: noqa: E501 - printed wording stays on one line
"""Papers of offices: decisions, letters, notices, receipts, permits, business registration."""

import datetime as dt
import random
from dataclasses import dataclass

from specimens import facts
from specimens.facts import Case, area_text, in_words, long_day, money_text
from specimens.forms import Paper, place_day, signer, two_heads
from specimens.sheet import Sheet, Style

SIGNERS = [
    "Phạm Quang Lập",
    "Vũ Thị Hồng Thắm",
    "Đinh Công Tráng",
    "Lê Duy Khôi",
    "Bùi Thị Minh Nguyệt",
    "Hoàng Xuân Bách",
]


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: printed head, sentence form, marks, who signs, where."""

    head: tuple[str, ...]
    name: str
    mark: str
    roles: tuple[str, ...]
    place: str


def body(rng: random.Random, on: dt.date, *, ward_only: bool = False) -> Body:
    """A ward, a department or the province, as they were called on that day."""
    new = on >= facts.REFORM
    unit = rng.choice(facts.NEW_WARDS if new else facts.OLD_WARDS)
    top = ("TỈNH QUẢNG NINH",) if new else ("THÀNH PHỐ HẠ LONG",)
    ward = Body(
        ("ỦY BAN NHÂN DÂN", f"PHƯỜNG {unit.upper()}"),
        f"Ủy ban nhân dân phường {unit}",
        "UBND",
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        unit,
    )
    if ward_only:
        return ward
    department = "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG" if on >= dt.date(2025, 3, 1) else "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"
    name = "Sở Nông nghiệp và Môi trường" if on >= dt.date(2025, 3, 1) else "Sở Tài nguyên và Môi trường"
    options = [
        ward,
        Body(
            (*top, "ỦY BAN NHÂN DÂN", f"PHƯỜNG {unit.upper()}"),
            f"Ủy ban nhân dân phường {unit}",
            "UBND",
            ("CHỦ TỊCH",),
            unit,
        ),
        Body(
            ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NINH", department),
            name,
            "SNNMT" if on >= dt.date(2025, 3, 1) else "TNMT",
            ("GIÁM ĐỐC",),
            "Quảng Ninh",
        ),
        Body(
            ("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NINH"),
            "Ủy ban nhân dân tỉnh Quảng Ninh",
            "UBND",
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            "Quảng Ninh",
        ),
    ]
    return rng.choice(options)


def _name_of(chosen: Body) -> str:
    return " ".join(chosen.head[-2:]) if chosen.mark == "UBND" else chosen.head[-1]


def decision(rng: random.Random, style: Style, case: Case) -> Paper:
    """A decision with articles; the subject on one or several lines."""
    sheet, day, issuer = Sheet(style), case.filed, body(rng, case.filed)
    who, land, signed_by = case.taker, case.parcel, rng.choice(SIGNERS)
    number = f"{rng.randint(3, 4200):02d}/QĐ-{issuer.mark}"
    subject = rng.choice(
        (
            f"cho phép {who.title.lower()} {who.name} chuyển mục đích sử dụng đất",
            f"giao đất cho hộ gia đình {who.title.lower()} {who.name} để làm nhà ở",
            "thu hồi Giấy chứng nhận quyền sử dụng đất đã cấp",
            "kiện toàn Tổ công tác rà soát thủ tục hành chính",
            f"trợ cấp xã hội hằng tháng đối với {who.title.lower()} {who.name}",
        )
    )
    two_heads(sheet, list(issuer.head), f"Số: {number}", place_day(issuer.place, day))
    sheet.write("QUYẾT ĐỊNH", points=15, bold=True, align="center")
    lead = rng.choice(("Về việc", "V/v", "Về việc"))
    with sheet.box(0.12, 0.88):
        sheet.write(f"{lead} {subject}", bold=True, align="center")
    sheet.rule(0.2)
    sheet.skip(3)
    sheet.write(
        rng.choice((f"CHỦ TỊCH {_name_of(issuer)}", _name_of(issuer), "NGƯỜI CÓ THẨM QUYỀN")), bold=True, align="center"
    )
    for basis in (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;",
        f"Xét đề nghị của Trưởng phòng chuyên môn tại Tờ trình số {rng.randint(12, 300)}/TTr-KTHT {long_day(day - dt.timedelta(days=3))}.",
    ):
        sheet.write(basis, italic=True, indent=100)
    sheet.write("QUYẾT ĐỊNH:", bold=True, align="center")
    sheet.write(
        f"**Điều 1.** Nay quyết định {subject}, thửa đất số {land.number}, tờ bản đồ số {land.sheet}, diện tích {area_text(land.area)} m².",
        indent=100,
    )
    sheet.write("**Điều 2.** Quyết định này có hiệu lực kể từ ngày ký.", indent=100)
    sheet.write(
        "**Điều 3.** Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan và người có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        indent=100,
    )
    sheet.skip(5)
    _recipients_and_signer(
        sheet, rng, issuer, signed_by, ("- Như Điều 3;", "- Cổng thông tin điện tử;", "- Lưu: VT, KTHT.")
    )
    return Paper("quyet_dinh", [sheet], _issued(number, day, issuer.name, subject, signed_by))


def _issued(number: str, day: dt.date, name: str, subject: str, by: str) -> dict[str, str | int | float]:
    return {
        "so_ky_hieu": number,
        "ngay_ban_hanh": day.isoformat(),
        "co_quan_ban_hanh": name,
        "trich_yeu": subject,
        "nguoi_ky": by,
    }


def _recipients_and_signer(sheet: Sheet, rng: random.Random, issuer: Body, by: str, rows: tuple[str, ...]) -> None:
    top = sheet.y
    with sheet.box(0, 0.45):
        sheet.write("Nơi nhận:", points=12, bold=True, italic=True)
        for row in rows:
            sheet.write(row, points=11)
    sheet.y = top
    signer(sheet, rng, list(issuer.roles), by, seal=f"{_name_of(issuer)} ★ TỈNH QUẢNG NINH")


def letter(rng: random.Random, style: Style, case: Case) -> Paper:
    """An official letter, its subject below the number."""
    sheet, day, issuer, by = Sheet(style), case.filed, body(rng, case.filed), rng.choice(SIGNERS)
    number = f"{rng.randint(5, 3900):02d}/{issuer.mark}-{rng.choice(('KTHT', 'VHXH', 'VP', 'ĐĐ'))}"
    subject = rng.choice(
        (
            "trả lời kiến nghị về cấp giấy chứng nhận quyền sử dụng đất",
            "phối hợp xác minh nguồn gốc sử dụng đất",
            "đôn đốc số hóa hồ sơ, kết quả giải quyết thủ tục hành chính",
            "hướng dẫn thực hiện đăng ký khai sinh cho trẻ em",
            "báo cáo kết quả rà soát hộ kinh doanh trên địa bàn",
        )
    )
    lead = rng.choice(("V/v", "V/v", "Về việc"))
    two_heads(sheet, list(issuer.head), f"Số: {number}", place_day(issuer.place, day), f"{lead} {subject}")
    sheet.write(
        f"Kính gửi: {rng.choice(('Văn phòng Đăng ký đất đai tỉnh', 'Các phòng, ban, đơn vị trực thuộc', f'{case.taker.title} {case.taker.name}'))}",
        align="center",
    )
    sheet.skip(4)
    for row in (
        "Thực hiện chỉ đạo của cấp trên về nâng cao chất lượng giải quyết thủ tục hành chính, căn cứ chức năng, nhiệm vụ được giao, cơ quan có ý kiến như sau:",
        "1. Đề nghị đơn vị kiểm tra, đối chiếu hồ sơ lưu trữ và cung cấp thông tin trước ngày 25 hằng tháng.",
        "2. Trường hợp có vướng mắc, kịp thời phản ánh về bộ phận chuyên môn để được hướng dẫn.",
        "Trân trọng đề nghị các đơn vị quan tâm, phối hợp thực hiện./.",
    ):
        sheet.write(row, indent=110)
        sheet.skip(1.5)
    sheet.skip(5)
    _recipients_and_signer(sheet, rng, issuer, by, ("- Như trên;", "- Lãnh đạo đơn vị (b/c);", "- Lưu: VT."))
    return Paper("cong_van", [sheet], _issued(number, day, issuer.name, subject, by))


def payment_notice(rng: random.Random, style: Style, case: Case) -> Paper:
    """The tax authority's notice, as list or as table."""
    sheet, who, day, land = Sheet(style), case.taker, case.filed, case.parcel
    office = rng.choice(
        (
            "Thuế tỉnh Quảng Ninh",
            "Chi cục Thuế khu vực III",
            "Chi cục Thuế khu vực Cẩm Phả",
            "Thuế cơ sở 2 tỉnh Quảng Ninh",
        )
    )
    number = f"{rng.choice(('LTB', 'TNCN', ''))}{rng.randint(1000, 999999)}/TB-{rng.choice(('CCT', 'CCTKV', 'TQN'))}"
    amount = rng.randint(2_100_000, 190_000_000)
    two_heads(
        sheet,
        [rng.choice(("CỤC THUẾ", "CỤC THUẾ TỈNH QUẢNG NINH")), office.upper()],
        f"Số: {number}",
        place_day("Quảng Ninh", day),
    )
    sheet.write("THÔNG BÁO NỘP TIỀN", points=14.5, bold=True, align="center")
    sheet.write(
        rng.choice(("Về lệ phí trước bạ nhà, đất", "Về thuế thu nhập cá nhân đối với chuyển nhượng bất động sản")),
        bold=True,
        align="center",
    )
    sheet.skip(4)
    sheet.write(
        f"Căn cứ hồ sơ khai thuế và phiếu chuyển thông tin địa chính đối với Mã hồ sơ số H49.12-{day:%y%m%d}-{rng.randint(1, 90):04d};",
        indent=100,
    )
    sheet.write(f"{office} thông báo cho người nộp thuế như sau:", indent=100)
    if rng.random() < 0.5:
        sheet.label("1. Tên người nộp thuế:", who.name)
        sheet.label("2. Mã số thuế:", who.tax_code)
        sheet.label("3. Địa chỉ:", who.address)
        sheet.write(f"4. Thửa đất số: {land.number}, tờ bản đồ số: {land.sheet}")
        sheet.write(f"5. Tổng giá trị nhà, đất tính lệ phí: {money_text(amount * 200)} đồng")
        sheet.write(f"6. Số tiền phải nộp: {money_text(amount)} đồng (Bằng chữ: {in_words(amount)} đồng)")
    else:
        sheet.table(
            [
                ["STT", "Nội dung", "Chi tiết"],
                ["1", "Tên người nộp thuế", who.name],
                ["2", "Mã số thuế", who.tax_code],
                ["3", "Địa chỉ", who.address],
                ["4", "Thửa đất số", f"{land.number}, tờ bản đồ số {land.sheet}"],
                ["5", "Tổng số tiền phải nộp", f"{money_text(amount)} đồng"],
            ],
            (0.1, 0.36, 0.54),
        )
        sheet.write(f"Bằng chữ: {in_words(amount)} đồng.")
    sheet.write(
        "Hạn nộp: chậm nhất là 30 ngày kể từ ngày nhận được thông báo này. Quá thời hạn trên, người nộp thuế phải nộp tiền chậm nộp theo quy định.",
        indent=100,
    )
    sheet.skip(5)
    signer(sheet, rng, ["KT. TRƯỞNG THUẾ CƠ SỞ", "PHÓ TRƯỞNG THUẾ CƠ SỞ"], rng.choice(SIGNERS), seal=office.upper())
    fields: dict[str, str | int | float] = {
        "so_ky_hieu": number,
        "ngay_ban_hanh": day.isoformat(),
        "co_quan_ban_hanh": office,
        "ho_ten": who.name,
        "ma_so_thue": who.tax_code,
        "so_tien": amount,
    }
    return Paper("thong_bao_nop_tien", [sheet], fields)


def receipt(rng: random.Random, style: Style, case: Case) -> Paper:
    """The receipt of a dossier with the day of return."""
    sheet, who, day = Sheet(style), case.taker, case.filed
    due = day + dt.timedelta(days=rng.randint(3, 25))
    code = rng.choice(
        (
            f"H49.{rng.randint(10, 60)}.{rng.randint(1, 40):02d}-{day:%y%m%d}-{rng.randint(1, 300):04d}",
            f"000.00.{rng.randint(10, 30)}.H49-{day:%y%m%d}-{rng.randint(1, 300):04d}",
        )
    )
    task = rng.choice(
        (
            "Đăng ký khai sinh",
            "Cấp giấy xác nhận tình trạng hôn nhân",
            "Đăng ký thành lập hộ kinh doanh",
            "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
            "Tách thửa đất, hợp thửa đất",
        )
    )
    unit = rng.choice(facts.NEW_WARDS)
    two_heads(
        sheet,
        [f"UBND PHƯỜNG {unit.upper()}", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"],
        f"Số: {rng.randint(10, 900)}/TTPVHCC",
        place_day(unit, day),
    )
    sheet.write("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", points=14, bold=True, align="center")
    sheet.label("Mã hồ sơ:", code)
    sheet.skip(2)
    sheet.write(f"Trung tâm Phục vụ hành chính công phường {unit} tiếp nhận hồ sơ của:")
    sheet.label(rng.choice(("Ông (Bà):", "Ông/Bà:", "Họ và tên người nộp:")), who.name)
    sheet.label("Số định danh cá nhân:", who.number)
    sheet.label("Địa chỉ:", who.address)
    sheet.label("Số điện thoại:", who.phone)
    sheet.label(rng.choice(("Nội dung yêu cầu giải quyết:", "Tên thủ tục hành chính:")), task)
    sheet.write("Thành phần hồ sơ nộp gồm:")
    if rng.random() < 0.5:
        sheet.table(
            [
                ["TT", "Thành phần hồ sơ", "Số lượng"],
                ["1", "Tờ khai theo mẫu", "01"],
                ["2", "Giấy tờ liên quan (bản sao)", "01"],
            ],
            (0.1, 0.65, 0.25),
        )
    else:
        sheet.write("1. Tờ khai theo mẫu", indent=80)
        sheet.write("2. Giấy tờ liên quan (bản sao)", indent=80)
    if rng.random() < 0.5:
        sheet.write(
            f"Thời gian nhận hồ sơ: {rng.randint(7, 16):02d} giờ {rng.randint(0, 59):02d} phút, {long_day(day)}"
        )
        sheet.write(f"Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, {long_day(due)}")
    else:
        sheet.write(f"Ngày tiếp nhận: {day:%d/%m/%Y}")
        sheet.write(f"Ngày hẹn trả kết quả: {due:%d/%m/%Y}")
    sheet.write("Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công")
    sheet.skip(4)
    top = sheet.y
    signer(sheet, rng, ["NGƯỜI NỘP HỒ SƠ"], who.name, span=(0, 0.5))
    sheet.y = top
    signer(sheet, rng, ["NGƯỜI TIẾP NHẬN HỒ SƠ"], rng.choice(SIGNERS), span=(0.5, 1))
    fields: dict[str, str | int | float] = {
        "ma_ho_so": code,
        "ho_ten": who.name,
        "ten_thu_tuc": task,
        "ngay_tiep_nhan": day.isoformat(),
        "ngay_hen_tra": due.isoformat(),
    }
    return Paper("giay_tiep_nhan", [sheet], fields)


def building_permit(rng: random.Random, style: Style, case: Case) -> Paper:
    """A permit for a house."""
    sheet, who, land, day = Sheet(style), case.taker, case.parcel, case.filed
    issuer, by = body(rng, day, ward_only=True), rng.choice(SIGNERS)
    number = f"{rng.randint(2, 260):02d}/GPXD" + rng.choice(("", f"-{issuer.mark}"))
    floors, total = rng.randint(1, 5), rng.randint(600, 4800) / 10
    two_heads(sheet, list(issuer.head), f"Số: {number}", place_day(issuer.place, day))
    sheet.write("GIẤY PHÉP XÂY DỰNG", points=15, bold=True, align="center")
    sheet.write("(Sử dụng cho nhà ở riêng lẻ)", italic=True, align="center")
    sheet.skip(3)
    sheet.label("1. Cấp cho:", f"{who.title} {who.name}")
    sheet.label("- Địa chỉ:", who.address)
    sheet.write("2. Được phép xây dựng công trình: Nhà ở riêng lẻ")
    sheet.write("- Theo thiết kế: hồ sơ do chủ đầu tư tổ chức lập")
    sheet.write(f"- Vị trí xây dựng: thửa đất số {land.number}, tờ bản đồ số {land.sheet}, {land.address}")
    sheet.write("+ Cốt nền xây dựng: +0,30 m so với mặt đường; chỉ giới xây dựng trùng chỉ giới đường đỏ")
    if rng.random() < 0.5:
        sheet.write(f"+ Diện tích xây dựng tầng một: {area_text(round(total / floors, 1))} m²")
        sheet.write(f"+ Tổng diện tích sàn: {area_text(total)} m²")
        sheet.write(f"+ Chiều cao công trình: {3.6 * floors:.1f} m; số tầng: {floors} tầng".replace(".", ","))
    else:
        sheet.write(
            f"+ Chiều cao {3.6 * floors:.1f} m; số tầng: {floors:02d}; tổng diện tích sàn xây dựng: ".replace(".", ",")
            + f"{area_text(total)} m²"
        )
    sheet.write(f"3. Giấy tờ về đất đai: Giấy chứng nhận quyền sử dụng đất số phát hành {land.serial}")
    sheet.write(
        "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá thời hạn trên thì phải đề nghị gia hạn giấy phép xây dựng."
    )
    sheet.skip(5)
    _recipients_and_signer(sheet, rng, issuer, by, ("- Chủ đầu tư;", "- Lưu: VT."))
    fields: dict[str, str | int | float] = {
        "so_ky_hieu": number, "ngay_ban_hanh": day.isoformat(), "ho_ten": who.name, "thua_dat_so": land.number, "to_ban_do_so": land.sheet,
        "tong_dien_tich_san": total, "so_tang": floors, "nguoi_ky": by,
    }  # fmt: skip
    return Paper("giay_phep_xay_dung", [sheet], fields)


def household_business(rng: random.Random, style: Style, case: Case) -> Paper:
    """Household business registration before and after July 2025."""
    sheet, who, day = Sheet(style), case.taker, case.signed
    new = day >= facts.REFORM
    number = (
        who.number
        if new
        else rng.choice((f"22{rng.choice('AEKH')}8{rng.randint(1000, 999999):06d}", f"{who.tax_code}-001"))
    )
    name = f"{rng.choice(('Hộ kinh doanh', 'Cửa hàng', 'Quán ăn'))} {who.name.split()[-1]} {rng.choice(('Phát', 'Anh', 'Xanh', 'Sông Chanh'))}"
    trade, trade_code = rng.choice(
        (
            ("Bán lẻ lương thực, thực phẩm", "4722"),
            ("Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "5610"),
            ("Cắt tóc, làm đầu, gội đầu", "9631"),
            ("Sửa chữa và bảo dưỡng xe máy", "4542"),
        )
    )
    capital = rng.choice((50, 80, 120, 200, 350, 500)) * 1_000_000
    unit = rng.choice(facts.NEW_WARDS)
    head = (
        [f"UBND PHƯỜNG {unit.upper()}", "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ"]
        if new
        else ["UBND THÀNH PHỐ HẠ LONG", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"]
    )
    two_heads(sheet, head, f"Số: {number}" if not new else "", "")
    sheet.write("GIẤY CHỨNG NHẬN", points=15, bold=True, align="center")
    sheet.write("ĐĂNG KÝ HỘ KINH DOANH", points=15, bold=True, align="center")
    if new:
        sheet.write(f"Mã số hộ kinh doanh: {number}", align="center")
    sheet.write(f"Đăng ký lần đầu, {long_day(day)}", align="center", italic=True)
    sheet.skip(3)
    sheet.label("1. Tên hộ kinh doanh:", name.upper() if new else name)
    sheet.label("2. Địa chỉ trụ sở:" if new else "2. Địa điểm kinh doanh:", who.address)
    if new:
        sheet.write("3. Ngành, nghề kinh doanh:")
        sheet.table([["STT", "Tên ngành", "Mã ngành"], ["1", trade, trade_code]], (0.1, 0.68, 0.22))
    else:
        sheet.label("3. Ngành, nghề kinh doanh:", trade)
    sheet.write(f"4. Vốn kinh doanh: {money_text(capital)} đồng (Bằng chữ: {in_words(capital)} đồng)")
    sheet.write("5. Thông tin về chủ hộ kinh doanh:" if new else "5. Họ và tên chủ hộ kinh doanh:" + f" {who.name}")
    if new:
        sheet.label("Họ, chữ đệm và tên:", who.name)
    sheet.write(f"Giới tính: {who.sex}        Sinh ngày: {who.born:%d/%m/%Y}")
    sheet.label("Số định danh cá nhân:" if new else "Số CCCD:", who.number)
    sheet.label("Địa chỉ liên lạc:" if new else "Nơi đăng ký hộ khẩu thường trú:", who.address)
    sheet.skip(5)
    signer(sheet, rng, ["TRƯỞNG PHÒNG"], rng.choice(SIGNERS), seal=head[1])
    fields: dict[str, str | int | float] = {
        "so_dang_ky": number, "ten_ho_kinh_doanh": name.upper() if new else name, "dia_chi": who.address, "nganh_nghe": trade,
        "von_kinh_doanh": capital, "ho_ten_chu_ho": who.name, "so_giay_to": who.number, "ngay_dang_ky": day.isoformat(),
    }  # fmt: skip
    return Paper("giay_chung_nhan_ho_kinh_doanh", [sheet], fields)
