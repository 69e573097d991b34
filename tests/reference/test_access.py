"""Access verification against answers and genuine network errors."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

import pytest
import requests
import responses
import urllib3.exceptions as u3

from tests.reference.conftest import LOCAL, UPLOAD, VIRTUAL, Install
from usage_conformance.implementation import AccessOutcome, HostResult
from usage_conformance.reference.access import AccessVerification, failure, xml_root
from usage_conformance.reference.licensing import Kind
from usage_conformance.reference.readings import Readings

TREE = '<?xml version="1.0"?><ListBucketResult xmlns="x"><Name>b</Name></ListBucketResult>'
DENIED = "<Error><Code>AccessDenied</Code></Error>"
GLOBAL, REGIONAL = (
    "pureconnectusage.s3.amazonaws.com",
    "pureconnectusage.s3-us-east-2.amazonaws.com",
)
ADDITIONAL = (
    "s3.us-east-2.amazonaws.com",
    "s3-us-east-2.amazonaws.com",
    "s3.dualstack.us-east-2.amazonaws.com",
    "s3.amazonaws.com",
)
TIME_OUT = requests.ConnectTimeout()


@pytest.fixture
def web() -> Callable[..., None]:
    def answer(host: str, body: str | Exception = TREE, status: int = 200, **kw: object) -> None:
        responses.get(f"https://{host}/", body=body, status=status, **kw)

    return answer


def _verify(**readings: str) -> tuple[AccessOutcome, dict[str, HostResult]]:
    report = AccessVerification(Readings(**readings), 1.0).verify(Kind.TRADITIONAL)
    return report.outcome, {host.host: host.result for host in report.hosts}


@responses.activate
def test_success_needs_both_and_tries_no_more(web: Callable[..., None]) -> None:
    web(GLOBAL)
    web(REGIONAL)
    outcome, hosts = _verify()
    assert outcome == AccessOutcome.VERIFIED
    assert hosts == dict.fromkeys([GLOBAL, REGIONAL], HostResult.DOCUMENT_TREE)


@responses.activate
@pytest.mark.parametrize(
    ("body", "status"),
    [("<html></html>", 200), (TREE, 503), (TREE[:-5], 200), ("", 200), (DENIED, 404)],
)
def test_anything_else_is_no_tree(web: Callable[..., None], body: str, status: int) -> None:
    web(GLOBAL)
    web(REGIONAL, body, status)
    outcome, hosts = _verify()
    assert outcome == AccessOutcome.NOT_VERIFIED
    assert hosts == {
        GLOBAL: HostResult.DOCUMENT_TREE,
        REGIONAL: HostResult.UNEXPECTED_ANSWER,
    }


@responses.activate
@pytest.mark.parametrize(
    ("reading", "outcome"), [("no", AccessOutcome.NOT_VERIFIED), ("yes", AccessOutcome.VERIFIED)]
)
def test_refused_listing(web: Callable[..., None], reading: str, outcome: AccessOutcome) -> None:
    web(GLOBAL, DENIED, 403)
    web(REGIONAL, DENIED, 403)
    assert _verify(D14=reading)[0] == outcome


@responses.activate
@pytest.mark.parametrize(
    ("reading", "outcome"),
    [("not-verified", AccessOutcome.NOT_VERIFIED), ("partly", AccessOutcome.PARTLY_VERIFIED)],
)
def test_time_out_goes_on(web: Callable[..., None], reading: str, outcome: AccessOutcome) -> None:
    web(GLOBAL, TIME_OUT)
    web(REGIONAL, TIME_OUT)
    for host in ADDITIONAL:
        web(host, "", 307, headers={"Location": "https://aws.amazon.com/s3/"})
    concluded, hosts = _verify(D15=reading)
    assert concluded == outcome
    assert set(hosts) == {GLOBAL, REGIONAL, *ADDITIONAL}


@responses.activate
def test_other_failures(web: Callable[..., None]) -> None:
    web(GLOBAL)
    web(REGIONAL, requests.ConnectionError())
    for host in ADDITIONAL:
        web(host, "<html></html>")
    assert set(_verify()[1]) == {GLOBAL, REGIONAL}
    outcome, hosts = _verify(D12="any-failure", D15="partly")
    assert outcome == AccessOutcome.NOT_VERIFIED
    assert {hosts[host] for host in ADDITIONAL} == {HostResult.UNEXPECTED_ANSWER}


def test_genuine_errors() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for url, result in (
        (f"https://127.0.0.1:{port}/", HostResult.REFUSED),
        ("https://nowhere.invalid/", HostResult.DNS_FAILURE),
    ):
        with pytest.raises(requests.RequestException) as caught:
            requests.get(url, timeout=1)
        assert failure(caught.value) == result


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (requests.ConnectTimeout(), HostResult.TIME_OUT),
        (requests.ReadTimeout(), HostResult.TIME_OUT),
        (
            requests.ConnectionError(u3.ReadTimeoutError(None, "/", "slow")),  # type: ignore[arg-type]
            HostResult.TIME_OUT,
        ),
        (
            requests.ConnectionError(u3.ProtocolError("aborted", ConnectionResetError(104, "x"))),
            HostResult.CONNECTION_RESET,
        ),
        (requests.exceptions.SSLError(ssl.SSLError("bad")), HostResult.BAD_CERTIFICATE),
        (requests.exceptions.ChunkedEncodingError("cut"), HostResult.UNEXPECTED_ANSWER),
    ],
)
def test_errors_told_apart(error: requests.RequestException, result: HostResult) -> None:
    assert failure(error) == result


def test_only_whole_xml_counts() -> None:
    assert xml_root(b"<a><b/></a>") == "a"
    assert xml_root(b"<a><b/>") is None
    assert xml_root(b"\xff\xfe") is None


def test_hosts_of_virtual_licenses() -> None:
    verification = AccessVerification(Readings(), 1.0)
    assert verification.bucket_hosts(Kind.VIRTUAL) == (
        "genesys-premise-billing.s3.amazonaws.com",
        "genesys-premise-billing.s3.us-east-1.amazonaws.com",
    )
    assert verification.additional_hosts(Kind.VIRTUAL) == (
        "s3.us-east-1.amazonaws.com",
        "s3-us-east-1.amazonaws.com",
        "s3.dualstack.us-east-1.amazonaws.com",
        "s3.amazonaws.com",
    )


@responses.activate
def test_depends_on_the_license(install: Install, web: Callable[..., None]) -> None:
    web(GLOBAL)
    web(REGIONAL)
    site = install()
    assert site.reference.verify_access("ic").hosts == ()
    site.load(LOCAL)
    assert site.reference.verify_access("ic").outcome == AccessOutcome.NOT_VERIFIED
    site.load(UPLOAD)
    assert site.reference.verify_access("ic").outcome == AccessOutcome.VERIFIED
    site.load(VIRTUAL)
    assert site.reference.verify_access("ic").outcome == AccessOutcome.NOT_VERIFIED
