"""Whether a file carries a signature, told without loading what judges signatures: that takes a second."""

import mmap
from pathlib import Path

from scanner_app.errors import PathMissing
from scanner_app.files import read_error
from warehouse.records import SignatureState

SIGNATURE_MARK = b"/ByteRange"
"""Stands in every signature, and uncompressed: its figures are patched once the file's length is known."""

_HEAD_BYTES = 1024


def is_signed(path: Path) -> bool:
    """Whether a file is a PDF that carries a signature, good or bad; quick on files that carry none.

    Raises:
        PathMissing, PathUnreadable: the file cannot be read.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if content.find(b"%PDF-", 0, _HEAD_BYTES) < 0 or content.find(SIGNATURE_MARK) < 0:
                return False
    except FileNotFoundError as error:
        raise PathMissing(str(path)) from error
    except OSError as error:
        raise read_error(path, error) from error
    except ValueError:
        return False  # an empty file cannot be mapped
    from scanner_app.signing import check

    return check(path).state is not SignatureState.UNSIGNED
