"""A PDF file written object by object: nothing is held in memory but the offsets."""

import hashlib
import re
import zlib
from pathlib import Path
from typing import BinaryIO

from scanner_app.export.types import FileSlice

_HEADER = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n%%Sohoa\n"
"""ISO 19005-1 and -2 6.1.2: the version and a comment of four bytes above 127; then whose file it is."""

_CHUNK = 1 << 20
_PLAIN = re.compile(r"[A-Za-z0-9_.+-]+")


def name(text: str) -> str:
    """A PDF name of letters, digits and ``_.+-``."""
    if not _PLAIN.fullmatch(text):
        raise ValueError(text)
    return f"/{text}"


def text_string(text: str) -> str:
    """A text string in UTF-16 with its mark, in hexadecimal, so that every letter survives."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def number(value: float) -> str:
    """A real number as short as a thousandth of a point needs."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


class PdfWriter:
    """Writes objects to an open file as they come and the cross-reference table at the end.

    The hash over everything written names the file (trailer ID), so the same content gives the same bytes.
    """

    def __init__(self, file: BinaryIO, version: str = "1.7") -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._position = 0
        self._offsets: dict[int, int] = {}
        self._last = 0
        self._write(_HEADER % version.encode("ascii"))

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._last += 1
        return self._last

    def add(self, body: str, reserved: int | None = None) -> int:
        """Writes an object and gives its number."""
        index = self._begin(reserved)
        self._write(f"{index} 0 obj\n{body}\nendobj\n".encode("ascii"))
        return index

    def add_stream(
        self,
        data: bytes | FileSlice,
        entries: str = "",
        *,
        compress: bool = False,
        reserved: int | None = None,
    ) -> int:
        """Writes a stream; ``entries`` are further entries of its dictionary."""
        if compress and isinstance(data, bytes):
            data = zlib.compress(data, 6)
            entries = f"{entries} /Filter /FlateDecode"
        index = self._begin(reserved)
        length = len(data) if isinstance(data, bytes) else data.length
        self._write(f"{index} 0 obj\n<< {entries} /Length {length} >>\nstream\n".encode("ascii"))
        if isinstance(data, bytes):
            self._write(data)
        else:
            self._copy(data)
        self._write(b"\nendstream\nendobj\n")
        return index

    @property
    def digest(self) -> bytes:
        """The first 16 bytes of the hash over what has been written so far."""
        return self._hash.digest()[:16]

    def finish(self, root: int, info: int) -> None:
        """Writes the cross-reference table and the trailer."""
        start = self._position
        rows = [f"xref\n0 {self._last + 1}\n0000000000 65535 f \n"]
        rows.extend(f"{self._offsets[index]:010d} 00000 n \n" for index in range(1, self._last + 1))
        self._write("".join(rows).encode("ascii"))
        identity = self.digest.hex()
        trailer = f"<< /Size {self._last + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{identity}> <{identity}>] >>"
        self._write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _begin(self, reserved: int | None) -> int:
        index = reserved or self.reserve()
        self._offsets[index] = self._position
        return index

    def _copy(self, part: FileSlice) -> None:
        left = part.length
        with Path(part.path).open("rb") as source:
            source.seek(part.offset)
            while left:
                chunk = source.read(min(left, _CHUNK))
                if not chunk:
                    raise EOFError(part.path)
                left -= len(chunk)
                self._write(chunk)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self._position += len(data)
