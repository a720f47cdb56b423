"""What kind of paper a page begins: title first, then what else the form prints; ``khac`` when unsure.

A title is a line of capitals, alone, in the upper part of the page and no mention inside a sentence
(NĐ 30/2020/NĐ-CP, ô 5a; the forms of the domain follow it).
"""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.doctypes import DoctypeSet, DocumentType
from ocr.extraction.labels import LabelText
from ocr.extraction.layout import arranged
from ocr.extraction.wording import dates_in
from ocr.mrz import read_card_code
from ocr.text import fold, fold_marks
from ocr.types import Candidate, Line, PageReading

TITLE_REACH = 0.55
"""Titles stand in the upper part; a card copied low on a sheet still begins above this share."""

FOREIGN_REACH = 0.34
"""A title that we do not know counts as one above this share, in the middle of the sheet."""

SURE = 0.60
"""Score from which a type is given; below it a person decides."""

CARD_CODE = "card-code"
"""Said of a page that bears the QR of an identity card, which no other paper does."""

_STATE_TITLE = re.compile(r"cong h\w{1,3} x\w h\w{1,2} ch|doc lap tu d|viet nam$|^nam$")
_HEAD = re.compile(r"cong h\w{1,3} x\w h\w{1,2} ch|doc lap tu d")
_ISSUER = re.compile(
    r"^(uy ban|ubnd|so |cuc |chi cuc|phong |trung tam|van phong|bo |tong cuc|thanh pho|phuong |xa |tinh |quan |huyen |"
    r"cong hoa|bo phan|ban |cong an|toa an|benh vien|truong |chu tich|chi nhanh|thue |hoi dong|kho bac)"
)
_OFFICE = re.compile(
    r"^(tm|kt|tl|tu[qo0]|q) |^(pho )?(chu tich|giam doc|truong|cuc truong|chi cuc truong|chanh)|^nguoi |^dai dien|"
    r"^cong chung vien|^thu truong|^ke toan|^thu ky|^chu ho|^ben |^noi nhan"
)
_SECTION = re.compile(r"^(dieu \d|[ivx]+ |phan |chuong |\d+ |ben |xac nhan$|vo$|chong$|noi nhan|kinh gui)")
_MENTION = re.compile(r"^(can cu |theo|kem theo|do |so |ngay |ban hanh|xet )|(?: so \d| ngay \d|kem theo|ban hanh)")
_GENRES = (
    "to khai", "don", "giay de nghi", "phieu", "bien ban", "thong bao", "to trinh", "bao cao", "ban", "hop dong",
    "van ban", "giay moi", "giay uy quyen", "giay gioi thieu", "giay bao", "quyet dinh", "di chuc", "trich luc",
    "giay xac nhan", "giay chung nhan", "giay khai sinh", "giay phep", "giay tiep nhan", "giay bien nhan", "can cuoc",
)  # fmt: skip
"""What papers are by their first words: a declaration that asks for a certificate is none."""

_MIDDLE, _MIDDLE_OF_PRINT = (0.34, 0.66), (0.28, 0.72)
"""Where the middle of a title lies, as a share of the sheet's width and of the width of its print: a sheet set level
from far askew is wider than what stands on it."""

_BARE_GENRES = frozenset({"thong bao", "to khai", "don", "phieu", "hop dong", "giay chung nhan", "giay xac nhan"})
"""Titles that say what they are of in the next line, which need not be in capitals."""

_NUMBER = re.compile(r"^\W*s[o0]\W{0,4}[\w.]{0,8}\d?\s?[/\d]", re.MULTILINE)
_SUBJECT = re.compile(r"^\W{0,2}(?:v\s?[/\\i1l|]\s?v|ve viec|w/v|v/w|vw)\b", re.MULTILINE)
_OF_A_SENTENCE = 4
"""Words from which a line in small letters is a sentence's and no misread capital's."""

