"""What every scanner backend keeps to; inherited by the tests of each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.acquisition import ScannedPage, ScannerBackend, ScanOptions
from scanner_app.errors import DeviceError


class ScannerBackendContract:
    """Tests of a backend; the class that inherits brings the fixtures ``backend`` and ``options``."""

    def test_that_devices_have_names_of_their_own(self, backend: ScannerBackend) -> None:
        names = [device.name for device in backend.devices()]

        assert names
        assert len(set(names)) == len(names)
        assert all(name.startswith(f"{backend.name}:") for name in names)

    def test_that_a_device_says_what_it_can(self, backend: ScannerBackend) -> None:
        for device in backend.devices():
            assert device.sources
            assert device.modes
            assert all(dpi > 0 for dpi in device.dpi)

    def test_that_pages_come_as_files_of_the_folder_in_order(
        self, backend: ScannerBackend, options: ScanOptions, tmp_path: Path
    ) -> None:
        pages = list(backend.scan(options, tmp_path))

        assert pages
        assert all(page.path.parent == tmp_path and page.path.stat().st_size > 0 for page in pages)
        assert [page.sheet for page in pages] == sorted(page.sheet for page in pages)

    def test_that_closing_stops_and_keeps_what_was_given(
        self, backend: ScannerBackend, options: ScanOptions, tmp_path: Path
    ) -> None:
        pages: Iterator[ScannedPage] = backend.scan(options, tmp_path)
        first = next(pages)

        pages.close()  # type: ignore[attr-defined]

        assert first.path.is_file()

    def test_that_an_unknown_device_is_an_error_of_ours(self, backend: ScannerBackend, tmp_path: Path) -> None:
        with pytest.raises(DeviceError):
            list(backend.scan(ScanOptions(f"{backend.name}:there-is-none"), tmp_path))
