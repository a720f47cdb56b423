"""Fixtures that several files of these tests share."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from PIL import Image

from scanner_app.export import ExportPage, Metadata, write_pdf
from tests.support import signing as fake


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ký")


@pytest.fixture(scope="module")
def authority(folder: Path) -> fake.Authority:
    return fake.make_authority(folder)


@pytest.fixture(scope="module")
def officer(folder: Path, authority: fake.Authority) -> fake.Identity:
    return fake.make_identity(folder, authority)


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    image = folder / "trang.png"
    Image.new("RGB", (620, 877), "white").save(image)
    metadata = Metadata("Quyết định", "", "", (), fake.NOW - dt.timedelta(hours=1), properties=(("MaHoSo", "1"),))
    return write_pdf([ExportPage(image, None, 75)], metadata, folder / "gốc.pdf").path


@pytest.fixture
def paper(plain: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plain, tmp_path / "bản sao.pdf"))
