"""Names of persons: what a name's words look like, and the family names of the country."""

import functools
import re
from importlib import resources

from ocr.extraction.invalid import ValueInvalid
from ocr.text import core, fold_marks, is_shouted, nfc, title_case, tone_last

_NAME_STOP = re.compile(
    r"[,;:(\d/|\[\]]|\s[-–]\s|\b(?:sinh (?:nam|ngay)|nam sinh|ngay sinh|cccd|cmnd|so dinh|so cccd|so cmnd|dia chi|"
    r"thuong tru|can cuoc|gioi tinh|dan toc|quoc tich)\b"
)
_LETTER_NOUGHT = re.compile(r"(?<!\w)0(?=[^\W\d_])")
_LETTER_SIX = re.compile(r"(?<!\w)6(?=i[aá])")
"""Letters at the head of a name's word that read as figures: Oanh, Gia."""

_TORN_H = re.compile(r"^H(?=[BCDĐGKLMNPQRSTVX]|[bcdđgklmnpqrstvx][^\W\d_])")
"""H before a consonant begins no syllable: it is the H' of women's names of the highlands, its apostrophe lost."""

_SPECK = re.compile(r"(?<=\s)[:;.,•·](?=[^\W\d_])")
"""A dot or two between two words is no punctuation: that stands at a word's end."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
"""Names of the peoples of the highlands have one: H'Hen, Y'Bria."""

_NO_NAME = re.compile(
    r"(?:nguoi|kt|tm|tl|giay|quyen su|uy ban|chu tich|pho (?:chu|giam|truong|ts|chanh)|giam doc|"
    r"truong (?:phong|thue)|can bo|dai dien|chung vien|ho so|cong hoa|"
    r"doc lap|ben [ab]|can cuoc|cong chung|ho ten|ho va ten|ho chu dem|chu ho|ky ten|to khai|hop dong|dia chi|"
    r"luu vt)(?![a-z])"
)
_NAME_STOP_SMALL = re.compile(r"(?<=\s)(?:là|và|do|cùng|có|tại|để|đã|được|cấp|sinh|số|năm)(?=\s|$)")
_HONORIFIC = re.compile(
    r"^(?:(?:ho )?(?:ong\s?/?\s?\(?\s?ba\s?\)?|ong|ba|anh|chi|dong chi)(?![a-z])|\(\s?ba\s?\))[\s:.)/]*"
    r"(?:(?:ong|ba|to chuc)\b[\s:]*)?"
)


@functools.cache
def _family_names() -> tuple[frozenset[str], frozenset[str]]:
    """Common family names (the file's first line) and all, with their tone mark last."""
    common, *others = _written_names()
    return frozenset(map(tone_last, common)), frozenset(tone_last(name) for line in (common, *others) for name in line)


@functools.cache
def _written_names() -> tuple[tuple[str, ...], ...]:
    """Family names as they are written, line by line of the file; the common ones first."""
    raw = resources.files("ocr").joinpath("data/family_names.txt").read_text("utf-8")
    return tuple(tuple(nfc(line).split()) for line in raw.splitlines() if not line.startswith("#"))


def is_family_name(word: str) -> bool:
    """Whether a name may begin with this word; women's names of the Êđê and Ba Na begin with H'."""
    return tone_last(core(word)) in _family_names()[1] or core(word).startswith("H'")


def meant_family_name(word: str) -> str:
    """The family name that a word which is none can have been, by its marks; empty without exactly one («Định»)."""
    if is_family_name(word):
        return ""
    found = {name for name in _written_names()[0] if fold_marks(name) == fold_marks(core(word))}
    return found.pop().capitalize() if len(found) == 1 else ""


def is_common_family_name(word: str) -> bool:
    """Whether the word is one of the few family names that most people bear."""
    return tone_last(core(word)) in _family_names()[0]


def is_name_word(word: str) -> bool:
    """Whether a word may stand in a name: letters alone, the first a capital; misread ones too."""
    bare = core(word)
    if not bare.replace("'", "").isalpha() or not bare[0].isupper() or len(bare) < len(word) - 1:
        return False
    return len(bare) > 1 or bare in "ÝÁÂÍYA"


def is_sound_name(name: str) -> bool:
    """Whether a name begins with a family name and has as many words as names have."""
    words = name.split()
    if len(words) == 2 and not is_common_family_name(words[0]):
        return False  # two words without a family name: the first one lies under a seal
    return 2 <= len(words) <= 6 and is_family_name(words[0])


def _shouted_run(tokens: list[str]) -> list[str]:
    """A name in capitals up to the first word that has small letters: «VÕ NGỌC THẢO Nam» tells the sex as well."""
    if len(tokens) < 3 or not all(is_shouted(token) for token in tokens[:2]):
        return tokens
    end = next((index for index, token in enumerate(tokens) if any(map(str.islower, token))), len(tokens))
    return tokens[:end]


def parse_name(text: str) -> str:
    """A person's name: without honorific, up to the first thing that is no name."""
    text = text.translate(_APOSTROPHES)
    text = _SPECK.sub("", text)
    text = _LETTER_NOUGHT.sub("O", _LETTER_SIX.sub("G", text))
    folded = fold_marks(text)
    start = 0
    honorific = _HONORIFIC.match(folded)
    if honorific:
        start = honorific.end()
    stops = (_NAME_STOP.search(folded, start), _NAME_STOP_SMALL.search(text, start))
    stop = min((match.start() for match in stops if match), default=len(text))
    name = re.sub(r"(?<=\w)[.\-–_,](?=\w)", " ", nfc(text[start:stop])).strip(" .,:;-–_'\"“”‘’*\\")
    tokens = [part for part in (re.sub(r"[^\w'-]", "", part) for part in name.split()) if part]
    small = next((index for index, token in enumerate(tokens) if token[0].islower()), len(tokens))
    tokens = _shouted_run(tokens[:small])
    if not 2 <= len(tokens) <= 8 or any(character.isdigit() for token in tokens for character in token):
        raise ValueInvalid("name-form")
    tokens[0] = _TORN_H.sub("H'", tokens[0])
    name = " ".join(tokens)
    if "và" in name.casefold().split()[:-1] or (len(tokens) > 6 and not is_family_name(tokens[0])):
        # «Phòng Kinh tế, Hạ tầng và Đô thị»: no middle name is «and», some are called Va; long runs are a heading
        raise ValueInvalid("name-form")
    if _NO_NAME.match(fold_marks(name)):
        raise ValueInvalid("name-form")
    return title_case(name) if is_shouted(name) else name
