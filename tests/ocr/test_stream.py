"""The engine that is kept running answers as the one that is started for each image, and outlives what befalls it."""

import os
import shutil
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw

from ocr.engines import RawWord
from ocr.engines import stream as stream_module
from ocr.engines.stream import StreamEnded, TesseractStream
from ocr.engines.tesseract import TesseractEngine
from ocr.errors import OcrError, PageTimeout
from specimens.sheet import load_font

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no terminal to read answers from on Windows")

ARGUMENTS = ("-l", "vie", "--oem", "1", "--psm", "3")
TEXTS = ("Giấy khai sinh số 12/2025", "Quyết định về việc giao đất", "Ủy ban nhân dân phường Hồng Gai")


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """One line of print on each page."""
    font = load_font("Tinos", 13)
    paths = []
    for number, text in enumerate(TEXTS):
        page = Image.new("L", (1200, 300), 255)
        ImageDraw.Draw(page).text((60, 100), text, font=font, fill=0)
        paths.append(tmp_path / f"trang-{number}" / "page.bmp")
        paths[-1].parent.mkdir()
        page.save(paths[-1], dpi=(300, 300))
    return paths


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> "TesseractStream":
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    return TesseractStream("tesseract", ARGUMENTS)


def text_of(table: str) -> str:
    """The words of a table in one line."""
    rows = [row.split("\t") for row in table.splitlines()]
    return " ".join(row[11] for row in rows if row[0] == "5")


def running() -> list[psutil.Process]:
    """Children of this process that are Tesseract."""
    return [child for child in psutil.Process().children() if child.name() == "tesseract"]


def read(page: Path) -> tuple[RawWord, ...]:
    """A page as the pipeline has it read."""
    return TesseractEngine().recognise(page, "vie", dpi=300, layout=3, timeout_s=30)


def test_each_image_has_its_own_words_whatever_came_before(stream: TesseractStream, pages: list[Path]) -> None:
    order = [0, 1, 2, 1, 0, 0, 2]
    read = [text_of(stream.read(pages[number], 30)) for number in order]
    stream.close()
    assert read == [TEXTS[number] for number in order]


def test_a_stream_reads_as_a_program_started_for_the_image(stream: TesseractStream, pages: list[Path]) -> None:
    engine = TesseractEngine()
    for page in pages:
        streamed = [row.split("\t")[6:] for row in stream.read(page, 30).splitlines() if row.startswith("5")]
        alone = engine._once(page, "vie", "--oem 1 --psm 3 --dpi 300", 30).splitlines()
        assert streamed == [row.split("\t")[6:] for row in alone if row.startswith("5")]
    stream.close()


def test_a_page_without_print_has_no_words_and_the_next_is_read(stream: TesseractStream, pages: list[Path]) -> None:
    empty = pages[0].with_name("empty.bmp")
    Image.new("L", (800, 800), 255).save(empty)
    assert text_of(stream.read(empty, 30)) == ""
    assert text_of(stream.read(pages[1], 30)) == TEXTS[1]
    stream.close()


def test_a_broken_image_ends_the_stream_and_the_next_is_read(stream: TesseractStream, pages: list[Path]) -> None:
    broken = pages[0].with_name("broken.bmp")
    broken.write_bytes(b"BM no picture")
    with pytest.raises(StreamEnded):
        stream.read(broken, 30)
    assert text_of(stream.read(pages[0], 30)) == TEXTS[0]
    stream.close()


def test_a_broken_image_is_an_error_of_the_engine(pages: list[Path]) -> None:
    broken = pages[0].with_name("broken.bmp")
    broken.write_bytes(b"BM no picture")
    with pytest.raises(OcrError):
        read(broken)


def test_time_that_is_over_ends_the_program_and_the_next_image_is_read(
    stream: TesseractStream, pages: list[Path]
) -> None:
    stream.read(pages[0], 30)
    before = running()
    with pytest.raises(PageTimeout):
        stream.read(pages[1], 0)
    assert [process for process in before if not process.is_running()]
    assert text_of(stream.read(pages[2], 30)) == TEXTS[2]
    stream.close()


def test_a_program_that_somebody_ended_is_started_again(pages: list[Path]) -> None:
    words = read(pages[0])
    for process in running():
        process.kill()
        process.wait()
    assert read(pages[0]) == words


def test_a_program_is_started_afresh_after_many_images(
    stream: TesseractStream, pages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "_MOST_IMAGES", 2)
    seen = set()
    for number in range(5):
        assert text_of(stream.read(pages[number % 3], 30)) == TEXTS[number % 3]
        seen.update(process.pid for process in running())
    stream.close()
    assert len(seen) >= 3


def test_a_tesseract_without_streams_is_started_for_each_image(tmp_path: Path, pages: list[Path]) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *stream_filelist*) exit 1;; esac\nexec {shutil.which("tesseract")} "$@"\n'
    )
    program.chmod(0o755)
    words = TesseractEngine(str(program)).recognise(pages[1], "vie", dpi=300, layout=3, timeout_s=30)
    assert " ".join(word.text for word in words) == TEXTS[1]
