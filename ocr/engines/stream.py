"""Tesseract kept running: names of images in, words out, as long as the worker lives.

Starting the program and loading its model costs as much as reading a third of a page. The program can take names of
images from its input one by one (``stream_filelist``), which pytesseract, made for one call per image, does not use.
"""

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from ocr.errors import PageTimeout

_READ_BYTES = 65536
_MOST_IMAGES = 500
"""Images after which the program is started afresh, so that what it may leak stays small."""

_PAGE_LEVEL = "1"
_BLANK_PX, _BLANK_DPI = 64, 300


class StreamEnded(Exception):
    """The program ended before it answered: a broken image, a version without streams, somebody's signal."""


class TesseractStream:
    """One running Tesseract of one configuration; ``arguments`` stand behind input and output.

    The program writes to a terminal of its own, because to a pipe it would hold back the end of each answer. It says
    when a page begins and not when it ends; therefore each image is followed by a blank one.
    """

    def __init__(self, command: str, arguments: Sequence[str]) -> None:
        # Why: words of earlier pages must not lean on the next; a page reads the same in any company.
        alone = ("-c", "tessedit_enable_doc_dict=0")
        self._command = [command, "-", "-", *arguments, *alone, "-c", "stream_filelist=1", "tsv"]
        self._process: subprocess.Popen[bytes] | None = None
        self._answers = -1
        self._given = 0

    def read(self, image: Path, timeout_s: float) -> str:
        """The table of words of one image, as TSV; the image carries its own resolution.

        A blank image is put beside it in its folder.

        Raises:
            PageTimeout: the program took longer and was ended.
            StreamEnded: it ended by itself.
        """
        if self._process is None or self._given >= 2 * _MOST_IMAGES:
            self.close()
            self._start()
        try:
            return self._asked(image, time.monotonic() + timeout_s, timeout_s)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Ends the program; it starts again when it is asked next."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        os.close(self._answers)

    def _start(self) -> None:
        self._answers, theirs = _terminal()
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=theirs, stderr=subprocess.DEVNULL, bufsize=0
            )
        except OSError as error:
            os.close(self._answers)
            raise StreamEnded from error
        finally:
            os.close(theirs)
        self._given = 0

    def _asked(self, image: Path, until: float, timeout_s: float) -> str:
        process = self._process
        if process is None or process.stdin is None:
            raise StreamEnded
        blank = image.with_name("blank.bmp")
        Image.new("L", (_BLANK_PX, _BLANK_PX), 255).save(blank, dpi=(_BLANK_DPI, _BLANK_DPI))
        try:
            process.stdin.write(b"%s\n%s\n" % (os.fsencode(image), os.fsencode(blank)))
        except OSError as error:
            raise StreamEnded from error
        self._given += 2
        end = f"\n{_PAGE_LEVEL}\t{self._given}\t".encode("ascii")
        table = b""
        while end not in table or not table.endswith(b"\n"):
            if not select.select([self._answers], [], [], max(0.0, until - time.monotonic()))[0]:
                raise PageTimeout(timeout_s)
            table += self._some()
        return table[: table.index(end)].decode("utf-8", errors="replace")

    def _some(self) -> bytes:
        try:
            data = os.read(self._answers, _READ_BYTES)
        except OSError as error:  # what Linux answers when the other side of a terminal is gone
            raise StreamEnded from error
        if not data:
            raise StreamEnded
        return data


def _terminal() -> tuple[int, int]:
    """Our side and theirs of a terminal that passes bytes on as they are.

    Raises:
        StreamEnded: no terminal can be had.
    """
    import pty
    import tty

    try:
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
    except OSError as error:
        raise StreamEnded from error
    return ours, theirs
