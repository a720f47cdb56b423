"""Opens a dossier: its code, its due day, and what the store already holds of its components."""

import datetime as dt
import re

from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.workflow.context import work_event
from warehouse.errors import WarehouseError
from warehouse.records import ComponentState, DossierRow, ReuseAnswer

PERSON_ID = re.compile(r"\d{12}|\d{9}|\d{10}(-\d{3})?")
"""Số định danh (12), CMND (9) or mã số thuế (10 or 10-3): domain rules 6.1 and 6.2."""

DOSSIER_CODE = re.compile(r"(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Y]\d{2}(\.\d{1,3}){0,4})-\d{6}-\d{4,10}")
"""TT 01/2018 Điều 19, the form in use since QĐ 20/2020, and TT 04/2025 Điều 23."""

HANOI = dt.timezone(dt.timedelta(hours=7))
"""Vietnam keeps UTC+7 all year."""


def open_dossier(
    app: App,
    *,
    procedure: str,
    person_id: str,
    person_name: str = "",
    code: str | None = None,
    by: str,
    is_demo: bool = False,
) -> DossierRow:
    """Opens a dossier under the code that the provincial system gave, or under the station's own.

    Raises:
        RuleRefused: ``person-id`` or ``dossier-code`` when it has no lawful form.
        RecordExists: the code is taken.
        ProcedureUnknown: the catalogue lacks the procedure.
    """
    person = person_id.replace(" ", "")
    if not PERSON_ID.fullmatch(person):
        raise RuleRefused("person-id", person_id)
    if code is not None and not DOSSIER_CODE.fullmatch(code):
        raise RuleRefused("dossier-code", code)
    now = app.clock.now()
    day = now.astimezone(HANOI).date()
    answers = _answers(app, person, procedure, day)
    unit = app.settings.office.unit
    chosen = code or f"{unit}-{day:%y%m%d}-{app.work.next_ordinal(unit, day):04d}"
    dossier = DossierRow(
        code=chosen,
        unit=unit,
        station=app.settings.office.station,
        procedure=procedure,
        person_id=person,
        person_name=person_name,
        received_at=now,
        due=app.shared.due(procedure, now),
        officer=by,
        is_demo=is_demo,
    )
    components = tuple(
        ComponentState(
            dossier_code=chosen,
            component=answer.component,
            answer=answer.answer,
            reason=answer.reason,
            reason_data=answer.reason_data,
            paper=answer.paper,
            source=answer.source,
        )
        for answer in answers
    )
    app.work.add_dossier(dossier, components, work_event(app, "dossier-opened", chosen, by, procedure=procedure))
    return app.work.dossier(chosen)


def _answers(app: App, person: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
    """What the store holds; while it cannot be asked at all, a dossier is opened with every paper to bring."""
    try:
        return app.shared.reuse(person, procedure, day)
    except WarehouseError as error:
        if not error.retry:
            raise
        return app.shared.unasked(procedure, day)


def open_inbox(app: App, by: str) -> DossierRow:
    """A dossier for papers whose procedure and person nobody has named yet; they are filled in later."""
    now = app.clock.now()
    day = now.astimezone(HANOI).date()
    unit = app.settings.office.unit
    code = f"{unit}-{day:%y%m%d}-{app.work.next_ordinal(unit, day):04d}"
    dossier = DossierRow(
        code=code,
        unit=unit,
        station=app.settings.office.station,
        procedure="",
        person_id="",
        person_name="",
        received_at=now,
        officer=by,
    )
    app.work.add_dossier(dossier, (), work_event(app, "dossier-opened", code, by))
    return app.work.dossier(code)
