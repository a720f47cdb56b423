"""Stores of every revision that ever was, and programs one revision apart."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.support.postgres import Cluster
from tests.warehouse.office import NOW, STATION, UNIT, Office
from warehouse import admin, audit, migrate
from warehouse.errors import DatabaseNewer, DatabaseOlder
from warehouse.migrate import REVISIONS
from warehouse.models import star
from warehouse.records import DocumentState, SearchQuery
from warehouse.session import Kind, connect, open_store
from warehouse.shared import SharedWarehouse
from warehouse.sync import Syncer
from warehouse.workbench import Workbench

OLD = Path(__file__).parent.parent / "data" / "databases"


def _copied(folder: Path, kind: Kind, revision: str = "") -> Path:
    target = folder / f"{kind}.sqlite"
    shutil.copy(OLD / f"{revision or REVISIONS[kind][0]}.sqlite", target)
    return target


def test_that_a_database_of_each_older_revision_is_kept() -> None:
    older = [revision for known in REVISIONS.values() for revision in known[:-1]]

    assert sorted(path.stem for path in OLD.glob("*.sqlite")) == sorted(older)


_OLDER = [(kind, revision) for kind, known in REVISIONS.items() for revision in known[:-1]]


@pytest.mark.parametrize(("kind", "revision"), _OLDER)
def test_that_an_old_store_is_upgraded_and_a_copy_kept(tmp_path: Path, kind: Kind, revision: str) -> None:
    path = _copied(tmp_path, kind, revision)
    before = path.read_bytes()

    store = open_store(f"sqlite:///{path.as_posix()}", kind)

    assert migrate.revision(store) == store.revision == REVISIONS[kind][-1]
    kept = path.with_name(f"{path.name}.{revision}.bak")
    assert connect(f"sqlite:///{kept.as_posix()}", kind).url
    assert len(kept.read_bytes()) == len(before)
    store.close()


def test_that_what_an_old_work_store_held_is_all_there(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{_copied(tmp_path, 'work').as_posix()}", "work")
    work = Workbench(store, unit=UNIT, station=STATION)

    dossiers = work.dossiers()
    papers = [paper for row in dossiers for paper in work.documents(row.code)]

    with store.read() as connection:
        assert list(audit.verify(connection)) == []
    assert len(dossiers) == len(papers) >= 2
    assert {row.settled_on for row in dossiers} == {None}
    assert DocumentState.SYNCED in {paper.state for paper in papers}
    store.close()


def test_that_an_upgraded_station_is_equal_to_an_upgraded_warehouse(tmp_path: Path) -> None:
    work = open_store(f"sqlite:///{_copied(tmp_path, 'work').as_posix()}", "work")
    shared = _copied(tmp_path, "shared")
    url = f"sqlite:///{shared.as_posix()}"
    syncer = Syncer(
        work, url, tmp_path / "blobs", tmp_path / "released", tmp_path / "packages",
        unit=UNIT, station=STATION, now=lambda: NOW,
    )  # fmt: skip
    store = open_store(url, "shared")

    assert syncer.reconcile() == ()
    assert SharedWarehouse(store, tmp_path / "blobs").search(SearchQuery()).count >= 1
    work.close()
    store.close()


@pytest.mark.postgres
def test_that_a_newer_program_loads_into_a_warehouse_that_nobody_upgraded_yet(
    tmp_path: Path, pg_cluster: Cluster
) -> None:
    url = pg_cluster.fresh("kho_cu")
    older = connect(url, "shared")
    migrate.run_upgrade(older, REVISIONS["shared"][-2])
    older.close()
    office = Office(tmp_path / "tram", url)
    office.release(1)

    reports = list(office.syncer().push())

    store = open_store(url, "shared", upgrade=False)
    assert (reports[0].inserted, store.revision) == (2, REVISIONS["shared"][-2])
    assert SharedWarehouse(store, office.blobs).search(SearchQuery(words="dong chu so 1")).count == 1
    with pytest.raises(DatabaseOlder):
        admin.upgrade(f"sqlite:///{(tmp_path / 'empty.sqlite').as_posix()}")
    assert admin.upgrade(url).revision == REVISIONS["shared"][-1]
    store.close()
    office.close()


def test_that_an_older_program_loads_into_a_warehouse_that_allows_it(
    any_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_office.shared_store()
    monkeypatch.setitem(migrate.REVISIONS, "shared", REVISIONS["shared"][:-1])
    any_office.release(1)

    reports = list(any_office.syncer().push())

    assert reports[0].inserted == 2
    with any_office.shared_store().write() as connection:
        connection.execute(star.compatible.delete())
    any_office.release(2)
    with pytest.raises(DatabaseNewer):
        list(any_office.syncer().push())


def test_that_the_days_of_the_warehouse_know_working_days(any_office: Office) -> None:
    with any_office.shared_store().read() as connection:
        assert inspect(connection).has_table("dim_date")
        days = dict(
            connection.execute(
                text("SELECT day, is_working FROM dim_date WHERE day BETWEEN '2026-11-20' AND '2026-11-25'")
            ).all()
        )
    assert {str(day): bool(works) for day, works in days.items()} == {
        "2026-11-20": True, "2026-11-21": False, "2026-11-22": False,
        "2026-11-23": True, "2026-11-24": False, "2026-11-25": True,
    }  # fmt: skip
