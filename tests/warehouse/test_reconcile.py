"""The night's comparison: what the shared store lost or holds otherwise comes again."""

import datetime as dt

from sqlalchemy import delete, update

from tests.warehouse.office import NOW, Office, event
from tests.warehouse.rows_of import everything
from warehouse.models import star
from warehouse.records import SearchQuery


def test_that_equal_stores_have_no_differences(any_office: Office) -> None:
    any_office.release(1)
    list(any_office.syncer().push())

    assert any_office.syncer().reconcile() == ()
    assert any_office.syncer().status().waiting == 0


def test_that_what_the_shared_store_lost_is_sent_again(any_office: Office) -> None:
    lost = any_office.release(1)
    any_office.release(2)
    list(any_office.syncer().push())
    with any_office.shared_store().write() as connection:
        connection.execute(delete(star.fact_document).where(star.fact_document.c.id == lost.id))

    found = any_office.syncer().reconcile()
    list(any_office.syncer().push())

    assert [(item.kind, item.month, item.sent, item.held, item.again) for item in found] == [
        ("document", "2026-11", 2, 1, 1)
    ]
    assert any_office.shared().search(SearchQuery(words="dong chu so 1")).count == 1
    assert any_office.syncer().reconcile() == ()


def test_that_a_row_of_other_content_is_replaced(any_office: Office) -> None:
    any_office.release(1)
    list(any_office.syncer().push())
    whole = everything(any_office.shared_store(), any_office.blobs)["fact_field"]
    with any_office.shared_store().write() as connection:
        connection.execute(update(star.fact_document).values(row_hash="0" * 64, title="?"))
        connection.execute(delete(star.fact_field))

    any_office.syncer().reconcile()
    list(any_office.syncer().push())

    assert everything(any_office.shared_store(), any_office.blobs)["fact_field"] == whole
    assert any_office.syncer().reconcile() == ()


def test_that_records_are_made_anew_when_the_outbox_was_pruned(any_office: Office) -> None:
    any_office.release(1)
    list(any_office.syncer().push())
    pruned = any_office.syncer().prune(NOW + dt.timedelta(days=1))
    with any_office.shared_store().write() as connection:
        connection.execute(delete(star.fact_document))
        connection.execute(delete(star.fact_dossier))

    any_office.syncer().reconcile()
    list(any_office.syncer().push())

    assert pruned == 2
    assert any_office.shared().search(SearchQuery(words="dong chu so 1")).count == 1
    assert any_office.syncer().reconcile() == ()


def test_that_what_was_refused_is_not_missed(any_office: Office) -> None:
    any_office.release(1, owners=())
    list(any_office.syncer().push())

    assert any_office.syncer().reconcile() == ()


def test_that_a_withdrawn_paper_is_buried_and_can_come_back(any_office: Office) -> None:
    paper = any_office.release(1)
    list(any_office.syncer().push())

    any_office.work.withdraw(paper.id, event("document-withdrawn", paper.id, reason="nhầm hồ sơ"))
    list(any_office.syncer().push())
    buried = any_office.shared().search(SearchQuery(words="dong chu so 1")).count
    quiet = any_office.syncer().reconcile()
    back = any_office.work.restore(paper.id, event())
    any_office.release_again(back)
    list(any_office.syncer().push())

    assert (buried, quiet) == (0, ())
    assert any_office.shared().search(SearchQuery(words="dong chu so 1")).count == 1
    assert any_office.work.document(paper.id).version == 2
    assert any_office.syncer().reconcile() == ()


def test_that_a_paper_taken_back_before_it_was_loaded_lacks_nowhere(any_office: Office) -> None:
    paper = any_office.release(1)
    any_office.release(2)
    any_office.work.withdraw(paper.id, event("document-withdrawn", paper.id, reason="nhầm hồ sơ"))
    list(any_office.syncer().push())

    assert any_office.syncer().reconcile() == ()
    assert any_office.syncer().status().waiting == 0


def test_that_a_tombstone_without_reason_waits_in_quarantine(any_office: Office) -> None:
    paper = any_office.release(1)
    list(any_office.syncer().push())
    any_office.work.withdraw(paper.id, event("document-withdrawn", paper.id))

    reports = list(any_office.syncer().push())

    assert [(item.reason, item.data) for item in reports[0].refused] == [("metadata-missing", ("reason",))]
    assert any_office.shared().search(SearchQuery()).count == 1
