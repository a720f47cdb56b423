"""Jobs: order of events, cancel, errors."""

import threading
from collections.abc import Iterator

from scanner_app.events import Event, Finished, Progress
from scanner_app.jobs import InlineRunner, Job, JobRunner


class Recorder:
    def __init__(self) -> None:
        self.seen: list[object] = []

    def __call__(self, job: Job, event: Event | BaseException | None) -> None:
        self.seen.append(event)


def three(closed: list[bool]) -> Iterator[Event]:
    try:
        for done in range(3):
            yield Progress("x", done)
        yield Finished("x", 3)
    finally:
        closed.append(True)


def test_that_none_comes_last_and_events_keep_their_order() -> None:
    recorder = Recorder()

    InlineRunner().start(three([]), recorder)

    assert recorder.seen == [Progress("x", 0), Progress("x", 1), Progress("x", 2), Finished("x", 3), None]


def test_that_an_error_is_delivered_before_none() -> None:
    def failing() -> Iterator[Event]:
        yield Progress("x", 0)
        raise ValueError("broken")

    recorder = Recorder()

    InlineRunner().start(failing(), recorder)

    assert isinstance(recorder.seen[1], ValueError)
    assert recorder.seen[2] is None


def test_that_cancel_delivers_at_most_one_further_event_and_cleans_up() -> None:
    closed: list[bool] = []
    gate = threading.Event()

    def endless() -> Iterator[Event]:
        try:
            done = 0
            while True:
                yield Progress("x", done)
                gate.wait(5)
                done += 1
        finally:
            closed.append(True)

    recorder = Recorder()
    runner = JobRunner()
    job = runner.start(endless(), recorder)
    job.cancel()
    gate.set()

    assert job.wait(5)
    assert len([item for item in recorder.seen if isinstance(item, Progress)]) <= 2
    assert recorder.seen[-1] is None
    assert closed == [True]
    assert runner.close()


def test_that_close_cancels_what_runs() -> None:
    started = threading.Event()
    gate = threading.Event()

    def waiting() -> Iterator[Event]:
        while True:
            started.set()
            gate.wait(0.01)
            yield Progress("x", 1)

    runner = JobRunner()
    runner.start(waiting(), Recorder())
    assert started.wait(5)

    assert runner.close(timeout_s=5)
