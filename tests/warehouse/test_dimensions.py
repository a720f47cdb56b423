"""What the shared store remembers of units, agencies, procedures, kinds of papers, officers and persons."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from tests.warehouse.office import NAME, NOW, PERSON, STATION, UNIT, Office, dossier, event, value
from warehouse import reference
from warehouse.dimensions import History
from warehouse.models import star
from warehouse.workbench import Workbench

TODAY = NOW.date()
PAPER_DAY = dt.date(2020, 5, 4)


def versions(office: Office, table: Table, key: str) -> list[tuple[Any, ...]]:
    """Name, attributes, first day and end of each version, the oldest first."""
    query = select(table).where(table.c.key == key).order_by(table.c.valid_from)
    with office.shared_store().read() as connection:
        rows = connection.execute(query).all()
    return [(row.name, json.loads(row.attributes), row.valid_from, row.valid_to) for row in rows]


def history(*told: tuple[dt.date, str]) -> list[tuple[str, dt.date]]:
    found = History("person", "1")
    for day, name in told:
        found.tell(day, name, {})
    return [(version.name, version.since) for version in found.versions]


EARLY, MIDDLE, LATE = dt.date(2000, 1, 1), dt.date(2010, 1, 1), dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([(EARLY, "A"), (LATE, "B")], [("A", EARLY), ("B", LATE)], id="a new name begins a version"),
        pytest.param([(LATE, "B"), (EARLY, "A")], [("A", EARLY), ("B", LATE)], id="an older name comes before"),
        pytest.param([(LATE, "A"), (EARLY, "A")], [("A", EARLY)], id="the same name holds longer"),
        pytest.param([(EARLY, "A"), (LATE, "")], [("A", EARLY)], id="nothing said changes nothing"),
        pytest.param([(EARLY, ""), (LATE, "A")], [("A", EARLY)], id="what nobody knew is filled in"),
        pytest.param([(EARLY, "NGUYỄN  A"), (LATE, "Nguyễn A")], [("NGUYỄN  A", EARLY)], id="capitals are no name"),
        pytest.param([(EARLY, "A"), (LATE, "B"), (MIDDLE, "B")], [("A", EARLY), ("B", MIDDLE)], id="known sooner"),
        pytest.param([(EARLY, "A"), (EARLY, "B")], [("A", EARLY)], id="the first word of a day holds"),
        pytest.param(
            [(EARLY, "A"), (LATE, "A"), (MIDDLE, "B"), (LATE, "A")],
            [("A", EARLY), ("B", MIDDLE), ("A", LATE)],
            id="an old name may come again",
        ),
    ],
)
def test_that_a_history_follows_the_days_whatever_came_first(
    told: list[tuple[dt.date, str]], expected: list[tuple[str, dt.date]]
) -> None:
    assert history(*told) == expected


def test_that_a_person_keeps_the_name_of_each_time(any_office: Office) -> None:
    any_office.release(1)
    list(any_office.syncer().push())
    code = "H49.16-261130-0002"
    later = dossier(code, person_name="Trần Thị Đổi Tên", received_at=NOW + dt.timedelta(days=7))
    any_office.work.add_dossier(later, (), event())
    list(any_office.syncer().push())

    assert versions(any_office, star.dim_person, PERSON) == [
        (NAME, {}, PAPER_DAY, TODAY + dt.timedelta(days=7)),
        ("Trần Thị Đổi Tên", {}, TODAY + dt.timedelta(days=7), None),
    ]


def test_that_a_fact_means_the_version_of_its_own_day(any_office: Office) -> None:
    any_office.release(1)
    later = dossier("H49.16-261130-0002", person_name="Trần Thị Đổi Tên", received_at=NOW + dt.timedelta(days=7))
    any_office.work.add_dossier(later, (), event())
    any_office.work.add_dossier(dossier("H49.16-261123-0003"), (), event())
    list(any_office.syncer().push())

    joined = star.fact_dossier.join(star.dim_person, star.dim_person.c.sk == star.fact_dossier.c.person_sk)
    query = select(star.fact_dossier.c.code, star.dim_person.c.name).select_from(joined)
    with any_office.shared_store().read() as connection:
        assert {row.code: row.name for row in connection.execute(query)} == {
            "H49.16-261123-0001": NAME,
            "H49.16-261130-0002": "Trần Thị Đổi Tên",
            "H49.16-261123-0003": NAME,
        }


def test_that_an_identity_card_tells_who_its_person_is(any_office: Office) -> None:
    key = any_office.key(1)
    read = any_office.release(1)
    said = [value(key, "ngay_sinh", "1990-02-01"), value(key, "noi_thuong_tru", "Tổ 1, Phường Mẫu")]
    for field in said:
        any_office.work.save_field(field, event())
    any_office.release_again(any_office.work.document(read.id))
    list(any_office.syncer().push())
    with any_office.shared_store().read() as connection:
        before = connection.execute(select(star.dim_person.c.attributes)).scalars().all()

    card = any_office.release_card(2, ngay_sinh="1990-02-01", noi_thuong_tru="Tổ 1, Phường Mẫu")
    list(any_office.syncer().push())

    assert before == ["{}"]
    assert card.type == "can_cuoc"
    assert versions(any_office, star.dim_person, PERSON)[-1][1] == {
        "ngay_sinh": "1990-02-01",
        "noi_thuong_tru": "Tổ 1, Phường Mẫu",
    }


def test_that_a_procedure_has_the_versions_of_the_catalogue(any_office: Office) -> None:
    any_office.work.add_dossier(dossier(), (), event())
    list(any_office.syncer().push())

    (found,) = versions(any_office, star.dim_procedure, "1.013831")
    assert found[0].startswith("Đăng ký biến động")
    assert (found[1]["working_days"], found[2]) == ("8", dt.date(2025, 7, 1))


def test_that_a_published_procedure_is_a_new_version_from_its_day(any_office: Office) -> None:
    shipped = Path(reference.__file__).parent / "catalogue" / "procedures.toml"
    text = shipped.read_text("utf-8")
    first = text.index("[[procedure]]")
    entry = text[first : text.index("[[procedure]]", first + 1)]
    newer = entry.replace("working_days = 8", "working_days = 5").replace("2025-07-01", "2026-12-01")
    reference.publish(any_office.shared_store(), "procedures", text + "\n" + newer, "quan-tri", NOW)

    any_office.work.add_dossier(dossier(), (), event())
    list(any_office.syncer().push())

    found = versions(any_office, star.dim_procedure, "1.013831")
    assert [(row[1]["working_days"], row[2], row[3]) for row in found] == [
        ("8", dt.date(2025, 7, 1), dt.date(2026, 12, 1)),
        ("5", dt.date(2026, 12, 1), None),
    ]


def test_that_a_unit_an_officer_and_a_kind_of_paper_have_their_names(any_office: Office) -> None:
    any_office.work = Workbench(any_office.store, unit=UNIT, station=STATION, unit_name="Trung tâm Mẫu")
    any_office.release(1)
    list(any_office.syncer().push())

    assert versions(any_office, star.dim_unit, UNIT)[0][0] == "Trung tâm Mẫu"
    assert versions(any_office, star.dim_officer, "can-bo")[0][:2] == ("can-bo", {"unit": UNIT})
    assert versions(any_office, star.dim_document_type, "giay_chung_nhan_qsdd")[0][0].startswith("Giấy chứng nhận")
    assert versions(any_office, star.dim_agency, "uy ban nhan dan thanh pho mau")[0][0].startswith("Ủy ban")


def test_that_a_unit_that_was_renamed_has_both_names(any_office: Office) -> None:
    for days, name in ((0, "Trung tâm Mẫu"), (30, "Trung tâm Mẫu Mới")):
        work = Workbench(any_office.store, unit=UNIT, station=STATION, unit_name=name)
        received = NOW + dt.timedelta(days=days)
        work.add_dossier(dossier(f"H49.16-261123-{days:04d}", received_at=received), (), event())
    list(any_office.syncer().push())

    assert [row[0] for row in versions(any_office, star.dim_unit, UNIT)] == ["Trung tâm Mẫu", "Trung tâm Mẫu Mới"]
