"""Holding a document: two clerks never change one at a time; a lease without heartbeat ends itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scanner_app.errors import RuleRefused
from scanner_app.ports import App
from scanner_app.workflow.context import work_event
from scanner_app.workflow.intake import HANOI
from warehouse.leases import Lease
from warehouse.records import DocumentRow


def hold(app: App, document_id: str, by: str) -> None:
    """Takes the document for this clerk at this station, or renews that.

    Raises:
        RuleRefused: ``document-held`` with the one who holds it and until when.
    """
    lease = app.leases.take(document_id, _holder(app, by), app.clock.now())
    if lease.holder != _holder(app, by):
        raise _refused(lease)


def let_go(app: App, document_id: str, by: str) -> None:
    """Gives the document back; another's stays."""
    app.leases.give_back(document_id, _holder(app, by))


@contextmanager
def holding(app: App, document_ids: Sequence[str], by: str) -> Iterator[None]:
    """Holds these documents for as long as the scope lasts; raises as :func:`hold`, then holding none."""
    taken: list[str] = []
    try:
        for document_id in document_ids:
            hold(app, document_id, by)
            taken.append(document_id)
        yield
    finally:
        for document_id in taken:
            let_go(app, document_id, by)


def refuse_held(app: App, documents: Sequence[DocumentRow], by: str) -> None:
    """Raises ``RuleRefused`` while another clerk holds one of them."""
    wanted = {row.id for row in documents}
    for lease in app.leases.held(app.clock.now()):
        if lease.subject in wanted and lease.holder != _holder(app, by):
            raise _refused(lease)


def free(app: App, document_id: str, by: str) -> None:
    """Ends whoever's lease; a supervisor's, kept in the log. ``RecordUnknown`` when nobody holds it."""
    app.leases.release(document_id, work_event(app, "lease-released", document_id, by))


def _holder(app: App, by: str) -> str:
    """Why with the station: where workstations share a queue, two clerks may bear one name."""
    return f"{by} ({app.settings.office.station})"


def _refused(lease: Lease) -> RuleRefused:
    return RuleRefused("document-held", lease.holder, f"{lease.until.astimezone(HANOI):%H:%M}")
