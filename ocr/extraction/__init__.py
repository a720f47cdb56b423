"""From a document's pages to its values: codes first, then labels and layout, each with its proof."""

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

from ocr.doctypes import DocumentType, FieldSpec
from ocr.extraction import rules
from ocr.extraction.flat import FlatText, Span, label_pattern
from ocr.extraction.rules import Found
from ocr.extraction.status import judged
from ocr.extraction.values import ValueInvalid, check_value, parse_value
from ocr.mrz import CardZone, code_date, read_card_code, read_zone
from ocr.text import fold_marks, nfc
from ocr.types import Box, FieldScalar, FieldStatus, FieldValue, PageReading, Source

_COMMON_STOPS = (
    "Giới tính",
    "Dân tộc",
    "Quốc tịch",
    "Ngày, tháng, năm sinh",
    "Năm sinh",
    "Sinh ngày",
    "sinh năm",
    "Nơi cư trú",
    "Địa chỉ thường trú",
    "cấp ngày",
    "ghi bằng chữ",
    "bằng chữ",
    "CCCD số",
    "CMND số",
    "Số vào sổ",
    "diện tích",
    "tờ bản đồ số",
    "thửa đất số",
    "Quê quán",
    "Có giá trị đến",
    "Địa chỉ",
    "Số điện thoại",
    "Hình thức sử dụng",
    "Mục đích sử dụng",
    "Thời hạn sử dụng",
    "Đặc điểm nhận dạng",
    "Nơi thường trú",
    "Giấy tờ tùy thân",
    "Nguồn gốc sử dụng",
    "Số định danh cá nhân",
    "quyển số",
    "Nationality",
    "Điện thoại",
)
_ITEM = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-hđ]\)|\[\d{1,2}[^\]]{0,4}\]|[-+•*]\s|[IVX]{1,4}\.)")
_INNER_ITEM = re.compile(r"[;,.]?\s(?:\d\.\d{1,2}\.?\s|\[\d{1,2}\]|[b-hđ]\)\s)")
_LONG_KINDS = frozenset({"text", "address", "business_name"})


def extract(kind: DocumentType, pages: Sequence[PageReading]) -> tuple[FieldValue, ...]:
    """The values of a document of that type; a field that was not found is left out."""
    flat = FlatText(pages)
    stops = _stop_labels(kind)
    values: list[FieldValue] = []
    for spec in kind.fields:
        value = _coded(spec, pages) if spec.qr is not None else None
        printed = _printed(spec, kind, flat, stops)
        values.extend(_settled(value, printed))
    return judged(kind, tuple(values), flat)


def _settled(coded: FieldValue | None, printed: FieldValue | None) -> list[FieldValue]:
    """The more trusted of two sources; disagreement is shown, never hidden."""
    if coded is None:
        return [printed] if printed else []
    if printed is None or printed.value is None:
        return [coded]
    if _same(coded.value, printed.value):
        return [dataclasses.replace(coded, reasons=("second-source",), raw=coded.raw)]
    return [dataclasses.replace(coded, reasons=("print-differs",), candidates=(str(printed.value),))]


def _same(one: FieldScalar | None, other: FieldScalar | None) -> bool:
    return re.sub(r"\W", "", fold_marks(str(one))) == re.sub(r"\W", "", fold_marks(str(other)))


def _coded(spec: FieldSpec, pages: Sequence[PageReading]) -> FieldValue | None:
    """The value from the card's QR, else from its machine-readable zone."""
    for page in pages:
        for barcode in page.barcodes:
            code = read_card_code(barcode.text)
            if code is None or spec.qr is None or spec.qr >= len(code.fields) or not code.fields[spec.qr]:
                continue
            raw = code.fields[spec.qr]
            value: FieldScalar | None = nfc(raw)
            if spec.kind == "date":
                value = code_date(raw)
            if value is not None:
                return _value(spec, value, raw, 0.99, page.number, barcode.box, Source.QR)
    return _zoned(spec, pages)


