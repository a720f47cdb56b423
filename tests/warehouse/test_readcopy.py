"""Reuse while the server is away, and reference data that come down from it."""

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from tests.warehouse.office import NOW, PERSON, Office, event
from warehouse import readcopy, reference
from warehouse.errors import DatabaseUnreachable
from warehouse.records import Answer, SearchQuery
from warehouse.session import Store
from warehouse.shared import SharedWarehouse

DAY = NOW.date()
PROCEDURE = "1.013831"


def _away() -> Store:
    raise DatabaseUnreachable("postgresql://x")


def _answers(shared: SharedWarehouse) -> set[Answer]:
    return {item.answer for item in shared.reuse(PERSON, PROCEDURE, DAY) if item.paper is not None}


def test_that_the_copy_answers_with_its_moment_when_the_server_is_away(any_office: Office, tmp_path: Path) -> None:
    any_office.release(1)
    list(any_office.syncer().push())
    path = tmp_path / "copy.sqlite"
    readcopy.refresh(any_office.shared_store(), path, NOW)
    live = SharedWarehouse(any_office.shared_store(), any_office.blobs, copy=path)
    alone = SharedWarehouse(_away, any_office.blobs, copy=path)

    assert _answers(alone) == _answers(live) == {Answer.IN_STORE}
    assert (alone.as_of(), live.as_of()) == (NOW, None)
    with pytest.raises(DatabaseUnreachable):
        alone.search(SearchQuery())


def test_that_without_a_copy_the_error_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable):
        SharedWarehouse(_away, tmp_path, copy=tmp_path / "none.sqlite").reuse(PERSON, PROCEDURE, DAY)


def test_that_only_what_is_new_is_copied(any_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readcopy, "_PORTION", 2)
    path = tmp_path / "copy.sqlite"
    for number in range(1, 6):
        any_office.release(number)
    list(any_office.syncer().push())
    first = readcopy.refresh(any_office.shared_store(), path, NOW)
    gone = any_office.release(6)
    list(any_office.syncer().push())
    second = readcopy.refresh(any_office.shared_store(), path, NOW)
    any_office.work.withdraw(gone.id, event("document-withdrawn", gone.id, reason="nhầm"))
    list(any_office.syncer().push())

    third = readcopy.refresh(any_office.shared_store(), path, NOW + dt.timedelta(days=1))

    assert (first, second, third) == (5, 1, 1)
    alone = SharedWarehouse(_away, any_office.blobs, copy=path)
    papers = {item.paper.document_id for item in alone.reuse(PERSON, PROCEDURE, DAY) if item.paper}
    assert gone.id not in papers
    assert papers


def test_that_published_reference_data_stand_before_the_shipped_ones(any_office: Office, tmp_path: Path) -> None:
    shipped = (resources.files("warehouse.catalogue") / "procedures.toml").read_text("utf-8")
    mine = shipped.replace("working_days = 8", "working_days = 5", 1)
    version = reference.publish(any_office.shared_store(), "procedures", mine, "quan-tri", NOW)
    again = reference.publish(any_office.shared_store(), "procedures", mine, "quan-tri", NOW)

    changed = reference.fetch(any_office.shared_store(), tmp_path)

    shared = SharedWarehouse(any_office.shared_store(), any_office.blobs, reference=tmp_path)
    days = {item.code: item.working_days for item in shared.procedures(DAY)}
    assert (version, again, changed, days[PROCEDURE]) == (1, 1, ("procedures",), 5)
    assert reference.fetch(any_office.shared_store(), tmp_path) == ()


def test_that_a_published_calendar_moves_the_due_day(any_office: Office, tmp_path: Path) -> None:
    shared = SharedWarehouse(any_office.shared_store(), any_office.blobs, reference=tmp_path)
    before = shared.due(PROCEDURE, NOW)
    shipped = (resources.files("warehouse.catalogue") / "calendar.toml").read_text("utf-8")
    mine = shipped.replace('"2026-11-24"]', '"2026-11-24", "2026-11-25"]', 1)
    reference.publish(any_office.shared_store(), "calendar", mine, "quan-tri", NOW)
    reference.fetch(any_office.shared_store(), tmp_path)

    assert shared.due(PROCEDURE, NOW) == shared.later(before, 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [("procedures", "x = 1"), ("procedures", "]["), ("calendar", "[2026]\noff = [3]"), ("units", "x = 1")],
)
def test_that_data_of_another_form_are_not_published(office: Office, name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        reference.publish(office.shared_store(), name, text, "quan-tri", NOW)


def test_that_a_damaged_reference_file_falls_back_to_the_shipped_one(office: Office, tmp_path: Path) -> None:
    (tmp_path / "procedures.toml").write_text("][", "utf-8")
    (tmp_path / "calendar.toml").write_text("x = 1", "utf-8")
    broken = SharedWarehouse(office.shared_store(), office.blobs, reference=tmp_path)

    assert broken.due(PROCEDURE, NOW) == office.shared().due(PROCEDURE, NOW)
    assert broken.procedures(DAY) == office.shared().procedures(DAY)
