"""Invented people, parcels and numbers that obey the rules of real ones (check digits, structure)."""

import datetime as dt
import random
import unicodedata
from dataclasses import dataclass, field

FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Mai",
    "Tạ",
    "Phan",
    "Trịnh",
    "Lương",
    "Cao",
]
MIDDLES = {
    "Nam": ["Văn", "Hữu", "Đức", "Minh", "Quang", "Công", "Xuân", "Ngọc", "Thành", "Gia", "Tuấn", "Đình", "Trọng"],
    "Nữ": ["Thị", "Thị", "Ngọc", "Thu", "Thanh", "Kim", "Bích", "Minh", "Hồng", "Diệu", "Khánh", "Thùy"],
}
GIVEN = {
    "Nam": [
        "Hải",
        "Hùng",
        "Tuấn",
        "Sơn",
        "Dũng",
        "Long",
        "Bình",
        "Thắng",
        "Kiên",
        "Phúc",
        "Toàn",
        "Vinh",
        "Huy",
        "Nghĩa",
        "Quyết",
        "Thụ",
        "Lộc",
        "Đạt",
    ],
    "Nữ": [
        "Hương",
        "Lan",
        "Hoa",
        "Nhung",
        "Thủy",
        "Yến",
        "Mai",
        "Huyền",
        "Trang",
        "Hằng",
        "Tuyết",
        "Oanh",
        "Thơm",
        "Phượng",
        "Quỳnh",
        "Liễu",
        "Ngân",
    ],
}
PROVINCES = ["001", "008", "022", "024", "030", "031", "033", "034", "036", "037", "038", "040"]
OLD_WARDS = ["Hồng Hà", "Hồng Hải", "Cao Thắng", "Hà Tu", "Giếng Đáy", "Hùng Thắng", "Bạch Đằng", "Yết Kiêu", "Đại Yên"]
NEW_WARDS = ["Hạ Long", "Hồng Gai", "Cao Xanh", "Hà Tu", "Bãi Cháy", "Việt Hưng", "Tuần Châu", "Hoành Bồ", "Hà Lầm"]
STREETS = [
    "Lê Thánh Tông",
    "Trần Phú",
    "Nguyễn Văn Cừ",
    "Kênh Liêm",
    "Cao Xanh",
    "Hoàng Quốc Việt",
    "Tuần Châu",
    "Cái Dăm",
]
#: Last day of the city and the district level; from then on wards belong to the province (NQ 1679).
REFORM = dt.date(2025, 7, 1)
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    name: str
    sex: str
    born: dt.date
    number: str
    address: str
    card_issued: dt.date
    tax_code: str
    phone: str

    @property
    def title(self) -> str:
        """How a paper addresses the person."""
        return "Ông" if self.sex == "Nam" else "Bà"


@dataclass(frozen=True, slots=True)
class Parcel:
    """An invented piece of land and the certificate over it."""

    number: str
    sheet: str
    address: str
    area: float
    purpose: str
    term: str
    serial: str
    register: str
    issued: dt.date


@dataclass(frozen=True, slots=True)
class Case:
    """One matter: who gives, who takes, over which land, and when."""

    taker: Person
    giver: Person
    spouse: Person
    parcel: Parcel
    price: int
    signed: dt.date
    filed: dt.date
    extra: dict[str, str] = field(default_factory=dict)


def tax_check(nine: str) -> int:
    """Check digit of a tax code; 10 means that the nine digits cannot be used."""
    return (10 - sum(int(d) * w for d, w in zip(nine, _WEIGHTS, strict=True))) % 11


def tax_code(rng: random.Random) -> str:
    """A ten-digit code of a person with the right last digit."""
    while True:
        nine = "8" + "".join(rng.choices("0123456789", k=8))
        if tax_check(nine) < 10:
            return nine + str(tax_check(nine))


def identity_number(rng: random.Random, sex: str, born: dt.date) -> str:
    """Twelve digits: province, century and sex, year, six at random."""
    century = (born.year // 100 - 19) * 2 + (sex == "Nữ")
    return f"{rng.choice(PROVINCES)}{century}{born.year % 100:02d}{rng.randrange(1000, 999999):06d}"


def address(rng: random.Random, on: dt.date) -> str:
    """A home in the words of that day: with the old city before the reform, without after."""
    if rng.random() < 0.5:
        place = f"Tổ {rng.randint(1, 24)}, khu {rng.randint(1, 9)}"
    else:
        place = f"Số {rng.randint(2, 320)}, đường {rng.choice(STREETS)}"
    return f"{place}, {ward(rng, on)}"


def ward(rng: random.Random, on: dt.date) -> str:
    """A ward with what stands above it."""
    if on < REFORM:
        return f"phường {rng.choice(OLD_WARDS)}, thành phố Hạ Long, tỉnh Quảng Ninh"
    return f"phường {rng.choice(NEW_WARDS)}, tỉnh Quảng Ninh"


def day_between(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """Any day from first to last."""
    return first + dt.timedelta(days=rng.randint(0, max(0, (last - first).days)))


def person(rng: random.Random, sex: str = "", on: dt.date = dt.date(2025, 1, 1)) -> Person:
    """Somebody of full age on that day."""
    sex = sex or rng.choice(("Nam", "Nữ"))
    born = dt.date(rng.randint(on.year - 68, on.year - 24), rng.randint(1, 12), rng.randint(1, 28))
    given = rng.choice(GIVEN[sex])
    if rng.random() < 0.2:
        given = f"{rng.choice(GIVEN[sex])} {given}"
    return Person(
        name=f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES[sex])} {given}",
        sex=sex,
        born=born,
        number=identity_number(rng, sex, born),
        address=address(rng, on),
        card_issued=day_between(rng, dt.date(2021, 3, 1), min(on, dt.date(2024, 6, 20))),
        tax_code=tax_code(rng),
        phone="09" + "".join(rng.choices("0123456789", k=8)),
    )


