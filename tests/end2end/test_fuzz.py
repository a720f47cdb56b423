"""Mutated inputs from a fixed seed: no crash, no hang, no lost neighbour."""

import json
import os
import random
from pathlib import Path

import pytest

from ocr.types import Problem
from scanner_app.digitizing import DigitizeOptions, FileDone, digitize_files
from tests.support import inputs

COUNT = int(os.environ.get("SOHOA_FUZZ_COUNT", "2000"))
SEED = 20261123


def mutated(data: bytes, dice: random.Random) -> bytes:
    body = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        position = dice.randrange(len(body))
        kind = dice.randrange(4)
        if kind == 0:
            body[position] = dice.randrange(256)
        elif kind == 1:
            del body[position : position + dice.randint(1, 400)]
        elif kind == 2:
            body[position:position] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 40)))
        else:
            body[position : position + 4] = b"\xff\xff\xff\xff"
        if len(body) < 16:
            break
    return bytes(body)


@pytest.mark.slow
@pytest.mark.sample
@pytest.mark.timeout(3600)
def test_that_mutated_files_never_stop_the_others(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    seeds = [
        make(tmp_path / name).read_bytes()
        for make, name in (
            (inputs.jpeg, "s.jpg"),
            (inputs.pdf, "s.pdf"),
            (inputs.tiff, "s.tif"),
            (inputs.webp_animation, "s.webp"),
            (inputs.born_digital_pdf, "t.pdf"),
        )
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNT):
        seed = dice.choice(seeds)
        (folder / f"m{number:05d}.bin").write_bytes(mutated(seed, dice))
    good = inputs.jpeg(folder / "zzz.jpg")
    paths = sorted(folder.iterdir())
    options = DigitizeOptions(out=tmp_path / "out", page_timeout_s=20)

    finished = [event for event in digitize_files(paths, options) if isinstance(event, FileDone)]

    assert len(finished) == len(paths)
    assert finished[-1].source == good.name
    assert finished[-1].pages == 1
    for event in finished:
        assert event.result is not None
        content = json.loads(event.result.read_text("utf-8"))
        assert content["pages"] or content["problems"], event.source
        assert all(isinstance(problem, Problem) and problem.code != "BUG" for problem in event.problems)
