"""A field's value by its label: behind it, beside it, below it, over several lines.

Labels are those that forms print (domain of the types' TOML); where several places show one, the place that
begins its line and has a colon is the field's own, and a mention inside a sentence is not.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence

from ocr.doctypes import FieldSpec
from ocr.extraction.boundaries import ITEM, Labels
from ocr.extraction.flat import FlatText, Span
from ocr.extraction.found import Found
from ocr.extraction.labels import LabelHit
from ocr.extraction.layout import shares_row
from ocr.extraction.names import is_name_word
from ocr.extraction.neighbours import at_right, below_of, beside_of, in_column, right_of, row_rest
from ocr.text import is_shouted, nfc
from ocr.types import Line

_INNER_ITEM = re.compile(r"[;,.]?\s(?:\d\.\d{1,2}\.?\s|[\[{]\d{1,2}[\]}]|[b-hđ]\)\s)")
_BEHIND = re.compile(
    r"(?:\s*\([^():\n]{1,60}\)\s*(?=[:;.])|\s*/\s*[A-Za-z][A-Za-z .,']{1,48}(?=:))?[\s:.;,/\-–—…_*'\"“”’®©°)]*"
)
"""What stands between a label and its value: a remark in parentheses, the label in English, colon and dots."""

_SCRAPS = re.compile(r"^[-–—|!'`~^*•.,_\s]+(?=\d)")
"""Strokes before a numbered item: the rule of a table, a speck."""

_SHOWN = frozenset({"id_number", "tax_code", "money", "date", "serial"})
"""Kinds whose misread figures are worth showing."""

_ITEM_LABEL = re.compile(r"\W{0,2}\d{1,2}(?:\.\d{1,2})+\.?\s[^:\n]{3,60}:")
_PAIR = re.compile(r"\W*\d{1,5}[a-z]?\s?/\s?(\d{1,5}[a-z]?)(?!\d)")
_LONG = frozenset({"text", "address", "business_name"})
_FILLED = 0.80
_INDENT = 6
"""Line heights by which a paragraph's first line stands in; what begins farther left is another column."""

_SAME_AGAIN = 8


def by_label(spec: FieldSpec, flat: FlatText, labels: Labels, parses: Callable[[str], str | None]) -> Found | None:
    """The value of a labelled field; ``parses`` gives the value's canonical text, or None for no value."""
    bounds = bounds_of(spec, flat)
    if bounds is None:
        return None
    best: Found | None = None
    seen: list[tuple[float, str]] = []
    unread: list[int] = []
    for hit, anchor in label_hits(spec, flat, labels, bounds):
        for place in _values(spec, flat, hit, labels, bounds[1]):
            found = _of_pair(spec, flat, hit, place)
            value = parses(found.text)
            if value is None:
                unread += [hit.start] if spec.kind in _SHOWN and _has_figures(found.text) else []
                continue
            score = found.score * _quality(flat, hit) * (1 - 0.01 * anchor)
            seen.append((score, value))
            if best is None or score > best.score + 1e-6:
                best = dataclasses.replace(found, score=round(score, 4))
            break
    if best is None:
        return _unparsed(spec, flat, labels, bounds)
    if any(start < best.span.start and not _reads_at(flat, best.span, start) for start in unread):
        best = dataclasses.replace(best, doubt="label-skipped")
    chosen = parses(best.text)
    rivals = tuple(dict.fromkeys(value for score, value in seen if value != chosen and score >= 0.6))
    return dataclasses.replace(best, rivals=rivals[:5])


def _has_figures(text: str) -> bool:
    return sum(character.isdigit() for character in text[:24]) >= 6


def _reads_at(flat: FlatText, span: Span, start: int) -> bool:
    """Whether a value belongs to the label at a letter after all: on its line or the next."""
    return flat.line_index(span.start) - flat.line_index(start) <= 1 and span.start - start < 60


def _of_pair(spec: FieldSpec, flat: FlatText, hit: LabelHit, found: Found) -> Found:
    """The second of two numbers where a cell names two: «Thửa đất số / Tờ bản đồ số»: «1125/11»."""
    if spec.kind != "parcel" or not flat.text[: hit.start].rstrip(" ").endswith("/"):
        return found
    pair = _PAIR.match(found.text)
    return dataclasses.replace(found, text=pair.group(1)) if pair else found


