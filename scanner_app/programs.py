"""Finds the programs that we call: those beside a frozen program first, then those on the path."""

import os
import shutil
import sys
from pathlib import Path


def bundled_folder() -> Path | None:
    """The folder of programs that the frozen build carries; None when run from source."""
    root = getattr(sys, "_MEIPASS", None)
    folder = Path(root) / "programs" if root else None
    return folder if folder is not None and folder.is_dir() else None


def find_program(name: str) -> Path | None:
    """The absolute path of a program, or None."""
    folder = bundled_folder()
    found = shutil.which(name, path=str(folder)) if folder else None
    found = found or shutil.which(name)
    return Path(found) if found else None


def use_bundled_programs() -> None:
    """Puts the bundled programs and Tesseract's data first for every child; called at the start."""
    folder = bundled_folder()
    if folder is None:
        return
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    data = folder.parent / "tessdata"
    if data.is_dir():
        os.environ["TESSDATA_PREFIX"] = str(data)
