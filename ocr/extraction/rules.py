"""Values that layout and grammar name, not a label: number and issuer in the head, place and date, signer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.extraction.flat import FlatText, Span
from ocr.extraction.values import ValueInvalid, parse_date, parse_name, parse_value
from ocr.text import fold, fold_marks, is_shouted, nfc
from ocr.types import Line

_HEAD = 0.40
_STATE = re.compile(r"cong hoa xa hoi|doc lap|hanh phuc|viet nam$|^nam$")
_NUMBER_LINE = re.compile(r"(?<![0-9a-z])s[o0ó]\s?[:.;]?\s*(?=[0-9a-zO])")
_OFFICE = re.compile(
    r"^(tm|kt|tl|tuq|q|tug)\b|chu tich|giam doc|truong phong|chi cuc truong|cuc truong|chanh van phong|"
    r"bo truong|pho |cong chung vien|vien truong|truong ban|nguoi ky|thu truong|can bo"
)
_ISSUER_WORDS = {
    "UBND": "Ủy ban nhân dân",
}
_SENTENCE_PARTS = (
    ("ủy ban nhân dân", "Ủy ban nhân dân"),
    ("thành phố", "thành phố"),
    ("phường", "phường"),
    ("xã", "xã"),
    ("tỉnh", "tỉnh"),
    ("quận", "quận"),
    ("huyện", "huyện"),
    ("thị xã", "thị xã"),
    ("thị trấn", "thị trấn"),
    ("đặc khu", "đặc khu"),
)
_COMMON = frozenset(
    [
        "ủy",
        "ban",
        "nhân",
        "dân",
        "thành",
        "phố",
        "phường",
        "xã",
        "tỉnh",
        "quận",
        "huyện",
        "thị",
        "trấn",
        "đặc",
        "khu",
        "khu",
        "vực",
        "sở",
        "cục",
        "chi",
        "phòng",
        "trung",
        "tâm",
        "hành",
        "chính",
        "công",
        "phục",
        "vụ",
        "và",
        "môi",
        "trường",
        "tài",
        "nguyên",
        "kế",
        "hoạch",
        "văn",
        "đăng",
        "ký",
        "đất",
        "đai",
        "cơ",
        "quan",
        "bộ",
        "phận",
        "ban",
        "quản",
        "lý",
        "nông",
        "nghiệp",
        "tư",
        "pháp",
        "nội",
        "vụ",
        "xây",
        "dựng",
        "y",
        "tế",
        "thuế",
        "kinh",
        "tế",
        "hạ",
        "tầng",
        "đô",
        "thị",
    ]
)
_PROPER_AFTER = frozenset(["phường", "xã", "tỉnh", "quận", "huyện", "phố", "trấn", "khu", "vực"])


@dataclass(frozen=True, slots=True)
class Found:
    """A text that a rule found, with the letters it stands in."""

    text: str
    span: Span
    score: float = 1.0


def _span_of(flat: FlatText, indices: Sequence[int]) -> Span:
    starts = [flat.lines[index][2] for index in indices]
    last = flat.lines[indices[-1]]
    return Span(min(starts), last[2] + len(last[1].text))


def _first_page_lines(flat: FlatText) -> list[tuple[int, Line]]:
    first = min(flat.pages)
    return [(index, line) for index, (page, line, _start) in enumerate(flat.lines) if page == first]


def head_number(flat: FlatText, kind: str) -> Found | None:
    """The number under the issuer: «Số: 15/QĐ-BNV» (NĐ 30/2020, ô 3), in the upper part of page 1."""
    page = flat.pages[min(flat.pages)]
    for index, line in _first_page_lines(flat):
        if line.upright.y > _HEAD * page.upright_height:
            continue
        start = flat.lines[index][2]
        folded = flat.folded[start : start + len(line.text)]
        match = _NUMBER_LINE.search(folded)
        if match is None or match.start() > 2:
            continue
        text = line.text[match.end() :]
        try:
            parse_value(kind, text)
        except ValueInvalid:
            continue
        return Found(text, Span(start + match.end(), start + len(line.text)))
    return None


def place_date(flat: FlatText) -> Found | None:
    """The day of «Hạ Long, ngày 05 tháng 01 năm 2020» (NĐ 30/2020, ô 4) in the head, else the last such line."""
    page = flat.pages[min(flat.pages)]
    upper: list[Found] = []
    lower: list[Found] = []
    for index, (number, line, start) in enumerate(flat.lines):
        folded = fold_marks(line.text)
        match = re.search(r"ng[a-z]{1,2}y?\W{0,3}[0-9oil]{1,2}\W{0,3}th[a-z]{1,3}", folded)
        if match is None or match.start() > 40 or "can cu" in folded:
            continue
        text = flat.text[start : start + len(line.text) + 1 + _next_length(flat, index, line)]
        try:
            parse_date(text)
        except ValueInvalid:
            continue
        comma = line.text[: match.start()].rstrip()
        is_place = comma.endswith((",", ".")) or match.start() < 3
        if not is_place or len(comma.split()) > 6:
            continue
        found = Found(text.replace("\n", " "), Span(start, start + len(line.text)))
        if number == page.number and line.upright.y < _HEAD * page.upright_height:
            upper.append(found)
        else:
            lower.append(found)
    return upper[0] if upper else lower[-1] if lower else None


def _next_length(flat: FlatText, index: int, line: Line) -> int:
    """Length of the next line when it goes on right below a cut date line."""
    if fold(line.text).count("nam") or index + 1 >= len(flat.lines):
        return 0
    return len(flat.lines[index + 1][1].text)


def issuer(flat: FlatText) -> Found | None:
    """The issuing body in sentence form, from the head's left half (NĐ 30/2020, ô 2)."""
    page = flat.pages[min(flat.pages)]
    middle = 0.50 * page.upright_width
    indices: list[int] = []
    for index, line in _first_page_lines(flat):
        if line.upright.y > 0.30 * page.upright_height:
            break
        folded = fold(line.text)
        if indices and (_NUMBER_LINE.match(fold_marks(line.text)) or folded.startswith(("so ", "v v", "ve viec"))):
            break
        centre = line.upright.x + line.upright.width / 2
        if centre < middle and is_shouted(line.text) and not _STATE.search(folded) and len(folded) > 3:
            indices.append(index)
    if not indices:
        return _merged_head(flat)
    texts = [nfc(flat.lines[index][1].text).strip(" _-–.,") for index in indices]
    body = _body_lines(texts)
    used = indices[len(indices) - len(body) :]
    return Found(sentence_form(" ".join(body)), _span_of(flat, used))


