"""What the network does with a connection to a host and port."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from usage_conformance.world.hosts import is_address, normalized, parse_s3_host

PORTS = {"http": 80, "https": 443}


class Fault(StrEnum):
    """The ways a connection can go."""

    OPEN = "open"
    TIME_OUT = "time-out"
    REFUSED = "refused"
    DNS_FAILURE = "dns-failure"
    RESET = "reset"
    BAD_CERTIFICATE = "bad-certificate"
    CAPTIVE_PORTAL = "captive-portal"
    HTTP_STATUS = "http-status"
    SLOW = "slow"
    TRUNCATED = "truncated"


@dataclass(frozen=True)
class Condition:
    """How connections to a host go.

    `status` is the HTTP status that `HTTP_STATUS` answers with. `seconds` is how long a
    `SLOW` host takes to answer: a client whose read time-out is shorter gives up before
    its request was processed. A `TRUNCATED` answer breaks off in the middle, and a write
    is cut off before it is whole.
    """

    fault: Fault
    status: int | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if (self.status is not None) != (self.fault is Fault.HTTP_STATUS):
            raise ValueError(f"a status belongs to {Fault.HTTP_STATUS} alone: {self}")
        if (self.seconds > 0) != (self.fault is Fault.SLOW):
            raise ValueError(f"seconds belong to {Fault.SLOW} alone: {self}")

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read `time-out`, `DNS failure`, `HTTP 503`, `slow 40` and so on.

        Case does not matter, and a blank is as good as a hyphen. ValueError otherwise.
        """
        words = re.sub(r"[\s_-]+", "-", text.strip().lower())
        if match := re.fullmatch(r"http-([1-5]\d\d)", words):
            return cls(Fault.HTTP_STATUS, status=int(match[1]))
        if match := re.fullmatch(r"slow-(\d+(?:\.\d+)?)", words):
            return cls(Fault.SLOW, seconds=float(match[1]))
        if words not in {*Fault} - {Fault.HTTP_STATUS, Fault.SLOW}:
            raise ValueError(
                f"not a network condition: {text!r} (expected 'open', 'time-out', 'refused', "
                "'dns-failure', 'reset', 'bad-certificate', 'captive-portal', 'truncated', "
                "'HTTP 503' or 'slow 40')"
            )
        return cls(Fault(words))


OPEN = Condition(Fault.OPEN)
TIME_OUT = Condition(Fault.TIME_OUT)
REFUSED = Condition(Fault.REFUSED)
DNS_FAILURE = Condition(Fault.DNS_FAILURE)

# Where S3 sends whoever browses to a service host.
PRODUCT_PAGE_HOST = "aws.amazon.com"


@dataclass(frozen=True)
class _Rule:
    pattern: str
    port: int | None
    condition: Condition

    def covers(self, host: str, port: int) -> bool:
        return (self.port is None or self.port == port) and fnmatchcase(host, self.pattern)


class Network:
    """Deny by default: only what is known to exist is open.

    S3's hosts are open on 443 and 80 and silent on other ports; the page that S3
    redirects browsers to is open; other names do not resolve; addresses are silent.
    """

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def set(self, host_pattern: str, condition: Condition, *, port: int | None = None) -> None:
        """From now on hosts that match (`*`, `?`, `[...]`) behave so.

        On every port, or on one. The last rule that covers a connection wins.
        """
        self._rules.append(_Rule(normalized(host_pattern), port, condition))

    def condition(self, host: str, port: int) -> Condition:
        """How a connection to this host and port goes."""
        name = normalized(host)
        for rule in reversed(self._rules):
            if rule.covers(name, port):
                return rule.condition
        return _by_default(name, port)

    def reset(self) -> None:
        """Forget every rule."""
        self._rules.clear()


def _by_default(host: str, port: int) -> Condition:
    exists = parse_s3_host(host) is not None or host == PRODUCT_PAGE_HOST
    if exists:
        return OPEN if port in PORTS.values() else TIME_OUT
    if host == "localhost" or host.startswith("127.") or host in {"::1", "[::1]"}:
        return REFUSED
    return TIME_OUT if is_address(host) else DNS_FAILURE
