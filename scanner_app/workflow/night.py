"""What happens every night without anybody: load, compare, fetch, look over, let go; and a report of it."""

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ocr.types import Problem
from scanner_app.events import Event, Finished, Loaded, Looked, NeedsHelp, Started, Waiting
from scanner_app.ports import App
from scanner_app.workflow.publish import sync
from warehouse.errors import WarehouseError

BACK_OFF_S = (5.0, 15.0, 60.0, 120.0, 300.0)
"""Waits between attempts; the last one is repeated until the store answers, however many days that takes.

Why five minutes at most: whoever repairs the server should see every station back within ten.
"""

OUTBOX_DAYS = 30
"""How long acknowledged records stay in the outbox at least, so that a comparison can send them again as they were."""

Pause = Callable[[float], object]


@dataclass
class NightReport:
    """What a night did; kept as JSON."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    attempts: int = 1
    again: int = 0
    differences: list[list[Any]] = field(default_factory=list)
    fetched: int = 0
    scrubbed: int = 0
    faults: list[list[str]] = field(default_factory=list)
    pruned: int = 0
    dropped: int = 0
    error: str = ""


def night(app: App, pause: Pause, chance: random.Random | None = None) -> Iterator[Event]:
    """Loads with patience, then compares, fetches, looks over and lets go.

    ``pause`` waits seconds between attempts. Yields ``Started``, the load's events, ``Waiting`` before each new
    attempt, ``Looked`` per step, ``Finished``. The report is kept whatever happens.

    Raises:
        WarehouseError: the store cannot be used for a reason that waiting does not mend.
    """
    report = NightReport()
    yield Started("night")
    try:
        yield from _patiently(app, report, pause, chance or random.SystemRandom())
        yield from _compare(app, report)
        yield from _keep_house(app, report)
    except WarehouseError as error:
        report.error = error.code
        raise
    finally:
        report.waiting = app.sync.status().waiting
        app.upkeep.note(dataclasses.asdict(report))
    yield Finished("night", report.sent)


def _patiently(app: App, report: NightReport, pause: Pause, chance: random.Random) -> Iterator[Event]:
    while True:
        try:
            yield from _load(app, report)
        except WarehouseError as error:
            # Why jitter: after an outage every station of a province would come back in the same second.
            seconds = BACK_OFF_S[min(report.attempts, len(BACK_OFF_S)) - 1] * chance.uniform(0.75, 1.25)
            if not error.retry:
                raise
            if report.attempts == 1:
                app.upkeep.note(dataclasses.asdict(dataclasses.replace(report, error=error.code)))
            report.attempts += 1
            yield Waiting(error.code, seconds)
            pause(seconds)
            continue
        return


def _load(app: App, report: NightReport) -> Iterator[Event]:
    for event in sync(app):
        if isinstance(event, Loaded):
            report.sent += event.sent
            report.refused += event.refused
        yield event


def _compare(app: App, report: NightReport) -> Iterator[Event]:
    differences = app.sync.reconcile()
    report.differences = [[item.kind, item.month, item.sent, item.held, item.again] for item in differences]
    report.again = sum(item.again for item in differences)
    yield Looked("compared", report.again, len(differences))
    if report.again:
        yield from _load(app, report)


def _keep_house(app: App, report: NightReport) -> Iterator[Event]:
    settings = app.settings.sync
    report.fetched = app.upkeep.fetch()
    yield Looked("fetched", report.fetched)
    scrubbed = app.upkeep.scrub(settings.scrub_mb << 20)
    report.scrubbed, report.faults = scrubbed.files, [list(fault) for fault in scrubbed.faults]
    yield Looked("scrubbed", scrubbed.files, len(scrubbed.faults))
    for document_id, code in scrubbed.faults:
        yield NeedsHelp(document_id, Problem(code, None, ""))
    # Why as long as page files: the outbox knows when the shared store took a paper.
    days = max(OUTBOX_DAYS, settings.keep_days)
    report.pruned = app.sync.prune(app.clock.now() - dt.timedelta(days=days))
    if settings.keep_days and not scrubbed.faults:
        report.dropped = app.upkeep.drop_masters(settings.keep_days)
        yield Looked("dropped", report.dropped)
