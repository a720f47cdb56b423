"""A rejoin that is killed, repeated, or asked for where it must not be; and dossier numbers after it."""

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.support.postgres import Cluster
from tests.warehouse.office import NOW, UNIT, Office, dossier, event
from tests.warehouse.restored_office import StopAt, Story, changed, code, found, pushed
from tests.warehouse.rows_of import everything
from warehouse import migrate, readcopy, stations
from warehouse.backup import restore
from warehouse.errors import HistoryApart, PackageRefused, StationBehind
from warehouse.models import star
from warehouse.records import DocumentRow, DossierState, SearchQuery
from warehouse.session import connect

ARROWS = ["compared", "kept-back", "rejoining", "rejoined"]


def test_that_a_row_that_the_shared_store_spoiled_is_still_sent_again(behind: Story) -> None:
    office = behind.office
    with office.shared_store().write() as connection:
        spoiled = update(star.fact_document).where(star.fact_document.c.id == behind.b.id)
        connection.execute(spoiled.values(row_hash="0" * 64, title="?"))

    done = office.syncer().rejoin()
    again = [item.again for item in office.syncer().reconcile()]

    assert ([item.record for item in done.kept], again) == ([behind.a.id], [1])
    assert (pushed(office), office.syncer().reconcile()) == ([], ())


def test_that_read_copies_see_what_comes_after_a_rejoin(behind: Story, tmp_path: Path) -> None:
    office, copy = behind.office, tmp_path / "copy.sqlite"
    readcopy.refresh(office.shared_store(), copy, NOW)
    changed(office, behind.b, "Trần Văn Khác")
    office.syncer().rejoin()
    list(office.syncer().push())

    assert readcopy.refresh(office.shared_store(), copy, NOW) == 1


def test_that_no_number_is_given_twice(behind: Story) -> None:
    office = behind.office
    day, next_day = NOW.date(), NOW.date() + dt.timedelta(days=1)
    office.syncer().rejoin()

    given = [office.work.next_ordinal(UNIT, day), office.work.next_ordinal(UNIT, next_day)]

    assert given == [504, 1]


def test_that_numbers_given_before_the_rejoin_are_not_given_twice(story: Story, tmp_path: Path) -> None:
    day, next_day = NOW.date(), NOW.date() + dt.timedelta(days=1)
    story.office.work.next_ordinal(UNIT, day)
    story.back_up()
    restore(tmp_path / "sao.zip", tmp_path / "heute", day)
    restore(tmp_path / "sao.zip", tmp_path / "morgen", next_day)

    given = []
    for name in ("heute", "morgen"):
        office = Office(tmp_path / name, story.url)
        given.append([office.work.next_ordinal(UNIT, asked) for asked in (day, next_day, next_day)])
        office.close()

    assert given == [[502, 1, 2], [2, 501, 502]]


def test_that_the_numbers_of_another_day_go_on_after_the_last(story: Story) -> None:
    before = dt.date(2026, 11, 22)
    story.office.work.add_dossier(dossier("H49.16-261122-0007"), (), event())
    story.office.work.add_dossier(dossier("H49.16-261122-0012345678"), (), event())
    story.lose_days()
    office = story.restore()

    office.syncer().rejoin()

    assert office.work.next_ordinal(UNIT, before) == 8


def test_that_a_second_time_changes_nothing(behind: Story) -> None:
    office = behind.office
    office.syncer().rejoin()
    held, numbers = everything(office.shared_store(), office.blobs), office.work.next_ordinal(UNIT, NOW.date())

    again = office.syncer().rejoin()

    assert not again.is_changed
    assert everything(office.shared_store(), office.blobs) == held
    assert office.work.next_ordinal(UNIT, NOW.date()) == numbers + 1


def test_that_a_station_on_its_thread_is_left_alone(any_office: Office) -> None:
    any_office.release(1)
    with pytest.raises(KeyboardInterrupt):
        list(any_office.syncer(StopAt("committed")).push())
    any_office.release(2)

    done = any_office.syncer().rejoin()

    assert not done.is_changed
    assert pushed(any_office) == []
    assert any_office.shared().search(SearchQuery()).count == 2


