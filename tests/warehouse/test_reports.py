import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.postgres import Cluster
from tests.warehouse.office import NOW, Office, dossier, event
from warehouse import migrate
from warehouse.deadlines import shipped_calendar
from warehouse.due import Urgency, by_officer, due
from warehouse.errors import RecordUnknown
from warehouse.records import Answer, Component, ComponentState, DossierState, ReuseDecision, SignatureState
from warehouse.reports import NAMES, rate, report
from warehouse.session import connect, open_store

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
        ("digitization", (("H49.16", 2, 1, 1, Decimal("50.00"), 1, 0, 0, 0, 0),)),
        ("reuse", (("H49.16", 2, 1, Decimal("50.00"), 1, 0),)),
        ("procedures", (("1.013831", 0, 2, 0, 0, 0, 0, 2, 0, 2),)),
        ("workload", (("H49.16", "can-bo", 2, 1, 1),)),
    ],
)
def test_that_a_report_counts_dossiers_of_the_period_without_samples(
    filled: Office, name: str, rows: tuple[object, ...]
) -> None:
    filled.shared()

    assert report(filled.shared_store(), name, FROM, TO).rows == rows


def test_that_a_paper_that_was_taken_back_counts_no_more(any_office: Office) -> None:
    released = any_office.release(1)
    list(any_office.syncer().push())
    any_office.work.withdraw(released.id, event("withdrawn", released.id, reason="nhầm"))
    list(any_office.syncer().push())

    store = any_office.shared_store()
    assert report(store, "workload", FROM, TO).rows == (("H49.16", "can-bo", 1, 0, 0),)
    assert report(store, "digitization", FROM, TO).rows[0][3] == 0


def ended(office: Office, number: int, **changes: object) -> None:
    office.work.add_dossier(dossier(f"H49.16-261123-{number:04d}", **changes), (), event())


DUE = dt.date(2026, 12, 4)
SETTLED = DossierState.SETTLED


@pytest.fixture
def settled(any_office: Office) -> Office:
    """Of the first of December: settled early, on its day, late; open in time, late, waiting; asked for more twice."""
    ended(any_office, 1, state=SETTLED, settled_on=dt.date(2026, 12, 1))
    ended(any_office, 2, state=SETTLED, settled_on=DUE)
    ended(any_office, 3, state=SETTLED, settled_on=dt.date(2026, 12, 7))
    ended(any_office, 4, due=dt.date(2026, 12, 31))
    ended(any_office, 5)
    ended(any_office, 6, state=DossierState.SUPPLEMENT, supplements=1)
    ended(any_office, 7, state=SETTLED, settled_on=dt.date(2026, 12, 1), supplements=2)
    ended(any_office, 8, received_at=NOW - dt.timedelta(days=60), due=dt.date(2026, 10, 9))
    ended(any_office, 9, received_at=NOW - dt.timedelta(days=60), state=SETTLED, settled_on=dt.date(2026, 10, 1))
    list(any_office.syncer().push())
    return any_office


def test_that_procedures_count_what_was_carried_over_and_what_was_late(settled: Office) -> None:
    found = report(settled.shared_store(), "procedures", FROM, TO)

    assert found.rows == (("1.013831", 1, 7, 4, 1, 1, 2, 4, 2, 2),)


def test_that_overdue_leaves_out_what_waits_for_the_applicant(settled: Office) -> None:
    found = report(settled.shared_store(), "overdue", FROM, TO)

    assert [row[2] for row in found.rows] == ["H49.16-261123-0005"]


def test_that_overdue_of_an_earlier_day_knows_what_was_open_then(settled: Office) -> None:
    found = report(settled.shared_store(), "overdue", FROM, dt.date(2026, 12, 5))

    assert [row[2] for row in found.rows] == ["H49.16-261123-0003", "H49.16-261123-0005"]


def indicators(office: Office) -> dict[object, tuple[object, ...]]:
    return {row[1]: row[2:] for row in report(office.shared_store(), "qd766", FROM, TO).rows}


def test_that_what_was_settled_in_time_or_is_still_in_time_earns_points(settled: Office) -> None:
    assert indicators(settled)["2.1"] == (4, 7, Decimal("57.14"), Decimal("11.43"), 20)


def test_that_a_dossier_is_digitized_with_its_components_and_its_result(any_office: Office) -> None:
    any_office.release(1)
    any_office.release(2, issued=dt.date(2026, 12, 1), signature=SignatureState.VALID)
    any_office.release(3, type="don_dang_ky_bien_dong")
    list(any_office.syncer().push())

    found = indicators(any_office)

    assert found["4.1"][:2] == (1, 3)
    assert found["4.2"][:2] == (0, 3)
    assert found["4.2 (đã giải quyết)"] == (0, 0, None, None, None)


def test_that_points_are_full_at_the_threshold(any_office: Office) -> None:
    any_office.release_result(1)
    list(any_office.syncer().push())

    assert indicators(any_office)["4.2"] == (1, 1, Decimal("100.00"), Decimal("4.00"), 4)


@pytest.mark.postgres
def test_that_a_store_of_the_revision_before_is_reported(tmp_path: Path, pg_cluster: Cluster) -> None:
    url = pg_cluster.fresh("kho_bao_cao_cu")
    older = connect(url, "shared")
    migrate.run_upgrade(older, migrate.REVISIONS["shared"][-2])
    older.close()
    office = Office(tmp_path / "tram", url)
    office.release(1)
    list(office.syncer().push())
    store = open_store(url, "shared", upgrade=False)

    assert [len(report(store, name, FROM, TO).rows) for name in NAMES] == [1, 1, 1, 1, 1, 6]
    store.close()
    office.close()


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
