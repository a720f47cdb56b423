"""Signing with a token (SoftHSM2): one PIN, a queue that nothing loses, the PIN never locked."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.signing import (
    check,
    open_token,
    sign_batch,
)
from scanner_app.signing.errors import (
    PinLastTry,
    PinLocked,
    PinWrong,
    TokenLost,
    TokenMissing,
)
from scanner_app.signing.signer import require_tries
from tests.support import signing as fake
from warehouse.records import SignatureState


@pytest.fixture(scope="module")
def module() -> Path:
    found = fake.find_module()
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM2 (softhsm2-util and libsofthsm2.so) is not installed")
    return found


@pytest.fixture
def token(module: Path, officer: fake.Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    import pkcs11

    monkeypatch.setenv("SOFTHSM2_CONF", str(fake.write_config(tmp_path / "hsm")))
    os.environ["SOFTHSM2_CONF"] = str(tmp_path / "hsm" / "softhsm2.conf")
    yield fake.make_token(tmp_path / "hsm", officer)
    pkcs11.unload(str(module)) if hasattr(pkcs11, "unload") else None


def copies(plain: Path, tmp_path: Path, count: int) -> list[Path]:
    return [Path(shutil.copy(plain, tmp_path / f"{index:02d}.pdf")) for index in range(count)]


def test_that_a_token_signs_a_batch_with_one_pin(
    token: Path, module: Path, plain: Path, authority: fake.Authority, tmp_path: Path
) -> None:
    papers = copies(plain, tmp_path, 5)

    with open_token(module, fake.PIN) as signer:
        reports = list(sign_batch(signer, papers, lambda: fake.NOW))

    assert [report.is_new for report in reports] == [True] * 5
    assert {check(paper, [authority.path]).state for paper in papers} == {SignatureState.VALID}


def test_that_a_stopped_batch_goes_on_where_it_stopped(token: Path, module: Path, plain: Path, tmp_path: Path) -> None:
    papers = copies(plain, tmp_path, 4)
    with open_token(module, fake.PIN) as signer:
        batch = sign_batch(signer, papers, lambda: fake.NOW)
        first = [next(batch), next(batch)]
        batch.close()

    with open_token(module, fake.PIN) as signer:
        reports = list(sign_batch(signer, papers, lambda: fake.NOW))

    assert [report.is_new for report in reports] == [False, False, True, True]
    assert [report.sha256 for report in reports[:2]] == [report.sha256 for report in first]


def test_that_a_token_pulled_out_loses_and_repeats_nothing(
    token: Path, module: Path, plain: Path, tmp_path: Path
) -> None:
    papers = copies(plain, tmp_path, 4)
    with open_token(module, fake.PIN) as signer:
        batch = sign_batch(signer, papers, lambda: fake.NOW)
        done = [next(batch), next(batch)]
        away = token.rename(token.with_name("away"))

        with pytest.raises(TokenLost):
            next(batch)

    assert [check(paper).state for paper in papers[2:]] == [SignatureState.UNSIGNED] * 2
    away.rename(token)
    with open_token(module, fake.PIN) as signer:
        reports = list(sign_batch(signer, papers, lambda: fake.NOW))
    assert [report.is_new for report in reports] == [False, False, True, True]
    assert [report.sha256 for report in reports[:2]] == [report.sha256 for report in done]


def test_that_a_wrong_pin_is_tried_once(token: Path, module: Path) -> None:
    with pytest.raises(PinWrong), open_token(module, "0000"):
        pass

    with open_token(module, fake.PIN) as signer:
        assert signer.name == "Nguyễn Thị Mẫu"


def test_that_a_token_near_its_lock_is_not_tried() -> None:
    from pkcs11 import TokenFlag

    with pytest.raises(PinLastTry):
        require_tries(TokenFlag.TOKEN_INITIALIZED | TokenFlag.USER_PIN_FINAL_TRY, "thử")
    with pytest.raises(PinLocked):
        require_tries(TokenFlag.TOKEN_INITIALIZED | TokenFlag.USER_PIN_LOCKED, "thử")
    require_tries(TokenFlag.TOKEN_INITIALIZED, "thử")


def test_that_no_token_is_told(module: Path, token: Path) -> None:
    with pytest.raises(TokenMissing), open_token(module, fake.PIN, label="không có"):
        pass
    with pytest.raises(TokenMissing), open_token(Path("/không/có.so"), fake.PIN):
        pass
