"""The shared store as officers see it: search, reuse, the catalogue."""

import datetime as dt
import json
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from warehouse import catalogue, reuse
from warehouse.deadlines import due_day
from warehouse.fold import fold, fold_number
from warehouse.models import star
from warehouse.records import (
    Procedure,
    ReuseAnswer,
    SearchHit,
    SearchPage,
    SearchQuery,
    SignatureState,
)
from warehouse.session import Store
from warehouse.sync import blob_path

Document = star.FactDocument


class SharedWarehouse:
    """Reads the shared store."""

    def __init__(self, store: Store, blob_folder: Path) -> None:
        self._store = store
        self._blob_folder = blob_folder

    def search(self, query: SearchQuery) -> SearchPage:
        """Papers in which every word stands, newest first; marks, case and order do not matter."""
        words = fold(query.words).split()
        start = int(query.after) if query.after.isdigit() else 0
        with self._store.read() as session:
            wanted = _filtered(select(Document), query, words)
            count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            ordered = wanted.order_by(
                (Document.number_folded == fold_number(query.words)).desc(),
                Document.issued.desc().nulls_last(),
                Document.id,
            )
            rows = session.scalars(ordered.offset(start).limit(query.limit)).all()
            hits = tuple(_hit(session, row, words) for row in rows)
        following = start + len(hits)
        return SearchPage(hits, count, str(following) if following < count else "")

    def reuse(self, person_id: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
        """For each component of the procedure: what the store holds."""
        with self._store.read() as session:
            return reuse.answers(session, person_id, procedure, day)

    def procedures(self, day: dt.date) -> tuple[Procedure, ...]:
        """The catalogue on that day."""
        return catalogue.procedures(day)

    def due(self, procedure: str, received_at: dt.datetime) -> dt.date:
        """The day on which the result is due."""
        day = received_at.date()
        return due_day(received_at, catalogue.procedure(procedure, day).working_days)

    def blob_path(self, sha256: str) -> Path:
        """Where the stored file lies."""
        return blob_path(self._blob_folder, sha256)


def _filtered(base: Select[tuple[Document]], query: SearchQuery, words: list[str]) -> Select[tuple[Document]]:
    number = fold_number(query.words)
    wanted = base
    if words:
        every = Document.folded.contains(f" {words[0]}")
        for word in words[1:]:
            every = every & Document.folded.contains(f" {word}")
        if len(number) >= 4:
            # A part of a number: the end of a dossier code, the last digits of an identity number.
            every = every | Document.number_folded.contains(number) | Document.folded.contains(f"{number.lower()} ")
        wanted = wanted.where(every)
    if query.type:
        wanted = wanted.where(Document.type == query.type)
    if query.parcel:
        wanted = wanted.where(Document.parcel == query.parcel)
    if query.date_from:
        wanted = wanted.where(Document.issued >= query.date_from)
    if query.date_to:
        wanted = wanted.where(Document.issued <= query.date_to)
    if query.person:
        owner = star.DocumentOwner
        same = (owner.unit == Document.unit) & (owner.document_id == Document.id)
        wanted = wanted.where(select(owner.document_id).where(same, owner.person_id.endswith(query.person)).exists())
    return wanted


def _hit(session: Session, row: Document, words: list[str]) -> SearchHit:
    owner = session.scalars(
        select(star.DocumentOwner)
        .where(star.DocumentOwner.unit == row.unit, star.DocumentOwner.document_id == row.id)
        .order_by(star.DocumentOwner.ordinal)
    ).first()
    line, share = _best_line(session, row, words)
    box = json.loads(line.box_json) if line is not None and line.box_json else None
    return SearchHit(
        document=row.id,
        dossier=row.dossier_code,
        type=row.type,
        title=row.title,
        number=row.number,
        date=row.issued,
        agency=row.agency,
        person=owner.name if owner else "",
        page=line.page if line is not None else None,
        box=(box[0], box[1], box[2], box[3]) if box else None,
        line=line.text if line is not None else row.summary,
        score=round(share, 3),
        file=row.blob_sha256,
        signature=SignatureState(row.signature),
    )


def _best_line(session: Session, row: Document, words: list[str]) -> tuple[star.TextLine | None, float]:
    """The line that holds most of the words, and which share of them."""
    table = star.TextLine
    lines = session.scalars(
        select(table).where(table.unit == row.unit, table.document_id == row.id).order_by(table.page, table.line)
    ).all()
    best: star.TextLine | None = None
    most = 0
    for line in lines:
        found = sum(f" {word}" in line.folded for word in words)
        if found > most:
            best, most = line, found
    return best, most / len(words) if words else 1.0
