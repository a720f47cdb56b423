"""Which small pieces of ink are full stops, commas, colons and hyphens, by where they stand to the letters.

Everything is measured against the letters beside a piece, so that it holds for every size and resolution. The shares
are those of the common text faces: x-height 0.43 to 0.55 of the em, full stop 0.10 to 0.14, monospaced cell 0.60.
"""

from dataclasses import dataclass

import numpy as np

from ocr.image import Array

STOP_GAP = 1.0
"""Letter heights from a letter to its full stop or comma: in a monospaced cell the dot stands 0.25 em in, beside the
0.1 em of a narrow letter."""

COLON_GAP = 1.6
"""The same for a colon, before which some leave a space; two dots one above the other prove themselves."""

BAR_GAP = 2.0
"""The same for a hyphen, on either side: «- » before an item leaves more than a monospaced space."""

LINE_REACH = 4.0
"""Letter heights within which another letter of the line tells where its baseline is."""

BASELINE = 0.12
"""Share of a letter's height within which bottoms stand on one line: round letters overshoot, pages are askew."""

DESCENT, HIGHEST_MARK = 0.45, 0.6
"""How far a comma hangs below the line, and how high it is, in letter heights."""

UPPER_DOT = (0.2, 1.1)
"""Where the upper dot of a colon lies above the baseline, in heights of a letter with or without ascender."""

BAR_PLACE = (0.18, 0.8)
"""Where the middle of a hyphen lies: 0.2 to 0.3 em above the baseline, over capitals higher."""

LEAST_INK = 0.5
"""Ink of a full stop in squares of the stroke's width: in no face is the dot narrower than three quarters of a stem."""

MOST_MARKS = 20_000
"""Small pieces of a page of which none is looked at: a page of print has 3,000, the screen of a picture has more."""

