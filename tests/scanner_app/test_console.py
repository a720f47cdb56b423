"""In which language the commands speak, and that each command is found where the table says."""

import argparse
import importlib
import io
import sys

import pytest

from scanner_app.cli import MODULES, build_parser
from scanner_app.cli.console import Console, interface_language


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says its language itself")
@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "SOHOA_LANGUAGE": "vi"}, "vi"),
    ],
    ids=str,
)
def test_that_the_language_is_the_one_asked_for(environment: dict[str, str], language: str) -> None:
    assert interface_language(environment) == language


def test_that_a_name_cannot_steer_the_terminal() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out=out, err=err, language="vi")

    console.say("tờ\x1b[2J 1.jpg\tđạt")
    console.warn("hỏng", "tờ\x9b2J\r.jpg")

    assert out.getvalue() == "tờ\ufffd[2J 1.jpg\tđạt\n"
    assert err.getvalue() == "tờ\ufffd2J\ufffd.jpg: hỏng\n"


def commands_of(parser: argparse.ArgumentParser) -> set[str]:
    return {
        name for action in parser._actions if isinstance(action, argparse._SubParsersAction) for name in action.choices
    }


@pytest.mark.parametrize("module", MODULES)
def test_that_the_table_names_what_a_module_adds(module: str) -> None:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()

    importlib.import_module(f"scanner_app.cli.{module}").add_commands(
        subparsers, argparse.ArgumentParser(add_help=False)
    )

    assert commands_of(parser) == set(MODULES[module])


@pytest.mark.parametrize(
    ("argv", "offered"),
    [
        (["--home", "demo", "devices"], {"devices", "scan", "ingest"}),
        (["demo", "--home", "x"], {"demo"}),
        (["digitize", "doctor"], {"digitize"}),
        (["--home", "x"], set()),
    ],
    ids=["option before", "option behind", "two names", "no command"],
)
def test_that_a_line_loads_its_own_command_alone(argv: list[str], offered: set[str]) -> None:
    assert commands_of(build_parser(argv)) == offered


@pytest.mark.parametrize("argv", [["--help"], ["--home", "x", "-h"], ["nonsense"]], ids=str)
def test_that_help_and_unknown_commands_offer_all(argv: list[str]) -> None:
    assert commands_of(build_parser(argv)) == {name for names in MODULES.values() for name in names}
