"""What is said to people for each stable code, in Vietnamese and English, and the exit status it means.

Qt-free, because the command line says the same as the window. The texts stand in ``messages.toml``.
"""

import functools
import string
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ocr.types import Problem
from scanner_app.errors import AppError

LANGUAGES = ("vi", "en")
BUG = 70


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what it means and what to do, as whole sentences."""

    code: str
    title: str
    explanation: str
    remedy: str
    exit_status: int

    def text(self) -> str:
        """All three as one line."""
        return f"{self.title}: {self.explanation} {self.remedy}"


@functools.cache
def _table() -> dict[str, dict[str, object]]:
    raw = resources.files("scanner_app").joinpath("messages.toml").read_text("utf-8")
    return tomllib.loads(raw)


def codes() -> tuple[str, ...]:
    """Every code that has a text."""
    return tuple(_table())


def explain(subject: BaseException | str, language: str, *data: object) -> Message:
    """The message for an error of ours, or for a code with its data; any other exception is a bug."""
    if isinstance(subject, BaseException):
        code = str(getattr(subject, "code", "APP"))
        data = subject.args
    else:
        code = subject
    entry = _table().get(code) or _table()[_family(code)]
    lines = entry[language if language in LANGUAGES else "en"]
    exit_status = entry["exit"]
    assert isinstance(lines, list)
    assert isinstance(exit_status, int)
    if code == "RULE-REFUSED" and data:
        specific = _rule_text(str(data[0]), language)
        if specific:
            lines = [lines[0], specific, lines[2]]
            data = data[1:]
    title, explanation, remedy = (_fill(str(line), data) for line in lines)
    return Message(code, title, explanation, remedy, exit_status)


def problem_of(error: AppError, page: int | None = None) -> Problem:
    """An error as the problem of one file or page, while the rest goes on."""
    data = tuple(str(argument) for argument in error.args)
    return Problem(error.code, page, ", ".join(data[1:]), data)


def explain_problem(problem: Problem, language: str, subject: str) -> Message:
    """The message for a problem of the file or page ``subject``."""
    return explain(problem.code, language, *(problem.data or (subject, problem.text)))


def _family(code: str) -> str:
    for prefix, family in (("OCR", "OCR"), ("DB", "DB"), ("SCAN", "SCAN-FAILED"), ("INPUT", "INPUT-DAMAGED")):
        if code.startswith(prefix):
            return family
    return "APP"


def _fill(template: str, data: tuple[object, ...]) -> str:
    """The template with its numbered data; missing data leave nothing behind."""
    parts: list[str] = []
    for literal, name, _spec, _conversion in string.Formatter().parse(template):
        parts.append(literal)
        if name is not None and int(name) < len(data):
            parts.append(str(data[int(name)]))
    return " ".join("".join(parts).replace("()", "").split()).replace(" .", ".")


@functools.cache
def _reasons() -> dict[str, dict[str, Any]]:
    raw = resources.files("scanner_app").joinpath("reasons.toml").read_text("utf-8")
    return tomllib.loads(raw)


def _rule_text(rule: str, language: str) -> str:
    return str(_reasons().get(rule, {}).get(language, ""))


def _words(rule: str, language: str, data: tuple[str, ...]) -> tuple[str, ...]:
    """The data as a clerk calls them, where the reason knows a word: ``owner`` is «chủ giấy tờ»."""
    known = _reasons().get(rule, {}).get("words", {})
    return tuple(str(known[item][language]) if item in known else item for item in data)


def reason(code: str, language: str, data: tuple[str, ...] = ()) -> str:
    """One sentence for the reason of a reuse answer, a field's status or a refused record; else the code."""
    text = _rule_text(code, language)
    return _fill(text, _words(code, language, data)) if text else code
