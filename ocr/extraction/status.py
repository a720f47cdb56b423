"""When a value may pass without a person: what a second source or the language proves."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TypeVar

from ocr.doctypes import DocumentType
from ocr.extraction.flat import FlatText
from ocr.extraction.values import id_agrees, tax_check_digit
from ocr.extraction.words_number import number_of
from ocr.text import core, is_syllable
from ocr.types import FieldStatus, FieldValue, Source

AUTO = 0.86
"""Weighted word confidence from which print counts as read; measured on drawn papers (docs/recognition.md)."""

PROVEN_KINDS = frozenset({"id_number", "tax_code", "serial", "money"})
"""Values that harm somebody when one digit is wrong: they need a second source, whatever the confidence."""

_WORD_KINDS = frozenset({"name", "text", "address", "word"})


def judged(kind: DocumentType, values: tuple[FieldValue, ...], flat: FlatText) -> tuple[FieldValue, ...]:
    """The values with their status."""
    by_name = {value.name: value for value in values}
    kinds = {spec.name: spec.kind for spec in kind.fields}
    return tuple(_judge(value, kinds[value.name], by_name, flat) for value in values)


def _judge(value: FieldValue, kind: str, by_name: dict[str, FieldValue], flat: FlatText) -> FieldValue:
    if value.status is FieldStatus.INVALID or value.value is None:
        return dataclasses.replace(value, status=FieldStatus.INVALID)
    if value.source in (Source.QR, Source.MRZ):
        safe = "print-differs" not in value.reasons or value.source is Source.QR
        return _with(value, safe, "code")
    if "place-mended" in value.reasons:
        return dataclasses.replace(value, status=FieldStatus.TO_CONFIRM)
    if kind in PROVEN_KINDS:
        return _with(value, _is_proven(value, kind, by_name, flat), "second-source")
    if kind in _WORD_KINDS and not _reads_as_vietnamese(str(value.value)):
        return _with(value, False, "syllables")
    return _with(value, value.confidence >= AUTO, "confidence")


def _with(value: FieldValue, is_safe: bool, reason: str) -> FieldValue:
    if is_safe:
        return dataclasses.replace(value, status=FieldStatus.AUTO)
    return dataclasses.replace(value, status=FieldStatus.TO_CONFIRM, reasons=(*value.reasons, reason))


def _is_proven(value: FieldValue, kind: str, by_name: dict[str, FieldValue], flat: FlatText) -> bool:
    if kind == "id_number":
        born = _partner(by_name, value.name, ("ngay_sinh",), dt.date)
        sex = _partner(by_name, value.name, ("gioi_tinh",), str)
        agrees = id_agrees(str(value.value), born, sex)
        return agrees is True and value.confidence >= AUTO and born is not None
    if kind == "tax_code":
        digits = str(value.value)
        return len(digits) in (10, 14) and tax_check_digit(digits) and value.confidence >= AUTO
    if kind == "money" and isinstance(value.value, Decimal):
        return _said_in_words(value, flat)
    return False


_T = TypeVar("_T")


def _partner(by_name: dict[str, FieldValue], name: str, stems: tuple[str, ...], kind: type[_T]) -> _T | None:
    """The value of the same person: ``so_giay_to_vo`` goes with ``ngay_sinh_vo``."""
    suffix = next((part for part in ("_vo", "_chong", "_ben_chuyen", "_ben_nhan") if name.endswith(part)), "")
    for stem in stems:
        other = by_name.get(stem + suffix)
        if other is not None and isinstance(other.value, kind):
            return other.value
    return None


def _said_in_words(value: FieldValue, flat: FlatText) -> bool:
    """Whether the amount stands in words right behind its figures."""
    at = flat.text.find(value.raw[:12])
    start = flat.find_label("Bằng chữ", max(0, at))
    if start is None:
        return False
    words = flat.text[start.end : start.end + 220].replace("\n", " ").split(")")[0].strip(" :(.")
    return number_of(words) == value.value


def _reads_as_vietnamese(text: str) -> bool:
    words = [core(word) for word in text.split()]
    return all(is_syllable(word) for word in words if word.isalpha() and len(word) > 1 and not word.isupper())
