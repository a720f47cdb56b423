"""The workstation's store: dossiers, pages, documents, fields, their log and the outbox."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from warehouse.errors import RecordExists, RecordUnknown, TransitionRefused
from warehouse.models import work as tables
from warehouse.packing import component_from_json, component_to_json, paper_from_json, paper_to_json
from warehouse.records import (
    Answer,
    ApprovalState,
    ComponentState,
    DocumentRow,
    DocumentState,
    DossierRow,
    DossierState,
    FieldRow,
    FieldState,
    Owner,
    PageRow,
    PageState,
    ReuseDecision,
    SignatureState,
    WorkEvent,
)
from warehouse.session import Store

PERSON_STATES = frozenset({FieldState.CONFIRMED, FieldState.ABSENT, FieldState.MISMATCH})
"""States that a person said; no machine value ever replaces one."""

_FINAL = (DocumentState.RELEASED.value, DocumentState.SYNCED.value)
_ORDER = {DocumentState.READ: 0, DocumentState.VERIFIED: 1, DocumentState.RELEASED: 2, DocumentState.SYNCED: 3}


class Workbench:
    """The work store of one station; every method is one short transaction."""

    def __init__(self, store: Store, *, unit: str, station: str) -> None:
        self._store = store
        self._unit = unit
        self._station = station

    # --- dossiers ------------------------------------------------------------------------------------

    def add_dossier(self, dossier: DossierRow, components: Sequence[ComponentState], event: WorkEvent) -> None:
        """Opens a dossier; ``RecordExists`` when its code is taken."""
        with self._store.write() as session:
            if session.get(tables.Dossier, dossier.code) is not None:
                raise RecordExists("dossier", dossier.code)
            session.add(tables.Dossier(**_dossier_columns(dossier)))
            session.flush()
            for ordinal, state in enumerate(components, 1):
                session.add(_component_table(state, ordinal))
            _log(session, event)
            _post(session, "dossier", dossier.code, _dossier_record(dossier))

    def dossier(self, code: str) -> DossierRow:
        """The dossier; ``RecordUnknown`` when there is none."""
        with self._store.read() as session:
            return _dossier_row(_get(session, tables.Dossier, "dossier", code))

    def dossiers(self, limit: int = 200) -> tuple[DossierRow, ...]:
        """The latest dossiers, newest first."""
        with self._store.read() as session:
            query = select(tables.Dossier).order_by(tables.Dossier.received_at.desc()).limit(limit)
            return tuple(_dossier_row(row) for row in session.scalars(query))

    def save_dossier(self, dossier: DossierRow, event: WorkEvent) -> None:
        """Changes a dossier's own columns."""
        with self._store.write() as session:
            row = _get(session, tables.Dossier, "dossier", dossier.code)
            for name, value in _dossier_columns(dossier).items():
                setattr(row, name, value)
            _log(session, event)
            _post(session, "dossier", dossier.code, _dossier_record(dossier))

    def components(self, dossier_code: str) -> tuple[ComponentState, ...]:
        """The required components with their answers, in catalogue order."""
        table = tables.DossierComponent
        with self._store.read() as session:
            query = select(table).where(table.dossier_code == dossier_code).order_by(table.ordinal)
            return tuple(_component_state(row) for row in session.scalars(query))

    def decide_reuse(self, decision: ReuseDecision, event: WorkEvent) -> None:
        """Records a decision on one component; deciding again replaces it."""
        table = tables.DossierComponent
        with self._store.write() as session:
            row = session.scalars(
                select(table).where(
                    table.dossier_code == decision.dossier_code, table.component_code == decision.component_code
                )
            ).first()
            if row is None:
                raise RecordUnknown("component", f"{decision.dossier_code}/{decision.component_code}")
            row.answer, row.reason = decision.answer.value, decision.reason
            row.document_id = decision.document_id
            _log(session, event)
            record = dataclasses.asdict(decision) | {"at": decision.at.isoformat(), "unit": self._unit}
            _post(session, "reuse", f"{decision.dossier_code}/{decision.component_code}", record)

    def next_ordinal(self, unit: str, day: dt.date) -> int:
        """The next number of that unit and day; a number is never given twice."""
        name = f"{unit}/{self._station}/{day.isoformat()}"
        with self._store.write() as session:
            row = session.get(tables.Counter, name)
            if row is None:
                row = tables.Counter(name=name, value=0)
                session.add(row)
            row.value += 1
            return row.value

    # --- pages ---------------------------------------------------------------------------------------

    def add_page(self, page: PageRow, event: WorkEvent) -> PageRow:
        """Adds a page at the end (``ordinal`` 0) or at its ordinal; idempotent by ``id``."""
        with self._store.write() as session:
            known = session.get(tables.Page, page.id)
            if known is not None:
                return _page_row(known)
            _get(session, tables.Dossier, "dossier", page.dossier_code)
            last = session.scalar(
                select(func.max(tables.Page.ordinal)).where(tables.Page.dossier_code == page.dossier_code)
            )
            ordinal = page.ordinal or (last or 0) + 1
            placed = dataclasses.replace(page, ordinal=ordinal)
            session.add(tables.Page(**_page_columns(placed)))
            _log(session, event)
            return placed

    def pages(self, dossier_code: str, *, removed: bool = False) -> tuple[PageRow, ...]:
        """Pages in order; with ``removed`` those that were hidden too."""
        table = tables.Page
        query = select(table).where(table.dossier_code == dossier_code).order_by(table.ordinal)
        if not removed:
            query = query.where(table.state != PageState.REMOVED.value)
        with self._store.read() as session:
            return tuple(_page_row(row) for row in session.scalars(query))

    def page(self, page_id: str) -> PageRow:
        """One page."""
        with self._store.read() as session:
            return _page_row(_get(session, tables.Page, "page", page_id))

    def save_reading(self, page_id: str, state: PageState, *, blank: bool, text: str, reading_json: str) -> None:
        """Keeps what was read from a page; a page that was removed meanwhile stays removed."""
        with self._store.write() as session:
            row = _get(session, tables.Page, "page", page_id)
            if row.state != PageState.REMOVED.value:
                row.state = state.value
            row.blank, row.text, row.reading_json = blank, text, reading_json

    def set_pages_state(self, page_ids: Sequence[str], state: PageState, event: WorkEvent) -> None:
        """Hides pages or brings them back."""
        with self._store.write() as session:
            for page_id in page_ids:
                row = _get(session, tables.Page, "page", page_id)
                back = PageState.READ if row.reading_json else PageState.SCANNED
                row.state = (state if state is PageState.REMOVED else back).value
            _log(session, event)

    # --- documents and fields ------------------------------------------------------------------------

    def save_documents(
        self, dossier_code: str, documents: Sequence[DocumentRow], event: WorkEvent
    ) -> tuple[DocumentRow, ...]:
        """Replaces the unreleased documents; a person's values survive on the same type and pages."""
        table = tables.Document
        with self._store.write() as session:
            query = select(table).where(table.dossier_code == dossier_code, table.state.not_in(_FINAL))
            old = [_document_row(session, row) for row in session.scalars(query)]
            merged = [_with_persons_values(document, old) for document in documents]
            for row in old:
                session.execute(delete(tables.Field).where(tables.Field.document_id == row.id))
                session.execute(delete(table).where(table.id == row.id))
            session.flush()
            for document in merged:
                _add_document(session, document)
            _log(session, event)
        return self.documents(dossier_code)

    def documents(self, dossier_code: str) -> tuple[DocumentRow, ...]:
        """Documents in order, with their fields."""
        table = tables.Document
        with self._store.read() as session:
            query = select(table).where(table.dossier_code == dossier_code).order_by(table.ordinal)
            return tuple(_document_row(session, row) for row in session.scalars(query))

    def document(self, document_id: str) -> DocumentRow:
        """One document with its fields."""
        with self._store.read() as session:
            return _document_row(session, _get(session, tables.Document, "document", document_id))

    def save_document(self, document: DocumentRow, event: WorkEvent) -> None:
        """Changes a document's own columns (not its fields); a released paper does not go back."""
        with self._store.write() as session:
            row = _get(session, tables.Document, "document", document.id)
            _move(row, document.state)
            _fill_document(row, document)
            _log(session, event)

    def save_field(self, field: FieldRow, event: WorkEvent) -> None:
        """Writes one value; a machine's value never replaces a person's."""
        with self._store.write() as session:
            document = _get(session, tables.Document, "document", field.document_id)
            if document.state in _FINAL:
                raise TransitionRefused("document", document.id, document.state, "edit")
            row = session.get(tables.Field, (field.document_id, field.name))
            if row is None:
                last = session.scalar(
                    select(func.max(tables.Field.ordinal)).where(tables.Field.document_id == field.document_id)
                )
                session.add(tables.Field(**_field_columns(field, (last or 0) + 1)))
            elif FieldState(row.state) in PERSON_STATES and field.state not in PERSON_STATES:
                return
            else:
                for name, value in _field_columns(field, row.ordinal).items():
                    setattr(row, name, value)
            _log(session, event)

    def release(self, documents: Sequence[DocumentRow], event: WorkEvent) -> None:
        """Marks documents as released and writes their records to the outbox, all in one transaction."""
        with self._store.write() as session:
            for document in documents:
                row = _get(session, tables.Document, "document", document.id)
                if row.state in _FINAL:
                    continue
                _move(row, DocumentState.RELEASED)
                _fill_document(row, document)
                row.state = DocumentState.RELEASED.value
                record = _document_record(session, document, self._unit, self._station)
                _post(session, "document", document.id, record)
            _log(session, event)

    def events(self, subject: str) -> tuple[WorkEvent, ...]:
        """The log of one subject, oldest first."""
        with self._store.read() as session:
            query = select(tables.Event).where(tables.Event.subject == subject).order_by(tables.Event.seq)
            return tuple(_event_row(row) for row in session.scalars(query))

    def broken_link(self) -> int | None:
        """The first entry of the log whose hash does not follow from the one before it; None when all do."""
        previous = ""
        with self._store.read() as session:
            for row in session.scalars(select(tables.Event).order_by(tables.Event.seq)):
                if row.hash != _chained(previous, _event_row(row)):
                    return row.seq
                previous = row.hash
        return None