def _zoned(spec: FieldSpec, pages: Sequence[PageReading]) -> FieldValue | None:
    if not spec.mrz:
        return None
    for page in pages:
        zone = read_zone([line.text for line in page.lines])
        if zone is None:
            continue
        value = _zone_value(zone, spec.mrz)
        if value is None:
            continue
        lines = [line for line in page.lines if "<" in line.text]
        box = lines[0].box if lines else page.lines[0].box
        return _value(spec, value, str(value), 0.97, page.number, box, Source.MRZ)
    return None


def _zone_value(zone: CardZone, name: str) -> FieldScalar | None:
    return {"id": zone.number, "birth": zone.born, "sex": zone.sex}.get(name)


def _value(
    spec: FieldSpec, value: FieldScalar, raw: str, confidence: float, page: int, box: Box, source: Source
) -> FieldValue:
    return FieldValue(
        name=spec.name,
        value=value,
        raw=raw,
        confidence=confidence,
        page=page,
        box=box,
        status=FieldStatus.TO_CONFIRM,
        source=source,
    )


def _printed(spec: FieldSpec, kind: DocumentType, flat: FlatText, stops: tuple[str, ...]) -> FieldValue | None:
    found = _by_method(spec, flat) if spec.method != "label" else None
    if spec.method in ("label", "owner") and found is None:
        found = _by_label(spec, flat, stops)
    if found is None:
        return None
    return _read(spec, kind, flat, found)


def _by_method(spec: FieldSpec, flat: FlatText) -> Found | None:
    if not flat.lines:
        return None
    if spec.method == "head_number":
        return rules.head_number(flat, spec.kind)
    simple = {
        "place_date": rules.place_date,
        "issuer": rules.issuer,
        "signer": rules.signer,
        "subject": rules.subject,
        "serial": rules.serial,
        "owner": _owner,
    }
    return simple[spec.method](flat)


def _owner(flat: FlatText) -> Found | None:
    """Who holds the land: the first «Ông: …» or «Bà: …» line, before any label of another part."""
    for _page, line, start in flat.lines:
        match = re.match(r"(?:ho\s)?(?:ong|ba)\b\s?(?:/\s?ba)?\s?[:.]?\s", fold_marks(line.text))
        if match and any(character.isupper() for character in line.text[match.end() :]):
            return Found(line.text[match.end() :], Span(start + match.end(), start + len(line.text)))
    return None


def _bounds(spec: FieldSpec, flat: FlatText) -> tuple[int, int] | None:
    start, end = 0, len(flat.text)
    if spec.section:
        section = flat.find_label(spec.section)
        if section is None:
            return None
        # Why: «Thửa đất số» both opens the section and shares its line with what follows.
        start = section.end if "tên" in spec.section or "BÊN" in spec.section else section.start
    if spec.until:
        until = flat.find_label(spec.until, start)
        if until is not None:
            end = until.start
    return start, end


def _by_label(spec: FieldSpec, flat: FlatText, stops: tuple[str, ...]) -> Found | None:
    bounds = _bounds(spec, flat)
    if bounds is None:
        return None
    best: Found | None = None
    for anchor in spec.anchors:
        position = bounds[0]
        for _ in range(4):
            label = flat.find_label(anchor, position, bounds[1])
            if label is None:
                break
            position = label.end
            found = _behind(spec, flat, label, stops, bounds[1])
            if found is not None and _parses(spec, found.text):
                score = _label_quality(flat, label)
                if best is None or score > best.score:
                    best = dataclasses.replace(found, score=score)
                if score >= 1.0:
                    return best
    return best


def _label_quality(flat: FlatText, label: Span) -> float:
    """1 when the label begins its line or item and a colon follows; less for words inside a sentence."""
    index = flat.line_index(label.start)
    start = flat.lines[index][2]
    before = flat.text[start : label.start].strip()
    begins = not before or bool(_ITEM.fullmatch(before + " ")) or bool(re.fullmatch(r"[\W\d]*", before))
    after = flat.text[label.end : label.end + 4].lstrip()
    return 0.4 + (0.4 if begins else 0.0) + (0.2 if after[:1] in (":", ".", ";", "/") else 0.0)


def _parses(spec: FieldSpec, text: str) -> bool:
    try:
        parse_value(spec.kind, text)
    except ValueInvalid:
        return False
    return True


