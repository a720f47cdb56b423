"""``sohoa doctor``: what this machine has and lacks, and how to mend it."""

import argparse

from scanner_app.cli import Context
from scanner_app.doctor import examine


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("doctor", parents=[shared], help="what this machine has and lacks")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


MARKS = {"ok": "✓", "warn": "!", "missing": "✗"}


def run(context: Context) -> int:
    """Prints one line per check; exit 3 when something that is needed is missing."""
    findings = examine(context.settings, context.console.language)
    if context.args.json:
        context.console.json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            context.console.say(f"{MARKS[finding.state]} {finding.check}: {finding.found}")
            if finding.state != "ok":
                context.console.say(f"    {finding.remedy}")
    return 3 if any(finding.state == "missing" and finding.is_required for finding in findings) else 0
