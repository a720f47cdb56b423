"""A report as a workbook or as a printed sheet."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from xml.sax.saxutils import escape

from scanner_app.files import atomic, write_error
from scanner_app.messages import reason
from scanner_app.signing import find_font

Cell = str | int | Decimal | dt.date | None


class Table(Protocol):
    """What is written: stable names of columns and rows of values."""

    @property
    def name(self) -> str:
        """The report's name."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Stable names of the columns."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Rows of values; None is shown as a dash."""


def headings(table: Table, language: str) -> list[str]:
    """The columns' headings in a language."""
    return [reason(f"column-{name}", language) for name in table.columns]


def title(table: Table, period: tuple[dt.date, dt.date], language: str) -> str:
    """The report's title with its period."""
    first, last = (day.strftime("%d/%m/%Y") for day in period)
    return reason(f"report-{table.name}", language, (first, last))


def write_workbook(table: Table, period: tuple[dt.date, dt.date], path: Path, language: str = "vi") -> None:
    """Writes an xlsx file: title, headings, rows with numbers as numbers; ``PathUnwritable``, ``DiskFull``."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with atomic(path) as temporary, xlsxwriter.Workbook(str(temporary)) as book:
            bold = book.add_format({"bold": True})
            wrapped = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
            framed = book.add_format({"border": 1})
            day = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
            sheet = book.add_worksheet(table.name[:31])
            sheet.write(0, 0, title(table, period, language), bold)
            for column, heading in enumerate(headings(table, language)):
                width = max([len(heading), *(len(_shown(row[column])) for row in table.rows)], default=8)
                sheet.set_column(column, column, min(40, max(8, width + 2)))
                sheet.write(2, column, heading, wrapped)
            for number, row in enumerate(table.rows, 3):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(number, column, cell, day)
                    elif isinstance(cell, int | Decimal):
                        sheet.write_number(number, column, float(cell), framed)
                    else:
                        sheet.write_string(number, column, _shown(cell), framed)
            sheet.freeze_panes(3, 0)
    except FileCreateError as error:
        raise write_error(path, OSError(str(error))) from error


def write_sheet(table: Table, period: tuple[dt.date, dt.date], path: Path, language: str = "vi") -> None:
    """Writes a landscape A4 PDF of the table, headings on every page; ``PathUnwritable``, ``DiskFull``."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(TTFont(_FONT, str(find_font())))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=8, leading=10)
    large = ParagraphStyle("title", parent=style, fontSize=12, leading=16, alignment=1)
    cells = [[Paragraph(escape(heading), style) for heading in headings(table, language)]]
    cells += [[Paragraph(escape(_shown(cell)), style) for cell in row] for row in table.rows]
    grid = LongTable(cells, repeatRows=1)
    grid.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
            ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    try:
        with atomic(path) as temporary:
            document = SimpleDocTemplate(str(temporary), pagesize=landscape(A4), title=table.name, margins=36)
            document.build([Paragraph(escape(title(table, period, language)), large), Spacer(1, 10), grid])
    except OSError as error:
        raise write_error(path, error) from error


_FONT = "report"


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else str(cell)