def _unparsed(spec: FieldSpec, flat: FlatText, labels: Labels, bounds: tuple[int, int]) -> Found | None:
    """What stands behind a sure label without being a value, for a person to see: figures that were misread."""
    if spec.kind not in _SHOWN:
        return None
    for hit, _rank in label_hits(spec, flat, labels, bounds):
        found = _behind(spec, flat, hit, labels, bounds[1])
        figures = sum(character.isdigit() for character in found.text) if found else 0
        if found is not None and _quality(flat, hit) >= 0.95 and 3 <= figures <= 24:
            return dataclasses.replace(found, score=0.5)
    return None


def bounds_of(spec: FieldSpec, flat: FlatText) -> tuple[int, int] | None:
    """Between which letters the field's label counts; None when its part of the form was not found."""
    start, end = 0, len(flat.text)
    if spec.section:
        section = flat.find_label(spec.section)
        if section is None:
            return None
        start = section.end
    if spec.until:
        until = flat.find_label(spec.until, start)
        if until is not None:
            end = until.start
    return start, end


def label_hits(
    spec: FieldSpec, flat: FlatText, labels: Labels, bounds: tuple[int, int]
) -> Iterator[tuple[LabelHit, int]]:
    """Where a field's labels stand within the bounds, with the rank of the label among the field's."""
    found: dict[int, tuple[LabelHit, int]] = {}
    for rank, anchor in enumerate(spec.anchors):
        for hit in flat.find_labels(anchor, *bounds)[:_SAME_AGAIN]:
            known = found.get(hit.start)
            if known is None:
                found[hit.start] = (hit, rank)
            elif hit.end > known[0].end:
                found[hit.start] = (hit, known[1])
    for hit, rank in found.values():
        if not labels.longer(hit, spec.anchors):
            yield hit, rank


def _quality(flat: FlatText, hit: LabelHit) -> float:
    """1 when the label begins its line or item and a colon follows; less for words inside a sentence."""
    _page, line, start = flat.lines[flat.line_index(hit.start)]
    before = _SCRAPS.sub("", flat.text[start : hit.start])
    begins = not re.search(r"\w", before) or bool(ITEM.fullmatch(before.strip() + " "))
    after = flat.text[hit.end : hit.end + 4].lstrip()
    capital = flat.text[hit.start : hit.start + 1].isupper()
    colon = after[:1] in (":", ".", ";", "/") or (begins and not after)
    if is_shouted(line.text) and after[:1] != ":" and (not before or flat.text[hit.start : hit.end].isupper()):
        return 0.3  # the paper's title, or a heading, says the label's words
    return 0.4 + (0.4 if begins else 0.1 if capital else 0.0) + (0.2 if colon else 0.0) - 0.02 * hit.errors


def _values(spec: FieldSpec, flat: FlatText, hit: LabelHit, labels: Labels, limit: int) -> Iterator[Found]:
    """What may be the label's value: the rest of its line, the cell at its right, the cell below."""
    behind = _behind(spec, flat, hit, labels, limit)
    index = flat.line_index(hit.end - 1)
    wrapped = _wrapped(flat, hit, index, labels, limit) if spec.kind not in _LONG else None
    if behind is not None and wrapped is not None and spec.kind == "name" and _is_torn_name(flat, wrapped):
        yield wrapped
    if behind is not None:
        yield behind
    if spec.kind == "date" and (rest := row_rest(flat, hit, index)):
        yield Found(rest, Span(hit.end, flat.line_end(index)), 0.95)
    yield from _cells(spec, flat, hit, labels, limit)
    if wrapped is not None:
        yield wrapped


