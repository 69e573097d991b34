"""Billing: which usage a period calls for, and whether all of it came in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from usage_conformance.implementation import BillingView, ReceivedFile, Standing
from usage_conformance.reference.calendars import ONE_DAY, BillingCalendar, Period, ServerDays

if TYPE_CHECKING:
    from usage_conformance.reference.inbox import Inbox, Received
    from usage_conformance.reference.readings import Readings


@dataclass(frozen=True)
class Span:
    """A stretch of time (UTC), without its end. An `end` of None lies in the future."""

    start: datetime
    end: datetime | None = None


class Billing:
    """The subscriber's view of billing periods (OV-4, MU-3, MU-4).

    Billing knows when which server was licensed to collect, and each file says which
    stretch of time it covers. A period is complete when its files cover everything.
    """

    def __init__(
        self,
        readings: Readings,
        calendar: BillingCalendar,
        days: Mapping[str, ServerDays],
        inbox: Inbox,
    ) -> None:
        self.readings = readings
        self.calendar = calendar
        self.days = days
        self.inbox = inbox
        self._licensed: dict[str, list[Span]] = {server: [] for server in days}

    def note_license(self, server: str, at: datetime, *, licensed: bool) -> None:
        """From `at` on the server is licensed to collect, or is not; it may have been before."""
        spans = self._licensed[server]
        open_before = bool(spans) and spans[-1].end is None
        if licensed and not open_before:
            spans.append(Span(at))
        elif open_before and not licensed:
            spans[-1] = Span(spans[-1].start, at)

    def view(self, day: date, now: datetime) -> BillingView:
        """The period that contains `day`, as it stands at `now`."""
        period = self.calendar.period_of(day)
        received = self.inbox.received()
        return BillingView(
            first_day=period.first,
            last_day=period.last,
            deadline=self.calendar.deadline(period),
            files=tuple(
                ReceivedFile(file.name, file.sha256, file.size)
                for file in received
                if self.belongs_to(file, period)
            ),
            standing=self.standing(period, received, now),
        )

    def belongs_to(self, file: Received, period: Period) -> bool:
        """D17: whether the file is one of this period's."""
        day = file.header.day if self.readings.D17 == "day-covered" else file.closing_day
        return period.first <= day <= period.last

    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        """MU-3: whether all of the period's usage came in time."""
        if not self.is_over(period, now):
            return Standing.PENDING
        closes_at = self.calendar.closes_at(period)
        in_time: list[Received] = []
        late: list[Received] = []
        for file in received:
            (in_time if file.arrived_at < closes_at else late).append(file)
        if any(self.belongs_to(file, period) for file in late):
            return Standing.MISSED
        if self.is_complete(period, in_time):
            return Standing.MET
        return Standing.PENDING if now < closes_at else Standing.MISSED

    def is_over(self, period: Period, now: datetime) -> bool:
        """Whether the period's last day has ended on every server."""
        return all(now >= days.end_of(period.last) for days in self.days.values())

    def is_complete(self, period: Period, files: Iterable[Received]) -> bool:
        """Whether the files cover all the time in which servers were licensed to collect."""
        covered: dict[str, list[tuple[datetime, datetime]]] = {server: [] for server in self.days}
        for file in files:
            covered[file.header.server].append((file.header.opened_at, file.closed_at))
        return all(
            _covers(covered[server], start, end)
            for server in self.days
            for start, end in self.called_for(server, period)
        )

    def called_for(self, server: str, period: Period) -> list[tuple[datetime, datetime]]:
        """The stretches of time whose files belong to the period."""
        first, last = self.days_called_for(period)
        starts, ends = self.days[server].start_of(first), self.days[server].end_of(last)
        stretches = [
            (max(span.start, starts), min(span.end or ends, ends))
            for span in self._licensed[server]
        ]
        return [(start, end) for start, end in stretches if start < end]

    def days_called_for(self, period: Period) -> tuple[date, date]:
        """D17: the days whose files are closed, or were collected, in the period.

        A day's last file is closed when the next day begins.
        """
        if self.readings.D17 == "day-covered":
            return period.first, period.last
        return period.first - ONE_DAY, period.last - ONE_DAY


def _covers(stretches: list[tuple[datetime, datetime]], start: datetime, end: datetime) -> bool:
    reached = start
    for begins, ends in sorted(stretches):
        if begins > reached:
            break
        reached = max(reached, ends)
    return reached >= end
