"""Our check of ISO 19005-1 and -2: a sound file spoiled in one way is told by the clause that it breaks."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from ocr.types import Box, Line, PageReading, Word
from scanner_app.export import Conformance, ExportPage, Metadata, validate, write_pdf


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return _written(tmp_path, Conformance.A2U)


@pytest.fixture
def sound_1b(tmp_path: Path) -> Path:
    return _written(tmp_path, Conformance.A1B)


def _written(tmp_path: Path, conformance: Conformance) -> Path:
    image = tmp_path / "a.png"
    Image.new("RGB", (300, 400), "white").save(image)
    box = Box(10, 10, 100, 20)
    line = Line((Word("Việt", box, 1.0),), box, box)
    reading = PageReading(1, 300, 400, 100, 0, 0.0, False, 1.0, "Việt", (line,), (), "t", 300, 400)
    metadata = Metadata("Tên", "", "", (), dt.datetime(2026, 1, 1, tzinfo=dt.UTC), properties=(("MaHoSo", "1"),))
    return write_pdf([ExportPage(image, reading, 100)], metadata, tmp_path / "sound.pdf", conformance=conformance).path


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


def _state(**entries: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=Dictionary(Type=Name.ExtGState, **entries))

    return change


def _soft_mask(pdf: Pdf) -> None:
    mask = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray
    )
    _image(pdf).SMask = pdf.make_stream(b"\xff", mask)


def _new_profile(pdf: Pdf) -> None:
    raw = bytearray(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    raw[8] = 4
    pdf.Root.OutputIntents[0].DestOutputProfile.write(bytes(raw))


def _subset(pdf: Pdf) -> None:
    _inner(pdf).FontDescriptor.FontName = Name("/ABCDEF+SohoaInvisible")


def _long_array(pdf: Pdf) -> None:
    pdf.Root.Odd = Array([0] * 9000)


SPOILT_1B: dict[str, tuple[str, Callable[[Pdf], None]]] = {
    "soft mask": ("6.4", _soft_mask),
    "blend mode": ("6.4", _state(BM=Name.Multiply)),
    "opacity": ("6.4", _state(ca=Decimal("0.5"))),
    "transparency group": ("6.4", _set("/Group", Dictionary(S=Name.Transparency), _page)),
    "profile of version 4": ("6.2.2", _new_profile),
    "no output intent": ("6.2.2", _drop("/OutputIntents", _root)),
    "optional content": ("6.1.13", _set("/OCProperties", Dictionary(), _root)),
    "embedded files": ("6.1.11", _set("/Names", Dictionary(EmbeddedFiles=Dictionary()), _root)),
    "subset without its glyphs": ("6.3.5", _subset),
    "array too long": ("6.1.12", _long_array),
    "other level": ("6.7.11", _xmp(b"<pdfaid:part>1<", b"<pdfaid:part>7<")),
    "title differs from Info": ("6.7.3", _xmp("Tên".encode(), b"Nem")),
    "interpolation": ("6.2.4", _set("/Interpolate", True, _image)),
    "font not embedded": ("6.3.4", _drop("/FontFile2", lambda pdf: _inner(pdf).FontDescriptor)),
    "script": ("6.6.1", _set("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1")), _root)),
    "CMYK operator": ("6.2.3.3", _content(b"0 0 0 1 k")),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT_1B)
def test_that_a_spoilt_file_of_part_1_is_told_by_its_clause_there(sound_1b: Path, tmp_path: Path, case: str) -> None:
    clause, spoil = SPOILT_1B[case]
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(sound_1b) as pdf:
        spoil(pdf)
        pdf.save(spoilt, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    assert clause in {violation.clause for violation in validate(spoilt, Conformance.A1B)}


@pytest.mark.parametrize(
    ("conformance", "clauses"), [(Conformance.A1B, {"6.1.2", "6.1.4"}), (Conformance.A2U, set())], ids=["1b", "2u"]
)
def test_that_compressed_objects_are_told_in_part_1_alone(
    tmp_path: Path, conformance: Conformance, clauses: set[str]
) -> None:
    packed = tmp_path / "packed.pdf"
    with pikepdf.open(_written(tmp_path, conformance)) as pdf:
        pdf.save(packed, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert {violation.clause for violation in validate(packed)} == clauses


def test_that_a_missing_unicode_map_breaks_level_u_alone(tmp_path: Path) -> None:
    path = _written(tmp_path, Conformance.A2B)
    spoilt = tmp_path / "spoilt.pdf"
    with pikepdf.open(path) as pdf:
        del _font(pdf)["/ToUnicode"]
        pdf.save(spoilt, fix_metadata_version=False)

    assert validate(spoilt) == ()


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
