"""Our own check of ISO 19005-2 conformance level U, clause by clause, on what such files hold.

It is no full validator: it covers every clause that our writer, a signature or a careless tool could break.
"""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from scanner_app.export.types import Violation
from scanner_app.export.validation.content import content_violations
from scanner_app.export.validation.metadata import metadata_violations
from scanner_app.export.validation.objects import file_violations, object_violations

MAX_VIOLATIONS = 100
"""Enough to see what is wrong; a broken font would be named once per letter otherwise."""


def validate(path: Path) -> tuple[Violation, ...]:
    """The clauses that the file breaks; empty when it conforms as far as we check."""
    found: list[Violation] = []
    for violation in _violations(path):
        if violation not in found:
            found.append(violation)
        if len(found) >= MAX_VIOLATIONS:
            break
    return tuple(found)


def _violations(path: Path) -> Iterator[Violation]:
    try:
        with pikepdf.open(path) as pdf:
            yield from file_violations(path, pdf)
            yield from object_violations(pdf)
            yield from metadata_violations(pdf)
            yield from content_violations(pdf)
            for warning in pdf.get_warnings():
                yield Violation("6.1", str(warning))
    except pikepdf.PasswordError:
        yield Violation("6.1.3", "encrypted")
    except pikepdf.PdfError as error:
        yield Violation("6.1", str(error))
