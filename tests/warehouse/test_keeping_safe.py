import contextlib
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.office import NOW, UNIT, Office, event
from warehouse.backup import backup, restore
from warehouse.blobs import blob_path
from warehouse.checks import Fault, Places, check
from warehouse.errors import DatabaseDamaged, RecordExists, RecordUnknown
from warehouse.leases import HOLD, Leases
from warehouse.models import star
from warehouse.records import SearchQuery
from warehouse.repair import repair


def places(office: Office) -> Places:
    return Places(office.home / "pages", office.released, office.blobs)


def found(office: Office) -> list[Fault]:
    """Without those of the pages, which this office has as rows alone."""
    every = check(office.store, office.shared_store(), places(office))
    return [fault for fault in every if not fault.code.startswith("page")]


def faults(office: Office) -> list[str]:
    return [fault.code for fault in found(office)]


def mended(office: Office) -> list[tuple[str, bool]]:
    done = repair(office.store, office.shared_store(), office.station, places(office), found(office))
    return [(fault.code, is_mended) for fault, is_mended in done]


def test_that_a_whole_office_has_no_faults(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())

    assert faults(office) == []


def test_that_a_changed_blob_and_a_missing_file_are_found(office: Office) -> None:
    one, two = office.release(1), office.release(2)
    list(office.syncer().push())
    blob_path(office.blobs, one.pdf_sha256).write_bytes(b"%PDF changed")
    (office.released / two.pdf_path).unlink()

    assert faults(office) == ["released-missing", "blob-changed"]


def test_that_a_changed_blob_and_a_missing_file_are_put_back_from_each_other(office: Office) -> None:
    one, two = office.release(1), office.release(2)
    list(office.syncer().push())
    changed = blob_path(office.blobs, one.pdf_sha256)
    changed.write_bytes(b"%PDF changed")
    (office.released / two.pdf_path).unlink()

    assert mended(office) == [("released-missing", True), ("blob-changed", True)]
    assert faults(office) == []
    assert changed.with_name(f"{changed.name}.damaged").read_bytes() == b"%PDF changed"


def test_that_a_file_without_a_whole_copy_is_left_as_it_is(office: Office) -> None:
    one = office.release(1)
    list(office.syncer().push())
    for path in (blob_path(office.blobs, one.pdf_sha256), office.released / one.pdf_path):
        path.write_bytes(b"%PDF changed")

    assert mended(office) == [("released-changed", False), ("blob-changed", False)]
    assert (office.released / one.pdf_path).read_bytes() == b"%PDF changed"


def test_that_a_paper_the_shared_store_lost_goes_again(any_office: Office) -> None:
    any_office.release(1)
    list(any_office.syncer().push())
    with any_office.shared_store().write() as connection:
        connection.execute(star.fact_document.delete())

    assert mended(any_office) == [("not-in-shared-store", True)]
    assert faults(any_office) == []
    list(any_office.syncer().push())
    assert any_office.shared().search(SearchQuery()).count == 1


def test_that_a_search_index_that_lies_is_made_anew(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())
    with office.shared_store().write() as connection:
        connection.exec_driver_sql("UPDATE search_text SET folded = 'mat chu'")

    assert mended(office) == [("search-index", True)]
    assert office.shared().search(SearchQuery(words="mat chu")).count == 1


def test_that_a_broken_chain_is_never_mended(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())
    with office.store.write() as connection:
        connection.exec_driver_sql("UPDATE event SET by = 'ai-do' WHERE number = 2")

    assert mended(office) == [("chain-hash", False)]
    assert faults(office) == ["chain-hash"]


def test_that_a_restored_office_answers_as_the_first(tmp_path: Path) -> None:
    office = Office(tmp_path / "a" / "tram")
    office.release(1)
    list(office.syncer().push())
    report = backup(office.home, tmp_path / "kho lưu.zip")
    office.close()

    restore(tmp_path / "kho lưu.zip", tmp_path / "b" / "tram")

    again = Office(tmp_path / "b" / "tram")
    assert report.files >= 3
    assert again.shared().search(SearchQuery()).count == 1
    assert again.syncer().status().waiting == 0
    again.close()


def test_that_a_station_restored_from_a_copy_taken_amid_a_sync_goes_on(office: Office, tmp_path: Path) -> None:
    office.release(1)
    list(office.syncer().push())
    office.release(2)
    command = [sys.executable, "-m", "tests.warehouse.pusher", str(office.home), office.shared_url, "never", "1"]
    pushes: list[subprocess.Popen[bytes]] = []

    def push_meanwhile(_name: str) -> None:
        if not pushes:
            pushes.append(subprocess.Popen(command, cwd=Path(__file__).parents[2]))
            with contextlib.suppress(subprocess.TimeoutExpired):  # as it must wait for the copy
                pushes[0].wait(3)

    backup(office.home, tmp_path / "sao.zip", push_meanwhile)
    restore(tmp_path / "sao.zip", tmp_path / "moi")
    again = Office(tmp_path / "moi")
    again.release(3)
    list(again.syncer().push())

    assert pushes[0].wait(60) == 0
    assert again.shared().search(SearchQuery()).count == 3
    again.close()


def test_that_a_backup_is_not_unpacked_over_a_store(office: Office, tmp_path: Path) -> None:
    backup(office.home, tmp_path / "b.zip")

    with pytest.raises(RecordExists):
        restore(tmp_path / "b.zip", office.home)


def test_that_a_changed_backup_is_refused_and_nothing_is_unpacked(office: Office, tmp_path: Path) -> None:
    backup(office.home, tmp_path / "b.zip")
    content = bytearray((tmp_path / "b.zip").read_bytes())
    content[5000] ^= 0xFF
    (tmp_path / "b.zip").write_bytes(bytes(content))

    with pytest.raises(DatabaseDamaged):
        restore(tmp_path / "b.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_that_two_clerks_never_hold_one_document(office: Office) -> None:
    leases = Leases(office.store, unit=UNIT)
    mine = leases.take("d1", "một", NOW)

    assert leases.take("d1", "hai", NOW) == mine
    assert leases.take("d1", "một", NOW + dt.timedelta(minutes=1)).until > mine.until


def test_that_a_lease_without_heartbeat_ends(office: Office) -> None:
    leases = Leases(office.store, unit=UNIT)
    leases.take("d1", "một", NOW)

    assert leases.take("d1", "hai", NOW + HOLD).holder == "hai"


def test_that_a_supervisor_frees_a_document_and_a_colleague_does_not(office: Office) -> None:
    leases = Leases(office.store, unit=UNIT)
    leases.take("d1", "một", NOW)
    leases.give_back("d1", "hai")
    kept = leases.held(NOW)
    leases.release("d1", event("lease-released", "d1"))

    assert [item.holder for item in kept] == ["một"]
    assert leases.held(NOW) == ()
    assert [entry.kind for entry in office.work.events("d1")] == ["lease-released"]
    with pytest.raises(RecordUnknown):
        leases.release("d1", event())
