"""Server days and billing periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from usage_conformance.implementation import Portal
    from usage_conformance.reference.readings import Readings

ONE_DAY = timedelta(days=1)


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clocks of `zone` read `at` on `day`.

    The first one where they do so twice; where they skip it, the moment of the skip for
    midnight, and as much later as they skip otherwise.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


class ServerDays:
    """One server's days: from midnight to midnight of its own clock, or of UTC (D5a)."""

    def __init__(self, readings: Readings, time_zone: str) -> None:
        self.readings = readings
        self.local_zone = ZoneInfo(time_zone)
        self.zone = self.day_zone()

    def day_zone(self) -> ZoneInfo:
        """D5a: the zone whose midnight ends the day."""
        return self.local_zone if self.readings.D5a == "local" else ZoneInfo("UTC")

    def day_of(self, instant: datetime) -> date:
        """The day that `instant` lies in."""
        return instant.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first instant (UTC) of `day`."""
        return local_instant(day, time.min, self.zone)

    def end_of(self, day: date) -> datetime:
        """The first instant (UTC) after `day`."""
        return self.start_of(day + ONE_DAY)


@dataclass(frozen=True)
class Period:
    """A billing period; both days belong to it."""

    first: date
    last: date


def _in_next_month(day: date, number: int) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, number)


class BillingCalendar:
    """Billing periods and their deadlines (MU-3, MU-4, D2, D5b)."""

    first_day_number = 28

    def __init__(self, readings: Readings, portal: Portal) -> None:
        self.readings = readings
        self.portal = portal

    def period_of(self, day: date) -> Period:
        """MU-4: the period that contains `day`, from a 28th through the next 27th."""
        start = self.first_day_number
        if day.day >= start:
            first = day.replace(day=start)
        else:
            first = (day.replace(day=1) - ONE_DAY).replace(day=start)
        return Period(first, _in_next_month(first, start) - ONE_DAY)

    def deadline(self, period: Period) -> date:
        """The last day on which an upload is in time (MU-3, D2)."""
        return _in_next_month(period.last, 3 if self.readings.D2 == "before" else 4)

    def deadline_zone(self) -> str:
        """D5b: the zone whose midnight ends the deadline's day."""
        zones = {
            "portal": self.portal.time_zone,
            "utc": "UTC",
            "uploader": self.portal.uploader_time_zone,
        }
        return zones[self.readings.D5b]

    def closes_at(self, period: Period) -> datetime:
        """The first instant (UTC) at which an upload for the period is late."""
        day_after = self.deadline(period) + ONE_DAY
        return local_instant(day_after, time.min, ZoneInfo(self.deadline_zone()))
