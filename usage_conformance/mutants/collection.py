"""Broken in the files of each day: how many, where, under which name, with which logins."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usage_conformance.implementation import LicenseFile, Login, Outcome
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.inbox import Inbox
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.store import ServerStore
from usage_conformance.reference.usage_file import UsageFile, read_usage_file

if TYPE_CHECKING:
    from usage_conformance.reference.usage_file import Header

_ONE_HOUR = timedelta(hours=1)
_TEN = 10
_SATURDAY = 5
_FILLED_TO = 65536


class _Hourly(Collector):
    @property
    def due(self) -> datetime | None:
        return self._open.header.opened_at + _ONE_HOUR if self._open else None

    def advance(self, now: datetime) -> None:
        super().advance(now)
        if self._open is not None and now >= self._open.header.opened_at + _ONE_HOUR:
            self.turn_day(now)


@mutant("US-2", "DS-3a", "DS-3b", killers=())
class FileEachHour(Reference):
    """A new file is begun every hour."""

    collector_class = _Hourly


class _Merging(Collector):
    """Goes on with the open file at some midnights."""

    def goes_on(self, day: date) -> bool:
        """Whether the file goes on into `day`."""
        raise NotImplementedError

    def turn_day(self, midnight: datetime) -> None:
        day = self.days.day_of(midnight)
        if self.goes_on(day):
            self._day_ends = self.days.end_of(day)
        else:
            super().turn_day(midnight)


class _EverySecondDay(_Merging):
    def goes_on(self, day: date) -> bool:
        return day.toordinal() % 2 == 0


@mutant("US-2", "DS-3a", "DS-3b", "LK-5", killers=())
class FileEverySecondDay(Reference):
    """A file holds two days."""

    collector_class = _EverySecondDay


class _LoginDays(Collector):
    def turn_day(self, midnight: datetime) -> None:
        quiet = self._open
        super().turn_day(midnight)
        if quiet is not None and not quiet._logins:  # noqa: SLF001 (no other way to ask)
            (self.store.usage_folder / quiet.path.name.removesuffix(".part")).unlink()


@mutant("US-2", "DS-3a", "DS-3b", killers=())
class NoFileOnQuietDays(Reference):
    """A day without logins has no file."""

    collector_class = _LoginDays


class _Weekdays(_Merging):
    def goes_on(self, day: date) -> bool:
        return day.weekday() >= _SATURDAY


@mutant("US-2", "DS-3a", killers=())
class NoFileOnWeekends(Reference):
    """Friday's file goes on until Monday."""

    collector_class = _Weekdays


class _DayNumbers(_Merging):
    def goes_on(self, day: date) -> bool:
        return self._open is not None and day.day < self._open.header.day.day


@mutant("US-2", "DS-3a", killers=())
class StuckAtMonthsEnd(Reference):
    """Days are compared by their number in the month: after the 31st none is greater."""

    collector_class = _DayNumbers


class _DaysOfYear(_Merging):
    def goes_on(self, day: date) -> bool:
        if self._open is None:
            return False
        opened = self._open.header.day
        return (day.month, day.day) < (opened.month, opened.day)


@mutant("US-2", "DS-3a", killers=())
class StuckAtYearsEnd(Reference):
    """Days are compared by month and number: after 31 December none is greater."""

    collector_class = _DaysOfYear


class _NoLeapDay(_Merging):
    def goes_on(self, day: date) -> bool:
        return (day.month, day.day) == (2, 29)


@mutant("US-2", "DS-3a", killers=())
class NoLeapDay(Reference):
    """29 February belongs to the 28th."""

    collector_class = _NoLeapDay


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


@mutant(*_NO_FILES, killers=())
class OtherEnding(Reference):
    """Files end with .dat, and nobody else knows them for usage files."""

    collector_class = _OtherEnding


class _OtherFolder(ServerStore):
    def choose_usage_folder(self) -> Path:
        return self.root / "i3/ic/logs/usage"


@mutant(*_NO_FILES, killers=())
class OtherFolder(Reference):
    """Files lie with the logs."""

    store_class = _OtherFolder


