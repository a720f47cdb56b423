"""What kind of paper a page begins: title first, then what else the form prints; ``khac`` when unsure.

A title is a line of capitals, alone, in the upper part of the page and no mention inside a sentence
(NĐ 30/2020/NĐ-CP, ô 5a; the forms of the domain follow it).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.doctypes import DoctypeSet, DocumentType
from ocr.text import fold
from ocr.types import Candidate, Line, PageReading

TITLE_REACH = 0.55
"""Titles stand in the upper part; a card copied low on a sheet still begins above this share."""

TITLE_LIKE = 86.0
"""Percent of equal letters from which a title counts as read; one letter in seven may be wrong."""

SURE = 0.60
_STATE_TITLE = re.compile(r"cong hoa xa hoi chu nghia|doc lap tu do|viet nam$|^nam$")
_ISSUER = re.compile(
    r"^(uy ban nhan dan|ubnd|so |cuc |chi cuc|phong |trung tam|van phong|bo |tong cuc|thanh pho|phuong |xa |tinh |"
    r"quan |huyen |cong hoa|bo phan|ban |ha long|cong an|toa an|benh vien|truong |chu tich)"
)
_SECTION = re.compile(r"^(dieu \d|[ivx]+ |phan |chuong |\d+ |ben |xac nhan|vo$|chong$|noi nhan|kinh gui)")
_MENTION = re.compile(r"^(can cu|theo|kem theo|do |so |ngay )")


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What a page shows of where documents begin: its head, titles, and best type."""

    number: int
    has_state_title: bool
    titles: tuple[str, ...]
    best: Candidate | None
    candidates: tuple[Candidate, ...]
    first_line: str
    folded: str


def traits_of(page: PageReading, doctypes: DoctypeSet) -> PageTraits:
    """The traits of one page."""
    folded = "\n".join(fold(line.text) for line in page.lines)
    titles = title_lines(page)
    candidates = rank(page, titles, folded, doctypes)
    head = " ".join(fold(line.text) for line in _upper(page, 0.35))
    return PageTraits(
        number=page.number,
        has_state_title=bool(re.search(r"cong hoa xa hoi chu|doc lap tu do", head)),
        titles=titles,
        best=candidates[0] if candidates and candidates[0].score >= SURE else None,
        candidates=candidates,
        first_line=fold(page.lines[0].text) if page.lines else "",
        folded=folded,
    )


def _upper(page: PageReading, share: float) -> list[Line]:
    limit = page.upright_height * share
    return [line for line in page.lines if line.upright.y < limit]


def title_lines(page: PageReading) -> tuple[str, ...]:
    """Folded lines of capitals in the upper part that are no head, section or mention; neighbours joined."""
    titles: list[str] = []
    joined_from = -1.0
    for line in _upper(page, TITLE_REACH):
        if not _is_capital(line.text):
            joined_from = -1.0
            continue
        text = fold(line.text)
        if len(text) < 5 or _STATE_TITLE.search(text) or _MENTION.match(text):
            continue
        if _ISSUER.match(text) or _SECTION.match(text):
            joined_from = -1.0
            continue
        gap = line.upright.y - joined_from
        if titles and 0 <= gap < 1.6 * line.upright.height:
            titles[-1] += " " + text
        else:
            titles.append(text)
        joined_from = float(line.upright.bottom)
    return tuple(titles)


