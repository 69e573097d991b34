"""What has reached billing: from S3 and from the portal."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.reference.usage_file import (
    Header,
    UsageFile,
    UsageFileError,
    read_usage_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usage_conformance.implementation import Server
    from usage_conformance.reference.crypto import Sealing
    from usage_conformance.reference.s3 import Location, S3Clients

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Received:
    """A usage file that billing has opened. `arrived_at` and `closed_at` are UTC."""

    name: str
    sha256: str
    size: int
    arrived_at: datetime
    header: Header
    closed_at: datetime

    @property
    def closing_day(self) -> date:
        """The date on the clock that the file's days follow, when it was closed."""
        return self.closed_at.astimezone(ZoneInfo(self.header.time_zone)).date()


class Inbox:
    """Billing's own memory, outside the customer's servers.

    Billing reads the buckets itself; only the prefixes of this site, and only once the
    site has sent something there.
    """

    def __init__(self, servers: tuple[Server, ...], sealing: Sealing, clients: S3Clients) -> None:
        self.sealing = sealing
        self.clients = clients
        self._hosts = {server.name: server.host_id for server in servers}
        self._received: dict[str, Received] = {}
        self._watched: set[tuple[Location, str]] = set()
        self._seen: set[tuple[str, str, str]] = set()

    def receive(self, name: str, content: bytes, at: datetime) -> None:
        """Take a file in; the same bytes count once, as of their first arrival.

        Raises UsageFileError where it is no whole usage file of this site.
        """
        digest = hashlib.sha256(content).hexdigest()
        usage = self.open(content)
        before = self._received.get(digest)
        if before is None or at < before.arrived_at:
            self._received[digest] = Received(
                name, digest, len(content), at, usage.header, usage.closed_at
            )

    def open(self, content: bytes) -> UsageFile:
        """Decrypt and check. Raises UsageFileError."""
        usage = read_usage_file(content, self.sealing)
        if self._hosts.get(usage.header.server) != usage.header.host_id:
            raise UsageFileError(f"the file comes from elsewhere: {usage.header.server}")
        return usage

    def watch(self, location: Location, prefix: str) -> None:
        """From now on billing looks for files below `prefix`."""
        self._watched.add((location, prefix))

    def received(self) -> tuple[Received, ...]:
        """Everything that has arrived by now, in order of arrival."""
        self._read_s3()
        return tuple(sorted(self._received.values(), key=lambda r: (r.arrived_at, r.name)))

    def _read_s3(self) -> None:
        for location, prefix in sorted(self._watched, key=lambda w: (w[0].bucket, w[1])):
            try:
                for key, content, at in self._new_objects(location, prefix):
                    self._receive_object(key, content, at)
            except (ClientError, BotoCoreError) as error:
                # Billing then shows what it had seen before.
                _LOG.warning("%s could not be read: %s", location.bucket, error)

    def _new_objects(
        self, location: Location, prefix: str
    ) -> Iterator[tuple[str, bytes, datetime]]:
        client = self.clients.client(location.region)
        pages = client.get_paginator("list_objects_v2").paginate(
            Bucket=location.bucket, Prefix=prefix
        )
        for page in pages:
            for item in page.get("Contents", ()):
                seen = (location.bucket, item["Key"], item["ETag"])
                if seen not in self._seen:
                    body = client.get_object(Bucket=location.bucket, Key=item["Key"])["Body"]
                    yield item["Key"], body.read(), item["LastModified"].astimezone(UTC)
                    self._seen.add(seen)

    def _receive_object(self, key: str, content: bytes, at: datetime) -> None:
        try:
            self.receive(key.rpartition("/")[2], content, at)
        except UsageFileError as error:
            _LOG.warning("%s does not count: %s", key, error)