def _behind(spec: FieldSpec, flat: FlatText, label: Span, stops: tuple[str, ...], limit: int) -> Found | None:
    """What stands behind a label: the rest of its line, or the next line when that is empty."""
    index = flat.line_index(label.end - 1)
    _page, line, start = flat.lines[index]
    line_end = start + len(line.text)
    begin = label.end + len(re.match(r"[\s:.;/\-–…_]*", flat.text[label.end : line_end]).group())  # type: ignore[union-attr]
    end = min(line_end, limit)
    if begin >= end:
        if index + 1 >= len(flat.lines) or flat.lines[index + 1][2] >= limit:
            return None
        index += 1
        _page, line, begin = flat.lines[index]
        if _begins_label(line.text, stops):
            return None
        line_end = begin + len(line.text)
        end = min(line_end, limit)
    cut = _cut_at(flat, begin, end, stops, label)
    parts = [flat.text[begin:cut]]
    if spec.kind in _LONG_KINDS and cut == line_end:
        for following in _continuations(flat, index, stops, limit):
            parts.append(flat.lines[following][1].text)
            cut = flat.lines[following][2] + len(flat.lines[following][1].text)
    text = nfc(" ".join(parts))
    return Found(text, Span(begin, cut)) if text else None


def _cut_at(flat: FlatText, begin: int, end: int, stops: tuple[str, ...], own: Span) -> int:
    """Where the value ends on its line: at the next label or numbered item."""
    cut = end
    own_text = flat.folded[own.start : own.end]
    for stop in stops:
        match = label_pattern(stop).search(flat.folded, begin, end)
        if match and match.start() > begin and match.start() < cut and match.group() not in own_text:
            cut = match.start()
    item = _INNER_ITEM.search(flat.text, begin + 1, cut)
    if item:
        cut = item.start()
    return cut


def _begins_label(text: str, stops: tuple[str, ...]) -> bool:
    folded = fold_marks(text)
    return bool(_ITEM.match(text)) or any(
        (match := label_pattern(stop).search(folded)) is not None and match.start() <= 3 for stop in stops
    )


def _continuations(flat: FlatText, index: int, stops: tuple[str, ...], limit: int) -> list[int]:
    """The lines that go on with a value: right below, not farther right than it began, no label of their own."""
    taken: list[int] = []
    page, line, _start = flat.lines[index]
    reach = max((other.upright.right for number, other, _ in flat.lines if number == page), default=0)
    for following in range(index + 1, min(index + 4, len(flat.lines))):
        number, other, start = flat.lines[following]
        if number != page or start >= limit:
            break
        gap = other.upright.y - line.upright.bottom
        full = line.upright.right > 0.80 * reach
        if gap > 1.6 * line.upright.height or not full or _begins_label(other.text, stops):
            break
        if other.upright.x > line.upright.x + 0.45 * max(1, line.upright.width):
            break
        if _is_heading(other.text):
            break
        taken.append(following)
        line = other
    return taken


def _is_heading(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 6 and all(character.isupper() for character in letters)


def _stop_labels(kind: DocumentType) -> tuple[str, ...]:
    own = {anchor for spec in kind.fields for anchor in spec.anchors if len(anchor) > 5}
    return tuple(dict.fromkeys((*own, *_COMMON_STOPS)))


def _read(spec: FieldSpec, kind: DocumentType, flat: FlatText, found: Found) -> FieldValue | None:
    _ = kind
    page, box, confidence = flat.proof(found.span)
    raw = nfc(found.text)
    try:
        parsed = parse_value(spec.kind, raw)
        value: FieldScalar | None = parsed
        reasons = check_value(spec.kind, parsed)
        status = FieldStatus.INVALID if reasons else FieldStatus.TO_CONFIRM
    except ValueInvalid as error:
        if spec.kind not in _LONG_KINDS and not any(character.isalnum() for character in raw):
            return None
        value, reasons, status = None, tuple(map(str, error.args)), FieldStatus.INVALID
    if isinstance(value, dt.date) and value.year < 1900:
        return None
    return FieldValue(
        name=spec.name,
        value=value,
        raw=raw,
        confidence=round(confidence * (0.6 + 0.4 * found.score), 4),
        page=page,
        box=box,
        status=status,
        reasons=reasons,
    )
