"""An invisible font of our own: one empty glyph per letter used, all of one width, and its Unicode map.

Every code stands for exactly one Unicode character, so whatever was recognised comes out of the file as it
went in, combining marks and all. The glyphs have no outlines: there is nothing to license and nothing to see.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from scanner_app.export.pdfwriter import PdfWriter

FONT_NAME = "SohoaInvisible"
UNITS_PER_EM = 1000
ADVANCE = 500
"""Width of every glyph in thousandths of the font's size."""

_STEP = 1.12
"""Cuts differ in height by this factor, so sizes within a line differ by 6 % at most."""

_MIN_HEIGHT_EM = 0.05
_DEPTHS = {"flat": 0.03, "deep": 0.25, "raised": 0.55}
"""Share of a word's box below the baseline: without and with descenders (measured on Times New Roman); and
for a word whose box touches its neighbour's, raised so far that no reader takes the two for one."""

_MAX_DESCENT_EM = 0.4
_MAX_ASCENT_EM = 1.05
"""Readers do not believe an ascent beyond this (poppler)."""

TALLEST_EM = {kind: min(_MAX_ASCENT_EM / (1 - share), _MAX_DESCENT_EM / share) for kind, share in _DEPTHS.items()}
"""Height of the tallest box that readers believe of each kind of cut, in units of the font's size."""

_FIXED_TIME = 3_029_529_600
"""1 January 2000 in seconds since 1904: a font that says when it was made would differ from run to run."""

_MAX_CODES = 65_000
_PER_BLOCK = 100
_NOT_TEXT = frozenset({0x0000, 0xFEFF, 0xFFFE})
"""ISO 19005-2 6.2.11.7.2: values that a Unicode map must not give."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The font with an ascent and a descent (in em) of its own: one of a small set."""

    resource: str
    ascent_em: float
    depth_em: float

    @property
    def height_em(self) -> float:
        """Height of a word's box in units of the font's size."""
        return self.ascent_em + self.depth_em


def representable(text: str) -> str:
    """The text as a file can give it back: what is no text becomes U+FFFD."""
    return "".join(
        "\ufffd" if ord(letter) in _NOT_TEXT or 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in text
    )


class InvisibleFont:
    """Collects the characters and the cuts of one document and writes the font at the end."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._cuts: dict[tuple[int, str], Cut] = {}

    def encode(self, text: str) -> str:
        """The (representable) text as a hexadecimal string of two-byte codes."""
        return "".join(f"{self._code(letter):04x}" for letter in text)

    def cut(self, height_em: float, depth: str) -> Cut:
        """The cut nearest to a box of that height; ``depth`` is ``flat``, ``deep`` or ``raised``."""
        if depth == "flat" and height_em > TALLEST_EM["flat"]:
            depth = "deep"
        share, tallest = _DEPTHS[depth], TALLEST_EM[depth]
        height = min(max(height_em, _MIN_HEIGHT_EM), tallest)
        step = math.ceil(math.log(height) / math.log(_STEP) - 0.5)
        cut = self._cuts.get((step, depth))
        if cut is None:
            height = round(min(_STEP**step, tallest), 3)
            below = round(share * height, 3) or 0.001
            cut = self._cuts[step, depth] = Cut(f"F{len(self._cuts)}", round(height - below, 3), below)
        return cut

    def _code(self, letter: str) -> int:
        code = self._codes.get(letter)
        if code is None:
            if len(self._codes) >= _MAX_CODES:
                return self._code("\ufffd")
            code = self._codes[letter] = len(self._codes) + 1
        return code

    def write(self, writer: PdfWriter, reserved: int) -> None:
        """Writes the font's objects; ``reserved`` is the resource dictionary that pages refer to."""
        letters = list(self._codes)
        entries: list[str] = []
        if letters:
            program = build_truetype(len(letters))
            file = writer.add_stream(program, f"/Length1 {len(program)}", compress=True)
            unicode_map = writer.add_stream(to_unicode(dict(enumerate(letters, 1))), compress=True)
            entries.extend(
                f"/{cut.resource} {_write_cut(writer, cut, file, unicode_map)} 0 R" for cut in self._cuts.values()
            )
        writer.add(f"<< {' '.join(entries)} >>", reserved)


def _write_cut(writer: PdfWriter, cut: Cut, file: int, unicode_map: int) -> int:
    ascent, descent = round(cut.ascent_em * UNITS_PER_EM), -round(cut.depth_em * UNITS_PER_EM)
    descriptor = writer.add(
        f"<< /Type /FontDescriptor /FontName /{FONT_NAME} /Flags 4 /FontBBox [0 {descent} {ADVANCE} {ascent}]"
        f" /ItalicAngle 0 /Ascent {ascent} /Descent {descent} /CapHeight {ascent} /StemV 80"
        f" /FontFile2 {file} 0 R >>"
    )
    descendant = writer.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{FONT_NAME} /CIDToGIDMap /Identity"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /DW {ADVANCE} /FontDescriptor {descriptor} 0 R >>"
    )
    return writer.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{FONT_NAME} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant} 0 R] /ToUnicode {unicode_map} 0 R >>"
    )


def build_truetype(count: int) -> bytes:
    """A TrueType program of ``count`` empty glyphs after ``.notdef``, the same bytes every time."""
    empty: Any = Glyph
    order = [".notdef", *(f"c{index}" for index in range(1, count + 1))]
    untyped: Any = FontBuilder  # fontTools has no types here
    builder = untyped(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    builder.setupGlyf({glyph: empty() for glyph in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FONT_NAME, "styleName": "Regular", "psName": FONT_NAME})
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = _FIXED_TIME
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def to_unicode(letters: Mapping[int, str]) -> bytes:
    """The Unicode map of two-byte codes to letters."""
    rows = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in sorted(letters.items())]
    blocks = []
    for start in range(0, len(rows), _PER_BLOCK):
        part = rows[start : start + _PER_BLOCK]
        blocks.append("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]))
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <ffff>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")
