"""Reports over the shared store: overdue, digitization, reuse, procedures, workload.

Rates follow the definitions of QĐ 766/QĐ-TTg as its formulas are published; a rate without denominator is None.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, func, select

from warehouse.errors import RecordUnknown
from warehouse.models.star import fact_document, fact_dossier, fact_page, fact_reuse
from warehouse.records import Answer, DossierState
from warehouse.session import Store

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A report: stable names of its columns, its rows, and the day as of which it holds."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    date_from: dt.date
    date_to: dt.date


def report(store: Store, name: str, date_from: dt.date, date_to: dt.date) -> ReportTable:
    """The report of that name over dossiers received in the period; ``RecordUnknown`` when there is none."""
    if name not in _REPORTS:
        raise RecordUnknown("report", name)
    columns, build = _REPORTS[name]
    with store.read() as connection:
        rows = build(connection, date_from, date_to)
    return ReportTable(name, columns, tuple(tuple(row) for row in rows), date_from, date_to)


def rate(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals; None (shown as a dash) when there is nothing to divide by."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.01")) if whole else None


_ENDED = (DossierState.SETTLED, DossierState.RETURNED, DossierState.WITHDRAWN, DossierState.REFUSED)
_REUSED = (Answer.IN_STORE, Answer.REPLACED_BY_DATA)
Rows = Sequence[Sequence[Cell]]


def _period(date_from: dt.date, date_to: dt.date) -> ColumnElement[bool]:
    dossier = fact_dossier.c
    return and_(dossier.received_on.between(date_from, date_to), ~dossier.is_demo, ~dossier.is_deleted)


def _overdue(connection: Connection, date_from: dt.date, date_to: dt.date) -> Rows:
    dossier = fact_dossier.c
    query = (
        select(dossier.unit, dossier.officer, dossier.code, dossier.procedure, dossier.received_on, dossier.due)
        .where(_period(date_from, date_to), dossier.due < date_to, dossier.state.not_in(_ENDED))
        .order_by(dossier.due, dossier.code)
    )
    return [tuple(row) for row in connection.execute(query)]


def _digitization(connection: Connection, date_from: dt.date, date_to: dt.date) -> Rows:
    dossier, document = fact_dossier.c, fact_document.c
    has_paper = select(document.id).where(document.unit == dossier.unit, document.dossier_code == dossier.code).exists()
    query = (
        select(dossier.unit, func.count(), func.sum(case((has_paper, 1), else_=0)))
        .where(_period(date_from, date_to))
        .group_by(dossier.unit)
        .order_by(dossier.unit)
    )
    return [(unit, whole, int(part), rate(int(part), whole)) for unit, whole, part in connection.execute(query)]


def _reuse(connection: Connection, date_from: dt.date, date_to: dt.date) -> Rows:
    dossier, decision = fact_dossier.c, fact_reuse.c
    used = (
        select(decision.dossier_code)
        .where(decision.unit == dossier.unit, decision.dossier_code == dossier.code, decision.answer.in_(_REUSED))
        .exists()
    )
    query = (
        select(dossier.unit, func.count(), func.sum(case((used, 1), else_=0)))
        .where(_period(date_from, date_to))
        .group_by(dossier.unit)
        .order_by(dossier.unit)
    )
    return [(unit, whole, int(part), rate(int(part), whole)) for unit, whole, part in connection.execute(query)]


def _procedures(connection: Connection, date_from: dt.date, date_to: dt.date) -> Rows:
    dossier = fact_dossier.c
    ended = func.sum(case((dossier.state.in_(_ENDED), 1), else_=0))
    query = (
        select(dossier.procedure, func.count(), ended)
        .where(_period(date_from, date_to))
        .group_by(dossier.procedure)
        .order_by(func.count().desc(), dossier.procedure)
    )
    return [(code, whole, int(part), whole - int(part)) for code, whole, part in connection.execute(query)]


def _workload(connection: Connection, date_from: dt.date, date_to: dt.date) -> Rows:
    dossier, document, page = fact_dossier.c, fact_document.c, fact_page.c
    joined = fact_dossier.outerjoin(
        fact_document, and_(document.unit == dossier.unit, document.dossier_code == dossier.code)
    ).outerjoin(fact_page, and_(page.unit == document.unit, page.document_id == document.id))
    query = (
        select(
            dossier.unit,
            dossier.officer,
            func.count(distinct(dossier.code)),
            func.count(distinct(document.id)),
            func.count(page.page_id),
        )
        .select_from(joined)
        .where(_period(date_from, date_to))
        .group_by(dossier.unit, dossier.officer)
        .order_by(dossier.unit, dossier.officer)
    )
    return [tuple(row) for row in connection.execute(query)]


_REPORTS: dict[str, tuple[tuple[str, ...], Callable[[Connection, dt.date, dt.date], Rows]]] = {
    "overdue": (("unit", "officer", "dossier", "procedure", "received", "due"), _overdue),
    "digitization": (("unit", "dossiers", "digitized", "rate"), _digitization),
    "reuse": (("unit", "dossiers", "with_reuse", "rate"), _reuse),
    "procedures": (("procedure", "dossiers", "settled", "open"), _procedures),
    "workload": (("unit", "officer", "dossiers", "documents", "pages"), _workload),
}
NAMES = tuple(_REPORTS)
"""The reports that there are."""
