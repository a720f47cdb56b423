"""Worker processes: a pool that survives crashes and time-outs, and a one-child stream for drivers.

Always ``spawn``: a forked child would inherit locks and threads that nobody releases.
"""

import contextlib
import multiprocessing
import os
import pickle
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, Self, TypeVar

from scanner_app.errors import WorkerCrashed, WorkerStuck
from scanner_app.logs import silence_warnings

T = TypeVar("T")
R = TypeVar("R")

_SPAWN = multiprocessing.get_context("spawn")
_CLOSE_S = 2.0


@dataclass(frozen=True, slots=True)
class TaskFailed(Generic[T]):
    """A task that gave no result: ``code`` is stable, ``error`` what the function raised, if it did."""

    task: T
    code: str
    detail: str
    error: Exception | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """One child with the pipe to it; ``ticket`` is the number of the task that it works on."""

    process: SpawnProcess
    pipe: Connection
    ticket: int | None = None
    deadline: float = float("inf")


@dataclass(slots=True)
class _Ticket(Generic[T]):
    task: T
    tries: int = 0
    result: Any = None
    is_done: bool = False


@dataclass(slots=True)
class _Run(Generic[T]):
    """The state of one ``map``."""

    source: Iterator[T]
    tickets: dict[int, _Ticket[T]] = field(default_factory=dict)
    waiting: deque[int] = field(default_factory=deque)
    first: int = 0
    last: int = 0
    is_drained: bool = False


