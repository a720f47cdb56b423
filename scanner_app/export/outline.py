"""The ways into a file: its outline (bookmarks) and the numbers of its pages."""

from collections.abc import Sequence

from scanner_app.export.pdfwriter import PdfWriter, text_string
from scanner_app.export.types import ExportPage
from scanner_app.export.xmp import clean


def write_outline(writer: PdfWriter, pages: Sequence[ExportPage], objects: Sequence[int]) -> str:
    """Writes one entry per page that has a bookmark; gives the catalogue's entries, empty where none has.

    ``objects`` are the numbers of the page objects, in the order of ``pages``. One level, closed by nothing:
    a paper in a stack, or a part of a paper (ISO 32000-1 12.3.3).
    """
    entries = [
        (clean(page.bookmark), number) for page, number in zip(pages, objects, strict=True) if clean(page.bookmark)
    ]
    if not entries:
        return ""
    root = writer.reserve()
    items = [writer.reserve() for _ in entries]
    for index, ((title, page), item) in enumerate(zip(entries, items, strict=True)):
        before = f" /Prev {items[index - 1]} 0 R" if index else ""
        after = f" /Next {items[index + 1]} 0 R" if index + 1 < len(items) else ""
        writer.add(f"<< /Title {text_string(title)} /Parent {root} 0 R{before}{after} /Dest [{page} 0 R /Fit] >>", item)
    writer.add(f"<< /Type /Outlines /First {items[0]} 0 R /Last {items[-1]} 0 R /Count {len(items)} >>", root)
    mode = " /PageMode /UseOutlines" if len(items) > 1 else ""
    return f" /Outlines {root} 0 R{mode}"


def page_labels(pages: Sequence[ExportPage]) -> str:
    """The number tree of page labels: decimal, one range for each run of numbers (ISO 32000-1 12.4.2)."""
    ranges: list[str] = []
    expected = 1
    for index, page in enumerate(pages):
        label = expected if page.label is None else page.label
        if not ranges or label != expected:
            ranges.append(f"{index} << /S /D /St {label} >>")
        expected = label + 1
    return f"<< /Nums [{' '.join(ranges)}] >>"
