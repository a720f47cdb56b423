"""ISO 19005-1: what its files may not hold beyond part 2's clauses, and how those are numbered there."""

import mmap
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from scanner_app.export.types import Violation

CLAUSES = {
    "6.1": "6.1",
    "6.1.2": "6.1.2",
    "6.1.3": "6.1.3",
    "6.1.7.1": "6.1.7",
    "6.1.7.2": "6.1.10",
    "6.1.13": "6.1.12",
    "6.2.2": "6.2.10",
    "6.2.3": "6.2.2",
    "6.2.4.3": "6.2.3.3",
    "6.2.5": "6.2.8",
    "6.2.6": "6.2.9",
    "6.2.8": "6.2.4",
    "6.2.9": "6.2.5",
    "6.2.11.3.2": "6.3.3.2",
    "6.2.11.4.1": "6.3.4",
    "6.2.11.5": "6.3.6",
    "6.2.11.8": "6.3.5",
    "6.3.1": "6.5.2",
    "6.3.2": "6.5.3",
    "6.3.3": "6.5.3",
    "6.4.1": "6.9",
    "6.4.2": "6.9",
    "6.5.1": "6.6.1",
    "6.5.2": "6.6.2",
    "6.6.2.1": "6.7.2",
    "6.6.2.3.1": "6.7.8",
    "6.6.2.3.3": "6.7.8",
    "6.6.3": "6.7.3",
    "6.6.4": "6.7.11",
    "6.8": "6.1.11",
}
"""Part 2's clause to part 1's of the same matter; what is not named here is no matter of part 1, level B."""

_MAX_DEPTH = 30
_MAX_ARRAY, _MAX_DICTIONARY, _MAX_STRING, _MAX_NUMBER = 8191, 4095, 65_535, 2**31
"""PDF Reference 1.4, Table C.1, by ISO 19005-1 6.1.12."""

_VERSION = re.compile(rb"%PDF-1\.[0-4]\s")
_COMPRESSED = re.compile(rb"/Type\s*/(?:XRef|ObjStm)\b")
_SUBSET_MARK = 6


def part1_violations(path: Path, pdf: pikepdf.Pdf) -> Iterator[Violation]:
    """What part 1 forbids or asks for and part 2 does not."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if not _VERSION.match(content):
            yield Violation("6.1.2", "version")
        # Why in the raw bytes: the reader takes such objects apart and does not show them.
        if _COMPRESSED.search(content):
            yield Violation("6.1.4", "compressed objects or cross-references")
    if "/OCProperties" in pdf.Root:
        yield Violation("6.1.13", "optional content")
    if "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()):
        yield Violation("6.1.11", "embedded files")
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, Stream) and "/Filter" in metadata:
        yield Violation("6.7.2", "metadata are compressed")
    for intent in pdf.Root.get("/OutputIntents", ()):
        yield from _profile(intent.get("/DestOutputProfile"))
    for item in pdf.objects:
        yield from _object(item)


def _profile(profile: Object | None) -> Iterator[Violation]:
    if isinstance(profile, Stream) and profile.read_bytes()[8] > 2:
        yield Violation("6.2.2", "colour profile of version 4")


def _object(item: Object) -> Iterator[Violation]:
    where = f"object {item.objgen[0]}"
    if isinstance(item, Stream):
        if "/JPXDecode" in str(item.get("/Filter", "")):
            yield Violation("6.1.10", f"JPEG 2000 {where}")
        if item.get("/SMask", Name.None_) != Name.None_:
            yield Violation("6.4", f"soft mask {where}")
        if int(item.get("/BitsPerComponent", 8)) > 8:
            yield Violation("6.2.4", f"16 bits {where}")
    yield from _values(item, where, 0)


def _values(item: Object, where: str, depth: int) -> Iterator[Violation]:
    """The object and what lies directly inside it."""
    if isinstance(item, Array):
        if len(item) > _MAX_ARRAY:
            yield Violation("6.1.12", f"array {where}")
        children = list(item)
    elif isinstance(item, Dictionary | Stream):
        if len(item.keys()) > _MAX_DICTIONARY:
            yield Violation("6.1.12", f"dictionary {where}")
        yield from _dictionary(item, where)
        children = [value for _, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, String) and len(bytes(child)) > _MAX_STRING:
            yield Violation("6.1.12", f"string {where}")
        elif isinstance(child, int | Decimal) and abs(child) > _MAX_NUMBER:
            yield Violation("6.1.12", f"number {where}")
        elif isinstance(child, Array | Dictionary) and not child.is_indirect and depth < _MAX_DEPTH:
            yield from _values(child, where, depth + 1)


def _dictionary(item: Object, where: str) -> Iterator[Violation]:
    if item.get("/S") == Name.Transparency:
        yield Violation("6.4", f"transparency group {where}")
    if item.get("/Type") == Name.ExtGState or "/BM" in item or "/CA" in item or "/ca" in item:
        if item.get("/SMask", Name.None_) != Name.None_:
            yield Violation("6.4", f"soft mask {where}")
        if str(item.get("/BM", "/Normal")) not in ("/Normal", "/Compatible"):
            yield Violation("6.4", f"blend mode {where}")
        # Any: pikepdf gives numbers as int or Decimal.
        opacities: list[Any] = [item.get(key, 1) for key in ("/CA", "/ca")]
        if any(value != 1 for value in opacities):
            yield Violation("6.4", f"opacity {where}")
    if item.get("/Type") == Name.FontDescriptor:
        yield from _descriptor(item)


def _descriptor(descriptor: Object) -> Iterator[Violation]:
    """A subset of a CID font says which glyphs it holds."""
    name = str(descriptor.get("/FontName", "/"))[1:]
    is_subset = name[_SUBSET_MARK : _SUBSET_MARK + 1] == "+" and name[:_SUBSET_MARK].isupper()
    if is_subset and "/FontFile2" in descriptor and "/CIDSet" not in descriptor and "/CharSet" not in descriptor:
        yield Violation("6.3.5", f"{name} does not say which glyphs it holds")