def _merged_head(flat: FlatText) -> Found | None:
    """A head whose two columns were read as one line: what stands before the state's title."""
    for index, line in _first_page_lines(flat)[:4]:
        folded = fold_marks(line.text)
        cut = folded.find("cong hoa xa hoi")
        if cut > 5:
            start = flat.lines[index][2]
            return Found(sentence_form(line.text[:cut].strip()), Span(start, start + cut))
    return None


def _body_lines(texts: list[str]) -> list[str]:
    """The lines of the body itself: without the superior above it, with the lines that go on with its name."""
    starts = [number for number, text in enumerate(texts) if _begins_body(text)]
    if len(starts) >= 2:
        return texts[starts[-1] :]
    return texts


def _begins_body(text: str) -> bool:
    folded = fold(text)
    return bool(
        re.match(
            r"(uy ban nhan dan|ubnd|so |cuc |chi cuc|phong |trung tam|van phong|bo |chi nhanh|ban |tong cuc|cong an|"
            r"thue )",
            folded,
        )
    )


def sentence_form(text: str) -> str:
    """A body's name as a sentence writes it: «ỦY BAN NHÂN DÂN PHƯỜNG BÃI CHÁY» → «Ủy ban nhân dân phường Bãi Cháy».

    Words of office are small except the first; after a word of rank (phường, tỉnh …) a proper name follows.
    """
    words = nfc(text).replace("UBND", "ỦY BAN NHÂN DÂN").split()
    if not words or not is_shouted(" ".join(words)):
        return " ".join(words)
    out: list[str] = []
    proper = False
    for index, word in enumerate(words):
        small = word.lower()
        is_common = _is_common(small, words, index) and not (
            proper and small not in _PROPER_AFTER and not _starts_rank(words, index)
        )
        out.append(small if is_common and index else small[:1].upper() + small[1:])
        proper = small in _PROPER_AFTER or (proper and not is_common)
    return _after_and(" ".join(out))


def _is_common(small: str, words: Sequence[str], index: int) -> bool:
    _ = (words, index)
    return fold_marks(small) in _COMMON_FOLDED


def _starts_rank(words: Sequence[str], index: int) -> bool:
    pair = fold_marks(" ".join(words[index : index + 2]))
    return pair.startswith(("thanh pho", "thi xa", "thi tran", "dac khu", "khu vuc"))


_COMMON_FOLDED = frozenset(fold_marks(word) for word in _COMMON)