_PAGE_OF = re.compile(r"^\W{0,3}(?:trang )?(\d{1,3})\W{0,2}(?:/|tren|of)\W{0,2}(\d{1,3})\W{0,3}$")
_PAGE_ALONE = re.compile(r"^\W{0,2}(?:trang )?(\d{1,2})\W{0,2}$")


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What a page shows of where documents begin: its head, titles, best type and own page number.

    ``begins_small``: its first line goes on with a sentence.
    """

    number: int
    has_state_title: bool
    titles: tuple[str, ...]
    has_foreign_title: bool
    best: Candidate | None
    candidates: tuple[Candidate, ...]
    first_line: str
    begins_small: bool
    words: LabelText
    page_of: int | None


def traits_of(page: PageReading, doctypes: DoctypeSet) -> PageTraits:
    """The traits of one page."""
    lines = arranged(page)
    folded = "\n".join(fold_marks(line.text) for line in lines)
    view = _View(page, lines, LabelText(folded), _day_of(lines))
    titles = _title_blocks(view)
    names = tuple(title.text for title in titles)
    foreign = any(title.is_central for title in titles)
    candidates = _rank(view, titles, doctypes)
    head = " ".join(fold(line.text) for line in view.above(0.35))
    first = next((line for line in lines if not _PAGE_ALONE.match(fold_marks(line.text))), None)
    return PageTraits(
        number=page.number,
        has_state_title=bool(_HEAD.search(head)),
        titles=names,
        has_foreign_title=foreign,
        best=candidates[0] if candidates and candidates[0].score >= SURE else None,
        candidates=candidates,
        first_line=fold(first.text) if first else "",
        begins_small=first is not None and first.text[:1].islower() and len(first.words) >= _OF_A_SENTENCE,
        words=view.words,
        page_of=_page_number(view),
    )


@dataclass(frozen=True)
class _View:
    """A page as the rules look at it."""

    page: PageReading
    lines: Sequence[Line]
    words: LabelText
    day: dt.date | None = None

    def above(self, share: float) -> list[Line]:
        """The lines that begin above a share of the page's height."""
        limit = self.page.upright_height * share
        return [line for line in self.lines if line.upright.y < limit]

    @functools.cached_property
    def print_edges(self) -> tuple[int, int]:
        """Where the page's longer lines begin and end; the sheet's own edges where there are none."""
        boxes = [line.upright for line in self.lines if len(line.words) >= 4]
        if len(boxes) < 3:
            return 0, self.page.upright_width
        return min(box.x for box in boxes), max(box.right for box in boxes)

    def shows(self, phrase: str) -> bool:
        """Whether the page prints a phrase, within the engine's errors."""
        return bool(self.words.find(phrase))


@dataclass(frozen=True, slots=True)
class _Title:
    """Neighbouring lines of capitals as one folded text; ``is_central`` when they stand where titles do."""

    text: str
    is_central: bool
    words: LabelText


def _day_of(lines: Sequence[Line]) -> dt.date | None:
    """The day of the paper as far as its first page tells: the latest that it prints, for its bases are older."""
    return max((day for line in lines for day in dates_in(line.text)), default=None)


def title_lines(page: PageReading) -> tuple[str, ...]:
    """Folded lines of capitals in the upper part that are no head, section or mention; neighbours joined."""
    lines = arranged(page)
    return tuple(title.text for title in _title_blocks(_View(page, lines, LabelText(""))))


def _title_blocks(view: _View) -> list[_Title]:
    titles: list[_Title] = []
    last: Line | None = None
    issuer: Line | None = None
    for line in view.above(TITLE_REACH):
        text = fold(line.text)
        if titles and last is not None and titles[-1].text in _BARE_GENRES and _is_subtitle(view, last, line, text):
            whole = f"{titles[-1].text} {text}"
            titles[-1], last = _Title(whole, titles[-1].is_central, LabelText(whole)), None
            continue
        if not _is_capital(line.text) or len(text) < 5 or _STATE_TITLE.search(text):
            continue
        if _is_issuer(view, line, text) or (issuer is not None and _is_rest_of_issuer(view, issuer, line)):
            issuer, last = line, None
            continue
        if _MENTION.search(text):
            continue
        if _SECTION.match(text) or _OFFICE.match(text) or "<" in line.text:
            last = None
            continue
        if titles and last is not None and line.upright.y - last.upright.bottom < 1.6 * line.upright.height:
            whole = f"{titles[-1].text} {text}"
            central = titles[-1].is_central or _is_central(view, line, text)
            titles[-1] = _Title(whole, central, LabelText(whole))
        else:
            titles.append(_Title(text, _is_central(view, line, text), LabelText(text)))
        last = line
    return titles


def _is_subtitle(view: _View, title: Line, line: Line, text: str) -> bool:
    """Whether a line right below a bare title says what it is of: in the middle, no number and no address."""
    gap = line.upright.y - title.upright.bottom
    near = -0.5 * title.upright.height < gap < 1.6 * title.upright.height
    plain = not _is_capital(line.text) and not re.match(r"so |kinh gui|can cu|ngay |\d", text)
    return near and plain and _is_central(view, line, text)


