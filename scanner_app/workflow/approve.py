"""Approval between release and the shared store, where the unit wants one: who sees what, and what follows."""

import dataclasses
import hashlib
from collections.abc import Sequence

from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.workflow.context import work_event
from warehouse.records import ApprovalState, DocumentRow, DocumentState, WorkEvent

APPROVED, REFUSED = "document-approved", "document-refused"
_EVERY = 1_000_000
_PARTS = 10_000


def approval_for(document: DocumentRow, *, wanted: bool, share: float) -> ApprovalState:
    """Whether a paper that is released now waits for an approver.

    With a ``share`` below 1 a sample waits: chosen by the paper's identifier, so that nobody can choose it and
    releasing again does not draw anew. What was refused once waits always.
    """
    if not wanted:
        return ApprovalState.NOT_NEEDED
    if document.approval is ApprovalState.REFUSED:
        return ApprovalState.WAITING
    drawn = int.from_bytes(hashlib.sha256(document.id.encode("ascii")).digest()[:4], "big") % _PARTS
    return ApprovalState.WAITING if drawn < share * _PARTS else ApprovalState.NOT_NEEDED


def queue(app: App, dossier: str = "") -> tuple[DocumentRow, ...]:
    """Released papers that wait for an approver, the oldest first."""
    codes = [app.work.dossier(dossier).code] if dossier else [row.code for row in app.work.dossiers(_EVERY)]
    found = [row for code in codes for row in app.work.documents(code) if row.approval is ApprovalState.WAITING]
    return tuple(sorted(found, key=lambda row: (row.released_at.isoformat() if row.released_at else "", row.id)))


def approve(app: App, document: DocumentRow, by: str) -> DocumentRow:
    """Approves a paper: now its record goes to the shared store.

    Raises:
        RuleRefused: ``not-waiting``; ``own-work`` when the approver has confirmed or released it.
    """
    _require_other(app, document, by)
    approved = dataclasses.replace(document, approval=ApprovalState.APPROVED, approved_by=by)
    app.work.release([approved], work_event(app, APPROVED, document.id, by))
    return app.work.document(document.id)


def refuse(app: App, document: DocumentRow, by: str, reason: str) -> DocumentRow:
    """Sends a paper back to the clerk with a reason; nothing of it reaches the shared store.

    Raises:
        RuleRefused: ``refusal-reason`` without one; else as :func:`approve`.
    """
    if not reason.strip():
        raise RuleRefused("refusal-reason")
    _require_other(app, document, by)
    back = dataclasses.replace(
        document,
        state=DocumentState.VERIFIED,
        approval=ApprovalState.REFUSED,
        approved_by="",
        reasons=(reason.strip(),),
    )
    app.work.save_document(back, work_event(app, REFUSED, document.id, by, reason=reason.strip()))
    return app.work.document(document.id)


def last_refusal(events: Sequence[WorkEvent]) -> str:
    """Why a paper was refused the last time; empty when it never was."""
    reasons = [dict(event.detail).get("reason", "") for event in events if event.kind == REFUSED]
    return reasons[-1] if reasons else ""


def _require_other(app: App, document: DocumentRow, by: str) -> None:
    """The second key is another person's (TT 01/2023 Điều 8: who digitizes answers for the copy)."""
    if document.approval is not ApprovalState.WAITING:
        raise RuleRefused("not-waiting", document.code or document.id)
    hands = {field.by for field in document.fields if field.by}
    hands |= {event.by for event in app.work.events(document.dossier_code) if event.kind == "dossier-released"}
    if by in hands:
        raise RuleRefused("own-work", by)
