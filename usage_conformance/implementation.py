"""What an implementation under test offers: the adapter interface and its value types.

A vendor writes one class with the methods of `Implementation`. The harness makes a new
instance for every row, drives it through these calls and judges by what the mocked world
saw. No expected value is ever passed in.

Conventions, everywhere: instants are time-zone-aware `datetime`s in UTC; days are
`date`s; durations are seconds; time zones are IANA names; files travel as absolute
paths. All value types are frozen.

An adapter reports a refusal as a value (`Outcome(accepted=False, reason=...)`). An
exception is never a refusal: it makes the row an *error*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

_RELEASE = re.compile(r"(?P<year>\d{4}) R(?P<number>\d+)(?: Patch (?P<patch>\d+))?")


@dataclass(frozen=True, order=True)
class Release:
    """A PureConnect release, for example 2018 R2 Patch 10.

    Sorts by year, R number and patch number, each as a number: 2018 R10 comes after
    2018 R2, and Patch 10 after Patch 2. Patch 0 is the release itself.
    """

    year: int
    number: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Release:
        """Read `2018 R2` or `2018 R2 Patch 10`. Raises ValueError for anything else."""
        match = _RELEASE.fullmatch(text)
        if match is None:
            raise ValueError(f"not a release: {text!r} (expected e.g. '2018 R2 Patch 2')")
        return cls(int(match["year"]), int(match["number"]), int(match["patch"] or 0))

    def __str__(self) -> str:
        patch = f" Patch {self.patch}" if self.patch else ""
        return f"{self.year} R{self.number}{patch}"


class Role(StrEnum):
    """What a PureConnect server is."""

    IC_SERVER = "ic-server"
    MEDIA_SERVER = "media-server"


@dataclass(frozen=True)
class Server:
    """One PureConnect server.

    `root` is the installation root, an existing empty folder; the usage folder lies
    below it at `i3/ic/work/usage`. `ic_server` names the IC server that a media server
    belongs to, and is None for an IC server.
    """

    name: str
    role: Role
    host_id: str
    time_zone: str
    root: Path
    ic_server: str | None = None


@dataclass(frozen=True)
class Credentials:
    """S3 credentials, new for every row."""

    access_key_id: str
    secret_access_key: str


@dataclass(frozen=True)
class Caller:
    """Somebody who signs in to the portal, with or without access to the upload page."""

    name: str
    has_access: bool


@dataclass(frozen=True)
class Portal:
    """The customer portal: the zone it states its times in, and who signs in.

    `uploader_time_zone` is the zone of whoever uploads.
    """

    time_zone: str
    uploader_time_zone: str
    callers: tuple[Caller, ...]


@dataclass(frozen=True)
class Site:
    """Everything that exists before the first licence is loaded.

    `organizations` are the Genesys Cloud organizations that exist. `connect_timeout` is
    in seconds and is the one to use for every connection.
    """

    release: Release
    servers: tuple[Server, ...]
    credentials: Credentials
    portal: Portal
    organizations: tuple[str, ...]
    connect_timeout: float


@dataclass(frozen=True)
class License:
    """A licence file's contents: feature keys, and what the licence is bound to."""

    keys: tuple[str, ...]
    host_id: str | None = None
    organization: str | None = None


@dataclass(frozen=True)
class DamagedLicense:
    """A licence file whose bytes are not a licence at all."""

    content: bytes


LicenseFile = License | DamagedLicense


@dataclass(frozen=True)
class Login:
    """A user's stay at a station, from `start` to `end` (UTC)."""

    user: str
    station: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Description:
    """Who the implementation is and which releases it can be. No claims."""

    name: str
    version: str
    vendor: str
    releases: tuple[Release, ...]
    notes: str = ""


@dataclass(frozen=True)
class Outcome:
    """Done, or refused. The reason is kept as evidence and never judged."""

    accepted: bool
    reason: str = ""


class AccessOutcome(StrEnum):
    """What access verification concludes."""

    VERIFIED = "verified"
    PARTLY_VERIFIED = "partly-verified"
    NOT_VERIFIED = "not-verified"


class HostResult(StrEnum):
    """What happened at one host."""

    DOCUMENT_TREE = "document-tree"
    ANSWERED = "answered"
    UNEXPECTED_ANSWER = "unexpected-answer"
    TIME_OUT = "time-out"
    REFUSED = "refused"
    DNS_FAILURE = "dns-failure"
    CONNECTION_RESET = "connection-reset"
    BAD_CERTIFICATE = "bad-certificate"


@dataclass(frozen=True)
class HostReport:
    """One host that was tried, by its name without scheme or port."""

    host: str
    result: HostResult
    detail: str = ""


@dataclass(frozen=True)
class AccessReport:
    """Outcome of an access verification, per host what happened, and advice."""

    outcome: AccessOutcome
    hosts: tuple[HostReport, ...]
    advice: str = ""


@dataclass(frozen=True)
class Receipt:
    """The portal's answer for one file. `path` is the path that was handed in."""

    path: Path
    accepted: bool
    reason: str = ""


@dataclass(frozen=True)
class ReceivedFile:
    """A file that billing has. `sha256` is the lower-case hex digest of its bytes."""

    name: str
    sha256: str
    size: int


class Standing(StrEnum):
    """Where a billing period stands.

    `pending` while files are missing and the deadline has not passed, `met` once all
    files of the period were there in time, `missed` when they were not.
    """

    PENDING = "pending"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True)
class BillingView:
    """A billing period as the subscriber sees it.

    `first_day` and `last_day` are inclusive; `deadline` is the last day on which an
    upload is in time.
    """

    first_day: date
    last_day: date
    deadline: date
    files: tuple[ReceivedFile, ...]
    standing: Standing


@runtime_checkable
class Implementation(Protocol):
    """The adapter interface. The class is called without arguments, or with the
    profile's `[options]` as keyword arguments, to make an instance."""

    def describe(self) -> Description:
        """Say who this is. May come before `install`."""

    def install(self, site: Site) -> None:
        """Start afresh on `site`: nothing of an earlier site, licence or login remains."""

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """Load a licence on a server, in place of the one it had."""

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """These logins have just happened on this server. All ended by now."""

    def advance(self, now: datetime) -> None:
        """The clock reads `now`, at most one hour later than before.

        Do everything that fell due, and come to rest before returning.
        """

    def restart(self, server: str) -> None:
        """An orderly restart of the server."""

    def kill(self, server: str) -> None:
        """The server's processes end at once, without warning."""

    def start(self, server: str) -> None:
        """Start a server that was killed."""

    def connect_cloud(self, organization: str) -> Outcome:
        """Connect PureConnect to this Genesys Cloud organization, which may not exist."""

    def disconnect_cloud(self) -> None:
        """Cut the connection to Genesys Cloud."""

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """The logins that these usage files hold, in any order.

        Asked of an instance that was never installed and has seen nothing else. The
        files are closed ones, or copies of them under other names.
        """

    def verify_access(self, server: str) -> AccessReport:
        """Verify this server's access to the S3 location that its licence calls for."""

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """`caller` uploads these files by hand: one receipt per file."""

    def billing(self, day: date) -> BillingView:
        """The billing period that contains `day`, as it stands now."""

    def close(self) -> None:
        """The end: release everything."""


CALLS: tuple[str, ...] = (
    "describe",
    "install",
    "load_license",
    "record_logins",
    "advance",
    "restart",
    "kill",
    "start",
    "connect_cloud",
    "disconnect_cloud",
    "read_usage",
    "verify_access",
    "upload_to_portal",
    "billing",
    "close",
)
