import datetime as dt

import psycopg
import pytest

from tests.support import postgres
from warehouse.bulk import copy_text

MOMENT = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


@pytest.mark.postgres
def test_that_no_sign_of_a_cell_can_break_out_of_the_copy(pg_cluster: postgres.Cluster) -> None:
    signs = "\\N \\. \t tab \n line \r \\\\ 'đ' \x01 \x7f"
    rows = [(signs, None, 1, 0.97, True, MOMENT), ("", "\\.", -2, 1e-9, False, None)]
    block = copy_text(rows)
    assert block is not None

    with psycopg.connect(f"host={pg_cluster.folder} user=sohoa dbname=postgres") as connection:
        connection.execute("CREATE TEMP TABLE t (a text, b text, c int, d float, e boolean, f timestamptz)")
        with connection.cursor().copy("COPY t FROM STDIN") as copy:
            copy.write(block)
        found = connection.execute("SELECT * FROM t").fetchall()

    assert found == rows


@pytest.mark.parametrize("sign", ["\x1d", "\x1e", "\x1f"])
def test_that_a_cell_with_one_of_our_marks_takes_the_driver_s_way(sign: str) -> None:
    assert copy_text([("a", sign + "b")]) is None
