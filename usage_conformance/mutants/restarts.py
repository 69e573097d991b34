"""Broken in what a restart makes of usage files."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.usage_file import UsageFileWriter

if TYPE_CHECKING:
    from usage_conformance.reference.usage_file import Header

_PART = ".part"


class _Continuing(Collector):
    """Leaves the open file open when it stops, and goes on with it."""

    def stop(self, now: datetime) -> None:
        del now
        self._open = self._day_ends = None

    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        for path in sorted(self.store.state_folder.glob(f"*{_PART}")):
            writer = UsageFileWriter.resume(path, self.sealing)
            if writer is not None and entitlement is not None:
                self._use(writer)
                self.advance(now)
                return
        super().recover(entitlement, now)


@mutant(
    "DS-3b",
    killers=("usage_files::a-restart-at-moment-adds-a-file-to-that-day-s[2020-06-02 13:00]",),
)
class RestartMakesNoFile(Reference):
    """After a restart the day's file is gone on with."""

    collector_class = _Continuing


class _OneNameADay(Collector):
    def file_name(self, header: Header) -> str:
        return f"{header.server}-{header.day:%Y%m%d}.usg"

    def _open_file(self, day: date, now: datetime, *, automated: bool) -> None:
        present = self.store.usage_folder / f"{self.server.name}-{day:%Y%m%d}.usg"
        present.unlink(missing_ok=True)
        super()._open_file(day, now, automated=automated)


@mutant(
    "AU-1",
    "DS-3b",
    killers=("automated_upload::what-arrives-holds-every-login-once",),
)
class RestartOverwrites(Reference):
    """A day has one file name, so that the file after a restart takes the other's place."""

    collector_class = _OneNameADay


class _TwoNamesADay(Collector):
    def file_name(self, header: Header) -> str:
        name = "first" if header.sequence == 1 else "restarted"
        return f"{header.server}-{header.day:%Y%m%d}-{name}.usg"

    def _open_file(self, day: date, now: datetime, *, automated: bool) -> None:
        restarted = self.store.usage_folder / f"{self.server.name}-{day:%Y%m%d}-restarted.usg"
        if self._sequences.get(day.isoformat(), 0):
            restarted.unlink(missing_ok=True)
        super()._open_file(day, now, automated=automated)


@mutant(
    "DS-3b",
    killers=("usage_files::every-restart-adds-a-file",),
)
class SecondRestartOverwrites(Reference):
    """There is a name for the file after a restart, but only one each day."""

    collector_class = _TwoNamesADay


class _Touching(Collector):
    """Does something to the files that lie there when it starts."""

    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        for file in sorted(self.store.usage_folder.glob("*.usg")):
            self.touch(file)
        super().recover(entitlement, now)

    def touch(self, file: Path) -> None:
        raise NotImplementedError


class _CuttingOff(_Touching):
    def touch(self, file: Path) -> None:
        os.truncate(file, file.stat().st_size - 1)


@mutant(
    "OV-3",
    "AU-1",
    "DS-3b",
    killers=("automated_upload::files-of-a-day-with-restarts-arrive-too",),
)
class RestartDamagesFiles(Reference):
    """At its start a server cuts the last byte off the files that are there."""

    collector_class = _CuttingOff


class _Marking(_Touching):
    def touch(self, file: Path) -> None:
        with file.open("ab") as stream:
            stream.write(b"restarted\n")


@mutant(
    "OV-3",
    "AU-1",
    "DS-3b",
    killers=("automated_upload::files-of-a-day-with-restarts-arrive-too",),
)
class RestartMarksFiles(Reference):
    """At its start a server adds a mark to the files that are there."""

    collector_class = _Marking


class _Cleaning(_Touching):
    def touch(self, file: Path) -> None:
        file.unlink()


@mutant(
    "AU-1",
    "DS-3b",
    killers=("usage_files::earlier-files-stay-untouched-when-the-server-restarts",),
)
class RestartClearsFolder(Reference):
    """At its start a server empties the usage folder."""

    collector_class = _Cleaning


@mutant(
    "DS-3b",
    killers=("usage_files::another-server-s-restart-adds-nothing-here",),
)
class RestartOfOneRestartsAll(Reference):
    """With one server all the others are restarted."""

    def restart(self, server: str) -> None:
        """Every server that runs."""
        del server
        for name, subsystem in self.subsystems.items():
            if subsystem.process is not None:
                super().restart(name)


class _Dropping(Collector):
    def stop(self, now: datetime) -> None:
        del now
        if self._open is not None:
            self._open.path.unlink()
            self._open = self._day_ends = None


@mutant(
    "AU-1",
    "DS-3b",
    killers=("automated_upload::what-arrives-holds-every-login-once",),
)
class RestartLosesOpenFile(Reference):
    """A restart throws away what was collected since midnight."""

    collector_class = _Dropping


class _SilentAfterRestart(Collector):
    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        del entitlement
        super().recover(None, now)


@mutant(
    "VC-1b",
    "AU-1",
    "LK-5",
    "DS-3b",
    killers=("virtual_cloud::the-license-goes-on-working-after-a-restart",),
)
class SilentAfterRestart(Reference):
    """After a restart nothing is collected until a license is loaded again."""

    collector_class = _SilentAfterRestart
