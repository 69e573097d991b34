"""Broken in when a key counts: without one, once it is exchanged, after a restart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usage_conformance.implementation import DamagedLicense, License, LicenseFile, Login, Outcome
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.entitlements import Entitlements
from usage_conformance.reference.licensing import Entitlement, Kind, LicenseRules
from usage_conformance.reference.uploader import Uploader
from usage_conformance.reference.usage_file import read_header

if TYPE_CHECKING:
    from usage_conformance.reference.subsystem import Subsystem

_LOCAL = "I3_FEATURE_USAGE_TRACKING_LOCAL"
_USAGE = "I3_FEATURE_USAGE"


class _AlwaysLocal(LicenseRules):
    def has_local(self, keys: Iterable[str]) -> bool:
        return super().has_local(keys) or not (self.has_upload(keys) or self.has_virtual(keys))


@mutant(
    "TL-5",
    "LK-4",
    "LK-5",
    killers=("no_key_no_collection::keys-of-other-features-collect-nothing[none]",),
)
class CollectsWithoutKey(Reference):
    """A license without a usage key collects as if it had LOCAL."""

    license_rules_class = _AlwaysLocal


class _FeaturesCollect(LicenseRules):
    def has_local(self, keys: Iterable[str]) -> bool:
        listed = tuple(keys)
        automated = self.has_upload(listed) or self.has_virtual(listed)
        return super().has_local(listed) or bool(listed and not automated)


@mutant(
    "TL-5",
    "LK-4",
    "LK-5",
    killers=(
        "no_key_no_collection::without-a-usage-key-nothing-is-uploaded-either",
        "no_key_no_collection::a-restart-brings-no-collection-without-a-key",
    ),
)
class AnyKeyCollects(Reference):
    """Any key of any feature collects; only an empty license does not."""

    license_rules_class = _FeaturesCollect


class _Unlicensed(Entitlements):
    def own(self, subsystem: Subsystem) -> Entitlement | None:
        if subsystem.license is None:
            return Entitlement(Kind.TRADITIONAL, automated=False)
        return super().own(subsystem)


@mutant(
    "TL-1",
    "MU-3",
    "MU-5",
    "LK-5",
    killers=("no_key_no_collection::without-any-license-nothing-is-collected",),
)
class CollectsWithoutLicense(Reference):
    """Where no license was ever accepted, usage is collected as if there were LOCAL."""

    entitlements_class = _Unlicensed

    def advance(self, now: datetime) -> None:
        """As ever, from the start."""
        self._now = now
        self._settle()
        super().advance(now)


@mutant(
    "LK-5",
    killers=("no_key_no_collection::a-damaged-license-holds-no-usage-key",),
)
class DamagedLicenseCollects(Reference):
    """A file that is no license is taken for one with the LOCAL key."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, but what cannot be read becomes a license with LOCAL."""
        if isinstance(license, DamagedLicense):
            host_id = self.subsystems[server].server.host_id
            return super().load_license(server, License((_LOCAL,), host_id))
        return super().load_license(server, license)


@mutant(
    "LK-5",
    killers=(
        "no_key_no_collection::a-key-that-is-removed-is-followed-once-a-day-has-passed[none]",
    ),
)
class RemovedKeyStaysInForce(Reference):
    """A license without a usage key does not end the one before it."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, unless there is nothing in it to act on."""
        known = self.subsystems[server].license is not None
        usage = isinstance(license, License) and any(k.startswith(_USAGE) for k in license.keys)
        if known and isinstance(license, License) and not usage:
            return Outcome(accepted=True)
        return super().load_license(server, license)


