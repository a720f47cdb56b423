"""Worker processes: order, crashes, time-outs, streams."""

import os
import time
from collections.abc import Iterator
from itertools import count

import pytest

from scanner_app.errors import WorkerCrashed
from scanner_app.workers import TaskFailed, WorkerPool, stream


def double(number: int) -> int:
    return number * 2


def dies_on_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def fails_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def hangs_on_three(number: int) -> int:
    while number == 3:
        time.monotonic()
    return number


def five_numbers(fails: bool) -> Iterator[int]:
    yield from range(5)
    if fails:
        os._exit(7)


def test_that_results_come_in_the_order_of_the_tasks() -> None:
    with WorkerPool(2) as pool:
        assert list(pool.map(double, range(20))) == [number * 2 for number in range(20)]


def test_that_a_dying_worker_loses_its_own_task_alone() -> None:
    with WorkerPool(2) as pool:
        results = list(pool.map(dies_on_three, range(6)))

    failed = results[3]
    assert isinstance(failed, TaskFailed)
    assert (failed.task, failed.code) == (3, "WORKER-CRASHED")
    assert [result for result in results if not isinstance(result, TaskFailed)] == [0, 1, 2, 4, 5]


def test_that_an_exception_comes_back_with_its_task() -> None:
    with WorkerPool(1) as pool:
        failed = next(iter(pool.map(fails_on_three, [3, 4])))

    assert isinstance(failed, TaskFailed)
    assert isinstance(failed.error, ValueError)


def test_that_a_task_past_its_time_is_ended_and_the_rest_go_on() -> None:
    with WorkerPool(1) as pool:
        results = list(pool.map(hangs_on_three, [1, 3, 5], timeout_s=1.0))

    assert results[0] == 1
    assert isinstance(results[1], TaskFailed)
    assert results[1].code == "OCR-PAGE-TIMEOUT"
    assert results[2] == 5


def test_that_tasks_are_taken_only_as_far_ahead_as_the_window() -> None:
    taken: list[int] = []

    def endless() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    with WorkerPool(1) as pool:
        results = pool.map(double, endless(), window=3)
        first = [next(results), next(results)]
        results.close()

    assert first == [0, 2]
    assert len(taken) <= 6


def test_that_a_stream_delivers_everything_before_a_crash() -> None:
    items: list[int] = []
    with pytest.raises(WorkerCrashed):
        items.extend(stream(five_numbers, True))

    assert items == [0, 1, 2, 3, 4]


def test_that_a_stream_can_be_closed_early() -> None:
    numbers = stream(five_numbers, False)

    first = next(numbers)
    numbers.close()

    assert first == 0
