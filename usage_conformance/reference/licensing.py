"""What a license entitles a server to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from usage_conformance.implementation import License, Release, Server

if TYPE_CHECKING:
    from collections.abc import Iterable

    from usage_conformance.reference.readings import Readings


class Kind(StrEnum):
    """The two ways of licensing usage."""

    TRADITIONAL = "traditional"
    VIRTUAL = "virtual"


@dataclass(frozen=True)
class Entitlement:
    """What a usage license allows: its kind, and whether files are uploaded automatically."""

    kind: Kind
    automated: bool
    organization: str | None = None


class LicenseRefusedError(Exception):
    """The license cannot be used on this server. The text says why."""


class LicenseRules:
    """Reads the usage keys of a license (LK-1 to LK-5, TL-1, VC-1, VC-1b, OV-1).

    Keys count only if they are written exactly so; other features' keys say nothing.
    """

    upload_keys = frozenset({"I3_FEATURE_USAGE_TRACKING_UPLOAD"})
    virtual_keys = frozenset({"I3_FEATURE_USAGE_VIRTUAL_CLOUD"})
    local_keys = frozenset({"I3_FEATURE_USAGE_TRACKING_LOCAL"})
    # Spelled so elsewhere in the documentation and in a later licensing reference (D1).
    other_upload_keys = frozenset({"I3_FEATURE_USAGE_TRACKING"})
    other_virtual_keys = frozenset({"I3_FEATURE_VIRTUAL_Cloud", "I3_FEATURE_VIRTUAL_CLOUD"})

    subscription_billing_since = Release(2018, 2, 2)
    virtual_cloud_since = Release(2020, 2)

    def __init__(self, readings: Readings, release: Release) -> None:
        self.readings = readings
        self.release = release

    def entitle(self, license: License, server: Server) -> Entitlement | None:
        """What the license allows on `server`, or None where it says nothing about usage.

        Raises LicenseRefusedError where it cannot be used there.
        """
        if not self.has_usage_subsystem():
            return None
        entitlement = self.read_keys(license)
        if entitlement is None:
            return None
        if entitlement.kind is Kind.VIRTUAL:
            self.check_release()
        else:
            self.check_host(license, server)
        return entitlement

    def has_usage_subsystem(self) -> bool:
        """OV-1: older releases know nothing of usage."""
        return self.release >= self.subscription_billing_since

    def read_keys(self, license: License) -> Entitlement | None:
        """The kind and the method that the keys stand for (D3, D4)."""
        upload = self.has_upload(license.keys)
        virtual = self.has_virtual(license.keys)
        local = self.has_local(license.keys)
        if not (upload or virtual or local):
            return None
        if local and (upload or virtual):
            self.check_local_beside_automated()
        kind = Kind.VIRTUAL if virtual else Kind.TRADITIONAL
        if upload and virtual:
            kind = self.kind_of_both()
        return Entitlement(kind, self.is_automated(local=local), license.organization)

    def has_upload(self, keys: Iterable[str]) -> bool:
        """LK-1: whether a key for traditional automated upload is there."""
        return not self.names(self.upload_keys, self.other_upload_keys).isdisjoint(keys)

    def has_virtual(self, keys: Iterable[str]) -> bool:
        """LK-2: whether a key for virtual cloud licensing is there."""
        return not self.names(self.virtual_keys, self.other_virtual_keys).isdisjoint(keys)

    def has_local(self, keys: Iterable[str]) -> bool:
        """LK-4: whether the key for manual upload is there."""
        return not self.local_keys.isdisjoint(keys)

    def names(self, defined: frozenset[str], other: frozenset[str]) -> frozenset[str]:
        """D1: the names that have the meaning of the defined ones."""
        return defined | other if self.readings.D1 == "other-names-too" else defined

    def is_automated(self, *, local: bool) -> bool:
        """LK-4: a LOCAL key prevents the automated upload, whatever stands beside it."""
        return not local

    def check_local_beside_automated(self) -> None:
        """D3: raises LicenseRefusedError where LOCAL and an automated key contradict."""
        if self.readings.D3 == "refused":
            raise LicenseRefusedError("the license asks for manual and for automated upload")

    def kind_of_both(self) -> Kind:
        """D4: the kind of a license with both automated keys."""
        if self.readings.D4 == "refused":
            raise LicenseRefusedError("the license is traditional and virtual at once")
        return Kind(self.readings.D4)

    def check_release(self) -> None:
        """VC-1: raises LicenseRefusedError before virtual cloud licensing existed."""
        if self.release < self.virtual_cloud_since:
            raise LicenseRefusedError(
                f"virtual cloud licensing needs {self.virtual_cloud_since}; this is {self.release}"
            )

    def check_host(self, license: License, server: Server) -> None:
        """TL-1: raises LicenseRefusedError on any other machine than the one named."""
        if license.host_id != server.host_id:
            raise LicenseRefusedError(
                f"the license is for host {license.host_id or '(none)'}, not {server.host_id}"
            )


class MediaServerRule:
    """How a media server's usage license depends on its IC server's (VC-9, D9, D10)."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings

    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        """Why the media server's license cannot work beside its IC server's, or None.

        `ic` is None where the IC server has no usage license.
        """
        ic_kind = ic.kind if ic else None
        if media.kind is Kind.VIRTUAL and ic_kind is not Kind.VIRTUAL:
            return "its IC server has no virtual cloud license"
        if media.kind is Kind.TRADITIONAL and ic_kind is Kind.VIRTUAL and not self.mix_allowed():
            return "its IC server has a virtual cloud license"
        return None

    def mix_allowed(self) -> bool:
        """D9: whether a traditional media server may stand beside a virtual IC server."""
        return self.readings.D9 == "allowed"

    def refused_at_load(self, media: Entitlement) -> bool:
        """D10: whether a license in conflict is refused when loaded, or rests until it fits."""
        return media.kind is Kind.TRADITIONAL or self.readings.D10 == "refused"
