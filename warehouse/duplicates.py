"""Papers of one number, agency and day: the natural key by which two records may be one paper (NĐ 30/2020)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from warehouse import bulk
from warehouse.fold import fold_number
from warehouse.models import star
from warehouse.packages import Record

Numbered = tuple[str, str, str]
"""Number, agency and day of a paper as they are written; the day may be empty."""


def found(connection: Connection, unit: str, documents: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """Each of these papers that is not the first of its natural key, with the key of the first that is known.

    It does not matter whether the papers themselves are written already.
    """
    keys = {item.key for item in documents}
    first: dict[Numbered, str] = {}
    for numbered, key in _stored(connection, unit, documents):
        if key not in keys:
            first[numbered] = min(key, first.get(numbered, key))
    for item in documents:
        numbered = _numbered(item)
        if all(numbered) and (other := first.setdefault(numbered, item.key)) != item.key:
            yield item, other


def _numbered(item: Record) -> Numbered:
    document = item.body["document"]
    return document["number"], document["agency"], document["issued"] or ""


def _stored(connection: Connection, unit: str, documents: Sequence[Record]) -> Iterator[tuple[Numbered, str]]:
    """Papers at the store whose numbers look like those of these."""
    document = star.fact_document.c
    query = select(document.id, document.number, document.agency, document.issued).where(document.unit == unit)
    numbers = {fold_number(number) for number, _agency, _day in map(_numbered, documents) if number}
    for wanted, parameters in bulk.among(connection, document.number_norm, sorted(numbers)):
        for row in connection.execute(query.where(wanted), parameters):
            issued: dt.date | None = row.issued
            yield (row.number, row.agency, issued.isoformat() if issued else ""), row.id
