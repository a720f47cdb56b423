"""Parsing and checking one value: dates, money, areas, numbers of persons, papers and parcels, names.

Patterns and checks: the forms' own wording and the rules on identity numbers (TT 59/2021/TT-BCA), tax
codes and document numbers (NĐ 30/2020/NĐ-CP).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.names import parse_name
from ocr.extraction.vocabulary import PEOPLES, PROVINCES
from ocr.text import core, fold_marks, is_shouted, nfc, with_sixes
from ocr.types import FieldScalar

_DIGIT_LOOKALIKES = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "i": "1",
        "|": "1",
        "]": "1",
        "!": "1",
        "§": "8",
        "Ï": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
        "z": "2",
        "Ö": "0",
        "Ô": "0",
        "ö": "0",
    }
)
_ZERO = str.maketrans("Oo", "00")
_LONE = str.maketrans({"O": "0", "I": "1", "l": "1", "|": "1", "§": "8"})
FIGURES = frozenset(
    (
        "date", "money", "area", "integer", "id_number", "tax_code", "parcel", "registry_number", "serial",
        "deed_number", "document_number", "dossier_code", "registration", "book_number",
    )
)  # fmt: skip
"""Kinds whose value holds figures."""

_STRAY = re.compile(r"(?<=\s)[-.'`’~*_,](?=\w)")
_FLAGGED_ONE = re.compile(r"(?<![^\W_])T(?=\d(?!\d))|(?<=(?<!\d)[0-3])T(?!\w)")
"""A one with a long flag reads as T; in the day or month of a date no other figure does."""

_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})
_LONG_DATE = re.compile(
    r"(?:ng\w{1,3}\W{0,3})?([0-9oil|\]!]{1,2})\W{0,3}th\w{1,4}?\W{0,3}([0-9oil|\]!]{1,2})"
    r"\W{0,3}n\w{1,2}\W{0,3}([12oil][0-9oil] ?[0-9oil]{2})(?!\d)"
)
_SHORT_DATE = re.compile(r"(?<!\d)([0-9oil]{1,2})\s?[/.\-]\s?([0-9oil]{1,2})\s?[/.\-]\s?([12][0-9oil]{3})(?!\d)")
_TORN_DATE = re.compile(r"(?<![^\W_])([0-3]\d)[\s.,i1l|]?([01]\d)[\s.,i1l|]?((?:19|20)\d{2})(?!\d)")
"""A date whose strokes the engine lost or took for ones; two, two and four figures alone are no other number."""

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONEY = re.compile(r"\d{1,3}(?:\s?[.,:;'\s]\s?\d{3})+(?!\d)|\d{4,}")
_AREA = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_SQUARE_METRE = re.compile(r"\(?\bm\s?[2²?°*]\s?\)?")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[0-9OolIBSQ][0-9OolIBSQ .]{7,15}[0-9OolIBSQ](?![0-9A-Za-z])")
_TAX = re.compile(r"(?<!\d)(\d[\d ]{8,14}\d(?:\s?-\s?\d{3})?)(?!\d)")
_DOCUMENT = re.compile(
    r"(?:[A-ZĐ]{2,6}\d{3,}[-–]?[A-ZĐ]{0,4}\s?)?(?:[A-ZĐ]{1,6}[-–.]?)?[0-9OIl|§]{1,8}[a-z]?(?:[.\-–]\d{1,8})*\s?/\s?"
    r"(?:\d{4}\s?/\s?)?[A-ZĐÂÊÔƠƯĂ][0-9A-ZĐÂÊÔƠƯĂa-z.]*(?:\s?[\-–/&.]\s?[0-9A-ZĐÂÊÔƠƯĂ][0-9A-ZĐÂÊÔƠƯĂa-z.&]*)*"
)
_DOSSIER = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Y]\d{2}(?:\.\d{1,3}){0,4}\s?-\s?\d{6}\s?-\s?\d{4,10}")
_SERIAL = re.compile(
    r"(?<![A-ZĐ])(?:([A-ZĐ]{2})[\s.]{0,2}([0-9OIlSB]{8}|[0-9OIlSB]{6})|([A-ZĐ])\s{0,2}(\d{6}))(?![0-9A-Z])"
)
_REGISTRY = re.compile(r"(?:(?:CS|CH|CT|CN|CL|VP|H)\W{0,2})?[0-9O]{2,6}(?:\s?QS[DĐ]{1,2}(?![^\W_]))?(?:/[A-ZĐ0-9-]+)?")
"""Red books say behind the number whose right it is: «02435 QSDĐ/ĐX»."""

_PARCEL = re.compile(r"\d{1,5}(?:[a-z](?![a-z])|-\d{1,4})?")
_REGISTRATION = re.compile(r"(?<!\w)(?:\d{2}[A-Z]\d{7}|\d{12}|\d{10}(?:-\d{3})?|\d[0-9A-Z]{7,12})(?!\w)")
_DEED = re.compile(r"\d{1,6}(?:\s?/\s?(?:19|20)\d{2}\s?/\s?[A-ZĐ][A-ZĐ.\-]+)?")
"""A number of the book, with the year and sign of those that count them together («001986/2025/CCGD»)."""

_BOOK = re.compile(r"^\W{0,3}(\d{1,6})(?!\d)(?:\s?[/.,]\s?((?:19|20)\d{2}))?(/[A-ZĐ][A-ZĐ-]*)?")
"""Number, year and sign: a torn stroke reads as a full stop."""

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def canonical(value: FieldScalar | None) -> str | None:
    """A value as the stores keep it: ISO dates, numbers with a point, text as it is."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        plain = format(value.normalize(), "f")
        return "0" if plain == "-0" else plain
    return None if value is None else str(value)


