"""Broken in when a day ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from usage_conformance.implementation import Site
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.calendars import ONE_DAY, ServerDays
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.readings import Readings


@mutant(
    "US-2",
    killers=(
        "usage_files::utc-s-midnight-parts-nothing-in-zone"
        "[America/Chicago|2020-06-01 19:00|2020-06-01 23:40|2020-06-02 00:20]",
    ),
    D5a="local",
)
class DaysOfUtc(Reference):
    """Days end at UTC's midnight, though the declared reading is the server's."""

    def __init__(self) -> None:
        super().__init__(D5a="utc")


@mutant(
    "US-2",
    killers=(
        "usage_files::utc-s-midnight-parts-two-files-in-zone"
        "[America/Chicago|2020-06-01 19:00|2020-06-01 23:40|2020-06-02 00:20]",
    ),
    D5a="utc",
)
class LocalDays(Reference):
    """Days end at the server's midnight, though the declared reading is UTC's."""

    def __init__(self) -> None:
        super().__init__(D5a="local")


@mutant(
    "US-2",
    killers=(
        "usage_files::utc-s-midnight-parts-nothing-in-zone"
        "[America/Chicago|2020-06-01 19:00|2020-06-01 23:40|2020-06-02 00:20]",
    ),
)
class DaysOfPortal(Reference):
    """Days end at midnight on the portal's clock, on whichever server."""

    def install(self, site: Site) -> None:
        """As ever, with days in the portal's zone."""
        zone = site.portal.time_zone

        class PortalDays(ServerDays):
            def day_zone(self) -> ZoneInfo:
                return ZoneInfo(zone)

        self.days_class = PortalDays
        super().install(site)


@mutant(
    "US-2",
    killers=(
        "usage_files::the-server-s-own-midnight-parts-two-files-in-zone"
        "[Asia/Tokyo|2020-06-01 12:00|2020-06-01 23:40|2020-06-02 00:20]",
    ),
)
class DaysOfFirstServer(Reference):
    """Days end on all servers when they end on the site's first one."""

    def install(self, site: Site) -> None:
        """As ever, with days in the first server's zone."""
        zone = site.servers[0].time_zone

        class FirstServersDays(ServerDays):
            def day_zone(self) -> ZoneInfo:
                return ZoneInfo(zone)

        self.days_class = FirstServersDays
        super().install(site)


class _Of24Hours(ServerDays):
    def end_of(self, day: date) -> datetime:
        return self.start_of(day) + timedelta(hours=24)


class _DayByDay(Collector):
    def turn_day(self, midnight: datetime) -> None:
        # Not the day of `midnight`, which here may lie an hour before it.
        ended = self._open.header if self._open else None
        if ended is None:
            return
        self._close_file(midnight)
        self._open_file(ended.day + ONE_DAY, midnight, automated=ended.automated)


@mutant(
    "US-2",
    killers=(
        "usage_files::the-server-s-own-midnight-parts-two-files-in-zone"
        "[America/Chicago|2020-11-01 12:00|2020-11-01 23:40|2020-11-02 00:20]",
    ),
)
class DaysOf24Hours(Reference):
    """Every day has 24 hours, also where the clock is changed."""

    days_class = _Of24Hours
    collector_class = _DayByDay


class _Winter(ServerDays):
    def __init__(self, readings: Readings, time_zone: str) -> None:
        super().__init__(readings, time_zone)
        january = datetime(2020, 1, 1, tzinfo=UTC).astimezone(self.zone)
        self._offset = january.utcoffset() or timedelta()

    def day_of(self, instant: datetime) -> date:
        return (instant.astimezone(UTC) + self._offset).date()

    def start_of(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) - self._offset


@mutant(
    "US-2",
    killers=(
        "usage_files::the-server-s-own-midnight-parts-two-files-in-zone"
        "[America/Chicago|2020-06-01 12:00|2020-06-01 23:40|2020-06-02 00:20]",
    ),
)
class AlwaysWinter(Reference):
    """Daylight saving time is unknown: in summer days end an hour late."""

    days_class = _Winter


class _FromNoon(Collector):
    @property
    def due(self) -> datetime | None:
        return self._open.header.opened_at + ONE_DAY if self._open else None

    def advance(self, now: datetime) -> None:
        while self._open is not None and now >= self._open.header.opened_at + ONE_DAY:
            self.turn_day(self._open.header.opened_at + ONE_DAY)


@mutant(
    "US-2",
    "DS-3a",
    "DS-3b",
    killers=("usage_files::logins-of-one-day-are-in-one-file",),
)
class DayFromStart(Reference):
    """A day is 24 hours from the moment that a file was begun."""

    collector_class = _FromNoon


class _MinuteEarly(ServerDays):
    def end_of(self, day: date) -> datetime:
        return super().end_of(day) - timedelta(hours=1)

    def day_of(self, instant: datetime) -> date:
        return super().day_of(instant + timedelta(hours=1))

    def start_of(self, day: date) -> datetime:
        return super().start_of(day)


@mutant(
    "US-2",
    killers=(
        "usage_files::the-server-s-own-midnight-parts-two-files-in-zone"
        "[America/Chicago|2020-11-01 12:00|2020-11-01 23:40|2020-11-02 00:20]",
    ),
)
class DaysEndAnHourEarly(Reference):
    """Days end at eleven in the evening."""

    days_class = _MinuteEarly
