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


@mutant("DS-3b", killers=())
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


@mutant("DS-3b", "US-2", "OV-2", "AU-1", "OV-3", killers=())
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


@mutant("DS-3b", "AU-1", "OV-3", killers=())
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


@mutant("DS-3b", "OV-2", "AU-1", "OV-3", "MU-7", killers=())
class RestartDamagesFiles(Reference):
    """At its start a server cuts the last byte off the files that are there."""

    collector_class = _CuttingOff


class _Marking(_Touching):
    def touch(self, file: Path) -> None:
        with file.open("ab") as stream:
            stream.write(b"restarted\n")


@mutant("DS-3b", "AU-1", "OV-2", "OV-3", killers=())
class RestartMarksFiles(Reference):
    """At its start a server adds a mark to the files that are there."""

    collector_class = _Marking


class _Cleaning(_Touching):
    def touch(self, file: Path) -> None:
        file.unlink()


@mutant("DS-3b", "OV-2", "US-2", "AU-1", "OV-3", "MU-7", killers=())
class RestartClearsFolder(Reference):
    """At its start a server empties the usage folder."""

    collector_class = _Cleaning


@mutant("DS-3b", killers=())
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


@mutant("DS-3b", "OV-2", "AU-1", killers=())
class RestartLosesOpenFile(Reference):
    """A restart throws away what was collected since midnight."""

    collector_class = _Dropping


class _SilentAfterRestart(Collector):
    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        del entitlement
        super().recover(None, now)


@mutant(
    "DS-3b",
    "US-3",
    "OV-2",
    "LK-4",
    "AU-1",
    "OV-3",
    "VC-1b",
    "LK-5",
    "TL-6",
    "VC-6",
    "AU-3",
    "AU-4",
    killers=(),
)
class SilentAfterRestart(Reference):
    """After a restart nothing is collected until a license is loaded again."""

    collector_class = _SilentAfterRestart
