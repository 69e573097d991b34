"""The documented usage subsystem as a whole."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    BillingView,
    DamagedLicense,
    Description,
    LicenseFile,
    Login,
    Outcome,
    Receipt,
    Release,
    Site,
)
from usage_conformance.reference.access import AccessVerification
from usage_conformance.reference.billing import Billing
from usage_conformance.reference.calendars import BillingCalendar, ServerDays
from usage_conformance.reference.cloud import CloudConnection
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.crypto import Sealing
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.inbox import Inbox
from usage_conformance.reference.licensing import (
    Entitlement,
    Kind,
    LicenseRefusedError,
    LicenseRules,
    MediaServerRule,
)
from usage_conformance.reference.portal import UploadPage
from usage_conformance.reference.readings import Readings
from usage_conformance.reference.s3 import Locations, S3Clients
from usage_conformance.reference.store import ServerStore
from usage_conformance.reference.subsystem import Process, Subsystem
from usage_conformance.reference.uploader import Uploader
from usage_conformance.reference.usage_file import read_usage_file

_LOG = logging.getLogger(__name__)
_NEVER = datetime.max.replace(tzinfo=UTC)

RELEASES = tuple(
    map(
        Release.parse,
        (
            "2017 R4 Patch 3",
            "2018 R1",
            "2018 R1 Patch 10",
            "2018 R2",
            "2018 R2 Patch 1",
            "2018 R2 Patch 2",
            "2018 R2 Patch 3",
            "2018 R2 Patch 10",
            "2018 R3",
            "2018 R10",
            "2019 R1",
            "2019 R4",
            "2020 R1",
            "2020 R1 Patch 10",
            "2020 R2",
            "2020 R2 Patch 1",
            "2020 R3",
            "2020 R4",
            "2020 R10",
            "2021 R1",
        ),
    )
)


class Reference:
    """Everything that the documentation describes, under the readings that are chosen.

    `Reference(D2="through")` chooses a reading; without, the first of each dispute holds.
    ValueError for an unknown dispute or reading.

    A license that is refused changes nothing: the one before it stays in force. The class
    attributes name the collaborators, each of which holds one subject's rules.
    """

    collector_class: type[Collector] = Collector
    uploader_class: type[Uploader] = Uploader
    store_class: type[ServerStore] = ServerStore
    days_class: type[ServerDays] = ServerDays
    license_rules_class: type[LicenseRules] = LicenseRules
    media_rule_class: type[MediaServerRule] = MediaServerRule
    entitlements_class: type[Entitlements] = Entitlements
    cloud_class: type[CloudConnection] = CloudConnection
    access_class: type[AccessVerification] = AccessVerification
    locations_class: type[Locations] = Locations
    clients_class: type[S3Clients] = S3Clients
    sealing_class: type[Sealing] = Sealing
    inbox_class: type[Inbox] = Inbox
    portal_class: type[UploadPage] = UploadPage
    calendar_class: type[BillingCalendar] = BillingCalendar
    billing_class: type[Billing] = Billing

    site: Site
    entitlements: Entitlements
    cloud: CloudConnection
    clients: S3Clients
    inbox: Inbox
    portal: UploadPage
    billing_side: Billing

    def __init__(self, **readings: str) -> None:
        self.readings = Readings.choose(**readings)
        self.sealing = self.sealing_class()
        self.subsystems: dict[str, Subsystem] = {}
        self._now: datetime | None = None
        self._due = _NEVER

    def describe(self) -> Description:
        """Who this is. See `Implementation`."""
        return Description(
            name="usage-conformance reference",
            version="1.0",
            vendor="usage-conformance",
            releases=RELEASES,
            notes="Encrypts for a demonstration key that everybody has.",
        )

    def install(self, site: Site) -> None:
        """Start afresh. See `Implementation`."""
        self.close()
        self.site = site
        self._now = None
        self.cloud = self.cloud_class(site.organizations)
        self.clients = self.clients_class(site.credentials, site.connect_timeout)
        self.inbox = self.inbox_class(site.servers, self.sealing, self.clients)
        self.portal = self.portal_class(site.portal.callers, self.inbox)
        self.billing_side = self.billing_class(
            self.readings,
            self.calendar_class(self.readings, site.portal),
            {s.name: self.days_class(self.readings, s.time_zone) for s in site.servers},
            self.inbox,
        )
        for server in site.servers:
            self.subsystems[server.name] = Subsystem(server, self.store_class(server.root))
        self.entitlements = self.entitlements_class(
            self.readings,
            self.license_rules_class(self.readings, site.release),
            self.media_rule_class(self.readings),
            self.subsystems,
        )
        for subsystem in self.subsystems.values():
            self._boot(subsystem)
        self._reschedule()

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Load a license, or refuse it and change nothing. See `Implementation`."""
        subsystem = self.subsystems[server]
        if isinstance(license, DamagedLicense):
            return Outcome(accepted=False, reason="the file is not a license")
        try:
            self.entitlements.check(subsystem, license)
        except LicenseRefusedError as refusal:
            return Outcome(accepted=False, reason=str(refusal))
        subsystem.write_license(license)
        self._settle()
        return Outcome(accepted=True)

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """Logins that have just ended. See `Implementation`."""
        subsystem = self.subsystems[server]
        writer = self.entitlements.writer_for(subsystem).process
        if subsystem.running.entitlement is None:
            return
        if writer is None:
            _LOG.warning("%d login(s) on %s: its IC server is down", len(logins), server)
        else:
            writer.collector.record(logins)

    def advance(self, now: datetime) -> None:
        """Do what has fallen due. See `Implementation`."""
        self._now = now
        if now < self._due:
            return
        for subsystem in self.subsystems.values():
            if subsystem.process:
                subsystem.process.collector.advance(now)
                subsystem.process.uploader.advance(now, self.may_send(subsystem.process))
        self._reschedule()

    def restart(self, server: str) -> None:
        """Close the day's file, stop, and start again. See `Implementation`."""
        self.subsystems[server].stop(self.now())
        self.start(server)

    def kill(self, server: str) -> None:
        """Crash. See `Implementation`."""
        self.subsystems[server].kill()
        self._reschedule()

    def start(self, server: str) -> None:
        """Start from what lies on the disk. See `Implementation`."""
        subsystem = self.subsystems[server]
        self._boot(subsystem)
        subsystem.take_up(
            self.entitlements.of(subsystem),
            self.now(),
            collects=self.entitlements.collects(subsystem.server),
        )
        self._settle()

    def connect_cloud(self, organization: str) -> Outcome:
        """Connect to Genesys Cloud. See `Implementation`."""
        outcome = self.cloud.connect(organization)
        for subsystem in self.subsystems.values():
            if subsystem.process:
                subsystem.process.uploader.soon(self.now())
        self._reschedule()
        return outcome

    def disconnect_cloud(self) -> None:
        """Cut the connection. See `Implementation`."""
        self.cloud.disconnect()

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """Open usage files with billing's key. UsageFileError if one is not whole."""
        return [
            login
            for file in files
            for login in read_usage_file(file.read_bytes(), self.sealing).logins
        ]

    def verify_access(self, server: str) -> AccessReport:
        """Verify what the server's license calls for. See `Implementation`."""
        entitlement = self.subsystems[server].running.entitlement
        if entitlement is None:
            advice = "the server has no usage license in force: there is nothing to reach"
            return AccessReport(AccessOutcome.NOT_VERIFIED, (), advice)
        if not (entitlement.automated or self.manual_needs_network()):
            advice = "usage is uploaded by hand: the server itself needs no access"
            return AccessReport(AccessOutcome.NOT_VERIFIED, (), advice)
        verification = self.access_class(self.readings, self.site.connect_timeout)
        return verification.verify(entitlement.kind)

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """Upload by hand. See `Implementation`."""
        return self.portal.upload(files, caller, self.now())

    def billing(self, day: date) -> BillingView:
        """The billing period that contains `day`. See `Implementation`."""
        return self.billing_side.view(day, self.now())

    def close(self) -> None:
        """Stop everything as it is. See `Implementation`."""
        if self.subsystems:
            self.clients.close()
        self.subsystems = {}
        self._due = _NEVER

    def now(self) -> datetime:
        """The instant (UTC) last advanced to; the system's clock before that."""
        return self._now or datetime.now(UTC)

    def may_send(self, process: Process) -> Entitlement | None:
        """What the server may upload under now: a virtual license needs the cloud (VC-8)."""
        entitlement = process.entitlement
        if entitlement is None or entitlement.kind is Kind.TRADITIONAL:
            return entitlement
        return entitlement if self.cloud.carries(entitlement) else None

    def manual_needs_network(self) -> bool:
        """D16: whether the connection to S3 is asked for with manual upload too."""
        return self.readings.D16 == "network-needed"

    def _boot(self, subsystem: Subsystem) -> None:
        server, store = subsystem.server, subsystem.store
        days = self.days_class(self.readings, server.time_zone)
        subsystem.process = Process(
            collector=self.collector_class(server, self.site.release, store, days, self.sealing),
            uploader=self.uploader_class(
                server,
                self.readings,
                store,
                days.local_zone,
                self.locations_class(),
                self.clients,
                self.inbox,
            ),
            license=subsystem.read_license(),
        )

    def _settle(self) -> None:
        """Apply what every server is entitled to now; billing hears of it."""
        now = self.now()
        for subsystem in self.subsystems.values():
            if subsystem.process is None:
                continue
            collects = self.entitlements.collects(subsystem.server)
            subsystem.apply(self.entitlements.of(subsystem), now, collects=collects)
            entitled = subsystem.process.entitlement is not None and collects
            self.billing_side.note_license(subsystem.server.name, now, licensed=entitled)
        self._reschedule()

    def _reschedule(self) -> None:
        """Remember when the next thing falls due, so that an idle `advance` costs nothing."""
        processes = [s.process for s in self.subsystems.values() if s.process]
        dues = [due for p in processes for due in (p.collector.due, p.uploader.due) if due]
        self._due = min(dues, default=_NEVER)
