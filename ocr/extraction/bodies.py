"""The issuing body: from the two-line head to the name as a sentence writes it (NĐ 30/2020, ô 2)."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from ocr.extraction.flat import FlatText, Span
from ocr.extraction.found import Found
from ocr.text import fold, fold_marks, is_shouted, is_syllable, nfc, tone_last
from ocr.types import Line

_REACH = 0.30
_STATE = re.compile(r"cong h\w{1,3} x\w h\w{1,2}|doc lap|hanh phuc|viet nam$|^nam$|^mau so|^mau \d")
_ENDS_HEAD = re.compile(
    r"^\W*(?:s[o0]\s?[:.;,…_\-–] ?[\d.…_]|s[o0]\s?[:.;,…_]|s[o0] ?[a-z]{0,6}\d|v\s?/\s?v|ve viec|k[ií]nh gui|ngay )"
)

_STARTS = (
    "uy ban nhan dan", "ubnd", "hoi dong", "so", "cuc", "chi cuc", "tong cuc", "phong", "trung tam", "van phong",
    "bo", "chi nhanh", "ban", "cong an", "thue", "toa an", "vien kiem sat", "kho bac", "bao hiem", "benh vien",
    "truong", "bo phan", "doi", "kho", "ngan hang", "ho chi minh",
)  # fmt: skip
_SUPERIOR_OF = ("chi nhanh",)
"""A branch is named with the body above it: «Chi nhánh Văn phòng đăng ký đất đai»."""

_PHRASES = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "quận", "huyện",
    "phường", "xã", "Chi cục Thuế", "Cục Thuế", "Tổng cục Thuế", "Thuế cơ sở", "Thuế thành phố", "Thuế tỉnh",
    "khu vực", "Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Xây dựng", "Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư", "Sở Công Thương", "Sở Y tế", "Sở Lao động - Thương binh và Xã hội",
    "Sở Giáo dục và Đào tạo", "Sở Giao thông vận tải", "Sở Khoa học và Công nghệ", "Sở Văn hóa và Thể thao",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông", "Sở Du lịch", "Sở Dân tộc và Tôn giáo",
    "Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Môi trường", "Bộ Công an", "Bộ Tài chính",
    "Phòng Tài nguyên và Môi trường", "Phòng Nông nghiệp và Môi trường", "Phòng Tài chính - Kế hoạch",
    "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế - Hạ tầng", "Phòng Kinh tế và Hạ tầng", "Phòng Kinh tế",
    "Phòng Quản lý đô thị", "Phòng Tư pháp", "Phòng Nội vụ", "Phòng Văn hóa - Xã hội", "Phòng Văn hóa và Thông tin",
    "Phòng Lao động - Thương binh và Xã hội", "Phòng Giáo dục và Đào tạo", "Phòng Y tế", "Phòng Thanh tra",
    "Phòng Công chứng", "Văn phòng công chứng", "Văn phòng đăng ký đất đai", "Văn phòng Ủy ban nhân dân",
    "Chi nhánh Văn phòng đăng ký đất đai", "Chi nhánh", "Trung tâm Phục vụ hành chính công",
    "Trung tâm Hành chính công", "Trung tâm Phát triển quỹ đất", "Trung tâm", "Bộ phận Tiếp nhận và Trả kết quả",
    "Ban Quản lý", "Cục Đăng ký Quản lý nhà", "Công an", "Tòa án nhân dân", "Viện kiểm sát nhân dân",
    "Kho bạc Nhà nước", "Bảo hiểm xã hội", "Văn phòng", "Phòng", "Sở", "Cục", "Chi cục", "Ban", "Bộ", "Thuế",
)  # fmt: skip
"""Names of office as sentences write them; their words are the forms' own and never misread as others."""

_RANKS = frozenset(["tinh", "quan", "huyen", "phuong", "xa", "pho", "tran", "khu", "vuc", "so", "chung"])
_NAMED = frozenset(["tinh", "quan", "huyen", "phuong", "xa", "pho", "tran", "vuc"])
_ENDS_CUT = _NAMED | {"va", "dan", "phong"}
_ONE_WORD = frozenset(["hue"])
"""Places of one word; all others that bodies are named after have two at least, or a number."""

_JOINED = re.compile(r"([^\W\d_]{2,})\.([^\W\d_]{2,})")
_ROMAN = re.compile(r"[IVXL1l]{1,5}")


def issuer(flat: FlatText) -> Found | None:
    """The issuing body in sentence form, from the head's left half."""
    indices = _head_lines(flat)
    if not indices:
        return None
    texts = [_bare(flat.lines[index][1].text) for index in indices]
    first = _first_of_body(texts)
    used = indices[first:]
    starts = [flat.lines[index][2] for index in used]
    name = sentence_form(" ".join(texts[first:]))
    if len(fold(name)) < 4:
        return None
    return Found(name, Span(min(starts), flat.line_end(used[-1])))


def is_cut_short(name: str) -> bool:
    """Whether a body's name ends in a word after which a proper name must follow, or behind the first word of one."""
    words = fold(name).split()
    if not words or words[-1] in _ENDS_CUT:
        return True
    is_first = len(words) > 1 and words[-2] in _NAMED and words[-1].isalpha() and words[-1] not in _ONE_WORD
    return is_first and not _ROMAN.fullmatch(name.rsplit(maxsplit=1)[-1])


