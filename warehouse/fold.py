"""The one fold that both sides of a search go through; no database's tokenizer folds đ.

Writers and readers must change together: a new fold means a migration that folds every row again.
"""

import re
import unicodedata

VERSION = 1


class _Letters(dict[int, str]):
    """Each letter's fold, worked out when it first comes; the alphabet is small, so it stays small."""

    def __missing__(self, code: int) -> str:
        bare = _without_marks(chr(code))
        folded = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in bare)
        self[code] = folded
        return folded


def _without_marks(text: str) -> str:
    lower = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in lower if not unicodedata.combining(letter))


_LETTERS = _Letters()
_MOST_WORDS = 100_000


class _Words(dict[str, str]):
    """Each word's fold; a text's words are few and come again (Vietnamese has some 7,000 syllables in use)."""

    def __missing__(self, word: str) -> str:
        is_plain = word.isascii() and word.isalnum()
        folded = word.lower() if is_plain else " ".join(word.translate(_LETTERS).split())
        # Why not what has digits: numbers hardly ever come again, and would push the words out.
        if folded.isalpha():
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = folded
        return folded


_WORDS = _Words()


def fold(text: str) -> str:
    """Lower case without marks, đ as d, everything but letters and digits as one blank."""
    return " ".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    """The words of a folded text, in their order; what was written in one, as ``12/QĐ``, stands in one with a blank."""
    return [folded for word in text.split() if (folded := _WORDS[word])]


def fold_number(text: str) -> str:
    """A document number without blanks, marks or kinds of dash: ``01234/QĐ - UBND`` is ``01234/qd-ubnd``."""
    return re.sub(r"[^0-9a-z/-]", "", re.sub(r"[‐-―−_]", "-", _without_marks(text)))


def fold_parcel(text: str) -> str:
    """Map sheet and plot as ``sheet/plot`` without leading zeros."""
    parts = [part.strip().lstrip("0") or "0" for part in text.lower().split("/")]
    return "/".join(parts) if text.strip() else ""