def _cells(spec: FieldSpec, flat: FlatText, hit: LabelHit, labels: Labels, limit: int) -> Iterator[Found]:
    """The cell at the label's right and the one below it."""
    index = flat.line_index(hit.end - 1)
    below = below_of(flat, hit, index)
    deeper = below_of(flat, below, flat.line_index(below.start)) if below and _is_unit(flat, below) else None
    beside = right_of(flat, index)
    is_empty = beside is None and not re.search(r"\w", flat.text[hit.end : flat.line_end(index)])
    column = in_column(flat, index, labels) if spec.kind not in _LONG else None
    for place, score in ((beside, 1.0), (below, 0.98 if is_empty else 0.9), (deeper, 0.85), (column, 0.85)):
        if place is None or place.start >= limit or labels.is_heading(place):
            continue
        cell = _without_lead(flat, place)
        if _ITEM_LABEL.match(flat.text, cell.start, cell.end):
            continue  # the first of several items under a heading
        end = labels.ends_value(cell.start, cell.end, Span(hit.start, hit.end))
        if end == cell.end and spec.kind in _LONG:
            row = flat.line_index(cell.start)
            lines = _continuations(flat, row, labels, limit) or _at_margin(flat, index, row, labels, limit)
            whole = _continued(flat, cell.start, row, lines, labels)
            if not labels.names(whole.text):
                yield dataclasses.replace(whole, score=score)
        elif end > cell.start:
            row = flat.line_index(cell.start)
            rest = _at_margin(flat, index, row, labels, limit)[:1] if spec.kind == "name" and end == cell.end else []
            if rest:
                whole = _continued(flat, cell.start, row, rest, labels)
                if _is_torn_name(flat, whole):
                    yield dataclasses.replace(whole, score=score)
            yield Found(nfc(flat.text[cell.start : end]), Span(cell.start, end), score)


def _is_unit(flat: FlatText, cell: Span) -> bool:
    """Whether a cell says nothing but the unit of what stands below it: «(m²)», «(đồng)»."""
    return bool(re.fullmatch(r"\W*(?:m.?|dong|vnd)\W*", flat.folded[cell.start : cell.end]))


def _without_lead(flat: FlatText, cell: Span) -> Span:
    """A cell without the colon or the dots that stand before its value."""
    lead = _BEHIND.match(flat.text, cell.start, cell.end)
    return Span(lead.end(), cell.end) if lead and lead.end() < cell.end else cell


def _behind(spec: FieldSpec, flat: FlatText, hit: LabelHit, labels: Labels, limit: int) -> Found | None:
    index = flat.line_index(hit.end - 1)
    line_end = flat.line_end(index)
    lead = _BEHIND.match(flat.text, hit.end, line_end)
    begin = lead.end() if lead else hit.end
    end = min(line_end, limit)
    if begin >= end:
        return None
    cut = labels.ends_value(begin, end, Span(hit.start, hit.end))
    item = _INNER_ITEM.search(flat.text, begin + 1, cut)
    if item:
        cut = item.start()
    if cut == line_end and spec.kind in _LONG:
        return _continued(flat, begin, index, _continuations(flat, index, labels, limit), labels)
    text = nfc(flat.text[begin:cut])
    return Found(text, Span(begin, cut)) if text else None


def _wrapped(flat: FlatText, hit: LabelHit, index: int, labels: Labels, limit: int) -> Found | None:
    """The rest of the label's line with the next line of its column, when the line is full."""
    begin = min(hit.end, flat.line_end(index))
    lead = _BEHIND.match(flat.text, begin, flat.line_end(index))
    begin = lead.end() if lead else begin
    is_empty = begin >= flat.line_end(index)
    following = _continuations(flat, index, labels, limit, is_open=is_empty)
    if not following:
        return None
    start, end = flat.lines[following[0]][2], flat.line_end(following[0])
    stop = labels.ends_value(start, end, Span(start, start))
    text = nfc(f"{flat.text[begin : flat.line_end(index)]} {flat.text[start:stop]}")
    return Found(text, Span(min(begin, start), stop), 0.95)


def _is_torn_name(flat: FlatText, wrapped: Found) -> bool:
    """Whether a name goes on in the next line: that holds nothing but one or two words of a name."""
    words = flat.text[flat.lines[flat.line_index(wrapped.span.end - 1)][2] : wrapped.span.end].split()
    return 1 <= len(words) <= 2 and all(is_name_word(word) for word in words)