@pytest.mark.skipif(os.name == "nt", reason="missing: SIGKILL (Windows has TerminateProcess)")
@pytest.mark.parametrize("arrow", ARROWS)
def test_that_a_rejoin_killed_anywhere_ends_as_one_that_was_not(behind: Story, arrow: str, tmp_path: Path) -> None:
    whole = Story(tmp_path / "ganz", f"sqlite:///{(tmp_path / 'ganz.sqlite').as_posix()}")
    whole.lose_days()
    whole.restore()
    for office in (behind.office, whole.office):
        office.release(4)
        changed(office, whole.b, "Trần Văn Khác")
        changed(office, whole.a, "Người Cũ")
        with pytest.raises(StationBehind):
            list(office.syncer().push())
    place = (str(behind.office.home), behind.url)
    command = [sys.executable, "-m", "tests.warehouse.pusher", *place, arrow, "1", "rejoin"]
    root = Path(__file__).parents[2]
    status = subprocess.run(command, cwd=root, check=False, timeout=60, capture_output=True).returncode

    assert status == -9
    for office in (behind.office, whole.office):
        office.syncer().rejoin()
        assert pushed(office) == []

    assert everything(behind.office.shared_store(), behind.office.blobs) == everything(
        whole.office.shared_store(), whole.office.blobs
    )
    assert behind.office.syncer().status() == replace(
        whole.office.syncer().status(), warehouse=behind.office.syncer().status().warehouse
    )
    whole.office.close()


def test_that_a_clerk_who_works_meanwhile_loses_nothing(behind: Story) -> None:
    office = behind.office
    worked: list[DocumentRow] = []

    def work(name: str) -> None:
        if name == "kept-back" and not worked:
            worked.append(office.release(6))

    done = office.syncer(work).rejoin()

    assert done.again == 2
    assert (pushed(office), found(office, "dong chu so 6")) == ([], 1)


def test_that_packages_sealed_after_the_restore_are_dissolved(behind: Story) -> None:
    office = behind.office
    office.per_package = 1
    for number in (4, 5):
        office.release(number)
    stick = office.home / "usb"
    office.syncer().export(stick)

    done = office.syncer().rejoin()

    assert done.again == 4
    assert list((office.home / "packages").iterdir()) == []
    assert (pushed(office), found(office, "dong chu so 5")) == ([], 1)


def test_that_a_station_restored_twice_goes_on_twice(behind: Story) -> None:
    behind.office.syncer().rejoin()
    behind.office.release(4)
    list(behind.office.syncer().push())
    office = behind.restore()
    office.release(5)

    done = office.syncer().rejoin()

    assert (done.packages, done.again) == (2, 2)
    assert pushed(office) == []
    assert [found(office, f"dong chu so {number}") for number in (3, 4, 5)] == [1, 1, 1]
    assert office.syncer().reconcile() == ()


def test_that_a_new_machine_without_a_backup_takes_up_the_thread(story: Story, tmp_path: Path) -> None:
    story.lose_days()
    fresh = Office(tmp_path / "neu", story.url)
    fresh.release(7)

    done = fresh.syncer().rejoin()

    assert (done.packages, done.again, done.dossiers, done.kept) == (2, 2, 3, ())
    assert (pushed(fresh), found(fresh, "dong chu so 7"), found(fresh, "le van moi")) == ([], 1, 1)
    fresh.close()


@pytest.mark.postgres
def test_that_a_shared_store_of_the_revision_before_is_followed(tmp_path: Path, pg_cluster: Cluster) -> None:
    url = pg_cluster.fresh("kho_truoc")
    older = connect(url, "shared")
    migrate.run_upgrade(older, migrate.REVISIONS["shared"][-2])
    older.close()
    story = Story(tmp_path, url)
    asked = replace(story.office.work.dossier(code(2)), state=DossierState.SUPPLEMENT, supplements=1)
    story.office.work.save_dossier(asked, event())
    list(story.office.syncer().push())
    story.back_up()
    story.office.work.save_dossier(replace(asked, state=DossierState.OPEN), event())
    list(story.office.syncer().push())
    office = story.restore()

    done = office.syncer().rejoin()

    assert (done.dossiers, done.kept) == (1, ())
    assert office.work.dossier(code(2)) == replace(asked, state=DossierState.OPEN)
    office.close()


def test_that_a_shared_store_that_was_set_back_is_not_taken_for_the_newer(story: Story, tmp_path: Path) -> None:
    other = Office(tmp_path / "neu", f"sqlite:///{(tmp_path / 'leer.sqlite').as_posix()}")
    other.release(8)
    list(other.syncer().push())
    story.office.shared_url = other.shared_url

    with pytest.raises(HistoryApart):
        story.office.syncer().rejoin()
    other.close()


def test_that_a_revoked_station_stays_out(behind: Story) -> None:
    stations.enrol(behind.office.shared_store(), behind.office.station, UNIT)
    stations.revoke(behind.office.shared_store(), behind.office.station)

    with pytest.raises(PackageRefused, match="station-revoked"):
        behind.office.syncer().rejoin()
