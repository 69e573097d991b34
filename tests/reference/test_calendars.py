"""Server days over daylight saving, billing periods and deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from usage_conformance.implementation import Portal
from usage_conformance.reference.calendars import BillingCalendar, Period, ServerDays
from usage_conformance.reference.readings import Readings


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Europe/Berlin", "2020-03-29", "2020-03-28T23:00", 23),
        ("Europe/Berlin", "2020-10-25", "2020-10-24T22:00", 25),
        ("America/New_York", "2020-06-01", "2020-06-01T04:00", 24),
        ("Asia/Kathmandu", "2020-06-01", "2020-05-31T18:15", 24),
        # Midnight itself is skipped: the day begins at one o'clock.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23),
    ],
)
def test_day(zone: str, day: str, start: str, hours: int) -> None:
    days = ServerDays(Readings(), zone)
    that = date.fromisoformat(day)
    begins, ends = days.start_of(that), days.end_of(that)
    assert begins == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert (ends - begins).total_seconds() == hours * 3600
    assert days.day_of(begins) == that
    assert days.day_of(ends) > that


def test_utc_days() -> None:
    days = ServerDays(Readings(D5a="utc"), "America/New_York")
    assert days.start_of(date(2020, 6, 1)) == datetime(2020, 6, 1, tzinfo=UTC)


def _calendar(**readings: str) -> BillingCalendar:
    portal = Portal("America/New_York", "Asia/Tokyo", ())
    return BillingCalendar(Readings(**readings), portal)


@pytest.mark.parametrize(
    ("day", "first", "last", "deadline"),
    [
        ("2020-04-28", "2020-04-28", "2020-05-27", "2020-06-03"),
        ("2020-05-27", "2020-04-28", "2020-05-27", "2020-06-03"),
        ("2020-12-31", "2020-12-28", "2021-01-27", "2021-02-03"),
        ("2020-12-27", "2020-11-28", "2020-12-27", "2021-01-03"),
        ("2020-02-29", "2020-02-28", "2020-03-27", "2020-04-03"),
        ("2021-03-01", "2021-02-28", "2021-03-27", "2021-04-03"),
    ],
)
def test_period(day: str, first: str, last: str, deadline: str) -> None:
    period = _calendar().period_of(date.fromisoformat(day))
    assert period == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert _calendar().deadline(period) == date.fromisoformat(deadline)


@pytest.mark.parametrize(
    ("readings", "closes"),
    [
        ({}, "2020-06-04T04:00"),
        ({"D2": "through"}, "2020-06-05T04:00"),
        ({"D5b": "utc"}, "2020-06-04T00:00"),
        ({"D5b": "uploader"}, "2020-06-03T15:00"),
    ],
)
def test_deadline_ends(readings: dict[str, str], closes: str) -> None:
    calendar = _calendar(**readings)
    instant = calendar.closes_at(calendar.period_of(date(2020, 5, 1)))
    assert instant == datetime.fromisoformat(closes).replace(tzinfo=UTC)
