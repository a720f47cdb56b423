"""Reference data of the law: procedures and their components, by date.

What ships with the program is read unless a station's reference folder holds a newer, published file.
"""

import datetime as dt
import functools
import logging
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from warehouse.deadlines import calendar_of
from warehouse.errors import ProcedureUnknown
from warehouse.records import Component, Procedure

log = logging.getLogger(__name__)

_FILE = "procedures.toml"
_PROCEDURE = ("code", "name", "field", "working_days", "clock", "result_type", "source")


@functools.cache
def read_data(name: str) -> dict[str, Any]:
    """A shipped TOML file."""
    return tomllib.loads(resources.files("warehouse.catalogue").joinpath(name).read_text("utf-8"))


def check_data(name: str, data: dict[str, Any]) -> None:
    """Whether published data have the form of ``procedures`` or ``calendar``; ``ValueError`` says where not."""
    try:
        if name == "calendar":
            calendar_of(data)
            return
        for entry in data["procedure"]:
            Procedure(**{key: entry[key] for key in _PROCEDURE})
            if not isinstance(entry["valid_from"], dt.date):
                raise TypeError(f"{entry['code']}: valid_from")
            for raw in entry["component"]:
                _component(raw, entry["code"])
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def _published(folder: Path | None) -> dict[str, Any]:
    path = folder / _FILE if folder is not None else None
    if path is None or not path.is_file():
        return read_data(_FILE)
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        log.warning("the published catalogue cannot be read; the shipped one is used")
        return read_data(_FILE)


@functools.lru_cache(maxsize=4)
def _parsed(path: Path, _mtime_ns: int) -> dict[str, Any]:
    data = tomllib.loads(path.read_text("utf-8"))
    check_data("procedures", data)
    return data


def _in_force(day: dt.date, folder: Path | None) -> list[dict[str, Any]]:
    """The entries whose validity holds that day; an earlier day gets the first entry that we know."""
    entries: dict[str, dict[str, Any]] = {}
    for entry in sorted(_published(folder)["procedure"], key=lambda item: item["valid_from"]):
        if entry["code"] not in entries or entry["valid_from"] <= day:
            entries[entry["code"]] = entry
    return list(entries.values())


def procedures(day: dt.date, folder: Path | None = None) -> tuple[Procedure, ...]:
    """All procedures on that day."""
    return tuple(Procedure(**{name: entry[name] for name in _PROCEDURE}) for entry in _in_force(day, folder))


def procedure(code: str, day: dt.date, folder: Path | None = None) -> Procedure:
    """One procedure; its code may carry the suffix of a province. ``ProcedureUnknown`` otherwise."""
    short = ".".join(code.split(".")[:2])
    found = next((item for item in procedures(day, folder) if item.code in (code, short)), None)
    if found is None:
        raise ProcedureUnknown(code, day.isoformat())
    return found


def components(code: str, day: dt.date, folder: Path | None = None) -> tuple[Component, ...]:
    """What a procedure asks for, in order."""
    known = procedure(code, day, folder).code
    entry = next(item for item in _in_force(day, folder) if item["code"] == known)
    return tuple(_component(raw, known) for raw in entry["component"])


@dataclass(frozen=True, slots=True)
class Version:
    """A procedure as it was from a day on."""

    valid_from: dt.date
    name: str
    attributes: dict[str, str]


@functools.lru_cache(maxsize=256)
def history(code: str, published: str | None = None) -> tuple[Version, ...]:
    """Every version of a procedure that the published catalogue (else the shipped one) knows, in order."""
    data = tomllib.loads(published) if published is not None else read_data(_FILE)
    short = ".".join(code.split(".")[:2])
    entries = [entry for entry in data["procedure"] if entry["code"] in (code, short)]
    return tuple(
        Version(entry["valid_from"], entry["name"], {name: str(entry[name]) for name in _ATTRIBUTES})
        for entry in sorted(entries, key=lambda item: item["valid_from"])
    )


def result_types(published: str | None = None) -> tuple[tuple[str, str], ...]:
    """Each procedure's code with the kind of paper it ends with; of several versions the newest."""
    data = tomllib.loads(published) if published is not None else read_data(_FILE)
    entries = sorted(data["procedure"], key=lambda entry: entry["valid_from"])
    return tuple({entry["code"]: entry["result_type"] for entry in entries}.items())


def indicators(day: dt.date) -> dict[str, tuple[int, int]]:
    """Indicators of QĐ 766/QĐ-TTg on that day: the most points, and the rate in per cent that earns them all."""
    entries = sorted(read_data("indicators.toml")["indicator"], key=lambda entry: entry["valid_from"])
    return {entry["code"]: (entry["points"], entry["full_at"]) for entry in entries if entry["valid_from"] <= day}


_ATTRIBUTES = ("field", "working_days", "clock", "result_type", "source")


def _component(raw: dict[str, Any], procedure_code: str) -> Component:
    return Component(**(raw | {"types": tuple(raw["types"]), "procedure": procedure_code}))
