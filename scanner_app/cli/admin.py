"""``warehouse``: what the shared store's administrator alone does."""

import argparse

from scanner_app.cli import Context


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    store = commands.add_parser("warehouse", parents=[shared], help="create or upgrade the shared store")
    store.add_argument("step", choices=["init", "upgrade", "status"])
    store.set_defaults(run=run_warehouse)


def run_warehouse(context: Context) -> int:
    """Creates, upgrades or describes the shared store."""
    from warehouse import admin

    context.settings.home.mkdir(parents=True, exist_ok=True)
    url = context.settings.shared_url
    step = {"init": admin.init, "upgrade": admin.upgrade, "status": admin.status}[context.args.step]
    state = step(url)
    context.console.say(str(state))
    return 0
