"""Clauses on what pages show (ISO 19005-2 6.2): operators, colours, fonts, a Unicode value for every code."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from scanner_app.export.types import Violation
from scanner_app.export.validation.fonts import FontCheck

_CMYK = frozenset({"k", "K"})
_INTENTS = frozenset({"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"})
_SPACES = frozenset({"/DeviceRGB", "/DeviceGray", "/Indexed", "/ICCBased", "/CalRGB", "/CalGray", "/Lab"})
_MAX_DEPTH = 12
_MAX_NESTING = 28
"""ISO 19005-2 6.1.13: the q operator is not nested deeper."""

_OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l M m MP"
    " n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \""
)
_KNOWN = frozenset(_OPERATORS.split())


def content_violations(pdf: pikepdf.Pdf) -> Iterator[Violation]:
    """All pages and the appearances of their annotations."""
    reader = _Reader()
    for index, page in enumerate(pdf.pages, 1):
        resources = page.obj.get("/Resources", page.obj.get("/Parent", Dictionary()).get("/Resources"))
        if resources is None:
            yield Violation("6.2.2", f"page {index} has no resources")
            continue
        yield from reader.read(page.obj, resources, f"page {index}")
        for annotation in page.obj.get("/Annots", ()):
            appearance = annotation.get("/AP", Dictionary()).get("/N")
            if isinstance(appearance, Stream):
                yield from reader.form(appearance, resources, f"annotation on page {index}", 1)


class _Reader:
    """Walks content streams; fonts and forms that several pages share are looked at once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], FontCheck] = {}
        self._forms: set[tuple[int, int]] = set()

    def read(self, content: Object, resources: Object, where: str, depth: int = 0) -> Iterator[Violation]:
        yield from self._resources(resources, where, depth)
        fonts = resources.get("/Font", Dictionary())
        font: FontCheck | None = None
        nesting = 0
        for instruction in pikepdf.parse_content_stream(content):
            operator = str(instruction.operator)
            if operator == "Tf":
                font = self._font(fonts.get(str(instruction.operands[0])))
                if font is None:
                    yield Violation("6.2.2", f"font missing on {where}")
                else:
                    yield from font.defects()
            elif operator in ("Tj", "TJ", "'", '"'):
                if font is not None:
                    yield from font.shown(list(instruction.operands))
            elif operator in ("q", "Q"):
                nesting += 1 if operator == "q" else -1
                if nesting > _MAX_NESTING:
                    yield Violation("6.1.13", f"q nested too deep on {where}")
            else:
                yield from _other(operator, instruction, where)

    def form(self, form: Object, outer: Object, where: str, depth: int) -> Iterator[Violation]:
        if form.objgen in self._forms or depth > _MAX_DEPTH:
            return
        self._forms.add(form.objgen)
        yield from self.read(form, form.get("/Resources", outer), where, depth)

    def _resources(self, resources: Object, where: str, depth: int) -> Iterator[Violation]:
        for space in resources.get("/ColorSpace", Dictionary()).values():
            yield from _colour_space(space, where)
        for item in resources.get("/XObject", Dictionary()).values():
            if item.get("/Subtype") == Name.Form:
                yield from self.form(item, resources, where, depth + 1)
            elif "/ColorSpace" in item:
                yield from _colour_space(item["/ColorSpace"], where)
            elif not item.get("/ImageMask", False) and item.get("/Filter") != Name.JPXDecode:
                yield Violation("6.2.8", f"image without a colour space on {where}")

    def _font(self, font: Object | None) -> FontCheck | None:
        if font is None:
            return None
        key = font.objgen
        if key not in self._fonts or key == (0, 0):
            self._fonts[key] = FontCheck(font)
        return self._fonts[key]


def _other(
    operator: str,
    instruction: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage,
    where: str,
) -> Iterator[Violation]:
    if operator == "INLINE IMAGE":
        yield Violation("6.2.8", f"inline image on {where}")
    elif operator not in _KNOWN:
        yield Violation("6.2.2", f"operator {operator} on {where}")
    elif operator in _CMYK:
        yield Violation("6.2.4.3", f"CMYK colour on {where}")
    elif operator == "ri" and str(instruction.operands[0]) not in _INTENTS:
        yield Violation("6.2.6", f"rendering intent on {where}")
    elif operator in ("cs", "CS") and str(instruction.operands[0]) == "/DeviceCMYK":
        yield Violation("6.2.4.3", f"CMYK colour on {where}")


def _colour_space(space: Object, where: str) -> Iterator[Violation]:
    family = str(space) if isinstance(space, Name) else str(space[0])
    if family not in _SPACES:
        yield Violation("6.2.4.3", f"colour space {family} on {where}")
    elif family == "/Indexed":
        yield from _colour_space(space[1], where)
