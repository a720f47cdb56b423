"""A package's content made ready for its load, ahead of its turn, while the server takes in the package before.

Nothing here asks a store, a folder of files or a clock: what another station, a crash or the package before can change
is looked at by the load alone, in its transaction. So content that was made ready early is content that is thrown away
when its package is refused, is in the ledger already or must wait.

No threads: the load calls ``meanwhile`` between two portions of what it sends, and each call makes a little more of the
next content. A second thread would hold Python's lock just when the server is ready for more (measured with bench.load:
286 µs a paper with a thread, 225 µs so).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from warehouse import bulk, facts
from warehouse.dimensions import Dimensions
from warehouse.gates import refusal_of
from warehouse.known import thing
from warehouse.models import star
from warehouse.packages import Package, Record
from warehouse.records import LoadRefusal

STEP = 25
"""Documents that are made ready at a time: some milliseconds, as long as a server needs for what its socket holds."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a server needs of new records beside their own rows: blocks for COPY, words, members of dimensions."""

    blocks: tuple[bulk.Block, ...]
    words: frozenset[str]
    members: Dimensions


@dataclass(frozen=True, slots=True)
class Content:
    """A package's records in order, what the gates say of each, and the parts of those that passed.

    ``parts`` are there for PostgreSQL alone, and where no thing stands in the package twice and none is taken back.
    """

    records: tuple[Record, ...]
    refused: tuple[LoadRefusal | None, ...]
    parts: Parts | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A package, the way to its content, and what is to be done while the server works at it."""

    package: Package
    content: Callable[[], Content]
    meanwhile: Callable[[], None] = bulk.nothing


_PLAIN = ("dossier", "document", "reuse")


class Making:
    """The content of one package in the making. What goes wrong on the way is told by ``content`` alone."""

    def __init__(self, package: Package, *, is_server: bool) -> None:
        self._package = package
        self._is_server = is_server
        self._is_faulty = False
        self._begin()

    def _begin(self) -> None:
        self._records: list[Record] = []
        self._refused: list[LoadRefusal | None] = []
        self._parts = _PartsInMaking()
        self._steps = self._walk()

    def step(self) -> None:
        """Makes a little more, if anything is left to make."""
        if self._is_faulty:
            return
        try:
            next(self._steps, None)
        except Exception:  # noqa: BLE001 - it is not the package whose load this is; content() will come to it again
            self._is_faulty = True

    def content(self) -> Content:
        """All of it, which is made now where it is not made yet.

        Raises:
            OSError: its file cannot be read (any more).
            ValueError, KeyError: it holds what no package holds.
        """
        if self._is_faulty:
            self._begin()
        self._is_faulty = True
        for _step in self._steps:
            pass
        self._is_faulty = False
        things = {thing(record) for record in self._records}
        is_plain = len(things) == len(self._records) and all(record.kind in _PLAIN for record in self._records)
        parts = self._parts.whole() if self._is_server and is_plain else None
        return Content(tuple(self._records), tuple(self._refused), parts)

    def _walk(self) -> Iterator[None]:
        passed: list[Record] = []
        for record in self._package.read():
            refusal = _judge(record, self._package.unit)
            self._records.append(record)
            self._refused.append(refusal)
            if refusal is None and self._is_server:
                passed.append(record)
            if len(passed) == STEP:
                self._parts.add(passed)
                passed = []
                yield
        self._parts.add(passed)


def _judge(record: Record, unit: str) -> LoadRefusal | None:
    refusal = refusal_of(record.kind, record.key, record.body)
    if refusal is None and record.body["dossier"]["unit"] != unit:
        return LoadRefusal(record.key, "other-unit", (record.body["dossier"]["unit"],))
    return refusal


@dataclass(slots=True)
class _PartsInMaking:
    texts: list[bulk.Piece] = field(default_factory=list)
    fields: list[bulk.Piece] = field(default_factory=list)
    pages: list[bulk.Piece] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    members: Dimensions = field(default_factory=Dimensions)

    def add(self, records: Sequence[Record]) -> None:
        """Some more records that passed the gates."""
        for record in records:
            facts.want_members(record.body, self.members)
        bodies = [record.body for record in records if record.kind == "document"]
        if not bodies:
            return
        texts = [facts.text_cells(body, with_tsv=True) for body in bodies]
        self.words |= facts.words_of(row[-1] for row in texts)
        self.texts.append(bulk.piece(texts))
        self.fields.append(_fields_piece(bodies))
        self.pages.append(bulk.piece([row for body in bodies for row in facts.page_cells(body)]))

    def whole(self) -> Parts:
        """All that was added."""
        blocks = (
            bulk.Block(star.search_text, facts.TEXT, self.texts),
            bulk.Block(star.fact_field, facts.FIELD, self.fields),
            bulk.Block(star.fact_page, facts.PAGE, self.pages),
        )
        return Parts(blocks, frozenset(self.words), self.members)


def _fields_piece(bodies: Sequence[facts.Body]) -> bulk.Piece:
    lines: list[str] = []
    nulls = 0
    for body in bodies:
        more, empty = facts.field_lines(body)
        lines += more
        nulls += empty
    text = bulk.block_of(lines, len(facts.FIELD), nulls) if lines else b""
    return [row for body in bodies for row in facts.field_cells(body)] if text is None else text


def parts_of(records: Sequence[Record]) -> Parts:
    """The parts of new records that passed the gates."""
    making = _PartsInMaking()
    for start in range(0, len(records), STEP):
        making.add(records[start : start + STEP])
    return making.whole()


def members_of(records: Iterable[Record]) -> Dimensions:
    """The members of dimensions that the records name."""
    members = Dimensions()
    for record in records:
        facts.want_members(record.body, members)
    return members


def ahead(packages: Iterable[Package], is_loaded: Callable[[Package], bool], *, is_server: bool) -> Iterator[Ready]:
    """The packages in order, each with the making of the next as what is to be done meanwhile.

    For the one after a package that ``is_loaded`` already nothing is made early, so that walking through old packages
    stays cheap; the load looks into its ledger all the same. What goes wrong in fetching the next package is raised
    when its turn comes.
    """
    walk = iter(packages)
    fault: Exception | None = None
    waiting: tuple[Package, Making] | None = None
    with bulk.without_collector():
        while True:
            coming: tuple[Package, Making] | None = None
            is_wanted = False
            try:
                package = next(walk, None)
                if package is not None:
                    coming = (package, Making(package, is_server=is_server))
                    is_wanted = is_server and not is_loaded(package)
            except Exception as error:  # noqa: BLE001 - kept, and raised below
                coming, fault = None, error
            if waiting is not None:
                meanwhile = coming[1].step if coming is not None and is_wanted else bulk.nothing
                yield Ready(waiting[0], waiting[1].content, meanwhile)
            if fault is not None:
                raise fault
            if coming is None:
                return
            waiting = coming
