import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.fold import _LETTERS, fold, fold_number, fold_parcel


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("ĐẤT Ở TẠI ĐÔ THỊ", "dat o tai do thi"),
        ("hoà HÒA", "hoa hoa"),
        ("01234/QĐ-UBND", "01234 qd ubnd"),
        ("  –  ", ""),
    ],
)
def test_that_marks_case_and_signs_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_that_composed_and_decomposed_text_fold_alike_and_folding_again_changes_nothing(text: str) -> None:
    once = fold(unicodedata.normalize("NFC", text))

    assert once == fold(unicodedata.normalize("NFD", text)) == fold(once)


@pytest.mark.parametrize("text", ["01234/QĐ-UBND", "01234 / QĐ – UBND", "01234/qđ-ubnd"])
def test_that_a_number_has_one_form(text: str) -> None:
    assert fold_number(text) == "01234/qd-ubnd"


@pytest.mark.parametrize(("text", "form"), [("07/012", "7/12"), (" 37 / 214", "37/214"), ("", ""), ("0/5", "0/5")])
def test_that_a_parcel_has_one_form(text: str, form: str) -> None:
    assert fold_parcel(text) == form


@pytest.mark.parametrize(
    "text", ["Đường số 7/3-A", "—", "a\u00a0b\tc\n\nd", "Quyết định số 12/QĐ-UBND ngày 1/2/2020", ""]
)
def test_that_folding_words_gives_what_folding_letters_gives(text: str) -> None:
    assert fold(text) == " ".join(text.translate(_LETTERS).split())
