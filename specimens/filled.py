# ruff: noqa: E501 - printed wording stays on one line
"""The same papers as other offices fill them: labels and values in two columns, persons under heads, sums among sums."""

import datetime as dt
import random

from specimens import facts
from specimens.facts import Case, in_words, long_day, money_text
from specimens.forms import Paper, national_head, place_day, signer, two_heads
from specimens.office import SIGNERS, body
from specimens.sheet import Sheet, Style

_TAB = 0.36
"""Share of the text width at which values begin."""


def _row(sheet: Sheet, label: str, value: str, *, colon: str = "", margin: bool = False) -> None:
    """A label and its value in the column beside it; what does not fit goes on in the column or at the ``margin``."""
    top = sheet.y
    with sheet.box(0, _TAB - 0.02):
        sheet.write(label)
    low, sheet.y = sheet.y, top
    first, rest = _fitting(sheet, f"{colon} {value}".strip()) if margin else (f"{colon} {value}".strip(), "")
    with sheet.box(_TAB, 1):
        sheet.write(first, bold=sheet.style.bold_values)
    sheet.y = max(low, sheet.y)
    if rest:
        sheet.write(rest, bold=sheet.style.bold_values)


def _fitting(sheet: Sheet, value: str) -> tuple[str, str]:
    """The words that fill the first line of the column, and the others."""
    width, font, words = (
        (1 - _TAB) * (sheet.right - sheet.left),
        sheet.font(bold=sheet.style.bold_values),
        value.split(),
    )
    count = next((n for n in range(len(words), 0, -1) if font.getlength(" ".join(words[:n])) < width), 1)
    return " ".join(words[:count]), " ".join(words[count:])


def birth_rows(rng: random.Random, style: Style, case: Case) -> Paper:
    """A birth certificate, or its extract, in two columns."""
    sheet, day, mother, father = Sheet(style), case.signed, case.spouse, case.giver
    sex = rng.choice(("Nam", "Nữ"))
    born = facts.day_between(rng, day - dt.timedelta(days=50), day - dt.timedelta(days=3))
    name = f"{father.name.split()[0]} {rng.choice(facts.MIDDLES[sex])} {rng.choice(facts.GIVEN[sex])}"
    is_extract, colon = rng.random() < 0.4, rng.choice(("", ":"))
    number = f"{rng.randint(2, 610)}/{day.year}" + ("/TLKS-BS" if is_extract else "")
    own, issuer = facts.identity_number(rng, sex, born), body(rng, day, ward_only=True)
    home, place = (
        f"phường {rng.choice(facts.NEW_WARDS)}, tỉnh Quảng Ninh",
        "Trung tâm Y tế thành phố Cẩm Phả, tỉnh Quảng Ninh",
    )
    two_heads(sheet, list(issuer.head), f"Số: {number}", place_day(issuer.place, day) if is_extract else "")
    sheet.write("TRÍCH LỤC KHAI SINH" if is_extract else "GIẤY KHAI SINH", points=18, bold=True, align="center")
    sheet.skip(3)
    spelled = (
        f"Ngày {in_words(born.day).lower()}, tháng {in_words(born.month).lower()}, năm {in_words(born.year).lower()}"
    )
    for label, value in (
        ("Họ, chữ đệm, tên", name.upper()), ("Ngày, tháng, năm sinh", f"{born:%d/%m/%Y}"), ("Ghi bằng chữ", spelled),
        ("Giới tính", sex), ("Dân tộc", "Kinh"), ("Quốc tịch", "Việt Nam"), ("Nơi sinh", place), ("Quê quán", home),
        ("Số định danh cá nhân", own), ("Họ, chữ đệm, tên người mẹ", mother.name.upper()), ("Năm sinh", str(mother.born.year)),
        ("Nơi cư trú", mother.address), ("Họ, chữ đệm, tên người cha", father.name.upper()), ("Năm sinh", str(father.born.year)),
        ("Nơi cư trú", father.address), ("Nơi đăng ký khai sinh", issuer.name), ("Ngày, tháng, năm đăng ký", f"{day:%d/%m/%Y}"),
    ):  # fmt: skip
        _row(sheet, label, value, colon=colon)
    sheet.skip(4)
    role = "NGƯỜI KÝ TRÍCH LỤC" if is_extract else "NGƯỜI KÝ GIẤY KHAI SINH"
    signer(sheet, rng, [role], rng.choice(SIGNERS), seal="ỦY BAN NHÂN DÂN PHƯỜNG ★ QUẢNG NINH")
    fields: dict[str, str | int | float] = {
        "so": number, "ho_ten": name, "ngay_sinh": born.isoformat(), "gioi_tinh": sex, "dan_toc": "Kinh", "noi_sinh": place,
        "que_quan": home, "so_dinh_danh": own, "ho_ten_me": mother.name, "ho_ten_cha": father.name, "ngay_dang_ky": day.isoformat(),
    }  # fmt: skip
    return Paper("giay_khai_sinh", [sheet], fields)


