"""Broken in which machine a license is good for."""

from __future__ import annotations

from typing import Any

from usage_conformance.implementation import DamagedLicense, License, LicenseFile, Outcome, Server
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.licensing import (
    Entitlement,
    Kind,
    LicenseRefusedError,
    LicenseRules,
)
from usage_conformance.reference.subsystem import Subsystem


class _Laxer(LicenseRules):
    """Takes more host IDs than the server's for the server's."""

    def fits(self, named: str | None, host_id: str) -> bool:
        raise NotImplementedError

    def check_host(self, license: License, server: Server) -> None:
        if not self.fits(license.host_id, server.host_id):
            super().check_host(license, server)


class _AnyHost(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant(
    "TL-1",
    killers=("traditional_license::one-license-on-two-machines-works-on-the-one-that-it-names",),
)
class HostUnchecked(Reference):
    """A traditional license works on every machine."""

    license_rules_class = _AnyHost


class _NamedPrefix(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:
        return bool(named) and host_id.startswith(str(named))


@mutant(
    "TL-1",
    killers=(
        "traditional_license::a-license-for-host-id-host-id-is-of-no-use-on-another-machine"
        "[4C5A-11E]",
    ),
)
class HostMatchedByStart(Reference):
    """A license works if the server's host ID begins with the one that it names."""

    license_rules_class = _NamedPrefix


class _ServerPrefix(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:
        return (named or "").startswith(host_id)


@mutant(
    "TL-1",
    killers=(
        "traditional_license::a-license-for-host-id-host-id-is-of-no-use-on-another-machine"
        "[4C5A-11E00]",
    ),
)
class HostCutOff(Reference):
    """A license's host ID is compared up to the length of the server's."""

    license_rules_class = _ServerPrefix


class _FirstPart(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:
        return (named or "").partition("-")[0] == host_id.partition("-")[0]


@mutant(
    "TL-1",
    killers=(
        "traditional_license::a-license-for-host-id-host-id-is-of-no-use-on-another-machine"
        "[4C5A-11E1]",
    ),
)
class HostMatchedByFirstPart(Reference):
    """Only the part of a host ID before the dash is compared."""

    license_rules_class = _FirstPart


class _Wildcard(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:  # noqa: ARG002
        return named == "*"


@mutant(
    "TL-1",
    killers=(
        "traditional_license::a-license-for-host-id-host-id-is-of-no-use-on-another-machine[*]",
    ),
)
class WildcardHost(Reference):
    """A license for the host ID * works everywhere."""

    license_rules_class = _Wildcard


class _Nameless(_Laxer):
    def fits(self, named: str | None, host_id: str) -> bool:  # noqa: ARG002
        return not named


@mutant(
    "TL-1",
    killers=("traditional_license::a-license-without-a-host-id-is-of-no-use",),
)
class HostOnlyCheckedIfNamed(Reference):
    """A license without a host ID works everywhere."""

    license_rules_class = _Nameless


class _OneOfTheSite(LicenseRules):
    hosts: frozenset[str] = frozenset()

    def check_host(self, license: License, server: Server) -> None:
        if license.host_id not in self.hosts:
            super().check_host(license, server)


class _KnowingTheSite(Entitlements):
    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        if isinstance(self.rules, _OneOfTheSite):
            self.rules.hosts = frozenset(s.server.host_id for s in self.subsystems.values())


@mutant(
    "TL-1",
    killers=("traditional_license::a-license-does-not-follow-the-server-to-another-machine",),
)
class AnyHostOfTheSite(Reference):
    """A license for one of the site's servers works on all of them."""

    license_rules_class = _OneOfTheSite
    entitlements_class = _KnowingTheSite


class _LocalOnly(LicenseRules):
    def check_host(self, license: License, server: Server) -> None:
        if self.has_local(license.keys):
            super().check_host(license, server)


@mutant(
    "TL-1",
    killers=(
        "traditional_license::a-foreign-license-with-the-upload-key-uploads-nothing[77B0-93D2]",
    ),
)
class HostUncheckedWithUploadKey(Reference):
    """The host ID is only checked for the LOCAL key."""

    license_rules_class = _LocalOnly


class _CheckedAtLoadOnly(LicenseRules):
    loading = False

    def check_host(self, license: License, server: Server) -> None:
        if self.loading:
            super().check_host(license, server)


@mutant(
    "TL-1",
    killers=("traditional_license::a-restart-does-not-make-a-foreign-license-good",),
)
class ForeignLicenseGoodAfterRestart(Reference):
    """The host ID is checked when a license is loaded, which by then lies on the disk.

    The next start finds it there and does not check again.
    """

    license_rules_class = _CheckedAtLoadOnly

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Written first, checked then."""
        if isinstance(license, DamagedLicense):
            return super().load_license(server, license)
        subsystem = self.subsystems[server]
        rules = self.entitlements.rules
        assert isinstance(rules, _CheckedAtLoadOnly)
        before = subsystem.license
        rules.loading = True
        outcome = super().load_license(server, license)
        rules.loading = False
        if not outcome.accepted:
            subsystem.write_license(license)
            subsystem.running.license = before
        return outcome


class _TiedVirtual(LicenseRules):
    def entitle(self, license: License, server: Server) -> Entitlement | None:
        entitlement = super().entitle(license, server)
        if entitlement is not None and entitlement.kind is Kind.VIRTUAL:
            self.check_host(license, server)
        return entitlement


@mutant(
    "VC-1b",
    killers=(
        "virtual_cloud::a-license-without-a-host-id-works",
        "virtual_cloud::the-same-license-works-on-a-machine-with-host-id-host-id[4C5A-11E1]",
    ),
)
class VirtualTiedToMachine(Reference):
    """A virtual cloud license needs the server's host ID too."""

    license_rules_class = _TiedVirtual


class _OneMachine(Entitlements):
    def check(self, subsystem: Subsystem, license: License) -> None:
        super().check(subsystem, license)
        others = [s for s in self.subsystems.values() if s is not subsystem]
        wanted = self.rules.entitle(license, subsystem.server)
        virtual = wanted is not None and wanted.kind is Kind.VIRTUAL
        if virtual and any(other.license == license for other in others):
            raise LicenseRefusedError("the license is in use on another machine")


@mutant(
    "VC-1b",
    killers=("virtual_cloud::one-license-works-on-several-machines-at-once",),
)
class VirtualOnOneMachineOnly(Reference):
    """A virtual cloud license works on the first machine that it is loaded on."""

    entitlements_class = _OneMachine


class _LostAtStart(Entitlements):
    """Knows which servers were started again."""

    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self.started: set[str] = set()

    def own(self, subsystem: Subsystem) -> Entitlement | None:
        own = super().own(subsystem)
        if own is not None and own.kind is Kind.VIRTUAL and subsystem.server.name in self.started:
            return None
        return own


@mutant(
    "VC-1b",
    "VC-8",
    killers=("virtual_cloud::the-license-goes-on-working-after-a-restart",),
)
class VirtualLostAtRestart(Reference):
    """A virtual cloud license has to be loaded again after each restart."""

    entitlements_class = _LostAtStart

    def start(self, server: str) -> None:
        """As ever, without a virtual license."""
        assert isinstance(self.entitlements, _LostAtStart)
        self.entitlements.started.add(server)
        super().start(server)
