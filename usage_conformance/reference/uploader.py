"""The automated upload."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.reference.calendars import ONE_DAY, local_instant
from usage_conformance.reference.usage_file import UsageFileError, read_header

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from usage_conformance.implementation import Server
    from usage_conformance.reference.inbox import Inbox
    from usage_conformance.reference.licensing import Entitlement
    from usage_conformance.reference.readings import Readings
    from usage_conformance.reference.s3 import Locations, S3Clients
    from usage_conformance.reference.store import ServerStore

_LOG = logging.getLogger(__name__)
_ACKNOWLEDGED = "uploads"


class Uploader:
    """Sends one server's closed files to S3, daily (AU-1 to AU-4).

    A file goes up under the license that is in force when its turn comes. Whether it
    goes up at all is settled when it is begun: files of a LOCAL license never do.
    """

    daily_at = time(1, 0)
    first_pause = timedelta(hours=1)

    def __init__(
        self,
        server: Server,
        readings: Readings,
        store: ServerStore,
        zone: ZoneInfo,
        locations: Locations,
        clients: S3Clients,
        inbox: Inbox,
    ) -> None:
        self.server = server
        self.readings = readings
        self.store = store
        self.zone = zone
        self.locations = locations
        self.clients = clients
        self.inbox = inbox
        self.due: datetime | None = None
        self._failures = 0
        self._acknowledged = {entry["name"] for entry in store.entries(_ACKNOWLEDGED)}
        self._automated: dict[str, bool] = {}

    def soon(self, now: datetime) -> None:
        """Something happened that may have closed a file, or made its upload possible."""
        self.due = now

    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        """Upload if the time has come. `entitlement` is None where nothing may be sent."""
        if self.due is None or now < self.due:
            return
        complete = True
        if entitlement is not None and self.permitted(entitlement):
            complete = self.upload_all(entitlement, now)
        self._failures = 0 if complete else self._failures + 1
        self.due = self.next_daily(now) if complete else self.next_attempt(now)

    def permitted(self, entitlement: Entitlement) -> bool:
        """LK-1, LK-2, LK-4: whether the license asks for automated upload."""
        return entitlement.automated

    def next_daily(self, now: datetime) -> datetime:
        """The next time (UTC) that the server's clock reads the daily hour."""
        today = now.astimezone(self.zone).date()
        due = local_instant(today, self.daily_at, self.zone)
        return due if due > now else local_instant(today + ONE_DAY, self.daily_at, self.zone)

    def next_attempt(self, now: datetime) -> datetime:
        """After a failure: again after ever longer pauses, at the daily hour at the latest."""
        pause = self.first_pause * float(2 ** min(self._failures - 1, 5))
        return min(now + pause, self.next_daily(now))

    def upload_all(self, entitlement: Entitlement, now: datetime) -> bool:
        """Send every file that waits. False if one could not be sent; the rest waits too."""
        for file in self.closed_files():
            if file.name not in self._acknowledged:
                if not self.is_automated(file):
                    continue
                if not self.upload(file, entitlement, now):
                    return False
            self.after_acknowledgement(file)
        return True

    def closed_files(self) -> list[Path]:
        """Closed usage files on the disk, sent or not, oldest first."""
        return sorted(self.store.usage_folder.glob("*.usg"))

    def is_automated(self, file: Path) -> bool:
        """Whether the file was collected under a license for automated upload."""
        if file.name not in self._automated:
            try:
                self._automated[file.name] = read_header(file.read_bytes()).automated
            except UsageFileError as error:
                _LOG.warning("%s is left where it is: %s", file, error)
                self._automated[file.name] = False
        return self._automated[file.name]

    def upload(self, file: Path, entitlement: Entitlement, now: datetime) -> bool:
        """Send one file. False, and a log entry, if S3 did not acknowledge it."""
        content = file.read_bytes()
        location = self.locations.of(entitlement.kind)
        key = self.object_key(file, entitlement)
        self.inbox.watch(location, key.removesuffix(file.name))
        try:
            self.put(location.bucket, location.region, key, content)
        except (ClientError, BotoCoreError) as error:
            _LOG.warning("%s could not be uploaded: %s", file, error)
            return False
        self.acknowledge(file, f"{location.bucket}/{key}", content, now)
        return True

    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        """One request to S3."""
        self.clients.client(region).put_object(Bucket=bucket, Key=key, Body=content)

    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        """The same on every attempt, so that a repeated upload replaces itself."""
        customer = entitlement.organization or self.server.host_id
        return f"{customer}/{self.server.name}/{file.name}"

    def acknowledge(self, file: Path, sent_to: str, content: bytes, now: datetime) -> None:
        """Remember for good that S3 has the file."""
        self.store.append(
            _ACKNOWLEDGED,
            {
                "name": file.name,
                "sha256": hashlib.sha256(content).hexdigest(),
                "sent_to": sent_to,
                "at": now.isoformat(),
            },
        )
        self._acknowledged.add(file.name)

    def after_acknowledgement(self, file: Path) -> None:
        """D6: a file that S3 has is kept or deleted."""
        if self.readings.D6 == "deleted":
            file.unlink()
