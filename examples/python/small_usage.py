"""A complete small adapter, together with the small product that it drives.

The product collects usage for manual upload and does nothing else, so that its profile
claims the scope `collection` alone and the calls of other scopes are never made.

    usage-conformance certify --profile examples/python/usage-conformance.toml
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from usage_conformance.implementation import (
    AccessReport,
    BillingView,
    Description,
    License,
    LicenseFile,
    Login,
    Outcome,
    Receipt,
    Release,
    Server,
    Site,
)

LOCAL = "I3_FEATURE_USAGE_TRACKING_LOCAL"
FIRST_RELEASE = Release(2018, 2, 2)

# A real product would keep its key out of its source.
CIPHER = Fernet(b"c21hbGwtZXhhbXBsZS1rZXktLTMyLWJ5dGVzLS0tLS0=")


@dataclass
class Collector:
    """The product: one per server. Its day ends at midnight on the server's own clock."""

    server: Server
    licensed: bool = False
    day: date | None = None
    logins: list[Login] = field(default_factory=list)
    written: int = 0

    def today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.server.time_zone)).date()

    def begin(self, now: datetime) -> None:
        self.day = self.today(now)
        self.logins = []

    def close_file(self) -> None:
        """Write what was collected since the last file."""
        folder = self.server.root / "i3" / "ic" / "work" / "usage"
        folder.mkdir(parents=True, exist_ok=True)
        self.written += 1
        rows = [
            {**asdict(login), "start": str(login.start), "end": str(login.end)}
            for login in self.logins
        ]
        file = folder / f"{self.day}-{self.written}.usg"
        file.write_bytes(CIPHER.encrypt(json.dumps(rows).encode()))


class SmallUsage:
    """The adapter: translates the harness's calls into the product's."""

    def describe(self) -> Description:
        releases = ("2018 R2 Patch 1", "2018 R2 Patch 2", "2019 R4", "2020 R2")
        return Description(
            name="Small usage",
            version="1.0",
            vendor="Example",
            releases=tuple(Release.parse(text) for text in releases),
        )

    def install(self, site: Site) -> None:
        self.site = site
        self.now = datetime.now(UTC)
        self.collectors = {server.name: Collector(server) for server in site.servers}

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        collector = self.collectors[server]
        if collector.licensed:
            collector.close_file()
        collector.licensed = False
        if not isinstance(license, License):
            return Outcome(accepted=False, reason="not a license file")
        if self.site.release < FIRST_RELEASE:
            return Outcome(accepted=False, reason=f"{self.site.release} knows no usage keys")
        if license.host_id != collector.server.host_id:
            return Outcome(accepted=False, reason=f"the license is for {license.host_id}")
        collector.licensed = LOCAL in license.keys
        collector.begin(self.now)
        return Outcome(accepted=True)

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        collector = self.collectors[server]
        if collector.licensed:
            collector.logins.extend(logins)

    def advance(self, now: datetime) -> None:
        self.now = now
        for collector in self.collectors.values():
            if collector.licensed and collector.today(now) != collector.day:
                collector.close_file()
                collector.begin(now)

    def restart(self, server: str) -> None:
        collector = self.collectors[server]
        if collector.licensed:
            collector.close_file()
            collector.begin(self.now)

    def kill(self, server: str) -> None:
        self.collectors[server].logins = []

    def start(self, server: str) -> None:
        self.collectors[server].begin(self.now)

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        return [
            Login(
                row["user"],
                row["station"],
                datetime.fromisoformat(row["start"]),
                datetime.fromisoformat(row["end"]),
            )
            for file in files
            for row in json.loads(CIPHER.decrypt(file.read_bytes()))
        ]

    def close(self) -> None:
        pass

    # The profile does not claim the scopes of the calls below, so that nobody makes them.

    def connect_cloud(self, organization: str) -> Outcome:
        raise NotImplementedError

    def disconnect_cloud(self) -> None:
        raise NotImplementedError

    def verify_access(self, server: str) -> AccessReport:
        raise NotImplementedError

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        raise NotImplementedError

    def billing(self, day: date) -> BillingView:
        raise NotImplementedError
