"""Clauses on fonts (ISO 19005-2 6.2.11): embedded, widths that agree, a Unicode value for every code."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Array, Dictionary, Name, Object, Stream

from scanner_app.export.types import Violation

_CHAR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]*)>|\[([^\]]*)\])")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_FORBIDDEN = frozenset({"\0", "\ufeff", "\ufffe"})
_WIDTH_TOLERANCE = 1
"""ISO 19005-2 6.2.11.5: widths may differ by a thousandth of an em."""


class FontCheck:
    """One font: what is wrong with it as such, and with each code that is shown in it."""

    def __init__(self, font: Object) -> None:
        self._name = str(font.get("/BaseFont", "/unnamed"))[1:]
        self._font = font
        self._wide = font.get("/Subtype") == Name.Type0
        self._inner = font["/DescendantFonts"][0] if self._wide else font
        self._unicode = unicode_map(font.get("/ToUnicode"))
        self._seen: set[int] = set()
        self._program, self._defects = self._open()
        self._widths = _cid_widths(self._inner) if self._wide else {}

    def defects(self) -> Iterator[Violation]:
        """What is wrong with the font itself, told once."""
        found, self._defects = self._defects, []
        yield from found

    def shown(self, operands: Sequence[Any]) -> Iterator[Violation]:
        """Checks the codes of the strings of a showing operator, each once."""
        last = operands[-1]
        parts = list(last) if isinstance(last, Array) else [last]
        for part in parts:
            if not isinstance(part, (int, float)) and hasattr(part, "__bytes__"):
                yield from self._codes(_raw(part))

    def _codes(self, data: bytes) -> Iterator[Violation]:
        step = 2 if self._wide else 1
        for start in range(0, len(data), step):
            code = int.from_bytes(data[start : start + step])
            if code in self._seen:
                continue
            self._seen.add(code)
            yield from self._code(code)

    def _code(self, code: int) -> Iterator[Violation]:
        letters = self._unicode.get(code)
        if letters is None and not self._has_standard_encoding():
            yield Violation("6.2.11.7.2", f"no Unicode value for code {code} of {self._name}")
        elif letters is not None and (not letters or _FORBIDDEN & set(letters)):
            yield Violation("6.2.11.7.2", f"Unicode value of code {code} of {self._name}")
        if not self._wide or self._program is None:
            return
        glyphs = self._program["maxp"].numGlyphs
        glyph = self._glyph(code)
        if glyph == 0 or glyph >= glyphs:
            yield Violation("6.2.11.8", f"code {code} of {self._name} has no glyph")
            return
        advance = self._program["hmtx"][self._program.getGlyphName(glyph)][0]
        actual = advance * 1000 / self._program["head"].unitsPerEm
        if abs(actual - self._widths.get(code, float(self._inner.get("/DW", 1000)))) > _WIDTH_TOLERANCE:
            yield Violation("6.2.11.5", f"width of code {code} of {self._name}")

    def _glyph(self, cid: int) -> int:
        table = self._inner.get("/CIDToGIDMap")
        if isinstance(table, Stream):
            data = table.read_bytes()
            return int.from_bytes(data[2 * cid : 2 * cid + 2])
        return cid

    def _has_standard_encoding(self) -> bool:
        encoding = self._font.get("/Encoding")
        return not self._wide and encoding in (Name.WinAnsiEncoding, Name.MacRomanEncoding)

    def _open(self) -> tuple[Any, list[Violation]]:
        """The TrueType program, or None where it is of another kind, and what is wrong with the font."""
        if self._font.get("/Subtype") == Name.Type3:
            return None, []
        descriptor = self._inner.get("/FontDescriptor", Dictionary())
        files = [descriptor[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor]
        if not files:
            return None, [Violation("6.2.11.4.1", f"{self._name} is not embedded")]
        found = []
        if self._inner.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in self._inner:
            found.append(Violation("6.2.11.3.2", f"{self._name} has no glyph map"))
        if "/FontFile2" not in descriptor:
            return None, found
        try:
            program = TTFont(io.BytesIO(files[0].read_bytes()), lazy=True)
            if int(files[0].get("/Length1", -1)) != len(files[0].read_bytes()):
                found.append(Violation("6.1.7.1", f"length of {self._name}"))
        except (TTLibError, KeyError, AssertionError) as error:
            return None, [*found, Violation("6.2.11.4.1", f"{self._name}: {type(error).__name__}")]
        return program, found


def _raw(part: Any) -> bytes:
    return bytes(part)


def _cid_widths(font: Object) -> dict[int, float]:
    widths: dict[int, float] = {}
    rows = list(font.get("/W", ()))
    index = 0
    while index + 1 < len(rows):
        first = int(rows[index])
        if isinstance(rows[index + 1], Array):
            widths.update({first + step: float(width) for step, width in enumerate(rows[index + 1])})
            index += 2
        else:
            widths.update(dict.fromkeys(range(first, int(rows[index + 1]) + 1), float(rows[index + 2])))
            index += 3
    return widths


def unicode_map(stream: Object | None) -> dict[int, str]:
    """The letters that a ToUnicode map gives for each code; empty where there is no map."""
    if not isinstance(stream, Stream):
        return {}
    found: dict[int, str] = {}
    text = stream.read_bytes().decode("latin-1")
    for kind, body in _BLOCK.findall(text):
        if kind == "bfchar":
            for code, value in _CHAR.findall(body):
                found[int(code, 16)] = _letters(value)
            continue
        for first, last, start, listed in _RANGE.findall(body):
            low, high = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            values = re.findall(r"<([0-9a-fA-F]*)>", listed)
            for step, code in enumerate(range(low, high + 1)):
                if start:
                    letters = _letters(start)
                    found[code] = letters[:-1] + chr(ord(letters[-1]) + step) if letters else ""
                elif step < len(values):
                    found[code] = _letters(values[step])
    return found


def _letters(value: str) -> str:
    return bytes.fromhex(value).decode("utf-16-be", "replace")
