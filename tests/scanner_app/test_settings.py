"""Settings: scopes, locks, wrong values."""

from pathlib import Path

import pytest

from scanner_app.errors import UsageError
from scanner_app.settings import load_settings


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_that_built_in_values_hold_without_files(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, environment={})

    assert settings.ocr.language == "vie"
    assert settings.shared_url.startswith("sqlite:///")


def test_that_the_user_overrides_the_organisation(tmp_path: Path) -> None:
    organisation = write(tmp_path / "org.toml", '[office]\nunit = "H49.01"\nofficer = "chung"\n')
    write(tmp_path / "home" / "sohoa.toml", '[office]\nofficer = "lan"\n')

    settings = load_settings(home=tmp_path / "home", environment={"SOHOA_ORGANISATION": str(organisation)})

    assert (settings.office.unit, settings.office.officer) == ("H49.01", "lan")


def test_that_a_locked_key_stays_as_the_organisation_says(tmp_path: Path) -> None:
    organisation = write(tmp_path / "org.toml", 'locked = ["office.unit"]\n[office]\nunit = "H49.01"\n')
    write(tmp_path / "home" / "sohoa.toml", '[office]\nunit = "H49.99"\n')

    settings = load_settings(home=tmp_path / "home", environment={"SOHOA_ORGANISATION": str(organisation)})

    assert settings.office.unit == "H49.01"


def test_that_the_command_line_wins_over_the_environment(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, warehouse_url="sqlite:///x", environment={"SOHOA_WAREHOUSE": "sqlite:///y"})

    assert settings.shared_url == "sqlite:///x"


@pytest.mark.parametrize("text", ["[ocr]\njobs = 'two'\n", "ocr = 3\n", "not toml ="])
def test_that_a_wrong_value_is_a_usage_error(tmp_path: Path, text: str) -> None:
    write(tmp_path / "sohoa.toml", text)

    with pytest.raises(UsageError):
        load_settings(home=tmp_path, environment={})


def test_that_an_unknown_key_names_its_neighbour(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path / "sohoa.toml", "[ocr]\njob = 2\n")

    load_settings(home=tmp_path, environment={})

    assert "did you mean jobs?" in caplog.text
