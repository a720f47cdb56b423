"""Which components of a procedure the store already holds for a person, and why or why not.

A paper may be used again when it belongs to the person, is of a kind that satisfies the component, is in
force on the day and is the newest of its kind (TT 01/2023/TT-VPCP Điều 4 and 9).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from warehouse.models.star import document_owner, fact_document
from warehouse.records import Answer, ApprovalState, Component, PaperRef, ReuseAnswer, SignatureState

_LAW = "TT 01/2023/TT-VPCP"
_SUPERSEDED_BY_NEWER = frozenset({"giay_chung_nhan_qsdd", "can_cuoc", "giay_chung_nhan_ho_kinh_doanh"})
"""Kinds of which a person's newer paper takes the older one's place (for land: of the same parcel)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored paper with what an answer turns on."""

    ref: PaperRef
    valid_from: dt.date | None
    parcel: str
    approval: ApprovalState


def papers_of(connection: Connection, person_id: str) -> tuple[Paper, ...]:
    """Every paper that belongs to the person, the newest first."""
    owned = select(document_owner.c.unit, document_owner.c.document_id).where(document_owner.c.owner_id == person_id)
    own = owned.distinct().subquery()
    query = (
        select(fact_document)
        .join(own, (own.c.unit == fact_document.c.unit) & (own.c.document_id == fact_document.c.id))
        .where(~fact_document.c.is_deleted)
        .order_by(
            fact_document.c.issued.desc().nulls_last(),
            fact_document.c.released_at.desc().nulls_last(),
            fact_document.c.id,
        )
    )
    return tuple(
        Paper(
            ref=PaperRef(
                document_id=row.id,
                dossier_code=row.dossier_code,
                type=row.type,
                title=row.title,
                number=row.number,
                issued=row.issued,
                agency=row.agency,
                valid_until=row.valid_until,
                signature=SignatureState(row.signature),
                approved_by=row.approved_by,
                file=row.pdf_sha256,
            ),
            valid_from=row.valid_from,
            parcel=row.parcel_norm,
            approval=ApprovalState(row.approval),
        )
        for row in connection.execute(query)
    )


def answer(component: Component, papers: Sequence[Paper], day: dt.date) -> ReuseAnswer:
    """What the store says of one component for the person whose papers these are."""
    if component.replaced_by:
        source = component.source or "NĐ 224/2026/NĐ-CP Điều 15"
        if component.copies == "show":
            return ReuseAnswer(component, Answer.TO_SHOW, "shown-only", (component.replaced_by,), None, source)
        return ReuseAnswer(
            component, Answer.REPLACED_BY_DATA, "data-replace-paper", (component.replaced_by,), None, source
        )
    if component.copies == "show":
        return ReuseAnswer(component, Answer.TO_SHOW, "shown-only", (), None, component.source)
    if component.scope == "dossier" and not component.types:
        return ReuseAnswer(component, Answer.TO_BRING, "made-anew", (), None, component.source)
    fitting = [paper for paper in papers if paper.ref.type in component.types]
    if not fitting:
        return ReuseAnswer(component, Answer.TO_BRING, "not-in-store", (), None, component.source)
    judged = [_judge(component, paper, fitting, day) for paper in fitting]
    return min(judged, key=lambda item: _PREFERENCE[item.answer])


_PREFERENCE = {
    Answer.IN_STORE: 0,
    Answer.NOT_YET_VALID: 1,
    Answer.EXPIRED: 2,
    Answer.SUPERSEDED: 3,
    Answer.NOT_USABLE: 4,
}


def _judge(component: Component, paper: Paper, fitting: Sequence[Paper], day: dt.date) -> ReuseAnswer:
    """The policy, in the order in which an officer would ask."""
    ref = paper.ref

    def say(answer: Answer, reason: str, *data: str, clause: str = "") -> ReuseAnswer:
        return ReuseAnswer(component, answer, reason, data, ref, f"{_LAW}{clause}")

    newer = _newer(paper, fitting)
    if component.scope == "dossier":
        return say(Answer.NOT_USABLE, "of-another-matter", ref.dossier_code)
    if ref.signature is SignatureState.INVALID or paper.approval is ApprovalState.REFUSED:
        return say(Answer.NOT_USABLE, "signature-invalid")
    if paper.valid_from and paper.valid_from > day:
        return say(Answer.NOT_YET_VALID, "valid-from", _said(paper.valid_from))
    if ref.valid_until and ref.valid_until < day:
        return say(Answer.EXPIRED, "expired-on", _said(ref.valid_until))
    if newer is not None:
        return say(Answer.SUPERSEDED, "superseded-by", newer.ref.number)
    if ref.signature is SignatureState.VALID:
        return say(Answer.IN_STORE, "signed-copy", clause=" Điều 4")
    if ref.signature is SignatureState.UNKNOWN:
        return say(Answer.IN_STORE, "signature-unknown", clause=" Điều 8")
    # Why still in store: the paper is known and checked by a clerk, but without a signature the law gives the copy
    # only the value of a reference (Điều 8), so the officer compares the original when it is handed over.
    return say(Answer.IN_STORE, "unsigned-copy", clause=" Điều 8")


def _newer(paper: Paper, fitting: Sequence[Paper]) -> Paper | None:
    """A later paper of the same kind about the same thing."""
    issued = paper.ref.issued
    if paper.ref.type not in _SUPERSEDED_BY_NEWER or issued is None:
        return None
    for other in fitting:
        same_thing = other.ref.type == paper.ref.type and (other.parcel == paper.parcel or not paper.parcel)
        if same_thing and other.ref.issued and other.ref.issued > issued:
            return other
    return None


def _said(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")