def marriage_parts(rng: random.Random, style: Style, case: Case) -> Paper:
    """A marriage certificate with each person under a head."""
    sheet, day = Sheet(style), case.signed
    number = f"{rng.randint(2, 190)}/{day.year}"
    national_head(sheet)
    sheet.write("GIẤY CHỨNG NHẬN KẾT HÔN", points=18, bold=True, align="center")
    sheet.write(f"Số: {number}", align="center")
    heads = rng.choice(
        (("1. VỢ", "2. CHỒNG"), ("THÔNG TIN NGƯỜI VỢ", "THÔNG TIN NGƯỜI CHỒNG"), ("I. BÊN NỮ", "II. BÊN NAM"))
    )
    fields: dict[str, str | int | float] = {"so": number}
    for role, head, who in zip(("vo", "chong"), heads, (case.spouse, case.giver), strict=True):
        sheet.skip(2)
        sheet.write(head, bold=True)
        for label, value in (
            ("Họ, chữ đệm, tên", who.name.upper()), ("Ngày, tháng, năm sinh", f"{who.born:%d/%m/%Y}"), ("Dân tộc", "Kinh"),
            ("Quốc tịch", "Việt Nam"), ("Nơi cư trú", who.address), ("Giấy tờ tùy thân", f"Thẻ căn cước số {who.number}"),
        ):  # fmt: skip
            _row(sheet, label, value)
        fields |= {
            f"ho_ten_{role}": who.name,
            f"ngay_sinh_{role}": who.born.isoformat(),
            f"so_giay_to_{role}": who.number,
        }
    sheet.skip(2)
    sheet.label("Nơi đăng ký kết hôn:", f"Ủy ban nhân dân {facts.ward(rng, day)}")
    sheet.label("Ngày, tháng, năm đăng ký:", f"{day:%d/%m/%Y}")
    sheet.skip(4)
    signer(sheet, rng, ["NGƯỜI KÝ GIẤY CHỨNG NHẬN"], rng.choice(SIGNERS), seal="ỦY BAN NHÂN DÂN PHƯỜNG ★")
    return Paper("giay_chung_nhan_ket_hon", [sheet], {**fields, "ngay_dang_ky": day.isoformat()})


