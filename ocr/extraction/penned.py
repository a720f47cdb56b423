"""A value that stands by hand: its label is printed, behind it is writing that no word was read from."""

from ocr.doctypes import FieldSpec
from ocr.extraction.boundaries import Labels
from ocr.extraction.flat import FlatText, Span
from ocr.extraction.locate import bounds_of, label_hits
from ocr.handwriting import is_sound
from ocr.types import Box, FieldStatus, FieldValue, PageReading, Source, Zone

HANDWRITTEN = "handwritten"


def penned(spec: FieldSpec, flat: FlatText, labels: Labels) -> FieldValue | None:
    """The field without a value, with the place of the writing; None where none stands behind one of its labels."""
    for hit, _rank in label_hits(spec, flat, labels, bounds_of(spec, flat) or (0, len(flat.text))):
        words = flat.words(Span(hit.start, hit.end))
        if not words:
            continue
        last = words[-1]
        zone = _behind(flat.pages[last.page], last.upright, _next_x(flat, last.line, hit.end))
        if zone is not None:
            return FieldValue(
                name=spec.name,
                value=None,
                raw="",
                confidence=0.0,
                page=last.page,
                box=zone.box,
                status=FieldStatus.TO_CONFIRM,
                source=Source.PRINT,
                reasons=(HANDWRITTEN,),
            )
    return None


def reads_as_print(flat: FlatText, span: Span) -> bool:
    """Whether at least half of a value's letters stand in words that are readings, not an engine's guess at strokes."""
    words = [placed.word for placed in flat.words(span)]
    sound = sum(len(word.text) for word in words if is_sound(word))
    return 2 * sound >= sum(len(word.text) for word in words)


def _next_x(flat: FlatText, line: int, end: int) -> int | None:
    """Where the next sound word of the line begins, leaders aside."""
    after = [
        placed.upright.x
        for placed in flat.words(Span(end, flat.line_end(line)))
        if placed.start >= end and is_sound(placed.word)
    ]
    return min(after, default=None)


def _behind(page: PageReading, label: Box, limit: int | None) -> Zone | None:
    """The first zone of writing at the right of a label, in its line: a pen's letters stand higher than print."""
    top, bottom = label.y - label.height, label.bottom + label.height // 2
    fitting = [
        zone
        for zone in page.unread
        if zone.upright.x >= label.right - label.height
        and top <= zone.upright.y + zone.upright.height // 2 <= bottom
        and (limit is None or zone.upright.x + zone.upright.width // 2 < limit)
    ]
    return min(fitting, key=lambda zone: zone.upright.x, default=None)
