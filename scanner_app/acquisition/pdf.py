"""PDF pages as image files: straight out where a page is one image, else rendered by poppler."""

import io
import re
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import pikepdf
from pdf2image import convert_from_path
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)
from PIL.Image import Transpose

from ocr.types import Box, Problem, Word
from scanner_app.acquisition.pictures import BROKEN
from scanner_app.acquisition.sources import MAX_PIXELS, ImportedPage, jpeg_is_whole
from scanner_app.errors import InputDamaged, InputNoPages, InputPassword, ProgramMissing
from scanner_app.files import write_error
from scanner_app.programs import find_program

RENDER_DPI = 300
_RENDER_PIXELS = 40_000_000
"""A page rendered beyond this (A2 at 300 dpi) costs more memory than it tells."""

_RENDER_TIMEOUT_S = 120
_ORIENTATIONS = {0: 1, 90: 6, 180: 3, 270: 8}
"""EXIF orientation that has viewers turn a picture clockwise by so many degrees (EXIF 2.3, tag 0112)."""

_SQUARE_ENOUGH = 1.4
"""Rate of dots across to dots down from which the renderer draws the page: faxes of standard resolution (2.1)."""

_TURNS = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
_PAINTING = frozenset({"W", "W*", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "BI"})
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.DOTALL)
_IMAGE_FAULT = re.compile(r"CCITTFax|flate stream|JBIG2|JP2|[Ss]egment|[Dd]ecode")
"""What poppler 22.12 writes to its log where an image's data end early or make no sense; it draws what there is and
says nothing else, so that a lost page looks blank. Measured in tests/scanner_app/test_inputs.py."""

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')


@dataclass(frozen=True, slots=True)
class _Single:
    """The one image that a page consists of, the size at which it is drawn, and the page's clockwise turn."""

    image: Any
    width_pt: float
    height_pt: float
    turn_deg: int


def pages(path: Path, folder: Path) -> Iterator[ImportedPage]:
    """The pages of a PDF in order; a page that fails is told and the rest go on."""
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise InputPassword(str(path)) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, OSError) as error:
        raise InputDamaged(str(path), type(error).__name__) from error
    with pdf:
        try:
            count = len(pdf.pages)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
            raise InputDamaged(str(path), type(error).__name__) from error
        if not count:
            raise InputNoPages(str(path)) if _is_whole(path) else InputDamaged(str(path), "cut off")
        for number in range(1, count + 1):
            yield _page(pdf, path, folder, number)


def page_count(path: Path) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def render_page(path: Path, folder: Path, number: int) -> ImportedPage:
    """One page as any viewer shows it, in ``folder``, with the words of its own text in pixels of its image."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[number - 1]
        return _with_layer(_rendered(page, path, folder, number), page, path)


def _is_whole(path: Path) -> bool:
    """Whether the end mark is there."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 2048))
        return b"%%EOF" in file.read()


def _page(pdf: pikepdf.Pdf, path: Path, folder: Path, number: int) -> ImportedPage:
    try:
        page = pdf.pages[number - 1]
        single = _single_image(page)
        if single is not None:
            made = _straight_out(single, folder, number)
            if made is not None:
                return _with_layer(made, page, path)
        return _with_layer(_rendered(page, path, folder, number), page, path)
    except (pikepdf.exceptions.PikepdfError, *BROKEN, zlib.error) as error:
        problem = Problem("INPUT-DAMAGED", number, type(error).__name__)
        return ImportedPage(folder / "none", number, None, "", problem=problem)


def _images_of(page: pikepdf.Page) -> dict[str, Any]:
    objects = _resources(page, "/XObject")
    return {name: item for name, item in objects.items() if item.get("/Subtype") == "/Image"}


def _resources(page: pikepdf.Page, kind: str) -> dict[str, Any]:
    """The page's named resources of one kind; empty where it has none."""
    # Any: pikepdf's objects are typed by their content alone.
    whole: Any = page.obj.get("/Resources")
    part: Any = whole.get(kind) if whole is not None else None
    return dict(part.items()) if part is not None else {}


def _single_image(page: pikepdf.Page) -> _Single | None:
    """The image when the page is nothing but one image, upright and as large as the page, and hidden text."""
    images = _images_of(page)
    # Why: a stamp or a signature may stand in an annotation, which only a renderer draws.
    if "/Annots" in page.obj or len(images) != 1 or len(_resources(page, "/XObject")) != 1:
        return None
    placed = _placed(page)
    if placed is None or not _covers(placed, page):
        return None
    return _Single(next(iter(images.values())), abs(placed[0]), abs(placed[3]), _rotation(page) % 360)


