"""What speaks for a value and what against it: second sources, the language, other papers, plain sense.

A *proof* is a source that does not depend on the reading of the value itself; a *sign* says that the value is of
the kind that papers hold there; a *doubt* sends the value to a person whatever the confidence.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ocr.doctypes import DocumentType
from ocr.extraction.bodies import is_cut_short
from ocr.extraction.flat import FlatText
from ocr.extraction.names import is_sound_name
from ocr.extraction.rules import amounts_in_words, number_in_words
from ocr.extraction.second import second_reading
from ocr.extraction.signs import near_known, signs_of
from ocr.extraction.soundness import reads_as_vietnamese, sounder, usual_name, usual_street
from ocr.extraction.values import id_agrees, tax_check_digit
from ocr.extraction.wording import Wording
from ocr.extraction.words_number import date_of
from ocr.text import fold, is_shouted
from ocr.types import Box, FieldValue

_LOOKALIKE = re.compile(r"\d[OoIl|§\]!óÓSBZT](?![^\W\d_])|(?<![^\W\d])[OoIl|§\]!óÓT]\d")
_SINCE_2009 = "tài sản khác gắn liền với đất"
"""Certificates with this title have serials of two letters and letters before the registry number
(TT 17/2009/TT-BTNMT and those after it)."""

_BARE_DAY = re.compile(r"ngay [1-9] thang")
"""Days below ten are written with a nought (NĐ 30/2020 Phụ lục I, II.4): a lone figure may have lost its first one."""

_MIXED = re.compile(r"\d[^\W\d_]{2,}|(?![A-ZĐ])[^\W\d_]\d")
_PEOPLE = ("_vo", "_chong", "_ben_chuyen", "_ben_nhan")
_FIGURE_KINDS = frozenset(
    {"date", "money", "area", "integer", "id_number", "tax_code", "parcel", "registry_number", "serial"}
)
_PROOFS = frozenset({"repeated", "second-reading"})
_READ_TWICE = _FIGURE_KINDS | {"text", "document_number", "dossier_code", "registration", "book_number", "deed_number"}
_ECHO_WORDS = {"name": 2, "text": 3, "address": 4, "business_name": 3, "document_number": 2, "dossier_code": 3}
_LONG_FIGURES = re.compile(r"\d{6,}|\d+[.,]\d")
_NOTED = ("place-mended", "label-skipped", "owner-changed", "change-unconfirmed", "change-partial", "changes-unread")
"""Doubts that were noted when the value was found."""

_LOST_COMMA = re.compile(
    r"\b(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố) [^,]{2,30} (?:tỉnh|thành phố|quận|huyện|thị xã) "
)


_PARTIAL = frozenset({"birth-year"})
"""Proofs that speak for some of the value's figures only: sex, century and year are three of twelve."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Codes of the proofs, signs and doubts of one value, and other readings of it.

    ``better`` is the value as the papers print it elsewhere, where that reads sounder; empty otherwise.
    """

    proofs: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    better: str = ""

    @property
    def level(self) -> int:
        """2 with a proof of the whole value, 1 with a proof of a part of it or a sign, 0 with neither."""
        if any(proof not in _PARTIAL for proof in self.proofs):
            return 2
        return 1 if self.proofs or self.signs else 0


@dataclass(frozen=True, slots=True)
class Document:
    """One document's values before they are judged."""

    kind: DocumentType
    flat: FlatText
    values: tuple[FieldValue, ...]

    def kind_of(self, name: str) -> str:
        """The kind of value of a field."""
        return next(spec.kind for spec in self.kind.fields if spec.name == name)


