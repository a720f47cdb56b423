"""Where one document of a stack ends and the next begins.

Evidence of a beginning: a separator sheet of ours, a title we know or do not know, the state's head, a card,
page 1 of n. Evidence of going on: page 2 of n, a section that follows, a line that goes on, what the type prints on
its later pages. Blank pages and separator sheets belong to nobody.
"""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.classification import PageTraits, traits_of
from ocr.doctypes import DoctypeSet, DocumentType
from ocr.remarks import first_paper
from ocr.text import fold
from ocr.types import UNKNOWN_TYPE, Candidate, PageReading

_GOES_ON = re.compile(r"^(dieu [2-9]|dieu 1\d|ii+ |iv |v |vi |[2-9] \w|1\d \w|[b-h] \w)")
_NUMBERED = re.compile(r"^(?:dieu [2-9]|dieu 1\d|[2-9] \w{2,} \w|1\d \w{2,} \w)")
"""An article or item behind the first, with words of a sentence."""

_CLOSING = re.compile(
    r"noi nhan|nguoi nop|nguoi ky|cong chung vien|chu tich|giam doc|nguoi viet don|ky ten|ghi ro ho ten"
)
_SIGNS = re.compile(
    r"^(?:nguoi ky|dai dien|(?:tm|kt|tl|tuq) |chu tich|pho chu tich|giam doc|pho giam doc|noi nhan|ky ghi ro)"
)
"""With what the block of the signer begins (NĐ 30/2020, ô 7 and 9; forms of civil status)."""

_MOST_OF_A_BLOCK = 14
"""Lines of a page that holds the signer's block and its list of recipients alone."""

SHEET = "SOHOA-SHEET:"
"""How the code of a separator sheet begins; behind it stands the kind of the paper that follows, or ``*``."""

_UPPER = 400
"""Letters of the page's beginning in which the marks of a later page stand."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One document with what was said of its first page; ``pages`` are positions in the stack, from 0."""

    type: str
    confidence: float
    pages: tuple[int, ...]
    candidates: tuple[Candidate, ...]


def cut(pages: Sequence[PageReading], doctypes: DoctypeSet) -> tuple[Cut, ...]:
    """The documents of a stack in order. Each page is looked at once, so ``pages`` may come from the disk."""
    cuts: list[Cut] = []
    announced: str | None = None
    before: PageReading | None = None
    for number, page in enumerate(pages):
        sheet = _sheet(page)
        announced = sheet or announced
        if page.blank or sheet:
            continue
        traits = traits_of(first_paper(page), doctypes)
        if announced:
            first = _announced(announced, traits, page, doctypes)
            cuts.append(dataclasses.replace(first, pages=(number,)))
            announced = None
        elif cuts and before is not None and _goes_on(cuts[-1], before, traits, page, doctypes):
            cuts[-1] = dataclasses.replace(cuts[-1], pages=(*cuts[-1].pages, number))
        else:
            cuts.append(dataclasses.replace(_begin(traits, page, doctypes), pages=(number,)))
        before = page
    return tuple(cuts)


def _sheet(page: PageReading) -> str | None:
    """What a separator sheet announces: a kind of paper or ``*``; None when the page is none."""
    texts = (code.text for code in page.barcodes if code.text.startswith(SHEET))
    return next((text.removeprefix(SHEET).strip() or "*" for text in texts), None)


def _announced(kind: str, traits: PageTraits, page: PageReading, doctypes: DoctypeSet) -> Cut:
    if kind not in doctypes.types:
        return _begin(traits, page, doctypes)
    candidate = Candidate(kind, 1.0, ("sheet",))
    return Cut(kind, 1.0, (), (candidate, *(other for other in traits.candidates if other.type != kind))[:5])


def _begin(traits: PageTraits, page: PageReading, doctypes: DoctypeSet) -> Cut:
    if traits.best is not None:
        return Cut(traits.best.type, traits.best.score, (), traits.candidates)
    learned = doctypes.learned.suggest(page.text) if doctypes.learned is not None else None
    if learned is not None and (learned[0] in doctypes.types or learned[0] == UNKNOWN_TYPE):
        candidate = Candidate(learned[0], round(learned[1], 4), ("learned",))
        return Cut(candidate.type, candidate.score, (), (candidate, *traits.candidates)[:5])
    doubt = traits.candidates[0].score if traits.candidates else 0.0
    return Cut(UNKNOWN_TYPE, round(1.0 - 0.5 * doubt, 4), (), traits.candidates)


def _goes_on(current: Cut, before: PageReading, traits: PageTraits, page: PageReading, doctypes: DoctypeSet) -> bool:
    kind = doctypes.types.get(current.type)
    if not page.lines:
        return True  # a page that could not be read stays with its neighbour until a person looks
    is_full = kind is not None and len(current.pages) >= kind.max_pages
    if traits.page_of == 1 or _is_another_card(kind, traits):
        return False
    is_other = traits.best is not None and (kind is None or traits.best.type != kind.code)
    if traits.page_of is not None and traits.page_of == len(current.pages) + 1 and not traits.has_state_title:
        return True  # no paper's first page says that it is the second
    if kind is not None and not is_full and _continues(kind, traits):
        return not is_other or not (traits.has_state_title or _is_titled(traits))
    if traits.best is not None or traits.has_state_title:
        return False
    if not traits.has_foreign_title and (traits.begins_small or _is_signers_block(traits, page)):
        return True  # what the last page had no room for
    if is_full:
        return False
    if traits.has_foreign_title:
        return bool(_NUMBERED.match(traits.first_line))  # a heading below text that goes on
    if kind is not None and kind.continues:
        return False  # its later pages have their own marks, and this page shows none of them
    return bool(_GOES_ON.match(traits.first_line)) or _runs_on(before, traits)


def _is_another_card(kind: DocumentType | None, traits: PageTraits) -> bool:
    """Whether a page is the face of another person's card."""
    return kind is not None and kind.card and traits.has_state_title and _is_titled(traits)


def _is_signers_block(traits: PageTraits, page: PageReading) -> bool:
    """Whether a page holds signatures and nothing before them: no paper begins so."""
    return bool(_SIGNS.match(traits.first_line)) and len(page.lines) <= _MOST_OF_A_BLOCK


def _is_titled(traits: PageTraits) -> bool:
    """Whether the page's best type rests on a title of its own."""
    return traits.best is not None and any(reason.startswith("title:") for reason in traits.best.reasons)


def _continues(kind: DocumentType, traits: PageTraits) -> bool:
    return any(hit.start < _UPPER for phrase in kind.continues for hit in traits.words.find(phrase))


def _runs_on(last: PageReading, traits: PageTraits) -> bool:
    """Whether the last page stopped in the middle: no closing block, and this page has no head of its own."""
    if not last.lines:
        return False
    tail = " ".join(fold(line.text) for line in last.lines[-6:])
    filled = last.lines[-1].upright.bottom > 0.80 * last.upright_height
    return filled and not _CLOSING.search(tail) and not traits.first_line.startswith("kinh gui")
