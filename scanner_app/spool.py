"""What a long file's pages gave, kept on the disk until its result is written: memory does not grow with pages."""

import dataclasses
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, overload

from ocr.types import PageReading
from scanner_app.export import FileSlice, ImageLayer, PreparedPage
from scanner_app.files import write_error

T = TypeVar("T")


class Spool(Sequence[T]):
    """Values in a file of ours that nobody else writes to, in order; each access reads the disk.

    Raises:
        DiskFull, PathUnwritable: by ``append``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ends = [0]

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        found: T = pickle.loads(_part(self._path, self._ends[at], self._ends[at + 1]))  # noqa: S301 - our own
        return found

    def append(self, value: T) -> None:
        """Adds the next one."""
        _offset, end = _appended(self._path, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        self._ends.append(end)


class PageSpool(Spool[PageReading]):
    """Readings of a file's pages in a folder, and what their pages of the PDF are made of."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "readings.spool")
        self._layers = folder / "layers.spool"
        self._prepared: dict[int, tuple[int, int]] = {}

    def add(self, reading: PageReading, prepared: PreparedPage | None) -> None:
        """Adds the next page, with its layers for the PDF where there are any."""
        number = len(self)
        self.append(reading)
        if prepared is not None:
            slim = dataclasses.replace(prepared, layers=tuple(map(self._on_disk, prepared.layers)))
            self._prepared[number] = _appended(self._layers, pickle.dumps(slim, pickle.HIGHEST_PROTOCOL))

    def prepared(self, index: int) -> PreparedPage | None:
        """The page's layers, whose bytes stay on the disk; None where it came without."""
        if index not in self._prepared:
            return None
        begin, end = self._prepared[index]
        found: PreparedPage = pickle.loads(_part(self._layers, begin, end))  # noqa: S301 - our own
        return found

    def is_prepared(self, index: int) -> bool:
        """Whether the page came with layers."""
        return index in self._prepared

    def _on_disk(self, layer: ImageLayer) -> ImageLayer:
        if not isinstance(layer.data, bytes):
            return layer
        offset, end = _appended(self._layers, layer.data)
        return dataclasses.replace(layer, data=FileSlice(str(self._layers), offset, end - offset))


def _part(path: Path, begin: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(begin)
        return file.read(end - begin)


def _appended(path: Path, data: bytes) -> tuple[int, int]:
    """Where the data begins and ends in the file."""
    try:
        with path.open("ab") as file:
            offset = file.seek(0, 2)
            file.write(data)
    except OSError as error:
        raise write_error(path, error) from error
    return offset, offset + len(data)
