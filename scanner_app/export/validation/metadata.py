"""Clauses on metadata (ISO 19005-2 6.6.2, 6.6.4): XMP well formed, equal to Info, extensions described."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pikepdf
from pikepdf import Object, Stream

from scanner_app.export.types import Conformance, Violation

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_ID = "{http://www.aiim.org/pdfa/ns/id/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
_PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
_PREDEFINED = frozenset({_DC, _PDF, _XMP, _ID, _EXTENSION, "{http://ns.adobe.com/xap/1.0/mm/}", _RDF})

_TEXTS = (
    ("/Title", f"{_DC}title"),
    ("/Author", f"{_DC}creator"),
    ("/Subject", f"{_DC}description"),
    ("/Keywords", f"{_PDF}Keywords"),
    ("/Creator", f"{_XMP}CreatorTool"),
    ("/Producer", f"{_PDF}Producer"),
)
_DATES = (("/CreationDate", f"{_XMP}CreateDate"), ("/ModDate", f"{_XMP}ModifyDate"))
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-])(\d\d)'(\d\d)'?)?")
_MAX_PACKET = 4_000_000


class Packet:
    """The metadata packet of a file: read once, asked for its claim, then checked."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._info = pdf.trailer.get("/Info")
        self._tree: ET.Element | None = None
        self._values: dict[str, ET.Element | str] = {}
        self._defects = list(self._read(pdf.Root.get("/Metadata")))

    @property
    def claim(self) -> Conformance | None:
        """Which PDF/A the file says it is; None where it says none that we know."""
        name = f"{_text(self._values.get(f'{_ID}part'))}{_text(self._values.get(f'{_ID}conformance'))}".lower()
        return next((kind for kind in Conformance if kind.value == name), None)

    def violations(self, expected: Conformance | None) -> Iterator[Violation]:
        """The packet against the standard and against the document information."""
        yield from self._defects
        if self._tree is None:
            return
        claim = self.claim
        if claim is None or (expected is not None and claim is not expected):
            yield Violation("6.6.4", "part and conformance")
        yield from _equal(self._values, self._info)
        yield from _extensions(self._tree, self._values)

    def _read(self, stream: Object | None) -> Iterator[Violation]:
        if not isinstance(stream, Stream):
            yield Violation("6.6.2.1", "no metadata")
            return
        raw = stream.read_bytes()
        if re.search(rb"<\?xpacket begin=[^>]*\b(bytes|encoding)=", raw[:200]):
            yield Violation("6.6.2.1", "packet header")
        # Why no parser of its own: what we check is at most the packet of a file that a clerk opened; entities
        # are refused before anything is expanded.
        if b"<!" in raw or len(raw) > _MAX_PACKET:
            yield Violation("6.6.2.1", "declarations in the packet")
            return
        try:
            self._tree = ET.fromstring(raw.decode("utf-8").strip("\ufeff"))  # noqa: S314
        except (ET.ParseError, UnicodeDecodeError):
            yield Violation("6.6.2.1", "not well formed")
            return
        self._values = _values(self._tree)


def _values(tree: ET.Element) -> dict[str, ET.Element | str]:
    """The top-level properties, whether written as elements or as attributes."""
    found: dict[str, ET.Element | str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        found.update({key: value for key, value in description.attrib.items() if not key.startswith(_RDF)})
        found.update({child.tag: child for child in description})
    return found


def _text(value: ET.Element | str | None) -> str | None:
    """The text of a simple property, of the default language or of the only item of a list."""
    if value is None or isinstance(value, str):
        return value
    items = list(value.iter(f"{_RDF}li"))
    if not items:
        return value.text or ""
    return ", ".join(item.text or "" for item in items)


def _equal(values: dict[str, ET.Element | str], info: Object | None) -> Iterator[Violation]:
    """Table 1 of ISO 19005-1, kept as good practice by part 2: what both places say must be equal."""
    if info is None:
        return
    for key, tag in _TEXTS:
        if key in info and str(info[key]) != (_text(values.get(tag)) or ""):
            yield Violation("6.6.3", key[1:])
    for key, tag in _DATES:
        if key in info and not _same_moment(str(info[key]), _text(values.get(tag)) or ""):
            yield Violation("6.6.3", key[1:])


def _same_moment(pdf_text: str, xmp_text: str) -> bool:
    match = _PDF_DATE.fullmatch(pdf_text)
    if match is None:
        return False
    offset = dt.timedelta(hours=int(match[9] or 0), minutes=int(match[10] or 0))
    zone = dt.timezone(-offset if match[8] == "-" else offset)
    try:
        ours = dt.datetime(*(int(match[index]) for index in range(1, 7)), tzinfo=zone)  # type: ignore[arg-type,misc]
        theirs = dt.datetime.fromisoformat(xmp_text)
    except ValueError:
        return False
    return theirs.tzinfo is not None and ours == theirs


def _extensions(tree: ET.Element, values: dict[str, ET.Element | str]) -> Iterator[Violation]:
    """Every property outside the predefined schemas is described with name, type, category, meaning."""
    described: set[str] = set()
    for schema in tree.iter(f"{_RDF}li"):
        namespace = schema.findtext(f"{_SCHEMA}namespaceURI")
        if namespace is None:
            continue
        if not schema.findtext(f"{_SCHEMA}prefix") or not schema.findtext(f"{_SCHEMA}schema"):
            yield Violation("6.6.2.3.3", "schema without a prefix or a name")
        for entry in schema.iter(f"{_RDF}li"):
            fields = [entry.findtext(f"{_PROPERTY}{key}") for key in ("name", "valueType", "category", "description")]
            if any(fields) and not all(fields):
                yield Violation("6.6.2.3.3", f"property {fields[0] or ''}")
            if fields[0]:
                described.add(f"{{{namespace}}}{fields[0]}")
    for tag in values:
        namespace = tag.partition("}")[0] + "}"
        if namespace not in _PREDEFINED and not tag.startswith("{http://www.w3.org/XML") and tag not in described:
            yield Violation("6.6.2.3.1", f"property {tag.partition('}')[2]} is not described")
