import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.warehouse.office import Office, load_one
from tests.warehouse.rows_of import everything
from warehouse import blobs, bulk, facts, loader, packages, prepared
from warehouse.disputes import disputes
from warehouse.errors import PackageRefused
from warehouse.models.star import metadata
from warehouse.models.work import outbox
from warehouse.packages import Package, Record


def made(folder: Path, office: Office, count: int) -> list[Package]:
    """The office's outbox as packages of one paper each, with their files at the shared store."""
    with office.store.read() as connection:
        rows = [(row.seq, row.kind, row.key, row.body) for row in connection.execute(select(outbox))]
    for path in office.released.glob("*.pdf"):
        blobs.put(office.blobs, path, blobs.hash_of(path))
    found, previous = [], ""
    for number in range(1, count + 1):
        part = rows[2 * number - 2 : 2 * number]
        manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", number, previous, part))
        packages.write(folder / str(number), manifest, records)
        found.append(packages.read(folder / str(number)))
        previous = packages.hash_of(manifest)
    return found


class Watched:
    """Stands for a package and counts how often its records are read."""

    unit = "H49.16"

    def __init__(self, fault: Exception | None = None) -> None:
        self.reads = 0
        self._fault = fault

    def read(self) -> Iterator[Record]:
        self.reads += 1
        if self._fault is not None:
            raise self._fault
        return iter(())


def watched(count: int) -> list[Any]:  # Any: they stand for packages
    return [Watched() for _ in range(count)]


def test_that_the_next_package_is_made_ready_while_one_is_loaded() -> None:
    first, second, third = watched(3)

    in_hand = next(prepared.ahead([first, second, third], lambda _package: False, is_server=True))
    in_hand.content()
    before = second.reads
    in_hand.meanwhile()

    assert in_hand.package is first
    assert (before, second.reads, third.reads) == (0, 1, 0)


def test_that_a_package_of_the_ledger_is_not_made_ready() -> None:
    first, second = watched(2)

    in_hand = next(prepared.ahead([first, second], lambda package: package is second, is_server=True))
    in_hand.meanwhile()

    assert second.reads == 0


def test_that_a_package_that_cannot_be_read_does_not_stop_the_one_before() -> None:
    second: Any = Watched(FileNotFoundError("records.jsonl"))  # Any: it stands for a package

    coming = prepared.ahead([*watched(1), second], lambda _package: False, is_server=True)
    in_hand = next(coming)
    for _ in range(3):
        in_hand.meanwhile()
    ready = next(coming)

    assert second.reads == 1
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            ready.content()


def test_that_what_fails_in_fetching_the_next_is_told_after_the_one_before() -> None:
    (first,) = watched(1)

    def fetched() -> Iterator[Any]:
        yield first
        raise PackageRefused("2", "outbox-changed")

    coming = prepared.ahead(fetched(), lambda _package: False, is_server=True)

    assert next(coming).package is first
    with pytest.raises(PackageRefused, match="outbox-changed"):
        next(coming)


def test_that_a_package_made_ready_behind_a_refused_one_changes_nothing(tmp_path: Path, any_office: Office) -> None:
    for number in (1, 2, 3):
        any_office.release(number)
    first, second, third = made(tmp_path / "p", any_office, 3)
    load_one(any_office.shared_store(), first, any_office.blobs)
    before = everything(any_office.shared_store(), any_office.blobs)
    wrong = replace(second, previous="f" * 64)
    reasons = []

    for ready in loader.ahead(any_office.shared_store(), [wrong, third]):
        ready.meanwhile()
        with pytest.raises(PackageRefused) as refused:
            loader.load(any_office.shared_store(), ready, any_office.blobs)
        reasons.append(refused.value.args[1])
    after = everything(any_office.shared_store(), any_office.blobs)
    for ready in loader.ahead(any_office.shared_store(), [second, third]):
        loader.load(any_office.shared_store(), ready, any_office.blobs)

    assert reasons == ["other-history", "out-of-order"]
    assert after == before
    assert len(everything(any_office.shared_store(), any_office.blobs)["fact_document"]) == 3


def test_that_what_another_loader_wrote_after_a_package_was_made_ready_stays(
    tmp_path: Path, any_office: Office
) -> None:
    for number in (1, 2):
        any_office.release(number)
    found = made(tmp_path / "p", any_office, 2)
    coming = loader.ahead(any_office.shared_store(), found)
    first = next(coming)
    for ready in loader.ahead(any_office.shared_store(), found):
        loader.load(any_office.shared_store(), ready, any_office.blobs)
    before = everything(any_office.shared_store(), any_office.blobs)

    outcomes = [loader.load(any_office.shared_store(), ready, any_office.blobs) for ready in (first, *coming)]

    assert [outcome.was_loaded for outcome in outcomes] == [True, True]
    assert everything(any_office.shared_store(), any_office.blobs) == before


