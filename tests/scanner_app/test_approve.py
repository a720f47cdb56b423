"""Approval between release and the shared store."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.bootstrap import bootstrap
from scanner_app.cli import run_command
from scanner_app.cli.console import Console
from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.settings import ReleaseSettings, Settings
from scanner_app.workflow.approve import approval_for, approve, last_refusal, queue, refuse
from scanner_app.workflow.publish import release
from tests.support import office
from warehouse.records import ApprovalState, DocumentRow, DocumentState, SearchQuery


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = bootstrap(Settings(home=tmp_path / "nhà", release=ReleaseSettings(approval=True)))
    yield app
    app.close()


def _found(app: App) -> int:
    assert [row for report in app.sync.push() for row in report.refused] == []
    return app.shared.search(SearchQuery(type="quyet_dinh")).count


def test_that_a_paper_reaches_the_store_only_when_it_is_approved(app: App) -> None:
    office.with_released(app)
    before = _found(app)

    (document,) = queue(app)
    approved = approve(app, document, "binh")

    assert (before, _found(app)) == (0, 1)
    assert (approved.approval, approved.approved_by) == (ApprovalState.APPROVED, "binh")
    assert queue(app) == ()


def test_that_nobody_approves_what_he_released(app: App) -> None:
    office.with_released(app)

    with pytest.raises(RuleRefused, match="own-work"):
        approve(app, queue(app)[0], "an")

    assert len(queue(app)) == 1


def test_that_a_refused_paper_goes_back_with_its_reason_and_waits_again(app: App) -> None:
    dossier = office.with_released(app)

    back = refuse(app, queue(app)[0], "binh", "mờ trang 1")

    assert (back.state, back.approval) == (DocumentState.VERIFIED, ApprovalState.REFUSED)
    assert last_refusal(app.work.events(back.id)) == "mờ trang 1"
    assert _found(app) == 0
    for _event in release(app, dossier.code, "an"):
        pass
    assert [row.approval for row in queue(app)] == [ApprovalState.WAITING]


def test_that_a_refusal_needs_a_reason(app: App) -> None:
    office.with_released(app)

    with pytest.raises(RuleRefused, match="refusal-reason"):
        refuse(app, queue(app)[0], "binh", " ")


def test_that_a_paper_is_decided_on_once(app: App) -> None:
    office.with_released(app)
    document = queue(app)[0]
    approved = approve(app, document, "binh")

    with pytest.raises(RuleRefused, match="not-waiting"):
        refuse(app, approved, "binh", "muộn")


def _document(number: int) -> DocumentRow:
    return DocumentRow(f"{number:032x}", "H", 1, "quyet_dinh", 1.0, ("p",))


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0, 0), (0.2, 150, 250), (1.0, 1000, 1000)])
def test_that_a_sample_has_the_share_that_was_asked_for(share: float, least: int, most: int) -> None:
    drawn = [approval_for(_document(number), wanted=True, share=share) for number in range(1000)]

    assert least <= drawn.count(ApprovalState.WAITING) <= most
    assert drawn == [approval_for(_document(number), wanted=True, share=share) for number in range(1000)]


def test_that_what_was_refused_once_is_never_left_out_of_the_sample() -> None:
    document = dataclasses.replace(_document(7), approval=ApprovalState.REFUSED)

    assert approval_for(document, wanted=True, share=0.0) is ApprovalState.WAITING


def test_that_a_unit_without_approval_releases_at_once() -> None:
    assert approval_for(_document(1), wanted=False, share=1.0) is ApprovalState.NOT_NEEDED


def test_that_the_command_approves_a_whole_dossier(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = office.with_released(app, 2)
    arguments = ["approve", "--dossier", dossier.code, "--all", "--by", "binh", "--home", str(tmp_path / "nhà")]

    status = run_command(arguments, open_window=lambda *_: 0, console=Console(language="vi"))

    assert status == 0
    assert "0 giấy tờ chờ duyệt." in capsys.readouterr().out
