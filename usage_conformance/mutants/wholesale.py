"""Broken altogether."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    BillingView,
    Description,
    HostReport,
    HostResult,
    License,
    LicenseFile,
    Login,
    Outcome,
    Receipt,
    Server,
    Site,
    Standing,
)
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.cloud import CloudConnection
from usage_conformance.reference.licensing import Entitlement, Kind, LicenseRules, MediaServerRule
from usage_conformance.reference.portal import UploadPage
from usage_conformance.reference.system import RELEASES

_EVERYTHING = (
    "OV-1", "OV-2", "OV-3", "OV-4", "OV-6", "OV-7", "OV-8", "US-1", "US-2", "US-3", "TL-1", "TL-5",
    "TL-6", "VC-1", "VC-1b", "VC-2", "VC-3", "VC-5", "VC-6", "VC-7", "VC-8", "VC-9", "AU-1", "AU-2",
    "AU-3", "AU-4", "VA-1", "VA-2", "VA-3", "VA-4", "VA-5", "VA-6", "TS-1", "TS-2", "TS-4", "MU-1",
    "MU-2", "MU-3", "MU-4", "MU-5", "MU-7", "LK-1", "LK-2", "LK-3", "LK-4", "LK-5", "DS-1", "DS-3a",
    "DS-3b",
)  # fmt: skip


@mutant(
    "OV-1",
    "OV-2",
    "OV-3",
    "OV-4",
    "OV-6",
    "OV-7",
    "OV-8",
    "US-1",
    "US-2",
    "US-3",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-1",
    "VC-1b",
    "VC-2",
    "VC-3",
    "VC-5",
    "VC-6",
    "VC-7",
    "VC-8",
    "VC-9",
    "AU-1",
    "AU-2",
    "AU-3",
    "AU-4",
    "VA-1",
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-1",
    "TS-2",
    "TS-4",
    "MU-1",
    "MU-2",
    "MU-3",
    "MU-4",
    "MU-5",
    "MU-7",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    "LK-5",
    "DS-1",
    "DS-3a",
    "DS-3b",
    killers=(
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-additional-hosts-alon"
        "e-leave-access-not-verified",
    ),
)
class DoesNothing:
    """Says yes to everything and does none of it."""

    def describe(self) -> Description:
        """Claims all releases."""
        return Description("does nothing", "1.0", "usage-conformance", RELEASES)

    def install(self, site: Site) -> None:
        """Does nothing."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Does nothing, and says yes."""
        del server, license
        return Outcome(accepted=True)

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """Does nothing."""

    def advance(self, now: datetime) -> None:
        """Does nothing."""

    def restart(self, server: str) -> None:
        """Does nothing."""

    def kill(self, server: str) -> None:
        """Does nothing."""

    def start(self, server: str) -> None:
        """Does nothing."""

    def connect_cloud(self, organization: str) -> Outcome:
        """Does nothing, and says yes."""
        del organization
        return Outcome(accepted=True)

    def disconnect_cloud(self) -> None:
        """Does nothing."""

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """Finds nothing."""
        del files
        return ()

    def verify_access(self, server: str) -> AccessReport:
        """Tries nothing, and finds nothing wrong."""
        del server
        return AccessReport(AccessOutcome.VERIFIED, ())

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """Says yes to each file."""
        del caller
        return [Receipt(file, accepted=True) for file in files]

    def billing(self, day: date) -> BillingView:
        """A period of one day without files."""
        return BillingView(day, day, day, (), Standing.PENDING)

    def close(self) -> None:
        """Does nothing."""


@mutant(
    "OV-1",
    "OV-2",
    "OV-3",
    "OV-4",
    "OV-6",
    "OV-7",
    "OV-8",
    "US-1",
    "US-2",
    "US-3",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-1",
    "VC-1b",
    "VC-2",
    "VC-3",
    "VC-5",
    "VC-6",
    "VC-7",
    "VC-8",
    "VC-9",
    "AU-1",
    "AU-2",
    "AU-3",
    "AU-4",
    "VA-1",
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-1",
    "TS-2",
    "TS-4",
    "MU-1",
    "MU-2",
    "MU-3",
    "MU-4",
    "MU-5",
    "MU-7",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    "LK-5",
    "DS-1",
    "DS-3a",
    "DS-3b",
    killers=(
        "billing_period::at-moment-the-day-day-belongs-to-the-period-from-first-day-through-last-day"
        "[2020-05-27 23:59:59|2020-05-27|2020-04-28|2020-05-27]",
        "billing_period::a-look-back-or-ahead-from-2020-06-10-finds-day-in-the-period-from-first-day-through-last-day"
        "[2019-12-31|2019-12-28|2020-01-27]",
    ),
)
class RefusesEverything(DoesNothing):
    """Refuses every license, connection and file, and verifies nothing."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Says no."""
        del server, license
        return Outcome(accepted=False, reason="no")

    def connect_cloud(self, organization: str) -> Outcome:
        """Says no."""
        del organization
        return Outcome(accepted=False, reason="no")

    def verify_access(self, server: str) -> AccessReport:
        """Tries nothing, and says that it failed."""
        del server
        return AccessReport(AccessOutcome.NOT_VERIFIED, ())

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """Says no to each file."""
        del caller
        return [Receipt(file, accepted=False, reason="no") for file in files]


class _AnyLicense(LicenseRules):
    def entitle(self, license: License, server: Server) -> Entitlement | None:
        del server
        kind = Kind.VIRTUAL if self.has_virtual(license.keys) else Kind.TRADITIONAL
        return Entitlement(kind, automated=True, organization=license.organization)


class _AnyMediaServer(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        del media, ic
        return None


class _AnyOrganization(CloudConnection):
    def exists(self, organization: str) -> bool:
        del organization
        return True

    def carries(self, entitlement: Entitlement) -> bool:
        del entitlement
        return True


class _AnyFile(UploadPage):
    def has_access(self, caller: str) -> bool:
        del caller
        return True

    def take(self, file: Path, at: datetime) -> Receipt:
        return replace(super().take(file, at), accepted=True, reason="")


@mutant(
    "OV-1",
    "OV-6",
    "OV-7",
    "TL-1",
    "TL-5",
    "VC-1",
    "VC-3",
    "VC-5",
    "VC-7",
    "VC-8",
    "VC-9",
    "VA-1",
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-1",
    "TS-2",
    "TS-4",
    "MU-2",
    "MU-3",
    "MU-5",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    "LK-5",
    killers=(
        "access_verification_traditional::with-a-traditional-license-additional-hosts-alone-le"
        "ave-access-not-verified",
    ),
)
class AcceptsEverything(Reference):
    """Collects and uploads under any license, lets anybody in, and verifies whatever happens."""

    license_rules_class = _AnyLicense
    media_rule_class = _AnyMediaServer
    cloud_class = _AnyOrganization
    portal_class = _AnyFile

    def verify_access(self, server: str) -> AccessReport:
        """All hosts are tried, and all are well."""
        report = super().verify_access(server)
        return AccessReport(AccessOutcome.VERIFIED, _well(report.hosts))


def _well(hosts: Iterable[HostReport]) -> tuple[HostReport, ...]:
    return tuple(replace(host, result=HostResult.DOCUMENT_TREE, detail="") for host in hosts)
