"""The watch folder: files that are whole are handed out once and moved to ``done`` or ``failed`` afterwards."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner_app.acquisition.sources import is_wanted
from scanner_app.errors import PathMissing
from scanner_app.files import make_folder, write_error

DONE, FAILED = "done", "failed"
_POLL_S = 2.0


@dataclass(frozen=True, slots=True)
class FolderItem:
    """One file that has stopped changing."""

    path: Path

    def finish(self, is_good: bool) -> Path:
        """Moves the file to ``done`` or ``failed`` beside it, never over another; gives its new place."""
        folder = self.path.parent / (DONE if is_good else FAILED)
        make_folder(folder)
        target, number = folder / self.path.name, 1
        while target.exists():
            number += 1
            target = folder / f"{self.path.stem}-{number}{self.path.suffix}"
        try:
            return self.path.rename(target)
        except OSError as error:
            raise write_error(target, error) from error


def follow(
    folder: Path, *, wait: Callable[[float], None] = time.sleep, rounds: int | None = None
) -> Iterator[FolderItem]:
    """Files of a folder as they become whole: same size and time in two looks in a row.

    Polling, because shares send no notices. A file that was handed out and not moved is not handed out again
    while this runs, unless another of its name has taken its place. ``rounds`` ends it after so many looks;
    None goes on until stopped.
    """
    if not folder.is_dir():
        raise PathMissing(str(folder))
    before: dict[Path, tuple[int, int]] = {}
    given: dict[Path, tuple[int, int]] = {}
    looks = 0
    while rounds is None or looks < rounds:
        looks += 1
        now = _states(folder)
        for path, state in now.items():
            if before.get(path) == state and state[0] > 0 and given.get(path) != state:
                given[path] = state
                yield FolderItem(path)
        before = now
        given = {path: state for path, state in given.items() if path in now}
        wait(_POLL_S)


def _states(folder: Path) -> dict[Path, tuple[int, int]]:
    states: dict[Path, tuple[int, int]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink() and is_wanted(path):
            state = path.stat()
            states[path] = (state.st_size, state.st_mtime_ns)
    return states
