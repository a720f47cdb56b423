"""Small records as JSON text and back."""

import dataclasses
import datetime as dt
import json

from warehouse.records import Component, PaperRef, SignatureState


def component_to_json(component: Component) -> str:
    """A component of the catalogue as it was when the dossier was opened."""
    return json.dumps(dataclasses.asdict(component), ensure_ascii=False)


def component_from_json(text: str) -> Component:
    """The component again."""
    raw = json.loads(text)
    return Component(**(raw | {"types": tuple(raw["types"])}))


def paper_to_json(paper: PaperRef) -> str:
    """A reference to a paper of the shared store."""
    return json.dumps(dataclasses.asdict(paper), ensure_ascii=False, default=str)


def paper_from_json(text: str) -> PaperRef:
    """The reference again."""
    raw = json.loads(text)
    for name in ("issued", "valid_until"):
        raw[name] = dt.date.fromisoformat(raw[name]) if raw[name] else None
    return PaperRef(**(raw | {"signature": SignatureState(raw["signature"])}))
