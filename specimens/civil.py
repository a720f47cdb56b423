# ruff: noqa: E501 - printed wording stays on one line
"""Civil status papers: birth, marriage, marital status."""

import datetime as dt
import random

from specimens import facts
from specimens.facts import Case, Person, in_words, long_day
from specimens.forms import Paper, national_head, place_day, signer, two_heads
from specimens.office import SIGNERS, body
from specimens.sheet import Sheet, Style

ETHNIC = ("Kinh", "Kinh", "Kinh", "Tày", "Dao", "Sán Dìu")


def birth(rng: random.Random, style: Style, case: Case) -> Paper:
    """A birth certificate; mother before father as the form has it."""
    sheet, day = Sheet(style), case.signed
    mother, father = case.spouse, case.giver
    sex = rng.choice(("Nam", "Nữ"))
    born = facts.day_between(rng, day - dt.timedelta(days=50), day - dt.timedelta(days=3))
    name = f"{father.name.split()[0]} {rng.choice(facts.MIDDLES[sex])} {rng.choice(facts.GIVEN[sex])}"
    number, where = f"{rng.randint(2, 310)}", facts.ward(rng, day)
    number += rng.choice(("", f"/{day.year}"))
    own = facts.identity_number(rng, sex, born)
    people, home = rng.choice(ETHNIC), f"phường {rng.choice(facts.NEW_WARDS)}, tỉnh Quảng Ninh"
    place = f"Bệnh viện {rng.choice(('Sản Nhi Quảng Ninh', 'Bãi Cháy', 'Đa khoa tỉnh Quảng Ninh'))}"
    national_head(sheet)
    with sheet.box(0, 1):
        sheet.write(f"Số: {number}", align="right")
    sheet.write("GIẤY KHAI SINH", points=20, bold=True, align="center")
    if rng.random() < 0.4:
        sheet.write("(BẢN SAO)", bold=True, align="center")
    sheet.skip(3)
    sheet.label("Họ, chữ đệm, tên:", name.upper() if rng.random() < 0.5 else name)
    sheet.label("Ngày, tháng, năm sinh:", f"{born:%d/%m/%Y}")
    sheet.write(
        f"Ghi bằng chữ: Ngày {in_words(born.day).lower()}, tháng {in_words(born.month).lower()}, năm {in_words(born.year).lower()}"
    )
    one_line = rng.random() < 0.6
    if one_line:
        sheet.write(f"Giới tính: {sex}     Dân tộc: {people}     Quốc tịch: Việt Nam")
    else:
        sheet.label("Giới tính:", sex)
        sheet.write(f"Dân tộc: {people}     Quốc tịch: Việt Nam")
    sheet.label("Nơi sinh:", place)
    sheet.label("Quê quán:", home)
    sheet.label_number("Số định danh cá nhân:", own)
    for label, who in (("mẹ", mother), ("cha", father)):
        sheet.skip(1)
        sheet.label(f"Họ, chữ đệm, tên người {label}:", who.name)
        sheet.write(f"Năm sinh: {who.born.year}     Dân tộc: {people}     Quốc tịch: Việt Nam")
        sheet.label("Nơi cư trú:", who.address)
    sheet.skip(1)
    sheet.label("Họ, chữ đệm, tên người đi khai sinh:", father.name)
    sheet.label("Giấy tờ tùy thân:", f"Căn cước công dân số {father.number}")
    sheet.label("Nơi đăng ký khai sinh:", f"Ủy ban nhân dân {where}")
    sheet.label("Ngày, tháng, năm đăng ký:", f"{day:%d/%m/%Y}" if rng.random() < 0.5 else long_day(day)[5:])
    sheet.skip(3)
    signer(sheet, rng, ["NGƯỜI KÝ GIẤY KHAI SINH"], rng.choice(SIGNERS), seal="ỦY BAN NHÂN DÂN PHƯỜNG ★ QUẢNG NINH")
    fields: dict[str, str | int | float] = {
        "so": number, "ho_ten": name, "ngay_sinh": born.isoformat(), "gioi_tinh": sex, "dan_toc": people, "noi_sinh": place, "que_quan": home,
        "so_dinh_danh": own, "ho_ten_me": mother.name, "ho_ten_cha": father.name, "ngay_dang_ky": day.isoformat(),
    }  # fmt: skip
    return Paper("giay_khai_sinh", [sheet], fields)


