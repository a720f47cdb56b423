"""The steps of a dossier's life after it was opened, and what they do to its two clocks."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import HANOI
from warehouse.records import DossierRow, DossierState, WorkEvent


class Step(StrEnum):
    """What an officer records; ``resume`` ends a supplement and a pause alike."""

    SUPPLEMENT = "supplement"
    PAUSE = "pause"
    RESUME = "resume"
    SETTLE = "settle"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"


_REACHES = {
    Step.SUPPLEMENT: DossierState.SUPPLEMENT,
    Step.PAUSE: DossierState.PAUSED,
    Step.RESUME: DossierState.OPEN,
    Step.SETTLE: DossierState.SETTLED,
    Step.RETURN: DossierState.RETURNED,
    Step.WITHDRAW: DossierState.WITHDRAWN,
    Step.REFUSE: DossierState.REFUSED,
}

_REASONED = frozenset({Step.SUPPLEMENT, Step.REFUSE, Step.WITHDRAW})
"""A supplement and a refusal are told in writing with their reason (NĐ 61/2018 Điều 17, 19)."""

_EVENT = "dossier-step"


@dataclasses.dataclass(frozen=True, slots=True)
class TakenStep:
    """One step that was recorded: which, on which day, by whom, why."""

    step: str
    day: dt.date
    by: str
    reason: str


def record_step(app: App, code: str, step: Step, *, day: dt.date | None, reason: str, by: str) -> DossierRow:
    """Records a step and moves the due days.

    After a supplement the legal time begins anew on the day of resumption, while the clock of QĐ 766 only
    leaves out the days of waiting; a pause stops both (NĐ 61/2018 Điều 19.4; QĐ 766, domain 1.3).

    Raises:
        RuleRefused: ``step-reason`` when a reason is asked for and missing; ``step-order`` when the day lies
            before the last step.
        TransitionRefused: the dossier's state does not allow the step.
    """
    dossier = app.work.dossier(code)
    if step in _REASONED and not reason.strip():
        raise RuleRefused("step-reason", step.value)
    when = day or app.clock.now().astimezone(HANOI).date()
    taken = steps_of(app, dossier)
    if when < taken[-1].day:
        raise RuleRefused("step-order", taken[-1].day.isoformat())
    changed = dataclasses.replace(dossier, state=_REACHES[step])
    if step in (Step.SETTLE, Step.REFUSE, Step.WITHDRAW):
        changed = dataclasses.replace(changed, settled_on=when)
    if step is Step.SUPPLEMENT:
        changed = dataclasses.replace(changed, supplements=dossier.supplements + 1)
    if step is Step.RETURN:
        changed = dataclasses.replace(changed, returned_on=when)
    if step is Step.RESUME and dossier.state in (DossierState.SUPPLEMENT, DossierState.PAUSED):
        changed = _resumed(app, changed, dossier.state, since=taken[-1].day, day=when)
    detail = {"step": step.value, "day": when.isoformat(), "reason": reason.strip()}
    app.work.save_dossier(changed, work_event(app, _EVENT, code, by, **detail))
    return app.work.dossier(code)


def _resumed(app: App, dossier: DossierRow, stood: DossierState, *, since: dt.date, day: dt.date) -> DossierRow:
    if dossier.due is None:
        return dossier
    before = dossier.due_766 or dossier.due
    paused = app.shared.working_days(since, day)
    shifted = app.shared.later(before, paused)
    if stood is DossierState.PAUSED:
        return dataclasses.replace(
            dossier, due=app.shared.later(dossier.due, paused), due_766=shifted if dossier.due_766 else None
        )
    noon = dt.datetime.combine(day, dt.time(9), HANOI)
    anew = app.shared.due(dossier.procedure, noon)
    return dataclasses.replace(dossier, due=anew, due_766=shifted if shifted != anew else None)


def steps_of(app: App, dossier: DossierRow) -> tuple[TakenStep, ...]:
    """The dossier's life so far, its reception first."""
    received = dossier.received_at.astimezone(HANOI).date()
    first = TakenStep("received", received, dossier.officer, "")
    return (first, *(_taken(event) for event in _steps(app.work.events(dossier.code))))


def _steps(events: Sequence[WorkEvent]) -> list[WorkEvent]:
    return [event for event in events if event.kind == _EVENT]


def _taken(event: WorkEvent) -> TakenStep:
    detail = dict(event.detail)
    return TakenStep(detail["step"], dt.date.fromisoformat(detail["day"]), event.by, detail.get("reason", ""))


def withdraw(app: App, document_id: str, by: str, reason: str) -> None:
    """Takes a released paper back: nobody finds it any more, here or in the shared store after the next load.

    Raises:
        RuleRefused: ``withdraw-reason`` without a reason.
        TransitionRefused: the paper was not released.
    """
    if not reason.strip():
        raise RuleRefused("withdraw-reason")
    app.work.withdraw(document_id, work_event(app, "document-withdrawn", document_id, by, reason=reason.strip()))


def restore(app: App, document_id: str, by: str) -> None:
    """Undoes a withdrawal: the paper is there as verified, and the next release sends it as a new version."""
    app.work.restore(document_id, work_event(app, "document-restored", document_id, by))
