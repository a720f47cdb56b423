"""Which steps a dossier, a page and a document may take; every other step is refused."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from warehouse.errors import TransitionRefused
from warehouse.records import DocumentState, DossierState, PageState

_D, _P, _R = DossierState, PageState, DocumentState

DOSSIER: Mapping[StrEnum, AbstractSet[StrEnum]] = {
    _D.OPEN: {_D.SUPPLEMENT, _D.PAUSED, _D.SETTLED, _D.WITHDRAWN, _D.REFUSED},
    _D.SUPPLEMENT: {_D.OPEN, _D.WITHDRAWN, _D.REFUSED},
    _D.PAUSED: {_D.OPEN, _D.WITHDRAWN, _D.REFUSED},
    _D.SETTLED: {_D.RETURNED},
    _D.REFUSED: {_D.RETURNED},
}
"""NĐ 61/2018/NĐ-CP Điều 18-20 as amended by NĐ 118/2025: a dossier that was returned is at its end."""

PAGE: Mapping[StrEnum, AbstractSet[StrEnum]] = {
    _P.SCANNED: {_P.READ, _P.FAILED, _P.REMOVED},
    _P.READ: {_P.SCANNED, _P.FAILED, _P.REMOVED},
    _P.FAILED: {_P.SCANNED, _P.READ, _P.REMOVED},
    _P.REMOVED: {_P.SCANNED, _P.READ, _P.FAILED},
}

DOCUMENT: Mapping[StrEnum, AbstractSet[StrEnum]] = {
    _R.READ: {_R.VERIFIED, _R.RELEASED, _R.REMOVED},
    _R.VERIFIED: {_R.READ, _R.RELEASED, _R.REMOVED},
    _R.RELEASED: {_R.SYNCED, _R.VERIFIED, _R.REMOVED},
    _R.SYNCED: {_R.RELEASED, _R.VERIFIED, _R.REMOVED},
    _R.REMOVED: {_R.READ, _R.VERIFIED},
}
"""A released paper that is mended goes back to ``verified`` and is released anew as a new version; one that was
released by mistake is taken back (``removed``, with a tombstone) and may come again as a new version."""


def check(table: Mapping[StrEnum, AbstractSet[StrEnum]], kind: str, key: str, steps: tuple[StrEnum, StrEnum]) -> None:
    """Refuses a step that the table does not hold; staying in place is always allowed."""
    old, new = steps
    if old != new and new not in table.get(old, frozenset()):
        raise TransitionRefused(kind, key, old.value, new.value)
