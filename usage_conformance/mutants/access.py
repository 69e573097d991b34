"""Broken in access verification: what answers are taken for, and what is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import requests

from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    HostReport,
    HostResult,
    Site,
)
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.access import AccessVerification
from usage_conformance.reference.licensing import Kind


class _AnyOk(AccessVerification):
    def try_bucket(self, session: requests.Session, host: str) -> HostReport:
        answer = self.get(session, host)
        if isinstance(answer, requests.Response) and answer.ok:
            return HostReport(host, HostResult.DOCUMENT_TREE)
        return super().try_bucket(session, host)


@mutant(
    "VA-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[captive-portal]",
    ),
)
class AnyOkIsSuccess(Reference):
    """Status 200 counts as the document tree, whatever the page says: a captive portal too."""

    access_class = _AnyOk


class _AnyAnswer(AccessVerification):
    def try_bucket(self, session: requests.Session, host: str) -> HostReport:
        answer = self.get(session, host)
        if isinstance(answer, HostReport):
            return answer
        return HostReport(host, HostResult.DOCUMENT_TREE)


@mutant(
    "VA-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-refusal-to-list"
        "-is-no-document-tree",
    ),
)
class AnyAnswerIsSuccess(Reference):
    """A host that answers at all is reachable, and that counts as success."""

    access_class = _AnyAnswer


class _AnyXml(AccessVerification):
    def succeeded(self, report: HostReport) -> bool:
        return report.result in (HostResult.DOCUMENT_TREE, HostResult.ANSWERED)


@mutant(
    "VA-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-refusal-to-list"
        "-is-no-document-tree",
    ),
)
class RefusalIsSuccess(Reference):
    """S3's refusal to list counts as success, though the profile reads D14 otherwise."""

    access_class = _AnyXml


@mutant(
    "VA-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-refusal-to-list"
        "-shows-that-the-service-answers",
    ),
    D14="yes",
)
class RefusalIsFailure(Reference):
    """S3's refusal to list is no success, though the profile reads D14 otherwise."""


class _AnyCertificate(AccessVerification):
    def session(self) -> requests.Session:
        session = super().session()
        session.verify = False
        return session


@mutant(
    "VA-3",
    "VA-4",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[bad-certificate]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-there-is-no"
        "-success-when-both-bucket-hosts-meet-failure[bad-certificate]",
    ),
)
class CertificatesIgnored(Reference):
    """Certificates are not checked, so that whoever intercepts TLS passes for S3."""

    access_class = _AnyCertificate


class _Either(AccessVerification):
    def conclude(
        self, buckets: Sequence[HostReport], additional: Sequence[HostReport]
    ) -> AccessOutcome:
        if any(self.succeeded(report) for report in buckets):
            return AccessOutcome.VERIFIED
        return super().conclude(buckets, additional)


@mutant(
    "VA-3",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-one-bucket-host"
        "-with-failure-is-enough-for-no-success-at-host[pureconnectusage.s3.amazonaws.com|reset]",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-one-bucket-host"
        "-with-failure-is-enough-for-no-success-at-host[genesys-premise-billing.s3.amazon"
        "aws.com|reset]",
    ),
)
class EitherBucketHost(Reference):
    """One bucket host that shows the tree is enough."""

    access_class = _Either


class _GoodEnough(AccessVerification):
    def conclude(
        self, buckets: Sequence[HostReport], additional: Sequence[HostReport]
    ) -> AccessOutcome:
        if additional and all(r.result is HostResult.ANSWERED for r in additional):
            return AccessOutcome.VERIFIED
        return super().conclude(buckets, additional)


@mutant(
    "VA-5",
    "VA-6",
    "VA-3",
    "VA-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[time-out]",
        "access_verification_traditional::additional-hosts-that-answer-are-no-success"
        "-with-a-traditional-license",
    ),
)
class AdditionalHostsAreSuccess(Reference):
    """Additional hosts that answer turn time-outs at the bucket hosts into success."""

    access_class = _GoodEnough


@mutant(
    "VA-5",
    "VA-6",
    killers=(
        "access_verification_traditional::with-a-traditional-license-additional-hosts"
        "-alone-leave-access-partly-verified",
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-additional"
        "-hosts-alone-leave-access-partly-verified",
    ),
    D15="partly",
)
class NotEvenPartly(Reference):
    """Says "not verified" where the profile promises "partly verified" (D15)."""


class _DnsHidden(AccessVerification):
    def try_additional(self, session: requests.Session, host: str) -> HostReport:
        report = super().try_additional(session, host)
        if report.result is HostResult.DNS_FAILURE:
            return replace(report, result=HostResult.TIME_OUT)
        return report