def _placed(page: pikepdf.Page) -> list[float] | None:
    """The matrix of the one image that the page draws; None when it draws anything else that is seen."""
    matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    stack: list[list[float]] = []
    placed: list[float] | None = None
    text_mode = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("q", "Q"):
            matrix = _saved(operator, matrix, stack)
        elif operator == "cm":
            matrix = _product([float(value) for value in instruction.operands], matrix)
        elif operator == "Do":
            if placed is not None:
                return None
            placed = matrix
        elif operator == "Tr":
            text_mode = int(instruction.operands[0])
        elif operator in _PAINTING or (operator in _SHOWING and text_mode != 3):
            return None
    return placed


def _saved(operator: str, matrix: list[float], stack: list[list[float]]) -> list[float]:
    if operator == "q":
        stack.append(matrix)
        return matrix
    return stack.pop() if stack else matrix


def _rotation(page: pikepdf.Page) -> int:
    """The page's own or inherited turn in degrees."""
    node: Any = page.obj
    for _depth in range(20):
        if node is None:
            break
        if "/Rotate" in node:
            return int(node["/Rotate"])
        node = node.get("/Parent")
    return 0


def _product(one: list[float], other: list[float]) -> list[float]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m]


def _covers(matrix: list[float], page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(value) for value in page.cropbox)
    width, height = right - left, top - bottom
    upright = abs(matrix[1]) < 1e-3 and abs(matrix[2]) < 1e-3 and matrix[0] > 0 and matrix[3] > 0
    same_size = 0.95 * width < matrix[0] < 1.05 * width and 0.95 * height < matrix[3] < 1.05 * height
    in_place = abs(matrix[4] - left) < 0.05 * width and abs(matrix[5] - bottom) < 0.05 * height
    return upright and same_size and in_place


def _straight_out(single: _Single, folder: Path, number: int) -> ImportedPage | None:
    """The image without loss: its own bytes where they are a plain JPEG, else its pixels.

    None where it needs a renderer: masks, four inks, JPEG 2000, JBIG2, dots that are not square.
    """
    image = single.image
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width * height > MAX_PIXELS or width < 1 or height < 1:
        problem = Problem("INPUT-TOO-LARGE", number, f"{width} × {height}")
        return ImportedPage(folder / "none", number, None, "", problem=problem)
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")) or single.turn_deg not in _ORIENTATIONS:
        return None
    stretch = (width / max(1.0, single.width_pt)) / (height / max(1.0, single.height_pt))
    if not 1 / _SQUARE_ENOUGH < stretch < _SQUARE_ENOUGH:
        return None
    dpi = round(width / (single.width_pt / 72)) if single.width_pt > 1 else None
    dpi = dpi if dpi and 50 <= dpi <= 1300 else None
    filters = image.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"] and _inks(image) in (1, 3):
        data = _turned(image.read_raw_bytes(), single.turn_deg)
        if data is None or not _is_plain(data, (width, height), single.turn_deg):
            return None
        return _kept(folder / f"{number:05d}.jpg", data, number, dpi)
    if names in (["/FlateDecode"], ["/CCITTFaxDecode"]) and _inks(image) in (1, 3):
        return _pixels(single, folder / f"{number:05d}.png", number, dpi)
    return None


def _inks(image: Any) -> int:
    """How many channels the image has: 1, 3 or 4; 0 for colours that only a renderer knows."""
    # Any: pikepdf's objects are typed by their content alone.
    space = image.get("/ColorSpace")
    if space is None and image.get("/ImageMask") is None:
        return 0
    if isinstance(space, pikepdf.Array):
        kind = str(space[0])
        return int(space[1].get("/N", 0)) if kind == "/ICCBased" else {"/CalRGB": 3, "/CalGray": 1}.get(kind, 0)
    return {"/DeviceRGB": 3, "/DeviceGray": 1, "/DeviceCMYK": 4}.get(str(space), 0)


def _turned(data: bytes, turn_deg: int) -> bytes | None:
    """A JPEG that says in its EXIF how viewers shall turn it; None when it says something of its own already."""
    if not turn_deg:
        return data
    if b"Exif\x00\x00" in data[:65536]:
        return None
    tiff = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, _ORIENTATIONS[turn_deg], 0, 0)
    body = b"Exif\x00\x00" + tiff
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def _kept(target: Path, data: bytes, number: int, dpi: int | None) -> ImportedPage:
    try:
        target.write_bytes(data)
    except OSError as error:
        raise write_error(target, error) from error
    return ImportedPage(target, number, dpi, "image/jpeg")


def _pixels(single: _Single, target: Path, number: int, dpi: int | None) -> ImportedPage | None:
    """The image's pixels as PNG, turned as viewers show them."""
    try:
        picture = pikepdf.PdfImage(single.image).as_pil_image()
        if single.turn_deg:
            picture = picture.transpose(_TURNS[single.turn_deg])
        picture.load()
    except (pikepdf.exceptions.PikepdfError, *BROKEN, zlib.error):
        # Why also for damage: the renderer still draws what there is of the image.
        return None
    try:
        picture.save(target, compress_level=1)
    except OSError as error:
        raise write_error(target, error) from error
    return ImportedPage(target, number, dpi, "image/png")


