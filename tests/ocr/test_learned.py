"""The classifier beside the rules: learns from few papers, abstains when unsure, is kept without pickles."""

from pathlib import Path

import numpy as np
import pytest

from ocr.doctypes import DoctypeSet, load_doctypes
from ocr.learned import FILE_NAME, SURE, LearnedModel, learn, load, packed
from ocr.separation import cut
from ocr.types import UNKNOWN_TYPE
from tests.support.readings import page_of

LEASE = "HỢP ĐỒNG THUÊ NHÀ\nBên cho thuê: {0}\nBên thuê: {1}\nGiá thuê hằng tháng và thời hạn thuê như sau"
BILL = "HÓA ĐƠN TIỀN ĐIỆN\nKhách hàng: {0}\nChỉ số công tơ kỳ này {1}\nĐiện năng tiêu thụ, thuế suất, tổng cộng"
NAMES = ("Lê Văn Bình", "Trần Thị Mai", "Phạm Quốc Hưng", "Vũ Thị Lan", "Đỗ Mạnh Cường", "Ngô Thu Hà")


def confirmed(count: int = 16) -> list[tuple[str, str]]:
    pairs = [(NAMES[number % 6], f"{NAMES[(number + 2) % 6]} {number}") for number in range(count)]
    return [("giay_uy_quyen", LEASE.format(*pair)) for pair in pairs] + [("khac", BILL.format(*pair)) for pair in pairs]


def test_that_a_paper_like_the_confirmed_ones_is_named() -> None:
    model = learn(confirmed())

    suggestion = model.suggest(LEASE.format("Bùi Xuân Sơn", "Hoàng Yến"))

    assert suggestion is not None
    assert suggestion[0] == "giay_uy_quyen"
    assert suggestion[1] >= SURE


@pytest.mark.parametrize("text", ["", "Quang học lượng tử và các ứng dụng của laser bán dẫn trong viễn thông"])
def test_that_a_paper_like_none_is_left_alone(text: str) -> None:
    assert learn(confirmed()).suggest(text) is None


def test_that_few_papers_teach_nothing() -> None:
    model = learn(confirmed(2))

    assert model.types == ()
    assert model.suggest(LEASE.format("A", "B")) is None


def test_that_the_rules_go_first_and_the_learned_kinds_fill_what_they_leave(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(packed(learn(confirmed())))
    doctypes = load_doctypes(tmp_path)

    lease = page_of(LEASE.format("Bùi Xuân Sơn", "Hoàng Yến"))
    birth = page_of("^GIẤY KHAI SINH\nNơi sinh: Hạ Long\nQuê quán: Quảng Ninh\nHọ, chữ đệm, tên người mẹ: Lê Lan")

    (found,) = cut([lease], doctypes)
    assert (found.type, found.candidates[0].reasons) == ("giay_uy_quyen", ("learned",))
    assert cut([birth], doctypes)[0].type == "giay_khai_sinh"
    assert cut([lease], DoctypeSet(doctypes.types))[0].type == UNKNOWN_TYPE


def test_that_the_model_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    model = learn(confirmed())
    (tmp_path / FILE_NAME).write_bytes(packed(model))

    again = load(tmp_path / FILE_NAME)

    assert again is not None
    assert (again.types, again.steps, again.papers) == (model.types, model.steps, model.papers)
    assert np.array_equal(again.centres, model.centres)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "text", "bare zip"])
def test_that_a_broken_file_teaches_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    assert load(tmp_path / FILE_NAME) is None
    assert load(tmp_path / "none.npz") is None


def test_that_no_object_is_ever_unpickled(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    np.savez(path, head=np.array([{"a": 1}], dtype=object), centres=np.zeros((0, 1)))

    assert load(path) is None


def test_that_learning_is_the_same_every_time() -> None:
    one, two = learn(confirmed()), learn(confirmed())

    assert isinstance(one, LearnedModel)
    assert packed(one) == packed(two) or np.array_equal(one.centres, two.centres)
