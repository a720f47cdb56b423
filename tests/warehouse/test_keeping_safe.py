import datetime as dt
from pathlib import Path

import pytest

from tests.warehouse.office import NOW, Office
from warehouse.backup import backup, restore
from warehouse.blobs import blob_path
from warehouse.checks import check
from warehouse.errors import DatabaseDamaged, RecordExists
from warehouse.leases import HOLD, Leases
from warehouse.records import SearchQuery


def faults(office: Office) -> list[str]:
    found = check(
        office.store,
        office.shared_store(),
        pages_folder=office.home / "pages",
        released_folder=office.released,
        blob_folder=office.blobs,
    )
    return [fault.code for fault in found if not fault.code.startswith("page")]


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
    leases = Leases(office.store)
    mine = leases.take("d1", "một", NOW)

    assert leases.take("d1", "hai", NOW) == mine
    assert leases.take("d1", "một", NOW + dt.timedelta(minutes=1)).until > mine.until


def test_that_a_lease_without_heartbeat_ends(office: Office) -> None:
    leases = Leases(office.store)
    leases.take("d1", "một", NOW)

    assert leases.take("d1", "hai", NOW + HOLD).holder == "hai"


def test_that_a_supervisor_frees_a_document_and_a_colleague_does_not(office: Office) -> None:
    leases = Leases(office.store)
    leases.take("d1", "một", NOW)
    leases.give_back("d1", "hai")
    kept = leases.held(NOW)
    leases.release("d1")

    assert [item.holder for item in kept] == ["một"]
    assert leases.held(NOW) == ()
