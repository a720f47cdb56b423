# ruff: noqa: E501 - printed wording stays on one line
"""Papers of no known type; several of them name known types in their text."""

import random

from specimens import facts
from specimens.facts import Case, area_text, long_day, money_text
from specimens.forms import Paper, national_head, place_day, signer
from specimens.office import SIGNERS
from specimens.sheet import Sheet, Style


def foreign(rng: random.Random, style: Style, case: Case) -> Paper:
    """A paper of no known type; several of them name known types in their text."""
    sheet, who, other, land = Sheet(style), case.taker, case.giver, case.parcel
    kinds = ("authority", "invoice", "note", "minutes", "death", "supplement", "cadastre", "residence", "will")
    kind = rng.choice(kinds)
    titles = {
        "authority": "GIẤY ỦY QUYỀN", "invoice": "HÓA ĐƠN BÁN HÀNG", "note": "GHI CHÚ", "minutes": "BIÊN BẢN LÀM VIỆC", "death": "TRÍCH LỤC KHAI TỬ",
        "supplement": "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "cadastre": "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH", "residence": "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", "will": "DI CHÚC",
    }  # fmt: skip
    rows = {
        "authority": (f"Bên ủy quyền: {other.title} {other.name}, CCCD số {other.number}", f"Bên được ủy quyền: {who.title} {who.name}, CCCD số {who.number}", f"Nội dung: thay mặt tôi nộp hồ sơ và nhận Giấy chứng nhận quyền sử dụng đất số {land.serial} tại Trung tâm Phục vụ hành chính công.", "Thời hạn ủy quyền: 06 tháng kể từ ngày ký."),
        "invoice": (f"Đơn vị bán: Công ty TNHH Vật liệu Sao Biển, mã số thuế {facts.tax_code(rng)}", f"Người mua: {who.name}", "Xi măng 20 bao, cát vàng 3 khối, gạch đặc 2.000 viên", f"Tổng cộng: {money_text(rng.randint(2000, 90000) * 1000)} đồng"),
        "note": ("- Gọi lại cho công dân sau 15 giờ", "- Kiểm tra ảnh, chữ ký", "- Còn thiếu một bản sao"),
        "minutes": (f"Hôm nay, {long_day(case.filed)}, tại trụ sở UBND phường, chúng tôi gồm:", f"1. {rng.choice(SIGNERS)} - công chức địa chính", f"2. {who.title} {who.name} - chủ sử dụng đất", f"Tiến hành kiểm tra hiện trạng thửa đất số {land.number}, tờ bản đồ số {land.sheet}.", "Biên bản lập thành 02 bản có giá trị như nhau."),
        "death": (f"Họ, chữ đệm, tên: {other.name}", f"Ngày, tháng, năm sinh: {other.born:%d/%m/%Y}", f"Đã chết vào lúc 05 giờ 20 phút, {long_day(case.signed)}", "Nơi chết: tại nhà riêng", "Nguyên nhân chết: tuổi già"),
        "supplement": (f"Hồ sơ của: {who.title} {who.name}", "Nội dung yêu cầu giải quyết: Đăng ký biến động đất đai", "Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau: bổ sung bản sao giấy khai sinh, giấy chứng nhận kết hôn.", "Lý do: chưa đủ thành phần theo quy định."),
        "cadastre": (f"1. Số thứ tự thửa đất: {land.number}; tờ bản đồ số: {land.sheet}", f"2. Địa chỉ thửa đất: {land.address}", f"3. Diện tích: {area_text(land.area)} m²", f"4. Mục đích sử dụng đất: {land.purpose}", "5. Tỷ lệ 1:500"),
        "residence": (f"1. Họ, chữ đệm và tên: {who.name}", f"2. Số định danh cá nhân: {who.number}", f"3. Nơi thường trú: {who.address}", "Giấy này có giá trị sử dụng đến hết ngày 31/12 năm cấp."),
        "will": (f"Tôi là {other.name}, sinh năm {other.born.year}, trong trạng thái minh mẫn lập di chúc như sau:", f"Quyền sử dụng thửa đất số {land.number} theo Giấy chứng nhận số {land.serial} để lại cho con là {who.name}."),
    }  # fmt: skip
    if kind not in ("note", "invoice"):
        national_head(sheet)
    sheet.write(titles[kind], points=15, bold=True, align="center")
    sheet.skip(5)
    for row in rows[kind]:
        sheet.write(row)
        sheet.skip(1)
    sheet.skip(5)
    if kind != "note":
        signer(
            sheet,
            rng,
            [rng.choice(("NGƯỜI LẬP", "NGƯỜI KÝ", "ĐẠI DIỆN"))],
            rng.choice(SIGNERS),
            before=place_day("Hạ Long", case.filed),
        )
    return Paper("khac", [sheet], {})