def notice_items(rng: random.Random, style: Style, case: Case) -> Paper:
    """The tax authority's notice with the price, the rate and the sum due as items of one heading."""
    sheet, who, day, land = Sheet(style), case.taker, case.filed, case.parcel
    office = rng.choice(
        ("Thuế cơ sở 2 tỉnh Quảng Ninh", "Chi cục Thuế khu vực Hạ Long - Cẩm Phả", "Thuế cơ sở 5 tỉnh Quảng Ninh")
    )
    number, price = (
        f"LTB{rng.randint(1000, 999999)}-TK{rng.randint(1000, 99999)}/TB-CCT",
        rng.randint(400, 4900) * 1_000_000,
    )
    due = price // 50
    two_heads(sheet, ["CỤC THUẾ TỈNH QUẢNG NINH", office.upper()], f"Số: {number}", place_day("Hạ Long", day))
    sheet.write("THÔNG BÁO NỘP TIỀN", points=14.5, bold=True, align="center")
    sheet.write("Về thuế thu nhập cá nhân đối với chuyển nhượng bất động sản", bold=True, align="center")
    sheet.skip(3)
    sheet.write("1. Người nộp thuế", bold=True)
    sheet.label("1.1. Tên người nộp thuế:", who.name)
    sheet.label("1.2. Mã số thuế:", who.tax_code)
    sheet.label("1.3. Địa chỉ nhận thông báo:", who.address)
    sheet.write("2. Bất động sản chuyển nhượng", bold=True)
    sheet.write(f"2.1. Thửa đất số: {land.number}     2.2. Tờ bản đồ số: {land.sheet}")
    sheet.write("3. Số thuế phải nộp", bold=True)
    sheet.label("3.1. Giá trị bất động sản chuyển nhượng:", f"{money_text(price)} đồng")
    sheet.write("3.2. Thuế suất: 2%")
    sheet.label("3.3. Số thuế thu nhập cá nhân phải nộp:", f"{money_text(due)} đồng")
    sheet.write(f"(Viết bằng chữ: {in_words(due)} đồng)", italic=True)
    sheet.write("Thời hạn nộp: 30 ngày kể từ ngày ban hành Thông báo này.")
    sheet.skip(5)
    top = sheet.y
    with sheet.box(0, 0.45):
        sheet.write("Nơi nhận:", points=12, bold=True, italic=True)
        sheet.write("- Người nộp thuế;", points=11)
        sheet.write("- Lưu: VT, TrB.", points=11)
    sheet.y = top
    signer(sheet, rng, ["TRƯỞNG THUẾ CƠ SỞ"], rng.choice(SIGNERS), seal=office.upper())
    fields: dict[str, str | int | float] = {
        "so_ky_hieu": number, "ngay_ban_hanh": day.isoformat(), "co_quan_ban_hanh": office, "ho_ten": who.name,
        "ma_so_thue": who.tax_code, "so_tien": due,
    }  # fmt: skip
    return Paper("thong_bao_nop_tien", [sheet], fields)


def household_rows(rng: random.Random, style: Style, case: Case) -> Paper:
    """Household business registration in two columns, long values going on at the margin or in the column."""
    sheet, who, day = Sheet(style), case.taker, case.signed
    number, margin = f"22{rng.choice('AEKH')}8{rng.randint(1000, 999999):06d}", rng.random() < 0.5
    name = f"Tạp hóa {who.name.split()[-1]} {rng.choice(('Phát', 'Anh', 'Xanh'))}"
    trade = rng.choice(
        (
            "Bán lẻ lương thực, thực phẩm, đồ uống, thuốc lá, thuốc lào",
            "Dịch vụ ăn uống phục vụ tại chỗ",
            "May đo quần áo, rèm cửa và sửa chữa đồ da",
        )
    )
    capital, head = rng.choice((50, 80, 120, 345)) * 1_000_000, "PHÒNG TÀI CHÍNH - KẾ HOẠCH"
    two_heads(sheet, ["UBND THÀNH PHỐ HẠ LONG", head], f"Số: {number}", "")
    sheet.write("GIẤY CHỨNG NHẬN", points=15, bold=True, align="center")
    sheet.write("ĐĂNG KÝ HỘ KINH DOANH", points=15, bold=True, align="center")
    sheet.write(f"Đăng ký lần đầu, {long_day(day)}", align="center", italic=True)
    sheet.skip(3)
    for label, value in (
        ("1. Tên hộ kinh doanh", name), ("2. Địa điểm kinh doanh", who.address), ("Điện thoại", who.phone),
        ("3. Ngành, nghề kinh doanh", trade), ("4. Vốn kinh doanh", f"{money_text(capital)} đồng ({in_words(capital).lower()} đồng)"),
        ("5. Họ và tên đại diện hộ kinh doanh", who.name.upper()), ("Giới tính", who.sex), ("Sinh ngày", f"{who.born:%d/%m/%Y}"),
        ("Số CCCD", who.number), ("Nơi đăng ký hộ khẩu thường trú", who.address),
    ):  # fmt: skip
        _row(sheet, label, value, margin=margin)
    sheet.skip(5)
    signer(sheet, rng, ["TRƯỞNG PHÒNG"], rng.choice(SIGNERS), seal=head)
    fields: dict[str, str | int | float] = {
        "so_dang_ky": number, "ten_ho_kinh_doanh": name, "dia_chi": who.address, "nganh_nghe": trade, "von_kinh_doanh": capital,
        "ho_ten_chu_ho": who.name, "so_giay_to": who.number, "ngay_dang_ky": day.isoformat(),
    }  # fmt: skip
    return Paper("giay_chung_nhan_ho_kinh_doanh", [sheet], fields)


