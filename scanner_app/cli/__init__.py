"""The commands, as people and scripts rely on them."""

import argparse
import dataclasses
import importlib
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ocr.errors import OcrError
from scanner_app import __version__
from scanner_app.cli.console import Console
from scanner_app.errors import AppError, Cancelled
from scanner_app.logs import configure
from scanner_app.messages import BUG, explain
from scanner_app.settings import Settings, load_settings
from warehouse.errors import WarehouseError

log = logging.getLogger(__name__)

CANCELLED = 130
USAGE = 2

OpenWindow = Callable[[object, list[str]], int]


@dataclasses.dataclass(frozen=True, slots=True)
class Context:
    """What every command gets: its arguments, the settings, the console."""

    args: argparse.Namespace
    settings: Settings
    console: Console


MODULES: Mapping[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "digitize": ("digitize",),
    "trial": ("trial",),
    "dossiers": ("intake", "fields", "confirm", "release"),
    "life": ("dossier", "withdraw"),
    "capture": ("devices", "scan", "ingest"),
    "sheets": ("sheets",),
    "export": ("export",),
    "sign": ("sign",),
    "approve": ("approve",),
    "store": ("search", "reuse"),
    "sync": ("sync",),
    "keeping": ("check", "backup", "restore", "leases", "report", "due"),
    "admin": ("warehouse", "enrol", "learn"),
    "doctor": ("doctor",),
}
"""The modules of this package with the commands that each adds."""


def build_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of the command that a line names, or of all where it names none of ours or asks for help.

    Why not always all: importing what every command needs takes longer than many a command, or than the window.
    """
    parser = argparse.ArgumentParser(prog="sohoa", description="Số hóa hồ sơ thủ tục hành chính")
    parser.add_argument("--version", action="version", version=f"sohoa {__version__}")
    _global_options(parser, default=None)
    shared = argparse.ArgumentParser(add_help=False)
    _global_options(shared, default=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    named = _named(argv)
    chosen = [module for module, names in MODULES.items() if named in names]
    asks_for_all = named is not None or bool({"-h", "--help"} & set(argv))
    for module in chosen or (MODULES if asks_for_all else ()):
        importlib.import_module(f"scanner_app.cli.{module}").add_commands(commands, shared)
    return parser


def _named(argv: Sequence[str]) -> str | None:
    """The command of a line: its first word that is no option and no option's value."""
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _global_options(finder, default=None)
    finder.add_argument("command", nargs="?")
    command: str | None = finder.parse_known_args(list(argv))[0].command
    return command


def _global_options(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--home", type=Path, default=default, metavar="DIR", help="the data folder")
    parser.add_argument("--warehouse", default=default, metavar="URL", help="the shared store")
    parser.add_argument("--verbose", action="store_true", default=default or False, help="log to stderr")


def run_command(argv: Sequence[str], *, open_window: OpenWindow, console: Console | None = None) -> int:
    """Runs one command line; every error becomes a message and the exit status that belongs to it."""
    speaker = console or Console()
    try:
        args = build_parser(argv).parse_args(list(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        settings = load_settings(home=args.home, warehouse_url=args.warehouse)
        configure(settings.home if args.command != "digitize" else None, verbose=bool(args.verbose))
        if args.command is None:
            return _window(settings, open_window, list(argv))
        run: Callable[[Context], int] = args.run
        return run(Context(args, settings, speaker))
    except KeyboardInterrupt:
        speaker.warn(explain(Cancelled(), speaker.language))
        return CANCELLED
    except BrokenPipeError:
        return 0
    except (AppError, OcrError, WarehouseError) as error:
        message = explain(error, speaker.language)
        speaker.warn(message)
        return message.exit_status
    except Exception as error:
        log.exception("bug in %s", args.command)
        speaker.warn(explain("APP", speaker.language))
        speaker.warn("".join(traceback.format_exception(error)))
        return BUG


def _window(settings: Settings, open_window: OpenWindow, argv: list[str]) -> int:
    from scanner_app.bootstrap import bootstrap

    app = bootstrap(settings)
    try:
        return open_window(app, argv)
    finally:
        app.close()
