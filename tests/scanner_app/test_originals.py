"""PDFs that came in signed: kept byte for byte, their text beside them, their state carried to the store."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app import specimen
from scanner_app.bootstrap import bootstrap
from scanner_app.digitizing import DigitizeOptions, FileDone, digitize_files
from scanner_app.export import Conformance, ExportPage, Metadata, Profile, write_pdf
from scanner_app.ports import App
from scanner_app.settings import Settings, SigningSettings
from scanner_app.signing import SignOptions, check, open_p12, sign_file
from scanner_app.workflow import handoff
from scanner_app.workflow.capture import import_files
from scanner_app.workflow.context import work_event
from scanner_app.workflow.deliver import Delivery, deliver
from scanner_app.workflow.delivered import MANIFEST
from scanner_app.workflow.intake import open_dossier
from scanner_app.workflow.originals import state_of, text_path
from scanner_app.workflow.publish import release
from scanner_app.workflow.signatures import sign_released, waiting
from tests.support import office
from tests.support import signing as fake
from tests.support.readings import page_of
from warehouse.records import DocumentRow, DocumentState, FieldState, PageState, SearchQuery, SignatureState


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("đến")


@pytest.fixture(scope="module")
def authority(folder: Path) -> fake.Authority:
    (folder / "tin cậy").mkdir()
    return fake.make_authority(folder / "tin cậy")


@pytest.fixture(scope="module")
def incoming(folder: Path, authority: fake.Authority) -> Path:
    """A paper of two pages that another office signed."""
    pages = [ExportPage(path, None, 300) for path in specimen.specimen_pages()[:2]]
    metadata = Metadata("Quyết định", "", "", (), fake.NOW)
    path = write_pdf(pages, metadata, folder / "den.pdf").path
    identity = fake.make_identity(folder, authority, "Sở Mẫu")
    sign_file(open_p12(identity.path, fake.PIN), path, fake.NOW)
    return path


@pytest.fixture
def app(tmp_path: Path, folder: Path, authority: fake.Authority) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path / "nhà", signing=SigningSettings(trust=str(folder / "tin cậy"))))
    yield app
    app.close()


def _imported(app: App, *paths: Path) -> str:
    (procedure, *_) = app.shared.procedures(dt.date(2026, 3, 2))
    code = open_dossier(app, procedure=procedure.code, person_id="001099012345", by="an").code
    for _event in import_files(app, code, list(paths), "an"):
        pass
    return code


def _released(app: App, code: str) -> DocumentRow:
    """One paper of all the dossier's pages, as read and confirmed, then released."""
    pages = app.work.pages(code)
    for page in pages:
        reading = page_of(f"Trang {page.ordinal} đã đọc", page.ordinal)
        app.work.save_reading(
            page.id, PageState.READ, blank=False, text=reading.text, reading_json=handoff.pack_reading(reading)
        )
    ids = tuple(page.id for page in pages)
    document = DocumentRow(app.ids.new(), code, 1, "khac", 1.0, ids, signature=state_of(app, pages))
    app.work.save_documents(code, [document], work_event(app, "documents-read", code, "an"))
    for _event in release(app, code, "an"):
        pass
    (row,) = app.work.documents(code)
    return row


def test_that_a_signed_file_is_released_byte_for_byte_with_its_text_beside(app: App, incoming: Path) -> None:
    document = _released(app, _imported(app, incoming))

    released = app.released_path(document)
    assert released.read_bytes() == incoming.read_bytes()
    assert document.pdf_sha256 == hashlib.sha256(incoming.read_bytes()).hexdigest()
    assert text_path(released).read_text("utf-8") == "Trang 1 đã đọc\n\fTrang 2 đã đọc\n\f"


def test_that_the_state_of_the_signature_reaches_the_shared_store(app: App, incoming: Path) -> None:
    _released(app, _imported(app, incoming))

    assert [row for report in app.sync.push() for row in report.refused] == []

    (hit,) = app.shared.search(SearchQuery(type="khac")).hits
    assert hit.signature is SignatureState.VALID
    assert app.shared.blob_path(hit.file).read_bytes() == incoming.read_bytes()


def test_that_a_file_that_was_changed_after_signing_is_kept_and_told(app: App, incoming: Path, tmp_path: Path) -> None:
    changed = tmp_path / "đổi.pdf"
    raw = bytearray(incoming.read_bytes())
    place = raw.index(b"/MediaBox [0 0 ") + len(b"/MediaBox [0 0 ")
    raw[place] = ord("4") if raw[place] != ord("4") else ord("5")
    changed.write_bytes(raw)

    document = _released(app, _imported(app, changed))

    assert document.signature is SignatureState.INVALID
    assert app.released_path(document).read_bytes() == bytes(raw)


def test_that_a_signature_that_nobody_vouches_for_is_unknown(incoming: Path, tmp_path: Path) -> None:
    app = office.opened(tmp_path / "nhà")

    document = _released(app, _imported(app, incoming))

    assert document.signature is SignatureState.UNKNOWN
    app.close()


def test_that_an_unsigned_file_is_made_anew_as_before(app: App, folder: Path) -> None:
    path = write_pdf(
        [ExportPage(specimen.specimen_pages()[0], None, 300)], Metadata("A", "", "", (), fake.NOW), folder / "b.pdf"
    ).path

    document = _released(app, _imported(app, path))

    assert document.signature is SignatureState.UNSIGNED
    assert not text_path(app.released_path(document)).exists()


