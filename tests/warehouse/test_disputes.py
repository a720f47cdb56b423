"""Two truths, and whose word stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.office import Office, dossier, event
from warehouse.disputes import decide, disputes, held
from warehouse.errors import RecordUnknown
from warehouse.records import SearchQuery

CODE = "H49.16-261123-0001"


@pytest.fixture
def two(tmp_path: Path, any_url: str) -> Iterator[tuple[Office, Office]]:
    """Two stations that opened one dossier for different people."""
    one, other = Office(tmp_path / "a", any_url), Office(tmp_path / "b", any_url, station="TRAM02")
    one.work.add_dossier(dossier(CODE), (), event())
    other.work.add_dossier(dossier(CODE, station="TRAM02", person_name="Người Khác"), (), event())
    for office in (one, other):
        list(office.syncer().push())
    yield one, other
    one.close()
    other.close()


def test_that_both_truths_are_shown(two: tuple[Office, Office]) -> None:
    (found,) = disputes(two[0].shared_store())

    assert (found.kind, found.key, found.station, found.reason, found.other) == (
        "dossier", CODE, "TRAM02", "other-station", "TRAM01",
    )  # fmt: skip


def test_that_the_chosen_stations_next_word_stands(two: tuple[Office, Office]) -> None:
    one, other = two
    decide(one.shared_store(), CODE, "TRAM02")
    other.work.save_dossier(other.work.dossier(CODE), event())

    (done,) = list(other.syncer().push())

    assert (done.updated, done.refused) == (1, ())
    assert disputes(one.shared_store()) == ()
    assert other.syncer().status().refused == ()


def test_that_nothing_changes_when_the_first_word_stands(two: tuple[Office, Office]) -> None:
    one = two[0]
    decide(one.shared_store(), CODE, "TRAM01")

    assert disputes(one.shared_store()) == ()
    assert one.syncer().reconcile() == ()


def test_that_two_papers_of_one_number_stay_both_when_that_was_looked_at(any_office: Office) -> None:
    any_office.release(1, number="7/QĐ-UBND")
    again = any_office.release(2, number="7/QĐ-UBND")
    list(any_office.syncer().push())
    before = [item.reason for item in disputes(any_office.shared_store())]

    decide(any_office.shared_store(), again.id, any_office.station)

    assert set(before) == {"duplicate-number"}
    assert any_office.shared().search(SearchQuery()).count == 2


def test_that_what_nobody_disputes_cannot_be_decided(office: Office) -> None:
    with pytest.raises(RecordUnknown):
        decide(office.shared_store(), CODE, "TRAM01")


def test_that_quarantine_is_listed_with_its_reason_until_it_is_mended(any_office: Office) -> None:
    released = any_office.release(1, owners=())
    list(any_office.syncer().push())
    waiting = held(any_office.shared_store())
    any_office.release_again(any_office.work.document(released.id))
    list(any_office.syncer().push())

    assert [(item.key, item.reason, item.data) for item in waiting] == [(released.id, "metadata-missing", ("owner",))]
    assert held(any_office.shared_store()) == ()
