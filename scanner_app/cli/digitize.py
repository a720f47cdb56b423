"""``sohoa digitize``: recognition alone, touching no store."""

import argparse
from pathlib import Path

from scanner_app.cli import Context
from scanner_app.cli.console import Console
from scanner_app.digitizing import DigitizeOptions, FileDone, digitize_files
from scanner_app.export import Conformance


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("digitize", parents=[shared], help="recognise files into JSON and PDF/A")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    parser.add_argument("--pdf", action="store_true", help="also write a searchable PDF/A")
    parser.add_argument("--conformance", choices=[kind.value for kind in Conformance], default=Conformance.A2U.value)
    parser.add_argument("--jobs", type=int, default=0, metavar="N")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Digitizes the files; the exit status is that of the worst file by the order of the contract."""
    args, console = context.args, context.console
    options = DigitizeOptions(
        out=args.out.expanduser().absolute(),
        pdf=args.pdf,
        conformance=Conformance(args.conformance),
        jobs=args.jobs or context.settings.ocr.jobs,
        language=context.settings.ocr.language,
        page_timeout_s=context.settings.ocr.page_timeout_s,
        interface_language=console.language,
    )
    statuses: list[int] = []
    pages = documents = files = 0
    for event in digitize_files(args.files, options):
        if not isinstance(event, FileDone):
            console.progress(f"{event.name}  {event.done}/{event.total or '?'}")
            continue
        files += bool(event.source)
        pages += event.pages
        documents += event.documents
        statuses += [console.tell(problem, event.source) for problem in event.problems]
        say_passed_over(console, event.passed_over)
        if event.result is not None:
            console.say(
                f"{event.source}: {event.pages} trang, {event.documents} giấy tờ → {event.result}",
                f"{event.source}: {event.pages} pages, {event.documents} documents → {event.result}",
            )
    console.say(
        f"Xong: {files} tệp, {pages} trang, {documents} giấy tờ.",
        f"Done: {files} files, {pages} pages, {documents} documents.",
    )
    return worst(statuses)


def say_passed_over(console: Console, count: int) -> None:
    """How many files of a walked folder are none of ours, where there are any."""
    if count:
        console.warn(
            f"{count} tệp loại khác được bỏ qua"
            if console.language == "vi"
            else f"{count} files of other kinds passed over"
        )


PRECEDENCE = (130, 70, 3, 6, 7, 5, 8, 4)
"""Where several exit statuses apply, the first of these wins."""


def worst(statuses: list[int]) -> int:
    """The status to exit with."""
    return next((status for status in PRECEDENCE if status in statuses), 0)
