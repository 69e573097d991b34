"""What every server of a site is entitled to, beside its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usage_conformance.implementation import License, Role
from usage_conformance.reference.licensing import (
    Entitlement,
    LicenseRefusedError,
    LicenseRules,
    MediaServerRule,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usage_conformance.implementation import Server
    from usage_conformance.reference.readings import Readings
    from usage_conformance.reference.subsystem import Subsystem


class Entitlements:
    """Applies the rules for licenses to the servers of a site as they are now."""

    def __init__(
        self,
        readings: Readings,
        rules: LicenseRules,
        media_rule: MediaServerRule,
        subsystems: Mapping[str, Subsystem],
    ) -> None:
        self.readings = readings
        self.rules = rules
        self.media_rule = media_rule
        self.subsystems = subsystems

    def check(self, subsystem: Subsystem, license: License) -> None:
        """Raises LicenseRefusedError where the server cannot use the license."""
        entitlement = self.rules.entitle(license, subsystem.server)
        if entitlement is None:
            return
        conflict = self.conflict_with_ic(subsystem.server, entitlement)
        if conflict and self.media_rule.refused_at_load(entitlement):
            raise LicenseRefusedError(conflict)

    def of(self, subsystem: Subsystem) -> Entitlement | None:
        """What the server is entitled to, beside its IC server's license as it is now.

        A media server whose IC server is changed later rests from then on (VC-9).
        """
        own = self.own(subsystem)
        if own is None or self.conflict_with_ic(subsystem.server, own):
            return None
        return own

    def own(self, subsystem: Subsystem) -> Entitlement | None:
        """What the server's license says by itself."""
        if subsystem.license is None:
            return None
        try:
            return self.rules.entitle(subsystem.license, subsystem.server)
        except LicenseRefusedError:
            # The file was accepted once, and then exchanged on the disk.
            return None

    def conflict_with_ic(self, server: Server, entitlement: Entitlement) -> str | None:
        """VC-9: why a media server cannot use this beside its IC server, or None."""
        if server.role is not Role.MEDIA_SERVER or server.ic_server is None:
            return None
        ic = self.subsystems.get(server.ic_server)
        return self.media_rule.conflict(entitlement, self.own(ic) if ic else None)

    def collects(self, server: Server) -> bool:
        """D13: whether the server writes usage files of its own."""
        return server.role is Role.IC_SERVER or self.readings.D13 == "every-server"

    def writer_for(self, subsystem: Subsystem) -> Subsystem:
        """D13: the server whose files a server's logins go into."""
        if self.collects(subsystem.server) or subsystem.server.ic_server is None:
            return subsystem
        return self.subsystems[subsystem.server.ic_server]
