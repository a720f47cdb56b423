import datetime as dt

import pytest

from tests.warehouse.office import NAME, PERSON, Office
from warehouse.errors import ProcedureUnknown
from warehouse.records import Answer, SearchQuery, SignatureState
from warehouse.search import best_line

DAY = dt.date(2026, 11, 23)


def answers(office: Office, procedure: str, day: dt.date = DAY) -> dict[str, tuple[Answer, str]]:
    found = office.shared().reuse(PERSON, procedure, day)
    return {item.component.code: (item.answer, item.reason) for item in found}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(SearchQuery(words="quyen su dung dat"), id="words without marks"),
        pytest.param(SearchQuery(words="QUYỀN SỬ DỤNG ĐẤT"), id="words in capitals"),
        pytest.param(SearchQuery(words="1234"), id="last four digits of the identity number"),
        pytest.param(SearchQuery(words="-0001"), id="end of the dossier code"),
        pytest.param(SearchQuery(words="quyen su du"), id="beginning of the last word"),
        pytest.param(SearchQuery(words="quyeen su dung dat"), id="a letter too many"),
        pytest.param(SearchQuery(words="quyn su dung dat"), id="a letter that lacks"),
        pytest.param(SearchQuery(words="quyen su dnug dat"), id="two letters the wrong way round"),
        pytest.param(SearchQuery(words="quyensu dung dat"), id="a blank that lacks"),
        pytest.param(SearchQuery(words="chu so nguyen thi"), id="words of several lines"),
        pytest.param(SearchQuery(words='"sử dụng đất"'), id="a phrase"),
        pytest.param(SearchQuery(words="quy* dung"), id="a beginning"),
        pytest.param(SearchQuery(person="1234"), id="person by the last digits"),
        pytest.param(SearchQuery(person=PERSON), id="person by number"),
        pytest.param(SearchQuery(person="nguyen thi dao"), id="person by name"),
        pytest.param(SearchQuery(parcel="7/12"), id="parcel without leading zeros"),
        pytest.param(SearchQuery(type="giay_chung_nhan_qsdd", date_from=dt.date(2020, 5, 4)), id="type and day"),
    ],
)
def test_that_a_paper_is_found_by(any_office: Office, query: SearchQuery) -> None:
    released = any_office.release(1)
    list(any_office.syncer().push())

    assert [hit.document for hit in any_office.shared().search(query).hits] == [released.id]


@pytest.mark.parametrize(
    "query",
    [SearchQuery(words="xe may"), SearchQuery(words='"dat dung"'), SearchQuery(words="zzz* dung"),
     SearchQuery(type="can_cuoc"), SearchQuery(date_to=dt.date(2020, 5, 3)),
     SearchQuery(words="' OR 1=1 --"), SearchQuery(words='dat AND "'), SearchQuery(person="9999")],
)  # fmt: skip
def test_that_nothing_is_found_by(any_office: Office, query: SearchQuery) -> None:
    any_office.release(1)
    list(any_office.syncer().push())

    assert any_office.shared().search(query).count == 0


def test_that_pages_of_hits_follow_each_other_though_papers_are_added(any_office: Office) -> None:
    for number in range(1, 6):
        any_office.release(number)
    list(any_office.syncer().push())
    first = any_office.shared().search(SearchQuery(words="quyen", limit=2))
    any_office.release(9, issued=dt.date(2024, 1, 1))
    list(any_office.syncer().push())

    rest = any_office.shared().search(SearchQuery(words="quyen", limit=10, after=first.next))

    assert len(first.hits) == 2
    assert len({hit.document for hit in (*first.hits, *rest.hits)}) == 5
    assert rest.next == ""


