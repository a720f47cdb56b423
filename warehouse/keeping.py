"""Documents and their fields inside one transaction; here a person's value outlives a machine's."""

import dataclasses
import json
from collections.abc import Sequence

from sqlalchemy import Connection, Row, delete, insert, select, update

from warehouse import rows
from warehouse.errors import RecordExists, RecordUnknown
from warehouse.models import work as t
from warehouse.records import DocumentRow, DocumentState, FieldRow

FINAL = frozenset({DocumentState.RELEASED, DocumentState.SYNCED})
"""Documents that reading the pages again leaves alone."""


class Documents:
    """The documents as one connection sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, document_id: str) -> DocumentRow:
        """One document; ``RecordUnknown`` when there is none."""
        row = self._connection.execute(select(t.document).where(t.document.c.id == document_id)).first()
        if row is None:
            raise RecordUnknown("document", document_id)
        return self._with_fields([row])[0]

    def of_dossier(self, dossier_code: str) -> tuple[DocumentRow, ...]:
        """The dossier's documents in order, removed ones left out."""
        query = (
            select(t.document)
            .where(t.document.c.dossier_code == dossier_code, t.document.c.state != DocumentState.REMOVED)
            .order_by(t.document.c.ordinal, t.document.c.id)
        )
        return self._with_fields(self._connection.execute(query).all())

    def holds_released(self, dossier_code: str, page_id: str) -> bool:
        """Whether the page belongs to a released document."""
        query = select(t.document.c.page_ids).where(
            t.document.c.dossier_code == dossier_code, t.document.c.state.in_(FINAL)
        )
        return any(page_id in json.loads(text) for text in self._connection.execute(query).scalars())

    def replace(self, dossier_code: str, documents: Sequence[DocumentRow]) -> None:
        """Puts these in the place of the unreleased ones; idempotent by id."""
        old = self.of_dossier(dossier_code)
        final = {row.id for row in old if row.state in FINAL}
        spoken = {(row.type, row.page_ids): row for row in old if row.state not in FINAL}
        self._delete([row.id for row in old if row.state not in FINAL])
        for document in documents:
            if document.id not in final:
                self._insert(with_persons_values(document, spoken.get((document.type, document.page_ids))))

    def update(self, document: DocumentRow) -> None:
        """Writes a document's own columns."""
        self._connection.execute(
            update(t.document).where(t.document.c.id == document.id).values(rows.document_values(document))
        )

    def write_field(self, field: FieldRow) -> bool:
        """Writes one value unless it is a machine's over a person's; says whether it did."""
        document = self.get(field.document_id)
        if document.state in FINAL:
            # Why: what was released is in the shared store as it was; a change needs a new version.
            self.update(dataclasses.replace(document, state=DocumentState.VERIFIED))
        old = document.field(field.name)
        if old is not None and old.by is not None and field.by is None:
            return False
        names = [row.name for row in document.fields]
        position = names.index(field.name) if old is not None else len(names)
        self._connection.execute(
            delete(t.field).where(t.field.c.document_id == field.document_id, t.field.c.name == field.name)
        )
        self._connection.execute(insert(t.field).values(rows.field_values(field, position)))
        return True

    def _insert(self, document: DocumentRow) -> None:
        taken = self._connection.execute(select(t.document.c.id).where(t.document.c.id == document.id)).first()
        if taken is not None:
            raise RecordExists("document", document.id)
        self._connection.execute(insert(t.document).values(rows.document_values(document)))
        if document.fields:
            values = [rows.field_values(field, place) for place, field in enumerate(document.fields)]
            self._connection.execute(insert(t.field), values)

    def _delete(self, ids: Sequence[str]) -> None:
        self._connection.execute(delete(t.field).where(t.field.c.document_id.in_(ids)))
        self._connection.execute(delete(t.document).where(t.document.c.id.in_(ids)))

    def _with_fields(self, found: Sequence[Row[tuple[object, ...]]]) -> tuple[DocumentRow, ...]:
        ids = [row.id for row in found]
        fields: dict[str, list[FieldRow]] = {document_id: [] for document_id in ids}
        query = select(t.field).where(t.field.c.document_id.in_(ids)).order_by(t.field.c.position)
        for row in self._connection.execute(query):
            fields[row.document_id].append(rows.field_record(row))
        return tuple(rows.document_record(row, tuple(fields[row.id])) for row in found)


def with_persons_values(document: DocumentRow, old: DocumentRow | None) -> DocumentRow:
    """The document with every value that a person gave to ``old``, which is the same paper."""
    if old is None:
        return document
    said = {field.name: field for field in old.fields if field.by is not None}
    merged = [
        dataclasses.replace(said.pop(field.name), document_id=document.id) if field.name in said else field
        for field in document.fields
    ]
    merged += [dataclasses.replace(field, document_id=document.id) for field in said.values()]
    return dataclasses.replace(document, fields=tuple(merged))
