"""``trial``: reads an office's own papers and, against a clerk's corrections, says how well."""

import argparse
import dataclasses
from pathlib import Path

from scanner_app import trial
from scanner_app.cli import Context
from scanner_app.cli.digitize import say_passed_over, worst
from scanner_app.cli.keeping import today
from scanner_app.digitizing import DigitizeOptions, FileDone, digitize_files
from scanner_app.errors import PathMissing
from scanner_app.messages import reason
from scanner_app.tables import headings, write_sheet, write_workbook

RESULTS = "ket-qua-chay-thu"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("trial", parents=[shared], help="try the reading on an office's own papers")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=None, metavar="DIR")
    parser.add_argument("--again", action="store_true", help="read the papers anew and drop the corrections")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """First reads and writes the table of corrections; once it is there, reports against it."""
    args = context.args
    folder = args.folder.expanduser().absolute()
    if not folder.is_dir():
        raise PathMissing(str(folder))
    out = args.out.expanduser().absolute() if args.out else folder.with_name(f"{folder.name}-{RESULTS}")
    table = out / trial.TABLE
    if args.again or not table.is_file():
        # Why no report yet: before a clerk has looked, every value would count as right.
        return _read(context, folder, out)
    return _report(context, table, out)


def _read(context: Context, folder: Path, out: Path) -> int:
    console, settings = context.console, context.settings.ocr
    options = DigitizeOptions(
        out=out,
        jobs=settings.jobs,
        language=settings.language,
        page_timeout_s=settings.page_timeout_s,
        interface_language=console.language,
    )
    results, statuses = [], []
    for event in digitize_files([folder], options):
        if not isinstance(event, FileDone):
            console.progress(f"{event.name}  {event.done}/{event.total or '?'}")
            continue
        statuses += [console.tell(problem, event.source) for problem in event.problems]
        say_passed_over(console, event.passed_over)
        if event.result is not None:
            results.append(event.result)
    trial.write_table(list(trial.rows_of(results)), out / trial.TABLE)
    console.say(
        f"Đã đọc {len(results)} tệp. Sửa cột «correct» trong {out / trial.TABLE} rồi chạy lại lệnh này.",
        f"{len(results)} files read. Correct the column «correct» of {out / trial.TABLE} and run this again.",
    )
    return worst(statuses)


def _report(context: Context, table: Path, out: Path) -> int:
    from scanner_app.bootstrap import doctypes_of

    console = context.console
    doctypes = doctypes_of(context.settings)
    figures = trial.accuracy(trial.with_type_codes(trial.read_table(table), doctypes), doctypes)
    if context.args.json:
        console.json([dataclasses.asdict(row) for row in figures])
    printed = trial.as_table(figures, doctypes, console.language)
    if not context.args.json:
        console.say("  ".join(headings(printed, console.language)))
        for row in printed.rows:
            console.say("  ".join("–" if cell is None else str(cell) for cell in row))
    period = (today(), today())
    write_workbook(printed, period, out / "bien-ban.xlsx", console.language)
    write_sheet(printed, period, out / "bien-ban.pdf", console.language)
    values = sum(row.values for row in figures if row.field)
    right = sum(row.right for row in figures if row.field)
    console.say(reason("trial-sum", console.language, (str(right), str(values), str(out / "bien-ban.pdf"))))
    return 0
