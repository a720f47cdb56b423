"""Packages on a stick: the same as over the network, with receipts on the way back."""

from pathlib import Path

import pytest

from tests.warehouse.office import STATION, UNIT, Office
from tests.warehouse.rows_of import everything
from warehouse import carry, stations
from warehouse.errors import RecordUnknown
from warehouse.session import Store, open_store


@pytest.fixture
def server(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{(tmp_path / 'server.sqlite').as_posix()}", "shared")


def test_that_a_stick_loads_what_the_network_would(tmp_path: Path, server: Store) -> None:
    office = Office(tmp_path / "tram", per_package=3)
    for number in range(1, 4):
        office.release(number)
    stick, blobs = tmp_path / "usb", tmp_path / "server-blobs"

    count = office.syncer().export(stick)
    loaded = list(carry.load(stick, server, blobs))

    assert count == 2
    assert [(item.number, item.loaded, item.fault) for item in loaded] == [(1, 3, ""), (2, 3, "")]
    by_stick = everything(server, blobs)
    list(office.syncer().push())
    assert by_stick == everything(office.shared_store(), office.blobs)
    office.close()
    server.close()


def test_that_the_cap_on_bandwidth_spares_the_line_not_the_stick(tmp_path: Path) -> None:
    office = Office(tmp_path / "tram")
    office.release(1)
    paced: list[int] = []

    office.syncer(pace=paced.append).export(tmp_path / "usb")
    on_the_stick = list(paced)
    list(office.syncer(pace=paced.append).push())

    assert on_the_stick == []
    assert sum(paced) > 0
    office.close()


def test_that_receipts_tell_the_station_what_was_taken(tmp_path: Path, server: Store) -> None:
    office = Office(tmp_path / "tram")
    office.release(1)
    bad = office.release(2, owners=())
    stick = tmp_path / "usb"
    office.syncer().export(stick)
    list(carry.load(stick, server, tmp_path / "server-blobs"))

    again = office.syncer().export(stick)

    status = office.syncer().status()
    assert (again, status.waiting, status.sent) == (0, 0, 4)
    assert [item.record for item in status.refused] == [bad.id]
    office.close()
    server.close()


def test_that_a_stick_loaded_twice_changes_nothing(tmp_path: Path, server: Store) -> None:
    office = Office(tmp_path / "tram")
    office.release(1)
    stick, blobs = tmp_path / "usb", tmp_path / "server-blobs"
    office.syncer().export(stick)
    list(carry.load(stick, server, blobs))
    once = everything(server, blobs)

    list(carry.load(stick, server, blobs))

    assert everything(server, blobs) == once
    office.close()
    server.close()


def test_that_a_damaged_package_is_named_and_comes_whole_the_next_time(tmp_path: Path, server: Store) -> None:
    office = Office(tmp_path / "tram")
    office.release(1)
    stick, blobs = tmp_path / "usb", tmp_path / "server-blobs"
    office.syncer().export(stick)
    records = next(stick.glob("packages/*/*/records.jsonl"))
    content = bytearray(records.read_bytes())
    content[40] ^= 1
    records.write_bytes(bytes(content))

    first = list(carry.load(stick, server, blobs))
    office.syncer().export(stick)
    second = list(carry.load(stick, server, blobs))

    assert [item.fault for item in first] == ["damaged"]
    assert [(item.loaded, item.fault) for item in second] == [(2, "")]
    office.close()
    server.close()


def test_that_a_missing_package_holds_back_those_after_it(tmp_path: Path, server: Store) -> None:
    office = Office(tmp_path / "tram", per_package=1)
    office.release(1)
    stick = tmp_path / "usb"
    office.syncer().export(stick)
    first = sorted(stick.glob("packages/*/*"))[0]
    (first / "manifest.json").unlink()

    found = list(carry.load(stick, server, tmp_path / "server-blobs"))

    assert [item.fault for item in found] == ["unreadable", "out-of-order"]
    office.close()
    server.close()


def test_that_only_enrolled_stations_are_taken_once_there_are_any(tmp_path: Path, server: Store) -> None:
    stations.enrol(server, "TRAM77", UNIT)
    office = Office(tmp_path / "tram")
    office.release(1)
    stick, blobs = tmp_path / "usb", tmp_path / "server-blobs"
    office.syncer().export(stick)
    unknown = list(carry.load(stick, server, blobs))
    office.key_hex = stations.enrol(server, STATION, UNIT)
    unsealed = list(carry.load(stick, server, blobs))
    office.syncer().export(stick)

    sealed = list(carry.load(stick, server, blobs))

    assert [item.fault for item in (*unknown, *unsealed, *sealed)] == ["station-unknown", "seal-wrong", ""]
    office.close()
    server.close()


def test_that_a_revoked_station_sends_nothing_more(tmp_path: Path) -> None:
    office = Office(tmp_path / "tram")
    office.release(1)
    stations.enrol(office.shared_store(), STATION, UNIT)
    stations.revoke(office.shared_store(), STATION)

    with pytest.raises(Exception, match="station-revoked"):
        list(office.syncer().push())

    assert stations.listed(office.shared_store()) == ((STATION, UNIT, True),)
    with pytest.raises(RecordUnknown):
        stations.revoke(office.shared_store(), "TRAM99")
    office.close()