def _is_capital(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    capital = sum(character.isupper() for character in letters)
    return len(letters) >= 5 and capital >= 0.85 * len(letters)


def rank(page: PageReading, titles: Sequence[str], folded: str, doctypes: DoctypeSet) -> tuple[Candidate, ...]:
    """Types that the page may begin, best first."""
    found = [_score(kind, titles, folded) for kind in doctypes.types.values() if not kind.letter]
    letter = [_letter_score(kind, page, titles, folded) for kind in doctypes.types.values() if kind.letter]
    ranked = sorted((item for item in found + letter if item.score > 0.3), key=lambda item: -item.score)
    return tuple(ranked[:5])


def _score(kind: DocumentType, titles: Sequence[str], folded: str) -> Candidate:
    likeness, shown = 0.0, ""
    for title in titles:
        for wanted in kind.titles:
            share = title_likeness(fold(wanted), title)
            if share > likeness:
                likeness, shown = share, wanted
    hits = support_hits(kind, folded)
    if kind.card and len(hits) >= 3:
        likeness = max(likeness, 0.9)
    if not shown and len(hits) < 3:
        return Candidate(kind.code, 0.0)
    share = len(hits) / max(1, len(kind.support)) if kind.support else 0.5
    length = min(len(fold(shown)), 40) / 400
    score = 0.62 * likeness + 0.30 * share + (length if likeness else 0.0)
    if likeness == 0.0:
        score = 0.55 * share if not _foreign(titles) else 0.0
        if _partial_title(kind, titles) and share >= 0.4:
            score = max(score, 0.62 + 0.2 * share)
    if kind.support and not hits:
        score = min(score, 0.58)  # a title alone, without anything of its form, may be a mention
    reasons = ((f"title:{shown}",) if shown else ()) + tuple(f"support:{hit}" for hit in hits)
    return Candidate(kind.code, round(min(1.0, score), 4), reasons)


def title_likeness(wanted: str, title: str) -> float:
    """Between 0 and 1: how much a folded title line begins with, or is, the wanted title."""
    if len(title) < len(wanted) * 0.8:
        return 0.0
    begin = title[: len(wanted) + 2]
    share = max(fuzz.ratio(wanted, begin), fuzz.ratio(wanted, title[: len(wanted)]))
    if share < TITLE_LIKE and len(wanted) > 14:
        share = fuzz.partial_ratio(wanted, title) - 2
    return share / 100 if share >= TITLE_LIKE else 0.0


def _partial_title(kind: DocumentType, titles: Sequence[str]) -> bool:
    """Whether the first half of a long title was read: a pattern or a seal may hide the rest."""
    for wanted in kind.titles:
        words = fold(wanted).split()
        if len(words) >= 6:
            half = " ".join(words[:3])
            if any(fuzz.ratio(half, title[: len(half)]) >= TITLE_LIKE for title in titles):
                return True
    return False


def _foreign(titles: Sequence[str]) -> bool:
    return any(len(title) >= 8 for title in titles)


def support_hits(kind: DocumentType, folded: str) -> tuple[str, ...]:
    """Which of the form's other phrases the page shows, within OCR's error."""
    flat = folded.replace("\n", " ")
    hits = []
    for phrase in kind.support:
        wanted = fold(phrase)
        exact = wanted in flat
        if exact or (len(wanted) >= 12 and fuzz.partial_ratio(wanted, flat, score_cutoff=88) > 0):
            hits.append(phrase)
    return tuple(hits)


def _letter_score(kind: DocumentType, page: PageReading, titles: Sequence[str], folded: str) -> Candidate:
    """An official letter has no title: «Số … V/v …» under the issuer, then «Kính gửi»."""
    if _foreign([title for title in titles if not title.startswith(("v v", "ve viec"))]):
        return Candidate(kind.code, 0.0)
    upper = "\n".join(fold(line.text) for line in _upper(page, 0.45))
    has_number = bool(re.search(r"^so\b.{0,4}\d", upper, re.MULTILINE)) or bool(re.search(r"\bso \d+ ?[a-z]", upper))
    has_subject = bool(re.search(r"\bv v\b|\bve viec\b|\bwv\b|\bv w\b", upper))
    has_address = "kinh gui" in folded
    has_head = bool(re.search(r"cong hoa xa hoi chu|doc lap tu do", upper))
    score = 0.25 * has_number + 0.30 * has_subject + 0.25 * has_address + 0.20 * has_head
    reasons = tuple(
        name for name, shown in (("number", has_number), ("subject", has_subject), ("address", has_address)) if shown
    )
    return Candidate(kind.code, score if has_subject and has_address else 0.0, reasons)
