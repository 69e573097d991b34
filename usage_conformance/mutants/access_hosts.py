"""Broken in access verification: which hosts are tried, and how."""

from __future__ import annotations

from collections.abc import Sequence

from usage_conformance.implementation import AccessOutcome, AccessReport, HostReport, HostResult
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.access import AccessVerification
from usage_conformance.reference.licensing import Kind


class _FirstBucket(AccessVerification):
    def bucket_hosts(self, kind: Kind) -> tuple[str, ...]:
        return super().bucket_hosts(kind)[:1]


@mutant(
    "VA-3",
    "VA-6",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-second"
        "-verification-after-failure-succeeds[refused]",
        "access_verification_traditional::both-bucket-hosts-are-tried-with-a-traditional"
        "-license-and-both-answering-is-success",
    ),
)
class OneBucketHost(Reference):
    """Only the first of the two bucket hosts is tried."""

    access_class = _FirstBucket


class _Impatient(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        with self.session() as session:
            buckets: list[HostReport] = []
            for host in self.bucket_hosts(kind):
                buckets.append(self.try_bucket(session, host))
                if self.succeeded(buckets[-1]):
                    break
            additional: list[HostReport] = []
            if self.goes_on(buckets):
                hosts = self.additional_hosts(kind)
                additional = [self.try_additional(session, host) for host in hosts]
        return AccessReport(self.conclude(buckets, additional), (*buckets, *additional))


@mutant(
    "VA-3",
    "VA-6",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-second"
        "-verification-after-failure-succeeds[refused]",
        "access_verification_traditional::both-bucket-hosts-are-tried-with-a-traditional"
        "-license-and-both-answering-is-success",
    ),
)
class SecondBucketHostSkipped(Reference):
    """The second bucket host is tried only where the first fails."""

    access_class = _Impatient


class _Additional(AccessVerification):
    """Goes on with additional hosts until one says that it is enough."""

    def enough(self, report: HostReport) -> bool:
        raise NotImplementedError

    def verify(self, kind: Kind) -> AccessReport:
        with self.session() as session:
            buckets = [self.try_bucket(session, host) for host in self.bucket_hosts(kind)]
            additional: list[HostReport] = []
            for host in self.additional_hosts(kind) if self.goes_on(buckets) else ():
                additional.append(self.try_additional(session, host))
                if self.enough(additional[-1]):
                    break
        reports = (*buckets, *additional)
        return AccessReport(self.conclude(buckets, additional), reports, self.advise(reports))


class _UntilAnswer(_Additional):
    def enough(self, report: HostReport) -> bool:
        return report.result is HostResult.ANSWERED


@mutant(
    "VA-5",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-failure-is-no-time-out[reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-failure-is-no"
        "-time-out[reset]",
    ),
)
class StopsAtFirstAnswer(Reference):
    """Of the additional hosts, those after the first that answers are left out."""

    access_class = _UntilAnswer


class _UntilFailure(_Additional):
    def enough(self, report: HostReport) -> bool:
        return report.result is not HostResult.ANSWERED


@mutant(
    "VA-5",
    "VA-6",
    "TS-1",
    killers=(
        "access_verification_traditional::with-a-traditional-license-host-is-left-alone"
        "-after-success[s3.amazonaws.com]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-host-is-left"
        "-alone[s3-us-east-2.amazonaws.com]",
    ),
)
class StopsAtFirstFailure(Reference):
    """Of the additional hosts, those after the first that fails are left out."""

    access_class = _UntilFailure


class _ShorterList(AccessVerification):
    def additional_hosts(self, kind: Kind) -> tuple[str, ...]:
        return tuple(h for h in super().additional_hosts(kind) if "dualstack" not in h)


@mutant(
    "VA-5",
    "VA-6",
    "TS-1",
    killers=(
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-host-is-left"
        "-alone[s3.dualstack.us-east-2.amazonaws.com]",
        "access_verification_traditional::with-a-traditional-license-all-are-tried"
        "-though-host-meets-failure[s3.amazonaws.com|reset]",
    ),
)
class DualStackForgotten(Reference):
    """The dual-stack host is missing among the additional hosts."""

    access_class = _ShorterList


class _OtherDash(AccessVerification):
    def bucket_hosts(self, kind: Kind) -> tuple[str, ...]:
        first, second = super().bucket_hosts(kind)
        return first, second.replace(".s3-us-east-2.", ".s3.us-east-2.")


