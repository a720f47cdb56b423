"""Signing what was released: recorded anew, carried to the shared store, safe to repeat."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.bootstrap import bootstrap
from scanner_app.cli import run_command
from scanner_app.cli.console import Console
from scanner_app.ports import App
from scanner_app.settings import Settings, SigningSettings
from scanner_app.signing import SignOptions, check, open_p12
from scanner_app.signing.errors import TokenLost
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.signatures import Order, sign_released, sign_waiting, waiting
from tests.support import office
from tests.support.signing import PIN, Identity, find_module, make_authority, make_identity, make_token, write_config
from warehouse.records import DocumentState, SearchQuery, SignatureState


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = office.opened(tmp_path / "nhà")
    yield app
    app.close()


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Identity, Path]:
    folder = tmp_path_factory.mktemp("khóa")
    authority = make_authority(folder)
    return make_identity(folder, authority), authority.path


def _signed(app: App, identity: tuple[Identity, Path], stop_after: int | None = None) -> int:
    key, trust = identity
    events = sign_released(app, open_p12(key.path, PIN), waiting(app), "an", SignOptions(trust=(trust,)))
    for count, _event in enumerate(events):
        if stop_after is not None and count >= stop_after:
            events.close()  # type: ignore[attr-defined]
            return count
    return -1


def test_that_a_signed_paper_is_recorded_with_its_new_file(app: App, identity: tuple[Identity, Path]) -> None:
    dossier = office.with_released(app)
    (before,) = app.work.documents(dossier.code)

    _signed(app, identity)

    (after,) = app.work.documents(dossier.code)
    assert after.signature is SignatureState.VALID
    assert (after.state, after.version) == (DocumentState.RELEASED, before.version + 1)
    assert after.pdf_sha256 != before.pdf_sha256
    assert check(app.released_path(after), (identity[1],)).state is SignatureState.VALID
    assert waiting(app) == ()


def test_that_a_signature_made_before_the_load_reaches_the_shared_store(
    app: App, identity: tuple[Identity, Path]
) -> None:
    office.with_released(app)

    _signed(app, identity)
    refused = [row for report in app.sync.push() for row in report.refused]

    assert refused == []
    (hit,) = app.shared.search(SearchQuery(type="quyet_dinh")).hits
    assert hit.signature is SignatureState.VALID
    assert check(app.shared.blob_path(hit.file), (identity[1],)).state is SignatureState.VALID


def test_that_stopping_in_the_middle_repeats_and_loses_nothing(app: App, identity: tuple[Identity, Path]) -> None:
    dossier = office.with_released(app, 3)

    _signed(app, identity, stop_after=2)
    half = len(waiting(app))
    _signed(app, identity)

    documents = app.work.documents(dossier.code)
    assert 0 < half < 3
    assert [row.signature for row in documents] == [SignatureState.VALID] * 3
    assert [row.version for row in documents] == [2, 2, 2]


def test_that_the_queue_survives_a_token_that_is_pulled_out(
    tmp_path: Path, identity: tuple[Identity, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = find_module()
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM2 (softhsm2-util and libsofthsm2.so) is not installed")
    monkeypatch.setenv("SOFTHSM2_CONF", str(write_config(tmp_path / "hsm")))
    memory = make_token(tmp_path / "hsm", identity[0])
    app = bootstrap(Settings(home=tmp_path / "nhà", signing=SigningSettings(module=str(module))))
    dossier = office.with_released(app, 4)
    run = sign_waiting(app, Order(dossier.code), "an", PIN)
    while len(waiting(app)) > 2:
        next(run)
    away = memory.rename(tmp_path / "trong túi")

    with pytest.raises(TokenLost):
        list(run)
    left = len(waiting(app))
    away.rename(memory)
    list(sign_waiting(app, Order(dossier.code), "an", PIN))

    assert left == 2
    assert waiting(app) == ()
    assert [row.version for row in app.work.documents(dossier.code)] == [2] * 4
    app.close()


def test_that_a_day_s_papers_are_those_released_on_it(app: App) -> None:
    dossier = office.with_released(app)
    (document,) = app.work.documents(dossier.code)
    assert document.released_at is not None
    day = document.released_at.astimezone(HANOI).date()

    assert [row.id for row in waiting(app, Order(day=day))] == [document.id]
    assert waiting(app, Order(day=day - dt.timedelta(days=1))) == ()


def test_that_the_command_signs_with_one_pin_and_checks(
    tmp_path: Path, identity: tuple[Identity, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "nhà"
    app = office.opened(home)
    dossier = office.with_released(app, 2)
    app.close()
    monkeypatch.setenv("SOHOA_PIN", PIN)
    arguments = ["sign", "--dossier", dossier.code, "--p12", str(identity[0].path), "--home", str(home)]

    status = run_command(arguments, open_window=lambda *_: 0, console=Console(language="vi"))

    assert status == 0
    assert "Đã ký 2 tệp, còn chờ 0." in capsys.readouterr().out


def test_that_a_wrong_pin_signs_nothing(
    tmp_path: Path, identity: tuple[Identity, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "nhà"
    app = office.opened(home)
    dossier = office.with_released(app)
    app.close()
    monkeypatch.setenv("SOHOA_PIN", "sai")
    arguments = ["sign", "--p12", str(identity[0].path), "--home", str(home)]

    status = run_command(arguments, open_window=lambda *_: 0, console=Console(language="vi"))

    app = office.opened(home)
    assert status == 9
    assert "PIN" in capsys.readouterr().err
    assert [row.signature for row in app.work.documents(dossier.code)] == [SignatureState.UNSIGNED]
    app.close()
