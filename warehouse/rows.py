"""Records to table rows and back; the only place that knows both forms."""

import dataclasses
import datetime as dt
import json
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from warehouse.records import (
    Answer,
    ApprovalState,
    Component,
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
    PaperRef,
    SignatureState,
)

# Any below: a database row's and JSON's values have no static type.
AnyRow = Row[Any]


def dossier_values(record: DossierRow) -> dict[str, Any]:
    """Columns of a dossier."""
    return {name: getattr(record, name) for name in _names(DossierRow)}


def dossier_record(row: AnyRow) -> DossierRow:
    """The record of a dossier's row."""
    values = {name: getattr(row, name) for name in _names(DossierRow)}
    values["state"] = DossierState(row.state)
    return DossierRow(**values)


def page_values(record: PageRow) -> dict[str, Any]:
    """Columns of a page."""
    return {name: getattr(record, name) for name in _names(PageRow)}


def page_record(row: AnyRow) -> PageRow:
    """The record of a page's row."""
    values = {name: getattr(row, name) for name in _names(PageRow)}
    values["state"] = PageState(row.state)
    return PageRow(**values)


def document_values(record: DocumentRow) -> dict[str, Any]:
    """Columns of a document, without its fields."""
    values = {name: getattr(record, name) for name in _names(DocumentRow) if name != "fields"}
    values["page_ids"] = json.dumps(record.page_ids)
    values["reasons"] = _text(record.reasons)
    values["owners"] = _text([[owner.id, owner.name, owner.role] for owner in record.owners])
    return values


def document_record(row: AnyRow, fields: tuple[FieldRow, ...]) -> DocumentRow:
    """The record of a document's row with its fields."""
    values = {name: getattr(row, name) for name in _names(DocumentRow) if name != "fields"}
    values["page_ids"] = tuple(json.loads(row.page_ids))
    values["reasons"] = tuple(json.loads(row.reasons))
    values["owners"] = tuple(Owner(*item) for item in json.loads(row.owners))
    values["state"] = DocumentState(row.state)
    values["signature"] = SignatureState(row.signature)
    values["approval"] = ApprovalState(row.approval)
    return DocumentRow(**values, fields=fields)


def field_values(record: FieldRow, position: int) -> dict[str, Any]:
    """Columns of a field."""
    values = {name: getattr(record, name) for name in _names(FieldRow)}
    values["box"] = json.dumps(record.box) if record.box else None
    for name in ("reasons", "candidates", "others"):
        values[name] = _text(getattr(record, name))
    return values | {"position": position}


def field_record(row: AnyRow) -> FieldRow:
    """The record of a field's row."""
    values = {name: getattr(row, name) for name in _names(FieldRow)}
    values["box"] = tuple(json.loads(row.box)) if row.box else None
    for name in ("reasons", "candidates", "others"):
        values[name] = tuple(json.loads(getattr(row, name)))
    values["state"] = FieldState(row.state)
    return FieldRow(**values)


def component_values(record: ComponentState, position: int) -> dict[str, Any]:
    """Columns of a component's state; the definition stays as it was when the dossier was opened."""
    body = dataclasses.asdict(record)
    return {
        "dossier_code": record.dossier_code,
        "code": record.component.code,
        "position": position,
        "answer": record.answer,
        "reason": record.reason,
        "document_id": record.document_id,
        "body": json.dumps(body, ensure_ascii=False, default=_plain),
    }


def component_record(row: AnyRow) -> ComponentState:
    """The record of a component's row."""
    body = json.loads(row.body)
    component = body["component"]
    component["types"] = tuple(component["types"])
    return ComponentState(
        dossier_code=row.dossier_code,
        component=Component(**component),
        answer=Answer(row.answer),
        reason=row.reason,
        reason_data=tuple(body["reason_data"]),
        document_id=row.document_id,
        paper=_paper(body["paper"]),
        source=body["source"],
    )


def _paper(raw: dict[str, Any] | None) -> PaperRef | None:
    if raw is None:
        return None
    return PaperRef(
        **raw
        | {
            "issued": day(raw["issued"]),
            "valid_until": day(raw["valid_until"]),
            "signature": SignatureState(raw["signature"]),
        }
    )


@lru_cache(maxsize=4096)
def day(text: str | None) -> dt.date | None:
    """A date out of JSON."""
    return dt.date.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def moment(text: str | None) -> dt.datetime | None:
    """A moment out of JSON."""
    return dt.datetime.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def moment_text(text: str | None) -> str | None:
    """A moment out of JSON as every database reads it.

    Raises:
        ValueError: it is none.
    """
    return dt.datetime.fromisoformat(text).isoformat() if text else None


def _plain(value: object) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def canonical_json(body: object) -> str:
    """JSON that is the same for the same content: sorted keys, no blanks."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _text(values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(kind))