@mutant(
    "VA-3",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-second"
        "-verification-after-failure-succeeds[refused]",
        "access_verification_traditional::both-bucket-hosts-are-tried-with-a-traditional"
        "-license-and-both-answering-is-success",
    ),
)
class DotForDash(Reference):
    """The second traditional host is spelled as the virtual cloud one is, with a dot."""

    access_class = _OtherDash


class _Never(AccessVerification):
    def goes_on(self, buckets: Sequence[HostReport]) -> bool:
        del buckets
        return False


@mutant(
    "VA-5",
    "VA-6",
    "VA-2",
    "TS-1",
    killers=(
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-host-is-left"
        "-alone[s3.us-east-2.amazonaws.com]",
        "access_verification_traditional::with-a-traditional-license-failure-is-no-time-out[reset]",
    ),
)
class NoAdditionalHosts(Reference):
    """The additional hosts are never tried."""

    access_class = _Never


class _Always(AccessVerification):
    def goes_on(self, buckets: Sequence[HostReport]) -> bool:
        del buckets
        return True


@mutant(
    "VA-5",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-failure-is-no-time-out[reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-failure-is-no"
        "-time-out[reset]",
    ),
)
class AdditionalHostsAlways(Reference):
    """The additional hosts are tried after success too."""

    access_class = _Always


class _AnyFailure(AccessVerification):
    def goes_on(self, buckets: Sequence[HostReport]) -> bool:
        return not all(self.succeeded(report) for report in buckets)


@mutant(
    "VA-5",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-failure-is-no-time-out[reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-failure-is-no"
        "-time-out[reset]",
    ),
)
class AdditionalHostsAfterAnyFailure(Reference):
    """Goes on after any failure, though the profile reads D12 otherwise."""

    access_class = _AnyFailure


@mutant(
    "VA-5",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-the-additional"
        "-hosts-are-tried-after-failure-too[reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-the-additional"
        "-hosts-are-tried-after-failure-too[reset]",
    ),
    D12="any-failure",
)
class AdditionalHostsAfterTimeOutOnly(Reference):
    """Goes on after a time-out only, though the profile reads D12 otherwise."""


class _TraditionalHosts(AccessVerification):
    def bucket_hosts(self, kind: Kind) -> tuple[str, ...]:
        del kind
        return super().bucket_hosts(Kind.TRADITIONAL)

    def additional_hosts(self, kind: Kind) -> tuple[str, ...]:
        del kind
        return super().additional_hosts(Kind.TRADITIONAL)


@mutant(
    "VA-2",
    "VA-6",
    "VA-3",
    "VA-4",
    "TS-1",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-there-is-no"
        "-success-when-both-bucket-hosts-meet-failure[reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-a-second"
        "-verification-after-failure-succeeds[refused]",
    ),
)
class TraditionalHostsForAll(Reference):
    """The hosts of traditional licensing are tried under a virtual cloud license too."""

    access_class = _TraditionalHosts


class _BothKinds(AccessVerification):
    def additional_hosts(self, kind: Kind) -> tuple[str, ...]:
        hosts = (*super().additional_hosts(kind), *super().additional_hosts(Kind.VIRTUAL))
        return tuple(dict.fromkeys((*hosts, *super().additional_hosts(Kind.TRADITIONAL))))


@mutant(
    "VA-2",
    "VA-3",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-host-is-left-alone"
        "[s3.us-east-1.amazonaws.com]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-host-is-left"
        "-alone[s3.us-east-2.amazonaws.com]",
    ),
)
class BothKindsOfAdditionalHosts(Reference):
    """After a time-out the additional hosts of both regions are tried."""

    access_class = _BothKinds


class _OverHttp(AccessVerification):
    def url(self, host: str) -> str:
        return f"http://{host}/"


@mutant(
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[bad-certificate]",
        "access_verification_traditional::with-a-traditional-license-a-second"
        "-verification-after-failure-succeeds[refused]",
    ),
)
class VerifiesOverHttp(Reference):
    """Port 80 is tried, which says nothing about 443."""

    access_class = _OverHttp


class _TriesNothing(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        hosts = self.bucket_hosts(kind)
        fine = tuple(HostReport(host, HostResult.DOCUMENT_TREE) for host in hosts)
        return AccessReport(AccessOutcome.VERIFIED, fine)


@mutant(
    "VA-1",
    "VA-2",
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-1",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[reset]",
        "access_verification_traditional::with-a-traditional-license-a-later-failure-is"
        "-not-hidden-by-an-earlier-success",
    ),
)
class VerifiesWithoutTrying(Reference):
    """Reports success without a single request."""

    access_class = _TriesNothing