def _after_and(text: str) -> str:
    """Sector names keep their capitals: «Sở Tài nguyên và Môi trường», «Chi cục Thuế»."""
    for small, proper in (
        ("tài nguyên", "Tài nguyên"),
        ("và môi trường", "và Môi trường"),
        ("chi cục thuế", "Chi cục Thuế"),
        ("cục thuế", "Cục Thuế"),
        ("tài chính", "Tài chính"),
        ("kế hoạch", "Kế hoạch"),
        ("tư pháp", "Tư pháp"),
        ("nội vụ", "Nội vụ"),
        ("xây dựng", "Xây dựng"),
        ("nông nghiệp", "Nông nghiệp"),
        ("y tế", "Y tế"),
        ("hành chính công", "Hành chính công"),
        ("phục vụ Hành", "Phục vụ hành"),
        ("sở kinh tế", "Sở Kinh tế"),
        ("phòng kinh tế", "Phòng Kinh tế"),
    ):
        text = re.sub(rf"(?i)\b{small}\b", proper, text)
    return text[:1].upper() + text[1:]


def signer(flat: FlatText) -> Found | None:
    """The name under the office of who signs (NĐ 30/2020, ô 7): the last name in the right half after a title."""
    last = max(number for number, _line, _start in flat.lines) if flat.lines else 0
    office = -1
    for index, (number, line, _start) in enumerate(flat.lines):
        page = flat.pages[number]
        folded = fold(line.text)
        low = line.upright.y > 0.25 * page.upright_height
        if number == last and low and is_shouted(line.text) and _OFFICE.search(folded) and len(folded) < 60:
            office = index
    if office < 0:
        return None
    page_number, office_line, _ = flat.lines[office]
    centre = office_line.upright.x + office_line.upright.width / 2
    page = flat.pages[page_number]
    for index in range(len(flat.lines) - 1, office, -1):
        number, line, start = flat.lines[index]
        middle = line.upright.x + line.upright.width / 2
        if number != page_number or abs(middle - centre) > 0.16 * page.upright_width:
            continue
        if line.upright.y < office_line.upright.y or is_shouted(line.text):
            continue
        try:
            parse_name(line.text)
        except ValueInvalid:
            continue
        if sum(word[:1].isupper() for word in line.text.split()) < 2:
            continue
        return Found(line.text, Span(start, start + len(line.text)))
    return None


_SUBJECT = re.compile(r"(?:v\s?[/\\i1l]\s?v|ve viec|v v)\b[\s:.]*")


def subject(flat: FlatText) -> Found | None:
    """The trích yếu: behind «V/v» under the number, or «Về việc …» under the title, up to the body."""
    page = flat.pages[min(flat.pages)]
    for index, line in _first_page_lines(flat):
        if line.upright.y > 0.5 * page.upright_height:
            break
        match = _SUBJECT.match(fold_marks(line.text))
        if match is None:
            continue
        parts = [line.text[match.end() :]]
        indices = [index]
        for following in range(index + 1, min(index + 7, len(flat.lines))):
            number, other, _start = flat.lines[following]
            if number != page.number:
                break
            if _beside(line, other):
                continue
            if not _follows(flat.lines[indices[-1]][1], other) or _ends_subject(other.text):
                break
            parts.append(other.text)
            indices.append(following)
        text = nfc(" ".join(parts)).strip(" .,;:_-")
        if len(text) >= 8:
            start = flat.lines[index][2] + match.end()
            return Found(text, Span(start, _span_of(flat, indices).end))
    return None


def _beside(line: Line, other: Line) -> bool:
    """Whether the other line stands in the other column of the head."""
    return other.upright.x > line.upright.right + 0.5 * line.upright.height


def _follows(line: Line, other: Line) -> bool:
    gap = other.upright.y - line.upright.bottom
    return -0.8 * line.upright.height < gap < 1.3 * line.upright.height


def _ends_subject(text: str) -> bool:
    folded = fold(text)
    return is_shouted(text) or folded.startswith(("kinh gui", "can cu", "cong hoa", "doc lap", "xet de nghi", "so "))


def serial(flat: FlatText) -> Found | None:
    """The serial of a land certificate: alone on its line, two letters and six or eight digits."""
    best: Found | None = None
    for _number, line, start in flat.lines:
        try:
            value = parse_value("serial", line.text)
        except ValueInvalid:
            continue
        bare = re.sub(r"[^0-9A-ZĐa-z]", "", line.text)
        alone = len(bare) <= len(str(value)) + 2
        found = Found(line.text, Span(start, start + len(line.text)), 1.0 if alone else 0.5)
        if best is None or found.score > best.score:
            best = found
    return best
