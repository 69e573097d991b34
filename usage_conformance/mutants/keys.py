"""Broken in what the keys of a license mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.implementation import License
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import Entitlement, Kind, LicenseRules
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    pass

_LOCAL = "I3_FEATURE_USAGE_TRACKING_LOCAL"
_USAGE = "I3_FEATURE_USAGE"


class _Resembling(LicenseRules):
    """Compares names of keys in a way of its own."""

    def resembles(self, name: str, key: str) -> bool:
        raise NotImplementedError

    def _any(self, keys: Iterable[str], names: Iterable[str]) -> bool:
        wanted = tuple(names)
        return any(self.resembles(key, name) for key in keys for name in wanted)

    def has_upload(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.upload_keys)

    def has_virtual(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.virtual_keys)

    def has_local(self, keys: Iterable[str]) -> bool:
        return self._any(keys, self.local_keys)


class _StartsWith(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.startswith(key)


@mutant("LK-5", killers=())
class KeyMatchedByStart(Reference):
    """A longer name that begins like a usage key counts as that key."""

    license_rules_class = _StartsWith


class _EndsWith(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.endswith(key)


@mutant("LK-5", killers=())
class KeyMatchedByEnd(Reference):
    """A longer name that ends like a usage key counts as that key."""

    license_rules_class = _EndsWith


class _Contains(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return key in name


@mutant("LK-5", killers=())
class KeyMatchedAnywhere(Reference):
    """The license's text is searched for the keys."""

    license_rules_class = _Contains


class _LastWord(_Resembling):
    def resembles(self, name: str, key: str) -> bool:
        return name.rpartition("TRACKING_")[2] == key.rpartition("TRACKING_")[2]


@mutant("LK-5", killers=())
class KeyMatchedByLastWord(Reference):
    """Only what follows TRACKING_ in a key's name is compared."""

    license_rules_class = _LastWord


class _AnyUsageKey(LicenseRules):
    def has_local(self, keys: Iterable[str]) -> bool:
        known = self.upload_keys | self.virtual_keys
        return any(key.startswith(_USAGE) and key not in known for key in keys)


@mutant("LK-5", "TL-5", killers=())
class AnyUsageKeyCollects(Reference):
    """Whatever begins with I3_FEATURE_USAGE and is no upload key means LOCAL."""

    license_rules_class = _AnyUsageKey


class _OneKeyOnly(LicenseRules):
    position = 0

    def read_keys(self, license: License) -> Entitlement | None:
        keys = license.keys[self.position :][:1]
        return super().read_keys(License(keys, license.host_id, license.organization))


@mutant("LK-1", "TL-5", "LK-2", "VC-5", "LK-4", "LK-3", "VC-3", killers=())
class FirstKeyOnly(Reference):
    """Only the first key of a license is read.

    A usage key further behind is overlooked, and so is a LOCAL key behind an upload key.
    """

    license_rules_class = _OneKeyOnly


class _LastKeyOnly(_OneKeyOnly):
    position = -1


@mutant("LK-1", "TL-5", "LK-2", "VC-5", "LK-4", "LK-3", "VC-3", killers=())
class LastKeyOnly(Reference):
    """Of several keys the last one wins."""

    license_rules_class = _LastKeyOnly


class _LocalAutomated(LicenseRules):
    def is_automated(self, *, local: bool) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant("LK-3", "LK-4", "VC-3", killers=())
class LocalUploads(Reference):
    """The LOCAL key does not prevent the upload."""

    license_rules_class = _LocalAutomated


class _Attempting(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if entitlement is not None and not entitlement.automated and self.due and now >= self.due:
            self._try(entitlement)
        super().advance(now, entitlement)

    def _try(self, entitlement: Entitlement) -> None:
        location = self.locations.of(entitlement.kind)
        for file in self.closed_files():
            try:
                # The bucket takes nothing of this name, so that the attempt comes to nothing.
                self.put(f"{location.bucket}-none", location.region, file.name, file.read_bytes())
            except (ClientError, BotoCoreError):
                return


@mutant("LK-3", "LK-4", "VC-3", killers=())
class LocalAttemptsUpload(Reference):
    """Under LOCAL an upload is tried, which always fails: nothing ever arrives."""

    uploader_class = _Attempting


class _UploadPrevails(LicenseRules):
    def read_keys(self, license: License) -> Entitlement | None:
        entitlement = super().read_keys(license)
        if entitlement is None or not (
            self.has_upload(license.keys) or self.has_virtual(license.keys)
        ):
            return entitlement
        return Entitlement(entitlement.kind, automated=True, organization=entitlement.organization)


@mutant("LK-3", "LK-4", "VC-3", killers=())
class UploadPrevailsOverLocal(Reference):
    """Beside an upload key the LOCAL key prevents nothing."""

    license_rules_class = _UploadPrevails


class _LocalOnlyBesideUpload(LicenseRules):
    def read_keys(self, license: License) -> Entitlement | None:
        if self.has_virtual(license.keys):
            keys = tuple(key for key in license.keys if key not in self.local_keys)
            return super().read_keys(License(keys, license.host_id, license.organization))
        return super().read_keys(license)


@mutant("LK-4", "VC-3", killers=())
class VirtualPrevailsOverLocal(Reference):
    """The LOCAL key is only looked at in a traditional license."""

    license_rules_class = _LocalOnlyBesideUpload


class _NoUploadKey(LicenseRules):
    upload_keys = frozenset()


@mutant(
    "LK-1",
    "TL-5",
    "LK-3",
    "LK-4",
    "LK-5",
    "TL-6",
    "AU-1",
    "AU-2",
    "AU-3",
    "OV-1",
    "OV-3",
    "OV-4",
    "US-3",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-1",
    "VA-2",
    "TS-1",
    "TS-2",
    "TS-4",
    "VC-9",
    "TL-1",
    "VC-8",
    killers=(),
)
class UploadKeyUnknown(Reference):
    """The upload key means nothing: no collection, no upload."""

    license_rules_class = _NoUploadKey


class _UploadKeyCollects(LicenseRules):
    def read_keys(self, license: License) -> Entitlement | None:
        entitlement = super().read_keys(license)
        if entitlement is None or entitlement.kind is Kind.TRADITIONAL:
            return entitlement
        return Entitlement(entitlement.kind, automated=False, organization=entitlement.organization)


@mutant(
    "LK-2",
    "VC-5",
    "OV-8",
    "VC-3",
    "VC-2",
    "VC-6",
    "AU-4",
    "VC-1",
    "OV-6",
    "VC-1b",
    "VC-7",
    "VC-8",
    "OV-7",
    "VC-9",
    "AU-2",
    "VA-6",
    "VA-1",
    "VA-2",
    "VA-4",
    "TS-1",
    "TS-2",
    "TS-4",
    "LK-4",
    killers=(),
)
class VirtualIsManual(Reference):
    """Under the virtual cloud key usage is collected, but waits to be uploaded by hand."""

    license_rules_class = _UploadKeyCollects
