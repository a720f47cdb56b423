"""Separator sheets to print: laid between papers, they say where one ends and what the next one is."""

from collections.abc import Sequence
from pathlib import Path

from ocr.separation import SHEET
from scanner_app.files import atomic, write_error
from scanner_app.signing import find_font

ANY = "*"
"""The kind of a sheet that says only that a new paper begins."""

_QR_MM = 70


def write_sheets(kinds: Sequence[tuple[str, str]], path: Path) -> None:
    """Writes one A4 page for every ``(code, label)``; ``PathUnwritable`` or ``DiskFull``.

    The code stands twice, upright and upside down, so that a sheet laid in either way is read.
    """
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("sheet", str(find_font())))
    width, height = A4
    try:
        with atomic(path) as temporary:
            canvas = Canvas(str(temporary), pagesize=A4)
            for code, label in kinds:
                for _half in range(2):
                    drawing = Drawing(_QR_MM * mm, _QR_MM * mm)
                    drawing.add(
                        QrCodeWidget(f"{SHEET}{code}", barWidth=_QR_MM * mm, barHeight=_QR_MM * mm, barLevel="Q")
                    )
                    renderPDF.draw(drawing, canvas, (width - _QR_MM * mm) / 2, 30 * mm)
                    canvas.setFont("sheet", 20)
                    canvas.drawCentredString(width / 2, 116 * mm, label)
                    canvas.setFont("sheet", 11)
                    canvas.drawCentredString(width / 2, 106 * mm, "TỜ NGĂN – SOHOA")
                    canvas.translate(width, height)
                    canvas.rotate(180)
                canvas.showPage()
            canvas.save()
    except OSError as error:
        raise write_error(path, error) from error
