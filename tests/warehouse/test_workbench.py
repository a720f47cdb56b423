import dataclasses
import datetime as dt

import pytest
from sqlalchemy import text

from tests.warehouse.office import NOW, Office, described, dossier, event, page, paper, value
from warehouse import audit
from warehouse.errors import RecordExists, RecordUnknown, TransitionRefused
from warehouse.records import (
    Answer,
    Component,
    ComponentState,
    DocumentState,
    DossierState,
    FieldState,
    PageState,
    ReuseDecision,
)

CODE = "H49.16-261123-0001"


@pytest.fixture
def opened(office: Office) -> Office:
    office.work.add_dossier(dossier(CODE), (), event("opened", CODE))
    office.work.add_page(page("p1", CODE), event("page", CODE))
    return office


def test_that_a_code_is_given_to_one_dossier(opened: Office) -> None:
    with pytest.raises(RecordExists):
        opened.work.add_dossier(dossier(CODE), (), event())


def test_that_a_dossier_reads_back_as_it_was_written(opened: Office) -> None:
    assert opened.work.dossier(CODE) == dossier(CODE)


def test_that_an_unknown_dossier_is_said_to_be_unknown(office: Office) -> None:
    with pytest.raises(RecordUnknown):
        office.work.dossier("H49.16-261123-9999")


def test_that_a_step_the_law_does_not_know_is_refused(opened: Office) -> None:
    returned = dataclasses.replace(dossier(CODE), state=DossierState.RETURNED)

    with pytest.raises(TransitionRefused):
        opened.work.save_dossier(returned, event())


def test_that_numbers_of_a_day_are_never_given_twice(office: Office) -> None:
    day = dt.date(2026, 11, 23)

    assert [office.work.next_ordinal("H49.16", day) for _ in range(3)] == [1, 2, 3]
    assert office.work.next_ordinal("H49.16", dt.date(2026, 11, 25)) == 1


def test_that_a_page_added_twice_is_there_once(opened: Office) -> None:
    again = opened.work.add_page(page("p1", CODE), event())

    assert again.ordinal == 1
    assert len(opened.work.pages(CODE)) == 1


def test_that_a_page_put_in_the_middle_moves_the_later_ones(opened: Office) -> None:
    opened.work.add_page(page("p2", CODE), event())
    opened.work.add_page(dataclasses.replace(page("p3", CODE), ordinal=2), event())

    assert [row.id for row in opened.work.pages(CODE)] == ["p1", "p3", "p2"]


def test_that_a_removed_page_comes_back(opened: Office) -> None:
    opened.work.set_pages_state(["p1"], PageState.REMOVED, event())
    hidden = opened.work.pages(CODE)
    opened.work.set_pages_state(["p1"], PageState.SCANNED, event())

    assert hidden == ()
    assert [row.id for row in opened.work.pages(CODE)] == ["p1"]


def test_that_a_machine_value_never_replaces_a_persons(opened: Office) -> None:
    opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    said = value("d1", "ho_ten", "Người Nói", state=FieldState.CONFIRMED, by="can-bo", at=NOW)
    opened.work.save_field(said, event())

    opened.work.save_field(value("d1", "ho_ten", "Máy Đọc"), event())

    assert opened.work.document("d1").field("ho_ten") == said


def test_that_a_persons_value_survives_reading_the_same_paper_again(opened: Office) -> None:
    opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    opened.work.save_field(value("d1", "ho_ten", "Người Nói", by="can-bo", at=NOW), event())

    saved = opened.work.save_documents(CODE, [paper("d2", CODE, "p1")], event())

    field = saved[0].field("ho_ten")
    assert (saved[0].id, field.value if field else None) == ("d2", "Người Nói")


def test_that_a_persons_value_does_not_move_to_a_paper_of_another_type(opened: Office) -> None:
    opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    opened.work.save_field(value("d1", "ho_ten", "Người Nói", by="can-bo", at=NOW), event())

    saved = opened.work.save_documents(CODE, [paper("d2", CODE, "p1", type="can_cuoc")], event())

    field = saved[0].field("ho_ten")
    assert field is not None
    assert field.value != "Người Nói"


def test_that_a_released_paper_outlives_reading_again(opened: Office) -> None:
    saved = opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    opened.work.release([described(saved[0], opened.released)], event())

    after = opened.work.save_documents(CODE, [], event())

    assert [row.state for row in after] == [DocumentState.RELEASED]


def test_that_a_page_of_a_released_paper_cannot_be_removed(opened: Office) -> None:
    saved = opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    opened.work.release([described(saved[0], opened.released)], event())

    with pytest.raises(TransitionRefused):
        opened.work.set_pages_state(["p1"], PageState.REMOVED, event())


def test_that_a_release_of_several_papers_is_all_or_nothing(opened: Office) -> None:
    saved = opened.work.save_documents(CODE, [paper("d1", CODE, "p1")], event())
    ghost = dataclasses.replace(saved[0], id="ghost")

    with pytest.raises(RecordUnknown):
        opened.work.release([described(saved[0], opened.released), described(ghost, opened.released)], event())

    assert opened.work.document("d1").state is DocumentState.READ
    assert opened.syncer().status().waiting == 1


def test_that_a_reuse_decision_changes_the_component_and_waits_in_the_outbox(office: Office) -> None:
    component = Component("gcn", "1.013831", "Giấy chứng nhận", ("giay_chung_nhan_qsdd",), True, "original", "property")
    state = ComponentState(CODE, component, Answer.TO_BRING, "not-in-store")
    office.work.add_dossier(dossier(CODE), [state], event())

    office.work.decide_reuse(ReuseDecision(CODE, "gcn", Answer.IN_STORE, "d9", "signed-copy", "can-bo", NOW), event())

    found = office.work.components(CODE)[0]
    assert (found.component, found.answer, found.document_id) == (component, Answer.IN_STORE, "d9")
    assert office.syncer().status().waiting == 2


def test_that_the_chain_of_events_holds_and_shows_a_later_edit(opened: Office) -> None:
    with opened.store.read() as connection:
        before = audit.verify(connection)
    with opened.store.write() as connection:
        connection.execute(text("UPDATE event SET by = 'ai-do' WHERE number = 2"))
    with opened.store.read() as connection:
        after = audit.verify(connection)

    assert before == ()
    assert [(fault.number, fault.fault) for fault in after] == [(2, "hash")]


def test_that_a_deleted_last_event_shows_at_the_head(opened: Office) -> None:
    with opened.store.write() as connection:
        connection.execute(text("DELETE FROM event WHERE number = 2"))
    with opened.store.read() as connection:
        assert [fault.fault for fault in audit.verify(connection)] == ["head"]
