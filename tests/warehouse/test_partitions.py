"""A shared store that its administrator cut by unit and year: loaded and asked as any other."""

from pathlib import Path

import psycopg
import pytest

from tests.warehouse.office import UNIT, Office
from tests.warehouse.rows_of import everything
from warehouse.records import SearchQuery

pytestmark = pytest.mark.postgres

KEYS = {
    "fact_document": "id",
    "document_owner": "document_id",
    "fact_field": "document_id",
    "fact_page": "document_id",
    "search_text": "document_id",
}
"""Papers' keys rise with time, so a year is a range of them; see docs/store.md."""


def _partition(url: str) -> None:
    name, _, host = url.partition("@/")[2].partition("?host=")
    with psycopg.connect(f"host={host} user=sohoa dbname={name}", autocommit=True) as connection:
        for table, key in KEYS.items():
            for step in (
                f"ALTER TABLE {table} RENAME TO {table}_whole",
                f"CREATE TABLE {table} (LIKE {table}_whole INCLUDING ALL) PARTITION BY LIST (unit)",
                f"CREATE TABLE {table}_a PARTITION OF {table} FOR VALUES IN ('{UNIT}') PARTITION BY RANGE ({key})",
                f"CREATE TABLE {table}_a1 PARTITION OF {table}_a FOR VALUES FROM (MINVALUE) TO ('{_LAST}')",
                f"CREATE TABLE {table}_a2 PARTITION OF {table}_a FOR VALUES FROM ('{_LAST}') TO (MAXVALUE)",
                f"DROP TABLE {table}_whole",
            ):
                connection.execute(step.encode())


_LAST = "tram01" + "3".zfill(26)


def _filled(home: Path, url: str = "") -> Office:
    office = Office(home, url)
    papers = [office.release(number) for number in range(1, 6)]
    list(office.syncer().push())
    office.release_again(office.work.document(papers[1].id))
    office.release(1 + len(papers))
    list(office.syncer().push())
    return office


def test_that_a_store_cut_by_unit_and_year_holds_the_same(pg_url: str, tmp_path: Path) -> None:
    _partition(pg_url)

    office, whole = _filled(tmp_path / "a" / "tram", pg_url), _filled(tmp_path / "b" / "tram")

    assert everything(office.shared_store(), office.blobs) == everything(whole.shared_store(), whole.blobs)
    assert office.shared().search(SearchQuery("quyen su dung dat")).count == len(range(1, 7))
    with office.shared_store().read() as connection:
        counts = [connection.exec_driver_sql(f"SELECT count(*) FROM fact_document_a{n}").scalar() for n in (1, 2)]
    assert counts == [2, 4]
    assert office.syncer().reconcile() == ()
    office.close()
    whole.close()
