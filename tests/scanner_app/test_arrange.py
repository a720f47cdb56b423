"""A clerk arranges a stack: pure steps first, then what they do to the dossier."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_app import specimen
from scanner_app.acquisition import ScanOptions
from scanner_app.bootstrap import bootstrap
from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.settings import Settings
from scanner_app.workflow import arrange, review
from scanner_app.workflow.arrange import Paper, Plan
from scanner_app.workflow.capture import capture
from scanner_app.workflow.digitize import digitize_dossier
from scanner_app.workflow.holding import hold
from scanner_app.workflow.intake import open_dossier
from scanner_app.workflow.publish import release
from scanner_app.workflow.rearrange import Basis, Turn, carry_out, turn_pages
from tests.support.written import WrittenReader
from warehouse.records import DocumentState, PageState

PLAN = Plan((Paper("A", "a", ("1", "2", "3")), Paper("B", "b", ("4",))), loose=("5",), removed=("6",))
RELEASED = dataclasses.replace(PLAN, papers=(dataclasses.replace(PLAN.papers[0], fixed=True), PLAN.papers[1]))

DECISION = """
^ỦY BAN NHÂN DÂN
^PHƯỜNG BÃI CHÁY
Số: 12/QĐ-UBND | ^Bãi Cháy, ngày 2 tháng 3 năm 2026
^QUYẾT ĐỊNH
^Về việc thử của chương trình
"""
MORE = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def shape(plan: Plan) -> list[tuple[str, ...]]:
    return [paper.pages for paper in plan.papers]


def test_that_a_cut_begins_a_paper_of_no_type_at_the_page() -> None:
    plan = arrange.cut(PLAN, "2", "N")

    assert shape(plan) == [("1",), ("2", "3"), ("4",)]
    assert (plan.papers[1].id, plan.papers[1].type) == ("N", "")


def test_that_a_cut_at_a_loose_page_makes_it_a_paper() -> None:
    plan = arrange.cut(PLAN, "5", "N")

    assert shape(plan)[-1] == ("5",)
    assert plan.loose == ()


def test_that_joining_keeps_the_type_of_the_paper_before() -> None:
    plan = arrange.join(PLAN, "B")

    assert plan.papers == (Paper("A", "a", ("1", "2", "3", "4")),)


@pytest.mark.parametrize(
    ("page", "step", "shaped"),
    [
        ("2", -1, [("2", "1", "3"), ("4",)]),
        ("2", 1, [("1", "3", "2"), ("4",)]),
        ("3", 1, [("1", "2"), ("3", "4")]),
        ("4", -1, [("1", "2", "3", "4")]),
    ],
    ids=["up", "down", "into the next paper", "the last page takes its paper along"],
)
def test_that_a_page_moves_one_place(page: str, step: int, shaped: list[tuple[str, ...]]) -> None:
    assert shape(arrange.shift(PLAN, page, step)) == shaped


def test_that_pages_are_sent_behind_the_page_that_was_chosen() -> None:
    assert shape(arrange.send(PLAN, ["4", "5", "6"], "A", after="1")) == [("1", "4", "5", "6", "2", "3")]


def test_that_removed_pages_stay_at_hand_and_come_back_loose() -> None:
    removed = arrange.remove(PLAN, ["2", "4"])

    assert shape(removed) == [("1", "3")]
    assert removed.removed == ("6", "2", "4")
    assert arrange.restore(removed, ["2"]).loose == ("5", "2")


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        (lambda: arrange.cut(PLAN, "1", "N"), "arrange-first"),
        (lambda: arrange.cut(PLAN, "6", "N"), "arrange-none"),
        (lambda: arrange.join(PLAN, "A"), "arrange-no-neighbour"),
        (lambda: arrange.join(PLAN, "Z"), "arrange-gone"),
        (lambda: arrange.shift(PLAN, "5", 1), "arrange-none"),
        (lambda: arrange.shift(arrange.join(PLAN, "B"), "4", 1), "arrange-no-neighbour"),
        (lambda: arrange.join(RELEASED, "B"), "arrange-released"),
        (lambda: arrange.remove(RELEASED, ["1"]), "arrange-released"),
        (lambda: arrange.retype(RELEASED, "A", "b"), "arrange-released"),
        (lambda: arrange.shift(RELEASED, "4", -1), "arrange-released"),
    ],
)
def test_that_a_step_that_makes_no_sense_says_why(step: Callable[[], Plan], rule: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        step()

    assert refused.value.args[0] == rule


@pytest.mark.parametrize("step", [lambda plan: arrange.join(plan, "B"), lambda plan: arrange.remove(plan, ["4"])])
def test_that_a_paper_which_the_store_knows_is_never_dissolved(step: Callable[[Plan], Plan]) -> None:
    known = dataclasses.replace(PLAN, papers=(PLAN.papers[0], dataclasses.replace(PLAN.papers[1], known=True)))

    with pytest.raises(RuleRefused, match="arrange-known"):
        step(known)


STEPS: tuple[Callable[[Plan, str, str, str], Plan], ...] = (
    lambda plan, page, _paper, new: arrange.cut(plan, page, new),
    lambda plan, _page, paper, _new: arrange.join(plan, paper),
    lambda plan, page, _paper, _new: arrange.shift(plan, page, 1),
    lambda plan, page, paper, _new: arrange.send(plan, [page, "1"], paper, after="2"),
    lambda plan, page, _paper, _new: arrange.remove(plan, [page]),
    lambda plan, page, _paper, _new: arrange.restore(plan, [page]),
)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from("123456"), st.sampled_from("AB")), max_size=12))
def test_that_no_step_loses_or_doubles_a_page(
    steps: list[tuple[Callable[[Plan, str, str, str], Plan], str, str]],
) -> None:
    plan = PLAN
    for number, (step, page, paper) in enumerate(steps):
        with contextlib.suppress(RuleRefused):
            plan = step(plan, page, paper, f"N{number}")

    planned = [page for paper in plan.papers for page in paper.pages]
    assert sorted([*planned, *plan.loose, *plan.removed]) == [*"123456"]
    assert all(paper.pages for paper in plan.papers)


# --- the workflow ------------------------------------------------------------------------------------


@pytest.fixture
def reader() -> WrittenReader:
    return WrittenReader({1: DECISION, 2: MORE, 3: MORE})


@pytest.fixture
def app(tmp_path: Path, reader: WrittenReader) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path / "sohoa"), reader=reader)
    yield app
    app.close()


@pytest.fixture
def code(app: App) -> str:
    """A decision of three pages and seven blank ones."""
    dossier = open_dossier(
        app, procedure=specimen.PROCEDURE, person_id=specimen.PERSON_ID, person_name="Trần Thị Mẫu", by="thu"
    )
    list(capture(app, dossier.code, ScanOptions(device="specimen:feeder"), "thu"))
    list(digitize_dossier(app, dossier.code, "thu"))
    return dossier.code


def plan_now(app: App, code: str) -> Plan:
    return arrange.plan_of(app.work.documents(code), app.work.pages(code, removed=True))


def pages_of(app: App, code: str) -> list[tuple[int, ...]]:
    ordinals = {row.id: row.ordinal for row in app.work.pages(code, removed=True)}
    return [tuple(ordinals[page] for page in row.page_ids) for row in app.work.documents(code)]


def page_id(app: App, code: str, ordinal: int) -> str:
    return next(row.id for row in app.work.pages(code, removed=True) if row.ordinal == ordinal)


def confirmed(app: App, code: str, name: str, text: str) -> None:
    document = app.work.documents(code)[0]
    field = document.field(name)
    assert field is not None
    app.work.save_field(*review.confirm(field, text, "text", "thu", app.clock.now()))


def test_that_a_cut_paper_is_kept_when_more_pages_are_read(app: App, code: str) -> None:
    assert pages_of(app, code) == [(1, 2, 3)]
    plan = arrange.cut(plan_now(app, code), page_id(app, code, 2), app.ids.new())
    list(carry_out(app, code, plan, "thu"))

    list(capture(app, code, ScanOptions(device="specimen:feeder"), "thu"))
    list(digitize_dossier(app, code, "thu"))

    assert pages_of(app, code)[:2] == [(1,), (2, 3)]
    assert {row.state for row in app.work.documents(code)[:2]} == {DocumentState.VERIFIED}


def test_that_a_persons_value_stays_with_its_page(app: App, code: str) -> None:
    confirmed(app, code, "so_ky_hieu", "13/QĐ-UBND")

    list(carry_out(app, code, arrange.cut(plan_now(app, code), page_id(app, code, 2), app.ids.new()), "thu"))

    field = app.work.documents(code)[0].field("so_ky_hieu")
    assert field is not None
    assert (field.value, field.by) == ("13/QĐ-UBND", "thu")


def test_that_undo_brings_back_papers_pages_and_values(app: App, code: str) -> None:
    confirmed(app, code, "so_ky_hieu", "13/QĐ-UBND")
    before, said = plan_now(app, code), app.work.documents(code)
    list(carry_out(app, code, arrange.remove(before, [page_id(app, code, 1)]), "thu"))
    assert pages_of(app, code) == [(2, 3)]

    list(carry_out(app, code, before, "thu", Basis(said=said)))

    field = app.work.documents(code)[0].field("so_ky_hieu")
    assert field is not None
    assert field.value == "13/QĐ-UBND"
    assert pages_of(app, code) == [(1, 2, 3)]
    assert not [row for row in app.work.pages(code, removed=True) if row.state is PageState.REMOVED]


def test_that_a_paper_of_another_type_has_that_types_fields(app: App, code: str) -> None:
    paper = plan_now(app, code).papers[0]
    assert app.work.documents(code)[0].type == "quyet_dinh"

    list(carry_out(app, code, arrange.retype(plan_now(app, code), paper.id, "cong_van"), "thu"))

    changed = app.work.documents(code)[0]
    known = {spec.name for spec in app.doctypes.types["cong_van"].fields}
    assert (changed.type, changed.confidence) == ("cong_van", 1.0)
    assert {field.name for field in changed.fields} <= known


def test_that_a_removed_page_does_not_stop_release(app: App, code: str) -> None:
    list(carry_out(app, code, arrange.remove(plan_now(app, code), [page_id(app, code, 3)]), "thu"))
    for document_id, name in review.unresolved(app.work.documents(code)):
        field = app.work.document(document_id).field(name)
        assert field is not None
        app.work.save_field(*review.mark_absent(field, "thu", app.clock.now()))

    list(release(app, code, "thu"))

    assert app.work.documents(code)[0].state is DocumentState.RELEASED
    with pytest.raises(RuleRefused, match="arrange-released"):
        arrange.cut(plan_now(app, code), page_id(app, code, 2), "N")


def test_that_turned_pages_are_read_as_the_clerk_turned_them(app: App, code: str, reader: WrittenReader) -> None:
    reader.turns.clear()
    first = page_id(app, code, 1)

    for _ in range(2):
        list(turn_pages(app, code, plan_now(app, code), "thu", Turn((first,), 270)))

    assert reader.turns == [270, 180]
    assert pages_of(app, code) == [(1, 2, 3)]


def test_that_a_plan_of_before_is_refused_when_pages_came_since(app: App, code: str) -> None:
    plan = plan_now(app, code)
    list(capture(app, code, ScanOptions(device="specimen:feeder"), "thu"))

    with pytest.raises(RuleRefused, match="arrange-gone"):
        list(carry_out(app, code, plan, "thu"))


def test_that_a_paper_that_a_colleague_holds_is_not_arranged(app: App, code: str) -> None:
    hold(app, app.work.documents(code)[0].id, "chị Tư")

    with pytest.raises(RuleRefused, match="document-held"):
        list(carry_out(app, code, arrange.cut(plan_now(app, code), page_id(app, code, 2), app.ids.new()), "thu"))

    assert pages_of(app, code) == [(1, 2, 3)]


def test_that_papers_whose_type_is_unsure_want_a_look(app: App, code: str) -> None:
    documents = app.work.documents(code)

    assert not arrange.wants_a_look([dataclasses.replace(documents[0], confidence=0.9)])
    assert arrange.wants_a_look([dataclasses.replace(documents[0], type="khac")])
    assert arrange.wants_a_look([dataclasses.replace(documents[0], confidence=0.5)])
