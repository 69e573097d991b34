"""A small site for the reference implementation, with moto in the place of S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from usage_conformance.implementation import (
    Caller,
    Credentials,
    License,
    Login,
    Outcome,
    Portal,
    Release,
    Role,
    Server,
    Site,
)
from usage_conformance.reference import Reference

UPLOAD = "I3_FEATURE_USAGE_TRACKING_UPLOAD"
VIRTUAL = "I3_FEATURE_USAGE_VIRTUAL_CLOUD"
LOCAL = "I3_FEATURE_USAGE_TRACKING_LOCAL"


@dataclass
class Installation:
    """The reference on a site of one IC server and one media server."""

    reference: Reference
    folder: Path
    now: datetime

    def load(self, *keys: str, server: str = "ic", host_id: str | None = None) -> Outcome:
        host = host_id or f"HOST-{server}"
        return self.reference.load_license(server, License(keys, host))

    def log_in(self, *users: str, server: str = "ic") -> None:
        start, end = self.now - timedelta(minutes=5), self.now
        self.reference.record_logins(server, [Login(u, f"at-{u}", start, end) for u in users])

    def advance(self, to: str) -> None:
        """`2020-06-01 12:00`, UTC; at most an hour at a time."""
        until = datetime.fromisoformat(to).replace(tzinfo=UTC)
        while self.now < until:
            self.now = min(self.now + timedelta(hours=1), until)
            self.reference.advance(self.now)

    def files(self, server: str = "ic") -> list[Path]:
        return sorted((self.folder / server / "i3/ic/work/usage").glob("*"))

    def users(self, server: str = "ic") -> list[str]:
        return sorted(login.user for login in Reference().read_usage(self.files(server)))


Install = Callable[..., Installation]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Install a reference (or a subclass) at an instant, under some readings."""
    made: list[Reference] = []

    def make(
        at: str = "2020-06-01 12:00",
        *,
        release: str = "2021 R1",
        zone: str = "UTC",
        kind: type[Reference] = Reference,
        **readings: str,
    ) -> Installation:
        folder = tmp_path / f"site-{len(made)}"
        servers = []
        for name, role, ic in (
            ("ic", Role.IC_SERVER, None),
            ("media", Role.MEDIA_SERVER, "ic"),
        ):
            (folder / name).mkdir(parents=True)
            servers.append(Server(name, role, f"HOST-{name}", zone, folder / name, ic))
        reference = kind(**readings)
        made.append(reference)
        reference.install(
            Site(
                release=Release.parse(release),
                servers=tuple(servers),
                credentials=Credentials("AKIAEXAMPLE", "secret"),
                portal=Portal("UTC", "UTC", (Caller("ann", True), Caller("bob", False))),  # noqa: FBT003
                organizations=("Acme",),
                connect_timeout=1.0,
            )
        )
        installation = Installation(reference, folder, datetime.fromisoformat(at + "+00:00"))
        reference.advance(installation.now)
        return installation

    yield make
    for reference in made:
        reference.close()


@pytest.fixture
def s3() -> Iterator[Callable[[], set[str]]]:
    """Both buckets, empty; answers what they hold as `bucket/key`."""
    with mock_aws():
        session = boto3.Session("AKIAEXAMPLE", "secret")
        ohio, virginia = (session.client("s3", region_name=r) for r in ("us-east-2", "us-east-1"))
        ohio.create_bucket(
            Bucket="pureconnectusage",
            CreateBucketConfiguration={"LocationConstraint": "us-east-2"},
        )
        virginia.create_bucket(Bucket="genesys-premise-billing")

        def objects() -> set[str]:
            return {
                f"{bucket}/{item['Key']}"
                for client, bucket in (
                    (ohio, "pureconnectusage"),
                    (virginia, "genesys-premise-billing"),
                )
                for item in client.list_objects_v2(Bucket=bucket).get("Contents", ())
            }

        yield objects
