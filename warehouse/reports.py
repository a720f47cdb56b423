"""Reports over the shared store: overdue, digitization, reuse, procedures, workload, and the points of QĐ 766.

Rates follow the definitions of QĐ 766/QĐ-TTg as its formulas are published; a rate without denominator is None.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, distinct, func, not_, or_, select

from warehouse import catalogue, counting
from warehouse.errors import RecordUnknown
from warehouse.migrate import is_older
from warehouse.models.star import fact_document, fact_dossier, fact_page
from warehouse.records import Answer
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
        rows = build(_Asked(connection, date_from, date_to, with_supplements=not is_older(store)))
    return ReportTable(name, columns, tuple(tuple(row) for row in rows), date_from, date_to)


def rate(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals; None (shown as a dash) when there is nothing to divide by."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.01")) if whole else None


Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A connection and the period; ``with_supplements`` is false for a store of the revision before."""

    connection: Connection
    date_from: dt.date
    date_to: dt.date
    with_supplements: bool

    def rows(self, query: Select[Any]) -> list[tuple[Any, ...]]:  # Any: a row's cells
        return [tuple(row) for row in self.connection.execute(query)]

    @property
    def period(self) -> counting.Condition:
        return counting.received(self.date_from, self.date_to)


def _overdue(asked: _Asked) -> Rows:
    """Open past its legal day; one whose clock stands still is not late (QĐ 766)."""
    dossier = fact_dossier.c
    is_late = and_(
        dossier.due < asked.date_to, not_(counting.is_ended(asked.date_to)), dossier.state.not_in(counting.STOPPED)
    )
    query = select(dossier.unit, dossier.officer, dossier.code, dossier.procedure, dossier.received_on, dossier.due)
    return asked.rows(query.where(asked.period, is_late).order_by(dossier.due, dossier.code))


def _digitization(asked: _Asked) -> Rows:
    """The columns of the provinces' sheet «Theo dõi mức độ số hóa các đơn vị»."""
    dossier, types = fact_dossier.c, counting.result_types(asked.connection)
    ended = counting.is_ended(asked.date_to)
    query = select(
        dossier.unit,
        func.count(),
        counting.count(counting.has_component(types)),
        counting.count(counting.has_decision(Answer.IN_STORE)),
        counting.count(counting.has_decision(Answer.REPLACED_BY_DATA)),
        counting.count(ended),
        counting.count(and_(ended, counting.has_result(types))),
    )
    found = asked.rows(query.where(asked.period).group_by(dossier.unit).order_by(dossier.unit))
    return [
        (unit, whole, whole - part, part, rate(part, whole), reused, data, settled, settled - results, results)
        for unit, whole, part, reused, data, settled, results in found
    ]


def _reuse(asked: _Asked) -> Rows:
    dossier = fact_dossier.c
    used = counting.has_decision(Answer.IN_STORE, Answer.REPLACED_BY_DATA)
    query = select(
        dossier.unit,
        func.count(),
        counting.count(used),
        counting.count(counting.has_decision(Answer.IN_STORE)),
        counting.count(counting.has_decision(Answer.REPLACED_BY_DATA)),
    )
    found = asked.rows(query.where(asked.period).group_by(dossier.unit).order_by(dossier.unit))
    return [(unit, whole, part, rate(part, whole), *both) for unit, whole, part, *both in found]


def _procedures(asked: _Asked) -> Rows:
    """TT 01/2020/TT-VPCP, Biểu 06: what came and what was carried over, settled and still open, in time and late."""
    dossier, first = fact_dossier.c, asked.date_from
    ended = counting.is_ended(asked.date_to)
    ended_before = and_(dossier.state.in_(counting.ENDED), func.coalesce(counting.ended_on < first, True))
    came = dossier.received_on >= first
    day, end = counting.promised, counting.ended_on
    in_time = counting.is_in_time(asked.date_to, with_supplements=asked.with_supplements)
    query = select(
        dossier.procedure,
        counting.count(not_(came)),
        counting.count(came),
        counting.count(ended),
        counting.count(and_(ended, in_time, func.coalesce(end < day, False))),
        counting.count(and_(ended, in_time, not_(func.coalesce(end < day, False)))),
        counting.count(and_(ended, not_(in_time))),
        counting.count(not_(ended)),
        counting.count(and_(not_(ended), in_time)),
        counting.count(and_(not_(ended), not_(in_time))),
    )
    counted = and_(counting.is_real(), dossier.received_on <= asked.date_to, or_(came, not_(ended_before)))
    return asked.rows(query.where(counted).group_by(dossier.procedure).order_by(func.count().desc(), dossier.procedure))


