"""The virtual scanner: feeds page files and fails on demand.

Devices: ``specimen:feeder`` works; ``specimen:jam-3``, ``specimen:lost-2`` and ``specimen:crash-2`` fail at
that page after giving those before it; ``specimen:slow-2`` takes so many seconds a page; ``specimen:empty``
has no paper.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from scanner_app.acquisition import ColourMode, Device, PaperSource, ScannedPage, ScanOptions
from scanner_app.errors import DeviceLost, DeviceMissing, FeederEmpty, PaperJam

_FAULT = re.compile(r"specimen:(jam|lost|crash|slow)-(\d+)")
_DPI = 300


class SpecimenBackend:
    """A feeder that holds the files of a folder, in the order of their names."""

    name = "specimen"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def devices(self) -> tuple[Device, ...]:
        """The one working feeder; faulty ones are asked for by name."""
        return (
            Device(
                name="specimen:feeder",
                vendor="Sohoa",
                model="Máy quét mẫu",
                backend=self.name,
                sources=(PaperSource.ADF, PaperSource.ADF_DUPLEX),
                dpi=(_DPI,),
                modes=(ColourMode.COLOUR,),
            ),
        )

    def scan(self, options: ScanOptions, folder: Path) -> Iterator[ScannedPage]:
        """Gives the pages one by one, up to the fault that the device's name asks for."""
        if options.device == "specimen:empty":
            raise FeederEmpty(options.device)
        fault = _FAULT.fullmatch(options.device)
        if options.device != "specimen:feeder" and fault is None:
            raise DeviceMissing(options.device)
        for number, source in enumerate(self._pages(), 1):
            if fault and fault.group(1) == "slow":
                time.sleep(int(fault.group(2)))
            elif fault and number == int(fault.group(2)):
                self._fail(fault.group(1), options.device, number)
            target = folder / f"{number:04d}{source.suffix}"
            shutil.copyfile(source, target)
            yield ScannedPage(target, (number + 1) // 2, "front" if number % 2 else "back", _DPI)

    def _pages(self) -> list[Path]:
        return sorted(path for path in self._folder.iterdir() if path.suffix in (".jpg", ".png"))

    def _fail(self, kind: str, device: str, number: int) -> None:
        if kind == "jam":
            raise PaperJam(device, number)
        if kind == "lost":
            raise DeviceLost(device, number)
        os._exit(9)  # a driver that takes its process with it
