"""Broken in which releases have subscription billing and virtual cloud licensing."""

from __future__ import annotations

from dataclasses import replace

from usage_conformance.implementation import Description, License, Release, Server
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import (
    Entitlement,
    Kind,
    LicenseRefusedError,
    LicenseRules,
)


class _AnyRelease(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return True


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-has-no-subscription-billing-yet[2017 R4 Patch 3]",),
)
class EveryReleaseHasBilling(Reference):
    """The release is not looked at."""

    license_rules_class = _AnyRelease


class _BillingByText(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return str(self.release) >= str(self.subscription_billing_since)


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-has-subscription-billing[2018 R2 Patch 10]",),
)
class BillingReleaseAsText(Reference):
    """Releases are compared as texts: Patch 10 comes before Patch 2, and R10 before R2."""

    license_rules_class = _BillingByText


class _NoPatches(LicenseRules):
    subscription_billing_since = Release(2018, 2)


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-has-no-subscription-billing-yet[2018 R2]",),
)
class BillingPatchIgnored(Reference):
    """2018 R2 is enough, whatever the patch."""

    license_rules_class = _NoPatches


class _Newer(Reference):
    """Can be a still newer release, in which all scenarios that name none take place."""

    def describe(self) -> Description:
        """As ever, with one release more."""
        described = super().describe()
        return replace(described, releases=(*described.releases, Release(2022, 2, 2)))


class _EveryPart(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        first = self.subscription_billing_since
        return (
            self.release.year >= first.year
            and self.release.number >= first.number
            and self.release.patch >= first.patch
        )


@mutant(
    "OV-1",
    "OV-6",
    "VC-1",
    "VC-2",
    "VC-6",
    "AU-4",
    killers=("releases::pureconnect-release-has-subscription-billing[2018 R3]",),
)
class BillingReleaseByParts(_Newer):
    """Year, R number and patch each have to be reached: 2018 R3 has no Patch 2."""

    license_rules_class = _EveryPart


class _NumberEachYear(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        first = self.subscription_billing_since
        later = (self.release.number, self.release.patch) >= (first.number, first.patch)
        return self.release.year >= first.year and later


@mutant(
    "OV-1",
    "OV-6",
    "VC-1",
    "VC-2",
    "VC-6",
    "AU-4",
    killers=("releases::pureconnect-release-has-subscription-billing[2019 R1]",),
)
class BillingFromR2OfEachYear(_Newer):
    """Year and the rest are compared apart: 2019 R1 comes before R2."""

    license_rules_class = _NumberEachYear


class _YearOnly(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return self.release.year >= self.subscription_billing_since.year


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-has-no-subscription-billing-yet[2018 R1 Patch 10]",),
)
class BillingByYear(Reference):
    """All of 2018 has subscription billing."""

    license_rules_class = _YearOnly


class _OnePatchLate(LicenseRules):
    subscription_billing_since = Release(2018, 2, 3)


@mutant(
    "OV-1",
    "TL-6",
    "AU-3",
    killers=(
        "region_selection::a-traditional-license-sends-to-us-east-2-with-pureconnect-release"
        "[2018 R2 Patch 2]",
    ),
)
class BillingOnePatchLate(Reference):
    """Patch 2 itself does not have it yet."""

    license_rules_class = _OnePatchLate


class _OnePatchEarly(LicenseRules):
    subscription_billing_since = Release(2018, 2, 1)


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-has-no-subscription-billing-yet[2018 R2 Patch 1]",),
)
class BillingOnePatchEarly(Reference):
    """Patch 1 has it already."""

    license_rules_class = _OnePatchEarly


class _UploadEverywhere(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return True

    def entitle(self, license: License, server: Server) -> Entitlement | None:
        entitlement = super().entitle(license, server)
        supported = LicenseRules.has_usage_subsystem(self)
        return entitlement if supported or (entitlement and entitlement.automated) else None


@mutant(
    "OV-1",
    killers=("releases::pureconnect-release-uploads-nothing-yet[2018 R1]",),
)
class UploadOnEveryRelease(Reference):
    """The release is only looked at under LOCAL; with the upload key it is not."""

    license_rules_class = _UploadEverywhere


class _AnyVirtual(LicenseRules):
    def check_release(self) -> None:
        pass


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-no-virtual-cloud-licensing-yet[2020 R1]",),
)
class EveryReleaseHasVirtualCloud(Reference):
    """Where there is subscription billing there is virtual cloud licensing."""

    license_rules_class = _AnyVirtual


class _VirtualByText(LicenseRules):
    def check_release(self) -> None:
        if str(self.release) < str(self.virtual_cloud_since):
            raise LicenseRefusedError(f"virtual cloud licensing came after {self.release}")


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-virtual-cloud-licensing[2020 R10]",),
)
class VirtualCloudReleaseAsText(Reference):
    """Releases are compared as texts: 2020 R10 comes before 2020 R2."""

    license_rules_class = _VirtualByText


class _VirtualFromR1(LicenseRules):
    virtual_cloud_since = Release(2020, 1)


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-no-virtual-cloud-licensing-yet[2020 R1]",),
)
class VirtualCloudOneReleaseEarly(Reference):
    """2020 R1 has virtual cloud licensing already."""

    license_rules_class = _VirtualFromR1


class _VirtualFromPatch(LicenseRules):
    virtual_cloud_since = Release(2020, 1, 10)


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-no-virtual-cloud-licensing-yet[2020 R1 Patch 10]",),
)
class VirtualCloudInAPatch(Reference):
    """A late patch of 2020 R1 has virtual cloud licensing already."""

    license_rules_class = _VirtualFromPatch


class _VirtualFromR3(LicenseRules):
    virtual_cloud_since = Release(2020, 3)


@mutant(
    "OV-6",
    "VC-1",
    "VC-2",
    "VC-6",
    "AU-4",
    killers=(
        "region_selection::a-virtual-cloud-license-sends-to-us-east-1-with-pureconnect-release"
        "[2020 R2]",
    ),
)
class VirtualCloudOneReleaseLate(Reference):
    """2020 R2 does not have virtual cloud licensing yet."""

    license_rules_class = _VirtualFromR3


class _VirtualByNumber(LicenseRules):
    def check_release(self) -> None:
        if self.release.number < self.virtual_cloud_since.number:
            super().check_release()


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-no-virtual-cloud-licensing-yet[2019 R4]",),
)
class VirtualCloudByNumber(Reference):
    """Every R2 and later one has virtual cloud licensing, in whichever year."""

    license_rules_class = _VirtualByNumber


class _FallingBack(LicenseRules):
    def entitle(self, license: License, server: Server) -> Entitlement | None:
        entitlement = self.read_keys(license) if self.has_usage_subsystem() else None
        virtual = entitlement is not None and entitlement.kind is Kind.VIRTUAL
        if virtual and self.release < self.virtual_cloud_since:
            return Entitlement(Kind.TRADITIONAL, automated=True)
        return super().entitle(license, server)


@mutant(
    "OV-6",
    "VC-1",
    killers=("releases::pureconnect-release-has-no-virtual-cloud-licensing-yet[2020 R1]",),
)
class VirtualCloudFallsBack(Reference):
    """Before 2020 R2 the virtual cloud key makes a traditional license."""

    license_rules_class = _FallingBack
