"""The visible stamp: name and time in a corner of page 1, in an embedded font, fit for PDF/A."""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent, PdfResources
from pyhanko.stamp import StaticStampStyle

from scanner_app.export.font import to_unicode
from scanner_app.signing.errors import FontMissing

_POINTS_PER_MM = 72 / 25.4
_MARGIN_PT = 6 * _POINTS_PER_MM
_FONT_PT = 10.0
"""NĐ 30/2020/NĐ-CP Phụ lục I Phần II: Times New Roman, size 10, black."""

_LEADING = 1.2
_MAX_WIDTH_SHARE = 0.5
"""A stamp takes at most half of the page's width, so that both corners can be stamped."""

_FONTS = (
    "Windows/Fonts/times.ttf",
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
)


class Corner(StrEnum):
    """Where the stamp stands: left for who digitized (TT 01/2023 Điều 8), right for an agency (NĐ 30)."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stamp shows: a heading where there is one, the certificate's name, the time of signing."""

    corner: Corner = Corner.LEFT
    heading: str = ""
    font: Path | None = None


def find_font(text: str = "ẠạỆệ") -> Path:
    """The first installed font in the manner of Times that has the letters of the text.

    Raises:
        FontMissing: none has; names the one that lacks fewest, and those letters.
    """
    drive = os.environ.get("SYSTEMDRIVE", "C:") + "/"
    lacking: list[tuple[int, str, str]] = []
    for name in _FONTS:
        path = Path(name) if name.startswith("/") else Path(drive) / name
        if not path.is_file():
            continue
        missing = _missing(path, text)
        if not missing:
            return path
        lacking.append((len(missing), path.name, missing))
    if not lacking:
        raise FontMissing("Times New Roman", "")
    _, nearest, missing = min(lacking)
    raise FontMissing(nearest, missing)


def _missing(path: Path, text: str) -> str:
    """The letters that the font lacks."""
    try:
        with TTFont(path, lazy=True) as font:
            known = font.getBestCmap() or {}
            return "".join(letter for letter in sorted(set(text)) if ord(letter) not in known or "glyf" not in font)
    except (OSError, TTLibError, KeyError) as error:
        raise FontMissing(str(path), "") from error


@dataclass(frozen=True, slots=True)
class StampFont:
    """The letters of one stamp cut out of a font. ``glyphs`` maps letters to glyph numbers."""

    name: str
    program: bytes
    glyphs: dict[str, int]
    widths: dict[int, float]
    ascent: float
    descent: float

    def width(self, text: str) -> float:
        """Width in thousandths of the font's size."""
        return sum(self.widths[self.glyphs[letter]] for letter in text)


def cut_font(path: Path, text: str) -> StampFont:
    """The font with the letters of ``text`` alone; ``FontMissing`` names those that it lacks."""
    letters = "".join(sorted(set(text)))
    missing = _missing(path, letters)
    if missing:
        raise FontMissing(path.name, missing)
    target = io.BytesIO()
    with TTFont(path, lazy=True) as font:
        _subset(font, letters)
        font.save(target)
    cut: Any = TTFont(io.BytesIO(target.getvalue()))
    scale = 1000 / cut["head"].unitsPerEm
    best = cut.getBestCmap()
    glyphs = {letter: cut.getGlyphID(best[ord(letter)]) for letter in letters}
    widths = {number: cut["hmtx"][cut.getGlyphName(number)][0] * scale for number in glyphs.values()}
    name = "SOHOAA+" + "".join(part for part in path.stem if part.isalnum())
    return StampFont(name, target.getvalue(), glyphs, widths, cut["hhea"].ascent * scale, cut["hhea"].descent * scale)


def _subset(font: TTFont, letters: str) -> None:
    """Keeps the glyphs of the letters alone; the same letters give the same bytes."""
    tools: Any = subset
    options = tools.Options(
        layout_features=[], hinting=False, notdef_outline=True, drop_tables=["GSUB", "GPOS", "GDEF", "DSIG"]
    )
    options.recalc_timestamp = False
    cutter = tools.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    font.recalcTimestamp = False


@dataclass(frozen=True, slots=True)
class StampPlan:
    """Where the stamp stands on the page (left, bottom, right, top in whole points) and what it shows."""

    box: tuple[int, int, int, int]
    lines: tuple[str, ...]
    size: float
    font: StampFont

    def style(self) -> StaticStampStyle:
        """The stamp in pyHanko's terms."""
        left, bottom, right, top = self.box
        content = _StampContent(self, right - left, top - bottom)
        return StaticStampStyle(
            border_width=0,
            background=content,
            background_layout=layout.SimpleBoxLayoutRule(
                x_align=layout.AxisAlignment.ALIGN_MIN,
                y_align=layout.AxisAlignment.ALIGN_MIN,
                margins=layout.Margins(0, 0, 0, 0),
            ),
        )


