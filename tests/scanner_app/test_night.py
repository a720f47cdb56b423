"""The night: patience, comparison, upkeep, and a report of all of it."""

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.events import Loaded, Looked, NeedsHelp, Waiting
from scanner_app.ports import App
from scanner_app.workflow.night import BACK_OFF_S, night
from tests.support import office
from warehouse.errors import DatabaseNewer, DatabaseUnreachable, WarehouseError
from warehouse.records import LoadReport, SyncStatus


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = office.opened(tmp_path / "home")
    yield opened
    opened.close()


class Away:
    """A way to the shared store that fails so often before it is the real one."""

    def __init__(self, app: App, errors: list[WarehouseError]) -> None:
        self._real = app.sync
        self._errors = errors

    def push(self) -> Iterator[LoadReport]:
        if self._errors:
            raise self._errors.pop(0)
        yield from self._real.push()

    def status(self) -> SyncStatus:
        return self._real.status()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def _with(app: App, *errors: WarehouseError) -> App:
    return dataclasses.replace(app, sync=Away(app, list(errors)))  # type: ignore[arg-type]


def test_that_a_night_loads_compares_fetches_and_looks_over(app: App) -> None:
    office.with_released(app, 2)

    events = list(night(app, pause=lambda _s: pytest.fail("no need to wait")))

    assert sum(event.sent for event in events if isinstance(event, Loaded)) == 3
    looked = {event.what: (event.count, event.faults) for event in events if isinstance(event, Looked)}
    assert looked == {"compared": (0, 0), "fetched": (2, 0), "scrubbed": (2, 0), "dropped": (0, 0)}
    assert _report(app) == {"sent": 3, "waiting": 0, "attempts": 1, "scrubbed": 2, "faults": [], "error": ""}


def test_that_a_store_that_is_away_is_asked_again_at_growing_distances(app: App) -> None:
    office.with_released(app)
    waits: list[float] = []
    away = _with(app, *[DatabaseUnreachable("postgresql://x")] * 4)

    events = list(night(away, waits.append, random.Random(7)))

    said = [event.seconds for event in events if isinstance(event, Waiting)]
    assert said == waits
    assert all(0.75 * base <= wait <= 1.25 * base for base, wait in zip(BACK_OFF_S, waits, strict=False))
    assert _report(app)["attempts"] == 5
    assert _report(app)["sent"] == 2


def test_that_two_stations_wait_differently(app: App) -> None:
    waits: list[list[float]] = [[], []]
    for seed in (1, 2):
        list(night(_with(app, DatabaseUnreachable("x")), waits[seed - 1].append, random.Random(seed)))

    assert waits[0] != waits[1]


def test_that_a_day_without_the_server_is_waited_out(app: App) -> None:
    office.with_released(app)
    waits: list[float] = []
    seen: list[object] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        seen.append(_report(app)["error"])

    list(night(_with(app, *[DatabaseUnreachable("x")] * 290), pause, random.Random(7)))

    assert sum(waits) > 20 * 3600
    assert max(waits) <= 375
    assert set(seen) == {"DB-UNREACHABLE"}
    assert (_report(app)["error"], _report(app)["sent"]) == ("", 2)


def test_that_what_waiting_does_not_mend_ends_the_night_at_once(app: App) -> None:
    with pytest.raises(DatabaseNewer):
        list(night(_with(app, DatabaseNewer("a", "b")), pause=lambda _s: pytest.fail("must not wait")))

    assert _report(app)["error"] == "DB-NEWER"


def test_that_a_changed_file_in_the_store_is_told_and_nothing_is_let_go(app: App) -> None:
    office.with_released(app)
    list(night(app, pause=lambda _s: None))
    stored = next(path for path in app.settings.blob_folder.rglob("*.pdf"))
    stored.write_bytes(b"changed")

    events = list(night(app, pause=lambda _s: None))

    assert [event.problem.code for event in events if isinstance(event, NeedsHelp)] == ["blob-changed"]
    assert not [event for event in events if isinstance(event, Looked) and event.what == "dropped"]


def _report(app: App) -> dict[str, object]:
    found = app.upkeep.last()
    assert found is not None
    return {name: found[1][name] for name in ("sent", "waiting", "attempts", "scrubbed", "faults", "error")}