def parse_value(kind: str, text: str) -> FieldScalar:
    """The value that a text of that kind says.

    Raises:
        ValueInvalid: it says none; the argument is a stable reason code.
    """
    cleaned = nfc(text).translate(_ETH).strip(" .…_")
    if kind in FIGURES or kind == "address":
        cleaned = with_sixes(cleaned)
    if not cleaned:
        raise ValueInvalid("empty")
    return _PARSERS.get(kind, _text)(cleaned)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(_DIGIT_LOOKALIKES))


def parse_date(text: str) -> dt.date:
    """The first date in a text: long, short or ISO."""
    text = _FLAGGED_ONE.sub("1", with_sixes(text))
    iso = _ISO_DATE.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        folded = fold_marks(text)
        match = _LONG_DATE.search(folded) or _SHORT_DATE.search(folded) or _TORN_DATE.search(folded)
        if match is None:
            raise ValueInvalid("date-form")
        day, month, year = (int(_digits(part) or 0) for part in match.groups())
    try:
        value = dt.date(year, month, day)
    except ValueError as error:
        raise ValueInvalid("date-impossible") from error
    if not 1900 <= value.year <= 2099:
        raise ValueInvalid("date-range")
    return value


def _money(text: str) -> Decimal:
    match = _MONEY.search(text.translate(_ZERO))
    if match is None:
        raise ValueInvalid("money-form")
    return Decimal(re.sub(r"\D", "", match.group()))


def _area(text: str) -> Decimal:
    # Why: a blank before one or two last figures stands where a comma was lost; thousands have three.
    text = re.sub(r"(?<![\d.,])(\d{1,3}) (\d{3})(?=,\d|\s?m\s?[2²]|\W*$)", r"\1\2", text)
    text = re.sub(r"(?<![\d.,])(\d{1,5})\s(\d{1,2})(?=\s?m\s?[2²?]|\W*$)", r"\1,\2", text)
    text = re.sub(r"(?<=\d), (?=\d{1,2}\s?m\s?[2²?])", ",", text)
    match = _AREA.search(_SQUARE_METRE.sub(" ", text))
    if match is None:
        raise ValueInvalid("area-form")
    if re.match(r"[.,]\w", match.string[match.end() :]):
        raise ValueInvalid("area-form")  # what stands behind the comma was no figure
    raw = match.group()
    if "," in raw:
        raw = raw.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", raw):
        raw = raw.replace(".", "")
    try:
        return Decimal(raw)
    except InvalidOperation as error:
        raise ValueInvalid("area-form") from error


