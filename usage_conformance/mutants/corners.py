"""Defects that show only where two things come together, or only after weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from usage_conformance.implementation import (
    AccessReport,
    BillingView,
    License,
    LicenseFile,
    Login,
    Outcome,
)
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.crypto import RecordCipher, Sealing
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.licensing import Entitlement, Kind
from usage_conformance.reference.subsystem import Process, Subsystem
from usage_conformance.reference.uploader import Uploader


class _Neighbourly(Entitlements):
    def of(self, subsystem: Subsystem) -> Entitlement | None:
        own = super().of(subsystem)
        if own is None or own.automated or own.kind is not Kind.TRADITIONAL:
            return own
        neighbours = [self.own(other) for other in self.subsystems.values()]
        uploading = any(other and other.automated for other in neighbours)
        return replace(own, automated=True) if uploading else own


@mutant(
    "LK-4",
    killers=(
        "license_keys::a-server-under-the-local-key-sends-nothing-though-its-neighbour-uploads",
    ),
)
class NeighbourUploads(Reference):
    """A server under LOCAL uploads as soon as another server of the site has UPLOAD."""

    entitlements_class = _Neighbourly


@mutant(
    "LK-3",
    "LK-5",
    killers=("no_key_no_collection::a-license-without-a-usage-key-ends-automated-uploads",),
)
class UploadKeySticks(Reference):
    """A license without any usage key does not end an UPLOAD license."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, but such a license changes nothing."""
        old = self.subsystems[server].license
        uploads = old is not None and "I3_FEATURE_USAGE_TRACKING_UPLOAD" in old.keys
        if uploads and isinstance(license, License) and "USAGE" not in " ".join(license.keys):
            return Outcome(accepted=True)
        return super().load_license(server, license)


class _Marked(RecordCipher):
    def __init__(self, key: bytes, sealing: _PlainIfAutomated) -> None:
        super().__init__(key)
        self._sealing = sealing

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:
        if self._sealing.plain:
            return b"P" + record
        return b"S" + super().seal(number, record, context)

    def unseal(self, number: int, record: bytes, context: bytes) -> bytes:
        if record[:1] == b"P":
            return record[1:]
        return super().unseal(number, record[1:], context)


class _PlainIfAutomated(Sealing):
    plain = False

    def cipher(self, key: bytes) -> RecordCipher:
        return _Marked(key, self)


class _TellsSealing(Collector):
    def _open_file(self, day: date, now: datetime, *, automated: bool) -> None:
        self.sealing.plain = automated  # type: ignore[attr-defined]
        super()._open_file(day, now, automated=automated)

    def record(self, logins: Any) -> None:
        if self._open is not None:
            self.sealing.plain = self._open.header.automated  # type: ignore[attr-defined]
        super().record(logins)


@mutant("OV-2", killers=("usage_files::names-cannot-be-read-in-what-arrives-in-s3",))
class PlainUnderUpload(Reference):
    """Files that will be uploaded by themselves are not encrypted: TLS is thought enough."""

    collector_class = _TellsSealing
    sealing_class = _PlainIfAutomated


class _HourlyIfAutomated(Collector):
    def advance(self, now: datetime) -> None:
        super().advance(now)
        opened = self._open
        if opened is None or not opened.header.automated:
            return
        if now - opened.header.opened_at >= timedelta(hours=1):
            self._close_file(now)
            self._open_file(self.days.day_of(now), now, automated=True)

    @property
    def due(self) -> datetime | None:
        due = super().due
        if due is None or self._open is None or not self._open.header.automated:
            return due
        return min(due, self._open.header.opened_at + timedelta(hours=1))


@mutant("US-2", "DS-3a", killers=("usage_files::one-file-a-day-under-the-upload-key-too",))
class HourlyUnderUpload(Reference):
    """Under an upload key there is a new file every hour, so that less waits."""

    collector_class = _HourlyIfAutomated


@mutant(
    "OV-4",
    killers=("automated_upload::billing-lists-what-arrived-at-genesys-cloud-and-nothing-else",),
)
class BillingWithoutVirtual(Reference):
    """The billing view forgets what virtual cloud licensing uploads."""

    def billing(self, day: date) -> BillingView:
        """As ever, but empty while any server is virtual."""
        view = super().billing(day)
        keys = [key for s in self.subsystems.values() if s.license for key in s.license.keys]
        return replace(view, files=()) if any("VIRTUAL" in key for key in keys) else view


@mutant(
    "VA-2",
    "VA-3",
    killers=(
        "access_verification_traditional::"
        "the-license-in-force-decides-what-is-tried-not-an-earlier-one",
    ),
)
class FirstKindVerified(Reference):
    """Access is verified for the kind of license that was in force at the first time."""

    _first: Entitlement | None = None

    def verify_access(self, server: str) -> AccessReport:
        """As ever, with the entitlement of the first verification."""
        process = self.subsystems[server].running
        self._first = self._first or process.entitlement
        now, process.entitlement = process.entitlement, self._first
        try:
            return super().verify_access(server)
        finally:
            process.entitlement = now


@mutant(
    "VC-8",
    "OV-7",
    killers=("virtual_cloud::while-the-connection-is-cut-no-server-uploads-anything",),
)
class CutForFirstServerOnly(Reference):
    """When the connection is cut, only the site's first server notices."""

    def may_send(self, process: Process) -> Entitlement | None:
        """As ever for the first server, always for the others."""
        first = self.site.servers[0].name
        if process.uploader.server.name != first:
            return process.entitlement
        return super().may_send(process)


class _TenDays(Uploader):
    first: datetime | None = None

    def advance(self, now: datetime, permitted: Entitlement | None) -> None:
        self.first = self.first or now
        super().advance(now, permitted if now - self.first < timedelta(days=10) else None)


@mutant("AU-1", killers=("automated_upload::files-go-on-arriving-on-later-days-too",))
class UploadsForTenDays(Reference):
    """Ten days after the first upload the uploads end, as a token would that expires."""

    uploader_class = _TenDays


class _DropsOddNames(Collector):
    def record(self, logins: Any) -> None:
        kept: list[Login] = [login for login in logins if login.user.isascii()]
        super().record(kept)


@mutant("OV-2", killers=("usage_files::what-was-collected-can-be-read-back-each-login-once",))
class AsciiUsersOnly(Reference):
    """Logins of users whose names are not plain ASCII are dropped."""

    collector_class = _DropsOddNames