def parcel(rng: random.Random, issued: dt.date, generation: int) -> Parcel:
    """A parcel whose certificate is of generation 1, 2 or 3."""
    pair = rng.choice("ABCD") + rng.choice("ABDEGHKLNQSTVX")
    digits = {1: 6, 2: 6, 3: 8}[generation]
    purposes = ["Đất ở tại đô thị", "Đất trồng cây lâu năm", "Đất ở tại nông thôn", "Đất thương mại, dịch vụ"]
    purpose = rng.choice(purposes)
    term = "Lâu dài" if "ở" in purpose else rng.choice(["Đến ngày 15/10/2043", "50 năm"])
    return Parcel(
        number=str(rng.randint(3, 980)),
        sheet=str(rng.randint(2, 140)),
        address=ward(rng, issued),
        area=rng.randint(450, 6200) / 10,
        purpose=purpose,
        term=term,
        serial=f"{pair} {rng.randrange(10 ** (digits - 1), 10**digits)}",
        register=rng.choice(["CS", "CH", "CS", "VP"]) + f" {rng.randint(100, 9999):05d}",
        issued=issued,
    )


def case(rng: random.Random, generation: int = 2) -> Case:
    """A matter that hangs together."""
    signed = day_between(rng, dt.date(2022, 3, 1), dt.date(2026, 8, 20))
    spans = {
        1: (dt.date(2004, 2, 1), dt.date(2009, 11, 1)),
        2: (dt.date(2010, 1, 10), dt.date(2021, 12, 20)),
        3: (dt.date(2024, 9, 1), dt.date(2026, 6, 30)),
    }
    issued = day_between(rng, *spans[generation])
    if generation == 3:
        signed = day_between(rng, issued + dt.timedelta(days=30), dt.date(2026, 8, 25))
    return Case(
        taker=person(rng, on=signed),
        giver=person(rng, "Nam", on=signed),
        spouse=person(rng, "Nữ", on=signed),
        parcel=parcel(rng, issued, generation),
        price=rng.randint(350, 6800) * 1_000_000,
        signed=signed,
        filed=signed + dt.timedelta(days=rng.randint(1, 12)),
    )


def plain(text: str) -> str:
    """Capitals without marks, as a machine-readable zone writes them."""
    marks = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in marks if not unicodedata.combining(c)).upper()


def mrz_check(text: str) -> str:
    """Check digit of ICAO 9303 part 3, 4.9: weights 7, 3, 1 modulo 10."""
    values = [0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55 for c in text]
    return str(sum(v * (7, 3, 1)[i % 3] for i, v in enumerate(values)) % 10)


def card_expiry(who: Person) -> dt.date:
    """The birthday of 25, 40 or 60 years that follows the day of issue; 9999 when there is none left."""
    for age in (25, 40, 60):
        day = who.born.replace(year=who.born.year + age)
        if day > who.card_issued + dt.timedelta(days=730):
            return day
    return dt.date.max


def mrz(who: Person) -> tuple[str, str, str]:
    """The three lines of a TD1 zone on a Vietnamese card."""
    nine = who.number[3:]
    first = f"IDVNM{nine}{mrz_check(nine)}{who.number}<<"
    first += mrz_check(who.number + "<<")
    born, until = f"{who.born:%y%m%d}", card_expiry(who)
    ends = "991231" if until == dt.date.max else f"{until:%y%m%d}"
    second = f"{born}{mrz_check(born)}{'M' if who.sex == 'Nam' else 'F'}{ends}{mrz_check(ends)}VNM<<<<<<<<<<<"
    second += mrz_check(first[5:30] + second[:7] + second[8:15] + second[18:29])
    family, *rest = plain(who.name).split()
    return first, second, f"{family}<<{'<'.join(rest)}".ljust(30, "<")[:30]


def card_qr(who: Person) -> str:
    """The seven fields of the card's QR."""
    return "|".join((who.number, "", who.name, f"{who.born:%d%m%Y}", who.sex, who.address, f"{who.card_issued:%d%m%Y}"))


def area_text(area: float) -> str:
    """112.4 as 112,4; 90.0 as 90."""
    return f"{area:.1f}".removesuffix(".0").replace(".", ",")


def money_text(amount: int) -> str:
    """1250000 as 1.250.000."""
    return f"{amount:,}".replace(",", ".")


def long_day(day: dt.date) -> str:
    """A day as letters write it: 0 before days under 10 and before January and February (NĐ 30)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _under_thousand(number: int, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0 and ones and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens > 0:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)


def in_words(number: int) -> str:
    """A whole number in Vietnamese words, first letter capital."""
    if number == 0:
        return "Không"
    parts: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            parts.append(f"{_under_thousand(part, bool(parts))} {name}".strip())
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def area_words(area: float) -> str:
    """An area in words."""
    whole, tenth = divmod(round(area * 10), 10)
    tail = f" phẩy {_DIGITS[tenth]}" if tenth else ""
    return f"{in_words(whole)}{tail} mét vuông"
