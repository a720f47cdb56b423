"""What a record must show before it enters the shared store; the rest waits in quarantine with a reason."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from warehouse.records import Answer, ApprovalState, DossierState, LoadRefusal, SignatureState

# Any below: a record is parsed JSON until it has passed the gates.
Body = Mapping[str, Any]

REQUIRED = ("id", "type", "title", "summary", "code", "scope")
"""TT 01/2023/TT-VPCP Điều 9 and 10: what every paper shows beside its owner's number."""

_DATES = ("issued", "valid_from", "valid_until")


def refusal_of(kind: str, key: str, body: Body, has_blob: Callable[[str], bool]) -> LoadRefusal | None:
    """Why the record may not be loaded, or None."""
    gate = _GATES.get(kind)
    if gate is None:
        return LoadRefusal(key, "kind-unknown", (kind,))
    try:
        found = gate(body, has_blob)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return LoadRefusal(key, "record-form", (type(error).__name__,))
    return LoadRefusal(key, found[0], found[1:]) if found else None


def _document(body: Body, has_blob: Callable[[str], bool]) -> tuple[str, ...]:
    document = body["document"]
    missing = [name for name in REQUIRED if not document.get(name)]
    if not any(owner[0] for owner in document["owners"]):
        missing.append("owner")
    if missing:
        return ("metadata-missing", missing[0])
    days = {name: dt.date.fromisoformat(document[name]) for name in _DATES if document.get(name)}
    if days.get("valid_until", dt.date.max) < days.get("valid_from", dt.date.min):
        return ("validity-reversed", days["valid_until"].isoformat())
    SignatureState(document["signature"])
    ApprovalState(document["approval"])
    if document["approval"] in (ApprovalState.WAITING, ApprovalState.REFUSED):
        return ("not-approved",)
    if not has_blob(document["pdf_sha256"]):
        return ("file-missing", document["pdf_sha256"][:12])
    return _dossier(body, has_blob)


def _dossier(body: Body, _has_blob: Callable[[str], bool]) -> tuple[str, ...]:
    dossier = body["dossier"]
    for name in ("code", "unit", "station"):
        if not dossier[name]:
            return ("metadata-missing", name)
    DossierState(dossier["state"])
    dt.datetime.fromisoformat(dossier["received_at"])
    return ()


def _reuse(body: Body, has_blob: Callable[[str], bool]) -> tuple[str, ...]:
    decision = body["reuse"]
    Answer(decision["answer"])
    if not decision["by"]:
        return ("metadata-missing", "by")
    return _dossier(body, has_blob)


def _tombstone(body: Body, has_blob: Callable[[str], bool]) -> tuple[str, ...]:
    stone = body["tombstone"]
    for name in ("id", "by", "reason"):
        if not stone[name]:
            return ("metadata-missing", name)
    dt.datetime.fromisoformat(stone["at"])
    return _dossier(body, has_blob)


_GATES = {"document": _document, "dossier": _dossier, "reuse": _reuse, "tombstone": _tombstone}