def test_that_a_paper_of_two_sources_is_made_anew_unsigned(app: App, incoming: Path) -> None:
    code = _imported(app, incoming, specimen.specimen_pages()[2])

    document = _released(app, code)

    assert document.signature is SignatureState.UNSIGNED
    assert len(document.page_ids) == 3
    assert app.released_path(document).read_bytes() != incoming.read_bytes()


def test_that_a_file_that_came_in_signed_does_not_wait_for_our_signature(app: App, incoming: Path) -> None:
    _released(app, _imported(app, incoming))

    assert waiting(app) == ()


@pytest.mark.parametrize("profile", list(Profile))
def test_that_a_delivery_holds_the_signed_file_as_it_came(
    app: App, incoming: Path, tmp_path: Path, profile: Profile
) -> None:
    code = _imported(app, incoming)
    _released(app, code)

    for _event in deliver(app, code, Delivery(profile, tmp_path / "ra", 50)):
        pass

    files = json.loads((tmp_path / "ra" / MANIFEST).read_text("utf-8"))["files"]
    pdf, *others = files
    assert (tmp_path / "ra" / pdf["name"]).read_bytes() == incoming.read_bytes()
    assert pdf["signature"] == "valid"
    assert [Path(file["name"]).suffix for file in others] == ([] if profile is Profile.MASTER else [".txt"])


def test_that_a_signed_file_is_not_made_anew_for_another_conformance(app: App, incoming: Path, tmp_path: Path) -> None:
    code = _imported(app, incoming)
    _released(app, code)

    for _event in deliver(app, code, Delivery(Profile.ARCHIVE, tmp_path / "ra", 50, Conformance.A1B)):
        pass

    file, _text = json.loads((tmp_path / "ra" / MANIFEST).read_text("utf-8"))["files"]
    assert file["conformance"] == "PDF/A-2u"
    assert (tmp_path / "ra" / file["name"]).read_bytes() == incoming.read_bytes()


def test_that_correcting_a_value_keeps_the_file_that_we_signed(
    app: App, folder: Path, authority: fake.Authority
) -> None:
    dossier = office.with_released(app)
    key = fake.make_identity(folder, authority, "Người Số Hóa")
    for _event in sign_released(
        app, open_p12(key.path, fake.PIN), waiting(app), "an", SignOptions(trust=(authority.path,))
    ):
        pass
    (signed,) = app.work.documents(dossier.code)
    before = app.released_path(signed).read_bytes()
    corrected = dataclasses.replace(signed.fields[0], value="99/QĐ-UBND", state=FieldState.CONFIRMED, by="an")
    app.work.save_field(corrected, work_event(app, "field-confirmed", signed.id, "an"))

    for _event in release(app, dossier.code, "an"):
        pass

    (after,) = app.work.documents(dossier.code)
    assert (after.number, after.signature) == ("99/QĐ-UBND", SignatureState.VALID)
    assert app.released_path(after).read_bytes() == before
    assert check(app.released_path(after)).signatures[0].name == "Người Số Hóa"


def test_that_a_signer_whom_the_office_trusts_now_counts_when_released_anew(
    incoming: Path, tmp_path: Path, authority: fake.Authority
) -> None:
    home, trust = tmp_path / "nhà", tmp_path / "tin"
    trust.mkdir()
    app = bootstrap(Settings(home=home, signing=SigningSettings(trust=str(trust))))
    code = _imported(app, incoming)
    before = _released(app, code)
    (trust / "ca.pem").write_bytes(authority.path.read_bytes())
    reopened = dataclasses.replace(before, state=DocumentState.VERIFIED)
    app.work.save_document(reopened, work_event(app, "reopened", before.id, "an"))

    for _event in release(app, code, "an"):
        pass

    (after,) = app.work.documents(code)
    assert (before.signature, after.signature) == (SignatureState.UNKNOWN, SignatureState.VALID)
    assert app.released_path(after).read_bytes() == incoming.read_bytes()
    app.close()


def test_that_a_stopped_run_s_signature_of_an_older_file_is_not_taken(app: App, folder: Path) -> None:
    dossier = office.with_released(app)
    (document,) = app.work.documents(dossier.code)
    released = app.released_path(document)
    stale = released.with_name(f"{released.stem}.signed.pdf")
    stale.write_bytes(released.read_bytes()[:-40] + b"of another content" * 9)
    key = fake.make_identity(folder, fake.make_authority(folder), "Người Số Hóa")

    for _event in sign_released(app, open_p12(key.path, fake.PIN), waiting(app), "an", SignOptions()):
        pass

    (signed,) = app.work.documents(dossier.code)
    assert app.released_path(signed).read_bytes().startswith(released.read_bytes())


def test_that_digitizing_a_signed_file_gives_the_file_and_its_text_beside(incoming: Path, tmp_path: Path) -> None:
    options = DigitizeOptions(tmp_path / "ra", pdf=True, jobs=1)

    runs = [[done for done in digitize_files([incoming], options) if isinstance(done, FileDone)] for _ in range(2)]

    assert (tmp_path / "ra" / "den.pdf").read_bytes() == incoming.read_bytes()
    assert [problem.code for run in runs for done in run for problem in done.problems] == ["INPUT-SIGNED"] * 2
    pages = json.loads((tmp_path / "ra" / "den.json").read_text("utf-8"))["pages"]
    assert pages[0]["text"]
