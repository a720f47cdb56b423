"""``sohoa learn``: kinds of papers learned from what clerks confirmed, and from nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ocr.doctypes import load_doctypes
from ocr.learned import FILE_NAME
from scanner_app.__main__ import main
from scanner_app.workflow.learning import confirmed_papers, learn_types
from tests.warehouse.office import Office, dossier, event, page, paper, reading
from warehouse.records import PageState


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    place = Office(tmp_path / "tram")
    yield place
    place.close()


def read_only(office: Office, number: int, text: str) -> None:
    """A dossier whose paper was recognised and confirmed by nobody."""
    code, key = f"H49.16-261123-{number:04d}", office.key(number)
    office.work.add_dossier(dossier(code), (), event("opened", code))
    office.work.add_page(page(f"p{key}", code), event("page", code))
    office.work.save_reading(f"p{key}", PageState.READ, blank=False, text=text, reading_json=reading(text))
    office.work.save_documents(code, [paper(key, code, f"p{key}")], event("read", code))


def test_that_only_confirmed_papers_teach(office: Office) -> None:
    office.release(1, "giấy chứng nhận của ông Lê")
    read_only(office, 2, "giấy chưa ai xác nhận")

    assert list(confirmed_papers(office.work)) == [("giay_chung_nhan_qsdd", "giấy chứng nhận của ông Lê")]


def test_that_the_model_is_found_at_the_next_start(office: Office, tmp_path: Path) -> None:
    for number in range(1, 5):
        office.release(number, f"giấy chứng nhận mẫu cũ của xã, tờ số {number}")

    model = learn_types(office.work, tmp_path / "doctypes")

    assert model.types == ("giay_chung_nhan_qsdd",)
    assert (tmp_path / "doctypes" / FILE_NAME).is_file()
    learned = load_doctypes(tmp_path / "doctypes").learned
    assert learned is not None
    assert learned.papers == 4


def test_that_an_office_without_papers_learns_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_LANGUAGE", "en")

    status = main(["learn", "--home", str(tmp_path / "home")])

    assert status == 0
    assert "at least 3 confirmed papers" in capsys.readouterr().out
