"""The reader of pages: what its workers leave behind."""

import os
import tempfile
from pathlib import Path

from scanner_app.reader import ProcessReader
from scanner_app.workers import TaskFailed


def _left_picture(_task: int) -> str:
    return tempfile.mkdtemp(prefix=f"sohoa-{os.getpid()}-")


def test_that_what_ended_workers_left_of_pages_goes_with_them() -> None:
    reader = ProcessReader(jobs=1, language="vie", page_timeout_s=60.0)
    (left,) = reader.pool().map(_left_picture, [1])
    assert not isinstance(left, TaskFailed)

    reader.close()

    assert not Path(left).exists()
