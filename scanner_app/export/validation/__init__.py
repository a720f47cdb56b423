"""Our own check of ISO 19005-1 (level B) and 19005-2 (levels B and U), clause by clause, on what such files hold.

It is no full validator: it covers every clause that our writer, a signature or a careless tool could break.
"""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf

from scanner_app.export.types import Conformance, Violation
from scanner_app.export.validation.content import content_violations
from scanner_app.export.validation.metadata import Packet
from scanner_app.export.validation.objects import file_violations, object_violations
from scanner_app.export.validation.part1 import CLAUSES, part1_violations

UNICODE_CLAUSE = "6.2.11.7.2"
"""Level U alone asks for a Unicode value of every code."""

MAX_VIOLATIONS = 100
"""Enough to see what is wrong; a broken font would be named once per letter otherwise."""


def validate(path: Path, expected: Conformance | None = None) -> tuple[Violation, ...]:
    """The clauses that the file breaks of the part and level it claims; empty when it conforms as far as we check.

    With ``expected`` the claim itself is checked too. A file that claims nothing is held against 2u.
    """
    found: list[Violation] = []
    for violation in _violations(path, expected):
        if violation not in found:
            found.append(violation)
        if len(found) >= MAX_VIOLATIONS:
            break
    return tuple(found)


def claimed(path: Path) -> Conformance | None:
    """Which PDF/A a file says it is; None where it says none that we know, or is no PDF that opens."""
    try:
        with pikepdf.open(path) as pdf:
            return Packet(pdf).claim
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return None


def _violations(path: Path, expected: Conformance | None) -> Iterator[Violation]:
    try:
        with pikepdf.open(path) as pdf:
            packet = Packet(pdf)
            conformance = packet.claim or expected or Conformance.A2U
            shared = itertools.chain(
                file_violations(path, pdf),
                object_violations(pdf),
                packet.violations(expected),
                content_violations(pdf),
                (Violation("6.1", str(warning)) for warning in pdf.get_warnings()),
            )
            yield from _of(conformance, shared)
            if conformance.part == "1":
                yield from part1_violations(path, pdf)
    except pikepdf.PasswordError:
        yield Violation("6.1.3", "encrypted")
    except pikepdf.PdfError as error:
        yield Violation("6.1", str(error))


def _of(conformance: Conformance, violations: Iterable[Violation]) -> Iterator[Violation]:
    """Those that the part and level know, under their clauses there."""
    for violation in violations:
        if conformance is not Conformance.A2U and violation.clause == UNICODE_CLAUSE:
            continue
        if conformance.part != "1":
            yield violation
        elif violation.clause in CLAUSES:
            yield Violation(CLAUSES[violation.clause], violation.detail)
