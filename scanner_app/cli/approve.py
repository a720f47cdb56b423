"""``approve``: what waits for an approver; approving it or sending it back."""

import argparse

from scanner_app.cli import Context
from scanner_app.cli.dossiers import opened
from scanner_app.errors import UnknownCode, UsageError
from scanner_app.ports import App
from scanner_app.workflow.approve import approve, queue, refuse
from warehouse.records import DocumentRow


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("approve", parents=[shared], help="approve released papers, or send them back")
    parser.add_argument("documents", nargs="*", metavar="DOCUMENT")
    parser.add_argument("--dossier", default="", metavar="CODE")
    parser.add_argument("--all", action="store_true", help="every paper that waits (of the dossier, if one is named)")
    parser.add_argument("--refuse", action="store_true")
    parser.add_argument("--reason", default="", metavar="TEXT")
    parser.add_argument("--by", default="", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Lists what waits, or decides on the papers that were named."""
    args, console = context.args, context.console
    app = opened(context)
    try:
        waiting = queue(app, args.dossier)
        chosen = waiting if args.all else tuple(_named(waiting, name) for name in args.documents)
        if chosen and not args.by:
            raise UsageError("--by", "")
        for document in chosen:
            _decide(context, app, document)
        left = queue(app, args.dossier)
        if args.json:
            console.json([_json(app, row) for row in left])
            return 0
        for row in left:
            console.say(f"{row.id}  {row.dossier_code}  {app.doctypes.label(row.type, console.language)}  {row.number}")
        console.say(f"{len(left)} giấy tờ chờ duyệt.", f"{len(left)} papers wait for approval.")
        return 0
    finally:
        app.close()


def _decide(context: Context, app: App, document: DocumentRow) -> None:
    args, console = context.args, context.console
    if args.refuse:
        refuse(app, document, args.by, args.reason)
        console.say(f"Không duyệt: {document.code}", f"Refused: {document.code}")
    else:
        approve(app, document, args.by)
        console.say(f"Đã duyệt: {document.code}", f"Approved: {document.code}")


def _named(waiting: tuple[DocumentRow, ...], name: str) -> DocumentRow:
    found = next((row for row in waiting if name in (row.id, row.code)), None)
    if found is None:
        raise UnknownCode("document", name)
    return found


def _json(app: App, row: DocumentRow) -> dict[str, object]:
    return {
        "document": row.id,
        "dossier": row.dossier_code,
        "type": row.type,
        "title": row.title,
        "number": row.number,
        "code": row.code,
        "signature": row.signature.value,
        "file": str(app.released_path(row)),
    }