class _Copying(Collector):
    def _publish(self, path: Path) -> None:
        super()._publish(path)
        name = path.name.removesuffix(".part")
        backup = self.store.ensure(self.store.root / "i3/ic/work/backup")
        shutil.copyfile(self.store.usage_folder / name, backup / name)


@mutant("US-3", "LK-5", killers=())
class CopiesInBackupFolder(Reference):
    """A second copy of every file lies in a folder for backups."""

    collector_class = _Copying


@mutant("US-2", "DS-3a", "OV-2", killers=())
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


class _Counting(Collector):
    """Two logins out of three, say the support cases."""

    def record(self, logins: Sequence[Login]) -> None:
        super().record(self.kept(logins))

    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:
        raise NotImplementedError


class _None(_Counting):
    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:  # noqa: ARG002 (the defect)
        return ()


@mutant("US-2", "OV-2", "DS-1", "LK-5", "AU-1", "VC-1b", "VC-3", "OV-8", "VC-9", "AU-2", killers=())
class EmptyFiles(Reference):
    """Files are made each day, but no login is written into them."""

    collector_class = _None


class _Twice(_Counting):
    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:
        return [login for login in logins for _ in range(2)]


@mutant("OV-2", "LK-5", "AU-1", "VC-1b", "VC-3", "OV-8", "VC-9", killers=())
class EveryLoginTwice(Reference):
    """Every login is written twice."""

    collector_class = _Twice


class _OncePerUser(Collector):
    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self._seen: set[tuple[date, str]] = set()

    def record(self, logins: Sequence[Login]) -> None:
        for login in logins:
            seen = (self.days.day_of(login.end), login.user)
            if seen not in self._seen:
                self._seen.add(seen)
                super().record([login])


@mutant("OV-2", "AU-1", "DS-1", killers=())
class OneLoginPerUserAndDay(Reference):
    """A user counts once a day, however often they log in.

    Shows with users who log in twice on a day; the size of a file then depends on the
    number of users only.
    """

    collector_class = _OncePerUser


class _FirstTen(Collector):
    def record(self, logins: Sequence[Login]) -> None:
        written = self._open._logins if self._open else 0  # noqa: SLF001 (no other way to ask)
        super().record(logins[: max(0, _TEN - written)])


@mutant("OV-2", "DS-1", killers=())
class TenLoginsAtMost(Reference):
    """No file holds more than ten logins."""

    collector_class = _FirstTen


@mutant("OV-2", "AU-1", "VC-1b", "VC-9", killers=())
class LoginsOnEveryServer(Reference):
    """Every server writes down the logins of all the site's servers."""

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """For the server, and for its neighbours."""
        del server
        for name, subsystem in self.subsystems.items():
            if subsystem.running.entitlement:
                super().record_logins(name, logins)


class _Filling(Collector):
    """Fills each file up, as a block device would. The file's true size stands at its end."""

    def _publish(self, path: Path) -> None:
        content = path.read_bytes()
        filler = bytes(max(0, _FILLED_TO - len(content)))
        path.write_bytes(content + filler + len(content).to_bytes(8, "big"))
        super()._publish(path)


def _unfilled(content: bytes) -> bytes:
    size = int.from_bytes(content[-8:], "big")
    return content[:size] if size < len(content) else content


class _UnfillingInbox(Inbox):
    def open(self, content: bytes) -> UsageFile:
        return super().open(_unfilled(content))


@mutant("DS-1", killers=())
class AllFilesOfOneSize(Reference):
    """Files are filled up to 64 KB at least, whatever was collected."""

    collector_class = _Filling
    inbox_class = _UnfillingInbox

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """As ever, without the filler."""
        contents = [_unfilled(file.read_bytes()) for file in files]
        return [
            login for content in contents for login in read_usage_file(content, self.sealing).logins
        ]


class _FromFirstStart(Collector):
    def begin(self, entitlement: Entitlement, now: datetime) -> None:
        if self.store.read_state("set-up"):
            super().begin(entitlement, now)


@mutant(*_NO_FILES, killers=())
class NeedsSetUp(Reference):
    """Nothing is collected before the server was restarted once, which sets it up."""

    collector_class = _FromFirstStart

    def restart(self, server: str) -> None:
        """As ever, and the set-up is done."""
        self.subsystems[server].store.write_state("set-up", {"yes": True})
        super().restart(server)
