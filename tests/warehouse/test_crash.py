import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.office import Office
from tests.warehouse.rows_of import everything

ARROWS = [
    "sealing", "sealed", "written", "blob", "blobs", "begun", "staged", "marked", "committed", "acking", "acked",
    "pruned",
]  # fmt: skip

pytestmark = pytest.mark.skipif(os.name == "nt", reason="missing: SIGKILL (Windows has TerminateProcess)")


@pytest.mark.parametrize("arrow", ARROWS)
def test_that_a_kill_at_any_arrow_loses_nothing_and_doubles_nothing(tmp_path: Path, arrow: str, any_url: str) -> None:
    home = tmp_path / "tram"
    expected = _undisturbed(tmp_path)
    office = _filled(home, any_url)

    code = _push(home, any_url, arrow, 2)
    list(office.syncer().push())

    assert code == -9
    assert everything(office.shared_store(), office.blobs) == expected
    assert office.syncer().status().waiting == 0
    office.close()


@pytest.mark.parametrize("arrow", ["begun", "staged", "marked"])
def test_that_a_kill_while_the_next_package_is_ready_loses_nothing(tmp_path: Path, arrow: str, any_url: str) -> None:
    home = tmp_path / "tram"
    expected = _undisturbed(tmp_path)
    office = _filled(home, any_url)

    code = _push(home, any_url, arrow, 1)
    waiting = len(list((home / "packages").glob("*/manifest.json")))
    held = everything(office.shared_store(), office.blobs)
    list(office.syncer().push())

    assert (code, waiting) == (-9, 2)
    assert (held["load_package"], held["fact_document"], held["fact_page"]) == ([], [], [])
    assert everything(office.shared_store(), office.blobs) == expected
    office.close()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_that_random_kills_lose_nothing_and_double_nothing(tmp_path: Path, any_url: str) -> None:
    _kill_at_random(tmp_path, any_url, 200)


@pytest.mark.sample
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_that_some_random_kills_lose_nothing(tmp_path: Path, any_url: str) -> None:
    _kill_at_random(tmp_path, any_url, int(os.environ.get("SOHOA_KILL_COUNT", "20")) // 2)


def _kill_at_random(tmp_path: Path, url: str, wanted: int) -> None:
    """Kills pushes until ``wanted`` of them have died; a push that came through gets a new paper to load."""
    seed = 20261123
    chance = random.Random(seed)
    home = tmp_path / "tram"
    office = _filled(home, url)
    papers, kills = _FILLED, 0
    while kills < wanted:
        if _push(home, url, "*", chance.randint(1, 9)) == -9:
            kills += 1
        else:
            papers += 1
            office.release(papers)
    list(office.syncer().push())

    found = everything(office.shared_store(), office.blobs)
    assert _without_packages(found) == _without_packages(_undisturbed(tmp_path, papers)), seed
    assert papers > _FILLED or wanted < 100, "a cut may fall on every push of a few, never on all of many"
    assert office.syncer().status().waiting == 0
    assert office.syncer().reconcile() == ()
    office.close()


def _without_packages(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Why: where the cuts fall decides which records share a package; everything else must be equal."""
    names = ("load_package", "station_mark", "quarantine")
    return {name: rows for name, rows in found.items() if name not in names}


_FILLED = 5


def _filled(home: Path, url: str = "") -> Office:
    office = Office(home, url, per_package=4)
    for number in range(1, _FILLED + 1):
        office.release(number, owners=()) if number == 3 else office.release(number)
    return office


def _undisturbed(tmp_path: Path, papers: int = _FILLED) -> dict[str, list[tuple[object, ...]]]:
    office = _filled(tmp_path / "ruhig" / "tram")
    for number in range(_FILLED + 1, papers + 1):
        office.release(number)
    list(office.syncer().push())
    found = everything(office.shared_store(), office.blobs)
    office.close()
    shutil.rmtree(tmp_path / "ruhig")
    return found


def _push(home: Path, url: str, arrow: str, count: int) -> int:
    command = [sys.executable, "-m", "tests.warehouse.pusher", str(home), url, arrow, str(count)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, cwd=root, check=False, timeout=60, capture_output=True).returncode
