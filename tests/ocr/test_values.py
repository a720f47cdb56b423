"""Values: parsed, checked, refused with a reason; number words both ways; codes of identity cards."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.doctypes import load_doctypes
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.names import parse_name
from ocr.extraction.values import canonical, check_value, id_agrees, parse_date, parse_value, tax_check_digit
from ocr.extraction.words_number import number_of, words_of
from ocr.mrz import check_digit, code_date, read_card_code, read_zone
from ocr.text import fold, is_syllable, title_case, tone_last

ZONE = ("IDVNM0850012347022085001234<<5", "8503127M4503129VNM<<<<<<<<<<<2", "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "Hạ Long, ngày 05 tháng 01 năm 2026", dt.date(2026, 1, 5)),
        ("date", "ngày O5 tháng l1 năm 2O24", dt.date(2024, 11, 5)),
        ("date", "15/03/2021", dt.date(2021, 3, 15)),
        ("date", "2021-03-15", dt.date(2021, 3, 15)),
        ("money", "1.350.000.000 đồng", Decimal(1350000000)),
        ("area", "1.234,5 m²", Decimal("1234.5")),
        ("area", "112,4", Decimal("112.4")),
        ("area", "1.200 m²", Decimal(1200)),
        ("integer", "3 tầng", Decimal(3)),
        ("id_number", "CCCD số 022 188 604 217 do", "022188604217"),
        ("tax_code", "0100109106", "0100109106"),
        ("document_number", "Số: 15/QĐ-UBND", "15/QĐ-UBND"),
        ("serial", "DK417205", "DK 417205"),
        ("registry_number", "CS 04183", "CS 04183"),
        ("parcel", "214; tờ", "214"),
        ("sex", "Nữ Quốc tịch", "Nữ"),
        ("name", "Ông: TRẦN VĂN MẪU, sinh năm 1980", "Trần Văn Mẫu"),
        ("dossier_code", "Mã: H49.16-261123-0001", "H49.16-261123-0001"),
    ],
)
def test_that_a_value_is_parsed_as_printed(kind: str, text: str, value: object) -> None:
    assert parse_value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "31/02/2024"),
        ("date", "không rõ"),
        ("id_number", "1234"),
        ("name", "X"),
        ("money", "đồng"),
        ("text", " "),
    ],
)
def test_that_a_wrong_text_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueInvalid):
        parse_value(kind, text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_that_every_date_comes_back_from_both_forms(day: dt.date) -> None:
    assert parse_date(f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}") == day
    assert parse_date(day.strftime("%d/%m/%Y")) == day


@given(st.integers(0, 10**12 - 1))
def test_that_number_words_say_the_number(number: int) -> None:
    assert number_of(words_of(number)) == number


def test_that_spoken_variants_are_understood() -> None:
    assert (
        number_of("Một trăm lẻ năm ngàn hai trăm mốt") == Decimal(105201) or number_of("một trăm lẻ năm ngàn") == 105000
    )
    assert number_of("Năm trăm năm mươi lăm phẩy sáu mét vuông") == Decimal("555.6")
    assert number_of("không phải số") is None


def test_that_checks_find_what_is_wrong() -> None:
    assert tax_check_digit("0100109106")
    assert not tax_check_digit("0100109107")
    assert check_value("tax_code", "0100109107") == ("tax-check-digit",)
    assert id_agrees("022188604217", dt.date(1988, 3, 14), "Nữ") is True
    assert id_agrees("022188604217", dt.date(1989, 3, 14), "Nữ") is False
    assert id_agrees("022188604217", None, None) is None


@pytest.mark.parametrize(
    ("value", "text"), [(dt.date(2024, 1, 2), "2024-01-02"), (Decimal("112.40"), "112.4"), ("x", "x"), (None, None)]
)
def test_that_values_have_one_canonical_text(value: object, text: str | None) -> None:
    assert canonical(value) == text  # type: ignore[arg-type]


def test_that_honorifics_and_what_follows_are_no_part_of_a_name() -> None:
    assert parse_name("Ông (Bà): Lê Thị Mẫu; CCCD") == "Lê Thị Mẫu"


def test_that_the_zone_is_believed_only_with_its_check_digits() -> None:
    zone = read_zone(ZONE)
    assert zone is not None
    assert (zone.number, zone.born, zone.sex) == ("022085001234", dt.date(1985, 3, 12), "Nam")

    spoiled = read_zone((ZONE[0].replace("085001234", "085001235", 1), *ZONE[1:]))
    assert spoiled is not None
    assert spoiled.number is None


def test_that_the_check_digit_is_that_of_icao_9303() -> None:
    assert check_digit("850312") == 7


def test_that_a_card_s_qr_gives_its_fields() -> None:
    text = "022085001234|100123456|Nguyễn Văn An|12031985|Nam|Tổ 5, Khu 2|25042021"
    code = read_card_code(text)

    assert code is not None
    assert code.fields[2] == "Nguyễn Văn An"
    assert code_date(code.fields[3]) == dt.date(1985, 3, 12)
    assert read_card_code("https://example.vn/tra-cuu") is None


def test_that_folding_ignores_marks_case_and_tone_places() -> None:
    assert fold("Ủy ban Đường HOÀ") == "uy ban duong hoa"
    assert tone_last("hoà") == tone_last("hòa")
    assert is_syllable("nghiêng")
    assert not is_syllable("ngòyx")
    assert title_case("NGUYỄN VĂN AN") == "Nguyễn Văn An"


def test_that_every_document_type_is_complete() -> None:
    types = load_doctypes().types

    assert len(types) == 33
    for kind in types.values():
        assert set(kind.labels) == {"vi", "en"}
        names = [field.name for field in kind.fields]
        assert len(names) == len(set(names))
        for used in (kind.number, kind.issued, kind.agency, kind.owner_id, kind.owner_name):
            assert not used or used in names, (kind.code, used)
