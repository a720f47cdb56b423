"""Signing with key files, and what signatures are worth; checked with pyHanko and with poppler's pdfsig."""

import datetime as dt
import logging
import pickle
import random
import subprocess
from pathlib import Path

import pytest

from scanner_app.errors import PathMissing
from scanner_app.export import Conformance, ExportPage, Metadata, validate, write_pdf
from scanner_app.messages import codes
from scanner_app.signed_files import is_signed
from scanner_app.signing import (
    Corner,
    SignOptions,
    Stamp,
    check,
    errors,
    open_p12,
    sign_file,
)
from scanner_app.signing.errors import (
    AlreadySigned,
    CertificateExpired,
    CertificateForeign,
    CertificateMissing,
    CertificateNameless,
    ClockWrong,
    FileUnsignable,
    FontMissing,
    PinWrong,
    SigningError,
)
from tests.support import signing as fake
from warehouse.records import SignatureState


def test_that_a_signed_file_is_valid_for_pyhanko_and_poppler(
    paper: Path, officer: fake.Identity, authority: fake.Authority
) -> None:
    report = sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)

    verdict = check(paper, [authority.path])
    assert (verdict.state, verdict.signatures[0].name) == (SignatureState.VALID, "Nguyễn Thị Mẫu")
    assert report.is_new
    told = subprocess.run(["pdfsig", "-nocert", str(paper)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told


def test_that_a_signed_file_still_is_pdf_a(paper: Path, officer: fake.Identity) -> None:
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)

    assert validate(paper) == ()


@pytest.mark.parametrize("conformance", list(Conformance))
def test_that_a_signed_file_keeps_its_conformance(
    plain: Path, tmp_path: Path, officer: fake.Identity, conformance: Conformance
) -> None:
    metadata = Metadata("Quyết định", "", "", (), fake.NOW - dt.timedelta(hours=1))
    page = ExportPage(plain.with_name("trang.png"), None, 75)
    path = write_pdf([page], metadata, tmp_path / "a.pdf", conformance=conformance).path

    sign_file(open_p12(officer.path, fake.PIN), path, fake.NOW)

    assert validate(path, conformance) == ()


def test_that_the_stamp_shows_name_and_time_in_the_left_corner(paper: Path, officer: fake.Identity) -> None:
    moment = dt.datetime(fake.NOW.year, 12, 31, 1, 2, 3, tzinfo=dt.UTC)

    sign_file(open_p12(officer.path, fake.PIN), paper, moment)

    text = subprocess.run(["pdftotext", "-bbox", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    row = next(line for line in text.splitlines() if ">Nguyễn<" in line)
    assert float(row.split('xMin="')[1].split('"')[0]) < 40
    assert float(row.split('yMin="')[1].split('"')[0]) < 40
    assert f"{fake.NOW.year}-12-31" in text
    assert "08:02:03+07:00" in text


def test_that_an_agency_signs_in_the_other_corner_after_the_person(
    paper: Path, officer: fake.Identity, authority: fake.Authority, folder: Path
) -> None:
    agency = fake.make_identity(folder, authority, "UBND phường Mẫu")
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
    options = SignOptions(Stamp(Corner.RIGHT, "SAO Y"))

    sign_file(open_p12(agency.path, fake.PIN), paper, fake.NOW, options)

    verdict = check(paper, [authority.path])
    assert verdict.state is SignatureState.VALID
    assert [one.name for one in verdict.signatures] == ["Nguyễn Thị Mẫu", "UBND phường Mẫu"]
    assert _stamp_of(paper, 1).splitlines()[:2] == ["SAO Y", "UBND phường Mẫu"]
    assert validate(paper) == ()


def _stamp_of(paper: Path, number: int) -> str:
    """What the page shows in its right half (1) or left half (0)."""
    crop = ["-x", str(298 * number), "-y", "0", "-W", "297", "-H", "100"]
    return subprocess.run(["pdftotext", *crop, str(paper), "-"], capture_output=True, text=True, check=True).stdout


def test_that_nothing_of_the_signer_stands_in_the_log(
    paper: Path, officer: fake.Identity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)

    assert not [record for record in caplog.records if record.name.startswith(("pyhanko", "fontTools"))]


def test_that_signing_again_changes_nothing(paper: Path, officer: fake.Identity) -> None:
    signer = open_p12(officer.path, fake.PIN)
    first = sign_file(signer, paper, fake.NOW)

    second = sign_file(signer, paper, fake.NOW)

    assert (second.is_new, second.sha256) == (False, first.sha256)


def test_that_a_file_that_others_signed_is_never_rewritten(
    paper: Path, officer: fake.Identity, authority: fake.Authority, folder: Path
) -> None:
    other = fake.make_identity(folder, authority, "Trần Văn Khác")
    sign_file(open_p12(other.path, fake.PIN), paper, fake.NOW)
    before = paper.read_bytes()

    with pytest.raises(AlreadySigned):
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)

    assert paper.read_bytes() == before


def test_that_a_signed_file_broken_anywhere_gets_a_verdict(paper: Path, officer: fake.Identity) -> None:
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
    whole = paper.read_bytes()
    generator = random.Random(5)

    states = set()
    for _ in range(60):
        raw = bytearray(whole)
        for place in generator.sample(range(len(raw)), 12):
            raw[place] = generator.randrange(256)
        paper.write_bytes(raw[: generator.choice((len(raw), generator.randrange(len(raw))))])
        states.add(check(paper).state)

    assert SignatureState.INVALID in states
    assert SignatureState.VALID not in states


def test_that_only_files_with_signatures_count_as_signed(paper: Path, officer: fake.Identity, tmp_path: Path) -> None:
    empty, html = tmp_path / "rỗng.pdf", tmp_path / "a.html"
    empty.write_bytes(b"")
    html.write_bytes(b"<html>/ByteRange</html>")
    before = [is_signed(path) for path in (paper, empty, html)]

    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)

    assert before == [False, False, False]
    assert is_signed(paper)


def test_that_an_unsigned_file_says_so(paper: Path) -> None:
    assert check(paper).state is SignatureState.UNSIGNED


def test_that_a_signature_of_unknown_authority_is_unknown(paper: Path, officer: fake.Identity, tmp_path: Path) -> None:
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
    stranger = fake.make_authority(tmp_path, "CA Lạ")

    assert check(paper).state is SignatureState.UNKNOWN
    assert check(paper, [stranger.path]).state is SignatureState.UNKNOWN


def test_that_nobody_is_named_in_the_log(paper: Path, officer: fake.Identity, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
        check(paper)

    assert "Mẫu" not in caplog.text


def test_that_a_changed_byte_makes_the_signature_wrong(
    paper: Path, officer: fake.Identity, authority: fake.Authority
) -> None:
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
    data = bytearray(paper.read_bytes())
    data[data.index(b"/Title <feff") + 20] ^= 1
    paper.write_bytes(data)

    verdict = check(paper, [authority.path])

    assert verdict.state is SignatureState.INVALID
    assert verdict.signatures[0].changed


def test_that_a_page_changed_afterwards_makes_the_signature_wrong(
    paper: Path, officer: fake.Identity, authority: fake.Authority
) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW)
    writer = IncrementalPdfFileWriter(BytesIO(paper.read_bytes()))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/MediaBox")] = ArrayObject(NumberObject(value) for value in (0, 0, 99, 99))
    writer.update_container(page)
    target = BytesIO()
    writer.write(target)
    paper.write_bytes(target.getvalue())

    assert check(paper, [authority.path]).state is SignatureState.INVALID


def test_that_a_wrong_pass_phrase_is_told(officer: fake.Identity) -> None:
    with pytest.raises(PinWrong):
        open_p12(officer.path, "sai")


def test_that_a_file_without_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.p12").write_bytes(b"no key")

    with pytest.raises(CertificateMissing):
        open_p12(tmp_path / "a.p12", fake.PIN)


@pytest.mark.parametrize(
    ("name", "days", "error"),
    [
        ("Hết Hạn", (-400, -1), CertificateExpired),
        ("Tương Lai", (2, 400), ClockWrong),
        ("", (-30, 365), CertificateNameless),
    ],
    ids=["expired", "clock behind", "nameless"],
)
def test_that_a_useless_certificate_signs_nothing(
    paper: Path, folder: Path, authority: fake.Authority, name: str, days: tuple[int, int], error: type[SigningError]
) -> None:
    identity = fake.make_identity(folder, authority, name, days=days)
    before = paper.read_bytes()

    with pytest.raises(error):
        sign_file(open_p12(identity.path, fake.PIN), paper, fake.NOW)

    assert paper.read_bytes() == before


def test_that_a_foreign_certificate_signs_nothing(paper: Path, officer: fake.Identity, tmp_path: Path) -> None:
    stranger = fake.make_authority(tmp_path, "CA Lạ")

    with pytest.raises(CertificateForeign):
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW, SignOptions(trust=(stranger.path,)))

    assert check(paper).state is SignatureState.UNSIGNED


def test_that_a_file_from_the_future_says_the_clock_is_wrong(paper: Path, officer: fake.Identity) -> None:
    with pytest.raises(ClockWrong):
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW - dt.timedelta(days=3))


def test_that_letters_the_font_lacks_are_named(paper: Path, officer: fake.Identity) -> None:
    with pytest.raises(FontMissing) as caught:
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW, SignOptions(Stamp(heading="Nguyễn 漢")))

    assert caught.value.args[1] == "漢"


def test_that_what_is_no_pdf_is_not_signed(tmp_path: Path, officer: fake.Identity) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"<html></html>")

    with pytest.raises(FileUnsignable):
        sign_file(open_p12(officer.path, fake.PIN), path, fake.NOW)
    with pytest.raises(PathMissing):
        sign_file(open_p12(officer.path, fake.PIN), tmp_path / "b.pdf", fake.NOW)


@pytest.mark.parametrize(
    "kind", [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
)
def test_that_every_error_has_its_own_text_and_crosses_processes(kind: type[SigningError]) -> None:
    error = pickle.loads(pickle.dumps(kind("a", "b")))

    assert error.args == ("a", "b")
    assert kind.code in codes()
