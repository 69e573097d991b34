"""The host names of S3: which bucket and region each one stands for."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

GLOBAL_REGION = "us-east-1"
NOT_S3 = "not-s3"

# Hosts of regions outside this list do not exist, as far as the world's DNS knows.
REGIONS = frozenset(
    [
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-west-1",
        "us-west-2",
    ]
)
_FIPS_REGIONS = frozenset(region for region in REGIONS if region.startswith(("us-", "ca-")))

_HOST = re.compile(
    r"(?:(?P<bucket>[a-z0-9][a-z0-9.-]*)\.)?"
    r"(?P<service>s3|s3-external-1|s3-fips|s3-fips\.dualstack|s3\.dualstack)"
    r"(?:[.-](?P<region>[a-z]+(?:-[a-z]+)+-\d))?"
    r"\.amazonaws\.com"
)


@dataclass(frozen=True)
class S3Host:
    """What a host name of S3 says.

    `bucket` is None for a service host, where the path begins with the bucket. `region`
    is None for the global name of a bucket, which leads to wherever the bucket is.
    """

    bucket: str | None
    region: str | None


def normalized(host: str) -> str:
    """Lower case, without the dot that may end a full name."""
    return host.lower().removesuffix(".")


def parse_s3_host(host: str) -> S3Host | None:
    """Read a host name, or None for one that is none of S3's."""
    match = _HOST.fullmatch(normalized(host))
    if match is None:
        return None
    bucket, service, region = match["bucket"], match["service"], match["region"]
    if region is None:
        return _without_region(bucket, service)
    known = _FIPS_REGIONS if "fips" in service else REGIONS
    if region not in known or service == "s3-external-1":
        return None
    return S3Host(bucket, region)


def _without_region(bucket: str | None, service: str) -> S3Host | None:
    if service == "s3-external-1":
        return S3Host(bucket, GLOBAL_REGION)
    if service != "s3":
        return None
    return S3Host(bucket, None if bucket else GLOBAL_REGION)


def region_of_host(host: str) -> str | None:
    """The region that a host name of S3 leads to.

    None for the global name of a bucket (it leads to wherever the bucket is), and
    `NOT_S3` for a host that is none of S3's.
    """
    parsed = parse_s3_host(host)
    return NOT_S3 if parsed is None else parsed.region


def is_address(host: str) -> bool:
    """Whether this is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