_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of ink: boxes ``(n, 4)`` as left, top, right, bottom (the last two exclusive), and their pixels of ink."""

    boxes: Array
    ink: Array

    @property
    def size(self) -> Array:
        """Width and height ``(n, 2)``."""
        return np.asarray(self.boxes[:, 2:] - self.boxes[:, :2])

    def turned(self, degrees: int) -> "Pieces":
        """The same for the page turned so far clockwise; coordinates may become negative."""
        left, top, right, bottom = self.boxes.T
        sides = {
            0: (left, top, right, bottom),
            90: (-bottom, left, -top, right),
            180: (-right, -bottom, -left, -top),
            270: (top, -right, bottom, -left),
        }[degrees]
        return Pieces(np.stack(sides, axis=1), self.ink)

    def where(self, chosen: Array) -> "Pieces":
        """Those that are chosen."""
        return Pieces(self.boxes[chosen], self.ink[chosen])


def punctuation(letters: Pieces, marks: Pieces, lonely: Array, stroke: float) -> Array:
    """Which of the pieces ``marks`` are punctuation, on a page whose lines run from left to right.

    ``lonely`` says which of them stand away from print: none of the others is given back, they only serve as the other
    half of a colon or semicolon. ``stroke`` is the width of the print's strokes in pixels.
    """
    found = np.zeros(len(marks.ink), bool)
    if not len(letters.ink) or not len(marks.ink) or len(marks.ink) > MOST_MARKS:
        return found
    letters = letters.where(np.argsort(letters.boxes[:, 3], kind="stable"))
    width, height = marks.size.T
    inked = marks.ink >= LEAST_INK * stroke**2
    bars = np.flatnonzero(lonely & inked & (width >= 1.8 * height) & (height <= 1.5 * stroke + 1))
    found[bars[_hyphens(letters, marks.where(bars))]] = True
    dots = np.flatnonzero(inked & (width <= 1.8 * height) & (height <= 2.5 * width + 1))
    places = _places_on_the_line(letters, marks.where(dots))
    stops = places.where(places.gap <= STOP_GAP)
    stops = stops.where(~_leads(marks.where(dots), stops, marks.where(lonely)))
    found[dots[stops.dot]] = True
    upper, lower = _colons(marks.where(dots), places)
    found[dots[upper]] = found[dots[lower]] = True
    return found & lonely


@dataclass(frozen=True, slots=True)
class _Places:
    """Dots that stand on the line behind a letter.

    ``dot`` is the dot's number, ``gap`` its distance from the letter before it in that letter's heights; ``baseline``
    and ``height`` are those of the nearest letter that stands on the line.
    """

    dot: Array
    gap: Array
    baseline: Array
    height: Array

    def where(self, chosen: Array) -> "_Places":
        return _Places(self.dot[chosen], self.gap[chosen], self.baseline[chosen], self.height[chosen])


def _pairs(ordered: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """The rows of ``low`` and ``high``, each with every place of ``ordered`` whose value lies between them."""
    begin, end = np.searchsorted(ordered, low, "left"), np.searchsorted(ordered, high, "right")
    counts = np.maximum(end - begin, 0)
    rows = np.repeat(np.arange(len(low)), counts)
    first = np.repeat(begin - np.cumsum(counts) + counts, counts)
    return rows, np.arange(len(rows)) + first


def _places_on_the_line(letters: Pieces, dots: Pieces) -> _Places:
    """Where dots are full stops, commas or lower dots of colons by their height in the line."""
    # Why some at a time: every dot is paired with the letters of its line, on a noisy page by the million.
    parts = [_places_of(letters, dots, begin, begin + _AT_ONCE) for begin in range(0, max(1, len(dots.ink)), _AT_ONCE)]
    return _Places(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Places.__slots__))


def _places_of(letters: Pieces, every: Pieces, begin: int, end: int) -> _Places:
    dots = every.where(np.arange(len(every.ink))[begin:end])
    tallest = float(letters.size[:, 1].max())
    bottom, size = dots.boxes[:, 3], dots.size
    row, place = _pairs(letters.boxes[:, 3], bottom - 1 - DESCENT * tallest, bottom + 1 + DESCENT * tallest)
    base, height = letters.boxes[place, 3], letters.size[place, 1]
    after = dots.boxes[row, 0] - letters.boxes[place, 2]
    below = bottom[row] - base
    # The letter before it may go below the line (g, y), so that another of the line must tell where the line is.
    is_beside = (after >= -1) & (below <= DESCENT * height) & (letters.boxes[place, 1] < dots.boxes[row, 1])
    gap = np.full(len(bottom), np.inf)
    np.minimum.at(gap, row[is_beside], after[is_beside] / height[is_beside])
    is_comma = (dots.boxes[row, 1] < base) & (below > 0) & (below <= DESCENT * height) & (size[row, 1] > size[row, 0])
    on_line = (np.abs(below) <= 1 + BASELINE * height) | is_comma
    away = np.maximum(after, letters.boxes[place, 0] - dots.boxes[row, 2])
    fits = on_line & (size[row, 1] <= HIGHEST_MARK * height) & (away <= LINE_REACH * height) & (gap[row] <= COLON_GAP)
    pairs = np.flatnonzero(fits)
    pairs = pairs[np.lexsort((away[pairs], row[pairs]))]
    dot, nearest = np.unique(row[pairs], return_index=True)
    pairs = pairs[nearest]
    return _Places(dot + begin, gap[dot], base[pairs], height[pairs])


def _leads(dots: Pieces, stops: _Places, lonely: Pieces) -> Array:
    """Which dots on the line have two lonely ones like them beside: the beginning of a dotted line to be filled in."""
    others = lonely.where(np.argsort(lonely.boxes[:, 3], kind="stable"))
    own = dots.boxes[stops.dot]
    row, place = _pairs(others.boxes[:, 3], own[:, 3] - 1, own[:, 3] + 1)
    gap = np.maximum(others.boxes[place, 0] - own[row, 2], own[row, 0] - others.boxes[place, 2])
    is_beside = (gap > 0) & (gap <= 2 * STOP_GAP * stops.height[row])
    is_like_it = _are_alike(others.ink[place], dots.ink[stops.dot[row]])
    return np.asarray(np.bincount(row[is_beside & is_like_it], minlength=len(own)) >= 2)


def _are_alike(one: Array, other: Array) -> Array:
    """Whether pieces have as much ink as each other, or as the dot and the comma of a semicolon."""
    return np.asarray(np.maximum(one, other) <= 3 * np.minimum(one, other))


def _colons(dots: Pieces, places: _Places) -> tuple[Array, Array]:
    """Numbers of upper and lower dots of colons and semicolons: alike in size, one above the other, at x-height."""
    middle = dots.boxes[:, 0] + dots.boxes[:, 2]
    order = np.argsort(middle, kind="stable")
    reach = dots.size[places.dot, 0] + 1  # doubled like the middles: half a dot's width
    row, place = _pairs(middle[order], middle[places.dot] - reach, middle[places.dot] + reach)
    lower, upper = places.dot[row], order[place]
    height, base = places.height[row], places.baseline[row]
    highest, lowest = base - UPPER_DOT[1] * height, base - UPPER_DOT[0] * height
    between = (dots.boxes[upper, 1] >= highest - 1) & (dots.boxes[upper, 3] <= lowest)
    apart = dots.boxes[upper, 3] < dots.boxes[lower, 1]
    fits = between & apart & _are_alike(dots.ink[upper], dots.ink[lower])
    return upper[fits], lower[fits]


def _hyphens(letters: Pieces, bars: Pieces) -> Array:
    """Numbers of the bars that stand beside a letter at a hyphen's height."""
    tallest = float(letters.size[:, 1].max())
    middle = (bars.boxes[:, 1] + bars.boxes[:, 3]) / 2
    row, place = _pairs(letters.boxes[:, 3], middle, middle + tallest)
    height = letters.size[place, 1]
    risen = (letters.boxes[place, 3] - middle[row]) / height
    gap = np.maximum(bars.boxes[row, 0] - letters.boxes[place, 2], letters.boxes[place, 0] - bars.boxes[row, 2])
    fits = (risen >= BAR_PLACE[0]) & (risen <= BAR_PLACE[1]) & (gap >= -1) & (gap <= BAR_GAP * height)
    return np.unique(row[fits & (bars.size[row, 0] <= 1.3 * height)])
