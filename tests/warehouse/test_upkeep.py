"""Slow re-hashing, letting go of page files, and the night's reports."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.warehouse.office import NOW, Office, event
from warehouse import blobs
from warehouse.models.work import package
from warehouse.records import DossierState
from warehouse.upkeep import Folders, Upkeep


def upkeep(office: Office, now: Callable[[], dt.datetime] = lambda: NOW) -> Upkeep:
    folders = Folders(office.home / "pages", office.blobs, office.home / "copy.sqlite", office.home / "reference")
    return Upkeep(office.store, office.shared_store, folders, now)


def test_that_scrubbing_goes_round_the_oldest_first(office: Office) -> None:
    papers = [office.release(number) for number in (1, 2, 3)]
    list(office.syncer().push())
    clock = iter(NOW + dt.timedelta(hours=hour) for hour in range(100))
    keeper = upkeep(office, lambda: next(clock))
    one = papers[0].pdf_size

    portions = [keeper.scrub(one).files for _ in range(3)]
    damaged = blobs.blob_path(office.blobs, papers[1].pdf_sha256)
    damaged.write_bytes(b"changed")
    rounds = [keeper.scrub(one) for _ in range(3)]

    assert portions == [1, 1, 1]
    assert [fault for report in rounds for fault in report.faults] == [(papers[1].id, "blob-changed")]


def test_that_a_missing_file_is_told(office: Office) -> None:
    paper = office.release(1)
    list(office.syncer().push())
    blobs.blob_path(office.blobs, paper.pdf_sha256).unlink()

    assert upkeep(office).scrub(10**9).faults == ((paper.id, "blob-missing"),)


@pytest.mark.parametrize(("state", "days", "dropped"), [("returned", 10, 1), ("returned", 40, 0), ("open", 10, 0)])
def test_that_page_files_go_when_their_papers_are_safe(office: Office, state: str, days: int, dropped: int) -> None:
    _end(office, 1, DossierState(state))
    list(office.syncer().push())
    path = office.home / "pages" / office.work.pages("H49.16-261123-0001")[0].path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"page")

    count = upkeep(office, lambda: NOW + dt.timedelta(days=30)).drop_masters(days)

    assert (count, path.exists()) == (dropped, not dropped)
    assert (office.work.pages("H49.16-261123-0001")[0].path == "") is bool(dropped)


def test_that_page_files_stay_while_the_stored_paper_is_not_whole(office: Office) -> None:
    paper = _end(office, 1, DossierState.RETURNED)
    list(office.syncer().push())
    blobs.blob_path(office.blobs, paper).write_bytes(b"changed")

    assert upkeep(office, lambda: NOW + dt.timedelta(days=30)).drop_masters(10) == 0


def test_that_page_files_stay_while_the_paper_waits(office: Office) -> None:
    _end(office, 1, DossierState.RETURNED)

    assert upkeep(office, lambda: NOW + dt.timedelta(days=30)).drop_masters(10) == 0


def test_that_page_files_stay_for_their_days_after_the_store_took_the_paper(office: Office) -> None:
    _end(office, 1, DossierState.RETURNED)
    list(office.syncer().push())
    with office.store.write() as connection:
        connection.execute(update(package).values(acked_at=NOW + dt.timedelta(days=25)))

    early = upkeep(office, lambda: NOW + dt.timedelta(days=30)).drop_masters(10)
    later = upkeep(office, lambda: NOW + dt.timedelta(days=36)).drop_masters(10)

    assert (early, later) == (0, 1)


def test_that_a_page_file_of_two_dossiers_stays_for_the_other(office: Office, tmp_path: Path) -> None:
    _end(office, 1, DossierState.RETURNED)
    office.release(2)
    list(office.syncer().push())
    with office.store.write() as connection:
        connection.exec_driver_sql("UPDATE page SET path = 'same.png'")
    (office.home / "pages").mkdir()
    (office.home / "pages" / "same.png").write_bytes(b"page")

    upkeep(office, lambda: NOW + dt.timedelta(days=30)).drop_masters(10)

    assert (office.home / "pages" / "same.png").exists()


def test_that_the_last_report_is_kept_and_old_ones_go(office: Office) -> None:
    clock = iter(NOW + dt.timedelta(days=day) for day in range(100))
    keeper = upkeep(office, lambda: next(clock))
    assert keeper.last() is None

    for number in range(70):
        keeper.note({"sent": number})

    assert keeper.last() == (NOW + dt.timedelta(days=69), {"sent": 69})
    with office.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM night").scalar() == 60


def _end(office: Office, number: int, state: DossierState) -> str:
    paper = office.release(number)
    dossier = office.work.dossier(paper.dossier_code)
    steps = [DossierState.SETTLED, DossierState.RETURNED] if state is DossierState.RETURNED else []
    for step in steps:
        dossier = dataclasses.replace(dossier, state=step)
        office.work.save_dossier(dossier, event("dossier-step", dossier.code))
    return paper.pdf_sha256
