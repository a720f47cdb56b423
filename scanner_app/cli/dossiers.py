"""``intake``, ``dossier``, ``fields``, ``confirm`` and ``release``: a dossier's way without the window."""

import argparse
import datetime as dt
from typing import Any

from scanner_app.cli import Context
from scanner_app.cli.answers import component_json, signature_word
from scanner_app.errors import RuleRefused, UnknownCode, UsageError
from scanner_app.events import Loaded, Published
from scanner_app.messages import explain, reason
from scanner_app.ports import App
from scanner_app.workflow import review
from scanner_app.workflow.holding import holding
from scanner_app.workflow.publish import blocking_reasons, release, sync
from warehouse.errors import WarehouseError
from warehouse.records import DocumentRow, DossierRow, FieldRow

Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Adds the commands to the parser."""
    intake = commands.add_parser("intake", parents=[shared], help="open a dossier")
    intake.add_argument("--procedure", required=True, metavar="CODE")
    intake.add_argument("--person", required=True, metavar="ID")
    intake.add_argument("--name", default="", metavar="NAME")
    intake.add_argument("--code", default=None, metavar="MA_HO_SO")
    intake.add_argument("--by", default="", metavar="NAME")
    intake.add_argument("--json", action="store_true")
    intake.set_defaults(run=run_intake)

    fields = commands.add_parser("fields", parents=[shared], help="the fields of a dossier with their states")
    fields.add_argument("--dossier", required=True, metavar="CODE")
    fields.add_argument("--json", action="store_true")
    fields.set_defaults(run=run_fields)

    confirm = commands.add_parser("confirm", parents=[shared], help="confirm or correct fields")
    confirm.add_argument("--dossier", required=True, metavar="CODE")
    confirm.add_argument("values", nargs="*", metavar="DOCUMENT.FIELD=VALUE")
    confirm.add_argument("--by", required=True, metavar="NAME")
    confirm.add_argument("--all", action="store_true", help="confirm every valid value as it was read")
    confirm.set_defaults(run=run_confirm)

    released = commands.add_parser("release", parents=[shared], help="check, write PDF/A, record")
    released.add_argument("--dossier", required=True, metavar="CODE")
    released.add_argument("--by", default="", metavar="NAME")
    released.add_argument("--sync", action="store_true", help="and load it at once where the shared store answers")
    released.set_defaults(run=run_release)


def opened(context: Context) -> App:
    """The app over the context's settings."""
    from scanner_app.bootstrap import bootstrap

    return bootstrap(context.settings)


def run_intake(context: Context) -> int:
    """Opens a dossier and lists each required component with its answer."""
    from scanner_app.workflow.intake import open_dossier

    args = context.args
    app = opened(context)
    try:
        dossier = open_dossier(
            app,
            procedure=args.procedure,
            person_id=args.person,
            person_name=args.name,
            code=args.code,
            by=args.by or app.settings.office.officer,
        )
        components = app.work.components(dossier.code)
        if args.json:
            context.console.json(intake_json(dossier, app, context.console.language))
            return 0
        context.console.say(
            f"Đã mở hồ sơ {dossier.code}, hẹn trả {dossier.due:%d/%m/%Y}"
            if dossier.due
            else f"Đã mở hồ sơ {dossier.code}",
            f"Dossier {dossier.code} opened" + (f", due {dossier.due:%d/%m/%Y}" if dossier.due else ""),
        )
        for state in components:
            text = reason(state.reason, context.console.language, state.reason_data)
            context.console.say(f"  {state.answer.value:<17} {state.component.name} — {text}")
        return 0
    finally:
        app.close()


def intake_json(dossier: DossierRow, app: App, language: str) -> dict[str, Any]:
    """The form that ``intake`` and ``reuse`` share."""
    legal = dossier.due.isoformat() if dossier.due else None
    other = dossier.due_766.isoformat() if dossier.due_766 else legal
    received = dossier.received_at.isoformat()
    return {
        "dossier": dossier.code,
        "procedure": dossier.procedure,
        "person": dossier.person_id,
        "due": {
            "legal": {
                "date": legal,
                "steps": [{"step": "received", "at": received}, {"step": "due", "at": legal}],
            },
            "qd766": {
                "date": other,
                "steps": [{"step": "received", "at": received}, {"step": "due", "at": other}],
            },
        },
        "components": [component_json(state, app, language) for state in app.work.components(dossier.code)],
    }


