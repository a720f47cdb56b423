"""What the shared store holds already of the records of one package, asked in portions; and how it lets go of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, select

from warehouse import bulk
from warehouse.models import star
from warehouse.packages import Record
from warehouse.records import thing_of

KINDS = ("dossier", "document", "reuse", "tombstone")


@dataclass(frozen=True, slots=True)
class Known:
    """A record as the store has it: whose it is, its number in that station's sequence, its hash."""

    station: str
    version: int
    row_hash: str


def thing(record: Record) -> tuple[str, str]:
    """What a record speaks of."""
    return thing_of(record.kind, record.key)


class States:
    """What the store holds of the records of one package."""

    def __init__(self, connection: Connection, unit: str, records: Sequence[Record]) -> None:
        self._known: dict[tuple[str, str], Known] = {}
        keys: dict[str, set[str]] = {"dossier": set(), "document": set(), "reuse": set()}
        for record in records:
            kind, key = thing(record)
            if kind in keys:  # Why: a kind of a later program is refused, and nothing is known of it
                keys[kind].add(key)
        for kind, table, name in (("dossier", star.fact_dossier, "code"), ("document", star.fact_document, "id")):
            self._ask(connection, kind, table, name, (unit, sorted(keys[kind])))
        self._ask_reuse(connection, unit, keys["reuse"])

    def of(self, record: Record) -> Known | None:
        """What is known of a record."""
        return self._known.get(thing(record))

    def _ask(self, connection: Connection, kind: str, table: Table, name: str, wanted: tuple[str, list[str]]) -> None:
        unit, keys = wanted
        columns = (table.c[name].label("key"), table.c.station, table.c.version, table.c.row_hash)
        query = select(*columns).where(table.c.unit == unit)
        for asked, parameters in bulk.among(connection, table.c[name], keys):
            for row in connection.execute(query.where(asked), parameters):
                self._known[kind, row.key] = Known(row.station, row.version, row.row_hash)

    def _ask_reuse(self, connection: Connection, unit: str, keys: set[str]) -> None:
        decision = star.fact_reuse.c
        query = select(star.fact_reuse).where(decision.unit == unit)
        codes = sorted({key.rpartition("/")[0] for key in keys})
        for asked, parameters in bulk.among(connection, decision.dossier_code, codes):
            for row in connection.execute(query.where(asked), parameters):
                key = f"{row.dossier_code}/{row.component_code}"
                self._known["reuse", key] = Known(row.station, row.version, row.row_hash)


def forget_parts(connection: Connection, unit: str, document_ids: Sequence[str]) -> None:
    """Takes away the owners, values, pages and words of documents that come anew."""
    if connection.dialect.name == "sqlite":
        _forget_words(connection, unit, document_ids)
    for table in (star.document_owner, star.fact_field, star.fact_page, star.search_text):
        for wanted, parameters in bulk.among(connection, table.c.document_id, document_ids):
            connection.execute(delete(table).where(table.c.unit == unit, wanted), parameters)


def _forget_words(connection: Connection, unit: str, document_ids: Sequence[str]) -> None:
    held = star.search_text.c
    query = select(held.id, held.folded).where(held.unit == unit)
    sql = "INSERT INTO search_fts(search_fts, rowid, folded) VALUES ('delete', ?, ?)"
    for wanted, parameters in bulk.among(connection, held.document_id, document_ids):
        old = [(row.id, row.folded) for row in connection.execute(query.where(wanted), parameters)]
        if old:
            connection.exec_driver_sql(sql, old)
