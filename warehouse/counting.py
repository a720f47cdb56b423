"""What is counted of a dossier in the shared store: its end, its day, its papers and what was used again.

Sources: QĐ 766/QĐ-TTg as the national monitoring system counts it; TT 01/2020/TT-VPCP, Biểu 06.
"""

import datetime as dt

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, not_, or_, select

from warehouse import catalogue, reference
from warehouse.models.star import fact_document, fact_dossier, fact_reuse
from warehouse.records import Answer, DossierState, SignatureState

ENDED = (DossierState.SETTLED, DossierState.RETURNED, DossierState.WITHDRAWN, DossierState.REFUSED)
STOPPED = (DossierState.SUPPLEMENT, DossierState.PAUSED)
Condition = ColumnElement[bool]

_dossier, _document, _decision = fact_dossier.c, fact_document.c, fact_reuse.c

ended_on = func.coalesce(_dossier.settled_on, _dossier.returned_on)
"""The first end: settled, withdrawn or refused, else returned."""

promised = func.coalesce(_dossier.due_766, _dossier.due)
"""The day by which QĐ 766 counts, which leaves out the days of waiting for the applicant."""


def count(condition: Condition) -> ColumnElement[int]:
    """How many rows of a group fulfil it."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def is_real() -> Condition:
    """Samples and withdrawn dossiers' rows count nowhere."""
    return and_(not_(_dossier.is_demo), not_(_dossier.is_deleted))


def received(date_from: dt.date, date_to: dt.date) -> Condition:
    """Received in the period."""
    return and_(_dossier.received_on.between(date_from, date_to), is_real())


def is_ended(day: dt.date) -> Condition:
    """At its end on that day; an end without a day (of an old store) counts as one before."""
    return and_(_dossier.state.in_(ENDED), or_(ended_on.is_(None), ended_on <= day))


def is_in_time(day: dt.date, *, with_supplements: bool) -> Condition:
    """Ended by its day, or still within it at ``day``; the second request for more counts as late (QĐ 766, 2.1)."""
    by_its_day = case(
        (promised.is_(None), True),
        (is_ended(day), or_(ended_on.is_(None), ended_on <= promised)),
        (_dossier.state.in_(STOPPED), True),
        else_=promised >= day,
    )
    asked = func.coalesce(_dossier.supplements, 0) if with_supplements else literal(0)
    return and_(by_its_day, asked <= 1)


def has_result(types: ColumnElement[str], *, signed: bool = False) -> Condition:
    """Holds the result of its procedure: a paper of that kind made since it came; ``signed`` with its value in law."""
    is_result = and_(_document.type == types, _document.issued >= _dossier.received_on)
    return _has_paper(and_(is_result, _document.signature == SignatureState.VALID) if signed else is_result)


def has_component(types: ColumnElement[str]) -> Condition:
    """Holds a digitized paper that is not its result."""
    is_result = and_(_document.type == types, func.coalesce(_document.issued >= _dossier.received_on, False))
    return _has_paper(not_(is_result))


def _has_paper(*conditions: Condition) -> Condition:
    own = and_(_document.unit == _dossier.unit, _document.dossier_code == _dossier.code, not_(_document.is_deleted))
    return select(_document.id).where(own, *conditions).exists()


def has_decision(*answers: Answer) -> Condition:
    """An officer decided so of one of its components."""
    own = and_(_decision.unit == _dossier.unit, _decision.dossier_code == _dossier.code)
    return select(_decision.dossier_code).where(own, _decision.answer.in_(answers)).exists()


def result_types(connection: Connection) -> ColumnElement[str]:
    """The kind of paper that a dossier's procedure ends with, by this store's catalogue; empty where unknown."""
    known = catalogue.result_types(reference.newest(connection, "procedures"))
    code = _dossier.procedure
    whens = [(or_(code == name, code.startswith(f"{name}.", autoescape=True)), literal(kind)) for name, kind in known]
    return case(*whens, else_=literal("")) if whens else literal("")