def marriage(rng: random.Random, style: Style, case: Case) -> Paper:
    """A marriage certificate in two columns or in one."""
    sheet, day, wife, husband = Sheet(style), case.signed, case.spouse, case.giver
    number = f"{rng.randint(2, 190)}" + rng.choice(("", f"/{day.year}"))
    national_head(sheet)
    sheet.write("GIẤY CHỨNG NHẬN KẾT HÔN", points=18, bold=True, align="center")
    sheet.write(f"Số: {number}", align="center")
    sheet.skip(5)
    if rng.random() < 0.55:
        top, ends = sheet.y, []
        for column, (label, who) in enumerate((("vợ", wife), ("chồng", husband))):
            sheet.y = top
            with sheet.box(0.52 * column, 0.48 + 0.52 * column):
                _spouse(sheet, label, who)
            ends.append(sheet.y)
        sheet.y = max(ends)
    else:
        for label, who in (("vợ", wife), ("chồng", husband)):
            _spouse(sheet, label, who)
            sheet.skip(3)
    sheet.skip(3)
    sheet.label("Nơi đăng ký kết hôn:", f"Ủy ban nhân dân {facts.ward(rng, day)}")
    sheet.label("Ngày, tháng, năm đăng ký:", f"{day:%d/%m/%Y}")
    sheet.skip(5)
    top = sheet.y
    for index, (role, who) in enumerate((("Vợ", wife), ("Chồng", husband))):
        sheet.y = top
        signer(sheet, rng, [role], who.name, span=(0.33 * index, 0.33 * index + 0.33))
    sheet.y = top
    signer(
        sheet,
        rng,
        ["NGƯỜI KÝ GIẤY", "CHỨNG NHẬN KẾT HÔN"],
        rng.choice(SIGNERS),
        seal="ỦY BAN NHÂN DÂN PHƯỜNG ★",
        span=(0.64, 1),
    )
    fields: dict[str, str | int | float] = {
        "so": number, "ho_ten_vo": wife.name, "ngay_sinh_vo": wife.born.isoformat(), "so_giay_to_vo": wife.number, "ho_ten_chong": husband.name,
        "ngay_sinh_chong": husband.born.isoformat(), "so_giay_to_chong": husband.number, "ngay_dang_ky": day.isoformat(),
    }  # fmt: skip
    return Paper("giay_chung_nhan_ket_hon", [sheet], fields)


def _spouse(sheet: Sheet, label: str, who: Person) -> None:
    sheet.label(f"Họ, chữ đệm, tên {label}:", who.name)
    sheet.label("Ngày, tháng, năm sinh:", f"{who.born:%d/%m/%Y}")
    sheet.write("Dân tộc: Kinh   Quốc tịch: Việt Nam")
    sheet.label("Nơi cư trú:", who.address)
    sheet.label("Giấy tờ tùy thân:", f"CCCD số {who.number}")


def marital_status(rng: random.Random, style: Style, case: Case) -> Paper:
    """The confirmation of marital status."""
    sheet, who, day = Sheet(style), case.taker, case.filed
    issuer = body(rng, day, ward_only=True)
    number = f"{rng.randint(2, 480):02d}/{rng.choice(('UBND-XNTTHN', 'XNTTHN', 'UBND-XNHN'))}"
    status = rng.choice(
        (
            "Chưa đăng ký kết hôn với ai",
            "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai",
            "Hiện tại đang có vợ/chồng",
            "Có đăng ký kết hôn, nhưng vợ/chồng đã chết; hiện tại chưa đăng ký kết hôn với ai",
        )
    )
    two_heads(sheet, list(issuer.head), f"Số: {number}", place_day(issuer.place, day))
    sheet.write("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", points=15, bold=True, align="center")
    sheet.skip(2)
    sheet.write(f"{issuer.name.upper()}", bold=True, align="center")
    sheet.write("XÁC NHẬN:", bold=True, align="center")
    sheet.label("Họ, chữ đệm, tên:", who.name)
    sheet.label("Ngày, tháng, năm sinh:", f"{who.born:%d/%m/%Y}")
    sheet.write(f"Giới tính: {who.sex}     Dân tộc: Kinh     Quốc tịch: Việt Nam")
    sheet.label(
        "Giấy tờ tùy thân:",
        f"Căn cước công dân số {who.number} do Cục Cảnh sát quản lý hành chính về trật tự xã hội cấp ngày {who.card_issued:%d/%m/%Y}",
    )
    sheet.label("Nơi cư trú:", who.address)
    if rng.random() < 0.5:
        sheet.write(f"Trong thời gian cư trú tại: {who.address} từ ngày 01/02/2012 đến ngày {day:%d/%m/%Y}")
    sheet.label("Tình trạng hôn nhân:", status)
    sheet.write(
        "Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp, được sử dụng để: làm thủ tục chuyển nhượng quyền sử dụng đất."
    )
    sheet.skip(5)
    signer(sheet, rng, ["NGƯỜI KÝ GIẤY XÁC NHẬN"], rng.choice(SIGNERS), seal="ỦY BAN NHÂN DÂN PHƯỜNG ★ QUẢNG NINH")
    fields: dict[str, str | int | float] = {
        "so_ky_hieu": number, "ngay_ban_hanh": day.isoformat(), "ho_ten": who.name, "ngay_sinh": who.born.isoformat(), "so_giay_to": who.number,
        "tinh_trang_hon_nhan": status,
    }  # fmt: skip
    return Paper("giay_xac_nhan_tinh_trang_hon_nhan", [sheet], fields)