@mutant(
    "TS-1",
    killers=(
        "access_verification_traditional::host-that-does-not-resolve-is-reported-so-with"
        "-a-traditional-license[s3.amazonaws.com]",
    ),
)
class DnsFailureAsTimeOut(Reference):
    """An additional host that does not resolve is reported as a time-out."""

    access_class = _DnsHidden


class _DnsBlamed(AccessVerification):
    def try_additional(self, session: requests.Session, host: str) -> HostReport:
        report = super().try_additional(session, host)
        if report.result is HostResult.TIME_OUT:
            return replace(report, result=HostResult.DNS_FAILURE)
        return report


@mutant(
    "TS-1",
    killers=(
        "access_verification_traditional::host-that-is-blocked-is-not-reported-as"
        "-unresolved-with-a-traditional-license[s3.amazonaws.com]",
    ),
)
class TimeOutAsDnsFailure(Reference):
    """An additional host behind a blocked port is reported as not resolving."""

    access_class = _DnsBlamed


class _SilentAboutAdditional(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        report = super().verify(kind)
        return replace(report, hosts=report.hosts[:2])


@mutant(
    "TS-1",
    killers=(
        "access_verification_traditional::host-that-does-not-resolve-is-reported-so-with"
        "-a-traditional-license[s3.amazonaws.com]",
    ),
)
class AdditionalHostsUnreported(Reference):
    """The report says nothing about the additional hosts."""

    access_class = _SilentAboutAdditional


@mutant(
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-later-failure-is"
        "-not-hidden-by-an-earlier-success",
    ),
)
class FirstOutcomeKept(Reference):
    """The first verification's report is returned for ever."""

    _kept: AccessReport | None = None

    def install(self, site: Site) -> None:
        """As ever, and nothing is remembered any more."""
        super().install(site)
        self._kept = None

    def verify_access(self, server: str) -> AccessReport:
        """As the first time."""
        self._kept = self._kept or super().verify_access(server)
        return self._kept


@mutant(
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-later-failure-is"
        "-not-hidden-by-an-earlier-success",
    ),
)
class SuccessKept(Reference):
    """Once verified, access counts as verified for ever."""

    _kept: AccessReport | None = None

    def install(self, site: Site) -> None:
        """As ever, and nothing is remembered any more."""
        super().install(site)
        self._kept = None

    def verify_access(self, server: str) -> AccessReport:
        """As ever, until the first success."""
        if self._kept is None:
            report = super().verify_access(server)
            if report.outcome is not AccessOutcome.VERIFIED:
                return report
            self._kept = report
        return self._kept


@mutant(
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-second"
        "-verification-after-failure-succeeds[refused]",
    ),
)
class FailuresRemembered(Reference):
    """A host that failed once is taken for failed until the next installation."""

    _failed: AccessReport | None = None

    def install(self, site: Site) -> None:
        """As ever, and nothing is remembered any more."""
        super().install(site)
        self._failed = None

    def verify_access(self, server: str) -> AccessReport:
        """As ever, until the first failure."""
        if self._failed is not None:
            return self._failed
        report = super().verify_access(server)
        if report.outcome is not AccessOutcome.VERIFIED:
            self._failed = report
        return report


class _Optimist(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        return replace(super().verify(kind), outcome=AccessOutcome.VERIFIED)


@mutant(
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-2",
    "TS-4",
    killers=(
        "access_verification_traditional::with-a-traditional-license-a-later-failure-is"
        "-not-hidden-by-an-earlier-success",
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[reset]",
    ),
)
class AlwaysVerified(Reference):
    """Everything is tried as documented, and called a success."""

    access_class = _Optimist


class _Pessimist(AccessVerification):
    def verify(self, kind: Kind) -> AccessReport:
        return replace(super().verify(kind), outcome=AccessOutcome.NOT_VERIFIED)


@mutant(
    "VA-3",
    "VA-4",
    "VA-5",
    "VA-6",
    "TS-2",
    "TS-4",
    "VA-2",
    "VA-1",
    killers=(
        "access_verification_traditional::with-a-traditional-license-there-is-no-success"
        "-when-both-bucket-hosts-meet-failure[reset]",
        "access_verification_traditional::with-a-traditional-license-a-later-failure-is"
        "-not-hidden-by-an-earlier-success",
    ),
)
class NeverVerified(Reference):
    """Everything is tried as documented, and called a failure."""

    access_class = _Pessimist
