"""Print that the engine's layout analysis leaves out is found by its ink and read by itself."""

import cv2
import numpy as np
import pytest

from ocr.engines import RawWord
from ocr.image import Array, PageImage
from ocr.missed import missed_words, missed_zones
from ocr.types import Box


def _page(*texts: tuple[str, int, int]) -> PageImage:
    grey: Array = np.full((1200, 1600), 255, np.uint8)
    for text, x, y in texts:
        cv2.putText(grey, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 0, 4)
    return PageImage(grey, 300, np.eye(3))


def _word(text: str, box: Box, confidence: float = 0.96) -> RawWord:
    return RawWord(text, box, confidence, (1, 1, 1))


HEAD = ("CONG HOA", 300, 300)
HEAD_BOX = Box(290, 255, 420, 60)


def test_that_print_under_no_word_is_a_zone() -> None:
    page = _page(HEAD, ("So 43", 1200, 500))

    zones = missed_zones(page, [_word("CONG HOA", HEAD_BOX)])

    assert len(zones) == 1
    assert zones[0].x == pytest.approx(1200, abs=20)
    assert zones[0].bottom == pytest.approx(502, abs=20)


def test_that_rules_and_dust_are_no_zones() -> None:
    page = _page()
    cv2.line(page.pixels, (200, 600), (1400, 600), 0, 4)
    cv2.circle(page.pixels, (700, 800), 4, 0, -1)

    assert missed_zones(page, []) == ()


def test_that_a_zone_s_words_stand_where_its_print_stands() -> None:
    page = _page(HEAD, ("So 43", 1200, 500))

    def recognise(picture: PageImage) -> tuple[RawWord, ...]:
        rows, columns = np.nonzero(picture.pixels < 128)
        box = Box(int(columns.min()), int(rows.min()), int(np.ptp(columns)), int(np.ptp(rows)))
        return (_word("Số", box), _word("43", box))

    found = missed_words(page, [_word("CONG HOA", HEAD_BOX)], recognise)

    assert [word.text for word in found] == ["Số", "43"]
    assert found[0].box.x == pytest.approx(1203, abs=12)
    assert found[0].box.bottom == pytest.approx(502, abs=12)


@pytest.mark.parametrize(("text", "confidence"), [("Số", 0.5), ("kồX", 0.96), ("-", 0.96)])
def test_that_what_comes_out_unsound_is_left_out(text: str, confidence: float) -> None:
    page = _page(("So 43", 1200, 500))

    found = missed_words(page, [], lambda picture: (_word(text, Box(50, 30, 100, 40), confidence),))

    assert found == ()


@pytest.mark.parametrize(("confidence", "count"), [(0.92, 2), (0.8, 0)])
def test_that_a_name_of_the_highlands_is_believed_without_being_syllables(confidence: float, count: int) -> None:
    page = _page(("So 43", 1200, 500))
    words = [_word(text, Box(50 + 120 * at, 30, 100, 40), confidence) for at, text in enumerate(("Châm", "Thuyn"))]

    assert len(missed_words(page, [], lambda _picture: tuple(words))) == count
