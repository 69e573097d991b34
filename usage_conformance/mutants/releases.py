"""Broken in which releases have subscription billing and virtual cloud licensing."""

from __future__ import annotations

from usage_conformance.implementation import License, Release, Server
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import (
    Entitlement,
    Kind,
    LicenseRefusedError,
    LicenseRules,
)

_BILLING = ("OV-1",)
_VIRTUAL = ("OV-6", "VC-1")


class _AnyRelease(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return True


@mutant(*_BILLING, killers=())
class EveryReleaseHasBilling(Reference):
    """The release is not looked at."""

    license_rules_class = _AnyRelease


class _BillingByText(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return str(self.release) >= str(self.subscription_billing_since)


@mutant(*_BILLING, killers=())
class BillingReleaseAsText(Reference):
    """Releases are compared as texts: Patch 10 comes before Patch 2, and R10 before R2."""

    license_rules_class = _BillingByText


class _NoPatches(LicenseRules):
    subscription_billing_since = Release(2018, 2)


@mutant(*_BILLING, killers=())
class BillingPatchIgnored(Reference):
    """2018 R2 is enough, whatever the patch."""

    license_rules_class = _NoPatches


class _EveryPart(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        first = self.subscription_billing_since
        return (
            self.release.year >= first.year
            and self.release.number >= first.number
            and self.release.patch >= first.patch
        )


@mutant(
    "OV-1", "US-1", "LK-1", "LK-2", "LK-3", "LK-4", "LK-5", "OV-2", "US-2", "US-3", "DS-1", "DS-3a",
    "DS-3b", "MU-7", "TL-1", "OV-6", "VC-1",
    killers=(),
)  # fmt: skip
class BillingReleaseByParts(Reference):
    """Year, R number and patch each have to be reached: 2018 R3 has no Patch 2."""

    license_rules_class = _EveryPart


class _NumberEachYear(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        first = self.subscription_billing_since
        later = (self.release.number, self.release.patch) >= (first.number, first.patch)
        return self.release.year >= first.year and later


@mutant("OV-1", "LK-4", killers=())
class BillingFromR2OfEachYear(Reference):
    """Year and the rest are compared apart: 2019 R1 comes before R2."""

    license_rules_class = _NumberEachYear


class _YearOnly(LicenseRules):
    def has_usage_subsystem(self) -> bool:
        return self.release.year >= self.subscription_billing_since.year


@mutant(*_BILLING, killers=())
class BillingByYear(Reference):
    """All of 2018 has subscription billing."""

    license_rules_class = _YearOnly


class _OnePatchLate(LicenseRules):
    subscription_billing_since = Release(2018, 2, 3)


@mutant(*_BILLING, killers=())
class BillingOnePatchLate(Reference):
    """Patch 2 itself does not have it yet."""

    license_rules_class = _OnePatchLate


class _OnePatchEarly(LicenseRules):
    subscription_billing_since = Release(2018, 2, 1)


@mutant(*_BILLING, killers=())
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


@mutant("OV-1", killers=())
class UploadOnEveryRelease(Reference):
    """The release is only looked at under LOCAL; with the upload key it is not."""

    license_rules_class = _UploadEverywhere


class _AnyVirtual(LicenseRules):
    def check_release(self) -> None:
        pass


@mutant(*_VIRTUAL, "LK-5", "LK-3", killers=())
class EveryReleaseHasVirtualCloud(Reference):
    """Where there is subscription billing there is virtual cloud licensing."""

    license_rules_class = _AnyVirtual


class _VirtualByText(LicenseRules):
    def check_release(self) -> None:
        if str(self.release) < str(self.virtual_cloud_since):
            raise LicenseRefusedError(f"virtual cloud licensing came after {self.release}")


@mutant(*_VIRTUAL, killers=())
class VirtualCloudReleaseAsText(Reference):
    """Releases are compared as texts: 2020 R10 comes before 2020 R2."""

    license_rules_class = _VirtualByText


class _VirtualFromR1(LicenseRules):
    virtual_cloud_since = Release(2020, 1)


@mutant(*_VIRTUAL, killers=())
class VirtualCloudOneReleaseEarly(Reference):
    """2020 R1 has virtual cloud licensing already."""

    license_rules_class = _VirtualFromR1


class _VirtualFromPatch(LicenseRules):
    virtual_cloud_since = Release(2020, 1, 10)


@mutant(*_VIRTUAL, killers=())
class VirtualCloudInAPatch(Reference):
    """A late patch of 2020 R1 has virtual cloud licensing already."""

    license_rules_class = _VirtualFromPatch


class _VirtualFromR3(LicenseRules):
    virtual_cloud_since = Release(2020, 3)


@mutant(*_VIRTUAL, killers=())
class VirtualCloudOneReleaseLate(Reference):
    """2020 R2 does not have virtual cloud licensing yet."""

    license_rules_class = _VirtualFromR3


class _VirtualByNumber(LicenseRules):
    def check_release(self) -> None:
        if self.release.number < self.virtual_cloud_since.number:
            super().check_release()


@mutant(*_VIRTUAL, "LK-5", "LK-3", killers=())
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


@mutant(*_VIRTUAL, "LK-5", "LK-3", killers=())
class VirtualCloudFallsBack(Reference):
    """Before 2020 R2 the virtual cloud key makes a traditional license."""

    license_rules_class = _FallingBack
