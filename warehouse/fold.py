"""The one fold that both sides of a search go through; no database's tokenizer folds đ.

Writers and readers must change together: a new fold means a migration that folds every row again.
"""

import re
import unicodedata

VERSION = 1

_NOT_ALNUM = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case without marks, đ as d, everything but letters and digits as one blank."""
    lower = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in lower if not unicodedata.combining(letter))
    return _NOT_ALNUM.sub(" ", bare).strip()


def fold_number(text: str) -> str:
    """A document number without blanks, marks or kinds of dash: ``01234/QĐ - UBND`` is ``01234/qd-ubnd``."""
    lower = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in lower if not unicodedata.combining(letter))
    return re.sub(r"[^0-9a-z/-]", "", re.sub(r"[‐-―−_]", "-", bare))


def fold_parcel(text: str) -> str:
    """Map sheet and plot as ``sheet/plot`` without leading zeros."""
    parts = [part.strip().lstrip("0") or "0" for part in text.lower().split("/")]
    return "/".join(parts) if text.strip() else ""


def tokens(text: str) -> tuple[str, ...]:
    """The words of a folded text."""
    return tuple(fold(text).split())
