"""``warehouse``, ``enrol`` and ``learn``: what an office's administrator alone does."""

import argparse
from pathlib import Path

from scanner_app.cli import Context
from scanner_app.cli.dossiers import opened
from scanner_app.clock import SystemClock
from scanner_app.errors import InputDamaged, PathMissing, UsageError
from scanner_app.files import write_text
from scanner_app.messages import reason

_REFUSED = 9


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    store = commands.add_parser("warehouse", parents=[shared], help="create, upgrade and look after the shared store")
    steps = store.add_subparsers(dest="step", required=True, metavar="STEP")
    for name in ("init", "upgrade", "status"):
        steps.add_parser(name, parents=[shared]).set_defaults(run=run_warehouse)
    load = steps.add_parser("load", parents=[shared], help="what a stick brings")
    load.add_argument("folder", type=Path, metavar="DIR")
    load.set_defaults(run=run_load)
    enrol = steps.add_parser("enrol", parents=[shared], help="make a workstation's enrolment file")
    enrol.add_argument("station", metavar="STATION")
    enrol.add_argument("--unit", default="", metavar="CODE")
    enrol.add_argument("--blobs", default="", metavar="DIR", help="where the workstation finds the stored files")
    enrol.add_argument("--files", default="", metavar="DIR", help="shared place of page files")
    enrol.add_argument("--work", default="", metavar="URL", help="work store that workstations share")
    enrol.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    enrol.set_defaults(run=run_make_enrolment)
    disputed = steps.add_parser(
        "conflicts", parents=[shared], help="what two stations say differently; whose word stands"
    )
    disputed.add_argument("--key", default="", metavar="RECORD")
    disputed.add_argument("--keep", default="", metavar="STATION", help="the record is that station's from now on")
    disputed.set_defaults(run=run_conflicts)
    refused = steps.add_parser("quarantine", parents=[shared], help="what waits to be mended at its station")
    refused.set_defaults(run=run_quarantine)
    revoke = steps.add_parser("revoke", parents=[shared], help="take nothing more from a workstation")
    revoke.add_argument("station", metavar="STATION")
    revoke.set_defaults(run=run_revoke)
    publish = steps.add_parser("publish", parents=[shared], help="publish the catalogue or the calendar")
    publish.add_argument("name", choices=["procedures", "calendar"])
    publish.add_argument("file", type=Path, metavar="FILE")
    publish.set_defaults(run=run_publish)

    taken = commands.add_parser("enrol", parents=[shared], help="take an enrolment file at this workstation")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.set_defaults(run=run_enrol)
    learn = commands.add_parser("learn", parents=[shared], help="learn kinds of papers from released ones")
    learn.set_defaults(run=run_learn)


def run_warehouse(context: Context) -> int:
    """Creates, upgrades or describes the shared store."""
    from warehouse import admin, stations
    from warehouse.session import open_store

    context.settings.home.mkdir(parents=True, exist_ok=True)
    url = context.settings.shared_url
    step = {"init": admin.init, "upgrade": admin.upgrade, "status": admin.status}[context.args.step]
    state = step(url)
    context.console.say(str(state))
    if context.args.step == "status" and state.revision == state.newest:
        shared = open_store(url, "shared", upgrade=False)
        try:
            for station, unit, is_revoked in stations.listed(shared):
                context.console.say(f"  {station}  {unit}" + ("  (revoked)" if is_revoked else ""))
        finally:
            shared.close()
    return 0


def run_load(context: Context) -> int:
    """Loads a stick's packages; ends with 9 when one was refused whole."""
    from warehouse import carry
    from warehouse.session import open_store

    settings, folder = context.settings, context.args.folder.expanduser().absolute()
    if not folder.is_dir():
        raise PathMissing(str(folder))
    shared = open_store(settings.shared_url, "shared", upgrade=False)
    faults = 0
    try:
        for done in carry.load(folder, shared, settings.blob_folder):
            name = f"{done.station} {done.number:06d}"
            if done.fault:
                faults += 1
                context.console.warn(reason(done.fault, context.console.language), name)
                continue
            refused = len(done.refused)
            context.console.say(
                f"{name}: {done.loaded} bản ghi, {refused} bị từ chối",
                f"{name}: {done.loaded} loaded, {refused} refused",
            )
    finally:
        shared.close()
    return _REFUSED if faults else 0


