"""What a rule found: a text with the letters it stands in."""

from dataclasses import dataclass

from ocr.extraction.flat import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A text that a rule found; ``score`` from 0 to 1 says how surely the place is the field's.

    ``rivals`` are texts that stand behind the same label elsewhere on the paper. ``doubt`` says why the place
    may be another's: an earlier one was not readable, or no label was.
    """

    text: str
    span: Span
    score: float = 1.0
    rivals: tuple[str, ...] = ()
    doubt: str = ""
