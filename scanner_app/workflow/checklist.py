"""What a dossier still lacks: each required component with what satisfies it now. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from warehouse.records import Answer, ComponentState, DocumentRow


class Presence(StrEnum):
    """How a component stands: among the papers, answered by the store, to be shown only, or missing."""

    HERE = "here"
    STORED = "stored"
    SHOWN = "shown"
    OPTIONAL = "optional"
    MISSING = "missing"


_STORED = frozenset({Answer.IN_STORE, Answer.REPLACED_BY_DATA})


@dataclass(frozen=True, slots=True)
class Item:
    """One component; ``reason`` and ``data`` say why the store answers it or does not."""

    name: str
    presence: Presence
    reason: str = ""
    data: tuple[str, ...] = ()


def checklist(components: Sequence[ComponentState], documents: Sequence[DocumentRow]) -> tuple[Item, ...]:
    """The components in catalogue order; a paper satisfies one component only."""
    waiting = [document.type for document in documents]
    items = []
    for state in components:
        found = next((kind for kind in waiting if kind in state.component.types), None)
        if found is not None:
            waiting.remove(found)
            items.append(Item(state.component.name, Presence.HERE))
        else:
            items.append(Item(state.component.name, _without_paper(state), state.reason, state.reason_data))
    return tuple(items)


def missing(items: Sequence[Item]) -> int:
    """How many required papers are neither here nor answered."""
    return sum(item.presence is Presence.MISSING for item in items)


def _without_paper(state: ComponentState) -> Presence:
    if state.answer in _STORED:
        return Presence.STORED
    if state.answer is Answer.TO_SHOW:
        return Presence.SHOWN
    return Presence.MISSING if state.component.required else Presence.OPTIONAL