def plan(stamp: Stamp, lines: Sequence[str], page: tuple[float, float, float, float]) -> StampPlan:
    """Sizes and places the stamp in its corner of the page's box."""
    text = "".join(lines)
    font = cut_font(stamp.font or find_font(text), text)
    left, bottom, right, top = page
    room = max(1.0, (right - left) * _MAX_WIDTH_SHARE - _MARGIN_PT)
    widest = max(font.width(line) for line in lines) / 1000
    size = min(_FONT_PT, room / max(widest, 0.001), max(1.0, (top - bottom) / 4 / len(lines)))
    width, height = widest * size + 2, size * _LEADING * len(lines) + 2
    margin = min(_MARGIN_PT, (right - left) * 0.05, (top - bottom) * 0.05)
    x = left + margin if stamp.corner is Corner.LEFT else right - margin - width
    y = top - margin - height
    box = (int(x), int(y), int(x) + max(1, int(width + 1)), int(y) + max(1, int(height + 1)))
    return StampPlan(box, tuple(lines), size, font)


class _StampContent(PdfContent):
    """Draws the lines; the font is added to the file when pyHanko asks for the drawing."""

    def __init__(self, stamp: StampPlan, width: int, height: int) -> None:
        untyped: Any = PdfResources
        super().__init__(resources=untyped(), box=layout.BoxConstraints(width=width, height=height), writer=None)
        self._plan = stamp
        self._height = height

    def render(self) -> bytes:
        """The drawing operators."""
        writer: Any = self.writer
        self.resources.font[generic.pdf_name("/St")] = _embed(writer, self._plan.font)
        size, font = self._plan.size, self._plan.font
        rows = [f"BT 0 g /St {size:.2f} Tf"]
        y = self._height - 1 - size
        for line in self._plan.lines:
            codes = "".join(f"{font.glyphs[letter]:04x}" for letter in line)
            rows.append(f"1 0 0 1 1 {y:.2f} Tm <{codes}> Tj")
            y -= size * _LEADING
        rows.append("ET")
        return " ".join(rows).encode("ascii")


def _embed(writer: Any, font: StampFont) -> Any:
    """Adds a Type 0 font with its Unicode map and gives the reference."""
    untyped: Any = generic
    names, numbers = untyped.pdf_name, untyped.NumberObject
    program = writer.add_object(
        untyped.StreamObject({names("/Length1"): numbers(len(font.program))}, stream_data=font.program)
    )
    with TTFont(io.BytesIO(font.program), lazy=True) as cut:
        count = cut["maxp"].numGlyphs
    # ISO 19005-1 6.3.5: a subset says which glyphs it holds; here all of the cut, the first bit is glyph 0.
    held = writer.add_object(untyped.StreamObject(stream_data=_ones(count)))
    descriptor = writer.add_object(
        untyped.DictionaryObject(
            {
                names("/Type"): names("/FontDescriptor"),
                names("/FontName"): names(f"/{font.name}"),
                names("/Flags"): numbers(4),
                names("/FontBBox"): untyped.ArrayObject(
                    [numbers(-200), numbers(int(font.descent)), numbers(1500), numbers(int(font.ascent))]
                ),
                names("/ItalicAngle"): numbers(0),
                names("/Ascent"): numbers(int(font.ascent)),
                names("/Descent"): numbers(int(font.descent)),
                names("/CapHeight"): numbers(int(font.ascent)),
                names("/StemV"): numbers(80),
                names("/FontFile2"): program,
                names("/CIDSet"): held,
            }
        )
    )
    widths: list[Any] = []
    for number, width in sorted(font.widths.items()):
        widths.extend((numbers(number), untyped.ArrayObject([untyped.FloatObject(f"{width:.3f}")])))
    descendant = writer.add_object(
        untyped.DictionaryObject(
            {
                names("/Type"): names("/Font"),
                names("/Subtype"): names("/CIDFontType2"),
                names("/BaseFont"): names(f"/{font.name}"),
                names("/CIDToGIDMap"): names("/Identity"),
                names("/CIDSystemInfo"): untyped.DictionaryObject(
                    {
                        names("/Registry"): untyped.pdf_string("Adobe"),
                        names("/Ordering"): untyped.pdf_string("Identity"),
                        names("/Supplement"): numbers(0),
                    }
                ),
                names("/W"): untyped.ArrayObject(widths),
                names("/FontDescriptor"): descriptor,
            }
        )
    )
    mapping = {number: letter for letter, number in font.glyphs.items()}
    return writer.add_object(
        untyped.DictionaryObject(
            {
                names("/Type"): names("/Font"),
                names("/Subtype"): names("/Type0"),
                names("/BaseFont"): names(f"/{font.name}"),
                names("/Encoding"): names("/Identity-H"),
                names("/DescendantFonts"): untyped.ArrayObject([descendant]),
                names("/ToUnicode"): writer.add_object(untyped.StreamObject(stream_data=to_unicode(mapping))),
            }
        )
    )


def _ones(count: int) -> bytes:
    """So many bits set, the highest first, the last byte filled with zeros."""
    whole, rest = divmod(count, 8)
    return b"\xff" * whole + (bytes([0xFF << (8 - rest) & 0xFF]) if rest else b"")
