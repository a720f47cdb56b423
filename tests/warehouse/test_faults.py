"""What happens to servers, lines and disks in the middle of a load: told, and healed at the next push."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres
from tests.warehouse.office import Office
from tests.warehouse.rows_of import everything
from warehouse import admin
from warehouse.errors import DatabaseUnreachable, StoreFull
from warehouse.records import SearchQuery

ROOT = Path(__file__).parents[2]
ARROWS = ("begun", "staged", "marked")


class Once:
    """Does something at the first passing of an arrow."""

    def __init__(self, arrow: str, act: Callable[[], object]) -> None:
        self._arrow = arrow
        self._act: Callable[[], object] | None = act

    def __call__(self, name: str) -> None:
        if name == self._arrow and self._act is not None:
            act, self._act = self._act, None
            act()


def _filled(home: Path, url: str = "") -> Office:
    office = Office(home, url, per_package=4)
    for number in range(1, 6):
        office.release(number)
    return office


def _undisturbed(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    office = _filled(folder / "ruhig" / "tram")
    list(office.syncer().push())
    found = everything(office.shared_store(), office.blobs)
    office.close()
    return found


@pytest.mark.postgres
@pytest.mark.parametrize("arrow", ARROWS)
def test_that_a_cut_connection_is_told_and_healed(tmp_path: Path, pg_url: str, arrow: str) -> None:
    office = _filled(tmp_path / "tram", pg_url)

    with pytest.raises(DatabaseUnreachable):
        list(office.syncer(Once(arrow, lambda: _cut(pg_url))).push())
    list(office.syncer().push())

    assert everything(office.shared_store(), office.blobs) == _undisturbed(tmp_path)
    office.close()


@pytest.mark.postgres
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_that_a_server_that_stops_in_the_middle_loses_nothing(tmp_path: Path, mode: str) -> None:
    if postgres.missing():
        pytest.skip(f"missing: {postgres.missing()}")
    with postgres.cluster() as server:
        url = server.fresh("kho")
        admin.init(url)
        office = _filled(tmp_path / "tram", url)

        with pytest.raises(DatabaseUnreachable):
            list(office.syncer(Once("staged", lambda: server.stop(mode))).push())
        with pytest.raises(DatabaseUnreachable):
            list(office.syncer().push())
        waiting = office.syncer().status().waiting
        server.start()
        list(office.syncer().push())

        assert waiting == 10
        assert everything(office.shared_store(), office.blobs) == _undisturbed(tmp_path)
        office.close()


def _cut(url: str) -> None:
    name = url.partition("@/")[2].partition("?")[0]
    host = url.partition("host=")[2]
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(f"host={host} user=sohoa dbname=postgres", autocommit=True) as connection:
        connection.execute(query, (name,))


def test_that_two_loaders_of_one_station_load_everything_once(tmp_path: Path, any_url: str) -> None:
    home = tmp_path / "tram"
    office = _filled(home, any_url)
    command = [sys.executable, "-m", "tests.warehouse.pusher", str(home), any_url, "never", "1"]

    loaders = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    errors = [loader.communicate(timeout=60)[1] for loader in loaders]

    assert [loader.returncode for loader in loaders] == [0, 0, 0], errors
    assert everything(office.shared_store(), office.blobs) == _undisturbed(tmp_path)
    office.close()


@contextmanager
def _small_disk(folder: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A disk of that size; what it gives makes it larger."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("missing: the right to mount a small disk (root)")

    def grow(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True)

    try:
        yield grow
    finally:
        subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="missing: tmpfs")
def test_that_a_full_blob_disk_is_told_and_healed(tmp_path: Path) -> None:
    office = _filled(tmp_path / "tram")
    paper = office.released / f"{office.key(4)}.pdf"
    assert paper.is_file()
    with _small_disk(office.blobs, 12) as grow:
        with pytest.raises(StoreFull):
            list(office.syncer().push())
        assert not list(office.blobs.rglob("*.part"))
        grow(4096)
        list(office.syncer().push())

        assert everything(office.shared_store(), office.blobs) == _undisturbed(tmp_path)
        office.close()


@pytest.mark.skipif(sys.platform != "linux", reason="missing: tmpfs")
def test_that_a_full_station_disk_is_told_and_healed(tmp_path: Path) -> None:
    office = _filled(tmp_path / "tram")
    with _small_disk(office.home / "packages", 4) as grow:
        with pytest.raises(StoreFull):
            list(office.syncer().push())
        grow(4096)
        list(office.syncer().push())

        assert everything(office.shared_store(), office.blobs) == _undisturbed(tmp_path)
    office.close()


@pytest.mark.skipif(sys.platform != "linux", reason="missing: tmpfs")
def test_that_a_release_on_a_full_disk_is_nothing_or_whole(tmp_path: Path) -> None:
    home = tmp_path / "tram"
    with _small_disk(home, 600) as grow:
        office = Office(home, f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}")
        made = _release_until_full(office)
        grow(65536)
        again = office.work.dossiers(1000)
        list(office.syncer().push())

        assert len(again) in (made, made + 1)
        assert office.shared().search(SearchQuery()).count == made
        office.close()


def _release_until_full(office: Office) -> int:
    """How many papers were released before the disk was full."""
    for number in range(1, 200):
        try:
            office.release(number, "chữ " * 2000)
        except StoreFull:
            return number - 1
    pytest.fail("the disk was never full")
