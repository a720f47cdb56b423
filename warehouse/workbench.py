"""The work store: dossiers, pages, documents and fields of a workstation. Each method is one transaction."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, update

from warehouse import audit, numbers, outbox, rows, states
from warehouse.errors import RecordExists, RecordUnknown, TransitionRefused
from warehouse.keeping import FINAL, Documents
from warehouse.models import work as t
from warehouse.records import (
    ApprovalState,
    ComponentState,
    DocumentRow,
    DocumentState,
    DossierRow,
    FieldRow,
    PageRow,
    PageState,
    ReuseDecision,
    WorkEvent,
)
from warehouse.session import Store


class Workbench:
    """The ``WorkStore`` of one workstation; ``unit_name`` is what its unit is called today."""

    def __init__(self, store: Store, *, unit: str, station: str, unit_name: str = "") -> None:
        self._store = store
        self._unit = unit
        self._unit_name = unit_name
        self._station = station

    def add_dossier(self, dossier: DossierRow, components: Sequence[ComponentState], event: WorkEvent) -> None:
        """Opens a dossier; ``RecordExists`` when its code is taken."""
        with self._store.write() as connection:
            if _find_dossier(connection, dossier.code) is not None:
                raise RecordExists("dossier", dossier.code)
            opened = (connection.execute(select(func.max(t.dossier.c.opened_seq))).scalar() or 0) + 1
            connection.execute(insert(t.dossier).values(opened_seq=opened, **rows.dossier_values(dossier)))
            if components:
                values = [rows.component_values(item, place) for place, item in enumerate(components)]
                connection.execute(insert(t.component), values)
            self._send_dossier(connection, dossier)
            audit.append(connection, self._unit, event)

    def dossier(self, code: str) -> DossierRow:
        """The dossier; ``RecordUnknown`` when there is none."""
        with self._store.read() as connection:
            return get_dossier(connection, code)

    def dossiers(self, limit: int = 200) -> tuple[DossierRow, ...]:
        """The latest dossiers, newest first."""
        query = select(t.dossier).order_by(t.dossier.c.opened_seq.desc()).limit(limit)
        with self._store.read() as connection:
            return tuple(rows.dossier_record(row) for row in connection.execute(query))

    def save_dossier(self, dossier: DossierRow, event: WorkEvent) -> None:
        """Changes a dossier's own columns; a step that the law does not know is refused."""
        with self._store.write() as connection:
            old = get_dossier(connection, dossier.code)
            states.check(states.DOSSIER, "dossier", dossier.code, (old.state, dossier.state))
            connection.execute(
                update(t.dossier).where(t.dossier.c.code == dossier.code).values(rows.dossier_values(dossier))
            )
            self._send_dossier(connection, dossier)
            audit.append(connection, self._unit, event)

    def components(self, dossier_code: str) -> tuple[ComponentState, ...]:
        """The required components with their answers, in catalogue order."""
        query = select(t.component).where(t.component.c.dossier_code == dossier_code).order_by(t.component.c.position)
        with self._store.read() as connection:
            return tuple(rows.component_record(row) for row in connection.execute(query))

    def decide_reuse(self, decision: ReuseDecision, event: WorkEvent) -> None:
        """Records a decision on one component and puts it into the outbox."""
        with self._store.write() as connection:
            dossier = get_dossier(connection, decision.dossier_code)
            changed = connection.execute(
                update(t.component)
                .where(
                    t.component.c.dossier_code == decision.dossier_code,
                    t.component.c.code == decision.component_code,
                )
                .values(answer=decision.answer, reason=decision.reason, document_id=decision.document_id)
            )
            if changed.rowcount == 0:
                raise RecordUnknown("component", decision.component_code)
            key = f"{decision.dossier_code}/{decision.component_code}"
            body = outbox.reuse_body(decision, dossier)
            outbox.put(connection, self._station, "reuse", key, body)
            audit.append(connection, self._unit, event)

    def next_ordinal(self, unit: str, day: dt.date) -> int:
        """The next number in the station's own range for dossier codes of that day."""
        with self._store.write() as connection:
            return numbers.take(connection, unit, self._station, day)

    def add_page(self, page: PageRow, event: WorkEvent) -> PageRow:
        """Adds a page at the end (``ordinal`` 0) or at its ordinal; idempotent by ``id``."""
        with self._store.write() as connection:
            found = connection.execute(select(t.page).where(t.page.c.id == page.id)).first()
            if found is not None:
                return rows.page_record(found)
            get_dossier(connection, page.dossier_code)
            mine = t.page.c.dossier_code == page.dossier_code
            last = connection.execute(select(func.max(t.page.c.ordinal)).where(mine)).scalar() or 0
            if page.ordinal == 0:
                page = dataclasses.replace(page, ordinal=last + 1)
            elif page.ordinal <= last:
                connection.execute(
                    update(t.page).where(mine, t.page.c.ordinal >= page.ordinal).values(ordinal=t.page.c.ordinal + 1)
                )
            connection.execute(insert(t.page).values(rows.page_values(page)))
            audit.append(connection, self._unit, event)
            return page

    def pages(self, dossier_code: str, *, removed: bool = False) -> tuple[PageRow, ...]:
        """Pages in order; with ``removed`` those that were hidden too."""
        with self._store.read() as connection:
            return get_pages(connection, dossier_code, removed=removed)

    def page(self, page_id: str) -> PageRow:
        """One page."""
        with self._store.read() as connection:
            return _get_page(connection, page_id)

    def save_reading(self, page_id: str, state: PageState, *, blank: bool, text: str, reading_json: str) -> None:
        """Keeps what was read from a page; a page that was hidden meanwhile stays hidden."""
        with self._store.write() as connection:
            old = _get_page(connection, page_id)
            kept = PageState.REMOVED if old.state is PageState.REMOVED else state
            connection.execute(
                update(t.page)
                .where(t.page.c.id == page_id)
                .values(state=kept, blank=blank, text=text, reading_json=reading_json)
            )

    def set_pages_state(self, page_ids: Sequence[str], state: PageState, event: WorkEvent) -> None:
        """Hides pages or brings them back; pages of a released document stay where they are."""
        with self._store.write() as connection:
            documents = Documents(connection)
            for page_id in page_ids:
                old = _get_page(connection, page_id)
                states.check(states.PAGE, "page", page_id, (old.state, state))
                if state is PageState.REMOVED and documents.holds_released(old.dossier_code, page_id):
                    raise TransitionRefused("page", page_id, "released", state.value)
            connection.execute(update(t.page).where(t.page.c.id.in_(page_ids)).values(state=state))
            audit.append(connection, self._unit, event)

    def save_documents(
        self, dossier_code: str, documents: Sequence[DocumentRow], event: WorkEvent
    ) -> tuple[DocumentRow, ...]:
        """Replaces the unreleased documents; a person's values survive on the same type and pages."""
        with self._store.write() as connection:
            get_dossier(connection, dossier_code)
            kept = Documents(connection)
            kept.replace(dossier_code, documents)
            audit.append(connection, self._unit, event)
            return kept.of_dossier(dossier_code)

    def documents(self, dossier_code: str) -> tuple[DocumentRow, ...]:
        """Documents in order, with their fields."""
        with self._store.read() as connection:
            return Documents(connection).of_dossier(dossier_code)

    def document(self, document_id: str) -> DocumentRow:
        """One document with its fields."""
        with self._store.read() as connection:
            return Documents(connection).get(document_id)

    def save_document(self, document: DocumentRow, event: WorkEvent) -> None:
        """Changes a document's own columns (not its fields)."""
        with self._store.write() as connection:
            kept = Documents(connection)
            old = kept.get(document.id)
            states.check(states.DOCUMENT, "document", document.id, (old.state, document.state))
            kept.update(document)
            audit.append(connection, self._unit, event)

    def save_field(self, field: FieldRow, event: WorkEvent) -> None:
        """Writes one value; a machine's value never replaces a person's."""
        with self._store.write() as connection:
            if Documents(connection).write_field(field):
                audit.append(connection, self._unit, event)

    def release(self, documents: Sequence[DocumentRow], event: WorkEvent) -> None:
        """Marks documents as released and writes their records to the outbox, all in one transaction."""
        with self._store.write() as connection:
            kept = Documents(connection)
            for document in documents:
                self._release_one(connection, kept, document)
            audit.append(connection, self._unit, event)

    def withdraw(self, document_id: str, event: WorkEvent) -> DocumentRow:
        """Takes a released document back: hidden here, a tombstone in the shared store. ``restore`` undoes it.

        Raises:
            TransitionRefused: it was not released.
        """
        with self._store.write() as connection:
            kept = Documents(connection)
            old = kept.get(document_id)
            if old.state not in FINAL:
                raise TransitionRefused("document", document_id, old.state.value, DocumentState.REMOVED.value)
            gone = dataclasses.replace(old, state=DocumentState.REMOVED)
            kept.update(gone)
            dossier = get_dossier(connection, old.dossier_code)
            if old.approval not in (ApprovalState.WAITING, ApprovalState.REFUSED):
                body = outbox.tombstone_body(old, dossier, event)
                outbox.put(connection, self._station, "tombstone", old.id, body)
            audit.append(connection, self._unit, event)
            return gone

    def restore(self, document_id: str, event: WorkEvent) -> DocumentRow:
        """Brings a withdrawn document back as verified; the next release sends it as a new version."""
        with self._store.write() as connection:
            kept = Documents(connection)
            old = kept.get(document_id)
            if old.state is not DocumentState.REMOVED:
                raise TransitionRefused("document", document_id, old.state.value, DocumentState.VERIFIED.value)
            back = dataclasses.replace(old, state=DocumentState.VERIFIED)
            kept.update(back)
            audit.append(connection, self._unit, event)
            return back

    def events(self, subject: str) -> tuple[WorkEvent, ...]:
        """The log of one subject, oldest first."""
        with self._store.read() as connection:
            return audit.events_of(connection, subject)

    def _release_one(self, connection: Connection, kept: Documents, document: DocumentRow) -> None:
        old = kept.get(document.id)
        states.check(states.DOCUMENT, "document", document.id, (old.state, DocumentState.RELEASED))
        is_again = old.released_at is not None
        fresh = dataclasses.replace(
            document,
            state=DocumentState.RELEASED,
            fields=old.fields,
            version=old.version + 1 if is_again else old.version,
        )
        if is_again and dataclasses.replace(fresh, version=old.version) == old:
            return
        kept.update(fresh)
        if fresh.approval in (ApprovalState.WAITING, ApprovalState.REFUSED):
            return  # its record is made when it is approved
        dossier = get_dossier(connection, document.dossier_code)
        pages = get_pages(connection, document.dossier_code, removed=True)
        body = outbox.document_body(fresh, dossier, pages)
        blob = (fresh.pdf_sha256, fresh.pdf_path)
        outbox.put(connection, self._station, "document", fresh.id, body, blob=blob)

    def _send_dossier(self, connection: Connection, dossier: DossierRow) -> None:
        named = {"unit_name": self._unit_name} if self._unit_name and dossier.unit == self._unit else {}
        body = rows.canonical_json({"dossier": outbox.dossier_body(dossier) | named})
        outbox.put(connection, self._station, "dossier", dossier.code, body)


def get_dossier(connection: Connection, code: str) -> DossierRow:
    """The dossier; ``RecordUnknown`` when there is none."""
    found = _find_dossier(connection, code)
    if found is None:
        raise RecordUnknown("dossier", code)
    return found


def get_pages(connection: Connection, dossier_code: str, *, removed: bool) -> tuple[PageRow, ...]:
    """The dossier's pages in order."""
    query = select(t.page).where(t.page.c.dossier_code == dossier_code)
    if not removed:
        query = query.where(t.page.c.state != PageState.REMOVED)
    return tuple(rows.page_record(row) for row in connection.execute(query.order_by(t.page.c.ordinal)))


def _find_dossier(connection: Connection, code: str) -> DossierRow | None:
    row = connection.execute(select(t.dossier).where(t.dossier.c.code == code)).first()
    return rows.dossier_record(row) if row is not None else None


def _get_page(connection: Connection, page_id: str) -> PageRow:
    row = connection.execute(select(t.page).where(t.page.c.id == page_id)).first()
    if row is None:
        raise RecordUnknown("page", page_id)
    return rows.page_record(row)
