"""Broken in the billing deadline."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.calendars import (
    ONE_DAY,
    BillingCalendar,
    Period,
    local_instant,
)


class _DayLate(BillingCalendar):
    def deadline(self, period: Period) -> date:
        return super().deadline(period) + ONE_DAY


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-3rd-is-the-last-day-in-time-for-the-period-of-day"
        "[2020-05-26|2020-06-03]",
    ),
)
class DeadlineADayLate(Reference):
    """The 4th is in time, though the profile reads D2 otherwise."""

    calendar_class = _DayLate


class _DayEarly(BillingCalendar):
    def deadline(self, period: Period) -> date:
        return super().deadline(period) - ONE_DAY


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::well-in-time-at-moment[2020-06-03 00:00]",),
)
class DeadlineADayEarly(Reference):
    """The 2nd is the last day."""

    calendar_class = _DayEarly


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-4th-is-the-last-day-in-time-for-the-period-of-day"
        "[2020-05-26|2020-06-04]",
    ),
    D2="through",
)
class ThirdThoughFourth(Reference):
    """The 3rd is the last day, though the profile reads D2 otherwise."""


class _SecondEarly(BillingCalendar):
    def closes_at(self, period: Period) -> datetime:
        return super().closes_at(period) - timedelta(seconds=1)


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::at-moment-the-deadline-is-not-missed-yet[2020-06-03 23:59:59]",),
)
class DeadlineASecondEarly(Reference):
    """The last second of the last day is late."""

    calendar_class = _SecondEarly


class _SecondLate(BillingCalendar):
    def closes_at(self, period: Period) -> datetime:
        return super().closes_at(period) + timedelta(seconds=1)


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-before-and-portal-2020-06-03-ends-in-america-new-york"
        "-standing-at-moment[2020-06-04 00:00:00|missed]",
    ),
)
class DeadlineASecondLate(Reference):
    """The first second of the day after the deadline is in time."""

    calendar_class = _SecondLate


class _StartOfDay(BillingCalendar):
    def closes_at(self, period: Period) -> datetime:
        zone = ZoneInfo(self.deadline_zone())
        return local_instant(self.deadline(period), time.min, zone)


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::well-in-time-at-moment[2020-06-03 00:00]",),
)
class DeadlineAtStartOfDay(Reference):
    """The deadline is shown as the 3rd, and taken for its first second."""

    calendar_class = _StartOfDay


class _UtcDeadline(BillingCalendar):
    def deadline_zone(self) -> str:
        return "UTC"


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-before-and-portal-2020-06-03-ends-in-america-new-york"
        "-standing-at-moment[2020-06-03 23:59:59|met]",
    ),
)
class DeadlineInUtc(Reference):
    """The deadline follows UTC, though the profile reads D5b otherwise."""

    calendar_class = _UtcDeadline


class _UploaderDeadline(BillingCalendar):
    def deadline_zone(self) -> str:
        return self.portal.uploader_time_zone


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-before-and-portal-2020-06-03-ends-in-america-new-york"
        "-standing-at-moment[2020-06-03 23:59:59|met]",
    ),
)
class DeadlineOfUploader(Reference):
    """The deadline follows the uploader's clock, though the profile reads D5b otherwise."""

    calendar_class = _UploaderDeadline


class _SameMonth(BillingCalendar):
    def deadline(self, period: Period) -> date:
        return super().deadline(Period(period.first - 35 * ONE_DAY, period.first - ONE_DAY))


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class DeadlineAMonthEarly(Reference):
    """The deadline falls into the month in which the period ends."""

    calendar_class = _SameMonth


class _NextMonth(BillingCalendar):
    def deadline(self, period: Period) -> date:
        return super().deadline(Period(period.first, period.last + 28 * ONE_DAY))


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class DeadlineAMonthLate(Reference):
    """The deadline falls into the month after the one that follows the period."""

    calendar_class = _NextMonth


class _SevenDays(BillingCalendar):
    def deadline(self, period: Period) -> date:
        return period.last + 7 * ONE_DAY


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-3rd-is-the-last-day-in-time-for-the-period-of-day"
        "[2020-05-28|2020-07-03]",
    ),
)
class DeadlineAWeekAfter(Reference):
    """Seven days after the period's end: the 3rd, but only after months of 31 days."""

    calendar_class = _SevenDays


class _NoLeap(BillingCalendar):
    def deadline(self, period: Period) -> date:
        deadline = super().deadline(period)
        return deadline + ONE_DAY if _is_leap(deadline.year) and deadline.month == 3 else deadline


def _is_leap(year: int) -> bool:
    return year % 4 == 0


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-4th-is-late-at-moment"
        "[2020-02-26 12:00|2020-02-28 12:00|2020-03-04 00:00:00|2020-03-05 12:00|2020-02-26]",
    ),
)
class LeapDayAddedToDeadline(Reference):
    """In March of leap years the deadline is a day late."""

    calendar_class = _NoLeap
