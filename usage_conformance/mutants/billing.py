"""Broken in billing: standings, and what is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from usage_conformance.implementation import BillingView, ReceivedFile, Standing
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.billing import Billing
from usage_conformance.reference.calendars import (
    ONE_DAY,
    Period,
)
from usage_conformance.reference.inbox import Inbox, Received
from usage_conformance.reference.usage_file import UsageFile, read_header


class _AnyFile(Billing):
    def is_complete(self, period: Period, files: Iterable[Received]) -> bool:
        return any(self.belongs_to(file, period) for file in files)


@mutant(
    "MU-5",
    "MU-3",
    killers=("billing_deadline::one-missing-file-misses-the-deadline",),
)
class OneFileMeets(Reference):
    """One file of the period, in time, is enough."""

    billing_class = _AnyFile


class _LateIsFine(Billing):
    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        files = list(received)
        if self.is_over(period, now) and self.is_complete(period, files):
            return Standing.MET
        return super().standing(period, files, now)


@mutant(
    "MU-5",
    "MU-3",
    killers=("billing_deadline::one-late-file-misses-the-deadline",),
)
class LateIsFine(Reference):
    """Once everything is there the period is met, however late it came."""

    billing_class = _LateIsFine


class _FirstServer(Billing):
    def is_complete(self, period: Period, files: Iterable[Received]) -> bool:
        first = next(iter(self.days))
        others = self._licensed
        self._licensed = {name: others[name] if name == first else [] for name in others}
        try:
            return super().is_complete(period, files)
        finally:
            self._licensed = others


@mutant(
    "MU-5",
    "MU-3",
    killers=("billing_deadline::files-of-every-server-have-to-be-there",),
)
class OneServerMeets(Reference):
    """Only the first server's files have to be there."""

    billing_class = _FirstServer


class _Always(Billing):
    standing_of_all = Standing.MET

    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        del period, received, now
        return self.standing_of_all


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class AlwaysMet(Reference):
    """Every period is met."""

    billing_class = _Always


class _Never(_Always):
    standing_of_all = Standing.MISSED


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class AlwaysMissed(Reference):
    """Every period is missed."""

    billing_class = _Never


class _Open(_Always):
    standing_of_all = Standing.PENDING


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class AlwaysPending(Reference):
    """No period is ever settled."""

    billing_class = _Open


class _Impatient(Billing):
    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        standing = super().standing(period, received, now)
        if standing is Standing.PENDING and self.is_over(period, now):
            return Standing.MISSED
        return standing


@mutant(
    "MU-3",
    killers=("billing_deadline::at-moment-the-deadline-is-not-missed-yet[2020-05-30 18:00]",),
)
class MissedAtPeriodsEnd(Reference):
    """A period is called missed as soon as it is over, days before its deadline."""

    billing_class = _Impatient


class _Unforgiving(Billing):
    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        files = list(received)
        before = self.calendar.period_of(period.first - ONE_DAY)
        if super().standing(before, files, now) is Standing.MISSED:
            return Standing.MISSED
        return super().standing(period, files, now)


@mutant(
    "MU-3",
    killers=("billing_deadline::the-next-period-has-a-deadline-of-its-own",),
)
class MissedForEver(Reference):
    """Whoever missed one deadline has missed the next one too."""

    billing_class = _Unforgiving


class _ByArrival(Billing):
    def standing(self, period: Period, received: Iterable[Received], now: datetime) -> Standing:
        arrived = [
            file for file in received if period.first <= file.arrived_at.date() <= period.last
        ]
        return super().standing(period, arrived, now)


@mutant(
    "MU-3",
    "MU-5",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class PeriodOfArrival(Reference):
    """A file counts for the period in which it arrived, not for the one that it is of."""

    billing_class = _ByArrival


class _ByClosing(Billing):
    def belongs_to(self, file: Received, period: Period) -> bool:
        return period.first <= file.closing_day <= period.last

    def days_called_for(self, period: Period) -> tuple[date, date]:
        return period.first - ONE_DAY, period.last - ONE_DAY


@mutant(
    "MU-5",
    "MU-3",
    killers=("billing_deadline::the-file-of-the-27th-belongs-to-the-period-that-ends-with-it",),
)
class PeriodOfClosing(Reference):
    """A file counts for the period in which it was closed, against the reading of D17."""

    billing_class = _ByClosing


class _Tolerant(Inbox):
    def open(self, content: bytes) -> UsageFile:
        header = read_header(content)
        return UsageFile(header, header.opened_at + ONE_DAY, ())


@mutant(
    "MU-5",
    "MU-3",
    killers=("billing_deadline::half-of-each-file-is-no-file",),
)
class HalfFilesCount(Reference):
    """Of a file its header is read only, so that half of it counts as the whole."""

    inbox_class = _Tolerant


@mutant(
    "OV-4",
    "MU-2",
    killers=(
        "automated_upload::billing-lists-nothing-that-did-not-arrive",
        "manual_upload::what-somebody-without-access-hands-in-does-not-reach-billing",
    ),
)
class ListsWhatNeverArrived(Reference):
    """Billing lists what was collected, whether it arrived or not."""

    def billing(self, day: date) -> BillingView:
        """As the disks have it. See `Implementation`."""
        shown = super().billing(day)
        files = [
            ReceivedFile(file.name, hashlib.sha256(content).hexdigest(), len(content))
            for subsystem in self.subsystems.values()
            for file in sorted(subsystem.store.usage_folder.glob("*.usg"))
            for content in (file.read_bytes(),)
        ]
        return replace(shown, files=tuple(files))


class _DeafToS3(Inbox):
    def _read_s3(self) -> None:
        pass


@mutant(
    "OV-4",
    killers=("automated_upload::billing-lists-nothing-that-did-not-arrive",),
)
class BlindToS3(Reference):
    """Billing knows what came by the portal only."""

    inbox_class = _DeafToS3


class _BlindToPortal(Inbox):
    def receive(self, name: str, content: bytes, at: datetime) -> None:
        self.open(content)
        if name.startswith("s3:"):
            super().receive(name, content, at)

    def _receive_object(self, key: str, content: bytes, at: datetime) -> None:
        super()._receive_object("s3:" + key.rpartition("/")[2], content, at)


@mutant(
    "MU-1",
    "OV-3",
    "OV-4",
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "manual_upload::one-file-alone-is-accepted-too",
        "billing_deadline::half-of-each-file-is-no-file",
    ),
)
class BlindToPortal(Reference):
    """Billing knows what came to S3 only."""

    inbox_class = _BlindToPortal


class _FirstOnly(Billing):
    def view(self, day: date, now: datetime) -> BillingView:
        shown = super().view(day, now)
        return replace(shown, files=shown.files[:1])


@mutant(
    "OV-4",
    "MU-1",
    "OV-3",
    "MU-2",
    killers=(
        "manual_upload::what-was-uploaded-is-what-billing-has",
        "manual_upload::what-somebody-without-access-hands-in-does-not-reach-billing",
    ),
)
class ListsOneFile(Reference):
    """Billing lists the first file of a period only."""

    billing_class = _FirstOnly