def receipt_cells(rng: random.Random, style: Style, case: Case) -> Paper:
    """A receipt whose labels stand above their values, two beside each other."""
    sheet, who, day = Sheet(style), case.taker, case.filed
    due, unit = day + dt.timedelta(days=rng.randint(3, 25)), rng.choice(facts.NEW_WARDS)
    code = f"H49.{rng.randint(10, 60)}.{rng.randint(1, 40):02d}-{day:%y%m%d}-{rng.randint(1, 300):04d}"
    task = rng.choice(
        ("Đăng ký khai sinh", "Thủ tục đăng ký kết hôn", "Đăng ký biến động quyền sử dụng đất do nhận chuyển nhượng")
    )
    with sheet.box(0, 0.44):
        for line in (f"UBND PHƯỜNG {unit.upper()}", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"):
            sheet.write(line, points=12, bold=True, align="center")
    sheet.skip(4)
    sheet.write("GIẤY TIẾP NHẬN HỒ SƠ", points=15, bold=True, align="center")
    sheet.write("VÀ HẸN TRẢ KẾT QUẢ", points=15, bold=True, align="center")
    sheet.skip(4)
    came = f"{rng.randint(7, 16):02d}:{rng.randint(0, 59):02d} {day:%d/%m/%Y}"
    _pair(sheet, ("Mã hồ sơ:", code), ("Số định danh cá nhân:", who.number))
    _pair(sheet, ("Người nộp hồ sơ:", who.name.upper()), ("Điện thoại:", who.phone))
    sheet.label("Địa chỉ:", who.address, above=True)
    sheet.label("Nội dung yêu cầu giải quyết:", task, above=True)
    _pair(sheet, ("Ngày tiếp nhận:", came), ("Ngày hẹn trả kết quả:", f"16:30 {due:%d/%m/%Y}"))
    _pair(sheet, ("Thời hạn giải quyết:", "08 ngày làm việc"), ("Hình thức nhận kết quả:", "Trực tiếp"))
    sheet.skip(4)
    top = sheet.y
    signer(sheet, rng, ["NGƯỜI NỘP"], who.name, span=(0, 0.5))
    sheet.y = top
    signer(sheet, rng, ["CÔNG CHỨC TIẾP NHẬN"], rng.choice(SIGNERS), span=(0.5, 1))
    fields: dict[str, str | int | float] = {
        "ma_ho_so": code, "ho_ten": who.name, "ten_thu_tuc": task, "ngay_tiep_nhan": day.isoformat(), "ngay_hen_tra": due.isoformat(),
    }  # fmt: skip
    return Paper("giay_tiep_nhan", [sheet], fields)


def _pair(sheet: Sheet, *cells: tuple[str, str]) -> None:
    """Two labels beside each other, each above its value."""
    top, low = sheet.y, sheet.y
    for column, (label, value) in enumerate(cells):
        sheet.y = top
        with sheet.box(0.5 * column, 0.48 + 0.5 * column):
            sheet.label(label, value, above=True)
        low = max(low, sheet.y)
    sheet.y = low
    sheet.skip(1.5)