def _get(session: Session, table: Any, kind: str, key: str) -> Any:
    row = session.get(table, key)
    if row is None:
        raise RecordUnknown(kind, key)
    return row


def _move(row: tables.Document, state: DocumentState) -> None:
    if row.state in _FINAL and _ORDER.get(state, 0) < _ORDER[DocumentState(row.state)]:
        raise TransitionRefused("document", row.id, row.state, state.value)


def _log(session: Session, event: WorkEvent) -> None:
    previous = session.scalar(select(tables.Event.hash).order_by(tables.Event.seq.desc()).limit(1)) or ""
    session.add(
        tables.Event(
            kind=event.kind,
            subject=event.subject,
            by=event.by,
            at=event.at,
            detail_json=json.dumps(event.detail, ensure_ascii=False),
            hash=_chained(previous, event),
        )
    )
    session.flush()


def _chained(previous: str, event: WorkEvent) -> str:
    """SHA-256 over the hash before and the entry in one fixed JSON form."""
    body = [event.kind, event.subject, event.by, event.at.astimezone(dt.UTC).isoformat(), list(map(list, event.detail))]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _event_row(row: tables.Event) -> WorkEvent:
    detail = tuple((str(key), str(value)) for key, value in json.loads(row.detail_json))
    return WorkEvent(row.kind, row.subject, row.by, row.at, detail)


