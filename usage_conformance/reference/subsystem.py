"""The usage subsystem of one server: its license, its collector, its uploader."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from usage_conformance.implementation import License

if TYPE_CHECKING:
    from datetime import datetime

    from usage_conformance.implementation import Server
    from usage_conformance.reference.collector import Collector
    from usage_conformance.reference.licensing import Entitlement
    from usage_conformance.reference.store import ServerStore
    from usage_conformance.reference.uploader import Uploader

_LOG = logging.getLogger(__name__)


@dataclass
class Process:
    """What one run of the server's process holds in memory, and a crash loses."""

    collector: Collector
    uploader: Uploader
    license: License | None
    entitlement: Entitlement | None = None


class Subsystem:
    """One server, running or not. What lies in `store` outlives its processes."""

    def __init__(self, server: Server, store: ServerStore) -> None:
        self.server = server
        self.store = store
        self.process: Process | None = None

    @property
    def running(self) -> Process:
        """The server's process. RuntimeError while the server is down."""
        if self.process is None:
            raise RuntimeError(f"{self.server.name} is not running; start it first")
        return self.process

    @property
    def license(self) -> License | None:
        """The license last accepted."""
        return self.process.license if self.process else self.read_license()

    def read_license(self) -> License | None:
        """The license on the disk. One that has been damaged there counts as none."""
        try:
            plain = self.store.read_license()
            return License(**plain | {"keys": tuple(plain["keys"])}) if plain else None
        except (ValueError, KeyError, TypeError) as error:
            _LOG.error("the license of %s cannot be read: %s", self.server.name, error)
            return None

    def write_license(self, license: License) -> None:
        """Put an accepted license in force, on the disk first."""
        self.store.write_license(asdict(license))
        self.running.license = license

    def apply(self, entitlement: Entitlement | None, now: datetime, *, collects: bool) -> None:
        """Another entitlement holds from now on: a file never spans two of them."""
        process = self.running
        if entitlement == process.entitlement:
            return
        process.entitlement = entitlement
        process.collector.withdraw(now)
        if entitlement is not None and collects:
            process.collector.begin(entitlement, now)
        process.uploader.soon(now)

    def take_up(self, entitlement: Entitlement | None, now: datetime, *, collects: bool) -> None:
        """After a start: go on from what lies on the disk."""
        process = self.running
        process.entitlement = entitlement
        process.collector.recover(entitlement if collects else None, now)
        process.uploader.soon(now)

    def stop(self, now: datetime) -> None:
        """An orderly stop: the day's file is closed."""
        self.running.collector.stop(now)
        self.process = None

    def kill(self) -> None:
        """The process is gone, and everything it held."""
        self.process = None
