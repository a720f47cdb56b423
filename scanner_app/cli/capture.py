"""``devices``, ``scan`` and ``ingest``: pages into a dossier without the window."""

import argparse
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from scanner_app.acquisition import ColourMode, PaperSource, ScanOptions
from scanner_app.cli import Context
from scanner_app.cli.digitize import worst
from scanner_app.cli.dossiers import opened
from scanner_app.errors import AppError, DeviceMissing, UsageError
from scanner_app.events import DocumentRead, Event, LowDisk, NeedsHelp, PageRead, PageScanned, Progress
from scanner_app.messages import explain, reason
from scanner_app.ports import App
from scanner_app.workflow.capture import capture, import_files, inbox_of
from scanner_app.workflow.digitize import digitize_dossier


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    devices = commands.add_parser("devices", parents=[shared], help="list the scanners")
    devices.add_argument("--json", action="store_true")
    devices.set_defaults(run=run_devices)

    scan = commands.add_parser("scan", parents=[shared], help="scan into a dossier")
    scan.add_argument("--device", default="", metavar="NAME")
    scan.add_argument("--source", choices=[item.value for item in PaperSource], default=None)
    scan.add_argument("--dpi", type=int, default=None)
    scan.add_argument("--mode", choices=[item.value for item in ColourMode], default=None)
    scan.add_argument("--dossier", required=True, metavar="CODE")
    scan.add_argument("--by", default="", metavar="NAME")
    scan.set_defaults(run=run_scan)

    ingest = commands.add_parser("ingest", parents=[shared], help="digitize files into the workstation's store")
    ingest.add_argument("files", nargs="+", type=Path, metavar="FILE")
    ingest.add_argument("--dossier", default=None, metavar="CODE")
    ingest.add_argument("--watch", action="store_true", help="follow a folder until stopped")
    ingest.add_argument("--by", default="", metavar="NAME")
    ingest.set_defaults(run=run_ingest)


def run_devices(context: Context) -> int:
    """Lists the scanners that answer."""
    from scanner_app.bootstrap import default_scanners

    devices = default_scanners().devices()
    if context.args.json:
        context.console.json([dataclasses.asdict(device) for device in devices])
        return 0
    for device in devices:
        sources = ", ".join(item.value for item in device.sources)
        context.console.say(f"{device.name}\n    {device.vendor} {device.model} ({sources})")
    if not devices:
        context.console.say("Không thấy máy quét nào.", "No scanner found.")
    return 0


def run_scan(context: Context) -> int:
    """Scans into a dossier and reads what was scanned."""
    args = context.args
    app = opened(context)
    try:
        scan = app.settings.scan
        device = args.device or scan.device or _only_device(app)
        options = ScanOptions(
            device=device,
            source=PaperSource(args.source or scan.source),
            dpi=args.dpi or scan.dpi,
            mode=ColourMode(args.mode or scan.mode),
        )
        by = args.by or app.settings.office.officer
        status = show(context, capture(app, args.dossier, options, by))
        return worst([status, show(context, digitize_dossier(app, args.dossier, by))])
    finally:
        app.close()


def _only_device(app: App) -> str:
    devices = app.scanners.devices()
    if not devices:
        raise DeviceMissing("")
    return devices[0].name


def run_ingest(context: Context) -> int:
    """Imports files into a dossier (or one of its own for each file) and reads them."""
    args = context.args
    app = opened(context)
    by = args.by or app.settings.office.officer
    try:
        if args.watch:
            return _watch(context, app, by)
        return _ingest(context, app, list(args.files), by)
    finally:
        app.close()


def _ingest(context: Context, app: App, paths: list[Path], by: str) -> int:
    code = context.args.dossier
    if not code:
        code = inbox_of(app, paths, by)
        context.console.say(f"Hồ sơ {code}", f"Dossier {code}")
    status = show(context, import_files(app, code, paths, by))
    return worst([status, show(context, digitize_dossier(app, code, by))])


def _watch(context: Context, app: App, by: str) -> int:
    from scanner_app.acquisition.folder import follow

    if len(context.args.files) > 1:
        raise UsageError("--watch", str(context.args.files[1]))
    folder = context.args.files[0]
    context.console.say(f"Đang theo dõi {folder}; dừng bằng Ctrl+C.", f"Following {folder}; stop with Ctrl+C.")
    for item in follow(folder):
        try:
            status = _ingest(context, app, [item.path], by)
            item.finish(status == 0)
        except AppError as error:
            # Why go on: a file that went away, or a folder that takes nothing, is no fault of the next one.
            context.console.warn(explain(error, context.console.language), item.path.name)
    return 0


def show(context: Context, events: Iterator[Event]) -> int:
    """Prints what a workflow does; the exit status that its problems ask for."""
    statuses: list[int] = []
    scanned = read = 0
    for event in events:
        if isinstance(event, PageScanned):
            scanned += 1
            context.console.progress(f"trang {event.ordinal}")
        elif isinstance(event, PageRead):
            read += 1
        elif isinstance(event, Progress):
            context.console.progress(f"{event.what} {event.done}/{event.total or '?'}")
        elif isinstance(event, DocumentRead):
            context.console.say(
                f"  {event.type}: {event.pages} trang, {event.to_confirm} ô cần xem",
                f"  {event.type}: {event.pages} pages, {event.to_confirm} to look at",
            )
        elif isinstance(event, LowDisk):
            context.console.warn(reason("low-disk", context.console.language, (str(event.free_mb),)))
        elif isinstance(event, NeedsHelp):
            statuses.append(context.console.tell(event.problem, event.subject))
    if scanned:
        context.console.say(f"Đã lưu {scanned} trang.", f"{scanned} pages kept.")
    if read:
        context.console.say(f"Đã nhận dạng {read} trang.", f"{read} pages read.")
    return worst(statuses)
