"""Jobs: a workflow (a generator of events) run off the caller's thread, with cancel.

``sink(job, event | exception | None)`` is called from the job's own thread; ``None`` comes last, always.
After ``cancel`` at most one further event is delivered.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from scanner_app.events import Event

log = logging.getLogger(__name__)

Sink = Callable[["Job", "Event | BaseException | None"], None]


class Job:
    """One running workflow."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self._cancel = threading.Event()
        self._done = threading.Event()

    def cancel(self) -> None:
        """Asks the workflow to stop after the event in flight."""
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._cancel.is_set()

    @property
    def is_done(self) -> bool:
        """Whether the last call of the sink is over."""
        return self._done.is_set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Blocks until the job is done; False when the time ran out."""
        return self._done.wait(timeout_s)

    def finish(self) -> None:
        """Called by the runner alone."""
        self._done.set()


def run_job(job: Job, workflow: Iterator[Event], sink: Sink) -> None:
    """Drives a workflow to its end and tells the sink everything, in order."""
    try:
        for event in workflow:
            sink(job, event)
            if job.is_cancelled:
                break
    except Exception as error:  # noqa: BLE001 - the one place where a workflow's end is told
        log.warning("job %s ended with %s", job.name, type(error).__name__)
        sink(job, error)
    finally:
        close = getattr(workflow, "close", None)
        if close is not None:
            close()
        try:
            sink(job, None)
        finally:
            job.finish()


class Runner(Protocol):
    """Starts jobs."""

    def start(self, workflow: Iterator[Event], sink: Sink, name: str = "") -> Job:
        """Starts one job."""

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancels what runs and waits; False when something is still running after the time."""


class JobRunner:
    """Runs each job in a thread of a small pool."""

    def __init__(self, threads: int = 4) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._jobs: dict[Job, Future[None]] = {}
        self._lock = threading.Lock()

    def start(self, workflow: Iterator[Event], sink: Sink, name: str = "") -> Job:
        """Starts one job."""
        job = Job(name)
        with self._lock:
            self._jobs = {known: future for known, future in self._jobs.items() if not known.is_done}
            self._jobs[job] = self._pool.submit(run_job, job, workflow, sink)
        return job

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancels what runs and waits; False when something is still running after the time."""
        with self._lock:
            jobs = list(self._jobs)
        for job in jobs:
            job.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)
        return all(job.is_done or job.wait(timeout_s) for job in jobs)


class InlineRunner:
    """Runs each job at once in the caller's thread; for tests and the command line."""

    def start(self, workflow: Iterator[Event], sink: Sink, name: str = "") -> Job:
        """Runs the job to its end."""
        job = Job(name)
        run_job(job, workflow, sink)
        return job

    def close(self, timeout_s: float = 5.0) -> bool:  # noqa: ARG002 - the Protocol's parameter
        """Nothing runs after ``start`` returns."""
        return True