def weigh(value: FieldValue, document: Document, wording: Wording) -> Evidence:
    """The evidence of one value on its own document and on everything else that was read with it."""
    if value.value is None:
        return Evidence(candidates=value.candidates)
    kind = document.kind_of(value.name)
    by_name = {other.name: other for other in document.values}
    proofs = _own_proofs(value, kind, by_name, document.flat)
    doubts = _doubts(value, kind)
    if _lacks_letters(str(value.value), kind) and document.flat.find_label(_SINCE_2009):
        doubts.append("cut-short")
    second, other = _read_again(value, kind, document.flat)
    said, differ = _said_elsewhere(value, kind, wording)
    near = _near(str(value.value), kind)
    if isinstance(value.value, dt.date) and _is_out_of_order(value, by_name):
        doubts.append("date-order")
    words, is_near = _in_words(value, document.flat) if kind in ("money", "area") else (None, False)
    if is_near and words not in (None, value.value):
        doubts.append("words-differ")
        other = other or f"{words:f}"
    if kind == "money" and words != value.value and _is_not_in_words(value, document.flat):
        doubts.append("words-differ")
    if kind == "id_number" and any(_strays(value, by_name, document)):
        doubts.append("label-skipped")
    proofs += [reason for reason in (second, said) if reason in _PROOFS]
    doubts += [reason for reason in (second, said) if reason and reason not in _PROOFS]
    doubts += ["near-known"] if near else []
    better = _better(value, kind, differ) if said == "reads-differ" else ""
    own = better or str(value.value)
    shown = (better, str(value.value), *value.candidates, other, near[:1].upper() + near[1:], *differ)
    signs = signs_of(value, kind)
    if kind == "text" and second != "second-reading" and any(map(str.isdigit, own)):
        signs = []  # usual words say nothing of the figures among them
    return Evidence(
        tuple(dict.fromkeys(proofs)),
        tuple(signs),
        tuple(dict.fromkeys(doubts)),
        tuple(dict.fromkeys(text for text in shown if text and text != own))[:5],
        better,
    )


def _lacks_letters(text: str, kind: str) -> bool:
    """Whether a serial has one letter, or a registry number none, as on certificates before 2009 alone."""
    return (kind == "serial" and text[1:2] == " ") or (kind == "registry_number" and text[:1].isdigit())


def _near(text: str, kind: str) -> str:
    """What a value nearly is: one of a closed list, or a name as most people bear it; empty where it is neither."""
    if kind == "name":
        return usual_name(text)
    if kind == "address":
        return usual_street(text)
    return near_known(text) if kind == "text" else ""


def _read_again(value: FieldValue, kind: str, flat: FlatText) -> tuple[str, str]:
    """Whether the second reading of the figures proves or doubts the value, and what it says."""
    alike, other = second_reading(value, flat) if kind in _READ_TWICE else (None, "")
    return ("", "") if alike is None else ("second-reading" if alike else "reads-differ", other)


def _said_elsewhere(value: FieldValue, kind: str, wording: Wording) -> tuple[str, list[str]]:
    """Whether other places of the papers prove or doubt the value, and how they read where they differ."""
    agree, differ = _echoes(value, kind, wording)
    if isinstance(value.value, dt.date):
        agree += wording.has_date(value.value, value.page, value.box)
    if agree and agree >= len(differ):
        return "repeated", differ
    # Why: heads are shouted, and shouted marks are misread first; places are held against the list instead.
    return ("reads-differ" if differ and value.name != "co_quan_ban_hanh" else ""), differ


def _better(value: FieldValue, kind: str, echoes: Sequence[str]) -> str:
    """The value with the words of another print of it, where they are the sounder ones."""
    if kind not in ("name", "text", "address"):
        return ""
    text = str(value.value)
    merged = (sounder(text, echo, is_name=kind == "name") for echo in echoes)
    return next((each for each in merged if each), "")


def _own_proofs(value: FieldValue, kind: str, by_name: Mapping[str, FieldValue], flat: FlatText) -> list[str]:
    if kind == "id_number":
        return ["birth-year"] if _fits_person(value, by_name, flat) else []
    if kind == "tax_code":
        digits = str(value.value)
        if len(digits) == 12:
            return ["birth-year"] if _fits_person(value, by_name, flat) else []
        return ["check-digit"] if tax_check_digit(digits) else []
    if kind in ("money", "area") and isinstance(value.value, Decimal):
        return ["in-words"] if _in_words(value, flat)[0] == value.value else []
    if kind == "date":
        return ["in-words"] if _date_in_words(value, flat) else []
    if kind == "sex":
        number = _number_of_same_person(value, by_name)
        return ["in-number"] if number and id_agrees(number, None, str(value.value)) else []
    return []


def _fits_person(value: FieldValue, by_name: Mapping[str, FieldValue], flat: FlatText) -> bool:
    """Whether a number's century, sex and year are those that the paper says of its bearer."""
    number = str(value.value)
    born = _partner(by_name, value.name, "ngay_sinh")
    sex = _partner(by_name, value.name, "gioi_tinh")
    year = born.value.year if born and isinstance(born.value, dt.date) else _year_before(value, flat)
    said = str(sex.value) if sex else _sex_before(value, flat)
    if year is None or len(number) != 12:
        return False
    return id_agrees(number, dt.date(year, 1, 1), said) is True


def _before(value: FieldValue, flat: FlatText) -> str:
    """The text of the same person before a number: back to the line of its name, three lines at most."""
    at = flat.text.find(value.raw)
    if at < 0:
        return ""
    index = flat.line_index(at)
    start = flat.lines[max(0, index - 2)][2]
    return flat.text[start:at]