def _workload(asked: _Asked) -> Rows:
    dossier, document, page = fact_dossier.c, fact_document.c, fact_page.c
    of_dossier = and_(document.unit == dossier.unit, document.dossier_code == dossier.code, not_(document.is_deleted))
    of_document = and_(page.unit == document.unit, page.document_id == document.id)
    joined = fact_dossier.outerjoin(fact_document, of_dossier).outerjoin(fact_page, of_document)
    query = select(
        dossier.unit,
        dossier.officer,
        func.count(distinct(dossier.code)),
        func.count(distinct(document.id)),
        func.count(page.page_id),
    ).select_from(joined)
    place = (dossier.unit, dossier.officer)
    return asked.rows(query.where(asked.period).group_by(*place).order_by(*place))


def _qd766(asked: _Asked) -> Rows:
    """The indicators of QĐ 766/QĐ-TTg that dossiers alone tell, by unit, with their points (``indicators.toml``)."""
    dossier, types = fact_dossier.c, counting.result_types(asked.connection)
    whole, ended, result = func.count(), counting.is_ended(asked.date_to), counting.has_result(types)
    both = and_(counting.has_component(types), result)
    in_time = counting.is_in_time(asked.date_to, with_supplements=asked.with_supplements)
    parts: dict[str, tuple[ColumnElement[int], ColumnElement[int]]] = {
        "2.1": (counting.count(in_time), whole),
        "4.1": (counting.count(counting.has_result(types, signed=True)), counting.count(types != "")),
        "4.2": (counting.count(both), whole),
        "4.2 (đã giải quyết)": (counting.count(and_(both, ended)), counting.count(ended)),
        "4.3": (counting.count(counting.has_decision(Answer.IN_STORE)), whole),
        "4.4": (counting.count(counting.has_decision(Answer.REPLACED_BY_DATA)), whole),
    }
    columns = [column for pair in parts.values() for column in pair]
    query = select(dossier.unit, *columns).where(asked.period).group_by(dossier.unit).order_by(dossier.unit)
    most = catalogue.indicators(asked.date_to)
    return [
        (unit, code, part, of, rate(part, of), *_points(rate(part, of), most.get(code)))
        for unit, *cells in asked.rows(query)
        for code, part, of in zip(parts, cells[::2], cells[1::2], strict=True)
    ]


def _points(share: Decimal | None, indicator: tuple[int, int] | None) -> tuple[Decimal | None, int | None]:
    if indicator is None:
        return None, None
    most, full_at = indicator
    if share is None:
        return None, most
    return min(Decimal(most), share * most / full_at).quantize(Decimal("0.01")), most


_REPORTS: dict[str, tuple[tuple[str, ...], Callable[[_Asked], Rows]]] = {
    "overdue": (("unit", "officer", "dossier", "procedure", "received", "due"), _overdue),
    "digitization": (
        ("unit", "dossiers", "not_digitized", "digitized", "rate", "with_reuse", "from_data", "settled",
         "result_missing", "result_digitized"),
        _digitization,
    ),
    "reuse": (("unit", "dossiers", "with_reuse", "rate", "from_store", "from_data"), _reuse),
    "procedures": (
        ("procedure", "carried_over", "dossiers", "settled", "early", "on_time", "late", "open", "open_in_time",
         "open_late"),
        _procedures,
    ),
    "workload": (("unit", "officer", "dossiers", "documents", "pages"), _workload),
    "qd766": (("unit", "indicator", "part", "whole", "rate", "points", "most"), _qd766),
}  # fmt: skip
NAMES = tuple(_REPORTS)
"""The reports that there are."""