def _continued(flat: FlatText, begin: int, index: int, lines: Sequence[int], labels: Labels) -> Found:
    """A long value with the lines on which it goes on."""
    cut = flat.line_end(index)
    parts = [flat.text[begin:cut]]
    for following in lines:
        start, end = flat.lines[following][2], flat.line_end(following)
        stop = labels.ends_value(start, end, Span(start, start))
        parts.append(flat.text[start:stop])
        cut = stop
        if stop < end:
            break
    return Found(nfc(" ".join(parts)), Span(begin, cut))


def _continuations(flat: FlatText, index: int, labels: Labels, limit: int, *, is_open: bool = False) -> list[int]:
    """The lines that go on with a value: right below, in its column, without a label of their own.

    A line that is not full ends its value, unless it ``is_open``: a label without anything behind.
    """
    taken: list[int] = []
    page, line, _start = flat.lines[index]
    first, reach = line, _reach(flat, page, line)
    for following in range(index + 1, min(index + 6, len(flat.lines))):
        number, other, start = flat.lines[following]
        if number != page or start >= limit:
            break
        if beside_of(line, other) or other.upright.x < line.upright.x - _INDENT * line.upright.height:
            continue
        if len(other.text) <= 2 and not other.text.isdigit() and other.upright.x > line.upright.x + line.upright.height:
            continue  # a stroke beside the text
        gap = other.upright.y - line.upright.bottom
        tall = max(line.upright.height, other.upright.height)
        is_full = line.upright.right >= _FILLED * reach or (is_open and not taken)
        if gap > 1.1 * tall or not is_full or labels.begins(following):
            break
        if other.upright.x > line.upright.x + 0.45 * max(1, line.upright.width):
            break
        if _is_heading(other.text) and not is_shouted(line.text.rpartition(":")[2]):
            break
        if any(_asks(left, other, first) and labels.begins(at) for at, left in _around(flat, following)):
            break  # the value of the next label
        taken.append(following)
        line = other
        if len(taken) == 3:
            break
    return taken


def _at_margin(flat: FlatText, label: int, row: int, labels: Labels, limit: int) -> list[int]:
    """The lines on which a value goes on that stands beside its label and breaks to the label's own margin."""
    page, asked, _start = flat.lines[label]
    answer, at = flat.lines[row][1], max(label, row) + 1
    if row == label or at >= len(flat.lines) or flat.lines[at][2] >= limit or labels.begins(at):
        return []
    number, line, _begin = flat.lines[at]
    tall = max(answer.upright.height, line.upright.height)
    if number != page or line.upright.y - answer.upright.bottom > 1.1 * tall or _is_heading(line.text):
        return []
    if abs(line.upright.x - asked.upright.x) > tall or any(beside_of(line, other) for _at, other in _around(flat, at)):
        return []
    right = max(other.upright.right for where, other, _first in flat.lines if where == page)
    if not line.text[:1].islower() and answer.upright.right < _FILLED * right:
        return []
    return [at, *_continuations(flat, at, labels, limit)]


def _around(flat: FlatText, index: int) -> Iterator[tuple[int, Line]]:
    """The lines of the same page that stand near a line in reading order."""
    page = flat.lines[index][0]
    for at in range(max(0, index - 4), min(len(flat.lines), index + 5)):
        if at != index and flat.lines[at][0] == page:
            yield at, flat.lines[at][1]


def _reach(flat: FlatText, page: int, line: Line) -> int:
    """How far right the lines of the same column go."""
    tall = 6 * line.upright.height
    others = [other.upright for number, other, _start in flat.lines if number == page]
    beside = min((other.upright.x for other, _number in at_right(flat, page, line)), default=0)
    same = [box.right for box in others if abs(box.x - line.upright.x) < tall and (not beside or box.right < beside)]
    return max(same, default=line.upright.right)


def _asks(left: Line, line: Line, first: Line) -> bool:
    """Whether what stands at a line's left is no part of the label that the value's first line answers."""
    return beside_of(left, line) and not shares_row(left, first)


def _is_heading(text: str) -> bool:
    return sum(character.isalpha() for character in text) > 6 and is_shouted(text)
