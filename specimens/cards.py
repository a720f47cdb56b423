"""Identity cards, both sides copied onto one page, with QR and machine-readable zone."""

import datetime as dt
import random

import segno
from PIL import Image, ImageDraw

from specimens.facts import OLD_WARDS, Case, Person, card_expiry, card_qr, mrz
from specimens.forms import Paper
from specimens.sheet import Sheet, Style, load_font

SANS, MONO = "Arimo", "Cousine"


def qr_image(text: str, side: int) -> Image.Image:
    """A QR code of about that many pixels, white margin included."""
    code = segno.make(text, error="m", micro=False, encoding="utf-8")
    across = round(code.symbol_size(border=2)[0])
    scale = max(3, side // across)
    tile = Image.new("RGB", (across * scale,) * 2, (255, 255, 255))
    pen = ImageDraw.Draw(tile)
    for y, row in enumerate(code.matrix_iter(border=2)):
        for x, dark in enumerate(row):
            if dark:
                pen.rectangle((x * scale, y * scale, (x + 1) * scale - 1, (y + 1) * scale - 1), fill=(20, 20, 24))
    return tile


def _card(sheet: Sheet, top: int, tint: tuple[int, int, int]) -> tuple[int, int]:
    """A card's outline, enlarged to 150 % as copiers are set; gives its left top corner."""
    left = (sheet.size[0] - 1518) // 2
    sheet.pen.rounded_rectangle((left, top, left + 1518, top + 957), 55, fill=tint, outline=(120, 130, 140), width=4)
    return left, top


def _put(
    sheet: Sheet,
    x: int,
    y: int,
    text: str,
    points: float,
    *,
    bold: bool = False,
    colour: tuple[int, int, int] = (40, 40, 48),
) -> None:
    sheet.pen.text((x, y), text, font=load_font(SANS, points, bold), fill=colour, anchor="ls")
    sheet.lines.append(text)


def _photo(sheet: Sheet, x: int, y: int) -> None:
    sheet.pen.rectangle((x, y, x + 330, y + 440), fill=(205, 216, 224))
    sheet.pen.ellipse((x + 95, y + 70, x + 235, y + 250), fill=(150, 152, 158))
    sheet.pen.pieslice((x + 20, y + 265, x + 310, y + 640), 180, 360, fill=(120, 124, 134))


def _two_rows(sheet: Sheet, x: int, y: int, text: str, points: float, width: int) -> int:
    font = load_font(SANS, points)
    row = ""
    for word in text.split():
        if row and font.getlength(f"{row} {word}") > width:
            _put(sheet, x, y, row, points)
            y, row = y + 54, ""
        row = f"{row} {word}".strip()
    _put(sheet, x, y, row, points)
    return y + 54


def _expiry(who: Person) -> str:
    until = card_expiry(who)
    return "Không thời hạn" if until == dt.date.max else f"{until:%d/%m/%Y}"


def _zone(sheet: Sheet, x: int, y: int, who: Person) -> None:
    for row in mrz(who):
        sheet.pen.text((x, y), row, font=load_font(MONO, 17), fill=(30, 30, 34), anchor="ls")
        sheet.lines.append(row)
        y += 84


def card_2021(rng: random.Random, style: Style, case: Case, who: Person | None = None) -> Paper:
    """The card with a chip of 2021 to 2024."""
    who = who or case.taker
    sheet = Sheet(style)
    x, y = _card(sheet, 420, (226, 240, 238))
    red = (170, 40, 48)
    _put(sheet, x + 420, y + 85, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 9, bold=True)
    _put(sheet, x + 530, y + 132, "Độc lập - Tự do - Hạnh phúc", 8.5, bold=True)
    _put(sheet, x + 480, y + 215, "CĂN CƯỚC CÔNG DÂN", 14, bold=True, colour=red)
    _put(sheet, x + 560, y + 262, "Citizen Identity Card", 9, colour=red)
    tile = qr_image(card_qr(who), 250)
    sheet.image.paste(tile, (x + 1470 - tile.width, y + 40))
    _photo(sheet, x + 50, y + 340)
    left = x + 430
    _put(sheet, left, y + 345, f"Số / No.: {who.number}", 13, bold=True)
    _put(sheet, left, y + 405, "Họ và tên / Full name:", 8.5)
    _put(sheet, left, y + 462, who.name.upper(), 12, bold=True)
    _put(sheet, left, y + 520, f"Ngày sinh / Date of birth: {who.born:%d/%m/%Y}", 9.5)
    _put(sheet, left, y + 575, f"Giới tính / Sex: {who.sex}    Quốc tịch / Nationality: Việt Nam", 9.5)
    _put(sheet, left, y + 630, f"Quê quán / Place of origin: {rng.choice(OLD_WARDS)}, Quảng Ninh", 9.5)
    _two_rows(sheet, left, y + 690, f"Nơi thường trú / Place of residence: {who.address}", 9.5, 1050)
    _put(sheet, x + 50, y + 850, f"Có giá trị đến: {_expiry(who)}", 8)
    _put(sheet, x + 50, y + 890, "Date of expiry", 7)
    x, y = _card(sheet, 1580, (226, 240, 238))
    _put(sheet, x + 60, y + 80, "Đặc điểm nhận dạng / Personal identification:", 9)
    _put(
        sheet,
        x + 60,
        y + 135,
        rng.choice(("Nốt ruồi C: 1,5 cm dưới sau đuôi mắt phải", "Sẹo chấm C: 2 cm trên trước đầu mày trái")),
        9.5,
    )
    _put(sheet, x + 60, y + 200, f"Ngày, tháng, năm / Date, month, year: {who.card_issued:%d/%m/%Y}", 9.5)
    _put(sheet, x + 60, y + 262, "CỤC TRƯỞNG CỤC CẢNH SÁT", 9, bold=True)
    _put(sheet, x + 60, y + 308, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 9, bold=True)
    sheet.pen.rounded_rectangle(
        (x + 80, y + 360, x + 300, y + 540), 20, fill=(214, 186, 110), outline=(140, 120, 70), width=4
    )
    for finger in (880, 1180):
        for ring in range(9):
            sheet.pen.arc(
                (x + finger + ring * 11, y + 240 + ring * 14, x + finger + 220 - ring * 11, y + 560 - ring * 14),
                0,
                360,
                fill=(150, 160, 165),
                width=4,
            )
    _zone(sheet, x + 60, y + 700, who)
    sheet.seal(x + 600, y + 478, "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH", rng, 290)
    return Paper("can_cuoc", [sheet], _fields(who))


def _fields(who: Person) -> dict[str, str | int | float]:
    return {
        "so_dinh_danh": who.number,
        "ho_ten": who.name,
        "ngay_sinh": who.born.isoformat(),
        "gioi_tinh": who.sex,
        "noi_thuong_tru": who.address,
        "ngay_cap": who.card_issued.isoformat(),
    }


def card_2024(rng: random.Random, style: Style, case: Case) -> Paper:
    """The card since July 2024: address, place of birth, QR and zone on the back."""
    who = case.taker
    sheet = Sheet(style)
    x, y = _card(sheet, 380, (236, 240, 228))
    _put(sheet, x + 460, y + 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 9, bold=True)
    _put(sheet, x + 560, y + 126, "Độc lập - Tự do - Hạnh phúc", 8.5, bold=True)
    _put(sheet, x + 640, y + 210, "CĂN CƯỚC", 15, bold=True, colour=(170, 40, 48))
    _put(sheet, x + 650, y + 262, "IDENTITY CARD", 9.5, colour=(170, 40, 48))
    _photo(sheet, x + 50, y + 330)
    left = x + 430
    _put(sheet, left, y + 340, "Số định danh cá nhân / Personal identification number:", 8)
    _put(sheet, left, y + 405, who.number, 14, bold=True)
    _put(sheet, left, y + 465, "Họ, chữ đệm và tên khai sinh / Full name:", 8)
    _put(sheet, left, y + 525, who.name.upper(), 12, bold=True)
    _put(sheet, left, y + 585, "Ngày, tháng, năm sinh / Date of birth:", 8)
    _put(sheet, left, y + 642, f"{who.born:%d/%m/%Y}", 11)
    _put(sheet, left, y + 705, f"Giới tính / Sex: {who.sex}", 9)
    _put(sheet, left, y + 760, "Quốc tịch / Nationality: Việt Nam", 9)
    x, y = _card(sheet, 1520, (236, 240, 228))
    tile = qr_image(card_qr(who), 300)
    sheet.image.paste(tile, (x + 1460 - tile.width, y + 50))
    _put(sheet, x + 60, y + 75, "Nơi cư trú / Place of residence:", 8)
    low = _two_rows(sheet, x + 60, y + 130, who.address, 9.5, 1030)
    _put(sheet, x + 60, low + 10, "Nơi đăng ký khai sinh / Place of birth:", 8)
    low = _two_rows(
        sheet, x + 60, low + 64, f"phường {rng.choice(OLD_WARDS)}, thành phố Hạ Long, tỉnh Quảng Ninh", 9.5, 1030
    )
    _put(sheet, x + 60, low + 14, f"Ngày, tháng, năm cấp / Date of issue: {who.card_issued:%d/%m/%Y}", 8.5)
    _put(sheet, x + 60, low + 66, f"Ngày, tháng, năm hết hạn / Date of expiry: {_expiry(who)}", 8.5)
    _put(sheet, x + 60, low + 126, "BỘ CÔNG AN / MINISTRY OF PUBLIC SECURITY", 8.5, bold=True)
    _zone(sheet, x + 60, y + 740, who)
    return Paper("can_cuoc", [sheet], _fields(who))
