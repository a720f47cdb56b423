"""When a value may pass without a person: what a second source proves and our own papers have shown to be right."""

import dataclasses
from collections.abc import Mapping, Sequence

from ocr.extraction.calibration import share_right
from ocr.extraction.evidence import Document, Evidence, parcel_groups, weigh
from ocr.extraction.penned import HANDWRITTEN
from ocr.extraction.wording import Wording
from ocr.remarks import TWO_PAPERS
from ocr.types import FieldStatus, FieldValue, Source

AUTO = 0.98
"""Share right on papers of our own making from which a value needs no person (docs/recognition.md)."""

PROVEN_KINDS = frozenset({"id_number", "tax_code", "serial", "money"})
"""Values that harm somebody when one digit is wrong: they need a second source, whatever the confidence."""

SIGNED_KINDS = {
    "name": "unknown-name",
    "text": "uncommon-words",
    "business_name": "uncommon-words",
    "address": "unknown-place",
}
"""Values that need a sign at least, and what is said without one: their words must be usual, or stand elsewhere too."""


def judged(documents: Sequence[Document], wording: Wording) -> list[tuple[FieldValue, ...]]:
    """The values of every document with their status, each in the light of all others."""
    return [
        tuple(_judge(value, document.kind_of(value.name), evidence) for value, evidence in rows)
        for document, rows in zip(documents, examined(documents, wording), strict=True)
    ]


def examined(documents: Sequence[Document], wording: Wording) -> list[list[tuple[FieldValue, Evidence]]]:
    """Every value with its evidence: its own paper's, and what the other papers of the stack say."""
    groups = parcel_groups(documents)
    counts = _counts(documents)
    return [
        [
            (value, _beside(document, _with_papers(value, weigh(value, document, wording), groups, counts)))
            for value in document.values
        ]
        for document in documents
    ]


def _beside(document: Document, evidence: Evidence) -> Evidence:
    """The evidence with the doubt that a value is another paper's, laid beside this one on a page."""
    shared = any(problem.code == TWO_PAPERS for page in document.flat.pages.values() for problem in page.problems)
    return dataclasses.replace(evidence, doubts=(*evidence.doubts, "two-papers")) if shared else evidence


def _with_papers(
    value: FieldValue,
    evidence: Evidence,
    groups: Mapping[str, set[str]],
    counts: Mapping[tuple[str, str], int],
) -> Evidence:
    if counts.get((_role(value.name), str(value.value)), 0) > 1:
        return dataclasses.replace(evidence, proofs=(*evidence.proofs, "another-paper"))
    rivals = sorted(groups.get(value.name, set()) - {str(value.value)})
    if not rivals:
        return evidence
    return dataclasses.replace(
        evidence, doubts=(*evidence.doubts, "papers-differ"), candidates=(*evidence.candidates, *rivals)[:5]
    )


def _counts(documents: Sequence[Document]) -> Mapping[tuple[str, str], int]:
    """On how many documents a value stands under its name, people's suffixes aside."""
    found: dict[tuple[str, str], set[int]] = {}
    for number, document in enumerate(documents):
        for value in document.values:
            if value.value is not None:
                found.setdefault((_role(value.name), str(value.value)), set()).add(number)
    return {key: len(numbers) for key, numbers in found.items()}


def _role(name: str) -> str:
    for stem, role in (("so_giay_to", "id"), ("so_dinh_danh", "id"), ("ma_so_thue", "id"), ("ho_ten", "name")):
        if name.startswith(stem):
            return role
    return name


def _judge(value: FieldValue, kind: str, evidence: Evidence) -> FieldValue:
    if value.value is None and HANDWRITTEN in value.reasons:
        return value
    if value.status is FieldStatus.INVALID or value.value is None:
        return dataclasses.replace(value, status=FieldStatus.INVALID)
    if value.source in (Source.QR, Source.MRZ):
        return _coded(value, evidence)
    share = share_right(kind, evidence.level, value.confidence)
    missing = _missing(kind, evidence, share)
    reasons = (*evidence.doubts, *missing) if evidence.doubts or missing else evidence.proofs or evidence.signs
    kept = tuple(reason for reason in value.reasons if reason not in reasons)
    return dataclasses.replace(
        value,
        value=evidence.better or value.value,
        status=FieldStatus.TO_CONFIRM if evidence.doubts or missing else FieldStatus.AUTO,
        confidence=round(share, 4),
        reasons=tuple(dict.fromkeys((*kept, *reasons))),
        candidates=evidence.candidates,
    )


def _coded(value: FieldValue, evidence: Evidence) -> FieldValue:
    """A value from a card's code: safe unless it is of the zone and the print differs."""
    shared = tuple(doubt for doubt in evidence.doubts if doubt == "two-papers")
    safe = not shared and ("print-differs" not in value.reasons or value.source is Source.QR)
    return dataclasses.replace(
        value,
        status=FieldStatus.AUTO if safe else FieldStatus.TO_CONFIRM,
        reasons=tuple(dict.fromkeys((*value.reasons, *evidence.proofs, *shared))),
    )


def _missing(kind: str, evidence: Evidence, share: float) -> tuple[str, ...]:
    """What a value lacks to pass: a second source, a sign, or confidence."""
    if kind in PROVEN_KINDS and not evidence.proofs:
        return ("second-source",)
    if kind in SIGNED_KINDS and not evidence.level:
        return (SIGNED_KINDS[kind],)
    return () if share >= AUTO else ("confidence",)
