"""A station that was restored from an older backup takes up the thread: nothing newer is overwritten or lost."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.warehouse.office import NOW, UNIT, Office, dossier, event, page, paper, value
from tests.warehouse.rows_of import everything
from warehouse import audit, readcopy
from warehouse.backup import backup, restore
from warehouse.disputes import OLDER_STATE, decide, disputes
from warehouse.errors import HistoryApart, PackageRefused, StationBehind
from warehouse.models import star
from warehouse.records import (
    Answer,
    Component,
    ComponentState,
    DocumentRow,
    DocumentState,
    DossierState,
    LoadRefusal,
    ReuseDecision,
    SearchQuery,
)

ARROWS = ["compared", "kept-back", "rejoining", "rejoined"]


def code(number: int) -> str:
    return f"H49.16-261123-{number:04d}"


def changed(office: Office, row: DocumentRow, name: str) -> None:
    """A clerk writes another name into a paper and releases it again."""
    office.work.save_field(value(row.id, "ho_ten", name, by="can-bo"), event())
    office.release_again(office.work.document(row.id))


def pushed(office: Office) -> list[LoadRefusal]:
    return [refusal for report in office.syncer().push() for refusal in report.refused]


def found(office: Office, words: str) -> int:
    return office.shared().search(SearchQuery(words=words)).count


class Story:
    """A and B were sent; the backup was taken; then A was changed, C came, and that was sent too."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url, self.lives = home, url, 0
        self.office = Office(home / "tram", url)
        self.a, self.b = self.office.release(1), self.office.release(2)
        list(self.office.syncer().push())
        self.back_up()

    def back_up(self) -> None:
        backup(self.office.home, self.home / "sao.zip")

    def lose_days(self) -> None:
        changed(self.office, self.a, "Lê Văn Mới")
        self.c = self.office.release(3)
        assert pushed(self.office) == []

    def restore(self) -> Office:
        self.office.close()
        self.lives += 1
        restore(self.home / "sao.zip", self.home / f"moi{self.lives}")
        self.office = Office(self.home / f"moi{self.lives}", self.url)
        return self.office


@pytest.fixture
def story(any_url: str, tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path, any_url)
    yield told
    told.office.close()


@pytest.fixture
def behind(story: Story) -> Story:
    """The story up to the restored station."""
    story.lose_days()
    story.restore()
    return story


def test_that_a_restored_station_is_refused_with_the_message_that_names_the_command(behind: Story) -> None:
    behind.office.release(4)

    with pytest.raises(StationBehind, match="other-history"):
        list(behind.office.syncer().push())


def test_that_the_comparison_of_a_restored_station_sends_nothing_again(behind: Story) -> None:
    with pytest.raises(StationBehind):
        behind.office.syncer().reconcile()

    assert behind.office.syncer().status().waiting == 0


def test_that_a_restored_station_goes_on_and_overwrites_nothing(behind: Story) -> None:
    office = behind.office
    new = office.release(4)
    changed(office, behind.b, "Trần Văn Khác")
    with pytest.raises(StationBehind):
        list(office.syncer().push())

    done = office.syncer().rejoin()
    refused = pushed(office)

    assert (done.is_changed, done.packages, done.again, done.there) == (True, 1, 3, 0)
    assert refused == []
    assert [found(office, words) for words in ("le van moi", "tran van khac")] == [1, 1]
    assert [found(office, f"dong chu so {number}") for number in (3, 4)] == [1, 1]
    assert office.work.document(new.id).state is DocumentState.SYNCED
    assert office.syncer().reconcile() == ()
    assert office.syncer().status().waiting == 0
    with office.store.read() as connection:
        assert list(audit.verify(connection)) == []


def test_that_the_older_state_of_a_changed_paper_stays_out_until_a_person_decides(behind: Story) -> None:
    office = behind.office
    done = office.syncer().rejoin()
    told = office.syncer().status().refused
    changed(office, behind.a, "Người Cũ")
    refused = pushed(office)
    kept = found(office, "le van moi")

    decide(office.shared_store(), behind.a.id, office.station)
    changed(office, behind.a, "Người Đúng")
    after = pushed(office)

    assert done.kept == told == (LoadRefusal(behind.a.id, OLDER_STATE),)
    assert (refused, kept) == ([LoadRefusal(behind.a.id, OLDER_STATE)], 1)
    assert (after, found(office, "nguoi dung"), found(office, "le van moi")) == ([], 1, 0)
    assert disputes(office.shared_store()) == ()
    assert office.syncer().status().refused == ()


