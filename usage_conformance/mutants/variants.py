"""Conforming otherwise: in licenses, access verification, portal and billing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import requests

from usage_conformance.implementation import (
    AccessReport,
    HostReport,
    HostResult,
    License,
    LicenseFile,
    Outcome,
    Receipt,
    Server,
    Standing,
)
from usage_conformance.mutants.model import variant
from usage_conformance.reference import Reference
from usage_conformance.reference.access import AccessVerification
from usage_conformance.reference.calendars import ONE_DAY
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.licensing import Entitlement, Kind, LicenseRules
from usage_conformance.reference.subsystem import Subsystem


@variant("TL-1, VC-1, VC-9: refused and inert are both right")
class InertLicenses(Reference):
    """No license is ever refused: one that cannot be used replaces the former and rests."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Always accepted. See `Implementation`."""
        if not super().load_license(server, license).accepted:
            self.subsystems[server].write_license(License(keys=()))
            self._settle()
        return Outcome(accepted=True)


class _CanBeDisabled(Entitlements):
    disabled = False

    def of(self, subsystem: Subsystem) -> Entitlement | None:
        entitlement = super().of(subsystem)
        if self.disabled and entitlement is not None and not entitlement.automated:
            return None
        return entitlement


@variant("MU-6: the system may be disabled after a missed deadline")
class DisabledAfterMissedDeadline(Reference):
    """Servers under manual upload collect no more once a deadline was missed."""

    entitlements_class = _CanBeDisabled
    _looked: date | None = None

    def advance(self, now: datetime) -> None:
        """As ever, with a look at the last period once a day. See `Implementation`."""
        super().advance(now)
        rules = self.entitlements
        assert isinstance(rules, _CanBeDisabled)
        if rules.disabled or self._looked == now.date():
            return
        self._looked = now.date()
        current = self.billing(now.date())
        if self.billing(current.first_day - ONE_DAY).standing is Standing.MISSED:
            rules.disabled = True
            self._settle()


class _Reversed(AccessVerification):
    def bucket_hosts(self, kind: Kind) -> tuple[str, ...]:
        return super().bucket_hosts(kind)[::-1]

    def additional_hosts(self, kind: Kind) -> tuple[str, ...]:
        return super().additional_hosts(kind)[::-1]


@variant("VA-3, VA-5, VA-6: the order of the hosts is left open")
class HostsInReverse(Reference):
    """Access verification goes through its lists from behind."""

    access_class = _Reversed


class _Follows(AccessVerification):
    def get(self, session: requests.Session, host: str) -> requests.Response | HostReport:
        answer = super().get(session, host)
        if isinstance(answer, requests.Response) and answer.next is not None:
            session.send(answer.next, timeout=self.connect_timeout)
        return answer


@variant("VA-5: following the redirect of an additional host is free")
class FollowsRedirects(Reference):
    """Goes where the additional hosts lead, as a browser does."""

    access_class = _Follows


class _ShortListing(AccessVerification):
    def url(self, host: str) -> str:
        is_bucket = host.startswith(("pureconnectusage.", "genesys-premise-billing."))
        return super().url(host) + ("?list-type=2&max-keys=1" if is_bucket else "")


@variant("VA-4: how the document tree is asked for is left open")
class ShortListing(Reference):
    """Asks for the tree's first entry only, in the newer form of the listing."""

    access_class = _ShortListing


class _FailuresOnly(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        report = super().verify(kind)
        fine = (HostResult.DOCUMENT_TREE, HostResult.ANSWERED)
        failed = tuple(host for host in report.hosts if host.result not in fine)
        return replace(report, hosts=failed, advice="")


@variant("TS-1: only failures have to be told apart; advice is free")
class ReportsFailuresOnly(Reference):
    """The report leaves out hosts that answered, and gives no advice."""

    access_class = _FailuresOnly


class _Twice(AccessVerification):
    def try_bucket(self, session: requests.Session, host: str) -> HostReport:
        report = super().try_bucket(session, host)
        return report if self.succeeded(report) else super().try_bucket(session, host)


@variant("VA-3: how often a host is tried is left open")
class TriesBucketsTwice(Reference):
    """A bucket host that fails is tried a second time before it counts as failed."""

    access_class = _Twice


@variant("MU-1: how the portal takes files in is left open")
class PortalOneByOne(Reference):
    """The portal takes files one by one, the last one first."""

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """One receipt per file, in reverse. See `Implementation`."""
        receipts = [super(PortalOneByOne, self).upload_to_portal([f], caller) for f in files[::-1]]
        return [receipt for (receipt,) in receipts]


_OTHER = {
    "D1": "other-names-too",
    "D2": "through",
    "D3": "refused",
    "D4": "virtual",
    "D5a": "utc",
    "D5b": "utc",
    "D6": "deleted",
    "D9": "refused",
    "D10": "inert",
    "D12": "any-failure",
    "D13": "ic-servers",
    "D14": "yes",
    "D15": "partly",
    "D16": "network-needed",
    "D17": "moment-closed",
}


@variant("D1 to D17: every disputed place has readings other than the default", **_OTHER)
class OtherReadings(Reference):
    """Reads every disputed place otherwise than by default."""

    def __init__(self) -> None:
        super().__init__(**_OTHER)


class _TiedIfNamed(LicenseRules):
    def entitle(self, license: License, server: Server) -> Entitlement | None:
        entitlement = super().entitle(license, server)
        if entitlement is not None and entitlement.kind is Kind.VIRTUAL and license.host_id:
            self.check_host(license, server)
        return entitlement


@variant("VC-1b: a virtual license that names a machine nevertheless is not described")
class VirtualTiedIfNamed(Reference):
    """A virtual license that names a host ID, which none has to, works on that machine only."""

    license_rules_class = _TiedIfNamed
