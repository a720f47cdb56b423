"""Export: searchable PDF/A files from page images and readings, and our own check of the standard."""

from scanner_app.export.document import write_pdf
from scanner_app.export.parts import write_parts
from scanner_app.export.prepare import prepare_page
from scanner_app.export.types import (
    Conformance,
    ExportPage,
    ExportReport,
    FileSlice,
    ImageLayer,
    Metadata,
    PreparedPage,
    Profile,
    Violation,
)
from scanner_app.export.validation import claimed, validate

__all__ = [
    "Conformance",
    "ExportPage",
    "ExportReport",
    "FileSlice",
    "ImageLayer",
    "Metadata",
    "PreparedPage",
    "Profile",
    "Violation",
    "claimed",
    "prepare_page",
    "validate",
    "write_parts",
    "write_pdf",
]