def _bare(text: str) -> str:
    # Why: heads have full stops behind abbreviations alone (TP., TM.); between two syllables one is a speck.
    text = _JOINED.sub(lambda found: " ".join(found.groups()) if _are_syllables(found) else found.group(), nfc(text))
    return text.strip(" _-–.,:;*'\"~=|")


def _are_syllables(found: re.Match[str]) -> bool:
    return all(is_syllable(word.casefold()) for word in found.groups())


def _head_lines(flat: FlatText) -> list[int]:
    """The shouted lines of the head's left half, from the top down to the number."""
    first = min(flat.pages)
    page = flat.pages[first]
    found: list[int] = []
    for index, (number, line, _start) in enumerate(flat.lines):
        if number != first or line.upright.y > _REACH * page.upright_height:
            continue
        folded = fold_marks(line.text)
        if _ENDS_HEAD.match(folded):
            if found:
                break
            continue
        centre = line.upright.x + line.upright.width / 2
        is_left = centre < 0.5 * page.upright_width and line.upright.x < 0.42 * page.upright_width
        above = flat.lines[found[-1]][1] if found else None
        is_head = _is_head_text(line.text) or (above is not None and _is_rest(above, line))
        if is_left and is_head and not _STATE.search(fold(line.text)):
            if above is not None and not _near(above, line):
                break
            found.append(index)
    return found


def _is_head_text(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and sum(character.isupper() for character in letters) >= 0.8 * len(letters)


def _is_rest(above: Line, line: Line) -> bool:
    """Whether a word of two or three capitals is what a body's name broke off: «VĂN PHÒNG ĐĂNG KÝ ĐẤT / ĐAI»."""
    middles = [box.x + box.width / 2 for box in (above.upright, line.upright)]
    gap = line.upright.y - above.upright.bottom
    return (
        is_shouted(line.text) and gap < line.upright.height and abs(middles[0] - middles[1]) < 2 * line.upright.height
    )


def _near(above: Line, line: Line) -> bool:
    return line.upright.y - above.upright.bottom < 2.5 * max(above.upright.height, line.upright.height)


def _first_of_body(texts: Sequence[str]) -> int:
    """The line on which the body itself begins; what stands above it is its superior."""
    starts = [number for number, text in enumerate(texts) if _begins_body(text)]
    if not starts:
        return 0
    last = starts[-1]
    if fold(texts[last]).startswith(_SUPERIOR_OF) and len(fold(texts[last]).split()) <= 4 and len(starts) > 1:
        return last
    return last


def _begins_body(text: str) -> bool:
    folded = fold(text)
    if any(folded.startswith(start + " ") for start in _STARTS) or folded == "ubnd":
        return True
    return fuzz.ratio(folded[:15].strip(), "uy ban nhan dan") >= 84


def sentence_form(text: str) -> str:
    """A body's name as a sentence writes it: «ỦY BAN NHÂN DÂN PHƯỜNG BÃI CHÁY» → «Ủy ban nhân dân phường Bãi Cháy».

    Words of office are put as sentences have them; what follows a rank (phường, tỉnh …) is a proper name.
    """
    words = re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", nfc(text)).split()
    if not words or not is_shouted("".join(words)):
        return " ".join(words)
    out: list[str] = []
    index = 0
    while index < len(words):
        phrase = _phrase_at(words, index)
        if phrase:
            out.extend(phrase.split())
            index += len(phrase.split())
        else:
            out.append(_proper(words[index], out))
            index += 1
    name = " ".join(out)
    return name[:1].upper() + name[1:]


def _phrase_at(words: Sequence[str], index: int) -> str:
    """The longest phrase of office that begins at a word, within one wrong letter for each long phrase."""
    best = ""
    for phrase in _PHRASES:
        wanted = phrase.split()
        piece = words[index : index + len(wanted)]
        if len(piece) == len(wanted) and len(phrase) > len(best) and _same_words(wanted, piece, is_first=index == 0):
            best = phrase
    return best


def _same_words(wanted: Sequence[str], piece: Sequence[str], *, is_first: bool) -> bool:
    ours, theirs = fold(" ".join(wanted)), fold(" ".join(piece))
    if len(wanted) == 1 and not is_first:
        return tone_last(wanted[0]) == tone_last(piece[0])  # «Bồ» of a name is no «Bộ»
    if [word.endswith(",") for word in wanted] != [word.endswith(",") for word in piece]:
        return False
    return ours == theirs or (len(wanted) >= 4 and fuzz.ratio(ours, theirs) >= 93)


def _proper(word: str, before: Sequence[str]) -> str:
    after_rank = bool(before) and fold(before[-1]) in _RANKS
    if _ROMAN.fullmatch(word) and (after_rank or (before and fold(before[-1]) == "so")):
        return word.replace("1", "I").replace("l", "I")
    if fold(word) in ("va", "cac", "cho"):
        return word.lower()
    return word[:1].upper() + word[1:].lower()
