"""Time stamps over real HTTP, and what they prove."""

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from scanner_app.export import ExportPage, Metadata, validate, write_pdf
from scanner_app.signing import Signer, SignOptions, check, open_p12, sign_batch, sign_file
from scanner_app.signing.errors import TimestampMissing
from tests.support import signing as fake
from tests.support import timestamps
from warehouse.records import SignatureState

YEAR = dt.timedelta(days=365)


class CarelessSigner(Signer):
    """As another program that does not look at the clock."""

    def require_usable(self, now: dt.datetime, trust: Sequence[Path] = ()) -> None:
        return


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("giờ")


@pytest.fixture(scope="module")
def authority(folder: Path) -> fake.Authority:
    return fake.make_authority(folder)


@pytest.fixture(scope="module")
def stampers(folder: Path) -> fake.Authority:
    return fake.make_authority(folder, "CA Dấu thời gian")


@pytest.fixture(scope="module")
def officer(folder: Path, authority: fake.Authority) -> fake.Identity:
    return fake.make_identity(folder, authority)


@pytest.fixture
def server(stampers: fake.Authority) -> Iterator[timestamps.Server]:
    with timestamps.running(stampers) as server:
        yield server


@pytest.fixture
def paper(folder: Path, tmp_path: Path) -> Path:
    image = folder / "trang.png"
    Image.new("RGB", (620, 877), "white").save(image)
    metadata = Metadata("Quyết định", "", "", (), fake.NOW - 3 * YEAR)
    return write_pdf([ExportPage(image, None, 75)], metadata, tmp_path / "a.pdf").path


def test_that_the_server_s_time_stands_in_the_signature(
    server: timestamps.Server, paper: Path, officer: fake.Identity, authority: fake.Authority, stampers: fake.Authority
) -> None:
    server.now = fake.NOW - dt.timedelta(minutes=7)

    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW, SignOptions(timestamp_url=server.url))

    (signature,) = check(paper, [authority.path, stampers.path]).signatures
    assert (signature.state, signature.is_time_proved, signature.signed_at) == (SignatureState.VALID, True, server.now)
    assert len(server.asked) == 2
    assert validate(paper) == ()


def test_that_a_stamp_of_a_server_that_nobody_trusts_proves_nothing(
    server: timestamps.Server, paper: Path, officer: fake.Identity, authority: fake.Authority
) -> None:
    sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW, SignOptions(timestamp_url=server.url))

    (signature,) = check(paper, [authority.path]).signatures
    assert (signature.state, signature.is_time_proved) == (SignatureState.VALID, False)


def test_that_a_stamped_signature_outlives_its_certificate(
    server: timestamps.Server, paper: Path, folder: Path, authority: fake.Authority, stampers: fake.Authority
) -> None:
    key = fake.make_identity(folder, authority, "Đã Hết Hạn", days=(-800, -300))
    server.now = fake.NOW - 2 * YEAR
    plain = Path(shutil.copy(paper, paper.with_name("b.pdf")))

    sign_file(open_p12(key.path, fake.PIN), paper, server.now, SignOptions(timestamp_url=server.url))
    sign_file(open_p12(key.path, fake.PIN), plain, server.now)

    trust = [authority.path, stampers.path]
    assert [check(path, trust).state for path in (paper, plain)] == [SignatureState.VALID, SignatureState.UNKNOWN]


def test_that_a_stamp_from_after_the_certificate_s_end_does_not_help(
    server: timestamps.Server, paper: Path, folder: Path, authority: fake.Authority, stampers: fake.Authority
) -> None:
    key = fake.make_identity(folder, authority, "Trễ Hạn", days=(-800, -500))

    sign_file(open_p12(key.path, fake.PIN), paper, fake.NOW - 2 * YEAR, SignOptions(timestamp_url=server.url))

    assert check(paper, [authority.path, stampers.path]).state is SignatureState.UNKNOWN


def test_that_a_batch_asks_once_per_file(
    server: timestamps.Server, paper: Path, officer: fake.Identity, tmp_path: Path
) -> None:
    papers = [Path(shutil.copy(paper, tmp_path / f"{number}.pdf")) for number in range(4)]

    list(sign_batch(open_p12(officer.path, fake.PIN), papers, lambda: fake.NOW, SignOptions(timestamp_url=server.url)))

    assert len(server.asked) == 5  # one to learn how large a stamp is


@pytest.mark.parametrize("answer", ["refuse", "nonsense", "html", "away"])
def test_that_without_its_stamp_nothing_is_signed(
    server: timestamps.Server, paper: Path, officer: fake.Identity, answer: str
) -> None:
    server.answer = answer
    url = "http://127.0.0.1:9/" if answer == "away" else server.url
    before = paper.read_bytes()

    with pytest.raises(TimestampMissing):
        sign_file(open_p12(officer.path, fake.PIN), paper, fake.NOW, SignOptions(timestamp_url=url))

    assert paper.read_bytes() == before


def test_that_a_signing_time_outside_the_certificate_s_is_not_believed(
    paper: Path, folder: Path, authority: fake.Authority
) -> None:
    """A clock that was wrong: the signature says a day on which its certificate was not valid yet."""
    key = fake.make_identity(folder, authority, "Đồng Hồ Sai", days=(-30, 365))
    opened = open_p12(key.path, fake.PIN)

    sign_file(CarelessSigner(opened.inner, opened.certificate), paper, fake.NOW - YEAR)

    assert check(paper, [authority.path]).state is SignatureState.UNKNOWN
