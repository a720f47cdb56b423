"""The folder of a delivery: which of its files are ours, and what a stopped run left there."""

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from scanner_app.errors import ForeignFile
from scanner_app.files import discard, make_folder, sha256, write_text

MANIFEST = "manifest.json"
UNFINISHED = ".sohoa-export.json"
"""Lies in the folder while files are being written: a run that was stopped is known by it and simply repeated."""

_NUMBERED = re.compile(r"-\d+$")


class DeliveryFolder:
    """One dossier's delivery: files that an earlier run made are ours, all others are never touched."""

    def __init__(self, folder: Path, dossier: str) -> None:
        """Opens the folder, creating it where it is not there.

        Raises:
            ForeignFile: another program's manifest lies there, or another dossier's.
            DiskFull, PathUnwritable: the folder cannot be made.
        """
        make_folder(folder)
        self._folder = folder
        self._dossier = dossier
        manifest = self._read(MANIFEST)
        self._profile = str(manifest.get("profile", ""))
        try:
            self._known = {str(file["name"]): str(file["sha256"]) for file in manifest.get("files", [])}
        except (KeyError, TypeError) as error:
            raise ForeignFile(str(folder / MANIFEST)) from error
        self._begun = frozenset(str(stem) for stem in self._read(UNFINISHED).get("names", []))

    def begin(self, stems: Sequence[str], own: Collection[str]) -> None:
        """Notes which names are going to be written; ``own`` are hashes of our files, by which copies are known.

        Raises:
            ForeignFile: one of the names is taken by a file that is not ours; nothing has been written.
            DiskFull, PathUnwritable: the same.
        """
        wanted = frozenset(stems)
        for path in sorted(self._folder.iterdir()):
            is_ours = path.name in self._known or _stem(path.name) in self._begun
            if _stem(path.name) in wanted and not is_ours and not (path.is_file() and sha256(path) in own):
                raise ForeignFile(str(path))
        note = {"dossier": self._dossier, "names": sorted(wanted | self._begun)}
        write_text(self._folder / UNFINISHED, json.dumps(note, ensure_ascii=False) + "\n")

    def holds(self, name: str, digest: str) -> bool:
        """Whether the file stands there as it has to be."""
        path = self._folder / name
        return path.is_file() and sha256(path) == digest

    def finish(self, manifest: dict[str, Any]) -> None:
        """Writes the manifest; then what an earlier run of the profile, or a stopped one, left there goes.

        A file that somebody has changed since stays.
        """
        write_text(self._folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        written = {str(file["name"]) for file in manifest["files"]}
        if manifest["profile"] == self._profile:
            for name, digest in self._known.items():
                if name not in written and self.holds(name, digest):
                    discard(self._folder / name)
        if self._begun:
            self._clear(written)
        discard(self._folder / UNFINISHED)

    def _clear(self, written: Collection[str]) -> None:
        """Takes away what a stopped run had made and this one has not, finished or half."""
        for path in self._folder.iterdir():
            is_half = path.name.startswith(".") and path.suffix in (".part", ".tmp")
            if is_half or (_stem(path.name) in self._begun and path.name not in {*written, *self._known}):
                discard(path)

    def _read(self, name: str) -> dict[str, Any]:
        """One of the folder's two notes; empty where it is not there."""
        path = self._folder / name
        try:
            content: Any = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ForeignFile(str(path)) from error
        if not isinstance(content, dict) or content.get("dossier") != self._dossier:
            raise ForeignFile(str(path))
        return dict(content)


def _stem(name: str) -> str:
    """The paper's name in a file's: without ending and number."""
    return _NUMBERED.sub("", name.rpartition(".")[0])
