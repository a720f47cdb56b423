"""A station's own copy of what reuse needs, for the days on which the server does not answer.

Held in an SQLite file of the shared store's own form: papers and owners alone, no values, no texts. It is kept
up by each station's own sequence, never by a clock.
"""

import datetime as dt
from pathlib import Path

from sqlalchemy import Connection, delete, select

from warehouse import bulk, facts
from warehouse.models import star
from warehouse.session import Store, connect, open_store

_PORTION = 1000
_NAME = "reuse"


def refresh(shared: Store, path: Path, now: dt.datetime) -> int:
    """Brings the copy up to the shared store; gives the number of papers that were new or changed."""
    copy = open_store(f"sqlite:///{path.as_posix()}", "shared")
    try:
        count = sum(_of_station(shared, copy, *mark) for mark in _behind(shared, copy))
        with copy.write() as connection:
            bulk.upsert(connection, star.copy_state, ("name", "as_of"), [(_NAME, now)])
        return count
    finally:
        copy.close()


def open_copy(path: Path) -> Store | None:
    """The copy, or None where none was made yet."""
    return connect(f"sqlite:///{path.as_posix()}", "shared") if path.is_file() else None


def as_of(copy: Store) -> dt.datetime | None:
    """The moment at which the copy was like the shared store; None when it never was."""
    with copy.read() as connection:
        query = select(star.copy_state.c.as_of).where(star.copy_state.c.name == _NAME)
        return connection.execute(query).scalar()


_Mark = tuple[str, str, int, int]
"""Station, unit, the sequence number that the copy has and the one that it shall have."""


def _behind(shared: Store, copy: Store) -> list[_Mark]:
    mark = star.station_mark.c
    query = select(mark.station, mark.unit, mark.seq)
    with shared.read() as source:
        wanted = {(row.station, row.unit): row.seq for row in source.execute(query)}
    with copy.read() as held:
        have = {(row.station, row.unit): row.seq for row in held.execute(query)}
    return [(*key, have.get(key, 0), seq) for key, seq in sorted(wanted.items()) if have.get(key, 0) < seq]


def _of_station(shared: Store, copy: Store, station: str, unit: str, have: int, seq: int) -> int:
    count = 0
    while have < seq:
        with shared.read() as source:
            papers = _papers(source, station, unit, have, seq)
            owners = _owners(source, unit, [row[1] for row in papers])
        # Why the last paper's number: a portion that was cut short goes on from there.
        have = papers[-1][_VERSION] if len(papers) == _PORTION else seq
        with copy.write() as target:
            _write(target, unit, papers, owners)
            bulk.upsert(target, star.station_mark, _MARK, [(station, unit, 0, have, "")])
        count += len(papers)
    return count


_MARK = ("station", "unit", "number", "seq", "hash")
_VERSION = facts.DOCUMENT.index("version")


def _papers(source: Connection, station: str, unit: str, have: int, seq: int) -> list[facts.Cells]:
    document = star.fact_document.c
    columns = [star.fact_document.c[name] for name in facts.DOCUMENT]
    query = select(*columns).where(document.station == station, document.unit == unit)
    query = query.where(document.version > have, document.version <= seq).order_by(document.version)
    return [tuple(row) for row in source.execute(query.limit(_PORTION))]


def _owners(source: Connection, unit: str, documents: list[str]) -> list[facts.Cells]:
    table = star.document_owner
    query = select(*[table.c[name] for name in facts.OWNER]).where(table.c.unit == unit)
    found: list[facts.Cells] = []
    for wanted, parameters in bulk.among(source, table.c.document_id, documents):
        found += [tuple(row) for row in source.execute(query.where(wanted), parameters)]
    return found


def _write(target: Connection, unit: str, papers: list[facts.Cells], owners: list[facts.Cells]) -> None:
    table = star.document_owner
    for wanted, parameters in bulk.among(target, table.c.document_id, [row[1] for row in papers]):
        target.execute(delete(table).where(table.c.unit == unit, wanted), parameters)
    bulk.upsert(target, star.fact_document, facts.DOCUMENT, papers, newer="version")
    bulk.upsert(target, table, facts.OWNER, owners)
