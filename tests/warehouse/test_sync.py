import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.warehouse.office import NAME, PERSON, Office, described, event, load_one, value
from warehouse import packages
from warehouse.blobs import blob_path
from warehouse.errors import PackageRefused
from warehouse.models.work import outbox
from warehouse.records import DocumentState, SearchQuery


def test_that_a_released_paper_is_found_without_marks_or_case(any_office: Office) -> None:
    office = any_office
    released = office.release(1)

    reports = list(office.syncer().push())

    page = office.shared().search(SearchQuery(words="ong nguyen thi DAO mau"))
    assert [report.inserted for report in reports] == [2]
    assert [hit.document for hit in page.hits] == [released.id]
    assert (page.hits[0].page, page.hits[0].box, page.hits[0].line) == (1, (10, 40, 300, 18), f"Ông: {NAME}")
    assert office.shared().blob_path(released.pdf_sha256).read_bytes().startswith(b"%PDF")
    assert office.work.document(released.id).state is DocumentState.SYNCED


def test_that_a_second_push_sends_nothing(any_office: Office) -> None:
    office = any_office
    office.release(1)
    list(office.syncer().push())

    assert list(office.syncer().push()) == []
    assert office.syncer().status().waiting == 0


def test_that_a_package_sent_twice_changes_nothing(any_office: Office) -> None:
    office = any_office
    office.release(1)
    with pytest.raises(KeyboardInterrupt):
        list(office.syncer(stop_at("committed")).push())

    reports = list(office.syncer().push())

    assert [(report.inserted, report.unchanged) for report in reports] == [(0, 2)]
    assert office.shared().search(SearchQuery()).count == 1


def test_that_a_paper_without_owner_waits_with_its_reason(any_office: Office) -> None:
    office = any_office
    released = office.release(1, owners=())
    office.release(2)

    reports = list(office.syncer().push())

    assert [(item.reason, item.data) for item in reports[0].refused] == [("metadata-missing", ("owner",))]
    assert [item.record for item in office.syncer().status().refused] == [released.id]
    assert office.shared().search(SearchQuery()).count == 1


def test_that_a_refused_paper_is_loaded_when_it_was_mended(any_office: Office) -> None:
    office = any_office
    released = office.release(1, owners=())
    list(office.syncer().push())
    office.work.release([described(office.work.document(released.id), office.released)], event())

    list(office.syncer().push())

    assert office.syncer().status().refused == ()
    assert office.shared().search(SearchQuery()).count == 1


def test_that_a_paper_whose_file_is_gone_is_refused(any_office: Office) -> None:
    office = any_office
    released = office.release(1)
    (office.released / released.pdf_path).unlink()

    reports = list(office.syncer().push())

    assert [item.reason for item in reports[0].refused] == ["file-missing"]


def test_that_a_changed_value_replaces_the_old_one_at_the_second_release(any_office: Office) -> None:
    office = any_office
    released = office.release(1)
    list(office.syncer().push())
    office.work.save_field(value(released.id, "ho_ten", "Trần Văn Khác", by="can-bo"), event())
    office.work.release([described(office.work.document(released.id), office.released)], event())

    reports = list(office.syncer().push())

    assert [(report.inserted, report.updated) for report in reports] == [(0, 1)]
    assert office.shared().search(SearchQuery(words="tran van khac")).count == 1
    assert office.work.document(released.id).version == 2


@pytest.mark.parametrize("name", ["manifest.json", "records.jsonl"])
def test_that_a_package_with_one_wrong_byte_is_written_anew(office: Office, name: str) -> None:
    office.release(1)
    with pytest.raises(KeyboardInterrupt):
        list(office.syncer(stop_at("written")).push())
    path = next((office.home / "packages").glob(f"*/{name}"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    list(office.syncer().push())

    assert office.shared().search(SearchQuery()).count == 1


def test_that_a_package_of_a_newer_schema_is_refused(tmp_path: Path, office: Office) -> None:
    office.release(1)
    folder = sealed(tmp_path / "p", office, 1, "").folder
    raw = json.loads((folder / packages.MANIFEST).read_text("utf-8"))
    (folder / packages.MANIFEST).write_text(json.dumps(raw | {"schema": 99}), "utf-8")

    with pytest.raises(PackageRefused, match="newer-schema"):
        packages.read(folder)


def test_that_a_package_out_of_order_is_refused_and_changes_nothing(tmp_path: Path, office: Office) -> None:
    office.release(1)
    second = sealed(tmp_path / "p", office, 2, "0" * 64)

    with pytest.raises(PackageRefused, match="out-of-order"):
        load_one(office.shared_store(), second, office.blobs)

    assert office.shared().search(SearchQuery()).count == 0


def test_that_a_package_of_another_history_is_refused(tmp_path: Path, office: Office) -> None:
    office.release(1)
    list(office.syncer().push())
    other = sealed(tmp_path / "p", office, 2, "f" * 64)

    with pytest.raises(PackageRefused, match="other-history"):
        load_one(office.shared_store(), other, office.blobs)


def test_that_what_a_killed_push_left_of_a_file_is_taken_away(office: Office) -> None:
    released = office.release(1)
    target = blob_path(office.blobs, released.pdf_sha256)
    target.parent.mkdir(parents=True)
    target.with_name(f"{target.name}.4711.part").write_bytes(b"%PD")

    list(office.syncer().push())

    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_that_status_counts_what_waits(any_office: Office) -> None:
    office = any_office
    office.release(1)

    status = office.syncer().status()

    assert (status.waiting, status.sent, status.blobs_waiting, status.last_success) == (2, 0, 1, None)


def test_that_two_stations_with_one_record_keep_both_and_report_it(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'shared.sqlite').as_posix()}"
    one, two = Office(tmp_path / "a", url), Office(tmp_path / "b", url, station="TRAM02")
    one.release(1)
    list(one.syncer().push())
    two.release(1)

    reports = list(two.syncer().push())

    assert [(item.record, item.reason, item.data) for item in reports[0].refused] == [
        ("H49.16-261123-0001", "other-station", ("TRAM01",))
    ]
    assert one.shared().search(SearchQuery(person=PERSON)).count == 2
    one.close()
    two.close()


class stop_at:  # noqa: N801 - reads as a verb where it is used
    """Ends the push at the named arrow."""

    def __init__(self, arrow: str) -> None:
        self.arrow = arrow

    def __call__(self, name: str) -> None:
        if name == self.arrow:
            raise KeyboardInterrupt


def sealed(folder: Path, office: Office, number: int, previous: str, schema: int = packages.SCHEMA) -> packages.Package:
    with office.store.read() as connection:
        rows = [(row.seq, row.kind, row.key, row.body) for row in connection.execute(select(outbox))]
    manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", number, previous, rows), schema)
    packages.write(folder, manifest, records)
    return packages.read(folder)


def test_that_a_package_of_the_form_before_is_still_taken(tmp_path: Path, any_office: Office) -> None:
    any_office.release(1)
    new = sealed(tmp_path / "new", any_office, 1, "")
    old = sealed(tmp_path / "old", any_office, 1, "", schema=1)

    outcome = load_one(any_office.shared_store(), old, any_office.blobs)

    assert list(old.read()) == list(new.read())
    assert (outcome.inserted, [item.reason for item in outcome.refused]) == (1, ["file-missing"])


def test_that_a_paper_with_a_nul_in_its_text_is_loaded(any_office: Office) -> None:
    any_office.release(1, "Dòng\x00 lạ")

    list(any_office.syncer().push())

    assert any_office.shared().search(SearchQuery(words="dong la")).count == 1