def run_make_enrolment(context: Context) -> int:
    """Enrols a workstation at the shared store and writes its file."""
    from warehouse import stations
    from warehouse.session import open_store

    args, settings = context.args, context.settings
    unit = args.unit or settings.office.unit
    shared = open_store(settings.shared_url, "shared", upgrade=False)
    try:
        key = stations.enrol(shared, args.station, unit)
    finally:
        shared.close()
    lines = [
        "# Sohoa: tệp ghi danh máy trạm. Có khóa bí mật; chép vào máy trạm rồi xóa.",
        f"warehouse_url = {_toml(settings.shared_url)}",
        "[office]",
        f"unit = {_toml(unit)}",
        f"unit_name = {_toml(settings.office.unit_name)}",
        f"station = {_toml(args.station)}",
        "[station]",
        f"work_url = {_toml(args.work)}",
        f"files = {_toml(args.files)}",
        f"blobs = {_toml(args.blobs or str(settings.blob_folder))}",
        f"key = {_toml(key)}",
    ]
    path = args.output.expanduser().absolute()
    write_text(path, "\n".join(lines) + "\n")
    path.chmod(0o600)
    context.console.say(
        f"{path}: chạy tại máy trạm: sohoa enrol TỆP", f"{path}: run at the workstation: sohoa enrol FILE"
    )
    return 0


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def run_conflicts(context: Context) -> int:
    """Lists the conflicts, or decides one."""
    from warehouse.disputes import decide, disputes
    from warehouse.session import open_store

    args, console = context.args, context.console
    if bool(args.key) != bool(args.keep):
        raise UsageError("--key, --keep", args.key or args.keep)
    shared = open_store(context.settings.shared_url, "shared", upgrade=False)
    try:
        if args.key:
            decide(shared, args.key, args.keep)
            console.say(
                f"{args.key}: thuộc {args.keep}; máy đó phát hành lại để dữ liệu của nó thay thế.",
                f"{args.key}: now of {args.keep}; its next release there takes effect.",
            )
        left = disputes(shared)
    finally:
        shared.close()
    for item in left:
        console.say(f"{item.kind} {item.key}  {item.station}: {reason(item.reason, console.language, (item.other,))}")
    console.say(f"{len(left)} xung đột.", f"{len(left)} conflicts.")
    return 0


def run_quarantine(context: Context) -> int:
    """Lists what was refused and why."""
    from warehouse.disputes import held
    from warehouse.session import open_store

    shared = open_store(context.settings.shared_url, "shared", upgrade=False)
    try:
        waiting = held(shared)
    finally:
        shared.close()
    for item in waiting:
        text = reason(item.reason, context.console.language, item.data)
        context.console.say(f"{item.kind} {item.key}  {item.station}: {text}")
    context.console.say(f"{len(waiting)} bản ghi chờ sửa.", f"{len(waiting)} records wait to be mended.")
    return 0


def run_revoke(context: Context) -> int:
    """Takes nothing more from a workstation."""
    from warehouse import stations
    from warehouse.session import open_store

    shared = open_store(context.settings.shared_url, "shared", upgrade=False)
    try:
        stations.revoke(shared, context.args.station)
    finally:
        shared.close()
    context.console.say(f"Đã thu hồi {context.args.station}.", f"{context.args.station} is revoked.")
    return 0


def run_publish(context: Context) -> int:
    """Publishes reference data; every workstation fetches them in the next night."""
    from warehouse import reference
    from warehouse.session import open_store

    args, settings = context.args, context.settings
    path = args.file.expanduser().absolute()
    if not path.is_file():
        raise PathMissing(str(path))
    shared = open_store(settings.shared_url, "shared", upgrade=False)
    try:
        text = path.read_text("utf-8")
        version = reference.publish(shared, args.name, text, settings.office.officer, SystemClock().now())
    except ValueError as error:
        raise InputDamaged(str(path), str(error)) from error
    finally:
        shared.close()
    context.console.say(f"{args.name}: phiên bản {version}", f"{args.name}: version {version}")
    return 0


def run_enrol(context: Context) -> int:
    """Takes an enrolment file; refused while records of another station wait here."""
    from scanner_app.enrolment import enrol

    waiting = 0
    if (context.settings.home / "work.sqlite").is_file():
        app = opened(context)
        try:
            waiting = app.sync.status().waiting
        finally:
            app.close()
    done = enrol(context.args.file.expanduser().absolute(), context.settings, waiting)
    context.console.say(
        f"Máy trạm {done.station} của {done.unit} đã ghi danh.",
        f"Workstation {done.station} of {done.unit} is enrolled.",
    )
    for code, subject in done.warnings:
        context.console.warn(reason(code, context.console.language, (subject,)))
    return 0


def run_learn(context: Context) -> int:
    """Learns kinds of papers from what clerks confirmed; the program uses it from its next start."""
    from ocr.learned import FEWEST
    from scanner_app.bootstrap import bootstrap
    from scanner_app.workflow.learning import learn_types

    app = bootstrap(context.settings)
    try:
        learned = learn_types(app.work, app.settings.home / "doctypes")
    finally:
        app.close()
    papers, kinds = learned.papers, len(learned.types)
    if not kinds:
        context.console.say(
            f"Chưa học được loại nào: mỗi loại cần ít nhất {FEWEST} giấy tờ đã lưu kho. "
            "Đối chiếu, lưu kho thêm hồ sơ rồi chạy lại.",
            f"No kind learned yet: each needs at least {FEWEST} confirmed papers. "
            "Verify and release more dossiers, then run this again.",
        )
        return 0
    context.console.say(
        f"Đã học từ {papers} giấy tờ đã xác nhận, {kinds} loại.",
        f"Learned from {papers} confirmed papers of {kinds} kinds.",
    )
    return 0
