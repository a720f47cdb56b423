"""Logging, configured once: a rotating file in the data folder and warnings on standard error.

Nothing that a paper says is ever logged: ids and counts only.
"""

import logging
import logging.handlers
import sys
import warnings
from pathlib import Path


def configure(home: Path | None, *, verbose: bool = False) -> None:
    """Sets up the root logger; without ``home`` (or where it cannot be written) on standard error alone."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    shape = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    stderr = logging.StreamHandler()
    stderr.setLevel(logging.INFO if verbose else logging.ERROR)
    stderr.setFormatter(shape)
    root.addHandler(stderr)
    if home is None:
        return
    try:
        folder = home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            folder / "sohoa.log", maxBytes=2_000_000, backupCount=5, encoding="utf-8", delay=True
        )
    except OSError:
        return
    file.setFormatter(shape)
    root.addHandler(file)


def silence_warnings() -> None:
    """What libraries warn their programmers of stays off a clerk's terminal; ``python -W`` brings it back."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
