"""``dossier``: shows a dossier, or records a step of its life."""

import argparse
import datetime as dt
from typing import Any

from scanner_app.cli import Context
from scanner_app.cli.answers import component_json
from scanner_app.cli.dossiers import opened
from scanner_app.errors import UsageError
from scanner_app.messages import reason as reason_text
from scanner_app.ports import App
from scanner_app.workflow.life import Step, record_step, restore, steps_of, withdraw
from warehouse.records import DossierRow

_STATES = {
    "open": "đang giải quyết",
    "supplement": "chờ bổ sung",
    "paused": "tạm dừng",
    "settled": "đã giải quyết",
    "returned": "đã trả kết quả",
    "withdrawn": "đã rút",
    "refused": "từ chối",
}


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("dossier", parents=[shared], help="show a dossier or record a step of its life")
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("step", nargs="?", choices=[step.value for step in Step])
    parser.add_argument("--date", default=None, metavar="D")
    parser.add_argument("--reason", default="", metavar="TEXT")
    parser.add_argument("--by", default="", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)
    back = commands.add_parser("withdraw", parents=[shared], help="take a released paper back, or undo that")
    back.add_argument("document", metavar="DOCUMENT")
    back.add_argument("--reason", default="", metavar="TEXT")
    back.add_argument("--by", default="", metavar="NAME")
    back.add_argument("--undo", action="store_true", help="bring it back; release it again to send it")
    back.set_defaults(run=run_withdraw)


def run(context: Context) -> int:
    """Shows the dossier after the step, if one was named."""
    args = context.args
    app = opened(context)
    try:
        day = _day(args.date)
        if args.step:
            by = args.by or app.settings.office.officer
            dossier = record_step(app, args.code, Step(args.step), day=day, reason=args.reason, by=by)
        else:
            dossier = app.work.dossier(args.code)
        if args.json:
            context.console.json(dossier_json(app, dossier, context.console.language))
        else:
            _show(context, app, dossier)
        return 0
    finally:
        app.close()


def run_withdraw(context: Context) -> int:
    """Takes a released paper back, or brings it back as one to release again."""
    args = context.args
    app = opened(context)
    try:
        by = args.by or app.settings.office.officer
        if args.undo:
            restore(app, args.document, by)
            context.console.say("Đã khôi phục; phát hành lại để gửi.", "It is back; release it again to send it.")
        else:
            withdraw(app, args.document, by, args.reason)
            context.console.say("Đã thu hồi giấy tờ.", "The paper is withdrawn.")
        return 0
    finally:
        app.close()


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError("--date", text) from error


def dossier_json(app: App, dossier: DossierRow, language: str) -> dict[str, Any]:
    """The form of ``intake`` with the dossier's state and the steps of its life."""
    steps = [
        {"step": taken.step, "at": taken.day.isoformat(), "by": taken.by, "reason": taken.reason or None}
        for taken in steps_of(app, dossier)
    ]
    legal, other = dossier.due, dossier.due_766 or dossier.due
    return {
        "dossier": dossier.code,
        "procedure": dossier.procedure,
        "person": dossier.person_id,
        "name": dossier.person_name,
        "state": dossier.state.value,
        "officer": dossier.officer,
        "due": {
            "legal": {"date": legal.isoformat() if legal else None, "steps": steps},
            "qd766": {"date": other.isoformat() if other else None, "steps": steps},
        },
        "components": [component_json(state, app, language) for state in app.work.components(dossier.code)],
        "documents": [
            {
                "document": row.id,
                "type": row.type,
                "state": row.state.value,
                "signature": row.signature.value,
                "approval": row.approval.value,
            }
            for row in app.work.documents(dossier.code)
        ],
    }


def _show(context: Context, app: App, dossier: DossierRow) -> None:
    say = context.console.say
    say(
        f"{dossier.code}  {dossier.procedure}  {dossier.person_name}  {_STATES[dossier.state.value]}",
        f"{dossier.code}  {dossier.procedure}  {dossier.person_name}  {dossier.state.value}",
    )
    if dossier.due:
        say(f"Hạn pháp lý: {dossier.due:%d/%m/%Y}", f"Legally due: {dossier.due:%d/%m/%Y}")
    if dossier.due_766:
        say(f"Hạn theo QĐ 766: {dossier.due_766:%d/%m/%Y}", f"Due by QĐ 766: {dossier.due_766:%d/%m/%Y}")
    for taken in steps_of(app, dossier):
        say(f"  {taken.day:%d/%m/%Y}  {taken.step:<10}  {taken.by}  {taken.reason}".rstrip())
    for state in app.work.components(dossier.code):
        text = reason_text(state.reason, context.console.language, state.reason_data)
        say(f"  {state.answer.value:<17} {state.component.name} — {text}")
