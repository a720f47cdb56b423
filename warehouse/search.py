"""Finding papers: folded words over the full-text index, filters, order, and paging that goes on from a key.

What is typed is tried in steps until something is found: whole words; the last word as a beginning; words that no
paper holds as what they may have been meant for (:mod:`warehouse.wording`).
"""

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from warehouse import wording
from warehouse.fold import fold, fold_number, fold_parcel
from warehouse.models.star import dim_document_type, document_owner, fact_document, fact_page, search_text
from warehouse.records import SearchHit, SearchPage, SearchQuery, SignatureState
from warehouse.wording import Wanted

_SHORT_ID = 6
"""So many digits or fewer are the end of an identity number."""

MANY = 2000
"""Of more hits than that, whole texts are not looked into for the phrase: kind of paper and day order them.

Why: on PostgreSQL each text lies packed outside its row, and unpacking 50,000 of them takes seconds."""

AnyRow = Row[Any]  # Any: a row's cells


def search(connection: Connection, query: SearchQuery, *, with_words: bool = True) -> SearchPage:
    """One page of papers, best first: number, then title, then phrase, then all words; newest first in each.

    ``with_words`` is false for a store of the revision before, which does not know which words its papers hold.
    """
    typed = wording.parse(query.words)
    filters = [~fact_document.c.is_deleted, *_filters(query)]
    meant, count = _first_found(connection, typed, filters, with_words=with_words)
    key = _read_key(query.after)
    if key is None and query.after:
        return SearchPage((), count)
    is_close = key.is_close if key is not None else count <= MANY
    rank = _rank(connection, query.words, meant, is_close=is_close)
    day = func.coalesce(fact_document.c.issued, literal(dt.date(1, 1, 1)))
    page = _from(connection, select(fact_document, rank.label("rank"), day.label("day")), typed).where(
        *filters, *_words_filter(connection, meant)
    )
    if key is not None:
        page = page.where(_beyond(key, rank, day))
    rows = connection.execute(
        page.order_by(rank, day.desc(), fact_document.c.unit, fact_document.c.id).limit(query.limit + 1)
    ).all()
    shown = rows[: query.limit]
    hits = _hits(connection, shown, typed.words)
    return SearchPage(hits, count, _write_key(shown[-1], is_close=is_close) if len(rows) > query.limit else "")


def _first_found(
    connection: Connection, typed: Wanted, filters: Sequence[ColumnElement[bool]], *, with_words: bool
) -> tuple[Wanted, int]:
    """The first step that finds something, and how much; what was typed where none does."""
    for step in wording.steps(connection, typed, with_words=with_words):
        query = _from(connection, select(func.count()), step).where(*filters, *_words_filter(connection, step))
        count = connection.execute(query).scalar_one()
        if count:
            return step, count
    return typed, 0


_SAME = and_(search_text.c.unit == fact_document.c.unit, search_text.c.document_id == fact_document.c.id)


def _from(connection: Connection, columns: Select[Any], wanted: Wanted) -> Select[Any]:  # Any: whatever is selected
    """Papers; on PostgreSQL with their texts where words are asked for. SQLite looks each text up that it needs."""
    if not wanted.slots or connection.dialect.name == "sqlite":
        return columns.select_from(fact_document)
    return columns.select_from(fact_document.join(search_text, _SAME))


