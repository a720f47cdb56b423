"""The steps of a dossier's life and its two clocks."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.bootstrap import bootstrap
from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.settings import Settings
from scanner_app.workflow.intake import open_dossier
from scanner_app.workflow.life import Step, record_step, restore, steps_of, withdraw
from scanner_app.workflow.publish import release, sync
from tests.support import office
from warehouse.errors import TransitionRefused
from warehouse.records import DossierState, SearchQuery


class _Noon:
    """A clock that stands at nine in the morning of Monday 2 March 2026."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path), clock=_Noon())
    yield app
    app.close()


@pytest.fixture
def code(app: App) -> str:
    procedure = max(app.shared.procedures(dt.date(2026, 3, 2)), key=lambda row: row.working_days)
    return open_dossier(app, procedure=procedure.code, person_id="001099012345", by="a").code


def _do(app: App, code: str, step: Step, day: dt.date, reason: str = "thiếu giấy tờ") -> None:
    record_step(app, code, step, day=day, reason=reason, by="a")


def test_that_a_supplement_starts_the_legal_clock_anew_and_stops_the_other(app: App, code: str) -> None:
    before = app.work.dossier(code)
    assert before.due is not None

    _do(app, code, Step.SUPPLEMENT, dt.date(2026, 3, 4))
    _do(app, code, Step.RESUME, dt.date(2026, 3, 11))

    after = app.work.dossier(code)
    assert after.state is DossierState.OPEN
    assert after.due == app.shared.later(before.due, 7)  # from 2 to 11 March: seven working days
    assert after.due_766 == app.shared.later(before.due, 5)  # five working days of waiting are left out


def test_that_a_pause_stops_both_clocks(app: App, code: str) -> None:
    before = app.work.dossier(code)
    assert before.due is not None

    _do(app, code, Step.PAUSE, dt.date(2026, 3, 4))
    _do(app, code, Step.RESUME, dt.date(2026, 3, 6))

    after = app.work.dossier(code)
    assert (after.due, after.due_766) == (app.shared.later(before.due, 2), None)


def test_that_a_supplement_needs_a_reason(app: App, code: str) -> None:
    with pytest.raises(RuleRefused, match="step-reason"):
        _do(app, code, Step.SUPPLEMENT, dt.date(2026, 3, 4), reason=" ")

    assert app.work.dossier(code).state is DossierState.OPEN


def test_that_a_step_before_the_last_one_is_refused(app: App, code: str) -> None:
    _do(app, code, Step.PAUSE, dt.date(2026, 3, 4))

    with pytest.raises(RuleRefused, match="step-order"):
        _do(app, code, Step.RESUME, dt.date(2026, 3, 3))


def test_that_a_returned_dossier_is_at_its_end(app: App, code: str) -> None:
    _do(app, code, Step.SETTLE, dt.date(2026, 3, 4))
    _do(app, code, Step.RETURN, dt.date(2026, 3, 5))

    with pytest.raises(TransitionRefused):
        _do(app, code, Step.PAUSE, dt.date(2026, 3, 6))
    assert [taken.step for taken in steps_of(app, app.work.dossier(code))] == ["received", "settle", "return"]


def test_that_a_withdrawn_paper_is_found_no_more_until_it_is_released_again(tmp_path: Path) -> None:
    app = office.opened(tmp_path / "kho")
    dossier = office.with_released(app)
    (paper,) = app.work.documents(dossier.code)
    list(sync(app))
    with pytest.raises(RuleRefused):
        withdraw(app, paper.id, "an", "  ")

    withdraw(app, paper.id, "an", "nhầm người")
    list(sync(app))
    gone = app.shared.search(SearchQuery()).count
    restore(app, paper.id, "an")
    list(release(app, dossier.code, "an"))
    list(sync(app))

    assert gone == 0
    assert app.shared.search(SearchQuery()).count == 1
    app.close()
