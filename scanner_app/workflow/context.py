"""Small things that every workflow needs: how an event is made and how bytes are told apart."""

from scanner_app.ports import App
from warehouse.records import WorkEvent


def work_event(app: App, kind: str, subject: str, by: str, **detail: object) -> WorkEvent:
    """An entry for the log, stamped with the app's clock."""
    pairs = tuple(sorted((key, str(value)) for key, value in detail.items()))
    return WorkEvent(kind=kind, subject=subject, by=by, at=app.clock.now(), detail=pairs)
