"""A workstation's enrolment, from the administrator's command to its first load."""

import json
from pathlib import Path

import pytest

from scanner_app.cli import run_command
from scanner_app.errors import RuleRefused, UsageError
from scanner_app.settings import load_settings
from tests.support import office


def _sohoa(*argv: str) -> int:
    return run_command(argv, open_window=lambda _app, _argv: 0)


def _enrolled(tmp_path: Path) -> tuple[Path, Path]:
    server, home = tmp_path / "server", tmp_path / "trạm"
    file = tmp_path / "TRAM07.toml"
    assert _sohoa("warehouse", "init", "--home", str(server)) == 0
    assert _sohoa("warehouse", "enrol", "TRAM07", "--unit", "H49.16", "-o", str(file), "--home", str(server)) == 0
    (server / "blobs").mkdir()
    assert _sohoa("enrol", str(file), "--home", str(home)) == 0
    return server, home


def test_that_an_enrolled_station_loads_into_the_servers_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, home = _enrolled(tmp_path)
    app = office.opened_with(load_settings(home=home, environment={}))
    office.with_released(app)
    app.close()

    capsys.readouterr()

    code = _sohoa("sync", "--json", "--home", str(home))

    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["station"], answer["sent"], answer["waiting"]) == (0, "TRAM07", 2, 0)
    assert list((server / "blobs").rglob("*.pdf"))


def test_that_a_stick_goes_from_an_enrolled_station_to_the_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, home = _enrolled(tmp_path)
    app = office.opened_with(load_settings(home=home, environment={}))
    office.with_released(app)
    app.close()
    stick = tmp_path / "usb"

    codes = [
        _sohoa("sync", "--to", str(stick), "--home", str(home)),
        _sohoa("warehouse", "load", str(stick), "--home", str(server)),
        _sohoa("sync", "--to", str(stick), "--home", str(home)),
    ]
    capsys.readouterr()
    codes.append(_sohoa("sync", "--status", "--json", "--home", str(home)))

    answer = json.loads(capsys.readouterr().out)
    assert codes == [0, 0, 0, 0]
    assert (answer["waiting"], answer["sent"]) == (0, 2)


def test_that_a_revoked_stations_stick_is_refused_with_9(tmp_path: Path) -> None:
    server, home = _enrolled(tmp_path)
    app = office.opened_with(load_settings(home=home, environment={}))
    office.with_released(app)
    app.close()
    stick = tmp_path / "usb"
    _sohoa("sync", "--to", str(stick), "--home", str(home))
    assert _sohoa("warehouse", "revoke", "TRAM07", "--home", str(server)) == 0

    assert _sohoa("warehouse", "load", str(stick), "--home", str(server)) == 9


def test_that_the_users_file_does_not_override_the_enrolment(tmp_path: Path) -> None:
    _server, home = _enrolled(tmp_path)
    (home / "sohoa.toml").write_text('[office]\nstation = "KHAC"\nofficer = "lan"\n', "utf-8")

    settings = load_settings(home=home, environment={})

    assert (settings.office.station, settings.office.officer) == ("TRAM07", "lan")


def test_that_another_station_is_not_taken_while_records_wait(tmp_path: Path) -> None:
    from scanner_app.enrolment import enrol

    _server, home = _enrolled(tmp_path)
    file = tmp_path / "TRAM08.toml"
    file.write_text((home / "station.toml").read_text("utf-8").replace("TRAM07", "TRAM08"), "utf-8")

    with pytest.raises(RuleRefused) as refused:
        enrol(file, load_settings(home=home, environment={}), waiting=3)
    assert refused.value.args == ("station-waiting", "3")


@pytest.mark.parametrize("text", ["", "][", "[office]\nstation = 'A'\n", "[station]\nkey = 'zz'\n"])
def test_that_a_file_that_is_no_enrolment_is_refused(tmp_path: Path, text: str) -> None:
    from scanner_app.enrolment import enrol

    file = tmp_path / "x.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(UsageError):
        enrol(file, load_settings(home=tmp_path, environment={}), waiting=0)
