"""A station that was restored from an older backup takes up the thread: what goes, what stays out."""

from dataclasses import replace

import pytest

from tests.warehouse.office import NOW, dossier, event, page, paper
from tests.warehouse.restored_office import StopAt, Story, changed, code, found, pushed
from warehouse import audit
from warehouse.disputes import OLDER_STATE, decide, disputes
from warehouse.errors import StationBehind
from warehouse.records import (
    Answer,
    Component,
    ComponentState,
    DocumentState,
    DossierState,
    LoadRefusal,
    ReuseDecision,
)


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
