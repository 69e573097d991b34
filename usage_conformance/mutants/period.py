"""Broken in billing periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.calendars import (
    ONE_DAY,
    BillingCalendar,
    Period,
)


def _is_leap(year: int) -> bool:
    return year % 4 == 0


class _From27(BillingCalendar):
    first_day_number = 27


@mutant(
    "MU-4",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-file-of-the-27th-belongs-to-the-period-that-ends-with-it",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class PeriodFrom27th(Reference):
    """Periods run from the 27th through the 26th."""

    calendar_class = _From27


class _Calendar(BillingCalendar):
    first_day_number = 1


@mutant(
    "MU-4",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::half-of-each-file-is-no-file",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class PeriodIsMonth(Reference):
    """Periods are calendar months."""

    calendar_class = _Calendar


class _LastOfFebruary(BillingCalendar):
    def period_of(self, day: date) -> Period:
        period = super().period_of(day)
        if period.first.month != 2 or not _is_leap(period.first.year):
            return period
        start = period.first + ONE_DAY
        return (
            self.period_of(period.first - ONE_DAY) if day < start else replace(period, first=start)
        )


@mutant(
    "MU-4",
    killers=(
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2020-02-28|2020-02-28|2020-03-27]",
    ),
)
class LeapFebruaryFrom29th(Reference):
    """In February of leap years the period begins on the 29th, the month's last day."""

    calendar_class = _LastOfFebruary


class _LeapDayBefore(BillingCalendar):
    def period_of(self, day: date) -> Period:
        leap_day = (day.month, day.day) == (2, 29)
        return super().period_of(day - 2 * ONE_DAY if leap_day else day)


@mutant(
    "MU-4",
    "MU-3",
    killers=(
        "billing_deadline::the-3rd-is-the-last-day-in-time-for-the-period-of-day"
        "[2020-02-29|2020-04-03]",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2020-02-29|2020-02-28|2020-03-27]",
    ),
)
class LeapDayInPeriodBefore(Reference):
    """The 29th of February counts for the period that ended on the 27th."""

    calendar_class = _LeapDayBefore


class _ThirtyDays(BillingCalendar):
    def period_of(self, day: date) -> Period:
        period = super().period_of(day)
        return Period(period.first, period.first + 29 * ONE_DAY)


@mutant(
    "MU-4",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::in-time-at-moment-for-the-period-of-day"
        "[2020-03-26 12:00|2020-03-28 12:00|2020-04-03 23:59:59|2020-04-05 12:00|2020-03-26]",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class PeriodOfThirtyDays(Reference):
    """Every period lasts thirty days."""

    calendar_class = _ThirtyDays


class _Through28(BillingCalendar):
    def period_of(self, day: date) -> Period:
        period = super().period_of(day)
        return Period(period.first, period.last + ONE_DAY)


@mutant(
    "MU-4",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::half-of-each-file-is-no-file",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class PeriodThrough28th(Reference):
    """Periods overlap: each lasts through the 28th."""

    calendar_class = _Through28


class _YearsEnd(BillingCalendar):
    def period_of(self, day: date) -> Period:
        period = super().period_of(day)
        if period.first.year == period.last.year:
            return period
        return Period(period.first, date(period.first.year, 12, 31))


@mutant(
    "MU-4",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-3rd-is-the-last-day-in-time-for-the-period-of-day"
        "[2020-12-28|2021-02-03]",
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class PeriodEndsWithYear(Reference):
    """The period that begins in December ends with the year."""

    calendar_class = _YearsEnd


class _SameYear(BillingCalendar):
    def period_of(self, day: date) -> Period:
        period = super().period_of(day)
        if day.month == 1 and period.first.month == 12:
            return Period(period.first.replace(year=day.year), period.last)
        return period


@mutant(
    "MU-4",
    killers=(
        "billing_period::day-belongs-to-the-period-from-first-day-through-last-day"
        "[2021-01-27|2020-12-28|2021-01-27]",
    ),
)
class JanuaryFromNextDecember(Reference):
    """A period that is looked up in January begins in December of the same year."""

    calendar_class = _SameYear
