"""``sheets``: separator sheets to print and lay between papers."""

import argparse
from pathlib import Path

from scanner_app.bootstrap import doctypes_of
from scanner_app.cli import Context
from scanner_app.errors import UnknownCode
from scanner_app.sheets import ANY, write_sheets


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("sheets", parents=[shared], help="separator sheets to print")
    parser.add_argument("kinds", nargs="*", metavar="TYPE", help="kinds of papers; without any: a plain separator")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Writes the sheets as a PDF."""
    console, doctypes = context.console, doctypes_of(context.settings)
    kinds = []
    for code in context.args.kinds or [ANY]:
        if code != ANY and code not in doctypes.types:
            raise UnknownCode("type", code)
        plain = "Giấy tờ tiếp theo" if console.language == "vi" else "The next paper"
        kinds.append((code, plain if code == ANY else doctypes.label(code, console.language)))
    path = context.args.output.expanduser().absolute()
    write_sheets(kinds, path)
    console.say(f"{len(kinds)} tờ ngăn → {path}", f"{len(kinds)} sheets → {path}")
    return 0
