"""What a record must show before it enters the shared store; the rest waits in quarantine with a reason."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from warehouse import rows
from warehouse.records import Answer, ApprovalState, DossierState, LoadRefusal, SignatureState

# Any below: a record is parsed JSON until it has passed the gates.
Body = Mapping[str, Any]

REQUIRED = ("id", "type", "title", "summary", "code", "scope")
"""TT 01/2023/TT-VPCP Điều 9 and 10: what every paper shows beside its owner's number."""


def refusal_of(kind: str, key: str, body: Body) -> LoadRefusal | None:
    """Why the record may not be loaded, or None. Looks at the record alone: who holds it ready may ask early."""
    gate = _GATES.get(kind)
    if gate is None:
        return LoadRefusal(key, "kind-unknown", (kind,))
    try:
        found = gate(body)
    except FORM_ERRORS as error:
        return form_refusal(key, error)
    return LoadRefusal(key, found[0], found[1:]) if found else None


FORM_ERRORS = (KeyError, IndexError, TypeError, ValueError, AttributeError)
"""What a record raises that is not made as records are."""


def form_refusal(key: str, error: Exception) -> LoadRefusal:
    """The refusal of a record that raised one of ``FORM_ERRORS``."""
    return LoadRefusal(key, "record-form", (type(error).__name__,))


def file_refusal(key: str, body: Body, has_blob: Callable[[str], bool]) -> LoadRefusal | None:
    """Why a document that passed may not be loaded now: its file is not there. Asked in the load's transaction."""
    sha256: str = body["document"]["pdf_sha256"]
    return None if has_blob(sha256) else LoadRefusal(key, "file-missing", (sha256[:12],))


def _document(body: Body) -> tuple[str, ...]:
    document = body["document"]
    missing = [name for name in REQUIRED if not document.get(name)]
    if not any(owner[0] for owner in document["owners"]):
        missing.append("owner")
    if missing:
        return ("metadata-missing", missing[0])
    since, until = rows.day(document.get("valid_from")), rows.day(document.get("valid_until"))
    if since and until and until < since:
        return ("validity-reversed", until.isoformat())
    _check_form(body)
    SignatureState(document["signature"])
    ApprovalState(document["approval"])
    if document["approval"] in (ApprovalState.WAITING, ApprovalState.REFUSED):
        return ("not-approved",)
    return _dossier(body)


def _check_form(body: Body) -> None:
    """Raises one of ``FORM_ERRORS`` for what would break the rows of a document: then it alone stays out."""
    document = body["document"]
    rows.day(document.get("issued"))
    rows.moment(document["released_at"])
    if not isinstance(document["pdf_sha256"], str):
        raise TypeError("pdf_sha256")
    for raw in body["fields"]:
        rows.moment(raw[_FIELD_AT])
        len(raw[_FIELD_OTHERS])


_FIELD_AT, _FIELD_OTHERS = 10, 11
"""Places in a value's row, as :func:`warehouse.outbox.document_body` writes them."""


def _dossier(body: Body) -> tuple[str, ...]:
    dossier = body["dossier"]
    for name in ("code", "unit", "station"):
        if not dossier[name]:
            return ("metadata-missing", name)
    DossierState(dossier["state"])
    dt.datetime.fromisoformat(dossier["received_at"])
    for name in ("due", "due_766", "settled_on", "returned_on"):
        rows.day(dossier.get(name))
    return ()


def _reuse(body: Body) -> tuple[str, ...]:
    decision = body["reuse"]
    Answer(decision["answer"])
    if not decision["by"]:
        return ("metadata-missing", "by")
    return _dossier(body)


def _tombstone(body: Body) -> tuple[str, ...]:
    stone = body["tombstone"]
    for name in ("id", "by", "reason"):
        if not stone[name]:
            return ("metadata-missing", name)
    dt.datetime.fromisoformat(stone["at"])
    return _dossier(body)


_GATES = {"document": _document, "dossier": _dossier, "reuse": _reuse, "tombstone": _tombstone}
