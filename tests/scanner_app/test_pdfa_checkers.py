"""What others say of our files: Apache PDFBox's preflight (PDF/A-1b) and veraPDF, where Java and they are installed."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ocr.types import Box, Line, PageReading, Word
from scanner_app.export import Conformance, ExportPage, Metadata, Profile, write_pdf
from scanner_app.signing import Corner, SignOptions, Stamp, open_p12, sign_file
from tests.support import signing as fake

_JARS = [
    Path("/usr/share/java") / name
    for name in ("preflight.jar", "pdfbox2.jar", "fontbox2.jar", "xmpbox.jar", "commons-logging.jar",
                 "javax.activation.jar", "jaxb-api.jar")
]  # fmt: skip
"""Debian's packages libpdfbox2-java, libactivation-java, libjaxb-api-java."""

_HAS_PREFLIGHT = shutil.which("java") is not None and all(path.is_file() for path in _JARS)
_ODD_WORDS = (
    "Nguyễn",
    "ĐƯỜNG",
    "15/QĐ-UBND",
    "e\u0323\u0302",
    "\U0001f600",
    "\ufeff",
    "\x00",
    "\ud800",
    "\u202eabc",
    "<&>'",
)
_MODES = ("1", "L", "RGB", "RGBA", "CMYK", "P", "I;16")


def _image(folder: Path, mode: str) -> Path:
    if mode == "I;16":
        image = Image.new("I;16", (620, 877), 60_000)
    else:
        image = Image.new("RGB", (620, 877), "white")
        image.paste((200, 30, 40), (100, 500, 300, 600))
        image.paste((10, 10, 10), (100, 100, 500, 104))
        image = image.convert(mode)
    path = folder / f"{mode.replace(';', '')}.tif"
    image.save(path)
    return path


def _reading() -> PageReading:
    boxes = [Box(100, 100 + 40 * row, 300, 30) for row in range(len(_ODD_WORDS))]
    lines = tuple(Line((Word(word, box, 1.0),), box, box) for word, box in zip(_ODD_WORDS, boxes, strict=True))
    return PageReading(1, 620, 877, 100, 0, 0.0, False, 1.0, "", lines, (), "t", 620, 877)


def _write(folder: Path, conformance: Conformance) -> list[Path]:
    """A file for each kind of image, with odd letters in text, metadata and outline."""
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    metadata = Metadata("Tên & <x>", "Trích yếu", "UBND", ("a", "b"), now, properties=(("SoDinhDanh", "0 & <x>"),))
    return [
        write_pdf(
            [ExportPage(_image(folder, mode), _reading(), 100, bookmark="Đơn & <x>")],
            metadata,
            folder / f"{mode.replace(';', '')}-{profile.value}.pdf",
            profile=profile,
            conformance=conformance,
        ).path
        for mode in _MODES
        for profile in (Profile.ARCHIVE, Profile.MASTER)
    ]


@pytest.fixture
def preflight(tmp_path: Path) -> Callable[[list[Path]], list[str]]:
    """Asks PDFBox about all files in one run; gives the names of those that it finds conforming."""

    def ask(paths: list[Path]) -> list[str]:
        folder = tmp_path / "asked"
        folder.mkdir()
        for path in paths:
            shutil.copy(path, folder)
        classes = ":".join(str(path) for path in _JARS)
        command = ["java", "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", "batch", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return [path.name for path in paths if f"The file {path.name} is a valid PDF/A-1b file" in done.stdout]

    return ask


@pytest.mark.skipif(not _HAS_PREFLIGHT, reason="PDFBox's preflight (and Java) is not installed")
def test_that_pdfbox_finds_files_of_odd_pages_conforming(
    tmp_path: Path, preflight: Callable[[list[Path]], list[str]]
) -> None:
    paths = _write(tmp_path, Conformance.A1B)

    assert preflight(paths) == [path.name for path in paths]


@pytest.mark.skipif(not _HAS_PREFLIGHT, reason="PDFBox's preflight (and Java) is not installed")
def test_that_pdfbox_finds_a_file_with_both_signatures_conforming(
    tmp_path: Path, preflight: Callable[[list[Path]], list[str]]
) -> None:
    path = _write(tmp_path, Conformance.A1B)[0]
    authority = fake.make_authority(tmp_path)
    for corner in Corner:
        identity = fake.make_identity(tmp_path, authority, f"Ký {corner.value}")
        sign_file(open_p12(identity.path, fake.PIN), path, fake.NOW, SignOptions(Stamp(corner)))

    assert preflight([path]) == [path.name]


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF (and Java) is not installed")
@pytest.mark.parametrize("conformance", list(Conformance))
def test_that_verapdf_finds_files_of_odd_pages_conforming(tmp_path: Path, conformance: Conformance) -> None:
    paths = _write(tmp_path, conformance)
    done = subprocess.run(
        ["verapdf", "--flavour", conformance.value, "--format", "text", *(str(path) for path in paths)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert [line.split()[0] for line in done.stdout.splitlines()] == ["PASS"] * len(paths), done.stdout
