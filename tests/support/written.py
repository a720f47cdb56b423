"""A reader that needs no engine: each page says the text that was written for its place in the stack."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from ocr.document import read_arranged, read_documents
from ocr.types import DocumentReading, PageReading, PageTask
from tests.support.readings import page_of


class WrittenReader:
    """Cuts, types and extracts for real; a page of which nothing was written is blank."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        self.turns: list[int | None] = []

    def read_pages(self, tasks: Sequence[PageTask]) -> Iterator[PageReading]:
        for task in tasks:
            self.turns.append(task.turn)
            page = page_of(self._texts.get(task.number, ""), task.number)
            yield dataclasses.replace(page, rotation=task.turn or 0)

    def read_documents(self, pages: Sequence[PageReading]) -> tuple[DocumentReading, ...]:
        return read_documents(pages)

    def read_arranged(self, papers: Sequence[tuple[str, Sequence[PageReading]]]) -> tuple[DocumentReading, ...]:
        return read_arranged(papers)

    def engine(self) -> str:
        return "written 1"
