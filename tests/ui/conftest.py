"""The real app over a temporary folder with a reader that needs no Tesseract, and a window over it."""

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ocr.doctypes import load_doctypes
from ocr.types import (
    Box,
    DocumentReading,
    FieldStatus,
    FieldValue,
    Line,
    PageReading,
    PageTask,
    Word,
)
from scanner_app import specimen
from scanner_app.bootstrap import bootstrap
from scanner_app.jobs import JobRunner
from scanner_app.ports import App
from scanner_app.settings import load_settings
from scanner_app.workflow.intake import open_dossier
from ui.main_window import MainWindow
from ui.singletons import keep_singletons


class DrawnReader:
    """Reads nothing: says the same certificate of every page, with two values that a person must see."""

    def read_pages(self, tasks: Sequence[PageTask]) -> Iterator[PageReading]:
        for task in tasks:
            box = Box(300, 400, 500, 60)
            line = Line((Word("GIẤY", box, 0.9),), box, box, (box,))
            yield PageReading(
                number=task.number, width_px=2480, height_px=3508, dpi=300, rotation=0, skew_deg=0.0, blank=False,
                confidence=0.9, text="GIẤY", lines=(line,), barcodes=(), engine="drawn", upright_width=2480,
                upright_height=3508,
            )  # fmt: skip

    def read_documents(self, pages: Sequence[PageReading]) -> tuple[DocumentReading, ...]:
        if not pages:
            return ()
        numbers = tuple(page.number for page in pages)
        box = Box(300, 400, 500, 60)
        values = (
            ("ho_ten", "Trần Thị Mẫu", FieldStatus.TO_CONFIRM),
            ("so_giay_to", "022188604217", FieldStatus.AUTO),
            ("thua_dat_so", "21A", FieldStatus.TO_CONFIRM),
        )
        fields = tuple(FieldValue(name, value, value, 0.8, numbers[0], box, status) for name, value, status in values)
        return (DocumentReading("giay_chung_nhan_qsdd", 0.9, numbers, fields),)

    def read_arranged(self, papers: Sequence[tuple[str, Sequence[PageReading]]]) -> tuple[DocumentReading, ...]:
        return tuple(
            dataclasses.replace(self.read_documents(pages)[0], type=kind or "giay_chung_nhan_qsdd")
            for kind, pages in papers
        )

    def engine(self) -> str:
        return "drawn 1"


@pytest.fixture(scope="session", autouse=True)
def singletons() -> None:
    """As the program's own start does."""
    keep_singletons()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = bootstrap(load_settings(home=tmp_path / "sohoa", environment={}), reader=DrawnReader())
    yield app
    app.close()


@pytest.fixture
def dossier(app: App) -> str:
    row = open_dossier(
        app, procedure=specimen.PROCEDURE, person_id=specimen.PERSON_ID, person_name="Trần Thị Mẫu", by="thu"
    )
    return row.code


@pytest.fixture
def window(app: App, dossier: str, qtbot: QtBot) -> MainWindow:
    assert load_doctypes().types
    window = MainWindow(app, JobRunner())
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.open_dossier(dossier)
    qtbot.waitUntil(lambda: bool(window.scan.device_row.device), timeout=60_000)
    return window
