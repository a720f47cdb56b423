"""From a document's pages to its values: codes first, then labels and layout, each with its proof."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Sequence

from ocr.doctypes import DocumentType, FieldSpec
from ocr.extraction import bodies, changes, rules, signers
from ocr.extraction.boundaries import Labels
from ocr.extraction.evidence import Document
from ocr.extraction.flat import FlatText
from ocr.extraction.found import Found
from ocr.extraction.invalid import ValueInvalid
from ocr.extraction.locate import bounds_of, by_label
from ocr.extraction.penned import penned, reads_as_print
from ocr.extraction.places import mended_address
from ocr.extraction.status import judged
from ocr.extraction.values import canonical, check_value, parse_value
from ocr.extraction.wording import Wording
from ocr.mrz import CardZone, code_date, read_card_code, read_zone
from ocr.text import fold_marks, nfc
from ocr.types import Box, FieldScalar, FieldStatus, FieldValue, PageReading, Source

_COMMON_LABELS = (
    "Giới tính", "Dân tộc", "Quốc tịch", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày", "sinh năm", "Nơi cư trú",
    "Địa chỉ thường trú", "Địa chỉ liên lạc", "Địa chỉ liên hệ", "Địa chỉ thửa đất", "Địa chỉ nhận thông báo",
    "Địa chỉ", "cấp ngày", "ghi bằng chữ", "bằng chữ", "CCCD số", "CMND số", "Số CCCD", "Số CMND", "Số vào sổ",
    "diện tích", "tờ bản đồ số", "thửa đất số", "Quê quán", "Nơi sinh", "Có giá trị đến", "Số điện thoại",
    "Điện thoại", "Điện thoại liên hệ", "Hình thức sử dụng", "Mục đích sử dụng", "Thời hạn sử dụng",
    "Nguồn gốc sử dụng", "Loại đất", "Đặc điểm nhận dạng", "Nơi thường trú", "Hộ khẩu thường trú", "Thường trú",
    "Giấy tờ tùy thân", "Số định danh cá nhân", "quyển số", "Nationality", "Thành phần hồ sơ nộp gồm",
    "Thành phần hồ sơ", "Số lượng hồ sơ", "Hình thức nhận kết quả", "Nhận kết quả tại",
    "Thời gian giải quyết", "Thời gian nhận hồ sơ", "Thời gian trả kết quả",
    "Nội dung biến động", "Giấy chứng nhận đã cấp", "Giấy tờ liên quan", "Nơi đăng ký", "Người đi khai sinh",
    "Tỉnh/Thành phố", "Quận/huyện", "Xã/phường", "Fax", "Email", "Ghi chú", "Mã ngành", "Tên ngành",
    "Vốn kinh doanh", "Ngành, nghề kinh doanh", "Vị trí thửa đất", "Tên người nộp thuế", "Mã số thuế", "Nơi nhận",
    "Tình trạng hôn nhân", "Trong thời gian cư trú", "Giấy này có giá trị", "Giấy này được cấp", "Tổng giá trị",
    "Tổng số tiền", "Số tiền", "Hạn nộp", "Đăng ký nhận kết quả", "Theo thiết kế", "Mật độ xây dựng",
    "Chiều cao công trình", "Cốt nền", "Số tầng", "Tổng diện tích sàn", "Số phát hành",
    "Số giấy chứng thực cá nhân", "Ngày cấp", "Nơi cấp", "Đại diện", "Chức vụ", "Nhà ở", "Công trình xây dựng khác",
    "Địa điểm kinh doanh", "Nam/Nữ",
)  # fmt: skip
"""Labels of forms at large: a value ends where the next one begins."""

_LONG_KINDS = frozenset({"text", "address", "business_name"})
_PLACE_METHODS = frozenset({"issuer"})


def extract(kind: DocumentType, pages: Sequence[PageReading]) -> tuple[FieldValue, ...]:
    """The values of one document of that type, judged by itself; a field that was not found is left out."""
    return judged([draft(kind, pages)], Wording(pages))[0]


def draft(kind: DocumentType, pages: Sequence[PageReading]) -> Document:
    """The values of one document before they are judged; a field that was not found is left out."""
    names = _labels_of(kind)
    flat = FlatText(pages, columns=kind.columns, labels=names)
    labels = Labels(flat, names)
    values: list[FieldValue] = []
    for spec in kind.fields:
        coded = _coded(spec, pages) if spec.qr is not None else None
        values.extend(_settled(coded, _printed(spec, flat, labels)))
    if any(spec.method == "owner" for spec in kind.fields):
        values = changes.applied(flat, values, (kind.owner_name, kind.owner_id))
    return Document(kind, flat, tuple(values))


def _labels_of(kind: DocumentType) -> tuple[str, ...]:
    own = {anchor for spec in kind.fields for anchor in spec.anchors if len(anchor) > 5}
    return tuple(dict.fromkeys((*own, *_COMMON_LABELS)))


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


def _printed(spec: FieldSpec, flat: FlatText, labels: Labels) -> FieldValue | None:
    if not flat.lines:
        return None
    found = _by_method(spec, flat) if spec.method != "label" else None
    if found is None and spec.anchors:
        found = by_label(spec, flat, labels, lambda text: _canonical(spec, text))
    if found is None or _canonical(spec, found.text) is None:
        found = rules.by_grammar(flat, spec.kind, bounds_of(spec, flat)) or found
    if found is not None and (not spec.anchors or reads_as_print(flat, found.span)):
        return _read(spec, flat, found)
    written = penned(spec, flat, labels) if spec.anchors else None
    return written or (_read(spec, flat, found) if found is not None else None)


def _by_method(spec: FieldSpec, flat: FlatText) -> Found | None:
    if spec.method == "head_number":
        return rules.head_number(flat, spec.kind)
    simple: dict[str, Callable[[FlatText], Found | None]] = {
        "place_date": rules.place_date,
        "issuer": bodies.issuer,
        "signer": signers.signer,
        "subject": rules.subject,
        "serial": rules.serial,
        "signed_day": rules.signed_day,
        "owner": rules.owner,
    }
    return simple[spec.method](flat)


def _canonical(spec: FieldSpec, text: str) -> str | None:
    """The canonical text of a value, or None when the text holds none of that kind."""
    if not any(character.isalnum() for character in text):
        return None
    try:
        return canonical(parse_value(spec.kind, text))
    except ValueInvalid:
        return None


def _read(spec: FieldSpec, flat: FlatText, found: Found) -> FieldValue | None:
    page, box, confidence = flat.proof(found.span)
    raw = nfc(found.text)
    notes: list[str] = [found.doubt] if found.doubt else []
    text = raw
    # Why: a second name behind the same label is another person (husband and wife), no other reading.
    candidates = [] if spec.kind == "name" else list(found.rivals)
    if spec.kind == "address" or spec.method in _PLACE_METHODS:
        address = mended_address(text)
        text = address.text
        if address.mended:
            notes.append("place-mended")
            candidates.insert(0, raw)
    try:
        parsed = parse_value(spec.kind, text)
        value: FieldScalar | None = parsed
        reasons = check_value(spec.kind, parsed)
        status = FieldStatus.INVALID if reasons else FieldStatus.TO_CONFIRM
    except ValueInvalid as error:
        if not any(character.isalnum() for character in raw):
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
        reasons=(*reasons, *notes),
        candidates=tuple(candidates[:5]),
        others=found.rivals if spec.kind == "name" else (),
    )
