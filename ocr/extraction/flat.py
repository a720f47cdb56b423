"""A document's lines as one text whose every letter knows its word, page and box."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.text import fold_marks
from ocr.types import Box, Line, PageReading, Word


@dataclass(frozen=True, slots=True)
class Span:
    """Letters ``start`` to ``end`` of a flat text."""

    start: int
    end: int


class FlatText:
    """The lines of some pages joined by newlines, with a folded twin of the same length."""

    def __init__(self, pages: Sequence[PageReading]) -> None:
        parts: list[str] = []
        self.lines: list[tuple[int, Line, int]] = []
        self.pages = {page.number: page for page in pages}
        self._words: list[tuple[int, int, int, Word]] = []
        position = 0
        for page in pages:
            for line in page.lines:
                self.lines.append((page.number, line, position))
                for word in line.words:
                    self._words.append((position, position + len(word.text), page.number, word))
                    parts.append(word.text)
                    position += len(word.text) + 1
                    parts.append(" ")
                if line.words:
                    parts[-1] = "\n"
        self.text = "".join(parts)
        self.folded = fold_marks(self.text)

    def line_index(self, position: int) -> int:
        """The line in which a letter stands."""
        index = 0
        for number, (_page, _line, start) in enumerate(self.lines):
            if start > position:
                break
            index = number
        return index

    def words(self, span: Span) -> list[tuple[int, Word]]:
        """``(page, word)`` of every word that the span touches."""
        return [(page, word) for start, end, page, word in self._words if start < span.end and end > span.start]

    def proof(self, span: Span) -> tuple[int, Box, float]:
        """Page, box and confidence of a span; the confidence is that of its weakest word of two letters."""
        found = self.words(span)
        if not found:
            return (min(self.pages), Box(0, 0, 1, 1), 0.0)
        page = found[0][0]
        own = [word for number, word in found if number == page]
        box = own[0].box
        for word in own[1:]:
            box = box.union(word.box)
        weights = [word.confidence for _page, word in found if len(word.text) > 1] or [found[0][1].confidence]
        return (page, box, 0.5 * min(weights) + 0.5 * sum(weights) / len(weights))

    def find_label(self, label: str, start: int = 0, end: int | None = None) -> Span | None:
        """Where a printed label stands, letter for letter on the folded text, else within OCR's error."""
        stop = len(self.folded) if end is None else end
        match = label_pattern(label).search(self.folded, start, stop)
        if match:
            return Span(match.start(), match.end())
        wanted = " ".join(re.findall(r"[0-9a-z]+", fold_marks(label)))
        if len(wanted) < 9:
            return None
        return self._find_fuzzy(wanted, start, stop)

    def _find_fuzzy(self, wanted: str, start: int, stop: int) -> Span | None:
        best: tuple[float, Span] | None = None
        for _page, line, begin in self.lines:
            finish = begin + len(line.text)
            if begin < start - 200 or begin >= stop or finish <= start:
                continue
            low = max(begin, start)
            piece = self.folded[low : min(finish, stop)]
            if len(piece) < len(wanted) * 0.8:
                continue
            found = fuzz.partial_ratio_alignment(wanted, piece, score_cutoff=86)
            if found is not None and (best is None or found.score > best[0]):
                best = (found.score, Span(low + found.dest_start, low + found.dest_end))
        return best[1] if best else None


@functools.lru_cache(maxsize=4096)
def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a label on folded text: its words in order, anything but letters and digits between."""
    words = re.findall(r"[0-9a-z]+", fold_marks(label))
    body = r"[^0-9a-z\n]{0,4}".join(map(re.escape, words))
    return re.compile(rf"(?<![0-9a-z]){body}(?![0-9a-z])")
