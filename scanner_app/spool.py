"""What a long file's pages gave, kept on the disk until its result is written: memory does not grow with pages."""

import dataclasses
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import overload

from ocr.types import PageReading
from scanner_app.export import FileSlice, PreparedPage
from scanner_app.files import write_error


class PageSpool(Sequence[PageReading]):
    """Readings in a folder of ours that nobody else writes to, in order; each access reads the disk.

    Raises:
        DiskFull, PathUnwritable: by ``append`` and ``keep``.
    """

    def __init__(self, folder: Path) -> None:
        self._readings = folder / "readings.spool"
        self._layers = folder / "layers.spool"
        self._ends = [0]

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> PageReading: ...
    @overload
    def __getitem__(self, index: slice) -> list[PageReading]: ...
    def __getitem__(self, index: int | slice) -> PageReading | list[PageReading]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        with self._readings.open("rb") as file:
            file.seek(self._ends[at])
            found: PageReading = pickle.loads(file.read(self._ends[at + 1] - self._ends[at]))  # noqa: S301 - our own
        return found

    def append(self, reading: PageReading) -> None:
        """Adds the next page."""
        _offset, end = _appended(self._readings, pickle.dumps(reading, pickle.HIGHEST_PROTOCOL))
        self._ends.append(end)

    def keep(self, prepared: PreparedPage | None) -> PreparedPage | None:
        """The same page with its layers' bytes on the disk."""
        if prepared is None:
            return None
        layers = []
        for layer in prepared.layers:
            data = layer.data
            if isinstance(data, bytes):
                offset, end = _appended(self._layers, data)
                data = FileSlice(str(self._layers), offset, end - offset)
            layers.append(dataclasses.replace(layer, data=data))
        return dataclasses.replace(prepared, layers=tuple(layers))


def _appended(path: Path, data: bytes) -> tuple[int, int]:
    """Where the data begins and ends in the file."""
    try:
        with path.open("ab") as file:
            offset = file.seek(0, 2)
            file.write(data)
    except OSError as error:
        raise write_error(path, error) from error
    return offset, offset + len(data)
