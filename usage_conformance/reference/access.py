"""Verification of the access that the automated upload needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.parsers import expat

import requests
import urllib3.exceptions as u3

from usage_conformance.implementation import AccessOutcome, AccessReport, HostReport, HostResult
from usage_conformance.reference.licensing import Kind

if TYPE_CHECKING:
    from usage_conformance.reference.readings import Readings

READ_TIMEOUT = 30.0

_ADVICE: Mapping[HostResult, str] = {
    HostResult.DNS_FAILURE: "mend name resolution on this network, then verify again",
    HostResult.TIME_OUT: (
        "let https on port 443 out to this host, or to the address ranges that Amazon "
        "publishes for S3, then verify again"
    ),
    HostResult.REFUSED: "something on the way refuses port 443: ask whoever runs the firewall",
    HostResult.CONNECTION_RESET: "something on the way breaks the connection off",
    HostResult.BAD_CERTIFICATE: "something on the way presents a certificate of its own",
    HostResult.UNEXPECTED_ANSWER: "something else than S3 answered, or S3 answered otherwise",
}


class AccessVerification:
    """Tries the hosts that a kind of license calls for (VA-1 to VA-6, TS-1, TS-2)."""

    def __init__(self, readings: Readings, connect_timeout: float) -> None:
        self.readings = readings
        self.connect_timeout = connect_timeout

    def verify(self, kind: Kind) -> AccessReport:
        """Try the bucket hosts and, where need be, the additional ones. Keeps nothing."""
        with self.session() as session:
            buckets = [self.try_bucket(session, host) for host in self.bucket_hosts(kind)]
            additional: list[HostReport] = []
            if self.goes_on(buckets):
                hosts = self.additional_hosts(kind)
                additional = [self.try_additional(session, host) for host in hosts]
        reports = (*buckets, *additional)
        return AccessReport(self.conclude(buckets, additional), reports, self.advise(reports))

    def bucket_hosts(self, kind: Kind) -> tuple[str, ...]:
        """VA-3, VA-6: the hosts that must show a document tree."""
        if kind is Kind.TRADITIONAL:
            return (
                "pureconnectusage.s3.amazonaws.com",
                "pureconnectusage.s3-us-east-2.amazonaws.com",
            )
        return (
            "genesys-premise-billing.s3.amazonaws.com",
            "genesys-premise-billing.s3.us-east-1.amazonaws.com",
        )

    def additional_hosts(self, kind: Kind) -> tuple[str, ...]:
        """VA-5, VA-6: the hosts to go on with."""
        region = "us-east-2" if kind is Kind.TRADITIONAL else "us-east-1"
        return (
            f"s3.{region}.amazonaws.com",
            f"s3-{region}.amazonaws.com",
            f"s3.dualstack.{region}.amazonaws.com",
            "s3.amazonaws.com",
        )

    def goes_on(self, buckets: Sequence[HostReport]) -> bool:
        """VA-5, D12: whether the additional hosts are to be tried."""
        if all(self.succeeded(report) for report in buckets):
            return False
        if self.readings.D12 == "any-failure":
            return True
        return any(report.result is HostResult.TIME_OUT for report in buckets)

    def succeeded(self, report: HostReport) -> bool:
        """VA-4, D14: whether a bucket host's answer shows that access works."""
        if report.result is HostResult.ANSWERED:
            return self.readings.D14 == "yes"
        return report.result is HostResult.DOCUMENT_TREE

    def conclude(
        self, buckets: Sequence[HostReport], additional: Sequence[HostReport]
    ) -> AccessOutcome:
        """VA-3, D15: what the hosts' answers mean together."""
        if all(self.succeeded(report) for report in buckets):
            return AccessOutcome.VERIFIED
        reached = additional and all(r.result is HostResult.ANSWERED for r in additional)
        if reached and self.readings.D15 == "partly":
            return AccessOutcome.PARTLY_VERIFIED
        return AccessOutcome.NOT_VERIFIED

    def advise(self, reports: Sequence[HostReport]) -> str:
        """What to do about each host that failed."""
        return "\n".join(
            f"{report.host}: {_ADVICE[report.result]}"
            for report in reports
            if report.result in _ADVICE
        )

    def session(self) -> requests.Session:
        """A new session, deaf to proxy settings: the upload connects directly too."""
        session = requests.Session()
        session.trust_env = False
        return session

    def url(self, host: str) -> str:
        """AU-2: https, which is port 443."""
        return f"https://{host}/"

    def try_bucket(self, session: requests.Session, host: str) -> HostReport:
        """ANSWERED stands for S3's own refusal to list: the service is there."""
        answer = self.get(session, host)
        if isinstance(answer, HostReport):
            return answer
        detail = f"HTTP {answer.status_code}, {answer.headers.get('Content-Type', 'no type')}"
        root = xml_root(answer.content)
        if answer.status_code == requests.codes.ok and root == "ListBucketResult":
            return HostReport(host, HostResult.DOCUMENT_TREE, detail)
        if answer.status_code == requests.codes.forbidden and root == "Error":
            return HostReport(host, HostResult.ANSWERED, detail)
        return HostReport(host, HostResult.UNEXPECTED_ANSWER, detail)

    def try_additional(self, session: requests.Session, host: str) -> HostReport:
        """The service itself answers with its request id, or leads to its product page."""
        answer = self.get(session, host)
        if isinstance(answer, HostReport):
            return answer
        target = urlsplit(answer.headers.get("Location", "")).hostname
        is_s3 = "x-amz-request-id" in answer.headers or target == "aws.amazon.com"
        result = HostResult.ANSWERED if is_s3 else HostResult.UNEXPECTED_ANSWER
        return HostReport(host, result, f"HTTP {answer.status_code}")

    def get(self, session: requests.Session, host: str) -> requests.Response | HostReport:
        """One request, not redirected; or a report of why there was no answer."""
        timeouts = (self.connect_timeout, READ_TIMEOUT)
        try:
            return session.get(self.url(host), timeout=timeouts, allow_redirects=False)
        except requests.RequestException as error:
            return HostReport(host, failure(error), str(error))


def xml_root(content: bytes) -> str | None:
    """The name of the root element of well-formed XML, or None for anything else."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    try:
        parser.Parse(content, True)  # noqa: FBT003 (takes no keyword)
    except expat.ExpatError:
        return None
    return names[0] if names else None


def failure(error: requests.RequestException) -> HostResult:
    """Which kind of failure lies below an exception (TS-1: DNS told from a blocked port)."""
    causes = list(_causes(error))

    def among(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if among(requests.exceptions.SSLError, u3.SSLError):
        return HostResult.BAD_CERTIFICATE
    if among(u3.NameResolutionError):
        return HostResult.DNS_FAILURE
    if among(TimeoutError):
        return HostResult.TIME_OUT
    # Before the time-outs, since urllib3 makes this one a descendant of them.
    if among(u3.NewConnectionError):
        return HostResult.REFUSED
    if among(requests.Timeout, u3.TimeoutError):
        return HostResult.TIME_OUT
    if among(requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
        return HostResult.UNEXPECTED_ANSWER
    if among(requests.ConnectionError):
        return HostResult.CONNECTION_RESET
    return HostResult.UNEXPECTED_ANSWER


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it was made from, through whatever wraps it."""
    waiting, seen = [error], set()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        links = (current.__cause__, current.__context__, getattr(current, "reason", None))
        waiting += [link for link in (*links, *current.args) if isinstance(link, BaseException)]
