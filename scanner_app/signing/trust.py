"""Whom the office trusts: the certificates in a folder that it supplies."""

from pathlib import Path

_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})


def trusted(folder: str) -> tuple[Path, ...]:
    """The certificate files of a folder (PEM or DER) by name; empty when no folder is named or it is not there."""
    path = Path(folder) if folder else None
    if path is None or not path.is_dir():
        return ()
    return tuple(sorted(file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES))
