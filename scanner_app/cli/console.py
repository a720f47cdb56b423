"""How commands speak: results on standard output, progress and problems on standard error."""

import json
import locale
import os
import sys
from collections.abc import Mapping
from typing import TextIO

from ocr.types import Problem
from scanner_app.messages import Message, explain_problem

_HARMLESS = "\n\t"
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in _HARMLESS}
"""Letters that steer a terminal (ISO/IEC 6429); a file's name or a paper's text must not."""


def interface_language(environment: Mapping[str, str] = os.environ) -> str:
    """``vi`` or ``en`` by SOHOA_LANGUAGE, else by the locale; Vietnamese where that names neither."""
    named = environment.get("SOHOA_LANGUAGE") or next(
        (environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), ""
    )
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""
    return "en" if named.lower().startswith("en") else "vi"


class Console:
    """The command line's two streams and its language."""

    def __init__(self, *, out: TextIO | None = None, err: TextIO | None = None, language: str | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self.language = language or interface_language()
        self._progress_width = 0
        for stream in (self._out, self._err):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="replace")

    def say(self, vi: str, en: str | None = None) -> None:
        """One line for people; ``en`` in an English locale."""
        self._clear()
        self._out.write((vi if self.language == "vi" or en is None else en).translate(_CONTROLS) + "\n")
        self._out.flush()

    def json(self, value: object) -> None:
        """One JSON document."""
        self._clear()
        self._out.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
        self._out.flush()

    def warn(self, message: Message | str, subject: str = "") -> None:
        """A problem, on standard error."""
        self._clear()
        text = message.text() if isinstance(message, Message) else message
        self._err.write((f"{subject}: {text}" if subject else text).translate(_CONTROLS) + "\n")
        self._err.flush()

    def tell(self, problem: Problem, subject: str) -> int:
        """A problem of a file or page, on standard error; gives the exit status that it asks for."""
        message = explain_problem(problem, self.language, subject)
        page = f"({problem.page})" if subject else f"{'trang' if self.language == 'vi' else 'page'} {problem.page}"
        self.warn(message, f"{subject} {page}".strip() if problem.page else subject)
        return message.exit_status

    def progress(self, text: str) -> None:
        """A line that overwrites itself; only where standard error is a terminal."""
        if not self._err.isatty():
            return
        self._err.write("\r" + text.translate(_CONTROLS).replace("\n", " ").ljust(self._progress_width))
        self._err.flush()
        self._progress_width = len(text)

    def _clear(self) -> None:
        if self._progress_width:
            self._err.write("\r" + " " * self._progress_width + "\r")
            self._progress_width = 0
