"""Files for portals and archives: names, limits, manifests, nothing of others overwritten."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import text

from scanner_app.bootstrap import bootstrap
from scanner_app.errors import ForeignFile, RuleRefused, UsageError
from scanner_app.events import Published
from scanner_app.export import Conformance, Profile, validate
from scanner_app.ports import App
from scanner_app.settings import ReleaseSettings, Settings
from scanner_app.workflow.deliver import Delivery, deliver
from scanner_app.workflow.delivered import MANIFEST
from tests.support import office
from warehouse.session import open_store


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = office.opened(tmp_path / "nhà")
    yield app
    app.close()


def _delivered(app: App, code: str, profile: Profile, folder: Path, limit_mb: float = 5.0) -> list[dict[str, str]]:
    for _event in deliver(app, code, Delivery(profile, folder, limit_mb)):
        pass
    content = json.loads((folder / MANIFEST).read_text("utf-8"))
    assert content["dossier"] == code
    files: list[dict[str, str]] = content["files"]
    return files


@pytest.mark.parametrize("profile", [Profile.ARCHIVE, Profile.PORTAL])
def test_that_every_paper_is_one_pdf_a_named_by_the_template(app: App, profile: Profile, tmp_path: Path) -> None:
    dossier = office.with_released(app, 2)

    files = _delivered(app, dossier.code, profile, tmp_path / "ra")

    name = f"{dossier.code}_quyet_dinh_Nguyen_Thi_Mau_20260302"
    assert [file["name"] for file in files] == [f"{name}.pdf", f"{name}_2.pdf"]
    for file in files:
        path = tmp_path / "ra" / file["name"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
        assert validate(path) == ()


def test_that_another_conformance_is_made_on_demand(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app)
    delivery = Delivery(Profile.ARCHIVE, tmp_path / "ra", 5.0, Conformance.A1B)

    for _event in deliver(app, dossier.code, delivery):
        pass

    (file,) = json.loads((tmp_path / "ra" / MANIFEST).read_text("utf-8"))["files"]
    assert file["conformance"] == "PDF/A-1b"
    assert validate(tmp_path / "ra" / file["name"], Conformance.A1B) == ()


def test_that_the_office_s_conformance_is_released_with_the_title_as_bookmark(tmp_path: Path) -> None:
    app = bootstrap(Settings(home=tmp_path / "nhà", release=ReleaseSettings(conformance="2b")))
    dossier = office.with_released(app)

    (document,) = app.work.documents(dossier.code)
    path = app.released_path(document)

    assert validate(path, Conformance.A2B) == ()
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [document.title]
    app.close()


def test_that_a_conformance_that_we_do_not_write_is_refused(tmp_path: Path) -> None:
    app = bootstrap(Settings(home=tmp_path / "nhà", release=ReleaseSettings(conformance="3a")))

    with pytest.raises(UsageError, match="3a"):
        office.with_released(app)

    app.close()


def test_that_page_files_that_were_let_go_are_told_and_released_ones_delivered(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app)
    with open_store(app.settings.work_url, "work").write() as connection:
        connection.execute(text("UPDATE page SET path = ''"))

    (file,) = _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "lưu trữ")

    assert file["name"].endswith(".pdf")
    with pytest.raises(RuleRefused, match="masters-dropped"):
        _delivered(app, dossier.code, Profile.MASTER, tmp_path / "gốc")


def test_that_a_template_with_an_unknown_part_is_told(tmp_path: Path) -> None:
    app = bootstrap(Settings(home=tmp_path / "nhà", release=ReleaseSettings(name_template="{hoso}")))
    dossier = office.with_released(app)

    with pytest.raises(UsageError, match="hoso"):
        _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")

    app.close()


def test_that_the_master_profile_gives_the_pages_as_they_came(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app)

    (file,) = _delivered(app, dossier.code, Profile.MASTER, tmp_path / "ra")

    (page,) = app.work.pages(dossier.code)
    assert file["sha256"] == page.sha256


def test_that_a_file_above_the_limit_is_made_smaller(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app, 3)
    large = max(app.work.documents(dossier.code), key=lambda row: row.pdf_size)
    limit_mb = large.pdf_size / 1_000_000 * 0.95

    files = _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", limit_mb)

    assert all(int(file["size_bytes"]) <= limit_mb * 1_000_000 for file in files)
    released = {row.pdf_sha256 for row in app.work.documents(dossier.code)}
    assert released - {file["sha256"] for file in files} == {large.pdf_sha256}


def test_that_repeating_a_delivery_keeps_its_files(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app)
    first = _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")
    before = (tmp_path / "ra" / first[0]["name"]).stat().st_mtime_ns

    again = _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")

    assert again == first
    assert (tmp_path / "ra" / first[0]["name"]).stat().st_mtime_ns == before


def test_that_a_file_of_somebody_else_is_not_overwritten(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app)
    names = [file["name"] for file in _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")]
    other = tmp_path / "khác"
    other.mkdir()
    (other / names[0]).write_bytes(b"%PDF of another program")

    with pytest.raises(ForeignFile):
        _delivered(app, dossier.code, Profile.ARCHIVE, other)

    assert (other / names[0]).read_bytes() == b"%PDF of another program"


def test_that_the_manifest_says_which_papers_wait_for_an_approver(tmp_path: Path) -> None:
    app = office.opened_with(Settings(home=tmp_path / "nhà", release=ReleaseSettings(approval=True)))
    dossier = office.with_released(app)

    (file,) = _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")

    assert file["approval"] == "waiting"
    app.close()


@pytest.mark.parametrize("limit_mb", [0.0, -1.0, float("nan"), float("inf")])
def test_that_a_limit_that_is_no_size_is_told(app: App, tmp_path: Path, limit_mb: float) -> None:
    dossier = office.with_released(app)

    with pytest.raises(UsageError, match="limit-mb"):
        _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", limit_mb)

    assert not (tmp_path / "ra").exists()


def test_that_a_dossier_without_released_papers_is_refused(app: App, tmp_path: Path) -> None:
    dossier = office.with_papers(app)

    with pytest.raises(RuleRefused, match="nothing-released"):
        _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")


@pytest.mark.parametrize(
    ("profile", "limit_mb"), [(Profile.ARCHIVE, 5.0), (Profile.PORTAL, 0.09), (Profile.MASTER, 5.0)]
)
def test_that_a_stopped_delivery_is_simply_repeated(
    app: App, tmp_path: Path, profile: Profile, limit_mb: float
) -> None:
    dossier = office.with_released(app, 2)
    stopped = deliver(app, dossier.code, Delivery(profile, tmp_path / "ra", limit_mb))
    next(event for event in stopped if isinstance(event, Published))
    stopped.close()
    (tmp_path / "ra" / ".sohoa-0123456789abcdef.part").write_bytes(b"%PDF half of a page")

    files = _delivered(app, dossier.code, profile, tmp_path / "ra", limit_mb)

    assert len({file["document"] for file in files}) == 2
    assert _names(tmp_path / "ra") == {MANIFEST, *(file["name"] for file in files)}


def test_that_parts_of_an_earlier_limit_go_when_the_limit_changes(app: App, tmp_path: Path) -> None:
    dossier = office.with_stack(app, 3)
    (document,) = app.work.documents(dossier.code)
    parts = _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", document.pdf_size / 1_000_000 * 0.7)

    (whole,) = _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", 50.0)

    assert len(parts) > 1
    assert _names(tmp_path / "ra") == {MANIFEST, whole["name"]}


def test_that_a_delivered_file_that_somebody_changed_stays(app: App, tmp_path: Path) -> None:
    dossier = office.with_stack(app, 3)
    (document,) = app.work.documents(dossier.code)
    first, *_ = _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", document.pdf_size / 1_000_000 * 0.7)
    (tmp_path / "ra" / first["name"]).write_bytes(b"%PDF with a remark of a clerk")

    _delivered(app, dossier.code, Profile.PORTAL, tmp_path / "ra", 50.0)

    assert (tmp_path / "ra" / first["name"]).read_bytes() == b"%PDF with a remark of a clerk"


def test_that_nothing_is_written_where_any_name_is_taken(app: App, tmp_path: Path) -> None:
    dossier = office.with_released(app, 2)
    names = [file["name"] for file in _delivered(app, dossier.code, Profile.ARCHIVE, tmp_path / "ra")]
    other = tmp_path / "khác"
    other.mkdir()
    (other / names[1]).write_bytes(b"%PDF of another program")

    with pytest.raises(ForeignFile):
        _delivered(app, dossier.code, Profile.ARCHIVE, other)

    assert _names(other) == {names[1]}


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
