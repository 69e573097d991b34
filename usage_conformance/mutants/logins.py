"""Broken in which logins are in the files, and in how large that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usage_conformance.implementation import Login
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.inbox import Inbox
from usage_conformance.reference.usage_file import UsageFile, read_usage_file

if TYPE_CHECKING:
    pass

_TEN = 10
_SMALL = 1600


class _Counting(Collector):
    """Writes other logins down than those that there were."""

    def record(self, logins: Sequence[Login]) -> None:
        super().record(self.kept(logins))

    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:
        raise NotImplementedError


class _None(_Counting):
    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:  # noqa: ARG002 (the defect)
        return ()


@mutant(
    "OV-2",
    "OV-8",
    "US-2",
    "TL-6",
    "VC-1b",
    "VC-3",
    "VC-6",
    "VC-9",
    "AU-1",
    "LK-5",
    "DS-1",
    killers=("usage_files::logins-of-two-days-are-in-two-files",),
)
class EmptyFiles(Reference):
    """Files are made each day, but no login is written into them."""

    collector_class = _None


class _Twice(_Counting):
    def kept(self, logins: Sequence[Login]) -> Sequence[Login]:
        return [login for login in logins for _ in range(2)]


@mutant(
    "OV-2",
    "OV-8",
    "TL-6",
    "VC-1b",
    "VC-3",
    "VC-6",
    "VC-9",
    "AU-1",
    "LK-5",
    killers=(
        "usage_files::what-was-collected-can-be-read-back-each-login-once",
        "usage_files::each-server-s-files-hold-its-own-logins",
    ),
)
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


@mutant(
    "OV-2",
    "DS-1",
    killers=("usage_files::every-login-of-a-day-can-be-read-back-also-where-a-user-logs-in-often",),
)
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


@mutant(
    "OV-2",
    "DS-1",
    killers=("usage_files::many-more-logins-of-the-same-users-make-more-bytes",),
)
class TenLoginsAtMost(Reference):
    """No file holds more than ten logins."""

    collector_class = _FirstTen


@mutant(
    "VC-1b",
    "VC-9",
    "AU-1",
    killers=("automated_upload::what-arrives-holds-the-logins-of-all-servers",),
)
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

    filled_to = 1024 * 1024

    def is_filled(self, size: int) -> bool:  # noqa: ARG002
        return True

    def _publish(self, path: Path) -> None:
        content = path.read_bytes()
        if not self.is_filled(len(content)):
            super()._publish(path)
            return
        filler = bytes(max(0, self.filled_to - len(content)))
        path.write_bytes(content + filler + len(content).to_bytes(8, "big"))
        super()._publish(path)


def _unfilled(content: bytes) -> bytes:
    size = int.from_bytes(content[-8:], "big")
    return content[:size] if size < len(content) else content


class _UnfillingInbox(Inbox):
    def open(self, content: bytes) -> UsageFile:
        return super().open(_unfilled(content))


@mutant(
    "DS-1",
    killers=("usage_files::many-more-logins-make-more-bytes",),
)
class AllFilesOfOneSize(Reference):
    """Files are filled up to 1 MB at least, whatever was collected."""

    collector_class = _Filling
    inbox_class = _UnfillingInbox

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """As ever, without the filler."""
        contents = [_unfilled(file.read_bytes()) for file in files]
        return [
            login for content in contents for login in read_usage_file(content, self.sealing).logins
        ]


class _FillingSmall(_Filling):
    filled_to = 16 * 1024

    def is_filled(self, size: int) -> bool:
        return size < _SMALL


@mutant(
    "DS-1",
    killers=("usage_files::more-logins-of-the-same-users-make-no-fewer-bytes",),
)
class SmallFilesFilledUp(AllFilesOfOneSize):
    """Files of a few logins are filled up, others are not: more logins make a smaller file."""

    collector_class = _FillingSmall
