"""What was ever seen on the disk of one installation."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

LARGEST_FILE = 64 * 1024 * 1024
# File times move in steps of up to ten milliseconds. A file that was touched shortly before a
# look may change once more without any of them showing it, so that it is read again.
_SETTLED_NS = 20_000_000

Kind = Literal["appeared", "changed", "vanished"]


class FileTooLargeError(ValueError):
    """A file is larger than anything that is looked into."""


@dataclass(frozen=True)
class FileSeen:
    """A version of a file. `path` is POSIX, relative to the installation root; `sha256`
    is lower-case hex; `size` is in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class FileEvent:
    """Between the look before `at` and the one at `at`, this happened to the file.

    For `vanished`, `file` is the version that was seen last.
    """

    at: datetime
    kind: Kind
    file: FileSeen


@dataclass(frozen=True)
class Oddity:
    """Something in the tree that is neither folder nor regular file, or is unreadable."""

    at: datetime
    path: str
    what: str


_Stamp = tuple[int, int, int, int, int]


class DiskHistory:
    """Everything that was seen below one installation root, look by look.

    Contents are kept in memory for every version, so that a file which is gone can still
    be looked into.
    """

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._files: dict[str, tuple[_Stamp | None, FileSeen]] = {}
        self._contents: dict[str, bytes] = {}
        self._events: list[FileEvent] = []
        self._oddities: dict[tuple[str, str], Oddity] = {}

    def look(self, at: datetime) -> None:
        """Scan the whole tree. Links are not followed. `at` is the clock's reading, UTC.

        FileTooLargeError for a file of more than 64 MiB.
        """
        found: dict[str, tuple[_Stamp | None, FileSeen]] = {}
        self._scan(self._root, "", at, found)
        for path in self._files.keys() - found.keys():
            self._events.append(FileEvent(at, "vanished", self._files[path][1]))
        for path in sorted(found):
            before, now = self._files.get(path), found[path]
            if before is None:
                self._events.append(FileEvent(at, "appeared", now[1]))
            elif before[1] != now[1]:
                self._events.append(FileEvent(at, "changed", now[1]))
        self._files = found

    def present(self) -> tuple[FileSeen, ...]:
        """The files that were there at the last look, by path."""
        return tuple(file for _, (_, file) in sorted(self._files.items()))

    @property
    def events(self) -> tuple[FileEvent, ...]:
        """What happened to files, in order."""
        return tuple(self._events)

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """Links, sockets, unreadable files and the like, each noted once, by path."""
        return tuple(self._oddities[key] for key in sorted(self._oddities))

    def content(self, sha256: str) -> bytes:
        """The bytes of any version that was ever seen. KeyError for an unknown digest."""
        return self._contents[sha256]

    def _scan(
        self,
        folder: str,
        prefix: str,
        at: datetime,
        found: dict[str, tuple[_Stamp | None, FileSeen]],
    ) -> None:
        # Once for every hour of every story: plain strings, since paths cost ten times more.
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            self._note(at, prefix or ".", error.strerror or str(error))
            return
        for entry in entries:
            path = prefix + entry.name
            try:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    self._scan(entry.path, path + "/", at, found)
                elif stat.S_ISREG(status.st_mode):
                    found[path] = self._version(entry.path, path, status)
                else:
                    self._note(at, path, _kind(status.st_mode))
            except FileNotFoundError:
                continue  # gone since the folder was read, so it is not there at this look
            except OSError as error:
                self._note(at, path, error.strerror or str(error))

    def _version(
        self, file: str, path: str, status: os.stat_result
    ) -> tuple[_Stamp | None, FileSeen]:
        stamp = (
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        before = self._files.get(path)
        if before is not None and before[0] == stamp:
            return before
        content = _read(file, status.st_size)
        # The system's own clock: the world's does not move while a look takes place.
        age = time.clock_gettime_ns(time.CLOCK_REALTIME) - status.st_ctime_ns
        settled = stamp if age > _SETTLED_NS else None
        if before is not None and self._contents[before[1].sha256] == content:
            return settled, before[1]
        digest = hashlib.sha256(content).hexdigest()
        self._contents.setdefault(digest, content)
        return settled, FileSeen(path, digest, len(content))

    def _note(self, at: datetime, path: str, what: str) -> None:
        self._oddities.setdefault((path, what), Oddity(at, path, what))


def _kind(mode: int) -> str:
    for test, name in (
        (stat.S_ISLNK, "symbolic link"),
        (stat.S_ISFIFO, "named pipe"),
        (stat.S_ISSOCK, "socket"),
    ):
        if test(mode):
            return name
    return "device"


def _read(file: str, size: int) -> bytes:
    """The whole file. FileTooLargeError if it is, or grows, beyond the limit."""
    if size > LARGEST_FILE:
        raise FileTooLargeError(
            f"{file} has {size} bytes; files up to {LARGEST_FILE} are looked into"
        )
    # A file may be exchanged for a link or a pipe after the folder was read.
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        content = bytearray()
        while part := os.read(handle, max(size - len(content), 0) + 4096):
            content += part
            if len(content) > LARGEST_FILE:
                raise FileTooLargeError(f"{file} grows beyond {LARGEST_FILE} bytes")
    finally:
        os.close(handle)
    return bytes(content)
