"""How a dossier's pages lie in papers: pure steps over a plan, and the workflow that makes a plan true.

A plan is all that undo needs: carrying out the plan of before takes everything back.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ocr.types import UNKNOWN_TYPE
from scanner_app.errors import RuleRefused
from warehouse.records import DocumentRow, DocumentState, PageRow, PageState

FINAL = frozenset({DocumentState.RELEASED, DocumentState.SYNCED})
SURE = 0.75
"""Below this confidence of its type a paper is shown to a person before its values are."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a plan. ``fixed`` papers are released; ``known`` ones are in the shared store under their id."""

    id: str
    type: str
    pages: tuple[str, ...]
    fixed: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Papers in order, then the pages that belong to none (blank ones, mostly) and those taken out."""

    papers: tuple[Paper, ...]
    loose: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def paper_of(self, page_id: str) -> Paper | None:
        """The paper in which the page lies; None when it is loose or removed."""
        return next((paper for paper in self.papers if page_id in paper.pages), None)

    def paper(self, paper_id: str) -> Paper:
        """The paper of that id; ``RuleRefused`` when the plan has none."""
        found = next((paper for paper in self.papers if paper.id == paper_id), None)
        if found is None:
            raise RuleRefused("arrange-gone")
        return found


def plan_of(documents: Sequence[DocumentRow], pages: Sequence[PageRow]) -> Plan:
    """The plan that is true now; ``pages`` with the removed ones."""
    hidden = {row.id for row in pages if row.state is PageState.REMOVED}
    papers = tuple(
        Paper(row.id, row.type, kept, row.state in FINAL, row.released_at is not None)
        for row in documents
        if (kept := tuple(page for page in row.page_ids if page not in hidden))
    )
    taken = {page for paper in papers for page in paper.pages}
    return Plan(
        papers,
        loose=tuple(row.id for row in pages if row.id not in taken and row.id not in hidden),
        removed=tuple(row.id for row in pages if row.id in hidden),
    )


def cut(plan: Plan, page_id: str, new_id: str) -> Plan:
    """A new paper begins at this page; its type is found anew.

    Raises:
        RuleRefused: ``arrange-first`` for a paper's first page, ``arrange-released``, ``arrange-none``.
    """
    paper = plan.paper_of(page_id)
    if paper is None:
        if page_id not in plan.loose:
            raise RuleRefused("arrange-none")
        return _placed(plan, Paper(new_id, "", (page_id,)), loose=_less(plan.loose, (page_id,)))
    place = _open(paper).pages.index(page_id)
    if place == 0:
        raise RuleRefused("arrange-first")
    front = dataclasses.replace(paper, pages=paper.pages[:place])
    return _swapped(plan, {paper.id: (front, Paper(new_id, "", paper.pages[place:]))})


def join(plan: Plan, paper_id: str) -> Plan:
    """The paper goes to the end of the one before it, which keeps its type.

    Raises:
        RuleRefused: ``arrange-no-neighbour``, ``arrange-released``, ``arrange-known``.
    """
    paper = _vanishing(plan.paper(paper_id))
    place = plan.papers.index(paper)
    if place == 0:
        raise RuleRefused("arrange-no-neighbour")
    before = _open(plan.papers[place - 1])
    grown = dataclasses.replace(before, pages=before.pages + paper.pages)
    return _swapped(plan, {before.id: (grown,), paper.id: ()})


def shift(plan: Plan, page_id: str, step: int) -> Plan:
    """The page one place up (-1) or down (1); over a paper's edge it goes to the neighbour.

    Raises:
        RuleRefused: ``arrange-no-neighbour``, ``arrange-released``, ``arrange-known``, ``arrange-none``.
    """
    paper = plan.paper_of(page_id)
    if paper is None:
        raise RuleRefused("arrange-none")
    pages = list(_open(paper).pages)
    place = pages.index(page_id)
    if 0 <= place + step < len(pages):
        pages[place], pages[place + step] = pages[place + step], pages[place]
        return _swapped(plan, {paper.id: (dataclasses.replace(paper, pages=tuple(pages)),)})
    other = plan.papers.index(paper) + step
    if not 0 <= other < len(plan.papers):
        raise RuleRefused("arrange-no-neighbour")
    target = _open(plan.papers[other])
    grown = (*target.pages, page_id) if step < 0 else (page_id, *target.pages)
    left = _without(paper, (page_id,))
    return _swapped(plan, {paper.id: left, target.id: (dataclasses.replace(target, pages=grown),)})


def send(plan: Plan, page_ids: Sequence[str], paper_id: str, after: str = "") -> Plan:
    """The pages go into a paper, behind page ``after`` or at its end; loose and removed pages too.

    Raises:
        RuleRefused: ``arrange-released``, ``arrange-known``, ``arrange-gone``.
    """
    target = _open(plan.paper(paper_id))
    moved = tuple(dict.fromkeys(page for page in page_ids if page != after))
    if not moved:
        return plan
    rest = _less(target.pages, moved)
    place = rest.index(after) + 1 if after in rest else len(rest)
    grown = dataclasses.replace(target, pages=rest[:place] + moved + rest[place:])
    sources = {paper.id: _without(paper, moved) for paper in plan.papers if set(paper.pages) & set(moved)}
    changed = _swapped(plan, sources | {target.id: (grown,)})
    return dataclasses.replace(changed, loose=_less(plan.loose, moved), removed=_less(plan.removed, moved))


def retype(plan: Plan, paper_id: str, type_code: str) -> Plan:
    """The paper is of another type; ``RuleRefused`` ``arrange-released``."""
    paper = _open(plan.paper(paper_id))
    return _swapped(plan, {paper.id: (dataclasses.replace(paper, type=type_code),)})


def remove(plan: Plan, page_ids: Sequence[str]) -> Plan:
    """The pages are hidden; they stay at hand. ``RuleRefused`` ``arrange-released``, ``arrange-known``."""
    gone = tuple(dict.fromkeys(page for page in page_ids if page not in plan.removed))
    sources = {paper.id: _without(paper, gone) for paper in plan.papers if set(paper.pages) & set(gone)}
    changed = _swapped(plan, sources)
    return dataclasses.replace(changed, loose=_less(plan.loose, gone), removed=plan.removed + gone)


def restore(plan: Plan, page_ids: Sequence[str]) -> Plan:
    """Hidden pages are there again, loose."""
    back = tuple(dict.fromkeys(page for page in page_ids if page in plan.removed))
    return dataclasses.replace(plan, loose=plan.loose + back, removed=_less(plan.removed, back))


def wants_a_look(documents: Sequence[DocumentRow]) -> bool:
    """Whether a person should see how the stack was cut before typing into a wrongly cut paper."""
    machine = [row for row in documents if row.state is DocumentState.READ]
    return any(row.type == UNKNOWN_TYPE or row.confidence < SURE for row in machine)


def _open(paper: Paper) -> Paper:
    if paper.fixed:
        raise RuleRefused("arrange-released")
    return paper


def _vanishing(paper: Paper) -> Paper:
    if _open(paper).known:
        raise RuleRefused("arrange-known")
    return paper


def _without(paper: Paper, page_ids: Sequence[str]) -> tuple[Paper, ...]:
    """What is left of a paper: itself with fewer pages, or nothing."""
    left = _less(_open(paper).pages, page_ids)
    if left:
        return (dataclasses.replace(paper, pages=left),)
    _vanishing(paper)
    return ()


def _less(pages: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    leaving = set(gone)
    return tuple(page for page in pages if page not in leaving)


def _swapped(plan: Plan, changes: Mapping[str, tuple[Paper, ...]]) -> Plan:
    papers = tuple(new for paper in plan.papers for new in changes.get(paper.id, (paper,)))
    return dataclasses.replace(plan, papers=papers)


def _placed(plan: Plan, paper: Paper, *, loose: tuple[str, ...]) -> Plan:
    return dataclasses.replace(plan, papers=(*plan.papers, paper), loose=loose)
