"""Which connections are possible, and how a condition is written."""

from __future__ import annotations

import pytest

from usage_conformance.world import NOT_S3, Condition, Fault, Network, parse_s3_host, region_of_host


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("open", Condition(Fault.OPEN)),
        ("time-out", Condition(Fault.TIME_OUT)),
        ("refused", Condition(Fault.REFUSED)),
        ("DNS failure", Condition(Fault.DNS_FAILURE)),
        ("reset", Condition(Fault.RESET)),
        ("bad certificate", Condition(Fault.BAD_CERTIFICATE)),
        ("captive portal", Condition(Fault.CAPTIVE_PORTAL)),
        ("truncated", Condition(Fault.TRUNCATED)),
        ("HTTP 503", Condition(Fault.HTTP_STATUS, status=503)),
        ("slow 40", Condition(Fault.SLOW, seconds=40)),
    ],
)
def test_conditions_in_words(text: str, condition: Condition) -> None:
    assert Condition.parse(text) == condition


@pytest.mark.parametrize("text", ["", "closed", "http-status", "HTTP", "HTTP 99", "slow", "slow x"])
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a network condition"):
        Condition.parse(text)


@pytest.mark.parametrize(
    ("host", "port", "fault"),
    [
        ("pureconnectusage.s3.amazonaws.com", 443, Fault.OPEN),
        ("s3.us-east-2.amazonaws.com", 80, Fault.OPEN),
        ("s3.us-east-2.amazonaws.com", 8443, Fault.TIME_OUT),
        ("aws.amazon.com", 443, Fault.OPEN),
        ("example.com", 443, Fault.DNS_FAILURE),
        ("s3.us-north-9.amazonaws.com", 443, Fault.DNS_FAILURE),
        ("dynamodb.us-east-1.amazonaws.com", 443, Fault.DNS_FAILURE),
        ("pureconnectusage.s3.amazonaws.com.example.com", 443, Fault.DNS_FAILURE),
        ("203.0.113.7", 443, Fault.TIME_OUT),
        ("127.0.0.1", 8080, Fault.REFUSED),
    ],
)
def test_deny_by_default(host: str, port: int, fault: Fault) -> None:
    assert Network().condition(host, port).fault is fault


def test_the_last_rule_wins_and_reset_forgets_all() -> None:
    network = Network()
    network.set("*", Condition(Fault.REFUSED))
    network.set("*.S3.amazonaws.com", Condition(Fault.TIME_OUT))
    network.set("pureconnectusage.*", Condition(Fault.OPEN), port=443)
    assert network.condition("pureconnectusage.s3.amazonaws.com", 443).fault is Fault.OPEN
    assert network.condition("pureconnectusage.s3.amazonaws.com", 80).fault is Fault.TIME_OUT
    assert network.condition("s3.amazonaws.com", 443).fault is Fault.REFUSED
    network.reset()
    assert network.condition("s3.amazonaws.com", 443).fault is Fault.OPEN


@pytest.mark.parametrize(
    ("host", "bucket", "region"),
    [
        ("s3.amazonaws.com", None, "us-east-1"),
        ("s3-external-1.amazonaws.com", None, "us-east-1"),
        ("s3.us-east-2.amazonaws.com", None, "us-east-2"),
        ("s3-us-east-2.amazonaws.com", None, "us-east-2"),
        ("s3.dualstack.us-east-2.amazonaws.com", None, "us-east-2"),
        ("s3-fips.us-east-2.amazonaws.com", None, "us-east-2"),
        ("S3.US-EAST-2.amazonaws.com.", None, "us-east-2"),
        ("pureconnectusage.s3.amazonaws.com", "pureconnectusage", None),
        ("pureconnectusage.s3-us-east-2.amazonaws.com", "pureconnectusage", "us-east-2"),
        ("a.b.s3.dualstack.eu-west-1.amazonaws.com", "a.b", "eu-west-1"),
    ],
)
def test_hosts_of_s3(host: str, bucket: str | None, region: str | None) -> None:
    parsed = parse_s3_host(host)
    assert parsed is not None
    assert (parsed.bucket, parsed.region) == (bucket, region)
    assert region_of_host(host) == region


@pytest.mark.parametrize(
    "host",
    [
        "amazonaws.com",
        "s3.amazonaws.com.cn",
        "s3-website-us-east-1.amazonaws.com",
        "s3-control.us-east-1.amazonaws.com",
        "s3-fips.eu-west-1.amazonaws.com",
        "xs3.amazonaws.com",
        "example.com",
    ],
)
def test_hosts_that_are_none_of_s3s(host: str) -> None:
    assert parse_s3_host(host) is None
    assert region_of_host(host) == NOT_S3
