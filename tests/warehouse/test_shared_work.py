"""Workstations that share one work store on PostgreSQL: the same code, one queue, no number twice."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support.postgres import Cluster
from tests.warehouse.office import NOW, UNIT, Office, dossier, event
from tests.warehouse.rows_of import everything
from warehouse import audit
from warehouse.leases import Leases
from warehouse.models.work import outbox
from warehouse.session import open_store
from warehouse.workbench import Workbench

pytestmark = pytest.mark.postgres


@pytest.fixture
def two(pg_cluster: Cluster, pg_url: str, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two stations over one work store and one shared store."""
    url = pg_cluster.fresh("viec")
    offices = []
    for station in ("TRAM01", "TRAM02"):
        office = Office(tmp_path / station, pg_url, station=station)
        office.store.close()
        office.store = open_store(url, "work")
        office.work = Workbench(office.store, unit=UNIT, station=station)
        office.released = tmp_path / "released"
        offices.append(office)
    yield offices[0], offices[1]
    for office in offices:
        office.close()


def test_that_two_stations_load_their_own_records_through_one_queue(two: tuple[Office, Office], tmp_path: Path) -> None:
    one, other = two
    one.release(1)
    other.release(2)
    one.release(3)

    reports = [list(one.syncer().push()), list(other.syncer().push())]

    alone = Office(tmp_path / "x" / "tram")
    for number in (1, 3):
        alone.release(number)
    list(alone.syncer().push())
    mine = [row for row in everything(one.shared_store(), one.blobs)["fact_document"] if row[2] == "TRAM01"]
    theirs = everything(alone.shared_store(), alone.blobs)["fact_document"]
    assert [sum(report.inserted for report in each) for each in reports] == [4, 2]
    assert [row[1] for row in mine] == [row[1] for row in theirs]
    assert (one.syncer().reconcile(), other.syncer().reconcile()) == ((), ())
    with one.store.read() as connection:
        assert list(audit.verify(connection)) == []
    alone.close()


def test_that_one_station_takes_up_its_thread_beside_the_other(two: tuple[Office, Office], tmp_path: Path) -> None:
    one, other = two
    before = Office(tmp_path / "alt", one.shared_url)
    for number in range(1, 5):
        before.release(number)
    list(before.syncer().push())
    one.release(5)
    other.release(6)

    done = one.syncer().rejoin()
    reports = [list(one.syncer().push()), list(other.syncer().push())]

    assert (done.packages, done.again, done.kept) == (1, 2, ())
    assert [sum(report.inserted for report in each) for each in reports] == [2, 2]
    assert (one.syncer().reconcile(), other.syncer().reconcile()) == ((), ())
    with one.store.read() as connection:
        lowest = connection.execute(select(func.min(outbox.c.seq)).where(outbox.c.station == "TRAM01")).scalar_one()
    assert lowest > 8
    before.close()


def test_that_a_number_is_given_once_by_two_stations_at_a_time(two: tuple[Office, Office]) -> None:
    given: list[int] = []
    lock = threading.Lock()

    def take(office: Office) -> None:
        for _ in range(25):
            number = office.work.next_ordinal(UNIT, NOW.date())
            with lock:
                given.append(number)

    same = [two[0], two[0]]
    threads = [threading.Thread(target=take, args=(office,)) for office in same]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == list(range(1, 51))


def test_that_the_chain_of_events_holds_when_both_write(two: tuple[Office, Office]) -> None:
    def write(office: Office, first: int) -> None:
        for number in range(first, first + 15):
            code = f"H49.16-261123-{number:04d}"
            office.work.add_dossier(dossier(code, station=office.station), (), event("opened", code))

    threads = [threading.Thread(target=write, args=(office, 100 * place)) for place, office in enumerate(two, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(two[0].work.dossiers(100)) == 30
    with two[1].store.read() as connection:
        assert list(audit.verify(connection)) == []


def test_that_of_clerks_who_take_a_paper_at_one_moment_one_holds_it(two: tuple[Office, Office]) -> None:
    start, standing = threading.Barrier(8), []

    def take(place: int) -> None:
        leases = Leases(two[place % 2].store, unit=UNIT)
        start.wait(30)
        standing.append(leases.take("d1", f"clerk {place}", NOW).holder)

    threads = [threading.Thread(target=take, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(standing) == 8
    assert len(set(standing)) == 1