def test_that_a_paper_changed_after_the_restore_is_kept_beside_the_newer_one(behind: Story) -> None:
    office = behind.office
    changed(office, behind.a, "Người Cũ")

    done = office.syncer().rejoin()

    assert (done.again, done.kept) == (0, (LoadRefusal(behind.a.id, OLDER_STATE),))
    assert pushed(office) == []
    assert found(office, "le van moi") == 1
    assert [(item.key, item.station, item.reason) for item in disputes(office.shared_store())] == [
        (behind.a.id, office.station, OLDER_STATE)
    ]


def test_that_a_paper_cannot_be_taken_back_in_its_older_state(behind: Story) -> None:
    office = behind.office
    office.syncer().rejoin()
    office.work.withdraw(behind.a.id, event("document-withdrawn", behind.a.id, reason="nhầm"))

    assert pushed(office) == [LoadRefusal(behind.a.id, OLDER_STATE)]
    assert found(office, "le van moi") == 1


def test_that_a_refusal_is_told_again_when_the_answer_was_lost(behind: Story) -> None:
    office = behind.office
    office.syncer().rejoin()
    changed(office, behind.a, "Người Cũ")
    with pytest.raises(KeyboardInterrupt):
        list(office.syncer(StopAt("committed")).push())

    assert pushed(office) == [LoadRefusal(behind.a.id, OLDER_STATE)]


def test_that_a_paper_released_in_the_lost_days_is_not_replaced_by_a_second_first_release(story: Story) -> None:
    office = story.office
    office.work.add_dossier(dossier(code(9)), (), event())
    office.work.add_page(page(f"p{office.key(9)}", code(9)), event())
    row = office.work.save_documents(code(9), [paper(office.key(9), code(9), f"p{office.key(9)}")], event())[0]
    story.back_up()
    changed(office, row, "Lê Văn Mới")
    list(office.syncer().push())
    office = story.restore()
    changed(office, row, "Người Cũ")

    done = office.syncer().rejoin()

    assert [item.record for item in done.kept] == [row.id]
    assert (pushed(office), found(office, "le van moi")) == ([], 1)


def test_that_a_dossier_follows_the_shared_store(behind: Story, story: Story) -> None:
    office = story.office

    office.syncer().rejoin()

    assert office.work.dossier(code(3)).person_name == office.work.dossier(code(1)).person_name
    assert office.work.documents(code(3)) == ()
    assert office.syncer().status().waiting == 0


def test_that_a_dossier_of_the_backup_follows_the_steps_of_the_lost_days(story: Story) -> None:
    settled = replace(story.office.work.dossier(code(2)), state=DossierState.SETTLED, settled_on=NOW.date())
    story.office.work.save_dossier(settled, event())
    story.lose_days()
    office = story.restore()

    done = office.syncer().rejoin()

    assert done.dossiers == 2
    assert office.work.dossier(code(2)) == settled
    assert [entry.kind for entry in office.work.events(code(2))][-1] == "dossier-rejoined"


def test_that_what_the_backup_had_waiting_follows_the_lost_days_too(story: Story) -> None:
    office = story.office
    paused = replace(office.work.dossier(code(2)), state=DossierState.PAUSED)
    office.work.save_dossier(paused, event())
    story.back_up()
    office.work.save_dossier(replace(paused, state=DossierState.OPEN), event())
    settled = replace(paused, state=DossierState.SETTLED, settled_on=NOW.date())
    office.work.save_dossier(settled, event())
    list(office.syncer().push())
    office = story.restore()

    done = office.syncer().rejoin()

    assert (done.again, done.kept, done.dossiers) == (0, (), 1)
    assert office.work.dossier(code(2)) == settled


def test_that_what_waited_in_the_backup_and_was_sent_is_there(story: Story) -> None:
    waiting = story.office.release(5)
    story.back_up()
    story.lose_days()
    office = story.restore()

    done = office.syncer().rejoin()

    assert (done.again, done.there) == (0, 2)
    assert office.work.document(waiting.id).state is DocumentState.SYNCED
    assert (pushed(office), office.syncer().reconcile()) == ([], ())