def _is_issuer(view: _View, line: Line, text: str) -> bool:
    """Whether a line of capitals names a body, in the head or under a title."""
    if not _ISSUER.match(text):
        return False
    centre = line.upright.x + line.upright.width / 2
    return centre < 0.45 * view.page.upright_width or not text.startswith("so ho khau")


def _is_rest_of_issuer(view: _View, issuer: Line, line: Line) -> bool:
    """Whether a line goes on with a body's name that fills several lines of the head's left half."""
    centres = [(box.x + box.width / 2) / max(1, view.page.upright_width) for box in (issuer.upright, line.upright)]
    gap = line.upright.y - issuer.upright.bottom
    return gap < line.upright.height and max(centres) < 0.45 and abs(centres[0] - centres[1]) < 0.08


def _is_capital(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    capital = sum(character.isupper() for character in letters)
    return len(letters) >= 5 and capital >= 0.85 * len(letters)


def _is_central(view: _View, line: Line, text: str) -> bool:
    page = view.page
    centre = (line.upright.x + line.upright.width / 2) / max(1, page.upright_width)
    high = line.upright.y < FOREIGN_REACH * page.upright_height
    left, right = view.print_edges
    share = (line.upright.x + line.upright.width / 2 - left) / max(1, right - left)
    if not _MIDDLE_OF_PRINT[0] <= share <= _MIDDLE_OF_PRINT[1]:
        return False
    return high and _MIDDLE[0] <= centre <= _MIDDLE[1] and len(text) >= 7 and ":" not in line.text[:-1]


def _rank(view: _View, titles: Sequence[_Title], doctypes: DoctypeSet) -> tuple[Candidate, ...]:
    """Types that the page may begin, best first."""
    found = [
        _letter_score(kind, view, titles) if kind.letter else _score(kind, view, titles)
        for kind in doctypes.types.values()
    ]
    ranked = sorted((item for item in found if item.score > 0.3), key=lambda item: -item.score)
    return tuple(ranked[:5])


def _score(kind: DocumentType, view: _View, titles: Sequence[_Title]) -> Candidate:
    shown, wrong = _title_of(kind, titles)
    hits = tuple(phrase for phrase in kind.support if view.shows(phrase))
    if any(spec.method == "serial" for spec in kind.fields) and any(_is_serial(line.text) for line in view.lines):
        hits = (*hits, "serial")
    if kind.card and any(read_card_code(code.text) for code in view.page.barcodes):
        hits = (*hits, CARD_CODE)
    codes = tuple(code.code for code in kind.codes if code.holds_on(view.day) and _shows_code(view, code.code))
    reasons = (
        *((f"title:{shown}",) if shown else ()),
        *(f"form:{code}" for code in codes),
        *(f"support:{hit}" for hit in hits),
    )
    share = min(1.0, len(hits) / max(1, min(4, len(kind.support)))) if kind.support else 0.5
    if shown:
        score = 0.66 + 0.22 * share + 0.08 * bool(codes) + min(len(shown), 40) / 1000 - 0.02 * wrong
        if kind.support and not hits and not codes:
            score = min(score, 0.58)  # a title alone, without anything of its form, may be a mention
    elif _stands_alone(kind, hits, codes, titles):
        score = 0.56 + 0.16 * share + 0.12 * bool(codes or CARD_CODE in hits)
    elif _partial_title(kind, titles) and len(hits) >= 2:
        score = 0.60 + 0.16 * share
    else:
        score = 0.5 * share if len(hits) >= 2 else 0.0
    return Candidate(kind.code, round(min(1.0, score), 4), reasons)


def _stands_alone(kind: DocumentType, hits: Sequence[str], codes: Sequence[str], titles: Sequence[_Title]) -> bool:
    """Whether what the form prints proves it without its title."""
    if kind.card:
        return len(hits) >= (1 if CARD_CODE in hits else 3)
    own = {fold(phrase) for phrase in (*kind.support, *kind.continues)}
    if any(title.is_central and title.text not in own for title in titles):
        return False
    many = min(4, max(3, (len(kind.support) + 1) // 2))
    return len(hits) >= many or (bool(codes) and len(hits) >= 2)


def _is_serial(text: str) -> bool:
    """Whether a line holds the serial of a land certificate and nothing else."""
    return bool(re.fullmatch(r"\W{0,3}[A-ZĐ]{1,2}\s?\d{6}(?:\d{2})?\W{0,3}", text))


def _shows_code(view: _View, code: str) -> bool:
    """Whether the form's code stands at the top of the page."""
    wanted = re.sub(r"\W", "", fold(code))
    return any(wanted in re.sub(r"\W", "", fold(line.text)) for line in view.above(0.15))


def _title_of(kind: DocumentType, titles: Sequence[_Title]) -> tuple[str, int]:
    """The longest of the type's titles that stands at the head of a title block, and its wrong letters."""
    best, errors = "", 0
    for wanted in kind.titles:
        words = wanted.split()
        for title in titles:
            tokens = title.words.tokens
            for hit in title.words.find(wanted):
                before = sum(1 for token in tokens if token.end <= hit.start)
                after = sum(1 for token in tokens if token.start >= hit.end)
                is_head = (
                    _same_genre(wanted, title.text)
                    and not any(title.words.find(other) for other in kind.excludes)
                    and before <= (2 if len(words) > 2 else 0)
                    and (len(words) > 2 or after <= 2 or kind.card)
                )
                if is_head and len(wanted) > len(best):
                    best, errors = wanted, hit.errors
    return best, errors


def _same_genre(wanted: str, title: str) -> bool:
    """Whether a title block does not begin as a paper of another genre than the wanted title."""
    said = _genre(title)
    return not said or said == _genre(fold(wanted))


def _genre(title: str) -> str:
    bare = title.removeprefix("ban sao ")
    return max((genre for genre in _GENRES if f"{bare} ".startswith(f"{genre} ")), key=len, default="")


def _partial_title(kind: DocumentType, titles: Sequence[_Title]) -> bool:
    """Whether a half of a long title was read: a pattern or a seal may hide the rest."""
    for wanted in kind.titles:
        words = wanted.split()
        if len(words) < 5:
            continue
        for half in (words[:3], words[3:]):
            phrase = " ".join(half)
            central = [
                title
                for title in titles
                if title.is_central
                and _same_genre(wanted, title.text)
                and not any(title.words.find(other) for other in kind.excludes)
            ]
            if any(title.words.find(phrase) for title in central):
                return True
    return False


def _letter_score(kind: DocumentType, view: _View, titles: Sequence[_Title]) -> Candidate:
    """An official letter has no title: number and subject under the issuer, then whom it is for (NĐ 30/2020, 5b)."""
    if any(title.is_central and not title.text.startswith(("v v", "ve viec")) for title in titles):
        return Candidate(kind.code, 0.0)
    upper = "\n".join(fold_marks(line.text) for line in view.above(0.45))
    shown = {
        "number": bool(_NUMBER.search(upper)),
        "subject": bool(_SUBJECT.search(upper)),
        "address": "kinh gui" in upper or view.shows("Kính gửi"),
        "head": bool(_HEAD.search(fold(upper))),
        "recipients": view.shows("Nơi nhận"),
    }
    weights = {"number": 0.24, "subject": 0.24, "address": 0.24, "head": 0.14, "recipients": 0.14}
    score = sum(weights[name] for name, is_shown in shown.items() if is_shown)
    proven = shown["address"] and (shown["subject"] or shown["number"]) and (shown["head"] or shown["recipients"])
    reasons = tuple(name for name, is_shown in shown.items() if is_shown)
    return Candidate(kind.code, round(score, 4) if proven else 0.0, reasons)


def _page_number(view: _View) -> int | None:
    """The page's own number: «Trang 2/3» at the foot, or a lone number in the middle of the top margin."""
    page = view.page
    for line in view.lines:
        at_edge = line.upright.y < 0.08 * page.upright_height or line.upright.y > 0.90 * page.upright_height
        text = fold_marks(line.text)
        numbered = _PAGE_OF.match(text)
        if at_edge and numbered and 1 <= int(numbered.group(1)) <= int(numbered.group(2)):
            return int(numbered.group(1))
        centre = (line.upright.x + line.upright.width / 2) / max(1, page.upright_width)
        alone = _PAGE_ALONE.match(text)
        if alone and line.upright.y < 0.08 * page.upright_height and 0.4 < centre < 0.6 and line.confidence > 0.6:
            return int(alone.group(1))
    return None
