"""Broken in that some midnights do not part two files."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector

if TYPE_CHECKING:
    pass

_SATURDAY = 5


class _Merging(Collector):
    """Goes on with the open file at some midnights."""

    def goes_on(self, day: date) -> bool:
        """Whether the file goes on into `day`."""
        raise NotImplementedError

    def turn_day(self, midnight: datetime) -> None:
        day = self.days.day_of(midnight)
        if self.goes_on(day):
            self._day_ends = self.days.end_of(day)
        else:
            super().turn_day(midnight)


class _EverySecondDay(_Merging):
    def goes_on(self, day: date) -> bool:
        return day.toordinal() % 2 == 0


@mutant(
    "US-2",
    "MU-3",
    "MU-5",
    "DS-3a",
    "DS-3b",
    killers=(
        "usage_files::one-file-a-day-in-zone"
        "[UTC|2020-06-02 12:00|2020-06-03 12:00|2020-06-04 12:00]",
    ),
)
class FileEverySecondDay(Reference):
    """A file holds two days."""

    collector_class = _EverySecondDay


class _LoginDays(Collector):
    def turn_day(self, midnight: datetime) -> None:
        quiet = self._open
        super().turn_day(midnight)
        if quiet is not None and not quiet._logins:  # noqa: SLF001 (no other way to ask)
            (self.store.usage_folder / quiet.path.name.removesuffix(".part")).unlink()


@mutant(
    "US-2",
    "DS-3a",
    "DS-3b",
    killers=(
        "usage_files::one-file-from-noon-to-noon-with-and-without-logins"
        "[2020-06-04 12:00|2020-06-05 12:00]",
        "usage_files::one-file-a-day-on-a-server-where-nobody-ever-logs-in",
    ),
)
class NoFileOnQuietDays(Reference):
    """A day without logins has no file."""

    collector_class = _LoginDays


class _Weekdays(_Merging):
    def goes_on(self, day: date) -> bool:
        return day.weekday() >= _SATURDAY


@mutant(
    "US-2",
    "LK-5",
    "DS-3a",
    killers=("disputes::from-the-next-day-on-the-new-license-rules",),
)
class NoFileOnWeekends(Reference):
    """Friday's file goes on until Monday."""

    collector_class = _Weekdays


class _DayNumbers(_Merging):
    def goes_on(self, day: date) -> bool:
        return self._open is not None and day.day < self._open.header.day.day


@mutant(
    "US-2",
    "DS-3a",
    killers=(
        "usage_files::one-file-a-day-around-second-in-zone"
        "[America/Chicago|2020-10-30 12:00|2020-10-31 12:00|2020-11-01 12:00|2020-11-02 12:00]",
    ),
)
class StuckAtMonthsEnd(Reference):
    """Days are compared by their number in the month: after the 31st none is greater."""

    collector_class = _DayNumbers


class _DaysOfYear(_Merging):
    def goes_on(self, day: date) -> bool:
        if self._open is None:
            return False
        opened = self._open.header.day
        return (day.month, day.day) < (opened.month, opened.day)


@mutant(
    "US-2",
    "DS-3a",
    killers=(
        "usage_files::one-file-a-day-around-second-in-zone"
        "[America/Chicago|2020-12-30 12:00|2020-12-31 12:00|2021-01-01 12:00|2021-01-02 12:00]",
    ),
)
class StuckAtYearsEnd(Reference):
    """Days are compared by month and number: after 31 December none is greater."""

    collector_class = _DaysOfYear


class _NoLeapDay(_Merging):
    def goes_on(self, day: date) -> bool:
        return (day.month, day.day) == (2, 29)


@mutant(
    "US-2",
    "DS-3a",
    killers=(
        "usage_files::one-file-a-day-around-second-in-zone"
        "[America/Chicago|2020-02-27 12:00|2020-02-28 12:00|2020-02-29 12:00|2020-03-01 12:00]",
    ),
)
class NoLeapDay(Reference):
    """29 February belongs to the 28th."""

    collector_class = _NoLeapDay
