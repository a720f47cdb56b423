"""Finding papers: folded words over the full-text index, filters, order, and paging that goes on from a key."""

import base64
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)

from warehouse.fold import fold, fold_number, fold_parcel
from warehouse.models.star import document_owner, fact_document, fact_page, search_text
from warehouse.records import SearchHit, SearchPage, SearchQuery, SignatureState

_SHORT_ID = 6
"""So many digits or fewer are the end of an identity number."""

AnyRow = Row[Any]  # Any: a row's cells


def search(connection: Connection, query: SearchQuery) -> SearchPage:
    """One page of papers, best first: number, then title, then phrase, then all words; newest first in each."""
    words = fold(query.words).split()
    wanted = [~fact_document.c.is_deleted, *_filters(query), *_words_filter(connection, words)]
    if words and connection.execute(_joined(select(literal(1))).where(*wanted).limit(1)).first() is None:
        # Why: nobody found by whole words; what is typed may be the beginning of the last one.
        wanted = [~fact_document.c.is_deleted, *_filters(query), *_words_filter(connection, words, prefix=True)]
    count = connection.execute(_joined(select(func.count())).where(*wanted)).scalar_one()
    rank = _rank(query.words, words)
    day = func.coalesce(fact_document.c.issued, literal(dt.date(1, 1, 1)))
    page = _joined(select(fact_document, rank.label("rank"), day.label("day"))).where(*wanted)
    if query.after:
        page = page.where(_beyond(query.after, rank, day))
    rows = connection.execute(
        page.order_by(rank, day.desc(), fact_document.c.unit, fact_document.c.id).limit(query.limit + 1)
    ).all()
    shown = rows[: query.limit]
    hits = _hits(connection, shown, words)
    return SearchPage(hits, count, _key(shown[-1]) if len(rows) > query.limit else "")


def _joined(columns: Select[Any]) -> Select[Any]:  # Any: whatever is selected
    same = and_(search_text.c.unit == fact_document.c.unit, search_text.c.document_id == fact_document.c.id)
    return columns.select_from(fact_document.join(search_text, same))


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
    same = and_(document_owner.c.unit == fact_document.c.unit, document_owner.c.document_id == fact_document.c.id)
    return select(literal(1)).select_from(document_owner).where(same, matches).exists()


def _words_filter(connection: Connection, words: Sequence[str], *, prefix: bool = False) -> list[ColumnElement[bool]]:
    if not words:
        return []
    if connection.dialect.name == "postgresql":
        terms = [*words[:-1], f"{words[-1]}:*" if prefix else words[-1]]
        ts = func.to_tsquery(literal_column("'simple'"), " & ".join(terms))
        return [search_text.c.tsv.op("@@")(ts)]
    # Why quotes: a folded word holds letters and digits alone, but AND, OR and NOT are words too.
    quoted = [f'"{word}"' for word in words]
    if prefix:
        quoted[-1] += "*"
    sub = text("SELECT rowid FROM search_fts WHERE search_fts MATCH :fts").bindparams(fts=" ".join(quoted))
    return [search_text.c.id.in_(sub.columns(literal_column("rowid")).scalar_subquery())]


def _rank(raw: str, words: Sequence[str]) -> ColumnElement[int]:
    if not words:
        return literal(0)
    phrase = " ".join(words)
    title = case((search_text.c.folded.startswith(phrase, autoescape=True), literal(1)), else_=literal(3))
    padded = literal(" ") + search_text.c.folded + literal(" ")
    return case(
        (fact_document.c.number_norm == fold_number(raw), literal(0)),
        (padded.contains(f" {phrase} ", autoescape=True) & (title == literal(1)), literal(1)),
        (padded.contains(f" {phrase} ", autoescape=True), literal(2)),
        else_=literal(3),
    )


def _key(row: AnyRow) -> str:
    """Where the next page begins: behind this row, whatever was added meanwhile."""
    raw = json.dumps([row.rank, row.day.isoformat(), row.unit, row.id])
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _beyond(after: str, rank: ColumnElement[int], day: ColumnElement[dt.date]) -> ColumnElement[bool]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        level, since, unit, document_id = int(raw[0]), dt.date.fromisoformat(raw[1]), str(raw[2]), str(raw[3])
    except (ValueError, TypeError, IndexError, KeyError):
        return literal(value=False)
    here = and_(rank == level, day == since)
    return or_(
        rank > level,
        and_(rank == level, day < since),
        and_(here, fact_document.c.unit > unit),
        and_(here, fact_document.c.unit == unit, fact_document.c.id > document_id),
    )


def _hits(connection: Connection, rows: Sequence[AnyRow], words: Sequence[str]) -> tuple[SearchHit, ...]:
    ids = [row.id for row in rows]
    owners: dict[tuple[str, str], str] = {}
    query = select(document_owner).where(document_owner.c.document_id.in_(ids)).order_by(document_owner.c.role)
    for owner in connection.execute(query):
        owners.setdefault((owner.unit, owner.document_id), owner.name or owner.owner_id)
    pages: dict[tuple[str, str], list[tuple[int, str]]] = {}
    lines = select(fact_page).where(fact_page.c.document_id.in_(ids)).order_by(fact_page.c.number)
    for page in connection.execute(lines):
        pages.setdefault((page.unit, page.document_id), []).append((page.number, page.lines))
    return tuple(
        _hit(row, owners.get((row.unit, row.id), ""), pages.get((row.unit, row.id), []), words) for row in rows
    )


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