def _integer(text: str) -> Decimal:
    match = re.search(r"\d+", text)
    if match is None:
        raise ValueInvalid("number-form")
    return Decimal(match.group())


def _identity(text: str) -> str:
    for match in _IDENTITY.finditer(text):
        digits = _digits(match.group())
        if len(digits) in (9, 12):
            return digits
    digits = re.sub(r"[\s.]", "", text)
    if re.fullmatch(r"\d{9}|\d{12}|[A-Z]\d{7,8}", digits):
        return digits
    raise ValueInvalid("id-form")


def _tax(text: str) -> str:
    match = _TAX.search(text.translate(_ZERO))
    if match is None:
        raise ValueInvalid("tax-form")
    raw = re.sub(r"\s", "", match.group(1))
    if not re.fullmatch(r"\d{10}(-\d{3})?|\d{12}|\d{13}", raw):
        raise ValueInvalid("tax-form")
    return raw


def _document(text: str) -> str:
    match = _DOCUMENT.search(text)
    if match is None:
        # Why: the stroke between number and sign is the first thing that a worn print loses.
        old = re.match(r"\W*(\d{1,6})\s+([A-ZĐ]{2,4}/[A-ZĐ]{2,4})(?![^\W_])", text)
        if old is not None:
            return f"{old.group(1)} {old.group(2)}"  # «217 QĐ/UB», as offices numbered before 2004
        torn = re.match(r"\W*(\d{1,6})\s?[Il|!]?([A-ZĐ]{2,}[-–][A-ZĐ-]{2,}|GPXD)", text)
        if torn is None:
            raise ValueInvalid("number-form")
        return f"{torn.group(1)}/{torn.group(2)}"
    rest = text[match.end() :].strip(" .:;")
    lost = f"-{rest}" if re.fullmatch(r"[A-ZĐ&]{2,8}", rest) else ""
    number, stroke, sign = re.sub(r"\s", "", match.group() + lost).replace("–", "-").strip(".-").partition("/")
    figures = re.search(r"[0-9OIl|§]{1,8}[a-z]?$", number)
    if figures and any(character.isdigit() for character in figures.group()):
        number = number[: figures.start()] + figures.group().translate(_LONE)
    return number + stroke + sign


