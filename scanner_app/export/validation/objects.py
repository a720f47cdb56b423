"""Clauses on the file's structure and on single objects (ISO 19005-2 6.1, 6.2.2, 6.2.8, 6.3 to 6.9)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from scanner_app.export.geometry import MAX_SIDE_PT, MIN_SIDE_PT
from scanner_app.export.types import Violation

_TAIL = 1024
_MAX_DEPTH = 30
_HEAD = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF\r?\n?\Z")
_FILTERS = frozenset(
    {
        "/FlateDecode",
        "/DCTDecode",
        "/CCITTFaxDecode",
        "/JBIG2Decode",
        "/JPXDecode",
        "/ASCIIHexDecode",
        "/ASCII85Decode",
        "/RunLengthDecode",
    }
)
_ACTIONS = frozenset({"/GoTo", "/GoToR", "/URI", "/Named", "/Thread", "/SubmitForm"})
_ANNOTATIONS = frozenset({"/Link", "/Text", "/FreeText", "/Stamp", "/Widget", "/Popup", "/Ink", "/Highlight"})
_HIDDEN, _NO_VIEW, _INVISIBLE, _TOGGLE, _PRINT = 1 << 1, 1 << 5, 1 << 0, 1 << 8, 1 << 2
_TOLERANCE_PT = 0.01


def file_violations(path: Path, pdf: pikepdf.Pdf) -> Iterator[Violation]:
    """Header, end, trailer."""
    with path.open("rb") as file:
        head = file.read(_TAIL)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    if not _HEAD.match(head):
        yield Violation("6.1.2", "header")
    if not _END.search(tail):
        yield Violation("6.1.3", "bytes after the end mark")
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield Violation("6.1.3", "encrypted")
    identity = pdf.trailer.get("/ID")
    if not isinstance(identity, Array) or len(identity) != 2 or not all(bytes(part) for part in identity):
        yield Violation("6.1.3", "no file identifier")


def object_violations(pdf: pikepdf.Pdf) -> Iterator[Violation]:
    """Every object of the file, then the catalogue and the pages."""
    for item in pdf.objects:
        if isinstance(item, Stream):
            yield from _stream(item)
        yield from _dictionaries(item, _where(item), 0)
    yield from _catalogue(pdf.Root)
    for index, page in enumerate(pdf.pages, 1):
        yield from _page(page.obj, index)


def _stream(stream: Object) -> Iterator[Violation]:
    where = _where(stream)
    if any(key in stream for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield Violation("6.1.7.1", f"external stream {where}")
    filters = stream.get("/Filter")
    names = [str(filters)] if isinstance(filters, Name) else [str(one) for one in (filters or ())]
    for one in names:
        if one not in _FILTERS:
            yield Violation("6.1.7.2", f"filter {one} {where}")
    subtype = stream.get("/Subtype")
    if subtype == Name.Image:
        yield from _image(stream, where)
    elif subtype == Name.Form:
        for key in ("/OPI", "/PS", "/Ref"):
            if key in stream:
                yield Violation("6.2.9", f"{key} {where}")
    elif subtype == Name.PS:
        yield Violation("6.2.9", f"PostScript {where}")


def _image(image: Object, where: str) -> Iterator[Violation]:
    for key in ("/Alternates", "/OPI"):
        if key in image:
            yield Violation("6.2.8", f"{key} {where}")
    if image.get("/Interpolate", False):
        yield Violation("6.2.8", f"interpolation {where}")
    bits = int(image.get("/BitsPerComponent", 1 if image.get("/ImageMask", False) else 8))
    if bits not in (1, 2, 4, 8, 16) or (image.get("/ImageMask", False) and bits != 1):
        yield Violation("6.2.8", f"bits {where}")
    if image.get("/ImageMask", False) and "/ColorSpace" in image:
        yield Violation("6.2.8", f"stencil with a colour space {where}")


def _dictionaries(item: Object, where: str, depth: int) -> Iterator[Violation]:
    """The dictionary and those that lie inside it; other objects come by themselves."""
    if isinstance(item, Array):
        children = list(item)
    elif isinstance(item, Dictionary | Stream):
        yield from _dictionary(item, where)
        children = [value for _, value in item.items()]
    else:
        return
    for child in children:
        if isinstance(child, Array | Dictionary) and not child.is_indirect and depth < _MAX_DEPTH:
            yield from _dictionaries(child, where, depth + 1)


def _dictionary(item: Object, where: str) -> Iterator[Violation]:
    kind = item.get("/Type")
    if kind == Name.Action and str(item.get("/S", "")) not in _ACTIONS:
        yield Violation("6.5.1", f"action {item.get('/S', '')} {where}")
    if "/JS" in item or "/JavaScript" in item:
        yield Violation("6.5.1", f"script {where}")
    if kind == Name.ExtGState:
        yield from _graphics_state(item, where)
    if kind == Name.Filespec or "/EF" in item:
        yield Violation("6.8", f"embedded file {where}")


def _graphics_state(state: Object, where: str) -> Iterator[Violation]:
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default:
        yield Violation("6.2.5", f"transfer function {where}")
    if "/HTP" in state:
        yield Violation("6.2.5", f"halftone phase {where}")


def _catalogue(root: Object) -> Iterator[Violation]:
    yield from _intents(root)
    for key in ("/AA", "/Requirements", "/NeedsRendering"):
        if key in root:
            yield Violation("6.5.2" if key == "/AA" else "6.10", key)
    names = root.get("/Names", Dictionary())
    if "/JavaScript" in names:
        yield Violation("6.5.1", "document scripts")
    if "/AlternatePresentations" in names:
        yield Violation("6.10", "alternate presentations")
    form = root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances", False):
        yield Violation("6.4.1", "appearances are asked for")
    if "/XFA" in form:
        yield Violation("6.4.2", "XFA form")
    if set(root.get("/Perms", Dictionary()).keys()) - {"/DocMDP", "/UR3"}:
        yield Violation("6.1.12", "permissions")


def _intents(root: Object) -> Iterator[Violation]:
    profiles = [one for one in root.get("/OutputIntents", ()) if one.get("/S") == Name.GTS_PDFA1]
    if not profiles:
        yield Violation("6.2.3", "no output intent")
    streams = [intent.get("/DestOutputProfile") for intent in profiles]
    if not all(isinstance(stream, Stream) and _is_rgb_profile(stream) for stream in streams):
        yield Violation("6.2.3", "output intent without an RGB profile")
    if len({stream.objgen for stream in streams if stream is not None}) > 1:
        yield Violation("6.2.3", "several output profiles")


def _is_rgb_profile(profile: Object) -> bool:
    data = profile.read_bytes()
    return int(profile.get("/N", 0)) == 3 and data[36:40] == b"acsp" and data[16:20] == b"RGB "


def _page(page: Object, index: int) -> Iterator[Violation]:
    box = [float(value) for value in page.get("/MediaBox", ())]
    if len(box) != 4:
        yield Violation("6.1.13", f"page {index} has no media box")
    else:
        sides = (abs(box[2] - box[0]), abs(box[3] - box[1]))
        low, high = MIN_SIDE_PT - _TOLERANCE_PT, MAX_SIDE_PT + _TOLERANCE_PT
        if not all(low <= side <= high for side in sides):
            yield Violation("6.1.13", f"size of page {index}")
    if "/AA" in page:
        yield Violation("6.5.2", f"page {index}")
    if "/PresSteps" in page:
        yield Violation("6.10", f"page {index}")
    for annotation in page.get("/Annots", ()):
        yield from _annotation(annotation, index)


def _annotation(annotation: Object, index: int) -> Iterator[Violation]:
    where = f"page {index}"
    subtype = str(annotation.get("/Subtype", ""))
    if subtype not in _ANNOTATIONS:
        yield Violation("6.3.1", f"{subtype} {where}")
    flags = int(annotation.get("/F", 0))
    if subtype != "/Popup":
        if "/F" not in annotation or not flags & _PRINT or flags & (_HIDDEN | _INVISIBLE | _TOGGLE | _NO_VIEW):
            yield Violation("6.3.2", f"flags {where}")
        appearance = annotation.get("/AP")
        rect = [float(value) for value in annotation.get("/Rect", (0, 0, 0, 0))]
        has_area = rect[0] != rect[2] and rect[1] != rect[3]
        if (
            has_area
            and subtype != "/Link"
            and (not isinstance(appearance, Dictionary) or set(appearance.keys()) != {"/N"})
        ):
            yield Violation("6.3.3", f"appearance {where}")
    if subtype == "/Widget" and ("/A" in annotation or "/AA" in annotation):
        yield Violation("6.4.1", f"field with an action {where}")


def _where(item: Object) -> str:
    return f"object {item.objgen[0]}"
