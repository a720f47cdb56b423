"""Writes the PDF/A file: pages in layers, invisible text, metadata, colour intent."""

import contextlib
import multiprocessing
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from ocr.image import guess_dpi
from scanner_app.errors import ExportFailed
from scanner_app.export.colour import srgb_profile
from scanner_app.export.font import InvisibleFont
from scanner_app.export.geometry import Placement, place
from scanner_app.export.outline import page_labels, write_outline
from scanner_app.export.pdfwriter import PdfWriter, number, text_string
from scanner_app.export.prepare import prepare_page
from scanner_app.export.text import text_operators
from scanner_app.export.types import (
    Conformance,
    ExportPage,
    ExportReport,
    ImageLayer,
    Metadata,
    PreparedPage,
    Profile,
    Violation,
)
from scanner_app.export.validation import validate
from scanner_app.export.validation.words import word_violations
from scanner_app.export.xmp import cleaned, info_dictionary, xmp_packet
from scanner_app.files import discard, sha256, write_error
from scanner_app.workers import stream

_LEFTOVER_S = 24 * 3600

_LONG = 200
"""Pages from which a file is checked apart: below it a process of its own would take longer than the check."""


def write_pdf(
    pages: Sequence[ExportPage],
    metadata: Metadata,
    target: Path,
    *,
    profile: Profile = Profile.ARCHIVE,
    conformance: Conformance = Conformance.A2U,
) -> ExportReport:
    """Writes a searchable PDF/A, checks it and only then puts it in its place.

    The same pages and metadata give the same bytes. Pages are streamed, so memory does not grow with them.

    Raises:
        ExportFailed: there are no pages, or the file breaks a clause of the standard.
        InputDamaged, InputTooLarge: a page's image cannot be used.
        DiskFull, PathUnwritable: the target cannot be written; what stood there before still does.
    """
    if not pages:
        raise ExportFailed("pages", "0")
    with _temporary(target) as (file, path):
        placements = _Document(file, cleaned(metadata), conformance).write(pages, profile)
        file.flush()
        os.fsync(file.fileno())
        found = _first_violation(path, conformance, pages, placements)
        if found is not None:
            raise ExportFailed(found.clause, found.detail)
        report = ExportReport(target, len(pages), path.stat().st_size, sha256(path))
        file.close()
        path.replace(target)
    return report


def _first_violation(
    path: Path, conformance: Conformance, pages: Sequence[ExportPage], placements: Sequence[Placement]
) -> Violation | None:
    """What is wrong with the finished file; a long one is checked in a process of its own.

    Why: the PDF library keeps a table of all objects of a file that it has open, 10 KB a page, and gives it back to
    nobody but the system. While a file is checked the processes that read pages are idle.
    """
    if len(pages) <= _LONG or multiprocessing.current_process().daemon:
        return next(_violations(path, conformance, pages, placements), None)
    checking = stream(_violations, path, conformance, pages, placements)
    try:
        return next(checking, None)
    finally:
        checking.close()


def _violations(
    path: Path, conformance: Conformance, pages: Sequence[ExportPage], placements: Sequence[Placement]
) -> Iterator[Violation]:
    yield from validate(path, conformance)
    yield from word_violations(path, (page.reading for page in pages), placements)


class _Document:
    """One file on its way: what pages share is written once."""

    def __init__(self, file: BinaryIO, metadata: Metadata, conformance: Conformance) -> None:
        self._writer = PdfWriter(file, conformance.pdf_version)
        self._metadata = metadata
        self._conformance = conformance
        self._font = InvisibleFont()
        self._fonts = self._writer.reserve()
        self._tree = self._writer.reserve()

    def write(self, pages: Sequence[ExportPage], profile: Profile) -> list[Placement]:
        """Writes the whole file; gives where each page's pixels lie."""
        kids, placements = [], []
        for page in pages:
            kid, placement = self._page(page, profile)
            kids.append(kid)
            placements.append(placement)
        writer = self._writer
        writer.add(
            f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>",
            self._tree,
        )
        self._font.write(writer, self._fonts)
        profile_stream = writer.add_stream(srgb_profile(), "/N 3 /Alternate /DeviceRGB", compress=True)
        intent = writer.add(
            "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
            f" /RegistryName (http://www.color.org) /Info (sRGB IEC61966-2.1)"
            f" /DestOutputProfile {profile_stream} 0 R >>"
        )
        packet = writer.add_stream(xmp_packet(self._metadata, self._conformance), "/Type /Metadata /Subtype /XML")
        info = writer.add(info_dictionary(self._metadata))
        outline = write_outline(writer, pages, kids)
        root = writer.add(
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Metadata {packet} 0 R /OutputIntents [{intent} 0 R]"
            f" /Lang {text_string(self._metadata.language)} /PageLabels {page_labels(pages)}{outline}"
            " /ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        writer.finish(root, info)
        return placements

    def _page(self, page: ExportPage, profile: Profile) -> tuple[int, Placement]:
        reading = page.reading
        dpi = page.dpi or (reading.dpi if reading else None)
        prepared = page.prepared or prepare_page(str(page.image), dpi, profile)
        dpi = dpi or prepared.dpi or guess_dpi(prepared.width, prepared.height)
        placement = place(prepared.width, prepared.height, dpi, reading.rotation if reading else 0)
        layers = [self._layer(layer) for layer in prepared.layers]
        content = _image_operators(prepared, placement)
        text = text_operators(reading, placement, self._font) if reading else ""
        fonts = ""
        if text:
            content = f"{content}\n{text}"
            fonts = f"/Font {self._fonts} 0 R "
        images = " ".join(f"/I{index} {layer} 0 R" for index, layer in enumerate(layers))
        stream = self._writer.add_stream(content.encode("ascii"), compress=True)
        box = f"[0 0 {number(placement.width_pt)} {number(placement.height_pt)}]"
        return self._writer.add(
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox {box} /Contents {stream} 0 R"
            f" /Resources << {fonts}/XObject << {images} >> >> >>"
        ), placement

    def _layer(self, layer: ImageLayer) -> int:
        entries = (
            f"/Type /XObject /Subtype /Image /Width {layer.width} /Height {layer.height}"
            f" /BitsPerComponent {layer.bits} /Filter /{layer.filter}"
        )
        entries += " /ImageMask true" if layer.paint is not None else f" /ColorSpace /{layer.colour}"
        if layer.parameters:
            entries += f" /DecodeParms << {layer.parameters} >>"
        return self._writer.add_stream(layer.data, entries)


def _image_operators(prepared: PreparedPage, placement: Placement) -> str:
    matrix = placement.image_matrix(prepared.orientation, prepared.width, prepared.height).operands()
    rows = []
    for index, layer in enumerate(prepared.layers):
        paint = ""
        if layer.paint is not None:
            paint = " ".join(number(value / 255) for value in layer.paint) + " rg "
        rows.append(f"q {paint}{matrix} cm /I{index} Do Q")
    return "\n".join(rows)


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """An open file beside the target that goes away unless it was moved; OS errors become ours."""
    path: Path | None = None
    try:
        path = target.parent / f".sohoa-{secrets.token_hex(8)}.part"
        with path.open("xb") as file:
            _sweep(path)
            yield file, path
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        if path is not None:
            discard(path)


def _sweep(path: Path) -> None:
    """Takes away what runs that were killed a day ago or longer left beside a new file."""
    oldest = path.stat().st_mtime - _LEFTOVER_S
    for left in path.parent.glob(".sohoa-*.part"):
        if left.stat().st_mtime < oldest:
            discard(left)
