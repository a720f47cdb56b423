"""What a change sends to the shared store, written in the transaction of the change itself."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, text

from warehouse.models.work import outbox, package
from warehouse.records import DocumentRow, DossierRow, FieldRow, PageRow, ReuseDecision, WorkEvent
from warehouse.rows import canonical_json


def put(
    connection: Connection, station: str, kind: str, key: str, body: str, *, blob: tuple[str, str] = ("", "")
) -> None:
    """Appends one record. ``blob`` is a file's SHA-256 and its path below the released folder."""
    if connection.dialect.name == "postgresql":
        # Why: sequences commit out of order there; with the lock, order of seq is order of commit.
        connection.execute(text("SELECT pg_advisory_xact_lock(7302102)"))
    connection.execute(
        insert(outbox).values(station=station, kind=kind, key=key, body=body, blob=blob[0], blob_path=blob[1])
    )


def waiting(connection: Connection) -> set[str]:
    """Keys of the records that no package has carried to the shared store yet."""
    unsent = select(package.c.id).where(package.c.acked_at.is_(None))
    query = select(outbox.c.key).where(outbox.c.package.is_(None) | outbox.c.package.in_(unsent))
    return set(connection.execute(query).scalars())


def dossier_body(dossier: DossierRow) -> dict[str, Any]:
    """A dossier's record."""
    return {
        "code": dossier.code,
        "unit": dossier.unit,
        "station": dossier.station,
        "procedure": dossier.procedure,
        "person_id": dossier.person_id,
        "person_name": dossier.person_name,
        "received_at": dossier.received_at.isoformat(),
        "due": _iso(dossier.due),
        "due_766": _iso(dossier.due_766),
        "state": dossier.state.value,
        "officer": dossier.officer,
        "is_demo": dossier.is_demo,
        "settled_on": _iso(dossier.settled_on),
        "returned_on": _iso(dossier.returned_on),
        "supplements": dossier.supplements,
    }


def document_body(document: DocumentRow, dossier: DossierRow, pages: Sequence[PageRow]) -> str:
    """Everything that the shared store keeps of a released document, as canonical JSON."""
    by_id = {page.id: page for page in pages}
    body = {
        "dossier": dossier_body(dossier),
        "document": {
            "id": document.id,
            "ordinal": document.ordinal,
            "type": document.type,
            "confidence": document.confidence,
            "title": document.title,
            "number": document.number,
            "issued": _iso(document.issued),
            "agency": document.agency,
            "summary": document.summary,
            "owners": [[owner.id, owner.name, owner.role] for owner in document.owners],
            "valid_from": _iso(document.valid_from),
            "valid_until": _iso(document.valid_until),
            "scope": document.scope,
            "parcel": document.parcel,
            "code": document.code,
            "pdf_sha256": document.pdf_sha256,
            "pdf_size": document.pdf_size,
            "signature": document.signature.value,
            "approval": document.approval.value,
            "approved_by": document.approved_by,
            "released_at": document.released_at.isoformat() if document.released_at else None,
            "version": document.version,
        },
        "fields": [_field(field) for field in document.fields],
        "pages": [
            {"id": page_id, "lines": lines_of(by_id[page_id].reading_json, by_id[page_id].text)}
            for page_id in document.page_ids
            if page_id in by_id
        ],
    }
    return canonical_json(body)


def reuse_body(decision: ReuseDecision, dossier: DossierRow) -> str:
    """A reuse decision's record."""
    return canonical_json(
        {
            "dossier": dossier_body(dossier),
            "reuse": {
                "dossier_code": decision.dossier_code,
                "component_code": decision.component_code,
                "answer": decision.answer.value,
                "document_id": decision.document_id,
                "reason": decision.reason,
                "by": decision.by,
                "at": decision.at.isoformat(),
            },
        }
    )


def tombstone_body(document: DocumentRow, dossier: DossierRow, event: WorkEvent) -> str:
    """The record that takes a released document back; ``released_at`` says under which month it is counted."""
    return canonical_json(
        {
            "dossier": dossier_body(dossier),
            "tombstone": {
                "id": document.id,
                "released_at": document.released_at.isoformat() if document.released_at else None,
                "at": event.at.isoformat(),
                "by": event.by,
                "reason": dict(event.detail).get("reason", ""),
            },
        }
    )


def lines_of(reading_json: str | None, page_text: str = "") -> list[list[Any]]:
    """``[text, x, y, width, height]`` per line; a page without boxes gives its text alone."""
    raw = json.loads(reading_json) if reading_json else {}
    lines = raw.get("lines", []) if isinstance(raw, dict) else []
    found = [[line["text"], *_box(line.get("box"))] for line in lines if line.get("text")]
    if found:
        return found
    return [[line] for line in page_text.splitlines() if line.strip()]


def _box(raw: object) -> Iterable[int]:
    return [int(value) for value in raw] if isinstance(raw, list) and len(raw) == 4 else []


def _field(field: FieldRow) -> list[Any]:
    """Why a list: a package repeats this for every value, and the names would outweigh the values."""
    return [
        field.name,
        field.value,
        field.raw,
        field.confidence,
        field.page_id,
        list(field.box) if field.box else None,
        field.state.value,
        field.source,
        field.engine,
        field.by,
        field.at.isoformat() if field.at else None,
        list(field.others),
    ]


def _iso(day: Any) -> str | None:  # Any: a date or None
    return day.isoformat() if day else None
