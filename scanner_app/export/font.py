"""An invisible font of our own: one empty glyph per letter used, all of one width, and its Unicode map.

Every code stands for exactly one Unicode character, so whatever was recognised comes out of the file as it
went in, combining marks and all. The glyphs have no outlines: there is nothing to license and nothing to see.
"""

import io
from collections.abc import Sequence
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from scanner_app.export.pdfwriter import PdfWriter

FONT_NAME = "SohoaInvisible"
UNITS_PER_EM = 1000
ADVANCE = 500
"""Width of every glyph in thousandths of the font's size."""

ASCENT, DESCENT = 800, -200
"""Together exactly the font's size, so a word's box is as high as its font."""

_FIXED_TIME = 3_029_529_600
"""1 January 2000 in seconds since 1904: a font that says when it was made would differ from run to run."""

_MAX_CODES = 65_000
_PER_BLOCK = 100
_NOT_TEXT = frozenset({0x0000, 0xFEFF, 0xFFFE})
"""ISO 19005-2 6.2.11.7.2: values that a Unicode map must not give."""


class InvisibleFont:
    """Collects the characters of one document and writes the font at the end."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> str:
        """The text as a hexadecimal string of two-byte codes; what is no text becomes U+FFFD."""
        return "".join(f"{self._code(letter):04x}" for letter in text)

    def _code(self, letter: str) -> int:
        if ord(letter) in _NOT_TEXT or 0xD800 <= ord(letter) <= 0xDFFF:
            letter = "\ufffd"
        code = self._codes.get(letter)
        if code is None:
            if len(self._codes) >= _MAX_CODES:
                return self._code("\ufffd")
            code = self._codes[letter] = len(self._codes) + 1
        return code

    def write(self, writer: PdfWriter, reserved: int) -> None:
        """Writes the font's objects; ``reserved`` is the number that pages refer to."""
        letters = list(self._codes)
        program = build_truetype(len(letters))
        file = writer.add_stream(program, f"/Length1 {len(program)}", compress=True)
        descriptor = writer.add(
            f"<< /Type /FontDescriptor /FontName /{FONT_NAME} /Flags 4"
            f" /FontBBox [0 {DESCENT} {ADVANCE} {ASCENT}] /ItalicAngle 0 /Ascent {ASCENT} /Descent {DESCENT} /CapHeight {ASCENT} /StemV 80"
            f" /FontFile2 {file} 0 R >>"
        )
        descendant = writer.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{FONT_NAME} /CIDToGIDMap /Identity"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /DW {ADVANCE} /FontDescriptor {descriptor} 0 R >>"
        )
        unicode_map = writer.add_stream(to_unicode(letters), compress=True)
        writer.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{FONT_NAME} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {unicode_map} 0 R >>",
            reserved,
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
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": FONT_NAME, "styleName": "Regular", "psName": FONT_NAME})
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = _FIXED_TIME
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def to_unicode(letters: Sequence[str]) -> bytes:
    """The Unicode map of codes 1, 2, 3 … to ``letters``."""
    rows = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in enumerate(letters, 1)]
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
