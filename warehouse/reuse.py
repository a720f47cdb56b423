"""Which components of a procedure the store already holds for a person, and why or why not.

A paper may be used again when it belongs to the person, is of a kind that satisfies the component, is in
force on the day and is the newest of its kind (TT 01/2023/TT-VPCP Điều 4 and 9).
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse import catalogue
from warehouse.models import star
from warehouse.records import Answer, Component, PaperRef, ReuseAnswer, SignatureState

_LAW = "TT 01/2023/TT-VPCP"
_SUPERSEDED_BY_NEWER = frozenset({"giay_chung_nhan_qsdd", "can_cuoc", "giay_chung_nhan_ho_kinh_doanh"})
"""Kinds of which a person's newer paper takes the older one's place (for land: of the same parcel)."""


def answers(session: Session, person_id: str, procedure: str, day: dt.date) -> tuple[ReuseAnswer, ...]:
    """One answer per component, in catalogue order; ``ProcedureUnknown``."""
    papers = _papers_of(session, person_id)
    return tuple(_answer(component, papers, day) for component in catalogue.components(procedure, day))


def _papers_of(session: Session, person_id: str) -> list[tuple[star.FactDocument, PaperRef]]:
    owner, document = star.DocumentOwner, star.FactDocument
    query = (
        select(document)
        .join(owner, (owner.unit == document.unit) & (owner.document_id == document.id))
        .where(owner.person_id == person_id)
        .order_by(document.issued.desc().nulls_last(), document.released_at.desc())
        .distinct()
    )
    return [(row, paper_ref(row)) for row in session.scalars(query)]


def paper_ref(row: star.FactDocument) -> PaperRef:
    """What an answer says of a stored paper."""
    return PaperRef(
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
        file=row.blob_sha256,
    )


def _answer(
    component: Component, papers: Sequence[tuple[star.FactDocument, PaperRef]], day: dt.date
) -> ReuseAnswer:
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
    fitting = [(row, paper) for row, paper in papers if row.type in component.types]
    if not fitting:
        return ReuseAnswer(component, Answer.TO_BRING, "not-in-store", (), None, component.source)
    judged = [_judge(component, row, paper, fitting, day) for row, paper in fitting]
    return min(judged, key=lambda item: _PREFERENCE[item.answer])


_PREFERENCE = {
    Answer.IN_STORE: 0,
    Answer.NOT_YET_VALID: 1,
    Answer.EXPIRED: 2,
    Answer.SUPERSEDED: 3,
    Answer.NOT_USABLE: 4,
}


def _judge(
    component: Component,
    row: star.FactDocument,
    paper: PaperRef,
    fitting: Sequence[tuple[star.FactDocument, PaperRef]],
    day: dt.date,
) -> ReuseAnswer:
    if component.scope == "dossier":
        return ReuseAnswer(component, Answer.NOT_USABLE, "of-another-matter", (row.dossier_code,), paper, _LAW)
    if paper.signature is SignatureState.INVALID or row.approval == "refused":
        return ReuseAnswer(component, Answer.NOT_USABLE, "signature-invalid", (), paper, _LAW)
    if row.valid_from and row.valid_from > day:
        return ReuseAnswer(component, Answer.NOT_YET_VALID, "valid-from", (_said(row.valid_from),), paper, _LAW)
    if row.valid_until and row.valid_until < day:
        return ReuseAnswer(component, Answer.EXPIRED, "expired-on", (_said(row.valid_until),), paper, _LAW)
    newer = _newer(row, fitting)
    if newer is not None:
        return ReuseAnswer(component, Answer.SUPERSEDED, "superseded-by", (newer.number,), paper, _LAW)
    if paper.signature is SignatureState.VALID:
        return ReuseAnswer(component, Answer.IN_STORE, "signed-copy", (), paper, f"{_LAW} Điều 4")
    # Why still in store: the paper is known and checked by a clerk, but without a signature the law gives the copy
    # only the value of a reference (Điều 8), so the officer compares the original when it is handed over.
    return ReuseAnswer(component, Answer.IN_STORE, "unsigned-copy", (), paper, f"{_LAW} Điều 8")


def _newer(
    row: star.FactDocument, fitting: Sequence[tuple[star.FactDocument, PaperRef]]
) -> star.FactDocument | None:
    if row.type not in _SUPERSEDED_BY_NEWER or row.issued is None:
        return None
    for other, _paper in fitting:
        same_thing = other.type == row.type and (other.parcel == row.parcel or not row.parcel)
        if same_thing and other.issued and other.issued > row.issued:
            return other
    return None


def _said(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")