def test_that_a_file_that_went_after_a_package_was_made_ready_keeps_its_paper_out(
    tmp_path: Path, any_office: Office
) -> None:
    gone, kept = any_office.release(1, "chỉ một"), any_office.release(2, "chỉ hai")
    with any_office.store.read() as connection:
        rows = [(row.seq, row.kind, row.key, row.body) for row in connection.execute(select(outbox))]
    manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", 1, "", rows))
    packages.write(tmp_path / "p", manifest, records)
    for paper in (gone, kept):
        blobs.put(any_office.blobs, any_office.released / paper.pdf_path, paper.pdf_sha256)
    (ready,) = loader.ahead(any_office.shared_store(), [packages.read(tmp_path / "p")])
    ready.content()
    blobs.blob_path(any_office.blobs, gone.pdf_sha256).unlink()

    outcome = loader.load(any_office.shared_store(), ready, any_office.blobs)

    found = everything(any_office.shared_store(), any_office.blobs)
    assert [(item.record, item.reason) for item in outcome.refused] == [(gone.id, "file-missing")]
    for table in ("fact_document", "document_owner", "fact_page", "search_text"):
        assert len(found[table]) == 1, table
    assert {row[1] for row in found["fact_field"]} == {kept.id}


@pytest.mark.parametrize("raw", ["hôm qua", 5, {"a": 1}])
def test_that_a_value_of_no_moment_keeps_its_own_paper_out_alone(
    tmp_path: Path, any_office: Office, raw: object
) -> None:
    bad, good = any_office.release(1), any_office.release(2)
    with any_office.store.read() as connection:
        rows = [(row.seq, row.kind, row.key, row.body) for row in connection.execute(select(outbox))]
    for paper in (bad, good):
        blobs.put(any_office.blobs, any_office.released / paper.pdf_path, paper.pdf_sha256)
    changed = []
    for seq, kind, key, text in rows:
        body = json.loads(text)
        if key == bad.id:
            body["fields"][0][10] = raw
        changed.append((seq, kind, key, json.dumps(body)))
    manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", 1, "", changed))
    packages.write(tmp_path / "p", manifest, records)

    outcome = load_one(any_office.shared_store(), packages.read(tmp_path / "p"), any_office.blobs)

    assert [(item.record, item.reason) for item in outcome.refused] == [(bad.id, "record-form")]
    assert outcome.inserted == 3


def test_that_a_kind_of_a_later_program_waits_in_quarantine(tmp_path: Path, any_office: Office) -> None:
    rows = [(1, "hologram", "x", json.dumps({"dossier": {"unit": "H49.16"}}))]
    manifest, records = packages.seal(packages.Sealing("H49.16", "TRAM01", 1, "", rows))
    packages.write(tmp_path / "p", manifest, records)

    outcome = load_one(any_office.shared_store(), packages.read(tmp_path / "p"), any_office.blobs)

    assert [(item.record, item.reason, item.data) for item in outcome.refused] == [("x", "kind-unknown", ("hologram",))]
    assert len(everything(any_office.shared_store(), any_office.blobs)["quarantine"]) == 1


def test_that_each_later_paper_of_a_number_is_told_against_the_first(any_office: Office) -> None:
    first = any_office.release(1, number="7/QĐ-UBND")
    list(any_office.syncer().push())
    later = [any_office.release(number, number="7/QĐ-UBND") for number in (2, 3)]
    list(any_office.syncer().push())

    found = {item.key: item.other for item in disputes(any_office.shared_store())}

    assert found == {paper.id: first.id for paper in later}


FIELDS = [
    ["a", "giá trị", "Giá trị", 0.97, "p1", [1, 2, 3, 4], "confirmed", "print", "t 5", "can-bo",
     "2026-11-23T10:00:00+07:00", ["x", "đ"]],
    ["b", None, "\t\\N\n", 0.25, None, None, "auto", "qr", "", None, None, []],
    ["c", "mới\\", "", 0.5, None, [], "auto", "qr", "", None, "", []],
]  # fmt: skip


def test_that_lines_of_values_say_what_their_cells_say() -> None:
    body = {"dossier": {"unit": "H49.16"}, "document": {"id": "d"}, "fields": FIELDS}

    lines, nulls = facts.field_lines(body)

    block = bulk.block_of(lines, len(facts.FIELD), nulls)
    assert block is not None
    assert block == bulk.copy_text(facts.field_cells(body))


@pytest.mark.parametrize("sign", ["\x1d", "\x1e", "\x1f"])
@pytest.mark.postgres
def test_that_papers_with_our_own_marks_in_their_words_are_loaded(tmp_path: Path, pg_url: str, sign: str) -> None:
    places = (Office(tmp_path / "pg", pg_url), Office(tmp_path / "lite"))
    for place in places:
        place.release(1, f"Dòng{sign}lạ", number=f"7{sign}8")
        list(place.syncer().push())

    server, file = (everything(place.shared_store(), place.blobs) for place in places)

    assert [name for name in metadata.tables if server[name] != file[name]] == []
    for place in places:
        place.close()
