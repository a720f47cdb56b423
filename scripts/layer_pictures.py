"""Makes the pictures of seals and signatures before and after layers: ``python -m scripts.layer_pictures [FOLDER]``.

Left the specimen as scanned, then the same place of an archive's and of a portal's PDF/A as poppler draws it, at the
scan's resolution. The places are found by their ink: the largest red and blue marks of the specimen dossier's pages.
"""

import argparse
import datetime as dt
import io
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from scanner_app.export import ExportPage, Metadata, Profile, write_pdf
from scanner_app.specimen import specimen_pages

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DPI = 300
SIZE = (720, 620)
"""Width and height of one half in pixels."""

SEAL_PX = range(300, SIZE[1])
SIGNATURE_PX = range(110, 240)
"""Heights of marks: a line written by hand is lower than a signature, several are taller."""

GAP = 12
EACH = 2
"""Pictures of each kind."""

QUALITY = 88
COLOUR_STEP = 45
"""How much stronger a mark's own channel is than the others (of 255)."""

JOINED_PX = 41
PROFILES = {"archive": Profile.ARCHIVE, "portal": Profile.PORTAL}


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal or a signature: its page and the middle of its box in pixels; ``ink`` is its area."""

    page: Path
    x: int
    y: int
    ink: int


def main() -> None:
    """Writes the seals and the signatures, numbered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, channel, heights in (("seal", 0, SEAL_PX), ("signature", 2, SIGNATURE_PX)):
        for number, mark in enumerate(marks(channel, heights)[:EACH], 1):
            side_by_side(mark).save(folder / f"{name}-{number}.jpg", "JPEG", quality=QUALITY)


def marks(channel: int, heights: range) -> list[Mark]:
    """The marks of one ink (0 red, 2 blue), the largest of each page, largest first."""
    found = []
    for page in specimen_pages():
        colours = np.asarray(Image.open(page).convert("RGB"), np.int16)
        others = np.delete(colours, channel, axis=2).max(axis=2)
        ink = (colours[:, :, channel] - others > COLOUR_STEP).astype(np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((JOINED_PX, JOINED_PX), np.uint8))
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
        areas = np.bincount(labels.ravel(), weights=ink.ravel())[1:]
        # A seal or a signature is compact and as large as a thumb; frames and lines of ornament are not.
        sizes = [(left, top, width, height) for left, top, width, height, _ in boxes[1:]]
        fitting = [index for index, box in enumerate(sizes) if 150 <= box[2] <= SIZE[0] and box[3] in heights]
        if not fitting:
            continue
        best = max(fitting, key=lambda index: areas[index])
        left, top, width, height = (int(value) for value in sizes[best])
        found.append(Mark(page, left + width // 2, top + height // 2, int(areas[best])))
    return sorted(found, key=lambda mark: -mark.ink)


def side_by_side(mark: Mark) -> Image.Image:
    """As scanned, in an archive's file and in a portal's, side by side."""
    source = Image.open(mark.page).convert("RGB")
    left = min(max(0, mark.x - SIZE[0] // 2), source.width - SIZE[0])
    top = min(max(0, mark.y - SIZE[1] // 2), source.height - SIZE[1])
    box = (left, top, left + SIZE[0], top + SIZE[1])
    halves = [source.crop(box), *(written(mark.page, kind).resize(source.size).crop(box) for kind in PROFILES.values())]
    whole = Image.new("RGB", (SIZE[0] * len(halves) + GAP * (len(halves) - 1), SIZE[1]), "white")
    for index, half in enumerate(halves):
        whole.paste(half, (index * (SIZE[0] + GAP), 0))
    return whole


def written(page: Path, profile: Profile) -> Image.Image:
    """The page as poppler draws our PDF/A of it."""
    with tempfile.TemporaryDirectory() as folder:
        metadata = Metadata(page.stem, "", "", (), dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        path = write_pdf([ExportPage(page, None, DPI)], metadata, Path(folder) / "a.pdf", profile=profile).path
        command = ["pdftoppm", "-r", str(DPI), "-singlefile", str(path)]
        done = subprocess.run(command, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


if __name__ == "__main__":
    main()
