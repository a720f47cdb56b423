"""``warehouse`` and ``learn``: what an office's administrator alone does."""

import argparse

from scanner_app.cli import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    store = commands.add_parser("warehouse", parents=[shared], help="create or upgrade the shared store")
    store.add_argument("step", choices=["init", "upgrade", "status"])
    store.set_defaults(run=run_warehouse)
    learn = commands.add_parser("learn", parents=[shared], help="learn kinds of papers from confirmed ones")
    learn.set_defaults(run=run_learn)


def run_warehouse(context: Context) -> int:
    """Creates, upgrades or describes the shared store."""
    from warehouse import admin

    context.settings.home.mkdir(parents=True, exist_ok=True)
    url = context.settings.shared_url
    step = {"init": admin.init, "upgrade": admin.upgrade, "status": admin.status}[context.args.step]
    state = step(url)
    context.console.say(str(state))
    return 0


def run_learn(context: Context) -> int:
    """Learns kinds of papers from what clerks confirmed; the program uses it from its next start."""
    from scanner_app.bootstrap import bootstrap
    from scanner_app.workflow.learning import learn_types

    app = bootstrap(context.settings)
    try:
        learned = learn_types(app.work, app.settings.home / "doctypes")
    finally:
        app.close()
    papers, kinds = learned.papers, len(learned.types)
    context.console.say(
        f"Đã học từ {papers} giấy tờ đã xác nhận, {kinds} loại.",
        f"Learned from {papers} confirmed papers of {kinds} kinds.",
    )
    return 0
