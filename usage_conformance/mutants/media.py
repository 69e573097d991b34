"""Broken in how a media server's license depends on its IC server's."""

from __future__ import annotations

from typing import Any

from usage_conformance.implementation import LicenseFile, Outcome, Role, Server
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.licensing import Entitlement, Kind, MediaServerRule
from usage_conformance.reference.subsystem import Subsystem


class _NoRule(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:  # noqa: ARG002
        return None


@mutant(
    "VC-9",
    killers=("media_server::the-rule-holds-over-a-restart-of-both-servers",),
)
class NoMediaServerRule(Reference):
    """A media server's license is good by itself."""

    media_rule_class = _NoRule


class _AnyLicense(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        return super().conflict(media, ic) if ic is None else None


@mutant(
    "VC-9",
    killers=(
        "media_server::a-virtual-cloud-media-server-is-idle-under-an-ic-server-with-the-keys-keys"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL]",
    ),
)
class AnyIcLicenseWillDo(Reference):
    """It is enough that the IC server has some usage license."""

    media_rule_class = _AnyLicense


class _AbsentWillDo(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        return super().conflict(media, ic) if ic is not None else None


@mutant(
    "VC-9",
    killers=(
        "media_server::the-order-of-loading-does-not-matter-under-an-ic-server-with-the-keys-keys"
        "[I3_FEATURE_ACD]",
    ),
)
class UnlicensedIcWillDo(Reference):
    """Only an IC server with another license is in the way, not one without any."""

    media_rule_class = _AbsentWillDo


class _LocalWillDo(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        manual = ic is not None and not ic.automated
        return None if manual else super().conflict(media, ic)


@mutant(
    "VC-9",
    killers=(
        "media_server::under-an-ic-server-with-the-keys-keys-a-virtual-cloud-media-server-uploads-nothing"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL]",
    ),
)
class ManualIcWillDo(Reference):
    """An IC server with LOCAL is not in the way, since it uploads nothing elsewhere."""

    media_rule_class = _LocalWillDo


class _AtLoadOnly(Entitlements):
    def of(self, subsystem: Subsystem) -> Entitlement | None:
        return self.own(subsystem)


@mutant(
    "VC-9",
    killers=(
        "media_server::when-the-ic-server-gets-the-keys-keys-later-the-media-server-s-virtual-cloud-uploads-end"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD]",
    ),
)
class CheckedAtLoadOnly(Reference):
    """The rule is applied when the media server's license is loaded, and never again."""

    entitlements_class = _AtLoadOnly


class _LateOnly(Entitlements):
    def of(self, subsystem: Subsystem) -> Entitlement | None:
        own = self.own(subsystem)
        ic = self.subsystems.get(subsystem.server.ic_server or "")
        # An IC server without a license yet: the rule is looked at when it gets one.
        if own is not None and ic is not None and ic.license is None:
            return own
        return super().of(subsystem)

    def check(self, subsystem: Subsystem, license: Any) -> None:
        self.rules.entitle(license, subsystem.server)


@mutant(
    "VC-9",
    killers=(
        "media_server::under-an-ic-server-without-a-license-a-virtual-cloud-media-server-uploa"
        "ds-nothing",
    ),
    D10="inert",
)
class CheckedWhenIcIsLicensed(Reference):
    """The rule is applied when the IC server gets a license; before that all is allowed."""

    entitlements_class = _LateOnly

    def __init__(self, **readings: str) -> None:
        super().__init__(**{"D10": "inert", **readings})


class _SomeIc(Entitlements):
    def conflict_with_ic(self, server: Server, entitlement: Entitlement) -> str | None:
        others = [s for s in self.subsystems.values() if s.server.role is Role.IC_SERVER]
        virtual = any((own := self.own(s)) and own.kind is Kind.VIRTUAL for s in others)
        return None if virtual else super().conflict_with_ic(server, entitlement)


@mutant(
    "VC-9",
    killers=("media_server::another-ic-server-s-kind-does-not-count",),
)
class AnyIcServerWillDo(Reference):
    """It is enough that some IC server of the site is virtual."""

    entitlements_class = _SomeIc


class _FirstMediaOnly(Entitlements):
    def conflict_with_ic(self, server: Server, entitlement: Entitlement) -> str | None:
        media = [n for n, s in self.subsystems.items() if s.server.role is Role.MEDIA_SERVER]
        if media and server.name != media[0]:
            return None
        return super().conflict_with_ic(server, entitlement)


@mutant(
    "VC-9",
    killers=("media_server::several-virtual-cloud-media-servers-all-need-it",),
)
class FirstMediaServerOnly(Reference):
    """The rule is applied to the first of several media servers."""

    entitlements_class = _FirstMediaOnly


class _ForgetsAtStart(Entitlements):
    """Knows which servers were started again, and does not look at those."""

    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self.started: set[str] = set()

    def conflict_with_ic(self, server: Server, entitlement: Entitlement) -> str | None:
        if server.name in self.started:
            return None
        return super().conflict_with_ic(server, entitlement)


@mutant(
    "VC-9",
    killers=("media_server::the-rule-holds-over-a-restart-of-the-media-server",),
    D10="inert",
)
class RuleLostAtRestart(Reference):
    """A media server that restarts takes its license from the disk, whatever its IC server has.

    The license lies there although it rests (D10).
    """

    entitlements_class = _ForgetsAtStart

    def __init__(self, **readings: str) -> None:
        super().__init__(**{"D10": "inert", **readings})

    def start(self, server: str) -> None:
        """As ever, and the rule is forgotten."""
        assert isinstance(self.entitlements, _ForgetsAtStart)
        self.entitlements.started.add(server)
        super().start(server)


class _IcNeedsMedia(Entitlements):
    def of(self, subsystem: Subsystem) -> Entitlement | None:
        entitlement = super().of(subsystem)
        if subsystem.server.role is Role.MEDIA_SERVER or entitlement is None:
            return entitlement
        media = [s for s in self.subsystems.values() if s.server.ic_server == subsystem.server.name]
        agree = all((own := self.own(s)) and own.kind is entitlement.kind for s in media)
        return entitlement if agree or entitlement.kind is Kind.TRADITIONAL else None


@mutant(
    "VC-9",
    killers=("media_server::a-virtual-cloud-ic-server-needs-nothing-of-its-media-server",),
)
class IcNeedsMediaServer(Reference):
    """The rule is turned round: a virtual IC server needs its media servers to be virtual."""

    entitlements_class = _IcNeedsMedia


class _NeverVirtual(MediaServerRule):
    def conflict(self, media: Entitlement, ic: Entitlement | None) -> str | None:
        if media.kind is Kind.VIRTUAL:
            return "media servers are not licensed virtually"
        return super().conflict(media, ic)


@mutant(
    "VC-9",
    killers=("media_server::under-a-virtual-cloud-ic-server-a-virtual-cloud-media-server-works",),
)
class MediaServersNeverVirtual(Reference):
    """No media server is ever allowed a virtual cloud license."""

    media_rule_class = _NeverVirtual


@mutant(
    "VC-9",
    killers=("media_server::a-traditional-media-server-works-under-a-virtual-cloud-ic-server",),
    D9="allowed",
)
class TraditionalMediaServerRefused(Reference):
    """A traditional media server is refused, though the declared reading allows it."""

    def __init__(self) -> None:
        super().__init__(D9="refused")


@mutant(
    "VC-9",
    killers=(
        "media_server::a-traditional-media-server-does-not-work-under-a-virtual-cloud-ic-server",
    ),
    D9="refused",
)
class TraditionalMediaServerAllowed(Reference):
    """A traditional media server works, though the declared reading refuses it."""

    def __init__(self) -> None:
        super().__init__(D9="allowed")


@mutant(
    "VC-9",
    killers=("media_server::a-resting-license-awakes-when-the-ic-server-becomes-virtual",),
    D10="inert",
)
class RestingLicenseNeverAwakes(Reference):
    """A license that comes early has to be loaded again, though declared to rest."""

    def __init__(self) -> None:
        super().__init__(D10="refused")


@mutant(
    "VC-9",
    killers=("media_server::a-refused-license-has-to-be-loaded-again",),
    D10="refused",
)
class RefusedLicenseAwakes(Reference):
    """A license that comes early works later on, though declared to be refused."""

    def __init__(self) -> None:
        super().__init__(D10="inert")


@mutant(
    "TL-6",
    "VC-9",
    "AU-3",
    "DS-3a",
    killers=("media_server::a-media-server-has-one-file-of-its-own-each-day",),
    D13="every-server",
)
class MediaServersWriteNothing(Reference):
    """Media servers write no files of their own, though declared to do so."""

    def __init__(self) -> None:
        super().__init__(D13="ic-servers")


@mutant(
    "DS-3a",
    killers=("media_server::a-media-server-has-no-file-of-its-own",),
    D13="ic-servers",
)
class MediaServersWriteFiles(Reference):
    """Media servers write files of their own, though declared not to."""

    def __init__(self) -> None:
        super().__init__(D13="every-server")


class _OfTheSite(Entitlements):
    """Knows the site's last license."""

    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self.last: str | None = None

    def conflict_with_ic(self, server: Server, entitlement: Entitlement) -> str | None:
        if server.role is not Role.MEDIA_SERVER:
            return None
        last = self.subsystems.get(self.last or "")
        return self.media_rule.conflict(entitlement, self.own(last) if last else None)


@mutant(
    "VC-9",
    killers=(
        "media_server::several-media-servers-all-work-under-a-virtual-cloud-ic-server",
        "media_server::a-media-server-s-license-that-is-loaded-once-the-ic-server-is-virtual-works",
    ),
)
class LastLicenseDecides(Reference):
    """A media server is compared with the server whose license was loaded last, itself too."""

    entitlements_class = _OfTheSite

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, and it counts as the last one."""
        assert isinstance(self.entitlements, _OfTheSite)
        self.entitlements.last = server
        outcome = super().load_license(server, license)
        self._settle()
        return outcome
