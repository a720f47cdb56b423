"""``sign``: signs what waits for a signature with one PIN; ``--check`` says what signatures are worth."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from scanner_app.cli import Context
from scanner_app.cli.answers import signature_word
from scanner_app.cli.dossiers import opened
from scanner_app.cli.store import parse_day
from scanner_app.errors import UsageError
from scanner_app.events import Progress, Published
from scanner_app.signing import Corner, Verdict, check, trusted
from scanner_app.workflow.signatures import Order, sign_waiting, waiting
from warehouse.records import SignatureState

REFUSED = 9


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("sign", parents=[shared], help="sign released papers, or check signatures")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--dossier", default="", metavar="CODE")
    which.add_argument("--day", type=parse_day, default=None, metavar="D")
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--token", action="store_true", help="the token of the settings (the default)")
    key.add_argument("--p12", type=Path, default=None, metavar="FILE")
    parser.add_argument("--agency", action="store_true", help="the agency's signature, top right")
    parser.add_argument("--check", nargs="+", type=Path, default=None, metavar="FILE")
    parser.add_argument("--by", default="", metavar="NAME")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(context: Context) -> int:
    """Signs or checks; checking exits 9 when a signature is bad."""
    if context.args.check:
        return _check(context)
    return _sign(context)


def _check(context: Context) -> int:
    trust = trusted(context.settings.signing.trust)
    language = context.console.language
    verdicts = [(path, check(path, trust)) for path in context.args.check]
    if context.args.json:
        context.console.json([_verdict_json(path, verdict) for path, verdict in verdicts])
    else:
        for path, verdict in verdicts:
            context.console.say(f"{path}: {signature_word(verdict.state, language)}")
            for one in verdict.signatures:
                proved = " (TSA)" if one.is_time_proved else ""
                at = one.signed_at or ""
                context.console.say(f"   {one.name}  {at}{proved}  {signature_word(one.state, language)}")
    return REFUSED if any(verdict.state is SignatureState.INVALID for _, verdict in verdicts) else 0


def _verdict_json(path: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "file": str(path),
        "state": verdict.state.value,
        "signatures": [
            {
                "signer": one.name,
                "issuer": one.issuer,
                "changed": one.changed,
                "at": one.signed_at.isoformat() if one.signed_at else None,
                "time_proved": one.is_time_proved,
                "state": one.state.value,
            }
            for one in verdict.signatures
        ],
    }


def _sign(context: Context) -> int:
    args, console = context.args, context.console
    app = opened(context)
    try:
        order = Order(args.dossier, args.day, Corner.RIGHT if args.agency else Corner.LEFT)
        signed: list[Published] = []
        if waiting(app, order):
            by = args.by or app.settings.office.officer
            for event in sign_waiting(app, order, by, _pin(context), args.p12):
                if isinstance(event, Published):
                    signed.append(event)
                elif isinstance(event, Progress):
                    console.progress(f"{event.done}/{event.total}")
        left = len(waiting(app, order))
        if args.json:
            files = [{"document": one.document_id, "file": one.path, "code": one.code} for one in signed]
            console.json({"signed": files, "waiting": left})
        else:
            for one in signed:
                console.say(f"{one.code}  {one.path}")
            console.say(f"Đã ký {len(signed)} tệp, còn chờ {left}.", f"{len(signed)} signed, {left} waiting.")
        return 0
    finally:
        app.close()


def _pin(context: Context) -> str:
    """The PIN from SOHOA_PIN or the terminal; it is never an argument, which other users could read."""
    given = os.environ.get("SOHOA_PIN")
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError("SOHOA_PIN", "")
    return getpass.getpass("Mã PIN: " if context.console.language == "vi" else "PIN: ")
