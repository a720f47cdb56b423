"""The trial's table of corrections and its figures."""

from pathlib import Path

import pytest

from ocr.doctypes import load_doctypes
from scanner_app.errors import TrialTableInvalid, UnknownCode
from scanner_app.trial import Accuracy, Row, accuracy, as_table, read_table, rows_of, with_type_codes, write_table

TYPES = load_doctypes(None)


def _paper(*fields: Row, kind: str = "quyet_dinh", correct: str = "") -> list[Row]:
    return [Row("a.pdf", 1, kind, "", "", "", correct), *fields]


def _field(name: str, read: str, status: str = "auto", correct: str = "") -> Row:
    return Row("a.pdf", 1, "quyet_dinh", name, read, status, "", correct)


def _figures(rows: list[Row], field: str) -> Accuracy:
    return next(figure for figure in accuracy(rows, TYPES) if figure.field == field)


def test_that_an_empty_correction_means_right() -> None:
    figure = _figures(_paper(_field("so_ky_hieu", "1/QĐ-UBND")), "so_ky_hieu")

    assert (figure.values, figure.right, figure.wrong, figure.auto, figure.auto_wrong) == (1, 1, 0, 1, 0)


def test_that_the_same_day_in_another_spelling_is_right() -> None:
    figure = _figures(_paper(_field("ngay_ban_hanh", "2026-03-02", correct="2/3/2026")), "ngay_ban_hanh")

    assert (figure.right, figure.wrong) == (1, 0)


def test_that_a_corrected_automatic_value_counts_as_auto_wrong() -> None:
    figure = _figures(_paper(_field("so_ky_hieu", "7/QĐ-UBND", correct="1/QĐ-UBND")), "so_ky_hieu")

    assert (figure.right, figure.wrong, figure.auto_wrong) == (0, 1, 1)


def test_that_a_value_which_the_paper_does_not_show_is_wrong_and_no_true_value() -> None:
    figure = _figures(_paper(_field("nguoi_ky", "Seal", "to_confirm", "-")), "nguoi_ky")

    assert (figure.values, figure.right, figure.wrong) == (0, 0, 1)


def test_that_a_row_added_by_the_clerk_is_a_missed_value() -> None:
    figure = _figures(_paper(_field("trich_yeu", "", "", "về việc mẫu")), "trich_yeu")

    assert (figure.values, figure.missed) == (1, 1)


def test_that_a_paper_of_the_wrong_kind_makes_its_values_wrong() -> None:
    rows = _paper(_field("so_ky_hieu", "1/QĐ-UBND"), correct="cong_van")

    assert _figures(rows, "so_ky_hieu").auto_wrong == 1
    assert next(row for row in accuracy(rows, TYPES) if not row.field).wrong == 1


def test_that_the_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    rows = _paper(_field("trich_yeu", 'việc "a; b"\nhai dòng', correct="việc khác"))

    write_table(rows, tmp_path / "bảng.csv")

    assert read_table(tmp_path / "bảng.csv") == tuple(rows)


def test_that_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bảng.csv").write_text("a;b\n1;2\n", encoding="utf-8")

    with pytest.raises(TrialTableInvalid):
        read_table(tmp_path / "bảng.csv")


@pytest.mark.parametrize(("parted_by", "encoding"), [("\t", "utf-16"), (",", "utf-8"), (";", "utf-8-sig")])
def test_that_a_table_is_read_in_each_form_that_spreadsheets_save(
    parted_by: str, encoding: str, tmp_path: Path
) -> None:
    rows = _paper(_field("so_ky_hieu", "1/QĐ-UBND"))
    write_table(rows, tmp_path / "bảng.csv")
    text = (tmp_path / "bảng.csv").read_text("utf-8-sig").replace(";", parted_by)

    (tmp_path / "bảng.csv").write_text(text + f"{parted_by * 7}\n", encoding=encoding)

    assert read_table(tmp_path / "bảng.csv") == tuple(rows)


@pytest.mark.parametrize(
    ("old", "new", "encoding"),
    [("QĐ", "QĐ", "cp1252"), (";1;quyet_dinh;so", ";một;quyet_dinh;so", "utf-8")],
    ids=["another encoding", "no number"],
)
def test_that_the_line_at_which_a_table_was_lost_is_told(old: str, new: str, encoding: str, tmp_path: Path) -> None:
    write_table(_paper(_field("so_ky_hieu", "1/QÐ-é")), tmp_path / "bảng.csv")
    text = (tmp_path / "bảng.csv").read_text("utf-8-sig").replace(old, new)
    (tmp_path / "bảng.csv").write_text(text, encoding=encoding)

    with pytest.raises(TrialTableInvalid) as raised:
        read_table(tmp_path / "bảng.csv")

    assert raised.value.args == ("bảng.csv", "3")


def test_that_a_clerk_may_write_the_name_of_a_kind() -> None:
    (row,) = with_type_codes(_paper(correct="CÔNG VĂN"), TYPES)

    assert row.correct_type == "cong_van"


def test_that_a_kind_that_is_none_is_told() -> None:
    with pytest.raises(UnknownCode):
        with_type_codes(_paper(correct="cong van hoa toc xa"), TYPES)


def test_that_two_papers_of_one_name_are_two(tmp_path: Path) -> None:
    result = '{"source": "a.pdf", "documents": [{"type": "cong_van", "fields": {}}]}'
    for name in ("a.json", "a-2.json"):
        (tmp_path / name).write_text(result, encoding="utf-8")

    rows = rows_of([tmp_path / "a.json", tmp_path / "a-2.json"])

    assert [row.file for row in rows] == ["a.pdf", "a.pdf (a-2.json)"]


def test_that_the_printed_table_names_kinds_and_fields_in_words() -> None:
    table = as_table(accuracy(_paper(_field("so_ky_hieu", "1/QĐ-UBND")), TYPES), TYPES, "vi")

    assert [row[0] for row in table.rows] == ["Quyết định"] * 2
    assert table.rows[1][-1] == 100.0
