"""The clerk's way after the restore of an older backup, by the commands."""

import json
from pathlib import Path

import pytest

from scanner_app.cli import run_command
from scanner_app.settings import load_settings
from scanner_app.workflow.night import night
from tests.support import office
from warehouse.errors import StationBehind


class Desk:
    """A station at its shared store, and what it says."""

    def __init__(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._url = f"sqlite:///{(tmp_path / 'kho.sqlite').as_posix()}"
        self._capsys = capsys
        self.home, self.file = tmp_path / "nhà", tmp_path / "sao.zip"

    def run(self, *argv: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of a command."""
        self._capsys.readouterr()
        line = (*argv, "--home", str(self.home), "--warehouse", self._url)
        code = run_command(line, open_window=lambda _app, _argv: 0)
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def release(self) -> str:
        """A new dossier with a released paper; its code."""
        app = office.opened_with(load_settings(home=self.home, warehouse_url=self._url, environment={}))
        try:
            return office.with_released(app).code
        finally:
            app.close()

    def dream(self) -> None:
        """A night, which must not wait for what waiting does not mend."""
        app = office.opened_with(load_settings(home=self.home, warehouse_url=self._url, environment={}))
        try:
            list(night(app, pause=lambda _s: pytest.fail("must not wait")))
        finally:
            app.close()


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A station that was restored from the backup before its last load."""
    monkeypatch.setenv("SOHOA_LANGUAGE", "vi")
    told = Desk(tmp_path, capsys)
    told.release()
    told.run("sync")
    told.run("backup", str(told.file))
    told.release()
    told.run("sync")
    told.home = tmp_path / "nhà mới"
    told.run("restore", str(told.file))
    return told


def test_that_a_night_between_restore_and_rejoin_ends_at_once(desk: Desk) -> None:
    with pytest.raises(StationBehind):
        desk.dream()

    assert "SYNC-BEHIND" in desk.run("sync", "--status")[1]


@pytest.mark.parametrize("has_work", [False, True], ids=["nothing waits", "a dossier waits"])
def test_that_a_refused_night_names_the_command(desk: Desk, has_work: bool) -> None:
    if has_work:
        desk.release()

    code, _, said = desk.run("sync", "--night")

    assert code == 6
    assert "sohoa sync --rejoin" in said


def test_that_a_rejoined_station_sends_and_gives_new_numbers(desk: Desk) -> None:
    before = [desk.release(), desk.release()]

    code, out, _ = desk.run("sync", "--rejoin", "--json")
    loaded = json.loads(desk.run("sync", "--json")[1])
    after = desk.release()
    found = json.loads(desk.run("search", "quyết định", "--json")[1])["count"]

    assert code == 0
    assert {name: json.loads(out)[name] for name in ("changed", "packages", "again", "kept")} == {
        "changed": True,
        "packages": 1,
        "again": 4,
        "kept": [],
    }
    assert (loaded["sent"], loaded["refused"], loaded["waiting"], found) == (4, [], 0, 4)
    assert [code.rpartition("-")[2] for code in (*before, after)] == ["0502", "0503", "1004"]


def test_that_a_second_rejoin_says_that_nothing_changed(desk: Desk) -> None:
    desk.run("sync", "--rejoin")

    code, out, _ = desk.run("sync", "--rejoin")

    assert code == 0
    assert out.strip() == "Máy trạm đang khớp với kho dùng chung; không có gì thay đổi."


def test_that_restore_names_the_next_step(desk: Desk, tmp_path: Path) -> None:
    desk.home = tmp_path / "thứ ba"

    _, out, _ = desk.run("restore", str(desk.file))

    assert "sohoa sync --rejoin" in out
