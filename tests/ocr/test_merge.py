"""Which reading wins a place, and how words become lines."""

from ocr.engines import RawWord
from ocr.lines import rebuild_lines
from ocr.merge import doubtful_lines, doubtful_share, vote
from ocr.types import Box


def _word(text: str, x: int, y: int = 0, confidence: float = 0.9, line: int = 1) -> RawWord:
    return RawWord(text, Box(x, y, 12 * len(text), 30), confidence, (1, 1, line))


def _texts(words: tuple[RawWord, ...]) -> list[str]:
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in lines.values()]


def test_that_a_syllable_wins_over_letter_salad() -> None:
    first = [_word("đ4tg", 0, confidence=0.8)]
    second = [_word("động", 0, confidence=0.7)]

    assert [word.text for word in vote((first, second))] == ["động"]


def test_that_a_known_phrase_decides_between_equal_readings() -> None:
    first = [_word("Hà", 0), _word("Lồm", 40), _word("nay", 100)]
    second = [_word("Hà", 0), _word("Lầm", 40), _word("nay", 100)]

    assert [word.text for word in vote((first, second))] == ["Hà", "Lầm", "nay"]


def test_that_two_of_three_readings_outvote_one() -> None:
    readings = [[_word("1234", 0)], [_word("1284", 0)], [_word("1284", 0, confidence=0.88)]]

    assert [word.text for word in vote(readings)] == ["1284"]


def test_that_a_word_found_later_joins_the_line_beside_it() -> None:
    first = [_word("Số", 0, line=1), _word("GCN", 140, line=1)]
    second = [_word("cấp", 80, line=7)]

    words = vote((first, second))

    assert _texts(rebuild_lines(words)) == ["Số cấp GCN"]


def test_that_a_stain_seen_only_later_is_left_out() -> None:
    assert vote(([_word("Số", 0)], [_word("~{", 300, confidence=0.3)])) == vote(([_word("Số", 0)],))


def test_that_the_columns_of_a_foot_stay_in_their_row() -> None:
    left = [_word("Số", 0, 100, line=2), _word("vào", 40, 100, line=2)]
    right = [_word("SỞ", 600, 88, line=1), _word("NINH", 600, 150, line=3)]

    assert _texts(rebuild_lines([*right, *left])) == ["Số vào", "SỞ", "NINH"]


def test_that_two_lines_run_into_one_are_parted() -> None:
    upper = [_word("MÔI", 0, 0), _word("TRƯỜNG", 60, 0)]
    lower = [_word("QUẢNG", 20, 50), _word("NINH", 100, 50)]

    assert _texts(rebuild_lines([*upper, *lower])) == ["MÔI TRƯỜNG", "QUẢNG NINH"]


def test_that_a_line_torn_by_the_engine_is_whole_again() -> None:
    words = [_word("Độc", 0, line=1), _word("lập", 50, line=4)]

    assert _texts(rebuild_lines(words)) == ["Độc lập"]


def test_that_no_words_are_all_doubt() -> None:
    assert doubtful_share([]) == 1.0
    assert doubtful_share([_word("đất", 0, confidence=0.97)]) == 0.0


def test_that_only_lines_with_a_hardly_believed_word_are_read_again() -> None:
    sure = [_word("Hạ", 0), _word("Long", 40)]
    doubted = [_word("tháng", 0, 50, line=2), _word("x0q", 90, 50, confidence=0.4, line=2)]
    specks = [_word("-", 0, 100, confidence=0.2, line=3)]
    seal = [_word("oỊ", 0, 150, confidence=0.3, line=4)]

    (box,) = doubtful_lines([*sure, *doubted, *specks, *seal])

    assert (box.x, box.y, box.right) == (0, 50, doubted[1].box.right)
