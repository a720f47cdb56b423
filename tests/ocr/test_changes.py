"""The present holder of land: the last confirmed entry of the certificate's page of changes."""

import dataclasses

import pytest

from ocr.doctypes import load_doctypes
from ocr.extraction import extract
from ocr.types import Box, FieldStatus, FieldValue, Zone
from tests.support.readings import page_of

KIND = load_doctypes().types["giay_chung_nhan_qsdd"]
FRONT = """^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất
Ông: Nguyễn Văn Mẫu
CCCD số: 022090001234
II. Thửa đất, nhà ở và tài sản khác gắn liền với đất
a) Thửa đất số: 21, tờ bản đồ số: 7"""
HEAD = """^IV. Những thay đổi sau khi cấp Giấy chứng nhận
Nội dung thay đổi và cơ sở pháp lý|Xác nhận của cơ quan có thẩm quyền
"""
FIRST = """Ngày 12/5/2021: Chuyển nhượng cho bà|CHI NHÁNH VĂN PHÒNG
Trần Thị Hoa Mẫu, CCCD số|ĐĂNG KÝ ĐẤT ĐAI
022188000123, theo hồ sơ số 000121.CN.001|GIÁM ĐỐC
"""
SECOND = """Ngày 3/2/2024: Tặng cho ông Lê Minh Mẫu,|CHI NHÁNH VĂN PHÒNG
sinh năm 1990, CCCD số 022090007777|ĐĂNG KÝ ĐẤT ĐAI
theo hồ sơ số 000300.TC.002|KT. GIÁM ĐỐC
"""
MORTGAGE = """Ngày 9/9/2024: Thế chấp tại Ngân hàng|CHI NHÁNH VĂN PHÒNG
theo hồ sơ số 000400.TC.002|GIÁM ĐỐC
"""


def _read(*pages: str) -> dict[str, FieldValue]:
    readings = [page_of(text, number) for number, text in enumerate(pages, 1)]
    return {value.name: value for value in extract(KIND, readings)}


@pytest.mark.parametrize(
    ("entries", "name", "number"),
    [
        (FIRST, "Trần Thị Hoa Mẫu", "022188000123"),
        (FIRST + SECOND, "Lê Minh Mẫu", "022090007777"),
        (FIRST + SECOND + MORTGAGE, "Lê Minh Mẫu", "022090007777"),
    ],
)
def test_that_the_last_confirmed_transfer_names_the_holder(entries: str, name: str, number: str) -> None:
    found = _read(FRONT, HEAD + entries)

    assert (found["ho_ten"].value, found["so_giay_to"].value) == (name, number)
    assert found["ho_ten"].status is found["so_giay_to"].status is FieldStatus.TO_CONFIRM
    assert "owner-changed" in found["ho_ten"].reasons
    assert "Nguyễn Văn Mẫu" in found["ho_ten"].candidates
    assert found["ho_ten"].page == 2


@pytest.mark.parametrize("entries", ["", MORTGAGE])
def test_that_without_a_transfer_the_first_holder_stays(entries: str) -> None:
    found = _read(FRONT, HEAD + entries)

    assert found["ho_ten"].value == "Nguyễn Văn Mẫu"
    assert not {"owner-changed", "change-unconfirmed", "changes-unread"} & set(found["ho_ten"].reasons)


def test_that_a_transfer_that_no_office_confirmed_changes_nothing_but_is_shown() -> None:
    found = _read(FRONT, HEAD + "Ngày 3/2/2024: Tặng cho ông Lê Minh Mẫu,\nCCCD số 022090007777")

    assert found["ho_ten"].value == "Nguyễn Văn Mẫu"
    assert found["ho_ten"].status is FieldStatus.TO_CONFIRM
    assert "change-unconfirmed" in found["ho_ten"].reasons


def test_that_unread_writing_among_the_changes_goes_to_a_person() -> None:
    page = page_of(HEAD, 2)
    scrawl = page_of("Ngv 2 lh4n nh ợng ch0 bq Tr n Th Hz", 2, confidence=0.31, top=600)
    both = dataclasses.replace(page, lines=page.lines + scrawl.lines)

    found = {value.name: value for value in extract(KIND, [page_of(FRONT, 1), both])}

    assert found["ho_ten"].value == "Nguyễn Văn Mẫu"
    assert found["ho_ten"].status is found["so_giay_to"].status is FieldStatus.TO_CONFIRM
    assert "changes-unread" in found["ho_ten"].reasons


PART = """Ngày 4/4/2025: Chuyển nhượng một phần|CHI NHÁNH VĂN PHÒNG
diện tích 100,0 m² cho bà Trần Thị Hoa Mẫu,|ĐĂNG KÝ ĐẤT ĐAI
CCCD số 022188000123|GIÁM ĐỐC
"""


@pytest.mark.parametrize(("entries", "name"), [(PART, "Nguyễn Văn Mẫu"), (SECOND + PART, "Lê Minh Mẫu")])
def test_that_a_part_handed_on_leaves_the_rest_to_its_holder(entries: str, name: str) -> None:
    found = _read(FRONT, HEAD + entries)

    assert found["ho_ten"].value == name
    assert found["ho_ten"].status is FieldStatus.TO_CONFIRM
    assert {"change-partial", "owner-changed"} & set(found["ho_ten"].reasons)


def test_that_a_pens_entry_that_gave_no_word_goes_to_a_person() -> None:
    place = Box(400, 700, 600, 90)
    written = dataclasses.replace(page_of(HEAD, 2), unread=(Zone(place, place),))
    signature = Box(1700, 700, 400, 90)
    signed = dataclasses.replace(page_of(HEAD + MORTGAGE, 2), unread=(Zone(signature, signature),))

    doubted, quiet = (
        next(value for value in extract(KIND, [page_of(FRONT, 1), page]) if value.name == "ho_ten")
        for page in (written, signed)
    )

    assert "changes-unread" in doubted.reasons
    assert "changes-unread" not in quiet.reasons