def test_that_many_hits_follow_each_other_by_kind_and_day(any_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.search.MANY", 2)
    papers = [any_office.release(number, issued=dt.date(2010 + number, 1, 1)) for number in range(1, 6)]
    list(any_office.syncer().push())
    first = any_office.shared().search(SearchQuery(words="giay chung nhan", limit=3))
    monkeypatch.undo()

    rest = any_office.shared().search(SearchQuery(words="giay chung nhan", limit=3, after=first.next))

    found = [hit.document for hit in (*first.hits, *rest.hits)]
    assert found == [row.id for row in reversed(papers)]
    assert {hit.score for hit in first.hits} == {0.9}


def test_that_a_key_that_is_none_of_ours_gives_no_page(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())

    assert office.shared().search(SearchQuery(after="x")).hits == ()


def test_that_the_number_comes_before_the_kind_and_the_kind_before_the_phrase(any_office: Office) -> None:
    mentions = any_office.release(1, "Theo Giấy chứng nhận số 7", title="Quyết định", type="quyet_dinh")
    named = any_office.release(2)
    numbered = any_office.release(3, title="Công văn", type="cong_van", number="Giấy chứng nhận")
    list(any_office.syncer().push())

    hits = any_office.shared().search(SearchQuery(words="giay chung nhan")).hits

    assert [hit.document for hit in hits] == [numbered.id, named.id, mentions.id]


def test_that_a_misspelt_kind_comes_before_papers_that_mention_it(any_office: Office) -> None:
    mentions = any_office.release(1, "Theo Giấy chứng nhận số 7", title="Quyết định", type="quyet_dinh")
    named = any_office.release(2)
    list(any_office.syncer().push())

    hits = any_office.shared().search(SearchQuery(words="giayy chung nhann")).hits

    assert [hit.document for hit in hits] == [named.id, mentions.id]


def test_that_the_line_with_the_phrase_is_shown_before_lines_with_single_words() -> None:
    pages = [(1, '[["Văn bản Nguyễn",1,2,3,4]]'), (2, '[["Ông Nguyễn Văn A",5,6,7,8]]')]

    assert best_line(pages, ["nguyen", "van"]) == (2, (5, 6, 7, 8), "Ông Nguyễn Văn A")


def test_that_a_stored_certificate_need_not_be_brought(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())

    found = answers(office, "1.013831")

    assert found["gcn"] == (Answer.IN_STORE, "unsigned-copy")
    assert found["khai_sinh"] == (Answer.REPLACED_BY_DATA, "data-replace-paper")
    assert found["can_cuoc"] == (Answer.TO_SHOW, "shown-only")
    assert found["don"][0] is Answer.TO_BRING


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"valid_until": dt.date(2026, 11, 22)}, (Answer.EXPIRED, "expired-on")),
        ({"valid_until": DAY}, (Answer.IN_STORE, "unsigned-copy")),
        ({"valid_from": dt.date(2026, 11, 24)}, (Answer.NOT_YET_VALID, "valid-from")),
        ({"signature": SignatureState.INVALID}, (Answer.NOT_USABLE, "signature-invalid")),
        ({"signature": SignatureState.VALID}, (Answer.IN_STORE, "signed-copy")),
        ({"signature": SignatureState.UNKNOWN}, (Answer.IN_STORE, "signature-unknown")),
    ],
)
def test_that_the_answer_says_why(office: Office, changes: dict[str, object], expected: tuple[Answer, str]) -> None:
    office.release(1, **changes)
    list(office.syncer().push())

    assert answers(office, "1.013831")["gcn"] == expected


def test_that_an_older_paper_alone_is_superseded_only_by_a_newer_one_of_the_same_parcel(office: Office) -> None:
    office.release(1)
    office.release(2, issued=dt.date(2024, 1, 1), valid_until=dt.date(2025, 1, 1))
    list(office.syncer().push())

    assert answers(office, "1.013831")["gcn"][0] is Answer.EXPIRED


def test_that_another_persons_paper_is_of_no_use(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())

    found = office.shared().reuse("022190009999", "1.013831", DAY)

    assert {item.component.code: item.reason for item in found}["gcn"] == "not-in-store"


def test_that_an_unknown_procedure_is_said_to_be_unknown(office: Office) -> None:
    with pytest.raises(ProcedureUnknown):
        office.shared().reuse(PERSON, "9.999999", DAY)


def test_that_the_owner_is_shown_by_name(office: Office) -> None:
    office.release(1)
    list(office.syncer().push())

    assert office.shared().search(SearchQuery(words="quyen")).hits[0].person == NAME
