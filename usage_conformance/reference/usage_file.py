"""The usage file: written append-only, readable by billing alone.

docs/usage-file-format.md describes the bytes.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from usage_conformance.implementation import Login, Release, Role
from usage_conformance.reference.crypto import RecordCipher, Sealing, UnsealError

MAGIC = b"PCUSAGE\x01"
HEADER, KEY, LOGIN, END = b"H", b"K", b"L", b"E"
_FRAME = struct.Struct(">cI")


class UsageFileError(ValueError):
    """The bytes are not a usage file, or a damaged or unfinished one."""


@dataclass(frozen=True)
class Header:
    """What a file covers: one server's day, or a part of it.

    `opened_at` is the first instant (UTC) that the file covers. `sequence` numbers the
    files of a server's day from 1 on. `automated` says whether the license in force asks
    for automated upload.
    """

    server: str
    role: Role
    host_id: str
    day: date
    time_zone: str
    opened_at: datetime
    sequence: int
    automated: bool
    release: Release


@dataclass(frozen=True)
class UsageFile:
    """A whole usage file. It covers the instants from `header.opened_at` to `closed_at`."""

    header: Header
    closed_at: datetime
    logins: tuple[Login, ...]


class UsageFileWriter:
    """Writes one file. All of its state is on the disk after every call."""

    def __init__(self, path: Path, header: Header, sealing: Sealing) -> None:
        self.path = path
        self.header = header
        self._sealing = sealing
        self._digest = hashlib.sha256()
        self._context = b""
        self._cipher: RecordCipher
        self._number = 0
        self._logins = 0

    @classmethod
    def create(cls, path: Path, header: Header, sealing: Sealing) -> UsageFileWriter:
        """Begin a file: with header and first key, or not at all."""
        writer = cls(path, header, sealing)
        payload = _encode(header)
        writer._context = _context(payload)
        draft = path.with_suffix(".new")
        draft.write_bytes(writer._remember(MAGIC + _frame(HEADER, payload) + writer._new_segment()))
        draft.replace(path)
        return writer

    @classmethod
    def resume(cls, path: Path, sealing: Sealing) -> UsageFileWriter | None:
        """Go on after a crash; None if the file was finished, and only not moved yet.

        What a crash left half-written at the end was never acknowledged, and is cut off.
        Raises UsageFileError if the file is damaged otherwise.
        """
        content = path.read_bytes()
        frames = list(_frames(content, torn_end=True))
        if frames and frames[-1].type == END:
            return None
        writer = cls(path, _header(frames), sealing)
        writer._context = _context(frames[0].payload)
        writer._logins = sum(frame.type == LOGIN for frame in frames)
        kept = content[: frames[-1].end]
        writer._remember(kept)
        segment = writer._remember(writer._new_segment())
        with path.open("r+b") as stream:
            stream.truncate(len(kept))
            stream.seek(len(kept))
            stream.write(segment)
        return writer

    def append(self, logins: Sequence[Login]) -> None:
        """Add logins, each sealed by itself."""
        self._append(b"".join(self._sealed(LOGIN, _encode_login(login)) for login in logins))
        self._logins += len(logins)

    def covers_nothing(self, now: datetime) -> bool:
        """Whether no time has passed and no login was added since the file was begun."""
        return now <= self.header.opened_at and not self._logins

    def finish(self, closed_at: datetime) -> None:
        """Write the end: until when the file covers, and a digest of all before."""
        end = {
            "closed_at": _encode_instant(closed_at),
            "logins": self._logins,
            "sha256": self._digest.hexdigest(),
        }
        self._append(self._sealed(END, json.dumps(end).encode()))

    def _append(self, frames: bytes) -> None:
        with self.path.open("ab") as stream:
            stream.write(self._remember(frames))

    def _remember(self, content: bytes) -> bytes:
        self._digest.update(content)
        return content

    def _new_segment(self) -> bytes:
        # A key lives no longer than the process that made it: a number that a torn write
        # may have used is never used again under the same key.
        key = self._sealing.new_key()
        self._cipher = self._sealing.cipher(key)
        self._number = 0
        return _frame(KEY, self._sealing.wrap(key, self._context))

    def _sealed(self, kind: bytes, record: bytes) -> bytes:
        sealed = self._cipher.seal(self._number, record, kind + self._context)
        self._number += 1
        return _frame(kind, sealed)


def read_header(content: bytes) -> Header:
    """What a file says of itself in the clear; not yet proven. Raises UsageFileError."""
    return _header([next(_frames(content))])


def read_usage_file(content: bytes, sealing: Sealing) -> UsageFile:
    """Open a whole file, on the billing side. Raises UsageFileError."""
    frames = list(_frames(content))
    header = _header(frames)
    context = _context(frames[0].payload)
    try:
        records = list(_records(frames[1:], context, sealing))
    except UnsealError as error:
        raise UsageFileError(str(error)) from error
    if not records or frames[-1].type != END or any(f.type == END for f in frames[:-1]):
        raise UsageFileError("the file has no end, or goes on after it")
    end = json.loads(records.pop())
    before_end = hashlib.sha256(content[: frames[-2].end]).hexdigest()
    if end["sha256"] != before_end or end["logins"] != len(records):
        raise UsageFileError("the file is not what its writer finished")
    logins = tuple(_decode_login(record) for record in records)
    return UsageFile(header, datetime.fromisoformat(end["closed_at"]), logins)


@dataclass(frozen=True)
class _Frame:
    type: bytes
    payload: bytes
    end: int


def _frame(kind: bytes, payload: bytes) -> bytes:
    return _FRAME.pack(kind, len(payload)) + payload


def _frames(content: bytes, *, torn_end: bool = False) -> Iterator[_Frame]:
    if not content.startswith(MAGIC):
        raise UsageFileError("not a usage file of this version")
    at = len(MAGIC)
    while at < len(content):
        if at + _FRAME.size <= len(content):
            kind, size = _FRAME.unpack_from(content, at)
            end = at + _FRAME.size + size
            if end <= len(content):
                yield _Frame(kind, content[at + _FRAME.size : end], end)
                at = end
                continue
        if torn_end:
            return
        raise UsageFileError("the file is cut off")
    if at == len(MAGIC):
        raise UsageFileError("the file is cut off")


def _records(frames: Sequence[_Frame], context: bytes, sealing: Sealing) -> Iterator[bytes]:
    cipher: RecordCipher | None = None
    number = 0
    for frame in frames:
        if frame.type == KEY:
            cipher = sealing.cipher(sealing.unwrap(frame.payload, context))
            number = 0
        elif frame.type in {LOGIN, END} and cipher is not None:
            yield cipher.unseal(number, frame.payload, frame.type + context)
            number += 1
        else:
            raise UsageFileError(f"a frame of type {frame.type!r} where none belongs")


def _context(header: bytes) -> bytes:
    """Binds keys and records to this file's header."""
    return hashlib.sha256(MAGIC + header).digest()


def _encode(header: Header) -> bytes:
    plain = asdict(header) | {
        "day": header.day.isoformat(),
        "opened_at": _encode_instant(header.opened_at),
        "release": str(header.release),
    }
    return json.dumps(plain).encode()


def _header(frames: Sequence[_Frame]) -> Header:
    if not frames or frames[0].type != HEADER:
        raise UsageFileError("the file has no header")
    try:
        plain: dict[str, Any] = json.loads(frames[0].payload)
        return Header(
            **plain
            | {
                "role": Role(plain["role"]),
                "day": date.fromisoformat(plain["day"]),
                "opened_at": datetime.fromisoformat(plain["opened_at"]),
                "release": Release.parse(plain["release"]),
            }
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageFileError(f"the header cannot be read: {error}") from error


def _encode_instant(instant: datetime) -> str:
    # Always with microseconds, so that every login takes the same space.
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _encode_login(login: Login) -> bytes:
    plain = [login.user, login.station, _encode_instant(login.start), _encode_instant(login.end)]
    return json.dumps(plain).encode()


def _decode_login(record: bytes) -> Login:
    user, station, start, end = json.loads(record)
    return Login(user, station, datetime.fromisoformat(start), datetime.fromisoformat(end))
