"""``export``: a dossier's files as a portal or an archive takes them, with a manifest."""

import argparse
from pathlib import Path

from scanner_app.cli import Context
from scanner_app.cli.dossiers import opened
from scanner_app.events import Finished, Progress, Published
from scanner_app.export import Conformance, Profile
from scanner_app.workflow.deliver import Delivery, deliver


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("export", parents=[shared], help="files for a portal or an archive")
    parser.add_argument("--dossier", required=True, metavar="CODE")
    parser.add_argument("--profile", required=True, choices=[profile.value for profile in Profile])
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="DIR")
    parser.add_argument("--limit-mb", type=float, default=None, metavar="N")
    parser.add_argument(
        "--conformance", choices=[kind.value for kind in Conformance], help="which PDF/A; signed files stay as they are"
    )
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Writes the files and says their names and sizes."""
    args, console = context.args, context.console
    app = opened(context)
    try:
        limit = args.limit_mb if args.limit_mb is not None else app.settings.release.portal_limit_mb
        delivery = Delivery(
            Profile(args.profile),
            args.output.expanduser().absolute(),
            limit,
            Conformance(args.conformance) if args.conformance else None,
        )
        for event in deliver(app, args.dossier, delivery):
            if isinstance(event, Published):
                console.say(f"{event.path}  {event.size_bytes // 1024} KB")
            elif isinstance(event, Progress):
                console.progress(f"{event.done}/{event.total}")
            elif isinstance(event, Finished):
                console.say(f"Xong: {event.count} tệp.", f"Done: {event.count} files.")
        return 0
    finally:
        app.close()
