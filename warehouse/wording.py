"""What is typed into a search: words, "phrases", begin*; and what it may have been meant for.

Both databases get the same question, each in its own language: SQLite's FTS5 and PostgreSQL's ``tsquery``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, bindparam, func, select

from warehouse.fold import fold
from warehouse.models.star import search_word

_TYPED = re.compile(r'"([^"]*)"|(\S+)')
_SHORTEST_SLIP = 3
"""Letters; of two letters any other two are one slip away."""

_LONG = 7
"""Letters from which two slips are forgiven; syllables have seven at most (nghiêng)."""

_MOST_MEANT = 24
"""Words that one word may have been meant for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One word that must stand in the paper, in one of these forms; the last form may be a mere beginning."""

    forms: tuple[str, ...]
    is_beginning: bool = False

    def takes(self, word: str) -> bool:
        """Whether the word is one of the forms, or begins with one."""
        return word.startswith(self.forms) if self.is_beginning else word in self.forms


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``words`` as typed and folded, ``phrases`` those that stand side by side."""

    words: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def begins(self, words: Sequence[str]) -> bool:
        """Whether these words begin with what is asked for, in its order."""
        pairs = zip(self.slots, words, strict=False)
        return len(words) >= len(self.slots) and all(slot.takes(word) for slot, word in pairs)

    def as_tsquery(self) -> str:
        """For ``to_tsquery``; phrases are to be looked for beside it. A folded word is letters and digits alone."""
        return " & ".join(
            f"({' | '.join(f'{form}:*' if slot.is_beginning else form for form in slot.forms)})" for slot in self.slots
        )

    def as_fts5(self) -> str:
        """For FTS5's MATCH. Quoted, because AND, OR and NOT are words too."""
        parts = [
            f"({' OR '.join(f'{_quoted(form)}*' if slot.is_beginning else _quoted(form) for form in slot.forms)})"
            for slot in self.slots
        ]
        return " AND ".join([*parts, *(_quoted(" ".join(phrase)) for phrase in self.phrases)])


def _quoted(text: str) -> str:
    return f'"{text}"'


def parse(raw: str) -> Wanted:
    """The words of what was typed; between quotation marks a phrase, before an asterisk a beginning."""
    slots: list[Slot] = []
    phrases: list[tuple[str, ...]] = []
    for match in _TYPED.finditer(raw):
        words = fold(match[1] if match[1] is not None else match[2]).split()
        if match[1] is not None and len(words) > 1:
            phrases.append(tuple(words))
        slots += [Slot((word,)) for word in words]
        if words and match[2] is not None and match[2].endswith("*"):
            slots[-1] = Slot((words[-1],), is_beginning=True)
    return Wanted(tuple(slot.forms[0] for slot in slots), tuple(slots), tuple(phrases))


def steps(connection: Connection, typed: Wanted, *, with_words: bool) -> Iterator[Wanted]:
    """As typed; the last word as a beginning; unknown words as what was meant; all words so."""
    yield typed
    if not typed.slots or typed.phrases:
        return
    last = Slot(typed.slots[-1].forms, is_beginning=True)
    if last != typed.slots[-1]:
        yield replace(typed, slots=(*typed.slots[:-1], last))
    if not with_words:
        return
    doubtful = [slot.forms[0] for slot in typed.slots if _may_slip(slot)]
    known = _known(connection, doubtful)
    for words in (set(doubtful) - known, set(doubtful)):
        meant = {word: _meant(connection, word) for word in sorted(words)}
        slots = tuple(form for slot in typed.slots for form in (meant.get(slot.forms[0]) or (slot,)))
        if slots != typed.slots:
            yield replace(typed, slots=slots)


def _may_slip(slot: Slot) -> bool:
    return slot.forms[0].isalpha() and len(slot.forms[0]) >= _SHORTEST_SLIP and not slot.is_beginning


def _known(connection: Connection, words: Sequence[str]) -> set[str]:
    query = select(search_word.c.word).where(search_word.c.word.in_(bindparam("words", expanding=True)))
    return set(connection.execute(query, {"words": list(words)}).scalars()) if words else set()


def _meant(connection: Connection, word: str) -> tuple[Slot, ...]:
    """One slot with the words that are a slip away, or two where a blank was left out; empty where there is none."""
    slips = 2 if len(word) >= _LONG else 1
    length = func.length(search_word.c.word)
    query = select(search_word.c.word).where(length.between(len(word) - slips, len(word) + slips))
    far = [(OSA.distance(word, other, score_cutoff=slips), other) for other in connection.execute(query).scalars()]
    near = [other for distance, other in sorted(far) if distance <= slips][:_MOST_MEANT]
    if near:
        return (Slot(tuple(near)),)
    cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
    known = _known(connection, [part for halves in cuts for part in halves])
    return next((tuple(Slot((part,)) for part in halves) for halves in cuts if set(halves) <= known), ())
