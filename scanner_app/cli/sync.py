"""``sync``: the way to the shared store, at once, every night, or on a stick."""

import argparse
import os
import time
from pathlib import Path
from typing import Any

from scanner_app.cli import Context
from scanner_app.cli.dossiers import opened
from scanner_app.events import Event, Loaded, Looked, NeedsHelp, Waiting
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow.intake import HANOI
from scanner_app.workflow.night import night
from scanner_app.workflow.publish import sync
from warehouse.records import LoadRefusal, SyncStatus


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    load = commands.add_parser("sync", parents=[shared], help="load what was released into the shared store")
    load.add_argument("--now", action="store_true", help="at once; the random delay of the night is the timer's")
    load.add_argument("--night", action="store_true", help="with patience, then compare, fetch, look files over")
    load.add_argument("--status", action="store_true")
    load.add_argument("--install", action="store_true", help="run every night by the system's own timer")
    load.add_argument("--uninstall", action="store_true")
    load.add_argument("--rejoin", action="store_true", help="after the restore of an older backup: take up the thread")
    load.add_argument("--to", type=Path, default=None, metavar="DIR", help="lay what waits onto a stick")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run_sync)


def run_sync(context: Context) -> int:
    """Loads what waits, or says what does."""
    args = context.args
    if args.install or args.uninstall:
        return _schedule(context)
    app = opened(context)
    try:
        if args.to is not None:
            return _to_stick(context, app)
        if args.rejoin:
            return _rejoin(context, app)
        sent = refused = 0
        if not args.status:
            for event in night(app, time.sleep) if args.night else sync(app):
                if isinstance(event, Loaded):
                    sent += event.sent
                    refused += event.refused
                elif not args.json:
                    _tell(context, event)
        status = app.sync.status()
        if args.json:
            context.console.json(_status_json(context, status, status.sent if args.status else sent))
            return 0
        if args.status:
            _tell_status(context, app, status)
            return 0
        context.console.say(
            f"Đã gửi {sent}, từ chối {refused}, còn chờ {status.waiting}.",
            f"{sent} sent, {refused} refused, {status.waiting} waiting.",
        )
        return 0
    finally:
        app.close()


def _tell(context: Context, event: Event) -> None:
    language = context.console.language
    if isinstance(event, NeedsHelp):
        context.console.warn(reason(event.problem.code, language, (event.problem.text,)), event.subject)
    elif isinstance(event, Waiting):
        context.console.warn(reason("store-away", language, (f"{event.seconds:.0f}",)))
    elif isinstance(event, Looked) and (event.count or event.faults):
        context.console.say(reason(f"night-{event.what}", language, (str(event.count), str(event.faults))))


def _tell_status(context: Context, app: App, status: SyncStatus) -> None:
    say = context.console.say
    last = f"{status.last_success.astimezone(HANOI):%H:%M %d/%m/%Y}" if status.last_success else "–"
    say(
        f"{status.station} → {status.warehouse}\nĐã gửi {status.sent}, còn chờ {status.waiting}, lần cuối {last}.",
        f"{status.station} → {status.warehouse}\n{status.sent} sent, {status.waiting} waiting, last {last}.",
    )
    for item in status.refused:
        context.console.warn(reason(item.reason, context.console.language, item.data), item.record)
    found = app.upkeep.last()
    if found is not None:
        at, body = found
        when = f"{at.astimezone(HANOI):%H:%M %d/%m/%Y}"
        ended = body["error"] or "ok"
        say(
            f"Đêm {when}: gửi {body['sent']}, gửi lại {body['again']}, kiểm {body['scrubbed']} tệp"
            f" ({len(body['faults'])} lỗi), {ended}.",
            f"Night {when}: {body['sent']} sent, {body['again']} sent again, {body['scrubbed']} files looked over"
            f" ({len(body['faults'])} faults), {ended}.",
        )


def _status_json(context: Context, status: SyncStatus, sent: int) -> dict[str, Any]:
    return {
        "station": status.station,
        "warehouse": status.warehouse,
        "last_success": status.last_success.isoformat() if status.last_success else None,
        "waiting": status.waiting,
        "sent": sent,
        "refused": [_refusal_json(context, item) for item in status.refused],
        "blobs_waiting": status.blobs_waiting,
    }


def _refusal_json(context: Context, item: LoadRefusal) -> dict[str, Any]:
    text = reason(item.reason, context.console.language, item.data)
    return {"record": item.record, "reason": {"code": item.reason, "text": text}}


def _schedule(context: Context) -> int:
    from scanner_app import schedule

    if context.args.uninstall:
        gone = schedule.remove(context.settings)
        context.console.say(
            f"Đã bỏ lịch chạy đêm ({len(gone)} tệp).", f"The nightly run is taken away ({len(gone)} files)."
        )
        return 0
    # Why not from the settings: what they name is read again every night, so that a change there counts.
    done = schedule.install(context.settings, warehouse=context.args.warehouse or os.environ.get("SOHOA_WAREHOUSE", ""))
    for path in done.files:
        context.console.say(str(path))
    if done.is_active:
        context.console.say("Đã đặt lịch chạy đêm.", "The nightly run is set.")
        return 0
    context.console.warn(reason("schedule-by-hand", context.console.language, (str(done.files[-1]),)))
    return 0


def _to_stick(context: Context, app: App) -> int:
    count = app.sync.export(context.args.to.expanduser().absolute())
    context.console.say(
        f"Đã chép {count} gói vào {context.args.to}. Mang đến máy chủ và chạy: sohoa warehouse load {context.args.to}",
        f"{count} packages in {context.args.to}. Take it to the server and run: sohoa warehouse load {context.args.to}",
    )
    return 0


def _rejoin(context: Context, app: App) -> int:
    done = app.sync.rejoin()
    console = context.console
    if context.args.json:
        console.json(
            {
                "station": app.settings.office.station,
                "changed": done.is_changed,
                "packages": done.packages,
                "again": done.again,
                "there": done.there,
                "dossiers": done.dossiers,
                "kept": [_refusal_json(context, item) for item in done.kept],
            }
        )
        return 0
    if not done.is_changed:
        console.say(reason("rejoin-fits", console.language))
        return 0
    for item in done.kept:
        console.warn(reason(item.reason, console.language, item.data), item.record)
    figures = (done.packages, done.again, done.there, len(done.kept), done.dossiers)
    console.say(reason("rejoin-done", console.language, tuple(str(figure) for figure in figures)))
    return 0