@mutant(
    "LK-5",
    killers=("no_key_no_collection::a-key-that-is-removed-stays-removed-over-a-restart",),
)
class RemovedKeyBackAfterRestart(Reference):
    """A restart brings back the first license that a server ever had.

    The license was only changed in memory.
    """

    def __init__(self, **readings: str) -> None:
        super().__init__(**readings)
        self._first: dict[str, License] = {}

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, remembering the first one."""
        outcome = super().load_license(server, license)
        if outcome.accepted and isinstance(license, License):
            self._first.setdefault(server, license)
        return outcome

    def restart(self, server: str) -> None:
        """As ever, with the license that lies on the disk."""
        if server in self._first:
            self.subsystems[server].write_license(self._first[server])
        super().restart(server)


@mutant(
    "TL-6",
    "VC-6",
    "VC-9",
    "LK-1",
    "LK-4",
    "LK-5",
    killers=(
        "no_key_no_collection::a-key-that-is-added-is-followed-from-the-next-day-on",
        "region_selection::from-virtual-cloud-to-traditional",
    ),
)
class LicenseReadOnce(Reference):
    """A server's first license counts; another one is only read at a restart."""

    def __init__(self, **readings: str) -> None:
        super().__init__(**readings)
        self._waiting: dict[str, License] = {}

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever the first time."""
        if self.subsystems[server].license is None or isinstance(license, DamagedLicense):
            return super().load_license(server, license)
        self._waiting[server] = license
        return Outcome(accepted=True)

    def restart(self, server: str) -> None:
        """As ever, and now the other license is read."""
        super().restart(server)
        if server in self._waiting:
            super().load_license(server, self._waiting.pop(server))


class _Shared(Entitlements):
    def own(self, subsystem: Subsystem) -> Entitlement | None:
        return super().own(subsystem) or next(
            filter(None, map(super().own, self.subsystems.values())), None
        )


@mutant(
    "TL-1",
    "VC-9",
    "MU-3",
    "MU-5",
    "LK-4",
    "LK-5",
    killers=("no_key_no_collection::a-key-on-one-server-is-none-on-another[ic1|ic2]",),
)
class LicenseSharedByServers(Reference):
    """A server without a usage license uses that of any other server."""

    entitlements_class = _Shared


class _Backfilling(Collector):
    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self._before: list[Login] = []

    def record(self, logins: Sequence[Login]) -> None:
        if self._open is None:
            self._before += logins
        super().record(logins)

    def begin(self, entitlement: Entitlement, now: datetime) -> None:
        super().begin(entitlement, now)
        earlier, self._before = self._before, []
        self.record(earlier)


@mutant(
    "LK-5",
    killers=("no_key_no_collection::what-happened-before-there-was-a-key-is-not-collected-later",),
)
class BackfillsBeforeKey(Reference):
    """What happened before there was a key is kept in memory, and written once there is one."""

    collector_class = _Backfilling

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """As ever, and without a license too."""
        subsystem = self.subsystems[server]
        if subsystem.running.entitlement is None:
            subsystem.running.collector.record(logins)
        super().record_logins(server, logins)


class _OnceAutomated(Entitlements):
    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self._automated: set[str] = set()

    def own(self, subsystem: Subsystem) -> Entitlement | None:
        own = super().own(subsystem)
        name = subsystem.server.name
        if own is not None and own.automated:
            self._automated.add(name)
        if own is not None and name in self._automated:
            return Entitlement(own.kind, automated=True, organization=own.organization)
        return own


@mutant(
    "LK-4",
    killers=(
        "no_key_no_collection::from-the-upload-key-to-the-local-key-uploads-end-once-a-day-has"
        "-passed",
    ),
)
class OnceAutomatedAlwaysAutomated(Reference):
    """Once a server has uploaded it goes on doing so, even under LOCAL."""

    entitlements_class = _OnceAutomated


class _OnceLocal(Entitlements):
    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self._manual: set[str] = set()

    def own(self, subsystem: Subsystem) -> Entitlement | None:
        own = super().own(subsystem)
        name = subsystem.server.name
        if own is not None and not own.automated:
            self._manual.add(name)
        if own is not None and name in self._manual:
            return Entitlement(own.kind, automated=False, organization=own.organization)
        return own


@mutant(
    "LK-1",
    killers=("no_key_no_collection::from-the-local-key-to-the-upload-key-uploads-begin",),
)
class OnceLocalAlwaysLocal(Reference):
    """Once a server had LOCAL, an upload key does not make it upload."""

    entitlements_class = _OnceLocal


class _LocalUntilRestart(Uploader):
    def permitted(self, entitlement: Entitlement) -> bool:
        return entitlement.automated or bool(self.store.read_state("restarted"))

    def is_automated(self, file: Path) -> bool:
        return super().is_automated(file) or bool(self.store.read_state("restarted"))


@mutant(
    "LK-4",
    killers=("license_keys::with-the-local-key-the-files-that-are-collected-stay-at-home",),
)
class LocalUntilRestart(Reference):
    """After a restart the LOCAL key no longer prevents the upload."""

    uploader_class = _LocalUntilRestart

    def restart(self, server: str) -> None:
        """As ever, and a note of it is kept."""
        self.subsystems[server].store.write_state("restarted", {"yes": True})
        super().restart(server)


class _AfterAWeek(Uploader):
    def permitted(self, entitlement: Entitlement) -> bool:  # noqa: ARG002 (the defect)
        return True

    def upload(self, file: Path, entitlement: Entitlement, now: datetime) -> bool:
        age = now - read_header(file.read_bytes()).opened_at
        if not entitlement.automated and age < timedelta(days=7):
            return True
        return super().upload(file, entitlement, now)

    def is_automated(self, file: Path) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant(
    "MU-3",
    "MU-5",
    "LK-4",
    killers=(
        "billing_deadline::late-at-moment-for-the-period-of-day"
        "[2020-05-26 12:00|2020-05-28 12:00|2020-06-05 00:00:00|2020-06-05 12:00|2020-05-26]",
    ),
)
class LocalUploadsAfterAWeek(Reference):
    """Files of LOCAL that nobody fetched within a week are uploaded after all."""

    uploader_class = _AfterAWeek
