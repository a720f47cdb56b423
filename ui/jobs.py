"""The bridge from job threads to the window: every event arrives on the GUI thread."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from scanner_app.events import Event
from scanner_app.jobs import Job, Runner

_BESIDE = frozenset({"devices", "search"})
"""Jobs that only ask."""

Handler = Callable[[Any], None]


class JobBridge(QObject):
    """Runs workflows and hands their events, error and end to the handlers that were given."""

    _arrived = Signal(object, object)
    busy_changed = Signal(bool)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._handlers: dict[Job, tuple[Handler, Handler, Callable[[], None], str]] = {}
        self._waiting: list[tuple[Job, object]] = []
        self._is_closed = False
        self._arrived.connect(self._deliver)

    def start(
        self, workflow: Iterator[Event], on_event: Handler, on_error: Handler, on_end: Callable[[], None], name: str
    ) -> Job:
        """Starts a workflow; the handlers are called on the GUI thread, ``on_end`` last and always."""
        job = self._runner.start(workflow, self._sink, name)
        self._handlers[job] = (on_event, on_error, on_end, name)
        self.busy_changed.emit(self.is_busy)
        early, self._waiting = self._waiting, []
        for waiting_job, event in early:
            self._deliver(waiting_job, event)
        return job

    def _sink(self, job: Job, event: Event | BaseException | None) -> None:
        self._arrived.emit(job, event)

    @Slot(object, object)
    def _deliver(self, job: Job, event: object) -> None:
        if self._is_closed:
            return
        handlers = self._handlers.get(job)
        if handlers is None:
            self._waiting.append((job, event))
            return
        on_event, on_error, on_end, _name = handlers
        if event is None:
            del self._handlers[job]
            self.busy_changed.emit(self.is_busy)
            on_end()
        elif isinstance(event, BaseException):
            on_error(event)
        else:
            on_event(event)

    @property
    def is_busy(self) -> bool:
        """Whether anything runs that changes what the store holds."""
        return any(name not in _BESIDE for *_, name in self._handlers.values())

    @property
    def runs_anything(self) -> bool:
        """Whether anything runs at all, what only asks too."""
        return bool(self._handlers)

    def cancel_all(self) -> None:
        """Asks everything that runs to stop."""
        for job in self._handlers:
            job.cancel()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stops what runs; False when something is still at work after the time. Nothing is delivered any more."""
        self._is_closed = True
        self._handlers.clear()
        return self._runner.close(timeout_s)
