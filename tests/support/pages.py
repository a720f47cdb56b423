"""Invented pages with readings, and what poppler makes of the PDFs written from them."""

import datetime as dt
import io
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ocr.types import Box, Line, PageReading, Word
from scanner_app.export import (
    Metadata,
)

WHEN = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def metadata(**changes: object) -> Metadata:
    values: dict[str, object] = {
        "title": "Quyết định số 12/QĐ-UBND",
        "subject": "Về việc <thử> & kiểm tra",
        "author": "UBND phường Hạ Long",
        "keywords": ("quyết định", "H49.16"),
        "created": WHEN,
        "properties": (("MaLoaiGiayTo", "quyet_dinh"), ("TrichYeu", "Về việc & thử")),
    }
    return Metadata(**{**values, **changes})  # type: ignore[arg-type]


def word(text: str, x: int, y: int, width: int, height: int = 40) -> Word:
    return Word(text, Box(x, y, width, height), 0.9)


def line(*words: Word) -> Line:
    box = words[0].box
    for other in words[1:]:
        box = box.union(other.box)
    return Line(words, box, box)


def reading(*lines: Line, width: int = 1240, height: int = 1754, dpi: int = 150, rotation: int = 0) -> PageReading:
    turned = rotation % 180 == 90
    return PageReading(
        number=1,
        width_px=width,
        height_px=height,
        dpi=dpi,
        rotation=rotation,
        skew_deg=0.0,
        blank=not lines,
        confidence=0.9 if lines else None,
        text="\n".join(one.text for one in lines),
        lines=lines,
        barcodes=(),
        engine="test",
        upright_width=height if turned else width,
        upright_height=width if turned else height,
    )


def page_image(folder: Path, name: str = "trang.jpg", size: tuple[int, int] = (1240, 1754), mode: str = "RGB") -> Path:
    image = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 100, 300, 140), fill="black" if mode == "1" else 0)
    if mode == "RGB":
        draw.ellipse((700, 1200, 1000, 1500), outline=(200, 30, 40), width=8)
    path = folder / name
    image.save(path, dpi=(150, 150))
    return path


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return done.stdout.decode()


def rendered(pdf: Path, dpi: int = 72) -> Image.Image:
    done = subprocess.run(["pdftoppm", "-r", str(dpi), "-singlefile", str(pdf)], capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


HEADER = (
    line(word("CỘNG", 500, 100, 120), word("HÒA", 632, 98, 90), word("XÃ", 735, 95, 60, 46)),
    line(
        word("Độc", 520, 160, 70), word("lập", 600, 158, 60, 50), word("-", 670, 180, 14, 6),
        word("Tự", 695, 158, 50, 48), word("do", 755, 160, 40, 38),
    ),
    line(word("nguyễn", 100, 300, 130, 52), word("văn", 240, 308, 70, 34), word("á,", 320, 305, 30, 42)),
)  # fmt: skip


def noisy_page(folder: Path) -> Path:
    generator = np.random.default_rng(11)
    path = folder / "nhieu.jpg"
    Image.fromarray(generator.integers(0, 255, (877, 620, 3), np.uint8)).save(path, quality=90, dpi=(75, 75))
    return path
