"""A page being printed: text that is drawn and remembered line by line, tables, seals, signatures."""

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 300
A4_PX = (2480, 3508)
INK = (28, 28, 32)
SEAL_RED = (206, 34, 48)
PEN_BLUE = (32, 52, 150)
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "C:/Windows/Fonts", "/Library/Fonts")
# Why: Liberation as Debian ships it lacks the Vietnamese letters; Tinos and Arimo are its twins that have them.
#: family: regular, bold, italic, bold italic
FACES = {
    "Tinos": tuple(f"Tinos-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Arimo": tuple(f"Arimo-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
    "DejaVu Serif": tuple(f"DejaVuSerif{k}.ttf" for k in ("", "-Bold", "-Italic", "-BoldItalic")),
    "DejaVu Sans": tuple(f"DejaVuSans{k}.ttf" for k in ("", "-Bold", "-Oblique", "-BoldOblique")),
    "DejaVu Sans Condensed": tuple(f"DejaVuSansCondensed{k}.ttf" for k in ("", "-Bold", "-Oblique", "-BoldOblique")),
    "Noto Serif": tuple(f"NotoSerif-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Noto Sans": tuple(f"NotoSans-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Carlito": tuple(f"Carlito-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
    "Cousine": tuple(f"Cousine-{k}.ttf" for k in ("Regular", "Bold", "Italic", "BoldItalic")),
}


class FontMissing(Exception):
    """A font file that the layouts need is not installed."""

    def __str__(self) -> str:
        """What to install."""
        packages = "fonts-croscore fonts-crosextra-carlito fonts-dejavu fonts-noto-core"
        return f"{self.args[0]} not found: apt-get install {packages}"


@cache
def _font_path(name: str) -> str:
    for folder in _FOLDERS:
        found = next(Path(folder).expanduser().rglob(name), None)
        if found:
            return str(found)
    raise FontMissing(name)


@cache
def load_font(family: str, points: float, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
    """The font at that size for 300 dpi."""
    name = FACES[family][bold + 2 * italic]
    return ImageFont.truetype(_font_path(name), round(points * DPI / 72), layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Style:
    """How one printer's papers look."""

    family: str = "Tinos"
    points: float = 13
    leading: float = 1.32
    dotted: bool = False
    bold_values: bool = False
    mark: bool = False
    boxed: bool = False


@dataclass
class Sheet:
    """One side of paper in the making. ``lines`` is the text as printed, in order."""

    style: Style
    size: tuple[int, int] = A4_PX
    paper: tuple[int, int, int] = (255, 255, 255)
    lines: list[str] = field(default_factory=list)
    kind: str = ""

    def __post_init__(self) -> None:
        """Takes a clean sheet."""
        self.image = Image.new("RGB", self.size, self.paper)
        self.pen = ImageDraw.Draw(self.image)
        self.left, self.right, self.y = 340, self.size[0] - 200, 230

    def font(self, points: float = 0, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
        """The sheet's typeface."""
        return load_font(self.style.family, points or self.style.points, bold, italic)

    def skip(self, mm: float) -> None:
        """Moves down."""
        self.y += round(mm * DPI / 25.4)

    def write(
        self,
        text: str,
        *,
        points: float = 0,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        indent: int = 0,
        colour: tuple[int, int, int] = INK,
        hidden: bool = False,
    ) -> None:
        """One paragraph, broken into lines; ``**`` turns bold on and off; ``hidden`` text is not truth."""
        width = self.right - self.left
        rows = self._break(text, width, indent, (points, bold, italic))
        space = self.font(points, bold, italic).getlength(" ")
        for number, row in enumerate(rows):
            plain = " ".join("".join(piece for piece, _ in word) for word in row)
            length = sum(self._length(word, points, italic) for word in row) + space * (len(row) - 1)
            x: float = self.left + (indent if number == 0 else 0)
            if align == "center":
                x = self.left + (width - length) / 2
            elif align == "right":
                x = self.right - length
            base = self.y + self.font(points).size
            for word in row:
                for piece, is_bold in word:
                    font = self.font(points, is_bold, italic)
                    self.pen.text((x, base), piece, font=font, fill=colour, anchor="ls")
                    x += font.getlength(piece)
                x += space
            if plain and not hidden:
                self.lines.append(plain)
            if self.style.dotted and align == "left" and not hidden and number == len(rows) - 1:
                self._dots(x, base)
            self.y += round(self.font(points).size * self.style.leading)

    def _dots(self, x: float, base: float) -> None:
        step = self.font().getlength(".")
        while x < self.right - step:
            self.pen.text((x, base + 6), ".", font=self.font(), fill=(110, 110, 115), anchor="ls")
            x += step

    def _length(self, word: "list[tuple[str, bool]]", points: float, italic: bool) -> float:
        return sum(self.font(points, is_bold, italic).getlength(piece) for piece, is_bold in word)

    def _break(
        self, text: str, width: int, indent: int, look: tuple[float, bool, bool]
    ) -> list[list[list[tuple[str, bool]]]]:
        """Rows of words; a word is a list of pieces, each bold or not."""
        points, bold, italic = look
        space = self.font(points, bold, italic).getlength(" ")
        rows: list[list[list[tuple[str, bool]]]] = [[]]
        used: float = indent
        is_bold = bold
        for raw_word in text.split():
            word = []
            for number, piece in enumerate(raw_word.split("**")):
                is_bold ^= bool(number)
                if piece:
                    word.append((piece, is_bold))
            length = self._length(word, points, italic)
            if rows[-1] and used + length > width:
                rows.append([])
                used = 0
            rows[-1].append(word)
            used += length + space
        return rows

    def label(self, label: str, value: str, *, above: bool = False) -> None:
        """A label with its value behind or below it."""
        shown = f"**{value}**" if self.style.bold_values else value
        if above:
            self.write(label, points=self.style.points - 2, italic=True)
            self.write(shown)
        else:
            self.write(f"{label} {shown}")

    def label_number(self, label: str, number: str) -> None:
        """A label with a number behind it; where the style is boxed, each digit in a box of 5 by 5.8 mm."""
        if not self.style.boxed:
            self.label(label, number)
            return
        self.skip(1.5)
        base = self.y + self.font().size
        left = self.left + round(self.font().getlength(f"{label}  "))
        self.write(label, hidden=True)
        self.lines.append(f"{label} {number}")
        wide, middle = round(5 * DPI / 25.4), base - round(0.34 * self.font().size)
        high = round(2.9 * DPI / 25.4)
        for place, digit in enumerate(number):
            x = left + place * wide
            self.pen.rectangle((x, middle - high, x + wide, middle + high), outline=INK, width=3)
            self.pen.text((x + wide / 2, base), digit, font=self.font(), fill=INK, anchor="ms")
        self.skip(1.5)

    @contextmanager
    def box(self, left: float, right: float) -> Iterator[None]:
        """Writes between two shares of the text width, from here down; the caller joins columns."""
        old = self.left, self.right
        width = self.right - self.left
        self.left, self.right = round(old[0] + left * width), round(old[0] + right * width)
        try:
            yield
        finally:
            self.left, self.right = old

    def rule(self, share: float = 0.5, gap_px: int = 4) -> None:
        """A thin centred line."""
        half = (self.right - self.left) * share / 2
        middle = (self.left + self.right) / 2
        self.y += gap_px
        self.pen.line((middle - half, self.y, middle + half, self.y), fill=INK, width=3)
        self.y += gap_px + 6

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[float], *, head: bool = True) -> None:
        """A ruled table; cells are broken into lines."""
        edges = [self.left + (self.right - self.left) * sum(shares[:i]) for i in range(len(shares) + 1)]
        top = self.y
        for number, row in enumerate(rows):
            self.pen.line((edges[0], self.y, edges[-1], self.y), fill=INK, width=3)
            start = self.y + 12
            lowest = start
            for cell, x0, x1 in zip(row, edges, edges[1:], strict=False):
                old = self.left, self.right
                self.left, self.right, self.y = round(x0 + 16), round(x1 - 12), start
                self.write(cell, points=self.style.points - 1, bold=head and number == 0)
                self.left, self.right = old
                lowest = max(lowest, self.y)
            self.y = lowest + 8
        self.pen.line((edges[0], self.y, edges[-1], self.y), fill=INK, width=3)
        for x in edges:
            self.pen.line((x, top, x, self.y), fill=INK, width=3)
        self.y += 20

    def overlay(self, layer: Image.Image, x: int, y: int) -> None:
        """Lays ink over the page so that what lies below still shows."""
        full = Image.new("RGB", self.size, (255, 255, 255))
        full.paste(layer, (x, y))
        self.image = ImageChops.multiply(self.image, full)
        self.pen = ImageDraw.Draw(self.image)

    def seal(self, x: int, y: int, around: str, rng: random.Random, side: int = 460) -> None:
        """A round red seal centred there (460 px: 36 mm across), slightly turned and unevenly inked."""
        layer = _seal(around, "★", rng)
        if side != layer.width:
            layer = layer.resize((side, side), Image.Resampling.LANCZOS)
        self.overlay(layer, x - side // 2, y - side // 2)

    def signature(self, x: int, y: int, rng: random.Random) -> None:
        """A blue signature with its middle there."""
        self.overlay(_signature(rng), x - 260, y - 120)

    def footer_mark(self) -> None:
        """Says that this is a specimen: a small foot line, and a very pale word that no threshold keeps."""
        old = self.y
        self.y = self.size[1] - 130
        self.write("Tài liệu mẫu – dữ liệu hư cấu, không có giá trị", points=8, align="center", italic=True)
        self.y = old
        layer = Image.new("RGB", self.size, (255, 255, 255))
        pen = ImageDraw.Draw(layer)
        font = load_font("Arimo", 120, True)
        pen.text((self.size[0] / 2, self.size[1] / 2), "MẪU", font=font, fill=(245, 246, 250), anchor="mm")
        self.overlay(layer.rotate(35, fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC), 0, 0)

    @property
    def text(self) -> str:
        """The page as printed."""
        return "\n".join(self.lines)


def _seal(around: str, below: str, rng: random.Random) -> Image.Image:
    side = 460
    layer = Image.new("RGB", (side, side), (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    middle = side / 2
    for radius, width in ((212, 9), (146, 4)):
        pen.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), outline=SEAL_RED, width=width)
    font = load_font("Arimo", 9.5, True)
    letters = f"{around} "
    step = min(0.155, 2 * math.pi * 0.86 / len(letters))
    start = -math.pi / 2 - step * (len(letters) - 1) / 2
    for number, letter in enumerate(letters):
        angle = start + step * number
        tile = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(tile).text((30, 30), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        x, y = middle + 180 * math.cos(angle), middle + 180 * math.sin(angle)
        layer.paste(SEAL_RED, (round(x - 30), round(y - 30)), tile)
    star = load_font("DejaVu Sans", 46)
    pen.text((middle, middle), below, font=star, fill=SEAL_RED, anchor="mm")
    layer = layer.rotate(rng.uniform(-14, 14), fillcolor=(255, 255, 255), resample=Image.Resampling.BICUBIC)
    # Ink is uneven: a coarse noise lets the paper through here and there.
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0.84, 0.16, (46, 46)).clip(0.35, 1)
    strength = Image.fromarray((grain * 255).astype(np.uint8)).resize(layer.size, Image.Resampling.BICUBIC)
    return Image.composite(layer, Image.new("RGB", layer.size, (255, 255, 255)), strength)


def _signature(rng: random.Random) -> Image.Image:
    layer = Image.new("RGB", (560, 260), (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    x, y = 70.0, 150.0
    points = [(x, y)]
    phase, height = rng.uniform(0, 6), rng.uniform(40, 80)
    for step in range(120):
        t = step / 120
        x = 60 + 430 * t + 26 * math.sin(phase + 31 * t)
        y = 135 + height * (1 - 0.7 * t) * math.sin(phase + 22 * t) * math.cos(5 * t + phase) - 20 * t
        points.append((x, y))
    pen.line(points, fill=PEN_BLUE, width=6, joint="curve")
    tail = [(90 + 4 * k, 205 - 0.4 * k + 9 * math.sin(k / 17)) for k in range(100)]
    pen.line(tail, fill=PEN_BLUE, width=4, joint="curve")
    return layer