class WorkerPool:
    """A few spawned workers that take one task at a time.

    A worker that dies takes nobody with it: it is replaced and its task tried once more, then reported. A
    task past its time has its worker ended.
    """

    def __init__(self, jobs: int = 0, *, initializer: Callable[[], None] | None = None) -> None:
        self._jobs = jobs if jobs > 0 else (os.cpu_count() or 1)
        self._initializer = initializer
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def map(
        self,
        function: Callable[[T], R],
        tasks: Iterable[T],
        *,
        window: int | None = None,
        timeout_s: float | None = None,
    ) -> Generator[R | TaskFailed[T], None, None]:
        """Results in the order of the tasks, which are taken only ``window`` ahead.

        Closing the iterator ends the workers that are still at work.
        """
        run: _Run[T] = _Run(iter(tasks))
        ahead = window or 2 * self._jobs
        try:
            while True:
                self._fill(run, ahead)
                if run.first == run.last and run.is_drained:
                    return
                self._hand_out(run, function, timeout_s)
                while run.first < run.last and run.tickets[run.first].is_done:
                    ticket = run.tickets.pop(run.first)
                    run.first += 1
                    yield ticket.result
                self._collect(run)
        finally:
            self._end_busy()

    def _fill(self, run: _Run[T], ahead: int) -> None:
        while not run.is_drained and run.last - run.first < ahead:
            try:
                task = next(run.source)
            except StopIteration:
                run.is_drained = True
                return
            run.tickets[run.last] = _Ticket(task)
            run.waiting.append(run.last)
            run.last += 1

    def _hand_out(self, run: _Run[T], function: Callable[[T], Any], timeout_s: float | None) -> None:
        while run.waiting:
            worker = self._idle()
            if worker is None:
                return
            number = run.waiting.popleft()
            ticket = run.tickets[number]
            ticket.tries += 1
            worker.ticket = number
            worker.deadline = time.monotonic() + timeout_s if timeout_s else float("inf")
            try:
                worker.pipe.send((function, ticket.task))
            except OSError:
                self._lost(run, worker)

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.ticket is None:
                return worker
        if len(self._workers) >= self._jobs:
            return None
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs, self._initializer), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _collect(self, run: _Run[T]) -> None:
        busy = [worker for worker in self._workers if worker.ticket is not None]
        if not busy:
            return
        nearest = min(worker.deadline for worker in busy)
        patience = None if nearest == float("inf") else max(0.0, nearest - time.monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        for worker in busy:
            if worker.pipe in ready:
                self._receive(run, worker)
            elif time.monotonic() >= worker.deadline:
                self._timed_out(run, worker)

    def _receive(self, run: _Run[T], worker: _Worker) -> None:
        assert worker.ticket is not None
        try:
            is_result, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._lost(run, worker)
            return
        ticket = run.tickets[worker.ticket]
        worker.ticket = None
        ticket.is_done = True
        if is_result:
            ticket.result = value
        else:
            code = str(getattr(value, "code", "BUG"))
            ticket.result = TaskFailed(ticket.task, code, repr(value), value)

    def _timed_out(self, run: _Run[T], worker: _Worker) -> None:
        assert worker.ticket is not None
        ticket = run.tickets[worker.ticket]
        self._end(worker)
        ticket.is_done = True
        ticket.result = TaskFailed(ticket.task, "OCR-PAGE-TIMEOUT", "")

    def _lost(self, run: _Run[T], worker: _Worker) -> None:
        """The worker died: its task is tried once more, then reported."""
        assert worker.ticket is not None
        number = worker.ticket
        worker.process.join(_CLOSE_S)
        status = worker.process.exitcode
        self._end(worker)
        ticket = run.tickets[number]
        if ticket.tries < 2:
            run.waiting.appendleft(number)
            return
        ticket.is_done = True
        ticket.result = TaskFailed(ticket.task, WorkerCrashed.code, str(status))

    def _end_busy(self) -> None:
        for worker in [worker for worker in self._workers if worker.ticket is not None]:
            self._end(worker)

    def _end(self, worker: _Worker) -> None:
        _end_process(worker.process)
        worker.pipe.close()
        self._workers.remove(worker)

    def close(self) -> None:
        """Ends all workers."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
        for worker in list(self._workers):
            if worker.ticket is None:
                worker.process.join(_CLOSE_S)
            self._end(worker)


def _serve(pipe: Connection, initializer: Callable[[], None] | None) -> None:
    """The loop of one worker: task in, result or exception out."""
    silence_warnings()
    if initializer is not None:
        initializer()
    while True:
        try:
            order = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        if order is None:
            return
        function, task = order
        try:
            answer = (True, function(task))
        except Exception as error:  # noqa: BLE001 - the parent decides what an exception means
            answer = (False, _portable(error))
        try:
            pipe.send(answer)
        except (OSError, BrokenPipeError):
            return


def _portable(error: Exception) -> Exception:
    """The exception, or its words where it would not survive the way to the parent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes of a moment ago
    except Exception:  # noqa: BLE001 - a foreign class may raise anything from its constructor
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _end_process(process: SpawnProcess) -> None:
    if process.is_alive():
        process.terminate()
        process.join(_CLOSE_S)
    if process.is_alive():
        process.kill()
        process.join(_CLOSE_S)
    process.close()


def stream(
    function: Callable[..., Iterator[T]], *arguments: object, patience_s: float | None = None
) -> Generator[T, None, None]:
    """Runs a generator function in one child and yields its items as they come.

    An exception of the function is raised here; closing the iterator ends the child. ``patience_s`` is the
    longest wait for the next item; None waits for ever.

    Raises:
        WorkerCrashed: the child died; everything it had sent was delivered before.
        WorkerStuck: nothing came in time; the child was ended.
    """
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_produce, args=(theirs, function, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            try:
                if not ours.poll(patience_s):
                    raise WorkerStuck(patience_s)
                kind, value = ours.recv()
            except (EOFError, OSError) as error:
                process.join(_CLOSE_S)
                raise WorkerCrashed(process.exitcode) from error
            if kind == "item":
                yield value
                ours.send("next")
            elif kind == "error":
                raise value
            else:
                return
    finally:
        with contextlib.suppress(OSError, ValueError):
            ours.send("stop")
        process.join(_CLOSE_S)
        _end_process(process)
        ours.close()


def _produce(pipe: Connection, function: Callable[..., Iterator[Any]], arguments: tuple[object, ...]) -> None:
    silence_warnings()
    items = function(*arguments)
    try:
        for item in items:
            pipe.send(("item", item))
            if pipe.recv() == "stop":
                close = getattr(items, "close", None)
                if close is not None:
                    close()
                return
        pipe.send(("end", None))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        with contextlib.suppress(OSError):
            pipe.send(("error", _portable(error)))
