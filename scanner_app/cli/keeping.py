"""``check``, ``backup``, ``restore``, ``report`` and ``due``: what keeps a store honest and its figures seen."""

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scanner_app.cli import Context
from scanner_app.cli.dossiers import opened
from scanner_app.cli.store import parse_day
from scanner_app.clock import SystemClock
from scanner_app.errors import UsageError
from scanner_app.files import write_text
from scanner_app.messages import explain, reason
from scanner_app.tables import write_sheet, write_workbook
from scanner_app.workflow.intake import HANOI

if TYPE_CHECKING:
    from warehouse.due import DueRow

FAULTS_FOUND = 6


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    check = commands.add_parser("check", parents=[shared], help="every file's hash, every record, the chained log")
    check.add_argument("--repair", action="store_true", help="mend what can be proved: files, the index, lost records")
    check.set_defaults(run=run_check)
    for name, run, text in (("backup", run_backup, "the whole data folder"), ("restore", run_restore, "into --home")):
        parser = commands.add_parser(name, parents=[shared], help=text)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.set_defaults(run=run)
    report = commands.add_parser("report", parents=[shared], help="overdue, digitization, reuse, procedures, workload")
    report.add_argument("name", metavar="NAME")
    report.add_argument("--from", dest="date_from", type=parse_day, default=None, metavar="D")
    report.add_argument("--to", dest="date_to", type=parse_day, default=None, metavar="D")
    report.add_argument("--format", choices=["text", "json", "xlsx", "pdf"], default="text")
    report.add_argument("-o", dest="output", type=Path, default=None, metavar="FILE")
    report.set_defaults(run=run_report)
    due = commands.add_parser("due", parents=[shared], help="dossiers due, late and about to be late")
    due.add_argument("--date", type=parse_day, default=None, metavar="D")
    due.add_argument("--json", action="store_true")
    due.set_defaults(run=run_due)
    leases = commands.add_parser("leases", parents=[shared], help="who works on which paper; a supervisor frees one")
    leases.add_argument("--release", default="", metavar="DOCUMENT")
    leases.add_argument("--by", default="", metavar="NAME")
    leases.add_argument("--json", action="store_true")
    leases.set_defaults(run=run_leases)


def today() -> dt.date:
    """The day in Vietnam."""
    return SystemClock().now().astimezone(HANOI).date()


def run_check(context: Context) -> int:
    """Prints every fault; exit 6 when one is left. ``--repair`` mends those that can be."""
    from warehouse.checks import Places, check
    from warehouse.errors import DatabaseUnreachable
    from warehouse.repair import repair
    from warehouse.session import Store, open_store

    settings, language = context.settings, context.console.language
    places = Places(settings.pages_folder, settings.released_folder, settings.blob_folder)
    work = open_store(settings.work_url, "work")
    shared: Store | None = None
    try:
        shared = open_store(settings.shared_url, "shared", upgrade=settings.shared_url.startswith("sqlite"))
    except DatabaseUnreachable as error:
        context.console.warn(explain(error, language))
    try:
        found = check(work, shared, places)
        if context.args.repair:
            judged = repair(work, shared, settings.office.station, places, list(found))
        else:
            judged = ((fault, False) for fault in found)
        count = mended = 0
        for fault, is_mended in judged:
            count += 1
            mended += is_mended
            said = f"{fault.code} {fault.subject} {fault.detail}".rstrip()
            context.console.warn(f"{said}: {reason('check-mended', language)}" if is_mended else said)
    finally:
        work.close()
        if shared is not None:
            shared.close()
    left = count - mended
    repaired = f" {reason('check-repaired', language, (str(mended),))}" if mended else ""
    context.console.say(
        (f"Kiểm tra xong: còn {left} lỗi." if left else "Kiểm tra xong: không có lỗi.") + repaired,
        f"Checked: {left} faults." + repaired,
    )
    return FAULTS_FOUND if left else 0


def run_backup(context: Context) -> int:
    """Writes a copy of the data folder, consistent while the program runs."""
    from warehouse.backup import backup

    done = backup(context.settings.home, context.args.file.absolute())
    context.console.say(
        f"Đã sao lưu {done.files} tệp, {done.size_bytes // 1024} KB → {done.path}",
        f"{done.files} files, {done.size_bytes // 1024} KB → {done.path}",
    )
    return 0


