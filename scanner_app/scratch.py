"""Folders for page images on their way, in the system's temporary folder, and those that killed runs left there.

What a paper shows must not lie about: a folder bears the number of its process, and whoever starts next takes those
away whose process is gone.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

_OWNED = re.compile(r"sohoa-(?:[a-z]+-)?(\d+)-\w+")
"""Also those of recognition (``ocr/engines/pixels.py``) and of backups, which know nothing of this module."""


@contextlib.contextmanager
def scratch_folder(use: str) -> Iterator[Path]:
    """A folder of this process for some use (letters only), gone at the end."""
    with tempfile.TemporaryDirectory(prefix=f"sohoa-{use}-{os.getpid()}-") as folder:
        yield Path(folder)


def sweep_scratch(parent: Path | None = None) -> int:
    """Removes the folders of processes that live no more; gives how many. Links are never followed."""
    place = parent or Path(tempfile.gettempdir())
    swept = 0
    for path in place.glob("sohoa-*"):
        owner = _OWNED.fullmatch(path.name)
        if owner is None or path.is_symlink() or not path.is_dir() or psutil.pid_exists(int(owner.group(1))):
            continue
        shutil.rmtree(path, ignore_errors=True)
        swept += not path.exists()
    return swept
