"""Our check of ISO 19005-2: a sound file spoiled in one way is told by the clause that it breaks."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from ocr.types import Box, Line, PageReading, Word
from scanner_app.export import ExportPage, Metadata, validate, write_pdf


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    image = tmp_path / "a.png"
    Image.new("RGB", (300, 400), "white").save(image)
    box = Box(10, 10, 100, 20)
    line = Line((Word("Việt", box, 1.0),), box, box)
    reading = PageReading(1, 300, 400, 100, 0, 0.0, False, 1.0, "Việt", (line,), (), "t", 300, 400)
    metadata = Metadata("Tên", "", "", (), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), properties=(("MaHoSo", "1"),))
    return write_pdf([ExportPage(image, reading, 100)], metadata, tmp_path / "sound.pdf").path


def _font(pdf: Pdf) -> pikepdf.Object:
    fonts = pdf.pages[0].obj.Resources.Font
    return fonts[next(iter(fonts.keys()))]


def _xmp(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        raw = pdf.Root.Metadata.read_bytes()
        assert old in raw
        pdf.Root.Metadata.write(raw.replace(old, new))

    return change


def _content(extra: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.Contents.write(page.Contents.read_bytes() + b"\n" + extra)

    return change


def _set(name: str, value: object, where: Callable[[Pdf], pikepdf.Object]) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        where(pdf)[name] = value

    return change


def _drop(name: str, where: Callable[[Pdf], pikepdf.Object]) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        del where(pdf)[name]

    return change


def _root(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root


def _page(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def _image(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj.Resources.XObject.I0


def _inner(pdf: Pdf) -> pikepdf.Object:
    return _font(pdf).DescendantFonts[0]


def _annotation(**entries: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 10, 10]), **entries)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return change


SPOILT: dict[str, tuple[str, Callable[[Pdf], None]]] = {
    "no output intent": ("6.2.3", _drop("/OutputIntents", _root)),
    "no metadata": ("6.6.2.1", _drop("/Metadata", _root)),
    "other part": ("6.6.4", _xmp(b"<pdfaid:part>2<", b"<pdfaid:part>3<")),
    "title differs from Info": ("6.6.3", _xmp("Tên".encode(), b"Nem")),
    "date differs from Info": ("6.6.3", _xmp(b"<xmp:CreateDate>2026-01-01", b"<xmp:CreateDate>2026-01-02")),
    "metadata not well formed": ("6.6.2.1", _xmp(b"</rdf:RDF>", b"")),
    "entities in the metadata": ("6.6.2.1", _xmp(b"<x:xmpmeta", b"<!DOCTYPE x><x:xmpmeta")),
    "own key not described": ("6.6.2.3.1", _xmp(b"<pdfaProperty:name>MaHoSo<", b"<pdfaProperty:name>Khac<")),
    "key described by half": ("6.6.2.3.3", _xmp(b"<pdfaProperty:category>external", b"<pdfaProperty:category>")),
    "interpolation": ("6.2.8", _set("/Interpolate", True, _image)),
    "CMYK image": ("6.2.4.3", _set("/ColorSpace", Name.DeviceCMYK, _image)),
    "CMYK operator": ("6.2.4.3", _content(b"0 0 0 1 k")),
    "unknown operator": ("6.2.2", _content(b"1 xyz")),
    "inline image": ("6.2.8", _content(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI")),
    "font not embedded": ("6.2.11.4.1", _drop("/FontFile2", lambda pdf: _inner(pdf).FontDescriptor)),
    "no Unicode map": ("6.2.11.7.2", _drop("/ToUnicode", _font)),
    "code without a glyph": ("6.2.11.8", _content(b"BT /F0 9 Tf <ffff> Tj ET")),
    "notdef": ("6.2.11.8", _content(b"BT /F0 9 Tf <0000> Tj ET")),
    "widths differ": ("6.2.11.5", _set("/DW", 700, _inner)),
    "no glyph map": ("6.2.11.3.2", _drop("/CIDToGIDMap", _inner)),
    "script": ("6.5.1", _set("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1")), _root)),
    "page too large": ("6.1.13", _set("/MediaBox", Array([0, 0, 20000, 100]), _page)),
    "note without print flag": ("6.3.2", _annotation(F=0)),
    "note without appearance": ("6.3.3", _annotation(F=4)),
}  # fmt: skip


def test_that_the_sound_file_breaks_nothing(sound: Path) -> None:
    assert validate(sound) == ()


@pytest.mark.parametrize("case", SPOILT)
def test_that_a_spoilt_file_is_told_by_its_clause(sound: Path, tmp_path: Path, case: str) -> None:
    clause, spoil = SPOILT[case]
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(sound) as pdf:
        spoil(pdf)
        pdf.save(spoilt, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    assert clause in {violation.clause for violation in validate(spoilt)}


def test_that_an_encrypted_file_is_told(sound: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(sound) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))

    assert "6.1.3" in {violation.clause for violation in validate(locked)}


def test_that_lzw_is_told(sound: Path) -> None:
    sound.write_bytes(sound.read_bytes().replace(b"/FlateDecode", b"/LZWDecode  "[:12]))

    assert "6.1.7.2" in {violation.clause for violation in validate(sound)}


def test_that_bytes_after_the_end_are_told(sound: Path) -> None:
    sound.write_bytes(sound.read_bytes() + b"more")

    assert "6.1.3" in {violation.clause for violation in validate(sound)}


def test_that_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"<html></html>")

    assert validate(path)[0].clause == "6.1"


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF (and Java) is not installed")
def test_that_verapdf_finds_the_sound_file_conforming(sound: Path) -> None:
    done = subprocess.run(
        ["verapdf", "--flavour", "2u", "--format", "text", str(sound)], capture_output=True, text=True, check=False
    )

    assert done.stdout.startswith("PASS"), done.stdout
