"""Document types: read from the TOML files beside this module, overridden by an office's own folder."""

import calendar
import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from ocr.errors import DoctypeInvalid
from ocr.learned import FILE_NAME, LearnedModel
from ocr.learned import load as load_learned
from ocr.types import UNKNOWN_TYPE

_UNKNOWN_LABELS = {"vi": "Giấy tờ khác", "en": "Other paper"}


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How one value is named, found and checked.

    ``anchors`` are the labels as forms print them; ``section`` and ``until`` bound where the label counts and
    may name several wordings parted by ``|``;
    ``method`` is ``label`` or one of the layout rules of :mod:`ocr.extraction.rules`; ``qr`` and ``mrz`` name
    the place in an identity card's codes.
    """

    name: str
    kind: str
    labels: dict[str, str]
    anchors: tuple[str, ...] = ()
    section: str = ""
    until: str = ""
    method: str = "label"
    qr: int | None = None
    mrz: str = ""
    verify: str = "confirm"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class FormCode:
    """The code of a form («Mẫu số 18») and between which days papers carry it, both included.

    Decrees number their forms anew: before ``since`` and after ``until`` the same code is another form's.
    """

    code: str
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether a paper of that day may carry the code; a paper whose day is not known may."""
        return day is None or (self.since or day) <= day <= (self.until or day)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of paper. The names below ``number`` say which fields fill the description of Điều 9.

    ``titles`` are what stands over it, ``excludes`` what a title may not say besides, ``support`` what its form
    prints besides, ``codes`` the codes of its forms by date, ``continues`` what its later pages begin with.
    ``ended`` is the last day on which papers of that kind had force at all (Luật Căn cước 2023 Điều 46, Luật Cư trú
    2020 Điều 38).
    """

    code: str
    version: int
    labels: dict[str, str]
    titles: tuple[str, ...]
    support: tuple[str, ...]
    max_pages: int
    fields: tuple[FieldSpec, ...] = ()
    short: str = ""
    letter: bool = False
    card: bool = False
    columns: bool = False
    continues: tuple[str, ...] = ()
    codes: tuple[FormCode, ...] = ()
    excludes: tuple[str, ...] = ()
    number: str = ""
    issued: str = ""
    agency: str = ""
    summary: str = ""
    owner_id: str = ""
    owner_name: str = ""
    owner_role: str = ""
    owner2_id: str = ""
    owner2_name: str = ""
    owner2_role: str = ""
    parcel_plot: str = ""
    parcel_sheet: str = ""
    valid_months: int = 0
    ended: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper says of itself, for its record; owners are ``(id, name, role)``."""

    title: str
    number: str
    issued: dt.date | None
    agency: str
    summary: str
    owners: tuple[tuple[str, str, str], ...]
    valid_from: dt.date | None
    valid_until: dt.date | None
    parcel: str


@dataclass(frozen=True, slots=True)
class DoctypeSet:
    """All types by code, and what was learned from an office's own confirmed papers."""

    types: Mapping[str, DocumentType]
    learned: LearnedModel | None = None

    def label(self, code: str, language: str) -> str:
        """The type's name for people; an unknown code is its own name."""
        if code == UNKNOWN_TYPE:
            return _UNKNOWN_LABELS.get(language, _UNKNOWN_LABELS["en"])
        known = self.types.get(code)
        return known.labels.get(language, code) if known else code

    def field_label(self, code: str, field: str, language: str) -> str:
        """The field's name for people."""
        spec = self.spec(code, field)
        return spec.labels.get(language, field) if spec else field

    def field_kind(self, code: str, field: str) -> str:
        """The field's kind of value; ``text`` for a field we do not know."""
        spec = self.spec(code, field)
        return spec.kind if spec else "text"

    def spec(self, code: str, field: str) -> FieldSpec | None:
        """The field's definition."""
        known = self.types.get(code)
        return next((item for item in known.fields if item.name == field), None) if known else None

    def describe(self, code: str, values: Mapping[str, str]) -> Facts:
        """The description of a paper of that type with these canonical values."""
        kind = self.types.get(code)
        if kind is None:
            return Facts(self.label(code, "vi"), "", None, "", "", (), None, None, "")
        issued = _day(values.get(kind.issued, ""))
        owners = tuple(
            (values.get(id_field, ""), values.get(name_field, ""), role)
            for id_field, name_field, role in (
                (kind.owner_id, kind.owner_name, kind.owner_role),
                (kind.owner2_id, kind.owner2_name, kind.owner2_role),
            )
            if role
        )
        plot, sheet = values.get(kind.parcel_plot, ""), values.get(kind.parcel_sheet, "")
        until = add_months(issued, kind.valid_months) if issued and kind.valid_months else None
        if kind.card and issued:
            until = _card_expiry(_day(values.get("ngay_sinh", "")), issued)
        if kind.ended is not None:
            until = min(until or kind.ended, kind.ended)
        return Facts(
            title=kind.labels["vi"],
            number=values.get(kind.number, ""),
            issued=issued,
            agency=values.get(kind.agency, ""),
            summary=values.get(kind.summary, ""),
            owners=owners,
            valid_from=issued,
            valid_until=until,
            parcel=f"{sheet}/{plot}" if plot and sheet else "",
        )


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month (BLDS 2015 Điều 148)."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _card_expiry(born: dt.date | None, issued: dt.date) -> dt.date | None:
    """The birthday at 25, 40 or 60 that follows by more than two years; none after 60 (Luật Căn cước Điều 21)."""
    if born is None:
        return None
    for age in (25, 40, 60):
        birthday = add_months(born, 12 * age)
        if birthday > add_months(issued, 24):
            return birthday
    return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def load_doctypes(user_folder: Path | None = None) -> DoctypeSet:
    """The shipped types, then those of an office's folder, which win, with the model learned there.

    Raises:
        DoctypeInvalid: a file breaks the schema; every mistake with its path is named.
    """
    adapter = TypeAdapter(DocumentType)
    types: dict[str, DocumentType] = {}
    shipped = [item for item in resources.files("ocr.doctypes").iterdir() if item.name.endswith(".toml")]
    texts = [(item.name, item.read_text("utf-8")) for item in sorted(shipped, key=lambda item: item.name)]
    if user_folder is not None:
        texts += [(path.name, path.read_text("utf-8")) for path in sorted(user_folder.glob("*.toml"))]
    for name, text in texts:
        try:
            kind = adapter.validate_python(tomllib.loads(text))
        except (ValidationError, tomllib.TOMLDecodeError) as error:
            raise DoctypeInvalid(name, str(error)) from error
        types[kind.code] = kind
    learned = load_learned(user_folder / FILE_NAME) if user_folder is not None else None
    return DoctypeSet(types, learned)