def run_restore(context: Context) -> int:
    """Brings a copy back into an empty data folder."""
    from warehouse.backup import restore

    done = restore(context.args.file.absolute(), context.settings.home, today())
    context.console.say(f"Đã khôi phục {done.files} tệp → {done.path}", f"{done.files} files → {done.path}")
    context.console.say(reason("restored-next", context.console.language))
    return 0


def run_report(context: Context) -> int:
    """Prints a report over the shared store; the period is the present year unless given."""
    from warehouse.reports import report
    from warehouse.session import open_store

    args, settings = context.args, context.settings
    last = args.date_to or today()
    first = args.date_from or last.replace(month=1, day=1)
    shared = open_store(settings.shared_url, "shared", upgrade=settings.shared_url.startswith("sqlite"))
    try:
        table = report(shared, args.name, first, last)
    finally:
        shared.close()
    if args.format in ("xlsx", "pdf"):
        if args.output is None:
            raise UsageError("-o", args.format)
        write = write_workbook if args.format == "xlsx" else write_sheet
        write(table, (first, last), args.output.expanduser().absolute())
        context.console.say(str(args.output))
        return 0
    if args.format == "json":
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        whole = {"report": table.name, "from": first, "to": last, "rows": rows}
        text = json.dumps(whole, ensure_ascii=False, indent=1, default=str)
    else:
        shown = [list(table.columns)] + [["–" if cell is None else str(cell) for cell in row] for row in table.rows]
        widths = [max(len(row[column]) for row in shown) for column in range(len(table.columns))]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in shown)
        text = "\n".join(line.rstrip() for line in lines)
    if args.output:
        write_text(args.output.absolute(), text + "\n")
    else:
        context.console.say(text)
    return 0


def run_due(context: Context) -> int:
    """Lists dossiers that are due, late or about to be late."""
    from warehouse.deadlines import office_calendar
    from warehouse.due import due
    from warehouse.session import open_store

    day = context.args.date or today()
    work = open_store(context.settings.work_url, "work")
    try:
        rows = due(work, day, office_calendar(context.settings.reference_folder))
    finally:
        work.close()
    if context.args.json:
        context.console.json(
            [
                {
                    "dossier": row.dossier.code,
                    "due": row.dossier.due.isoformat() if row.dossier.due else None,
                    "officer": row.dossier.officer,
                    "unit": row.dossier.unit,
                    "urgency": str(row.urgency),
                    "days": row.days,
                    "due_766": (row.dossier.due_766 or row.dossier.due or day).isoformat(),
                    "urgency_766": str(row.urgency_766),
                    "days_766": row.days_766,
                }
                for row in rows
            ]
        )
        return 0
    _say_due(context, rows)
    return 0


def _say_due(context: Context, rows: "Sequence[DueRow]") -> None:
    """One line per dossier, the other clock where it differs, and how many each officer has."""
    from warehouse.due import Urgency, by_officer

    language = context.console.language
    for row in rows:
        word = reason(f"due-{row.urgency}", language, (str(abs(row.days)),))
        shown = row.dossier.due.strftime("%d/%m/%Y") if row.dossier.due else "–"
        line = f"{row.dossier.code}  {shown}  {row.dossier.officer}  {word}"
        if row.dossier.due_766:
            other = reason(f"due-{row.urgency_766}", language, (str(abs(row.days_766)),))
            line += f"  QĐ 766: {row.dossier.due_766:%d/%m/%Y} {other}"
        context.console.say(line)
    for (unit, officer), counts in sorted(by_officer(rows).items()):
        late, near = counts[Urgency.LATE], counts[Urgency.TODAY] + counts[Urgency.SOON]
        data = (officer or "–", unit, str(sum(counts.values())), str(late), str(near))
        context.console.say(reason("due-officer", language, data))
    context.console.say(f"{len(rows)} hồ sơ.", f"{len(rows)} dossiers.")


def run_leases(context: Context) -> int:
    """Lists who holds which document, after freeing the named one."""
    from scanner_app.workflow.holding import free

    args = context.args
    app = opened(context)
    try:
        if args.release:
            free(app, args.release, args.by or app.settings.office.officer)
        held = app.leases.held(app.clock.now())
    finally:
        app.close()
    if args.json:
        context.console.json(
            [{"document": item.subject, "holder": item.holder, "until": item.until.isoformat()} for item in held]
        )
        return 0
    for item in held:
        context.console.say(f"{item.subject}  {item.holder}  {item.until.astimezone(HANOI):%H:%M}")
    context.console.say(f"{len(held)} giấy tờ đang được xử lý.", f"{len(held)} papers are held.")
    return 0
