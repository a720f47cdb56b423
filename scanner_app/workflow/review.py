"""Rules of confirming: pure functions that take a record and give a new record and its log entry."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.values import canonical, parse_value
from scanner_app.errors import RuleRefused
from warehouse.records import DocumentRow, DocumentState, FieldRow, FieldState, WorkEvent

UNRESOLVED = frozenset({FieldState.TO_CONFIRM, FieldState.INVALID, FieldState.MISMATCH})


def is_unresolved(field: FieldRow) -> bool:
    """Whether a person still has to look at the value."""
    return field.state in UNRESOLVED


def confirm(field: FieldRow, text: str, kind: str, by: str, at: dt.datetime) -> tuple[FieldRow, WorkEvent]:
    """The field with a person's value. ``text`` is as typed; ``kind`` is that of the field's definition.

    Raises:
        RuleRefused: ``value-invalid`` with the reason when the text is no value of that kind.
    """
    try:
        value = canonical(parse_value(kind, text))
    except ValueInvalid as error:
        raise RuleRefused("value-invalid", *error.args) from error
    changed = value != field.value
    confirmed = dataclasses.replace(
        field,
        value=value,
        state=FieldState.CONFIRMED,
        by=by,
        at=at,
        source="typed" if changed else field.source,
    )
    kind_of_event = "field-corrected" if changed else "field-confirmed"
    return confirmed, WorkEvent(kind_of_event, field.document_id, by, at, (("field", field.name),))


def mark_absent(field: FieldRow, by: str, at: dt.datetime) -> tuple[FieldRow, WorkEvent]:
    """The field marked as not on the paper."""
    absent = dataclasses.replace(field, value=None, state=FieldState.ABSENT, by=by, at=at)
    return absent, WorkEvent("field-absent", field.document_id, by, at, (("field", field.name),))


def open_documents(documents: Sequence[DocumentRow]) -> tuple[DocumentRow, ...]:
    """Documents that are still before release."""
    closed = (DocumentState.RELEASED, DocumentState.SYNCED, DocumentState.REMOVED)
    return tuple(document for document in documents if document.state not in closed)


def unresolved(documents: Sequence[DocumentRow]) -> tuple[tuple[str, str], ...]:
    """``(document id, field name)`` of every value that a person still has to look at, in order."""
    return tuple(
        (document.id, field.name)
        for document in open_documents(documents)
        for field in document.fields
        if is_unresolved(field)
    )


def next_unresolved(documents: Sequence[DocumentRow], after: tuple[str, str] | None) -> tuple[str, str] | None:
    """The next value to look at behind ``after``, going round once; None when nothing is left."""
    every = [(document.id, field.name) for document in open_documents(documents) for field in document.fields]
    waiting = set(unresolved(documents))
    start = every.index(after) + 1 if after in every else 0
    return next((key for key in every[start:] + every[:start] if key in waiting), None)
