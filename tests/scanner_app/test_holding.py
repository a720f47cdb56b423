"""Two clerks and one paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.workflow.holding import free, hold, holding, let_go
from scanner_app.workflow.publish import release
from tests.support.office import opened, with_papers


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = opened(tmp_path)
    yield app
    app.close()


def test_that_a_held_paper_is_refused_with_who_holds_it(app: App) -> None:
    hold(app, "d1", "an")

    with pytest.raises(RuleRefused) as caught:
        hold(app, "d1", "bình")

    assert caught.value.args[:2] == ("document-held", f"an ({app.settings.office.station})")


def test_that_a_paper_given_back_is_free(app: App) -> None:
    hold(app, "d1", "an")
    let_go(app, "d1", "an")

    hold(app, "d1", "bình")


def test_that_nothing_stays_held_when_one_of_several_is_refused(app: App) -> None:
    hold(app, "d2", "an")

    with pytest.raises(RuleRefused), holding(app, ["d1", "d2"], "bình"):
        pass

    assert [lease.subject for lease in app.leases.held(app.clock.now())] == ["d2"]


def test_that_a_supervisor_frees_a_paper_and_the_log_says_who(app: App) -> None:
    hold(app, "d1", "an")
    free(app, "d1", "phụ trách")

    hold(app, "d1", "bình")
    assert [(event.kind, event.by) for event in app.work.events("d1")] == [("lease-released", "phụ trách")]


def test_that_a_dossier_is_not_released_while_another_clerk_holds_its_paper(app: App) -> None:
    dossier = with_papers(app)
    (document,) = app.work.documents(dossier.code)
    hold(app, document.id, "bình")

    with pytest.raises(RuleRefused, match="document-held"):
        list(release(app, dossier.code, "an"))

    let_go(app, document.id, "bình")
    assert list(release(app, dossier.code, "an"))