def _pattern(pattern: re.Pattern[str], reason: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        match = pattern.search(text)
        if match is None:
            raise ValueInvalid(reason)
        return re.sub(r"\s", "", match.group()).strip(".:;,_-")

    return parse


def _dossier(text: str) -> str:
    match = _DOSSIER.search(text)
    if match is not None and not re.search(r"\d\W?$", text[: match.start()]):
        return re.sub(r"\s", "", match.group())
    # Why: worn copies lose full stops and dashes; the groups of a code have fixed lengths.
    torn = re.search(
        r"(?:(\d{3})\W(\d{2})\W(\d{2})\W)?([A-Y]\d{2})((?:\W\d{1,3}){0,4}?)\W(\d{6})\W(\d{4,10})(?!\d)", text
    )
    if torn is None:
        raise ValueInvalid("code-form")
    unit = ".".join(part for part in (*torn.groups()[:4], *re.findall(r"\d+", torn.group(5))) if part)
    return f"{unit}-{torn.group(6)}-{torn.group(7)}"


def _serial(text: str) -> str:
    # Why: letters whose small form differs only in size (c, o, s, v, x) lose it; a serial has capitals alone.
    text = re.sub(r"(?<!\w)[a-zđ](?=[A-ZĐ][\s.]{0,2}\d{6})", lambda found: found.group().upper(), text)
    match = _SERIAL.search(unmarked(text))
    if match is None:
        raise ValueInvalid("serial-form")
    return f"{match.group(1) or match.group(3)} {_digits(match.group(2) or match.group(4))}"


def unmarked(text: str) -> str:
    """The text without marks over its letters (đ stays); serials are printed without any."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _registration(text: str) -> str:
    for candidate in (text, text.replace("§", ""), text.translate(_LONE)):
        match = _REGISTRATION.search(candidate)
        if match is not None:
            return match.group()
    raise ValueInvalid("number-form")


def _registry(text: str) -> str:
    match = _REGISTRY.search(text)
    if match is None or _LONG_DATE.search(fold_marks(text)):
        raise ValueInvalid("registry-form")
    letters = re.match(r"[A-Z]*", match.group())
    rest = match.group()[letters.end() if letters else 0 :].strip(" .-").replace("O", "0")
    return f"{letters.group()} {rest}".strip() if letters else rest


def _book(text: str) -> str:
    match = _BOOK.match(text)
    if match is None:
        raise ValueInvalid("number-form")
    number, year, sign = match.groups()
    return number + (f"/{year}" if year else "") + (sign or "")


def _sex(text: str) -> str:
    folded = fold_marks(text)
    match = re.search(r"\b(nam|nu|male|female)\b", folded)
    if match is None:
        raise ValueInvalid("sex-form")
    return "Nam" if match.group() in ("nam", "male") else "Nữ"


def _text(text: str) -> str:
    if sum(character.isalpha() for character in text) < 2:
        raise ValueInvalid("text-form")
    text = re.sub(r"(?<=\w)\.(?= [^\W\dA-ZĐ_])", "", _STRAY.sub("", text))
    text = re.sub(r"(?<=[^\W\d_])(?<![A-ZĐ])\.(?=[A-ZĐ][^\W\d_])", " ", text)  # specks between two words of a name
    text = re.sub(r"(?<=\d):(?= [^\W\d_])", "", text)
    return text.lstrip("-–—=~ ").strip(" .,;:_")


def _word(text: str) -> str:
    return core(text.split(maxsplit=1)[0])


def _people(text: str) -> str:
    """One of the peoples of the country (QĐ 121-TCTK/PPCĐ), or the word as printed."""
    folded = fold_marks(text)
    found = [name for name in PEOPLES if re.match(rf"{re.escape(fold_marks(name))}(?![a-z])", folded)]
    return max(found, key=len) if found else _word(text)


def _business(text: str) -> str:
    name = _text(text)
    return name[:1] + name[1:].lower() if is_shouted(name) else name


_PARSERS: dict[str, Callable[[str], FieldScalar]] = {
    "text": _text,
    "address": _text,
    "word": _word,
    "name": parse_name,
    "business_name": _text,
    "date": parse_date,
    "money": _money,
    "area": _area,
    "integer": _integer,
    "id_number": _identity,
    "tax_code": _tax,
    "document_number": _document,
    "dossier_code": _dossier,
    "book_number": _book,
    "registration": _registration,
    "registry_number": _registry,
    "serial": _serial,
    "parcel": _pattern(_PARCEL, "parcel-form"),
    "sex": _sex,
    "deed_number": _pattern(_DEED, "number-form"),
    "people": _people,
}


def check_value(kind: str, value: FieldScalar) -> tuple[str, ...]:
    """Reason codes of what is wrong with a parsed value; empty when nothing is."""
    if kind == "id_number" and isinstance(value, str) and len(value) == 12:
        return () if value[:3] in PROVINCES or value[0] in "0123" else ("id-province",)
    if kind == "tax_code" and isinstance(value, str) and len(re.sub(r"\D", "", value)) in (10, 13):
        return () if tax_check_digit(value) else ("tax-check-digit",)
    if kind == "area" and isinstance(value, Decimal) and not Decimal(0) < value < Decimal(10_000_000):
        return ("area-range",)
    return ()


def tax_check_digit(code: str) -> bool:
    """Whether the tenth digit of a tax code fits the first nine (modulus 11)."""
    digits = [int(character) for character in re.sub(r"\D", "", code)[:10]]
    if len(digits) < 10:
        return False
    expected = 10 - sum(a * b for a, b in zip(digits[:9], _TAX_WEIGHTS, strict=True)) % 11
    return expected == digits[9]


def id_agrees(number: str, born: dt.date | None, sex: str | None) -> bool | None:
    """Whether a 12-digit number fits birth year and sex (its digits 4 to 6); None when neither is known."""
    if len(number) != 12 or (born is None and sex is None):
        return None
    century, gender = divmod(int(number[3]), 2)
    if born is not None and (19 + century, int(number[4:6])) != divmod(born.year, 100):
        return False
    return sex is None or (gender == 0) == (sex == "Nam")
