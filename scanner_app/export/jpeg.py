"""What a JPEG file says in its headers, read without decoding."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive Huffman coding: what a PDF reader decodes."""

_OTHER_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ADOBE = 0xEE


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """Size in stored pixels and number of colour components."""

    width: int
    height: int
    components: int


def read_jpeg(path: Path) -> JpegHeader | None:
    """The header of a JPEG that may go into a PDF as it is; None when it has to be coded anew.

    That is: ended, 8 bits, grey or YCbCr colour. CMYK would need another output intent.

    Raises:
        EOFError: the file is cut off within its headers.
    """
    with path.open("rb") as file:
        if file.read(2) != bytes([0xFF, _START]):
            return None
        header, is_rgb = _walk(file)
        if header is None or header.components not in (1, 3) or is_rgb:
            return None
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        if bytes([0xFF, _END]) not in file.read():
            # Cut off, or followed by a film as telephones do: the decoder knows.
            return None
    return header


def _walk(file: BinaryIO) -> tuple[JpegHeader | None, bool]:
    """The frame's header and whether the samples are RGB (Adobe transform 0 with three components)."""
    header: JpegHeader | None = None
    transform = 1
    while True:
        marker = _next_marker(file)
        if marker in (_SCAN, _END):
            return header, transform == 0 and header is not None and header.components == 3
        length = int.from_bytes(_read(file, 2))
        body = _read(file, max(0, length - 2))
        if marker in _FRAMES and len(body) >= 6 and body[0] == 8:
            header = JpegHeader(int.from_bytes(body[3:5]), int.from_bytes(body[1:3]), body[5])
        elif marker in _FRAMES or marker in _OTHER_FRAMES:
            return None, False
        elif marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= 12:
            transform = body[11]


def _next_marker(file: BinaryIO) -> int:
    byte = _read(file, 1)[0]
    while byte != 0xFF:
        byte = _read(file, 1)[0]
    while byte == 0xFF:
        byte = _read(file, 1)[0]
    return byte


def _read(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise EOFError
    return data
