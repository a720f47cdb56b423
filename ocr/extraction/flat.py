"""A document's lines as one text whose every letter knows its word, page and box."""

import bisect
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.extraction.cells import joined_labels
from ocr.extraction.labels import LabelHit, LabelText
from ocr.extraction.layout import arranged
from ocr.extraction.matrix import persons_apart
from ocr.extraction.parts import named_parts
from ocr.text import fold_marks
from ocr.types import Box, Line, PageReading, Word


@dataclass(frozen=True, slots=True)
class Span:
    """Letters ``start`` to ``end`` of a flat text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of the flat text: where its letters stand, its page, and its box on the upright page."""

    start: int
    end: int
    page: int
    line: int
    word: Word
    upright: Box


class FlatText:
    """The lines of some pages joined by newlines, with a folded twin of the same length.

    ``columns`` says that the form prints two persons side by side; each column is then read whole. ``labels`` are
    set together where a narrow cell breaks them.
    """

    def __init__(self, pages: Sequence[PageReading], *, columns: bool = False, labels: Sequence[str] = ()) -> None:
        self.lines: list[tuple[int, Line, int]] = []
        self.pages = {page.number: page for page in pages}
        self.placed: list[Placed] = []
        self._hits: dict[str, list[LabelHit]] = {}
        parts: list[str] = []
        position = 0
        for page in pages:
            for line in joined_labels(_in_order(page, columns=columns), labels):
                if not line.words:
                    continue
                number = len(self.lines)
                self.lines.append((page.number, line, position))
                for word, upright in zip(line.words, uprights_of(line), strict=True):
                    self.placed.append(Placed(position, position + len(word.text), page.number, number, word, upright))
                    parts.append(word.text)
                    position += len(word.text) + 1
                    parts.append(" ")
                parts[-1] = "\n"
        self.text = "".join(parts)
        self.folded = fold_marks(self.text)
        self._starts = [start for _page, _line, start in self.lines]
        self._word_starts = [placed.start for placed in self.placed]

    @functools.cached_property
    def _labels(self) -> LabelText:
        return LabelText(self.folded)

    def line_index(self, position: int) -> int:
        """The line in which a letter stands."""
        return max(0, bisect.bisect_right(self._starts, position) - 1)

    def line_end(self, index: int) -> int:
        """Where a line's letters end."""
        _page, line, start = self.lines[index]
        return start + len(line.text)

    def words(self, span: Span) -> list[Placed]:
        """Every word that the span touches."""
        first = max(0, bisect.bisect_right(self._word_starts, span.start) - 1)
        found = []
        for placed in self.placed[first:]:
            if placed.start >= span.end:
                break
            if placed.end > span.start:
                found.append(placed)
        return found

    def upright(self, span: Span) -> Box | None:
        """The box of a span on its upright page; of its first page's part when it runs over pages."""
        found = self.words(span)
        if not found:
            return None
        box = found[0].upright
        for placed in found[1:]:
            if placed.page == found[0].page:
                box = box.union(placed.upright)
        return box

    def proof(self, span: Span) -> tuple[int, Box, float]:
        """Page, box and confidence of a span; the confidence is half that of its weakest longer word."""
        found = self.words(span)
        if not found:
            return (min(self.pages), Box(0, 0, 1, 1), 0.0)
        page = found[0].page
        own = [placed.word for placed in found if placed.page == page]
        box = own[0].box
        for word in own[1:]:
            box = box.union(word.box)
        weights = [placed.word.confidence for placed in found if len(placed.word.text) > 1]
        weights = weights or [found[0].word.confidence]
        return (page, box, 0.5 * min(weights) + 0.5 * sum(weights) / len(weights))

    def find_labels(self, label: str, start: int = 0, end: int | None = None) -> list[LabelHit]:
        """Where a printed label stands, within the engine's typical errors; in order."""
        if label not in self._hits:
            self._hits[label] = self._labels.find(label)
        stop = len(self.folded) if end is None else end
        return [hit for hit in self._hits[label] if hit.start >= start and hit.end <= stop]

    def find_label(self, label: str, start: int = 0, end: int | None = None) -> Span | None:
        """The first place of the first alternative (parted by ``|``) that stands there at all."""
        for alternative in label.split("|"):
            hits = self.find_labels(alternative, start, end)
            if hits:
                least = min(hit.errors for hit in hits)
                best = next(hit for hit in hits if hit.errors == least)
                return Span(best.start, best.end)
        return None


def _in_order(page: PageReading, *, columns: bool) -> tuple[Line, ...]:
    plain = arranged(page)
    told = persons_apart(plain)
    return told if told != plain else named_parts(arranged(page, columns=columns))


def uprights_of(line: Line) -> tuple[Box, ...]:
    """The words' boxes on the upright page; where they are not known, the line's box parted by length."""
    if len(line.word_uprights) == len(line.words):
        return line.word_uprights
    letters = max(1, len(line.text))
    boxes, position = [], 0
    for word in line.words:
        left = line.upright.x + line.upright.width * position // letters
        width = max(1, line.upright.width * len(word.text) // letters)
        boxes.append(Box(left, line.upright.y, width, line.upright.height))
        position += len(word.text) + 1
    return tuple(boxes)


@functools.lru_cache(maxsize=4096)
def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a label on folded text: its words in order, anything but letters and digits between."""
    words = re.findall(r"[0-9a-z]+", fold_marks(label))
    body = r"[^0-9a-z\n]{0,4}".join(map(re.escape, words))
    return re.compile(rf"(?<![0-9a-z]){body}(?![0-9a-z])")
