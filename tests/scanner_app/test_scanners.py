"""Scanner backends: the virtual one with its faults, and SANE proved on SANE's own test backend."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from scanner_app import specimen
from scanner_app.acquisition import PaperSource, ScanOptions
from scanner_app.acquisition.sane import SaneBackend
from scanner_app.acquisition.specimen import SpecimenBackend
from scanner_app.errors import CoverOpen, DeviceDenied, DeviceError, DeviceLost, DeviceMissing, FeederEmpty, PaperJam
from tests.support.scanners import ScannerBackendContract


def fed(backend: SpecimenBackend, device: str, folder: Path) -> int:
    return len(list(backend.scan(ScanOptions(device), folder)))


@pytest.fixture
def virtual() -> SpecimenBackend:
    return SpecimenBackend(specimen.specimen_folder())


def test_that_the_feeder_gives_every_specimen_page(virtual: SpecimenBackend, tmp_path: Path) -> None:
    assert fed(virtual, "specimen:feeder", tmp_path) == len(specimen.specimen_pages())


@pytest.mark.parametrize(
    ("device", "error", "kept"),
    [
        ("specimen:jam-3", PaperJam, 2),
        ("specimen:lost-2", DeviceLost, 1),
        ("specimen:empty", FeederEmpty, 0),
        ("specimen:other", DeviceMissing, 0),
    ],
)
def test_that_a_fault_keeps_the_pages_before_it(
    virtual: SpecimenBackend, device: str, error: type[DeviceError], kept: int, tmp_path: Path
) -> None:
    with pytest.raises(error):
        fed(virtual, device, tmp_path)

    assert len(list(tmp_path.glob("0*"))) == kept


@pytest.fixture
def sane(tmp_path: Path) -> SaneBackend:
    return sane_with(tmp_path, "")


def sane_with(tmp_path: Path, settings: str, patience_s: float = 60.0) -> SaneBackend:
    """SANE's own test backend, listed through a configuration of its own."""
    if shutil.which("scanimage") is None:
        pytest.skip("scanimage (Debian: sane-utils) is not installed")
    folder = tmp_path / "sane.d"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="utf-8")
    (folder / "test.conf").write_text(f"number_of_devices 1\n{settings}", encoding="utf-8")
    return SaneBackend(os.environ | {"SANE_CONFIG_DIR": str(folder)}, patience_s=patience_s)


@pytest.mark.sane
def test_that_sane_lists_its_test_device_with_its_sources(sane: SaneBackend) -> None:
    devices = sane.devices()

    assert [device.name for device in devices] == ["sane:test:0"]
    assert set(devices[0].sources) >= {PaperSource.FLATBED, PaperSource.ADF}


@pytest.mark.sane
def test_that_sane_s_feeder_gives_its_ten_pages(sane: SaneBackend, tmp_path: Path) -> None:
    pages = list(sane.scan(ScanOptions("sane:test:0", PaperSource.ADF, dpi=75), tmp_path))

    assert [page.sheet for page in pages] == list(range(1, 11))
    assert all(page.path.is_file() for page in pages)


@pytest.mark.sane
def test_that_sane_s_flatbed_gives_one_page(sane: SaneBackend, tmp_path: Path) -> None:
    pages = list(sane.scan(ScanOptions("sane:test:0", PaperSource.FLATBED, dpi=75), tmp_path))

    assert len(pages) == 1


@pytest.mark.sane
def test_that_a_folder_with_a_per_cent_sign_takes_pages(sane: SaneBackend, tmp_path: Path) -> None:
    folder = tmp_path / "100%d quét"
    folder.mkdir()

    pages = list(sane.scan(ScanOptions("sane:test:0", PaperSource.FLATBED, dpi=75), folder))

    assert [page.path.parent for page in pages] == [folder]


@pytest.mark.sane
@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("SANE_STATUS_COVER_OPEN", CoverOpen),
        ("SANE_STATUS_ACCESS_DENIED", DeviceDenied),
        ("SANE_STATUS_JAMMED", PaperJam),
    ],
)
def test_that_what_the_device_reports_becomes_its_error(status: str, error: type[DeviceError], tmp_path: Path) -> None:
    backend = sane_with(tmp_path, f'read-status-code "{status}"\nenable-test-options true\n')

    with pytest.raises(error):
        list(backend.scan(ScanOptions("sane:test:0", PaperSource.FLATBED, dpi=75), tmp_path))


@pytest.mark.sane
def test_that_a_device_that_hangs_is_given_up(tmp_path: Path) -> None:
    backend = sane_with(tmp_path, "read-delay true\nread-delay-duration 200000\n", patience_s=0.5)

    with pytest.raises(DeviceLost):
        list(backend.scan(ScanOptions("sane:test:0", PaperSource.FLATBED, dpi=300), tmp_path))


@pytest.mark.sane
def test_that_an_unknown_sane_device_is_missing(sane: SaneBackend, tmp_path: Path) -> None:
    with pytest.raises(DeviceError):
        list(sane.scan(ScanOptions("sane:test:9", PaperSource.FLATBED), tmp_path))


@pytest.mark.sane
def test_that_closing_stops_the_scanner(sane: SaneBackend, tmp_path: Path) -> None:
    pages = sane.scan(ScanOptions("sane:test:0", PaperSource.ADF, dpi=75), tmp_path)

    next(pages)
    pages.close()  # type: ignore[attr-defined]

    assert len(list(tmp_path.glob("*.png"))) < 10


class TestVirtualScanner(ScannerBackendContract):
    """The virtual scanner keeps the contract."""

    @pytest.fixture
    def backend(self, virtual: SpecimenBackend) -> SpecimenBackend:
        return virtual

    @pytest.fixture
    def options(self) -> ScanOptions:
        return ScanOptions("specimen:feeder", PaperSource.ADF)


@pytest.mark.sane
class TestSane(ScannerBackendContract):
    """SANE keeps the contract, on its own test device."""

    @pytest.fixture
    def backend(self, sane: SaneBackend) -> SaneBackend:
        return sane

    @pytest.fixture
    def options(self) -> ScanOptions:
        return ScanOptions("sane:test:0", PaperSource.ADF, dpi=75)


@pytest.mark.parametrize(("lines", "error"), [(("Scanner cover is open",), CoverOpen), ((), None)])
def test_that_a_program_which_locks_up_at_its_end_is_not_waited_for(
    lines: tuple[str, ...], error: type[DeviceError] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "".join(f"print('scanimage: sane_read: {line}', file=sys.stderr)\n" for line in lines)
    script = tmp_path / "scanimage"
    script.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, threading\n"
        "if '--help' in sys.argv or '-A' in sys.argv: sys.exit()\n"
        + ("" if lines else "pathlib.Path('0001.png').write_bytes(b'x')\nprint('0001.png', flush=True)\n")
        + f"{said}print('Batch terminated, 1 page scanned', file=sys.stderr, flush=True)\nthreading.Event().wait()\n"
    )
    script.chmod(0o755)
    monkeypatch.setattr("scanner_app.acquisition.sane.find_program", lambda _name: script)
    monkeypatch.setattr("scanner_app.acquisition.sane._END_S", 0.2)
    backend = SaneBackend(dict(os.environ), patience_s=60.0)

    def pages() -> list[str]:
        return [page.path.name for page in backend.scan(ScanOptions("sane:test:0", PaperSource.FLATBED), tmp_path)]

    if error is not None:
        with pytest.raises(error):
            pages()
    else:
        assert pages() == ["0001.png"]
