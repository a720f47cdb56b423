import datetime as dt

import pytest

from warehouse.deadlines import HANOI, due_day, shipped_calendar


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("2026-11-23 10:00", 1, "2026-11-25", id="24 November is off"),
        pytest.param("2026-08-21 10:00", 1, "2026-08-22", id="a worked Saturday counts"),
        pytest.param("2026-08-28 10:00", 1, "2026-09-03", id="swapped Monday and National Day"),
        pytest.param("2026-02-13 10:00", 8, "2026-03-04", id="over Tet"),
        pytest.param("2026-11-20 14:59", 0, "2026-11-20", id="same day before 15:00"),
        pytest.param("2026-11-20 15:00", 0, "2026-11-23", id="same day from 15:00"),
        pytest.param("2026-11-21 09:00", 0, "2026-11-23", id="received on a Saturday"),
        pytest.param("2026-11-23 23:59", 1, "2026-11-25", id="a minute before midnight"),
        pytest.param("2029-11-23 10:00", 1, "2029-11-26", id="24 November of a year without a notice"),
    ],
)
def test_that_the_due_day_is_the_nth_working_day(received: str, days: int, due: str) -> None:
    moment = dt.datetime.strptime(received, "%Y-%m-%d %H:%M").replace(tzinfo=HANOI)

    assert due_day(moment, days, shipped_calendar()) == dt.date.fromisoformat(due)


def test_that_the_day_is_that_of_hanoi_whatever_the_zone_of_the_moment() -> None:
    late_in_utc = dt.datetime(2026, 11, 25, 18, 0, tzinfo=dt.UTC)

    assert due_day(late_in_utc, 1, shipped_calendar()) == dt.date(2026, 11, 27)


def test_that_days_between_are_working_days() -> None:
    calendar = shipped_calendar()

    assert calendar.between(dt.date(2026, 11, 23), dt.date(2026, 11, 26)) == 2
    assert calendar.between(dt.date(2026, 11, 26), dt.date(2026, 11, 23)) == -2
