"""Broken in the files of each day: how many, where, and under which name."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from usage_conformance.implementation import LicenseFile, Login, Outcome
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.store import ServerStore

if TYPE_CHECKING:
    from usage_conformance.reference.usage_file import Header

_ONE_HOUR = timedelta(hours=1)


class _Hourly(Collector):
    @property
    def due(self) -> datetime | None:
        return self._open.header.opened_at + _ONE_HOUR if self._open else None

    def advance(self, now: datetime) -> None:
        super().advance(now)
        if self._open is not None and now >= self._open.header.opened_at + _ONE_HOUR:
            self.turn_day(now)


@mutant(
    "US-2",
    "DS-3a",
    "DS-3b",
    killers=("usage_files::each-server-has-a-file-of-its-own-each-day",),
)
class FileEachHour(Reference):
    """A new file is begun every hour."""

    collector_class = _Hourly


class _OtherEnding(Collector):
    def file_name(self, header: Header) -> str:
        return super().file_name(header).removesuffix(".usg") + ".dat"


_NO_FILES = (
    "US-1", "US-2", "US-3", "DS-1", "DS-3a", "DS-3b", "OV-2", "OV-1", "TL-1", "LK-4", "LK-5",
    "MU-7",
    "MU-1", "MU-2", "MU-3", "MU-4", "MU-5", "OV-3", "OV-4", "LK-1", "LK-2", "LK-3", "TL-5", "VC-5",
    "AU-1", "AU-2", "AU-3", "AU-4", "TL-6", "VC-6", "VC-2", "VC-3", "OV-8", "OV-6", "VC-1", "VC-1b",
    "VC-7", "VC-8", "OV-7", "VC-9",
)  # fmt: skip


@mutant(
    "OV-1",
    "OV-2",
    "OV-3",
    "OV-4",
    "OV-6",
    "OV-7",
    "OV-8",
    "US-1",
    "US-2",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-1",
    "VC-1b",
    "VC-2",
    "VC-3",
    "VC-5",
    "VC-6",
    "VC-7",
    "VC-8",
    "VC-9",
    "AU-1",
    "AU-2",
    "AU-3",
    "AU-4",
    "MU-1",
    "MU-2",
    "MU-3",
    "MU-5",
    "MU-7",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    "LK-5",
    "DS-1",
    "DS-3a",
    "DS-3b",
    killers=(
        "automated_upload::under-a-virtual-cloud-license-files-arrive-without-anybody-s-help",
        "region_selection::a-virtual-cloud-license-sends-to-us-east-1-with-the-newest-release",
    ),
)
class OtherEnding(Reference):
    """Files end with .dat, and nobody else knows them for usage files."""

    collector_class = _OtherEnding


class _OtherFolder(ServerStore):
    def choose_usage_folder(self) -> Path:
        return self.root / "i3/ic/logs/usage"


@mutant(
    "OV-1",
    "OV-2",
    "OV-3",
    "OV-4",
    "US-1",
    "US-2",
    "US-3",
    "TL-1",
    "TL-5",
    "VC-3",
    "VC-9",
    "AU-1",
    "MU-1",
    "MU-2",
    "MU-3",
    "MU-5",
    "MU-7",
    "LK-1",
    "LK-4",
    "LK-5",
    "DS-1",
    "DS-3a",
    "DS-3b",
    killers=(
        "disputes::with-the-local-key-files-are-collected-where-the-network-is-open",
        "license_keys::with-the-local-key-files-are-collected",
        "releases::the-newest-release-has-subscription-billing",
        "traditional_license::a-license-works-on-the-machine-that-it-names",
        "usage_files::a-fresh-installation-collects-as-soon-as-it-has-a-license",
    ),
)
class OtherFolder(Reference):
    """Files lie with the logs."""

    store_class = _OtherFolder


class _Copying(Collector):
    def _publish(self, path: Path) -> None:
        super()._publish(path)
        name = path.name.removesuffix(".part")
        backup = self.store.ensure(self.store.root / "i3/ic/work/backup")
        shutil.copyfile(self.store.usage_folder / name, backup / name)


@mutant(
    "US-3",
    killers=("usage_files::all-usage-files-lie-in-the-usage-folder-also-over-a-restart",),
)
class CopiesInBackupFolder(Reference):
    """A second copy of every file lies in a folder for backups."""

    collector_class = _Copying


@mutant(
    "OV-2",
    "US-2",
    "TL-6",
    "VC-6",
    "VC-9",
    "AU-3",
    "MU-3",
    "MU-5",
    "LK-4",
    "DS-3a",
    "DS-3b",
    killers=(
        "billing_deadline::files-of-every-server-meet-the-deadline-together",
        "license_keys::two-servers-each-under-its-own-key",
    ),
)
class OneFileForAllServers(Reference):
    """The first server of a site collects for all the others."""

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """Everything goes to the first server."""
        super().record_logins(self._first(server), logins)

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever; the others then stop collecting."""
        outcome = super().load_license(server, license)
        if server != self._first(server):
            self.subsystems[server].running.collector.withdraw(self.now())
        return outcome

    def _first(self, server: str) -> str:
        """The first of the site's servers, if it is licensed."""
        first = next(iter(self.subsystems))
        return first if self.subsystems[first].running.entitlement else server


class _FromFirstStart(Collector):
    def begin(self, entitlement: Entitlement, now: datetime) -> None:
        if self.store.read_state("set-up"):
            super().begin(entitlement, now)


@mutant(
    "OV-1",
    "OV-2",
    "OV-3",
    "OV-4",
    "OV-6",
    "OV-7",
    "OV-8",
    "US-1",
    "US-2",
    "US-3",
    "TL-1",
    "TL-5",
    "TL-6",
    "VC-1",
    "VC-1b",
    "VC-2",
    "VC-3",
    "VC-5",
    "VC-6",
    "VC-7",
    "VC-8",
    "VC-9",
    "AU-1",
    "AU-2",
    "AU-3",
    "AU-4",
    "MU-1",
    "MU-2",
    "MU-3",
    "MU-5",
    "MU-7",
    "LK-1",
    "LK-2",
    "LK-3",
    "LK-4",
    "LK-5",
    "DS-1",
    "DS-3a",
    "DS-3b",
    killers=(
        "automated_upload::every-upload-to-genesys-cloud-is-secured-and-uses-port-443",
        "license_keys::with-the-virtual-cloud-key-files-arrive-in-the-bucket-of-genesys-cloud",
        "releases::the-newest-release-has-virtual-cloud-licensing",
    ),
)
class NeedsSetUp(Reference):
    """Nothing is collected before the server was restarted once, which sets it up."""

    collector_class = _FromFirstStart

    def restart(self, server: str) -> None:
        """As ever, and the set-up is done."""
        self.subsystems[server].store.write_state("set-up", {"yes": True})
        super().restart(server)
