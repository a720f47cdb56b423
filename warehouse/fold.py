"""The one fold that both sides of every comparison go through: marks and case do not matter, đ is d.

No database's own tokenizer folds đ, so the folded text is written beside the printed one.
"""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case without marks, đ as d, everything else than letters and digits as one blank."""
    lower = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    bare = "".join(character for character in lower if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def fold_number(text: str) -> str:
    """A document number for comparison: no blanks, no marks, capitals, one kind of dash."""
    return fold(text).replace(" ", "").upper()
