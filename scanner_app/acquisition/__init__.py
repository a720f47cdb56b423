"""Where pages come from: the seam of scanner backends, and the registry of those we know.

A backend gives page files into a folder; it never touches the page store or a database. Devices are
driven in child processes, so that a driver that hangs or dies takes nothing with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class PaperSource(StrEnum):
    """Where the paper lies, in the words of the command line."""

    ADF = "adf"
    ADF_DUPLEX = "adf-duplex"
    FLATBED = "flatbed"


class ColourMode(StrEnum):
    """What the scanner keeps, in the words of the command line."""

    COLOUR = "color"
    GREY = "gray"
    LINEART = "lineart"


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What a clerk chooses; the common subset of all backends."""

    device: str
    source: PaperSource = PaperSource.ADF
    dpi: int = 300
    mode: ColourMode = ColourMode.COLOUR


@dataclass(frozen=True, slots=True)
class Device:
    """A scanner that can be used now. ``name`` is what ``--device`` takes, stable across starts."""

    name: str
    vendor: str
    model: str
    backend: str
    sources: tuple[PaperSource, ...]
    dpi: tuple[int, ...]
    modes: tuple[ColourMode, ...]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One side of one sheet: a file with exactly one page in the folder that was named.

    ``dpi`` is None where nothing says it. ``side`` is ``front`` or ``back``.
    """

    path: Path
    sheet: int
    side: str
    dpi: int | None


class ScannerBackend(Protocol):
    """A way to reach scanners. Raises ``DeviceError`` and its kinds; pages already given stay valid."""

    name: str

    def devices(self) -> tuple[Device, ...]:
        """The scanners that answer now."""

    def scan(self, options: ScanOptions, folder: Path) -> Iterator[ScannedPage]:
        """Streams pages into ``folder`` as they come; closing the iterator stops the scanner."""


@dataclass(frozen=True, slots=True)
class ScannerRegistry:
    """The backends of this program, asked in order."""

    backends: tuple[ScannerBackend, ...]

    def devices(self) -> tuple[Device, ...]:
        """All scanners of all backends."""
        return tuple(device for backend in self.backends for device in backend.devices())

    def backend_of(self, device: str) -> ScannerBackend | None:
        """The backend whose device that is, by the prefix ``backend:`` of its name."""
        prefix = device.partition(":")[0]
        return next((backend for backend in self.backends if backend.name == prefix), None)
