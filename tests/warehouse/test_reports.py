import datetime as dt
from decimal import Decimal

import pytest

from tests.warehouse.office import NOW, Office, dossier, event
from warehouse.deadlines import shipped_calendar
from warehouse.due import Urgency, by_officer, due
from warehouse.errors import RecordUnknown
from warehouse.records import Answer, Component, ComponentState, ReuseDecision
from warehouse.reports import NAMES, rate, report

FROM, TO = dt.date(2026, 11, 1), dt.date(2026, 12, 31)


@pytest.fixture
def filled(any_office: Office) -> Office:
    any_office.release(1)
    component = Component("gcn", "1.013831", "GCN", ("giay_chung_nhan_qsdd",), True, "original", "property")
    state = ComponentState("H49.16-261123-0002", component, Answer.TO_BRING, "not-in-store")
    any_office.work.add_dossier(dossier("H49.16-261123-0002"), [state], event())
    decision = ReuseDecision("H49.16-261123-0002", "gcn", Answer.IN_STORE, "d", "signed-copy", "can-bo", NOW)
    any_office.work.decide_reuse(decision, event())
    any_office.work.add_dossier(dossier("H49.16-261123-0003", is_demo=True), (), event())
    list(any_office.syncer().push())
    return any_office


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("digitization", ((("H49.16", 2, 1, Decimal("50.00"))),)),
        ("reuse", (("H49.16", 2, 1, Decimal("50.00")),)),
        ("procedures", (("1.013831", 2, 0, 2),)),
        ("workload", (("H49.16", "can-bo", 2, 1, 1),)),
    ],
)
def test_that_a_report_counts_dossiers_of_the_period_without_samples(
    filled: Office, name: str, rows: tuple[object, ...]
) -> None:
    filled.shared()

    assert report(filled.shared_store(), name, FROM, TO).rows == rows


def test_that_overdue_lists_open_dossiers_past_their_day(filled: Office) -> None:
    found = report(filled.shared_store(), "overdue", FROM, TO)

    assert [row[2] for row in found.rows] == ["H49.16-261123-0001", "H49.16-261123-0002"]


@pytest.mark.parametrize("name", NAMES)
def test_that_an_empty_period_gives_an_empty_report(office: Office, name: str) -> None:
    assert report(office.shared_store(), name, FROM, TO).rows == ()


def test_that_a_rate_of_nothing_is_no_number() -> None:
    assert rate(0, 0) is None


def test_that_an_unknown_report_is_said_to_be_unknown(office: Office) -> None:
    with pytest.raises(RecordUnknown):
        report(office.shared_store(), "khac", FROM, TO)


@pytest.mark.parametrize(
    ("day", "urgency", "days"),
    [
        ("2026-12-01", Urgency.IN_TIME, 3),
        ("2026-12-02", Urgency.SOON, 2),
        ("2026-12-04", Urgency.TODAY, 0),
        ("2026-12-07", Urgency.LATE, -1),
    ],
)
def test_that_urgency_is_counted_in_working_days(office: Office, day: str, urgency: Urgency, days: int) -> None:
    office.work.add_dossier(dossier(), (), event())

    rows = due(office.store, dt.date.fromisoformat(day), shipped_calendar())

    assert [(row.urgency, row.days) for row in rows] == [(urgency, days)]
    assert by_officer(rows)["H49.16", "can-bo"][urgency] == 1


def test_that_both_clocks_are_judged_and_the_nearer_one_orders(office: Office) -> None:
    far = dossier("H49.16-261123-0001", due=dt.date(2026, 12, 18), due_766=dt.date(2026, 11, 30))
    office.work.add_dossier(far, (), event())
    office.work.add_dossier(dossier("H49.16-261123-0002"), (), event())

    rows = due(office.store, dt.date(2026, 12, 1), shipped_calendar())

    assert [(row.urgency, row.urgency_766, row.days_766) for row in rows] == [
        (Urgency.IN_TIME, Urgency.LATE, -1),
        (Urgency.IN_TIME, Urgency.IN_TIME, 3),
    ]
