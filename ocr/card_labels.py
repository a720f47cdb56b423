"""The English labels of the identity card, put right where the language model bent them.

Source of the wording: the card forms of the Ministry of Public Security (Thông tư 16/2024/TT-BCA and the chip card
"""

import difflib
from collections.abc import Sequence

from ocr.text import core, fold, is_syllable

_WORDS = (
    "socialist",
    "republic",
    "independence",
    "freedom",
    "happiness",
    "citizen",
    "identity",
    "card",
    "full",
    "name",
    "date",
    "birth",
    "sex",
    "nationality",
    "place",
    "origin",
    "residence",
    "expiry",
    "personal",
    "identification",
    "month",
    "year",
    "left",
    "right",
    "index",
    "finger",
    "director",
    "general",
    "police",
    "department",
    "administrative",
    "management",
    "social",
    "order",
    "registration",
    "number",
)
_STRONG = frozenset(("birth", "origin", "residence", "expiry", "nationality", "identification", "identity", "citizen"))
_OF = {"date": ("birth", "expiry", "issue"), "place": ("origin", "residence", "birth"), "republic": ("viet",)}
_CLOSE = 0.66
"""Least likeness by matching blocks; «dafe» has 0.75 of «date», and no Vietnamese syllable is looked at."""


def is_card(folded_words: Sequence[str]) -> bool:
    """Whether a page's folded words hold enough of a card's English labels."""
    return len(_STRONG.intersection(folded_words)) >= 2


def corrected(texts: Sequence[str]) -> list[str]:
    """One line's words with bent labels as the card prints them."""
    out = [_label(text) for text in texts]
    for index in range(1, len(out) - 1):
        before, after = fold(out[index - 1]), fold(out[index + 1])
        if len(core(out[index])) <= 2 and after in _OF.get(before, ()):
            out[index] = "of"
    return out


def _label(text: str) -> str:
    inner = core(text)
    lower = inner.lower()
    if len(inner) < 3 or not inner.isalpha() or lower in _WORDS or is_syllable(inner):
        return text
    near = difflib.get_close_matches(lower, _WORDS, n=1, cutoff=_CLOSE)
    if not near or abs(len(near[0]) - len(inner)) > 2:
        return text
    new = near[0].capitalize() if inner[:1].isupper() else near[0]
    return text.replace(inner, new)
