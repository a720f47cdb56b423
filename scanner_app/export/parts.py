"""Files that a portal takes: a stack of pages in as many files as its limit asks for."""

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from scanner_app.errors import LimitTooSmall
from scanner_app.export.document import write_pdf
from scanner_app.export.prepare import layers_size, prepare_page, shrunk_page
from scanner_app.export.types import Conformance, ExportPage, ExportReport, Metadata, Profile

_FILE_BYTES = 24_000
"""What a file holds beside its pages: font, colour profile, metadata (measured: 9 to 20 KB)."""

_PAGE_BYTES = 12_000
"""Text and objects of one page; a page of 600 words takes 8 KB."""


def write_parts(
    pages: Sequence[ExportPage],
    metadata: Metadata,
    target: Path,
    limit_bytes: int,
    conformance: Conformance = Conformance.A2U,
) -> tuple[ExportReport, ...]:
    """Writes the pages as portal files, none larger than the limit.

    One file keeps the name of ``target``; several are ``NAME-1.pdf``, ``NAME-2.pdf`` … Pages keep their order
    and their numbers. A page that alone is too large is shrunk, never below 200 dpi.

    Raises:
        LimitTooSmall: one page alone is larger than the limit; none of the files is there then.
        ExportFailed: there are no pages.
        InputDamaged, InputTooLarge, DiskFull, PathUnwritable: as ``write_pdf``.
    """
    groups = list(_groups(pages, limit_bytes))
    if len(groups) <= 1:
        names = [target]
    else:
        names = [target.with_name(f"{target.stem}-{index}{target.suffix}") for index in range(1, len(groups) + 1)]
    reports: list[ExportReport] = []
    for name, group in zip(names, groups or [[]], strict=True):
        if group and not group[0].bookmark:
            group[0] = dataclasses.replace(group[0], bookmark=metadata.title)
        report = write_pdf(group, metadata, name, profile=Profile.PORTAL, conformance=conformance)
        if report.size_bytes > limit_bytes:
            for written in (*reports, report):
                written.path.unlink(missing_ok=True)
            raise LimitTooSmall(target.name, str(-(-report.size_bytes // 1000)), str(limit_bytes // 1000))
        reports.append(report)
    return tuple(reports)


def _groups(pages: Sequence[ExportPage], limit_bytes: int) -> Iterator[list[ExportPage]]:
    """As many pages as surely fit, in order."""
    group: list[ExportPage] = []
    size = _FILE_BYTES
    for number, page in enumerate(pages, 1):
        dpi = page.dpi or (page.reading.dpi if page.reading else None)
        prepared = prepare_page(str(page.image), dpi, Profile.PORTAL)
        if layers_size(prepared.layers) + _FILE_BYTES + _PAGE_BYTES > limit_bytes:
            prepared = shrunk_page(str(page.image), dpi, prepared)
        cost = layers_size(prepared.layers) + _PAGE_BYTES
        if group and size + cost > limit_bytes:
            yield group
            group, size = [], _FILE_BYTES
        group.append(dataclasses.replace(page, prepared=prepared, label=page.label or number))
        size += cost
    if group:
        yield group
