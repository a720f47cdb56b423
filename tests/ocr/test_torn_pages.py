"""Documents from torn readings: whatever the engine gives, a result comes back, and nothing empty is ``auto``."""

import dataclasses
import random

import pytest

from ocr.document import read_documents
from ocr.types import FieldStatus, Line, PageReading, Word
from tests.ocr.test_fields import MARRIAGE
from tests.ocr.test_separation import BIRTH, CERTIFICATE_1, CERTIFICATE_2, FOREIGN, LETTER
from tests.ocr.test_status import DECLARATION, application
from tests.support.readings import page_of

TEXTS = (
    LETTER, BIRTH, CERTIFICATE_1, CERTIFICATE_2, FOREIGN, MARRIAGE.format("vợ", "chồng"), application(),
    DECLARATION.format(name="Lê Văn Bình"),
)  # fmt: skip
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ0123456789/.,-:;()[]<>|§ÓóĐÐ\u0301\u200b"


def torn_word(word: Word, rng: random.Random) -> Word:
    text = rng.choice(
        (
            word.text,
            word.text[: rng.randint(0, len(word.text))],
            "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 8))),
            word.text * 2,
            "",
        )
    )
    return dataclasses.replace(word, text=text, second=rng.choice((None, text, "", "12")))


def torn(page: PageReading, rng: random.Random) -> PageReading:
    lines = list(page.lines)
    if rng.random() < 0.3:
        rng.shuffle(lines)
    lines = lines[rng.randint(0, len(lines) // 2) :]
    made = []
    for line in lines:
        words = tuple(torn_word(word, rng) for word in line.words) if rng.random() < 0.5 else line.words
        made.append(Line(words, line.box, line.upright, line.word_uprights if rng.random() < 0.8 else ()))
    return dataclasses.replace(page, lines=tuple(made), upright_height=rng.choice((page.upright_height, 1)))


@pytest.mark.parametrize("seed", range(12))
def test_that_torn_readings_give_documents_and_no_error(seed: int) -> None:
    rng = random.Random(seed)
    pages = [torn(page_of(rng.choice(TEXTS), number), rng) for number in range(1, 9)]

    documents = read_documents(pages)

    cut = [number for document in documents for number in document.pages]
    assert sorted(cut) == [page.number for page in pages]
    for document in documents:
        for value in document.fields:
            assert value.value is not None or value.status is FieldStatus.INVALID
