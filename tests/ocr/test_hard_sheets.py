"""Sheets that offices get seldom are read too: bent on a photograph, stamped over, faxed, far askew, on a black bed."""

import random
from pathlib import Path

import numpy as np
import pytest

from ocr.pipeline import read_page
from ocr.types import PageTask
from specimens import variety
from specimens.hard import HARD


@pytest.mark.parametrize("kind", ["curved", "stamped", "fax", "askew", "black-bed"])
def test_that_nearly_every_word_of_a_hard_sheet_is_read(kind: str, tmp_path: Path) -> None:
    rng = random.Random(11)
    paper, _kind = variety.single(rng, 3)
    sheet = paper.sheets[0]
    image, dpi = HARD[kind](np.asarray(sheet.image, np.float32), rng)
    path = tmp_path / "tờ.png"
    image.save(path, dpi=(dpi, dpi))

    words = read_page(PageTask(str(path), 1)).text.split()

    wanted = sheet.text.split()
    assert sum(word in words for word in wanted) >= 0.9 * len(wanted)
