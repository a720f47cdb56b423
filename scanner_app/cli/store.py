"""``search`` and ``reuse``: what officers ask of the shared store."""

import argparse
import datetime as dt
from typing import Any

from scanner_app.cli import Context
from scanner_app.cli.answers import component_json, signature_word
from scanner_app.cli.dossiers import opened
from scanner_app.errors import RuleRefused
from scanner_app.messages import reason
from scanner_app.ports import App
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import HANOI
from warehouse.records import Answer, ReuseAnswer, ReuseDecision, SearchHit, SearchQuery


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    search = commands.add_parser("search", parents=[shared], help="find papers in the shared store")
    search.add_argument("words", nargs="*", metavar="WORDS")
    search.add_argument("--type", default="", metavar="T")
    search.add_argument("--person", default="", metavar="ID")
    search.add_argument("--parcel", default="", metavar="SHEET/PLOT")
    search.add_argument("--from", dest="date_from", type=parse_day, default=None, metavar="D")
    search.add_argument("--to", dest="date_to", type=parse_day, default=None, metavar="D")
    search.add_argument("--limit", type=int, default=20, metavar="N")
    search.add_argument("--after", default="", metavar="NEXT")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=run_search)

    reuse = commands.add_parser("reuse", parents=[shared], help="what the store holds for a procedure")
    reuse.add_argument("--person", required=True, metavar="ID")
    reuse.add_argument("--procedure", required=True, metavar="CODE")
    reuse.add_argument("--date", type=parse_day, default=None, metavar="D")
    reuse.add_argument("--attach", default=None, metavar="DOSSIER")
    reuse.add_argument("--by", default="", metavar="NAME")
    reuse.add_argument("--json", action="store_true")
    reuse.set_defaults(run=run_reuse)


def parse_day(text: str) -> dt.date:
    """A day as ``2026-11-23`` or ``23/11/2026``; for argparse."""
    for separator, order in (("-", (0, 1, 2)), ("/", (2, 1, 0))):
        parts = text.split(separator)
        if len(parts) == len(order) and all(part.isdigit() for part in parts):
            try:
                return dt.date(*(int(parts[index]) for index in order))
            except ValueError:
                break
    raise argparse.ArgumentTypeError(text)


def run_search(context: Context) -> int:
    """Prints the hits."""
    args = context.args
    query = SearchQuery(
        words=" ".join(args.words),
        type=args.type,
        person=args.person,
        parcel=args.parcel,
        date_from=args.date_from,
        date_to=args.date_to,
        limit=max(1, args.limit),
        after=args.after,
    )
    app = opened(context)
    try:
        page = app.shared.search(query)
        if args.json:
            hits = [hit_json(hit, app) for hit in page.hits]
            context.console.json({"query": query.words, "count": page.count, "hits": hits, "next": page.next or None})
            return 0
        for hit in page.hits:
            day = hit.date.strftime("%d/%m/%Y") if hit.date else "–"
            signed = signature_word(hit.signature, context.console.language)
            context.console.say(f"{hit.title}  {hit.number}  {day}  {hit.person}  [{signed}]\n    {hit.line}")
        context.console.say(f"{page.count} kết quả.", f"{page.count} hits.")
        return 0
    finally:
        app.close()


def hit_json(hit: SearchHit, app: App) -> dict[str, Any]:
    """One hit in the form of the contract."""
    return {
        "document": hit.document,
        "dossier": hit.dossier,
        "type": hit.type,
        "title": hit.title,
        "number": hit.number,
        "date": hit.date.isoformat() if hit.date else None,
        "agency": hit.agency,
        "person": hit.person,
        "page": hit.page,
        "box": list(hit.box) if hit.box else None,
        "line": hit.line,
        "score": hit.score,
        "signature": hit.signature.value,
        "file": str(app.shared.blob_path(hit.file)) if hit.file else None,
    }


def run_reuse(context: Context) -> int:
    """Prints the answer for each component; with ``--attach`` records the decision."""
    args = context.args
    app = opened(context)
    try:
        day = args.date or app.clock.now().astimezone(HANOI).date()
        answers = app.shared.reuse(args.person, args.procedure, day)
        as_of = app.shared.as_of()
        if as_of is not None:
            context.console.warn(
                reason("from-copy", context.console.language, (f"{as_of.astimezone(HANOI):%H:%M %d/%m/%Y}",))
            )
        dossier_code = None
        if args.attach:
            dossier_code = attach(app, args.attach, answers, args.by or app.settings.office.officer)
        if args.json:
            context.console.json(
                {
                    "dossier": dossier_code,
                    "procedure": args.procedure,
                    "person": args.person,
                    "due": None,
                    "components": [component_json(answer, app, context.console.language) for answer in answers],
                }
            )
            return 0
        for answer in answers:
            text = reason(answer.reason, context.console.language, answer.reason_data)
            signed = f" [{signature_word(answer.paper.signature, context.console.language)}]" if answer.paper else ""
            context.console.say(f"{answer.answer.value:<17} {answer.component.name}{signed}\n    {text}")
        return 0
    finally:
        app.close()


def attach(app: App, dossier_code: str, answers: tuple[ReuseAnswer, ...], by: str) -> str:
    """Records, for each component that the store satisfies, that the dossier uses it."""
    dossier = app.work.dossier(dossier_code)
    if any(answer.component.procedure != dossier.procedure for answer in answers):
        raise RuleRefused("other-procedure", dossier.procedure)
    for answer in answers:
        if answer.answer not in (Answer.IN_STORE, Answer.REPLACED_BY_DATA):
            continue
        decision = ReuseDecision(
            dossier_code=dossier.code,
            component_code=answer.component.code,
            answer=answer.answer,
            document_id=answer.paper.document_id if answer.paper else None,
            reason=answer.reason,
            by=by,
            at=app.clock.now(),
        )
        app.work.decide_reuse(
            decision, work_event(app, "reuse-decided", dossier.code, by, component=answer.component.code)
        )
    return dossier.code