def test_that_a_change_of_what_waited_in_the_backup_goes(story: Story) -> None:
    changed(story.office, story.b, "Tên Một")
    story.back_up()
    story.lose_days()
    office = story.restore()
    changed(office, story.b, "Tên Hai")

    done = office.syncer().rejoin()

    assert (done.again, [item.record for item in done.kept]) == (1, [story.a.id])
    assert (pushed(office), found(office, "ten hai")) == ([], 1)


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


def test_that_a_dossier_changed_here_and_in_the_lost_days_waits_for_a_person(story: Story) -> None:
    open_row = story.office.work.dossier(code(2))
    story.office.work.save_dossier(replace(open_row, state=DossierState.SETTLED, settled_on=NOW.date()), event())
    story.lose_days()
    office = story.restore()
    office.work.save_dossier(replace(open_row, state=DossierState.PAUSED), event())

    done = office.syncer().rejoin()

    assert LoadRefusal(code(2), OLDER_STATE) in done.kept
    assert pushed(office) == []
    assert office.work.dossier(code(2)).state is DossierState.PAUSED


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


def test_that_work_of_a_first_restore_that_was_never_sent_is_not_taken_for_sent(story: Story) -> None:
    open_row = story.office.work.dossier(code(2))
    story.lose_days()
    for state in (DossierState.PAUSED, DossierState.OPEN, DossierState.SETTLED):
        story.office.work.save_dossier(replace(story.office.work.dossier(code(2)), state=state), event())
    list(story.office.syncer().push())
    office = story.restore()
    office.work.save_dossier(replace(open_row, state=DossierState.PAUSED), event())
    story.back_up()
    office = story.restore()

    done = office.syncer().rejoin()

    assert LoadRefusal(code(2), OLDER_STATE) in done.kept
    assert pushed(office) == []


def test_that_the_numbers_of_another_day_go_on_after_the_last(story: Story) -> None:
    before = dt.date(2026, 11, 22)
    story.office.work.add_dossier(dossier("H49.16-261122-0007"), (), event())
    story.office.work.add_dossier(dossier("H49.16-261122-0012345678"), (), event())
    story.lose_days()
    office = story.restore()

    office.syncer().rejoin()

    assert office.work.next_ordinal(UNIT, before) == 8


def test_that_a_decision_of_the_lost_days_is_taken_over(story: Story) -> None:
    part = ComponentState(code(8), Component("1", "1.013831", "Đơn", (), True, "original", ""), Answer.TO_BRING, "none")
    story.office.work.add_dossier(dossier(code(8)), (part,), event())
    list(story.office.syncer().push())
    story.back_up()
    decision = ReuseDecision(code(8), "1", Answer.IN_STORE, story.a.id, "in-store", "can-bo", NOW)
    story.office.work.decide_reuse(decision, event())
    list(story.office.syncer().push())
    office = story.restore()

    office.syncer().rejoin()

    (found_part,) = office.work.components(code(8))
    assert (found_part.answer, found_part.document_id) == (Answer.IN_STORE, story.a.id)
    assert office.syncer().reconcile() == ()


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
    office, worked = behind.office, []

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


def test_that_a_shared_store_that_was_set_back_is_not_taken_for_the_newer(story: Story, tmp_path: Path) -> None:
    other = Office(tmp_path / "neu", f"sqlite:///{(tmp_path / 'leer.sqlite').as_posix()}")
    other.release(8)
    list(other.syncer().push())
    story.office.shared_url = other.shared_url

    with pytest.raises(HistoryApart):
        story.office.syncer().rejoin()
    other.close()


def test_that_a_revoked_station_stays_out(behind: Story) -> None:
    from warehouse import stations

    stations.enrol(behind.office.shared_store(), behind.office.station, UNIT)
    stations.revoke(behind.office.shared_store(), behind.office.station)

    with pytest.raises(PackageRefused, match="station-revoked"):
        behind.office.syncer().rejoin()


class StopAt:
    """Ends at the named arrow."""

    def __init__(self, arrow: str) -> None:
        self.arrow = arrow

    def __call__(self, name: str) -> None:
        if name == self.arrow:
            raise KeyboardInterrupt
