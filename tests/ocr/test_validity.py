"""How long a paper has force, by its kind and its own values."""

import datetime as dt

import pytest

from ocr.doctypes import load_doctypes

DOCTYPES = load_doctypes()


def until(code: str, issued: str, born: str = "") -> dt.date | None:
    kind = DOCTYPES.types[code]
    return DOCTYPES.describe(code, {kind.issued: issued, "ngay_sinh": born}).valid_until


@pytest.mark.parametrize(
    ("code", "issued", "born", "expected"),
    [
        pytest.param(
            "giay_xac_nhan_tinh_trang_hon_nhan", "2026-08-31", "", "2027-02-28", id="marital status: 6 months"
        ),
        pytest.param("giay_phep_xay_dung", "2026-03-02", "", "2027-03-02", id="building permit: 12 months to begin"),
        pytest.param("can_cuoc", "2022-05-01", "2000-06-15", "2025-06-15", id="card until 25"),
        pytest.param("can_cuoc", "2024-05-01", "2000-06-15", "2040-06-15", id="card within two years of 25: until 40"),
        pytest.param("can_cuoc", "2022-05-01", "1975-01-31", "2035-01-31", id="card until 60"),
        pytest.param("can_cuoc", "2022-05-01", "1960-01-31", "", id="card after 60 without end"),
        pytest.param("giay_khai_sinh", "1990-01-01", "", "", id="birth certificate without end"),
        pytest.param("giay_chung_nhan_qsdd", "1995-01-01", "", "", id="land certificate without end"),
        pytest.param("chung_minh_nhan_dan", "2020-01-01", "", "2024-12-31", id="old identity card: ended with 2024"),
        pytest.param("so_ho_khau", "2010-01-01", "", "2022-12-31", id="household book: ended with 2022"),
    ],
)
def test_that_a_paper_has_force_until(code: str, issued: str, born: str, expected: str) -> None:
    assert until(code, issued, born) == (dt.date.fromisoformat(expected) if expected else None)