def _year_before(value: FieldValue, flat: FlatText) -> int | None:
    found = re.findall(r"(?:sinh|năm)\D{0,24}?(?:\d{1,2}[/.]\d{1,2}[/.])?((?:19|20)\d{2})", _before(value, flat))
    return int(found[-1]) if found else None


def _sex_before(value: FieldValue, flat: FlatText) -> str | None:
    found = re.findall(r"(?:^|[\n ])(Ông|Bà|ông|bà)[ :]", _before(value, flat))
    return {"ông": "Nam", "bà": "Nữ"}.get(found[-1].lower()) if found else None


def _number_of_same_person(value: FieldValue, by_name: Mapping[str, FieldValue]) -> str | None:
    for stem in ("so_dinh_danh", "so_giay_to"):
        other = _partner(by_name, value.name, stem)
        if other is not None and isinstance(other.value, str):
            return other.value
    return None


def _partner(by_name: Mapping[str, FieldValue], name: str, stem: str) -> FieldValue | None:
    """The value of the same person: ``so_giay_to_vo`` goes with ``ngay_sinh_vo``."""
    suffix = next((part for part in _PEOPLE if name.endswith(part)), "")
    return by_name.get(stem + suffix)


def _in_words(value: FieldValue, flat: FlatText) -> tuple[Decimal | None, bool]:
    """The number in words behind an amount or area, and whether no other figures stand between the two."""
    at = flat.text.find(value.raw[:12])
    start = flat.find_label("Bằng chữ", max(0, at))
    if start is None or start.start > max(0, at) + 240:
        return None, False
    between = re.sub(r"m\s?[2²]", "", flat.text[at + len(value.raw) : start.start])
    return number_in_words(flat, start.end), at >= 0 and not any(character.isdigit() for character in between)


def _is_not_in_words(value: FieldValue, flat: FlatText) -> bool:
    """Whether the paper spells amounts out, and none of them is the value: it is the price or the base, not the due."""
    said = amounts_in_words(flat)
    return bool(said) and value.value not in said


def _date_in_words(value: FieldValue, flat: FlatText) -> bool:
    at = flat.text.find(value.raw)
    start = flat.find_label("bằng chữ", max(0, at))
    if not isinstance(value.value, dt.date) or at < 0 or start is None or start.start > at + 120:
        return False
    said = date_of(flat.text[start.end : start.end + 180].replace("\n", " "))
    return said == (value.value.day, value.value.month, value.value.year)


def _echoes(value: FieldValue, kind: str, wording: Wording) -> tuple[int, list[str]]:
    """How often the value stands elsewhere letter for letter, and the readings that differ."""
    text = value.raw if kind in ("money", "area") else str(value.value)
    if kind == "name" or kind in _ECHO_WORDS:
        if len(re.findall(r"\w+", text)) < _ECHO_WORDS.get(kind, 2):
            return 0, []
    elif not _LONG_FIGURES.search(text) and kind != "serial":
        return 0, []
    if kind == "money":
        text = _figures(text)
    echoes = wording.echoes(text, value.page, value.box)
    same = sum(1 for echo in echoes if echo.is_same)
    others = [_like(text, echo.text) for echo in echoes if not echo.is_same]
    return same, list(dict.fromkeys(other for other in others if other))


def _figures(text: str) -> str:
    match = re.search(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}", text)
    return match.group() if match else text


def _like(value: str, echo: str) -> str:
    """An echo in the case of the value; empty when it is the same but for its case."""
    words = [
        word.capitalize() if mine[:1].isupper() and word.isupper() else word
        for mine, word in zip(re.findall(r"\w+", value), echo.split(), strict=False)
    ]
    return " ".join(words) if fold(" ".join(words)) else ""


def _doubts(value: FieldValue, kind: str) -> list[str]:
    text = str(value.value)
    doubts = [reason for reason in value.reasons if reason in _NOTED]
    if _has_lookalikes(text, value.raw, kind):
        doubts.append("lookalike")
    if kind == "date" and _BARE_DAY.match(fold(value.raw)):
        doubts.append("bare-day")
    if kind in ("name", "text", "address", "business_name") and not reads_as_vietnamese(text):
        doubts.append("syllables")
    if kind in ("name", "address") and re.search(r"[^\W\d][-~_'`][^\W\d]", text):
        doubts.append("syllables")
    if value.name == "co_quan_ban_hanh" and is_cut_short(text):
        doubts.append("cut-short")
    if kind == "name" and len(text.split()) == 2 and not is_sound_name(text):
        doubts.append("cut-short")
    if kind == "address" and is_shouted(text):
        doubts.append("unknown-place")  # a heading: what is filled in has small letters
    if value.name == "co_quan_ban_hanh" and re.search(r" [IVX]+$", text):
        doubts.append("lookalike")
    return doubts


