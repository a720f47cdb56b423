"""Corrections only where the language or the form proves them."""

import pytest

from ocr.engines import RawWord
from ocr.mend import mended
from ocr.types import Box


def _line(text: str) -> list[RawWord]:
    words, x = [], 0
    for word in text.split():
        words.append(RawWord(word, Box(x, 0, 10 * len(word), 20), 0.9, (1, 1, 1)))
        x += 10 * len(word) + 10
    return words


def _mended(text: str, *, card: bool = False) -> str:
    return " ".join(word.text for word in mended(_line(text), card=card))


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("1. Thửa đốt:", "1. Thửa đất:"),
        ("Công ty cổ phần tư vốn xây dựng", "Công ty cổ phần tư vấn xây dựng"),
        ("Ngòy, thúng, năm sinh", "Ngày, tháng, năm sinh"),
        ("cơ chế một của liên thông", "cơ chế một cửa liên thông"),
        ("sử dụng đốt, tình trạng", "sử dụng đất, tình trạng"),
    ],
)
def test_that_a_phrase_proves_a_syllable(read: str, true: str) -> None:
    assert _mended(read) == true


@pytest.mark.parametrize(
    "name", ["Hoàng Quang Hỏi", "ông Nguyễn Văn Bỏn sinh năm 1960", "bà Đỉnh Thị Tòi", "Số: 123/QĐ-UBND", "BO 123456"]
)
def test_that_names_numbers_and_codes_stay_as_read(name: str) -> None:
    assert _mended(name) == name


def test_that_a_place_is_spelt_as_the_gazetteer_has_it() -> None:
    assert _mended("phường Hồng Goi, tỉnh Quỏng Ninh") == "phường Hồng Gai, tỉnh Quảng Ninh"


def test_that_a_place_unknown_to_the_gazetteer_stays() -> None:
    assert _mended("phường Xyz Goi") == "phường Xyz Goi"


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("ngày O6 tháng 1] năm 2024", "ngày 06 tháng 11 năm 2024"),
        ("[O4] Tên người nộp thuế", "[04] Tên người nộp thuế"),
        ("Diện tích (m?): 338,8", "Diện tích (m²): 338,8"),
        ("rộng 410,5 m?.", "rộng 410,5 m²."),
    ],
)
def test_that_signs_which_only_a_number_or_an_area_can_have_are_put_right(read: str, true: str) -> None:
    assert _mended(read) == true


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Giới tính: Nữ Dântộc:Kinh", "Giới tính: Nữ Dân tộc: Kinh"),
        ("số vào sổ cấpGCN_ CS 1", "số vào sổ cấp GCN CS 1"),
        ("BÊNA", "BÊN A"),
    ],
)
def test_that_words_run_together_are_parted(read: str, true: str) -> None:
    assert _mended(read) == true


def test_that_the_halves_of_a_parted_word_share_its_box() -> None:
    first, second = mended(_line("Dântộc"))

    assert first.box.x == 0
    assert second.box.x == first.box.right
    assert second.box.right == 60


def test_that_english_labels_are_put_right_on_a_card_alone() -> None:
    read = "Ngày sinh / Dafe øƒ birth: 20/10/1979"

    assert _mended(read, card=True) == "Ngày sinh / Date of birth: 20/10/1979"
    assert "Dafe" in _mended(read)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("CỌNG HÒA XÃ HỌI CHỦ NGHĨA VIẸT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("CỘNG HOÀ XÃ HÔI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Độc lập - Tự do - Hanh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("ỦY BAN NHÂN DẦN PHƯỜNG", "ỦY BAN NHÂN DÂN PHƯỜNG"),
        ("Uỷ ban nhân dân", "Uỷ ban nhân dân"),
        ("QUYẾT ĐINH:", "QUYẾT ĐỊNH:"),
        ("ÔNG LÊ QUYẾT ĐINH", "ÔNG LÊ QUYẾT ĐINH"),
        ("Giám Đôc", "Giám Đôc"),
    ],
)
def test_that_heads_and_titles_carry_the_marks_they_are_printed_with(read: str, printed: str) -> None:
    assert _mended(read) == printed