def _is_plain(data: bytes, size: tuple[int, int], turn_deg: int) -> bool:
    """Whether a JPEG is whole, as large as the PDF says, and turned by no EXIF but ours."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(data)) as picture:
        right = picture.getexif().get(0x0112, 1) == _ORIENTATIONS[turn_deg]
        return picture.size == size and right and jpeg_is_whole(data)


def _rendered(page: pikepdf.Page, path: Path, folder: Path, number: int) -> ImportedPage:
    left, bottom, right, top = (float(value) for value in page.cropbox)
    inches = abs(right - left) / 72 * abs(top - bottom) / 72
    dpi, problem = RENDER_DPI, None
    if inches * dpi * dpi > _RENDER_PIXELS:
        dpi = max(10, int((_RENDER_PIXELS / inches) ** 0.5))
        problem = Problem("INPUT-PAGE-SCALED", number, str(dpi))
    try:
        is_faulty = _draw(path, folder, number, dpi)
    except PDFInfoNotInstalledError as error:
        raise ProgramMissing("poppler-utils") from error
    except PDFPopplerTimeoutError:
        return ImportedPage(folder / "none", number, None, "", problem=Problem("OCR-PAGE-TIMEOUT", number, "render"))
    except PDFPageCountError as error:
        raise RuntimeError("poppler cannot open the file") from error
    made = next(folder.glob(f"r{number:05d}*"), None)
    if made is None:
        return ImportedPage(folder / "none", number, None, "", problem=Problem("INPUT-DAMAGED", number, "render"))
    target = folder / f"{number:05d}.jpg"
    made.replace(target)
    if is_faulty or _has_cut_jpeg(page):
        problem = Problem("INPUT-PAGE-DAMAGED", number, "")
    return ImportedPage(target, number, dpi, "image/jpeg", problem=problem)


def _draw(path: Path, folder: Path, number: int, dpi: int) -> bool:
    """Has poppler draw a page into ``folder``; whether it met an image that it could draw only in part."""
    try:
        convert_from_path(
            path,
            dpi=dpi,
            first_page=number,
            last_page=number,
            fmt="jpeg",
            jpegopt={"quality": 92, "progressive": "n", "optimize": "n"},
            output_folder=folder,
            output_file=f"r{number:05d}",
            paths_only=True,
            use_cropbox=True,
            timeout=_RENDER_TIMEOUT_S,
            strict=True,
        )
    except PDFSyntaxError as error:
        # Why not every one of them: fonts and tables are faulty in many files that are drawn whole.
        return bool(_IMAGE_FAULT.search(str(error)))
    return False


def _has_cut_jpeg(page: pikepdf.Page) -> bool:
    """Whether a JPEG of the page ends early, of which poppler says nothing."""
    plain = [image for image in _images_of(page).values() if str(image.get("/Filter")) == "/DCTDecode"]
    return any(not jpeg_is_whole(image.read_raw_bytes()) for image in plain)


def _with_layer(made: ImportedPage, page: pikepdf.Page, path: Path) -> ImportedPage:
    """The page with the words of its own text layer, in pixels of its image."""
    if made.problem is not None and not made.path.is_file():
        return made
    if not _resources(page, "/Font") and not _has_forms(page):
        return made
    layer = _layer_words(path, made)
    return ImportedPage(made.path, made.number, made.dpi, made.media_type, layer, made.problem)


def _has_forms(page: pikepdf.Page) -> bool:
    return any(item.get("/Subtype") == "/Form" for item in _resources(page, "/XObject").values())


def _layer_words(path: Path, made: ImportedPage) -> tuple[Word, ...]:
    from PIL import Image

    program = find_program("pdftotext")
    if program is None:
        raise ProgramMissing("poppler-utils")
    number = str(made.number)
    try:
        done = subprocess.run(
            [str(program), "-bbox", "-cropbox", "-enc", "UTF-8", "-f", number, "-l", number, str(path), "-"],
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ()
    text = done.stdout.decode("utf-8", "replace")
    size = _PAGE.search(text)
    if size is None:
        return ()
    with Image.open(made.path) as image:
        is_turned = image.getexif().get(0x0112, 1) in (_ORIENTATIONS[90], _ORIENTATIONS[270])
        wide, high = (image.height, image.width) if is_turned else image.size
        scale_x, scale_y = wide / float(size.group(1)), high / float(size.group(2))
    words = []
    for match in _WORD.finditer(text):
        left, top, right, bottom = (float(value) for value in match.groups()[:4])
        said = unescape(match.group(5), {"&quot;": '"', "&#39;": "'"}).strip()
        if said:
            box = Box(
                round(left * scale_x),
                round(top * scale_y),
                max(1, round((right - left) * scale_x)),
                max(1, round((bottom - top) * scale_y)),
            )
            words.append(Word(said, box, 1.0))
    return tuple(words)
