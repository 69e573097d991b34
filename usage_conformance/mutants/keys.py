"""Broken in what the keys of a license mean."""

from __future__ import annotations

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


class _OneKeyOnly(LicenseRules):
    position = 0

    def read_keys(self, license: License) -> Entitlement | None:
        keys = license.keys[self.position :][:1]
        return super().read_keys(License(keys, license.host_id, license.organization))


@mutant(
    "TL-5",
    "VC-3",
    "VC-5",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    killers=(
        "license_keys::the-upload-key-works-among-keys-of-other-features"
        "[I3_FEATURE_ACD, I3_FEATURE_USAGE_TRACKING_UPLOAD]",
    ),
)
class FirstKeyOnly(Reference):
    """Only the first key of a license is read.

    A usage key further behind is overlooked, and so is a LOCAL key behind an upload key.
    """

    license_rules_class = _OneKeyOnly


class _LastKeyOnly(_OneKeyOnly):
    position = -1


@mutant(
    "TL-5",
    "VC-3",
    "VC-5",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    killers=(
        "license_keys::the-upload-key-works-among-keys-of-other-features"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD, I3_ACCESS_CLIENT]",
    ),
)
class LastKeyOnly(Reference):
    """Of several keys the last one wins."""

    license_rules_class = _LastKeyOnly


class _LocalAutomated(LicenseRules):
    def is_automated(self, *, local: bool) -> bool:  # noqa: ARG002 (the defect)
        return True


@mutant(
    "VC-3",
    "MU-2",
    "MU-3",
    "MU-5",
    "LK-3",
    "LK-4",
    killers=("billing_deadline::without-any-upload-the-deadline-is-missed",),
)
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


@mutant(
    "VC-3",
    "LK-3",
    "LK-4",
    killers=("license_keys::with-the-local-key-the-files-that-are-collected-stay-at-home",),
)
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


@mutant(
    "VC-3",
    "LK-3",
    "LK-4",
    killers=(
        "license_keys::the-local-key-prevails-over-the-upload-key-in-either-order"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_TRACKING_UPLOAD]",
    ),
)
class UploadPrevailsOverLocal(Reference):
    """Beside an upload key the LOCAL key prevents nothing."""

    license_rules_class = _UploadPrevails


class _LocalOnlyBesideUpload(LicenseRules):
    def read_keys(self, license: License) -> Entitlement | None:
        if self.has_virtual(license.keys):
            keys = tuple(key for key in license.keys if key not in self.local_keys)
            return super().read_keys(License(keys, license.host_id, license.organization))
        return super().read_keys(license)


@mutant(
    "VC-3",
    "LK-4",
    killers=(
        "license_keys::the-local-key-prevails-over-the-virtual-cloud-key-too"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
    ),
)
class VirtualPrevailsOverLocal(Reference):
    """The LOCAL key is only looked at in a traditional license."""

    license_rules_class = _LocalOnlyBesideUpload


class _NoUploadKey(LicenseRules):
    upload_keys = frozenset()


@mutant(
    "OV-1",
    "OV-3",
    "OV-4",
    "US-3",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-8",
    "VC-9",
    "AU-1",
    "AU-2",
    "AU-3",
    "VA-1",
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "TS-1",
    "TS-2",
    "TS-4",
    "LK-1",
    "LK-3",
    "LK-4",
    "LK-5",
    killers=(
        "access_verification_traditional::all-four-additional-hosts-are-tried-when-both-bucket"
        "-hosts-time-out-with-a-traditional-license",
        "license_keys::with-the-upload-key-files-arrive-in-the-traditional-bucket",
        "region_selection::a-restart-does-not-change-the-region-of-a-traditional-license",
    ),
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
    "OV-6",
    "OV-7",
    "OV-8",
    "VC-1",
    "VC-1b",
    "VC-2",
    "VC-3",
    "VC-5",
    "VC-6",
    "VC-7",
    "VC-8",
    "VC-9",
    "AU-2",
    "AU-4",
    "VA-1",
    "VA-2",
    "VA-4",
    "VA-6",
    "TS-1",
    "TS-2",
    "TS-4",
    "LK-2",
    "LK-4",
    killers=(
        "access_verification_virtual_cloud::both-bucket-hosts-are-tried-with-a-virtual-cloud-l"
        "icense-and-both-answering-is-success",
        "access_verification_virtual_cloud::all-four-additional-hosts-are-tried-when-both-buck"
        "et-hosts-time-out-with-a-virtual-cloud-license",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-host-is-left-alone-after-success"
        "[s3-us-east-1.amazonaws.com]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-all-are-tried-though-host-meets-failure"
        "[s3-us-east-1.amazonaws.com|HTTP 403]",
        "access_verification_virtual_cloud::additional-hosts-that-answer-are-no-success-with-a"
        "-virtual-cloud-license",
        "access_verification_virtual_cloud::host-that-does-not-resolve-is-reported-so-with-a-virtual-cloud-license"
        "[s3-us-east-1.amazonaws.com]",
        "access_verification_virtual_cloud::host-that-is-blocked-is-not-reported-as-unresolved-with-a-virtual-cloud-license"
        "[s3-us-east-1.amazonaws.com]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-a-later-failure-is-no"
        "t-hidden-by-an-earlier-success",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-a-refusal-to-list-is-"
        "no-document-tree",
    ),
)
class VirtualIsManual(Reference):
    """Under the virtual cloud key usage is collected, but waits to be uploaded by hand."""

    license_rules_class = _UploadKeyCollects
