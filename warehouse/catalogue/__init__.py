"""Reference data of the law: procedures and their components, by date."""

import datetime as dt
import functools
import tomllib
from importlib import resources
from typing import Any

from warehouse.errors import ProcedureUnknown
from warehouse.records import Component, Procedure


@functools.cache
def read_data(name: str) -> dict[str, Any]:
    """A shipped TOML file."""
    return tomllib.loads(resources.files("warehouse.catalogue").joinpath(name).read_text("utf-8"))


def _in_force(day: dt.date) -> list[dict[str, Any]]:
    """The entries whose validity holds that day; an earlier day gets the first entry that we know."""
    entries: dict[str, dict[str, Any]] = {}
    for entry in sorted(read_data("procedures.toml")["procedure"], key=lambda item: item["valid_from"]):
        if entry["code"] not in entries or entry["valid_from"] <= day:
            entries[entry["code"]] = entry
    return list(entries.values())


def procedures(day: dt.date) -> tuple[Procedure, ...]:
    """All procedures on that day."""
    names = ("code", "name", "field", "working_days", "clock", "result_type", "source")
    return tuple(Procedure(**{name: entry[name] for name in names}) for entry in _in_force(day))


def procedure(code: str, day: dt.date) -> Procedure:
    """One procedure; its code may carry the suffix of a province. ``ProcedureUnknown`` otherwise."""
    short = ".".join(code.split(".")[:2])
    found = next((item for item in procedures(day) if item.code in (code, short)), None)
    if found is None:
        raise ProcedureUnknown(code, day.isoformat())
    return found


def components(code: str, day: dt.date) -> tuple[Component, ...]:
    """What a procedure asks for, in order."""
    known = procedure(code, day).code
    entry = next(item for item in _in_force(day) if item["code"] == known)
    return tuple(Component(**(raw | {"types": tuple(raw["types"]), "procedure": known})) for raw in entry["component"])
