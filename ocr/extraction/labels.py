"""Finding printed labels in misread text: word by word, each within the engine's typical errors.

The last word of a label is what tells «người cha» from «người mẹ»; a whole-string likeness does not see that.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.text import fold_marks

_STOP = re.compile(r"[:;.]\s")
_WORD = re.compile(r"[0-9a-z]+")
_SKELETON = str.maketrans({"o": "a", "0": "a", "1": "i", "l": "i"})
"""A closed-up a is read as o (o, ò, ơ …), an l as 1 or i: source, error model of real scans."""

_EXACT = frozenset({"cha", "chang"})
"""Father and husband, as skeletons: a letter more makes them the family names Châu and Chang."""

MOST_WRONG = 0.22
"""Share of a label's letters that may be wrong."""

LONG_ENOUGH = 9
"""Letters from which a label may be read with errors: shorter ones would be found in other words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the folded text: its letters ``start`` to ``end`` and its skeleton."""

    start: int
    end: int
    skeleton: str


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label found at letters ``start`` to ``end`` with so many wrong letters."""

    start: int
    end: int
    errors: int


def skeleton(text: str) -> str:
    """Folded text with letters that the engine confuses made equal."""
    return text.translate(_SKELETON)


def tokens_of(folded: str) -> tuple[Token, ...]:
    """The words of a folded text."""
    return tuple(Token(m.start(), m.end(), skeleton(m.group())) for m in _WORD.finditer(folded))


@functools.lru_cache(maxsize=4096)
def label_words(label: str) -> tuple[str, ...]:
    """A label's words as skeletons."""
    return tuple(skeleton(word) for word in _WORD.findall(fold_marks(label)))


class LabelText:
    """A folded text whose words can be looked up by how they begin a label."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.tokens = tokens_of(folded)
        self._places: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            self._places.setdefault(token.skeleton, []).append(index)

    def find(self, label: str) -> list[LabelHit]:
        """Every place where the label stands, in order; a colon inside ends a label and is none of it."""
        words = label_words(label)
        if not words:
            return []
        letters = sum(map(len, words))
        budget = int(MOST_WRONG * letters) if letters >= LONG_ENOUGH else 0
        starts = [index for word, places in self._places.items() if _may_begin(words[0], word) for index in places]
        hits = []
        for index in sorted(starts):
            found = _match(self.tokens, index, words, budget)
            if found is None:
                continue
            start, end = self.tokens[index].start, self.tokens[found[0] - 1].end
            # Why: «Mục đích sử dụng: Đất» holds a value behind its colon, also where that reads as a full stop; a
            # speck in «công: dân số:» does not.
            if not _parts(self.folded[start:end], label) or self.folded[end : end + 1] == ":":
                hits.append(LabelHit(start, end, found[1]))
        return hits


def _parts(found: str, label: str) -> bool:
    """Whether a label's words stand on both sides of a colon or full stop that the label does not have."""
    return bool(_STOP.search(found)) and not _STOP.search(fold_marks(label))


@functools.lru_cache(maxsize=131072)
def _may_begin(first: str, word: str) -> bool:
    """Whether a label whose first word is ``first`` may begin with a word: misread, glued or torn."""
    return _wrong(first, word) is not None or word.startswith(first) or (len(word) >= 2 and first.startswith(word))


@functools.lru_cache(maxsize=65536)
def _wrong(wanted: str, word: str) -> int | None:
    """How many letters of a word are wrong, or None when too many for its length."""
    if wanted == word:
        return 0
    allowed = 0 if len(wanted) <= 2 or wanted in _EXACT else 1 if len(wanted) <= 5 else 2
    if not allowed or wanted[0].isdigit():
        return None
    distance = Levenshtein.distance(wanted, word, score_cutoff=allowed)
    return distance if distance <= allowed else None


def _match(tokens: Sequence[Token], index: int, words: Sequence[str], budget: int) -> tuple[int, int] | None:
    """Where the label's words end from token ``index`` on, and the errors; words may be glued or torn."""
    position, errors, word = index, 0, 0
    while word < len(words):
        if position >= len(tokens):
            return None
        text = tokens[position].skeleton
        wrong = _wrong(words[word], text)
        if wrong is not None:
            position, word = position + 1, word + 1
        elif word + 1 < len(words) and words[word] + words[word + 1] == text:
            wrong, position, word = 1, position + 1, word + 2
        elif position + 1 < len(tokens) and words[word] == text + tokens[position + 1].skeleton:
            wrong, position, word = 1, position + 2, word + 1
        else:
            return None
        errors += wrong
        if errors > budget:
            return None
    return position, errors