def run_fields(context: Context) -> int:
    """Lists the fields of a dossier."""
    app = opened(context)
    try:
        dossier = app.work.dossier(context.args.dossier)
        documents = app.work.documents(dossier.code)
        if context.args.json:
            context.console.json(
                {"dossier": dossier.code, "documents": [_document_json(row, app) for row in documents]}
            )
            return 0
        for document in documents:
            context.console.say(
                f"{document.ordinal:02d} {app.doctypes.label(document.type, context.console.language)}"
                f" [{document.state.value}] {len(document.page_ids)} tr."
                f" · {signature_word(document.signature, context.console.language)}"
            )
            for field in document.fields:
                context.console.say(
                    f"   {document.ordinal}.{field.name:<24} {field.state.value:<10} {field.value or field.raw}"
                )
        return 0
    finally:
        app.close()


def _document_json(document: DocumentRow, app: App) -> dict[str, Any]:
    return {
        "document": str(document.ordinal),
        "id": document.id,
        "type": document.type,
        "label": app.doctypes.label(document.type, "vi"),
        "state": document.state.value,
        "signature": document.signature.value,
        "pages": list(document.page_ids),
        "fields": {
            field.name: {
                "value": field.value,
                "raw": field.raw,
                "state": field.state.value,
                "confidence": field.confidence,
                "source": field.source,
                "box": list(field.box) if field.box else None,
                "reasons": list(field.reasons),
                "candidates": list(field.candidates),
                "by": field.by,
                "at": field.at.isoformat() if field.at else None,
            }
            for field in document.fields
        },
    }


def run_confirm(context: Context) -> int:
    """Confirms or corrects fields; nothing is written when one of the values is invalid."""
    args = context.args
    app = opened(context)
    try:
        app.work.dossier(args.dossier)
        documents = app.work.documents(args.dossier)
        wanted = [_parse_assignment(text, documents) for text in args.values]
        if args.all:
            named = {(field.document_id, field.name) for field, _ in wanted}
            wanted += [
                (field, field.value)
                for document in review.open_documents(documents)
                for field in document.fields
                if field.value and (field.document_id, field.name) not in named and review.is_unresolved(field)
            ]
        at = app.clock.now()
        results = [confirm_field(app, documents, field, text, args.by, at) for field, text in wanted]
        with holding(app, sorted({row.document_id for row, _event in results}), args.by):
            for row, event in results:
                app.work.save_field(row, event)
        left = len(review.unresolved(app.work.documents(args.dossier)))
        context.console.say(f"Đã xác nhận {len(results)} ô, còn {left} ô.", f"{len(results)} confirmed, {left} left.")
        return 0
    finally:
        app.close()


def confirm_field(
    app: App, documents: tuple[DocumentRow, ...], field: FieldRow, text: str, by: str, at: dt.datetime
) -> tuple[FieldRow, Any]:
    """One confirmation by the field's own kind; an empty text says that the paper does not show it."""
    document = next(row for row in documents if row.id == field.document_id)
    if not text:
        return review.mark_absent(field, by, at)
    kind = app.doctypes.field_kind(document.type, field.name)
    return review.confirm(field, text, kind, by, at)


def _parse_assignment(text: str, documents: tuple[DocumentRow, ...]) -> tuple[FieldRow, str]:
    key, equals, value = text.partition("=")
    name, dot, field_name = key.partition(".")
    if not equals or not dot:
        raise UsageError("DOCUMENT.FIELD=VALUE", text)
    document = next(
        (row for row in documents if name in (str(row.ordinal), row.id)),
        None,
    ) or next((row for row in documents if row.type == name), None)
    if document is None:
        raise UnknownCode("document", name)
    field = document.field(field_name)
    if field is None:
        raise UnknownCode("field", key)
    return field, value


def run_release(context: Context) -> int:
    """Releases a dossier, or says why not."""
    app = opened(context)
    try:
        reasons = blocking_reasons(app, context.args.dossier)
        if reasons:
            for code, figure in reasons:
                context.console.warn(reason(code, context.console.language, (figure,)))
            raise RuleRefused(*reasons[0])
        for event in release(app, context.args.dossier, context.args.by or app.settings.office.officer):
            if isinstance(event, Published):
                context.console.say(f"{event.code}  {event.path}  {event.size_bytes // 1024} KB")
        if context.args.sync:
            _load(context, app)
        return 0
    finally:
        app.close()


def _load(context: Context, app: App) -> None:
    """Loads at once; a store that is away is no fault, the night goes on with it."""
    try:
        sent = sum(event.sent for event in sync(app) if isinstance(event, Loaded))
    except WarehouseError as error:
        if not error.retry:
            raise
        context.console.warn(explain(error, context.console.language))
        return
    context.console.say(f"Đã gửi {sent} bản ghi vào kho dùng chung.", f"{sent} records sent to the shared store.")