def _filters(query: SearchQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.type:
        found.append(fact_document.c.type == query.type)
    if query.parcel:
        found.append(fact_document.c.parcel_norm == fold_parcel(query.parcel))
    if query.date_from:
        found.append(fact_document.c.issued >= query.date_from)
    if query.date_to:
        found.append(fact_document.c.issued <= query.date_to)
    if query.person:
        found.append(_owned_by(query.person))
    return found


def _owned_by(person: str) -> ColumnElement[bool]:
    digits = person.replace(" ", "")
    if any(letter.isalpha() for letter in digits):
        matches = document_owner.c.name_folded.contains(fold(person), autoescape=True)
    elif len(digits) <= _SHORT_ID:
        matches = document_owner.c.owner_id.endswith(digits, autoescape=True)
    else:
        matches = document_owner.c.owner_id == digits
    # Why no EXISTS: SQLite would ask it for every paper instead of beginning with the person.
    owned = select(document_owner.c.unit, document_owner.c.document_id).where(matches)
    return tuple_(fact_document.c.unit, fact_document.c.id).in_(owned)


def _words_filter(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    if not wanted.slots:
        return []
    if connection.dialect.name == "postgresql":
        ts = func.to_tsquery(literal_column("'simple'"), wanted.as_tsquery())
        held = (_holds(search_text.c.folded, phrase) for phrase in wanted.phrases)
        return [search_text.c.tsv.op("@@")(ts), *held]
    return [_found_by_fts5(connection, wanted.as_fts5())]


def _found_by_fts5(connection: Connection, asked: str) -> ColumnElement[bool]:
    """Whether SQLite's full-text index holds the paper.

    Why in two ways: a few papers are looked up by their keys. Many are found faster by walking through all papers
    once, with keys out of an index that leaves the long texts alone (measured with bench.search: 90,000 of 100,000
    papers in a third of the time); there the unit is left out, because keys of papers are made by chance.
    """
    rows = text("SELECT rowid FROM search_fts WHERE search_fts MATCH :fts").bindparams(fts=asked)
    hits = rows.columns(literal_column("rowid")).scalar_subquery()
    counted = text("SELECT count(*) FROM search_fts WHERE search_fts MATCH :fts").bindparams(fts=asked)
    if connection.execute(counted).scalar_one() <= MANY:
        papers = select(search_text.c.unit, search_text.c.document_id).where(search_text.c.id.in_(hits))
        return tuple_(fact_document.c.unit, fact_document.c.id).in_(papers)
    # Why plus nothing: as it is, the number would lead SQLite to each text's own page.
    return fact_document.c.id.in_(select(search_text.c.document_id).where((search_text.c.id + 0).in_(hits)))


def _holds(folded: ColumnElement[str], phrase: Sequence[str]) -> ColumnElement[bool]:
    """Whether the words stand one after the other in the text."""
    padded = literal(" ") + folded + literal(" ")
    return padded.contains(f" {' '.join(phrase)} ", autoescape=True)


def _rank(connection: Connection, raw: str, wanted: Wanted, *, is_close: bool) -> ColumnElement[int]:
    if not wanted.slots:
        return literal(0)
    kinds = _kinds_called(connection, wanted)
    known: list[tuple[ColumnElement[bool], ColumnElement[int]]] = [
        (fact_document.c.number_norm == fold_number(raw), literal(0)),
        (fact_document.c.type.in_(kinds), literal(1)),
    ]
    if is_close:
        folded: ColumnElement[str] = search_text.c.folded
        if connection.dialect.name == "sqlite":
            folded = select(search_text.c.folded).where(_SAME).correlate(fact_document).scalar_subquery()
        known.append((_holds(folded, wanted.words), literal(2)))
    return case(*known, else_=literal(3))


def _kinds_called(connection: Connection, wanted: Wanted) -> list[str]:
    """Kinds of papers whose name begins with what was asked for."""
    query = select(dim_document_type.c.key, dim_document_type.c.name).where(dim_document_type.c.is_current)
    return [row.key for row in connection.execute(query) if wanted.begins(fold(row.name).split())]


@dataclass(frozen=True, slots=True)
class _Key:
    """Where the next page begins: behind this row, whatever was added meanwhile, in the order of the first page."""

    rank: int
    day: dt.date
    unit: str
    document: str
    is_close: bool


def _write_key(row: AnyRow, *, is_close: bool) -> str:
    raw = json.dumps([row.rank, row.day.isoformat(), row.unit, row.id, int(is_close)])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read_key(after: str) -> _Key | None:
    """None for no key and for one that is none of ours."""
    try:
        raw = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return _Key(int(raw[0]), dt.date.fromisoformat(raw[1]), str(raw[2]), str(raw[3]), bool(raw[4]))
    except (ValueError, TypeError, IndexError, KeyError):
        return None


def _beyond(key: _Key, rank: ColumnElement[int], day: ColumnElement[dt.date]) -> ColumnElement[bool]:
    here = and_(rank == key.rank, day == key.day)
    return or_(
        rank > key.rank,
        and_(rank == key.rank, day < key.day),
        and_(here, fact_document.c.unit > key.unit),
        and_(here, fact_document.c.unit == key.unit, fact_document.c.id > key.document),
    )


def _hits(connection: Connection, rows: Sequence[AnyRow], words: Sequence[str]) -> tuple[SearchHit, ...]:
    if not rows:
        return ()
    papers = [(row.unit, row.id) for row in rows]
    owners: dict[tuple[str, str], str] = {}
    query = select(document_owner).where(_of(document_owner, papers)).order_by(document_owner.c.role)
    for owner in connection.execute(query):
        owners.setdefault((owner.unit, owner.document_id), owner.name or owner.owner_id)
    pages: dict[tuple[str, str], list[tuple[int, str]]] = {}
    lines = select(fact_page).where(_of(fact_page, papers)).order_by(fact_page.c.number)
    for page in connection.execute(lines):
        pages.setdefault((page.unit, page.document_id), []).append((page.number, page.lines))
    return tuple(
        _hit(row, owners.get((row.unit, row.id), ""), pages.get((row.unit, row.id), []), words) for row in rows
    )


def _of(table: Table, papers: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    """Rows of these papers (and of papers with a key of the one and a unit of the other).

    Why not by pairs: SQLite walks through the whole table for a list of pairs.
    """
    units, keys = {unit for unit, _key in papers}, {key for _unit, key in papers}
    return and_(table.c.unit.in_(sorted(units)), table.c.document_id.in_(sorted(keys)))


def _hit(row: AnyRow, person: str, pages: Sequence[tuple[int, str]], words: Sequence[str]) -> SearchHit:
    page, box, line = best_line(pages, words)
    return SearchHit(
        document=row.id,
        dossier=row.dossier_code,
        type=row.type,
        title=row.title,
        number=row.number,
        date=row.issued,
        agency=row.agency,
        person=person,
        page=page,
        box=box,
        line=line or row.summary,
        score=(1.0, 0.9, 0.8, 0.5)[row.rank],
        file=row.pdf_sha256,
        signature=SignatureState(row.signature),
    )


def best_line(
    pages: Sequence[tuple[int, str]], words: Sequence[str]
) -> tuple[int | None, tuple[int, int, int, int] | None, str]:
    """The printed line that says most of the words: its page, box and text; the phrase beats single words."""
    best: tuple[int, int | None, tuple[int, int, int, int] | None, str] = (0, None, None, "")
    phrase = " ".join(words)
    for number, raw in pages if words else ():
        for line in json.loads(raw):
            folded = f" {fold(line[0])} "
            score = sum(f" {word} " in folded for word in set(words))
            score += 100 * (f" {phrase} " in folded)
            if score > best[0]:
                box = (line[1], line[2], line[3], line[4]) if len(line) > 4 else None
                best = (score, number, box, line[0])
    return best[1:]