def _has_lookalikes(text: str, raw: str, kind: str) -> bool:
    """Whether letters stand where figures belong, figures where letters do, or a separator was lost."""
    if kind in _FIGURE_KINDS and _LOOKALIKE.search(raw):
        return True
    if kind == "deed_number":
        return bool(re.search(rf"[^\W\d_]{re.escape(text)}|{re.escape(text)}[^\W\d_]", raw))
    if kind in ("document_number", "dossier_code", "registration"):
        return not _is_as_printed(text, raw)
    if kind == "area":
        return bool(re.search(r"\d\s\d{1,2}(?:\s?m|\W*$)", raw))
    if kind == "name":
        return bool(re.search(r"\d[^\W\d_]|[^\W\d_]\d", raw))
    if kind in ("text", "address"):
        return bool(_MIXED.search(text.replace("m2", "m²"))) or (kind == "address" and bool(_LOST_COMMA.search(text)))
    return False


def _strays(value: FieldValue, by_name: Mapping[str, FieldValue], document: Document) -> Iterator[bool]:
    """What says that a person's number is another person's of the same paper."""
    yield _is_anothers(value, by_name, document.flat)
    yield _is_beside(value, by_name, document)
    stem = value.name.rpartition("_")[0]
    yield any(
        other.value == value.value and other.name.startswith(stem) for other in by_name.values() if other != value
    )


def _is_anothers(value: FieldValue, by_name: Mapping[str, FieldValue], flat: FlatText) -> bool:
    """Whether somebody else is named between a person's name and the number found for that person."""
    person = _partner(by_name, value.name, "ho_ten")
    at = flat.text.find(person.raw) if person is not None and person.raw else -1
    number = flat.text.find(value.raw, max(0, at))
    if person is None or at < 0 or number < 0:
        return False
    between = flat.text[at + len(person.raw) : number]
    return bool(
        re.search(r"(?<!\w)(?:[Oo]ng|[Ôô]ng|[Bb]à|vợ|chồng)(?!\w)[ :]{1,2}(?:là )?(?:ông |bà )?[A-ZĐ]", between)
    )


def _is_beside(value: FieldValue, by_name: Mapping[str, FieldValue], document: Document) -> bool:
    """Whether a number of a form in two columns stands in the other person's column."""
    person = _partner(by_name, value.name, "ho_ten")
    page = document.flat.pages.get(value.page)
    if not document.kind.columns or person is None or page is None or person.page != value.page or page.rotation % 180:
        return False
    middle = page.width_px / 2
    apart = (person.box.x + person.box.width / 2 - middle) * (value.box.x + value.box.width / 2 - middle) < 0
    return apart and not _shares_width(person.box, value.box)


def _shares_width(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.x, other.x)


def _is_as_printed(text: str, raw: str) -> bool:
    return text in re.sub(r"\s*([/\-.])\s*", r"\1", raw.replace("–", "-"))


_ORDER = (
    ("ngay_sinh", "ngay_cap"),
    ("ngay_sinh", "ngay_dang_ky"),
    ("ngay_sinh", "ngay_ban_hanh"),
    ("ngay_sinh_vo", "ngay_dang_ky"),
    ("ngay_sinh_chong", "ngay_dang_ky"),
    ("ngay_tiep_nhan", "ngay_hen_tra"),
)
"""Dates of which the first may not follow the second."""


def _is_out_of_order(value: FieldValue, by_name: Mapping[str, FieldValue]) -> bool:
    for first, second in _ORDER:
        one, two = by_name.get(first), by_name.get(second)
        if value.name not in (first, second) or one is None or two is None:
            continue
        if isinstance(one.value, dt.date) and isinstance(two.value, dt.date) and one.value > two.value:
            return True
    return False


def parcel_groups(documents: Sequence[Document]) -> Mapping[str, set[str]]:
    """The values of each parcel number and serial over the papers of a stack, by field name."""
    groups: dict[str, set[str]] = {}
    for document in documents:
        for value in document.values:
            if value.name in ("thua_dat_so", "to_ban_do_so", "so_phat_hanh") and value.value is not None:
                groups.setdefault(value.name, set()).add(str(value.value))
    return groups