def _post(session: Session, kind: str, key: str, record: dict[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, default=str)
    session.add(tables.Outbox(kind=kind, key=key, record_json=text))


def _dossier_columns(row: DossierRow) -> dict[str, Any]:
    return dataclasses.asdict(row) | {"state": row.state.value}


def _dossier_record(row: DossierRow) -> dict[str, Any]:
    received = row.received_at.astimezone(dt.UTC).isoformat()
    return dataclasses.asdict(row) | {"state": row.state.value, "received_at": received}


def _dossier_row(row: tables.Dossier) -> DossierRow:
    values = {item.name: getattr(row, item.name) for item in dataclasses.fields(DossierRow)}
    return DossierRow(**(values | {"state": DossierState(row.state)}))


def _component_table(state: ComponentState, ordinal: int) -> tables.DossierComponent:
    return tables.DossierComponent(
        dossier_code=state.dossier_code,
        ordinal=ordinal,
        component_json=component_to_json(state.component),
        component_code=state.component.code,
        answer=state.answer.value,
        reason=state.reason,
        reason_data_json=json.dumps(state.reason_data, ensure_ascii=False),
        document_id=state.document_id,
        paper_json=paper_to_json(state.paper) if state.paper else None,
        source=state.source,
    )


def _component_state(row: tables.DossierComponent) -> ComponentState:
    return ComponentState(
        dossier_code=row.dossier_code,
        component=component_from_json(row.component_json),
        answer=Answer(row.answer),
        reason=row.reason,
        reason_data=tuple(json.loads(row.reason_data_json)),
        document_id=row.document_id,
        paper=paper_from_json(row.paper_json) if row.paper_json else None,
        source=row.source,
    )


def _page_columns(row: PageRow) -> dict[str, Any]:
    return dataclasses.asdict(row) | {"state": row.state.value}


def _page_row(row: tables.Page) -> PageRow:
    values = {item.name: getattr(row, item.name) for item in dataclasses.fields(PageRow)}
    return PageRow(**(values | {"state": PageState(row.state)}))


_BODY = (
    "reasons title number issued agency summary owners valid_from valid_until scope parcel code pdf_path pdf_sha256 "
    "pdf_size signature approval approved_by released_at version"
).split()
_DAYS = ("issued", "valid_from", "valid_until")


def _fill_document(row: tables.Document, document: DocumentRow) -> None:
    row.dossier_code, row.ordinal = document.dossier_code, document.ordinal
    row.type, row.confidence = document.type, document.confidence
    row.page_ids_json = json.dumps(document.page_ids)
    row.state = document.state.value
    whole = dataclasses.asdict(dataclasses.replace(document, fields=()))
    body = {name: whole[name] for name in _BODY}
    row.body_json = json.dumps(body, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)


def _add_document(session: Session, document: DocumentRow) -> None:
    row = tables.Document(id=document.id)
    _fill_document(row, document)
    session.add(row)
    session.flush()
    for ordinal, field in enumerate(document.fields, 1):
        session.add(tables.Field(**_field_columns(field, ordinal)))


def _document_row(session: Session, row: tables.Document) -> DocumentRow:
    query = select(tables.Field).where(tables.Field.document_id == row.id).order_by(tables.Field.ordinal)
    body: dict[str, Any] = json.loads(row.body_json)
    for name in _DAYS:
        body[name] = dt.date.fromisoformat(body[name]) if body[name] else None
    body["released_at"] = dt.datetime.fromisoformat(body["released_at"]) if body["released_at"] else None
    body["reasons"] = tuple(body["reasons"])
    body["owners"] = tuple(Owner(**owner) for owner in body["owners"])
    body["signature"] = SignatureState(body["signature"])
    body["approval"] = ApprovalState(body["approval"])
    return DocumentRow(
        id=row.id,
        dossier_code=row.dossier_code,
        ordinal=row.ordinal,
        type=row.type,
        confidence=row.confidence,
        page_ids=tuple(json.loads(row.page_ids_json)),
        fields=tuple(_field_row(field) for field in session.scalars(query)),
        state=DocumentState(row.state),
        **body,
    )


def _field_columns(field: FieldRow, ordinal: int) -> dict[str, Any]:
    lists = {"reasons": field.reasons, "candidates": field.candidates, "others": field.others}
    return {
        "document_id": field.document_id,
        "name": field.name,
        "ordinal": ordinal,
        "value": field.value,
        "raw": field.raw,
        "confidence": field.confidence,
        "page_id": field.page_id,
        "box_json": json.dumps(field.box) if field.box else None,
        "state": field.state.value,
        "source": field.source,
        "engine": field.engine,
        "lists_json": json.dumps(lists, ensure_ascii=False),
        "by": field.by,
        "at": field.at,
    }


def _field_row(row: tables.Field) -> FieldRow:
    lists: dict[str, list[str]] = json.loads(row.lists_json)
    box = json.loads(row.box_json) if row.box_json else None
    return FieldRow(
        document_id=row.document_id,
        name=row.name,
        value=row.value,
        raw=row.raw,
        confidence=row.confidence,
        page_id=row.page_id,
        box=(box[0], box[1], box[2], box[3]) if box else None,
        state=FieldState(row.state),
        source=row.source,
        engine=row.engine,
        reasons=tuple(lists["reasons"]),
        candidates=tuple(lists["candidates"]),
        others=tuple(lists["others"]),
        by=row.by,
        at=row.at,
    )


def _with_persons_values(document: DocumentRow, old: Sequence[DocumentRow]) -> DocumentRow:
    """The new document under the key and with the confirmed values of the one it replaces."""
    same = next((row for row in old if row.type == document.type and row.page_ids == document.page_ids), None)
    if same is None:
        return document
    said = {field.name: field for field in same.fields if field.state in PERSON_STATES}
    fresh = [said.pop(field.name, None) or dataclasses.replace(field, document_id=same.id) for field in document.fields]
    return dataclasses.replace(document, id=same.id, state=same.state, fields=(*fresh, *said.values()))


def _document_record(session: Session, document: DocumentRow, unit: str, station: str) -> dict[str, Any]:
    """Everything that the shared store keeps of a paper, as plain JSON values."""
    dossier = _get(session, tables.Dossier, "dossier", document.dossier_code)
    record: dict[str, Any] = json.loads(
        json.dumps(dataclasses.asdict(document), ensure_ascii=False, default=_plain)
    )
    record["unit"], record["station"] = unit, station
    record["dossier"] = _dossier_record(_dossier_row(dossier))
    record["lines"] = [
        [number, *line]
        for number, page_id in enumerate(document.page_ids, 1)
        for line in _lines_of(_get(session, tables.Page, "page", page_id))
    ]
    return record


def _lines_of(page: tables.Page) -> list[list[Any]]:
    if not page.reading_json:
        return []
    reading = json.loads(page.reading_json)
    return [[line["text"], line.get("box")] for line in reading.get("lines", [])]
