"""Conforming otherwise: in what usage files look like and when they are written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from usage_conformance.implementation import Login
from usage_conformance.mutants.model import variant
from usage_conformance.reference import Reference
from usage_conformance.reference.calendars import local_instant
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.crypto import RecordCipher, Sealing, UnsealError
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.uploader import Uploader
from usage_conformance.reference.usage_file import Header, UsageFileError, UsageFileWriter

_OPEN_FILE = "open-file"
_THREE = time(3)


class _ByDateFirst(Collector):
    def file_name(self, header: Header) -> str:
        server = sha256(header.server.encode()).hexdigest()[:8].upper()
        return f"U{header.day:%y%j}.{header.sequence}.{server}.usg"


@variant("US-2: only the ending of a file's name is documented")
class OtherFileNames(Reference):
    """Files are called by the day of the year, with the server's name as a digest."""

    collector_class = _ByDateFirst


class _UpperCase(Collector):
    def file_name(self, header: Header) -> str:
        return super().file_name(header).removesuffix(".usg").upper() + ".USG"


class _AnyCase(Uploader):
    def closed_files(self) -> list[Path]:
        return sorted(self.store.usage_folder.glob("*.USG"))


@variant("US-2: file names on Windows know no case")
class UpperCaseNames(Reference):
    """The ending is written in capitals."""

    collector_class = _UpperCase
    uploader_class = _AnyCase


class _PaddedChaCha(RecordCipher):
    """Pads every record to a random length, so that its size tells little."""

    def __init__(self, key: bytes) -> None:
        self._other = ChaCha20Poly1305(key)

    def seal(self, number: int, record: bytes, context: bytes) -> bytes:
        padded = record + b"\x80" + bytes(secrets.randbelow(24))
        return self._other.encrypt(number.to_bytes(12, "little"), padded, context)

    def unseal(self, number: int, sealed: bytes, context: bytes) -> bytes:
        try:
            padded = self._other.decrypt(number.to_bytes(12, "little"), sealed, context)
        except InvalidTag as error:
            raise UnsealError(f"record {number} does not open") from error
        return padded.rstrip(b"\x00").removesuffix(b"\x80")


class _ChaChaSealing(Sealing):
    def cipher(self, key: bytes) -> RecordCipher:
        return _PaddedChaCha(key)


@variant("OV-2: the documentation names no way of encryption; DS-1 no exact size")
class OtherEncryption(Reference):
    """Records are sealed by ChaCha20-Poly1305 and padded at random."""

    sealing_class = _ChaChaSealing


@variant("DS-3b: a restart makes additional files, of a number that is left open")
class SeveralFilesPerRestart(Reference):
    """Every restart is done twice over, and leaves two files more."""

    def restart(self, server: str) -> None:
        """Two restarts in one. See `Implementation`."""
        super().restart(server)
        super().restart(server)


class _InPlace(Collector):
    """The open file lies among the others. Its name is kept, to be found after a crash."""

    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        left = self.store.read_state(_OPEN_FILE)
        if left is not None and (self.store.usage_folder / left).exists():
            self._recover_file(self.store.usage_folder / left, now)
        super().recover(entitlement, now)

    def _open_file(self, day: date, now: datetime, *, automated: bool) -> None:
        super()._open_file(day, now, automated=automated)
        assert self._open is not None
        made = self._open.path
        place = self.store.ensure(self.store.usage_folder) / made.name.removesuffix(".part")
        self.store.write_state(_OPEN_FILE, place.name)
        self._open.path = made.replace(place)

    def _publish(self, path: Path) -> None:
        if path.suffix == ".part":
            super()._publish(path)
        self.store.write_state(_OPEN_FILE, None)


class _ClosedOnly(Uploader):
    def closed_files(self) -> list[Path]:
        still_open = self.store.read_state(_OPEN_FILE)
        return [file for file in super().closed_files() if file.name != still_open]


class ReadsUnfinishedFiles(Reference):
    """Reads what a file holds so far, where it has no end yet, and passes over the rest."""

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        """As far as can be read. See `Implementation`."""
        with TemporaryDirectory() as folder:
            return [login for file in files for login in self._read(file, Path(folder))]

    def _read(self, file: Path, folder: Path) -> Sequence[Login]:
        copy = folder / file.name
        copy.write_bytes(file.read_bytes())
        try:
            unfinished = UsageFileWriter.resume(copy, self.sealing)
            if unfinished is not None:
                unfinished.finish(unfinished.header.opened_at)
            return super().read_usage([copy])
        except UsageFileError:
            return ()


class OpenFileInUsageFolder(ReadsUnfinishedFiles):
    """The day's file lies in the usage folder from its beginning, and grows there."""

    collector_class = _InPlace
    uploader_class: type[Uploader] = _ClosedOnly


@variant("US-2: when a day's file appears in the usage folder is left open")
class OpenFileVisible(OpenFileInUsageFolder):
    """The open file can be seen all day, but is uploaded once closed only."""


class _Late(Collector):
    """A day's file is finished at midnight and moved into the usage folder at three."""

    def __init__(self, *collaborators: Any) -> None:
        super().__init__(*collaborators)
        self._waiting: dict[Path, datetime] = {}
        self._publish_at: datetime | None = None

    @property
    def due(self) -> datetime | None:
        dues = [*self._waiting.values(), *([self._day_ends] if self._day_ends else [])]
        return min(dues, default=None)

    def turn_day(self, midnight: datetime) -> None:
        day = midnight.astimezone(self.days.zone).date()
        self._publish_at = local_instant(day, _THREE, self.days.zone)
        super().turn_day(midnight)
        self._publish_at = None

    def _publish(self, path: Path) -> None:
        if self._publish_at is None:
            super()._publish(path)
        else:
            self._waiting[path] = self._publish_at

    def advance(self, now: datetime) -> None:
        super().advance(now)
        self._publish_waiting(until=now)

    def stop(self, now: datetime) -> None:
        super().stop(now)
        self._publish_waiting(until=max([now, *self._waiting.values()]))

    def _publish_waiting(self, *, until: datetime) -> None:
        for path in [path for path, at in self._waiting.items() if at <= until]:
            del self._waiting[path]
            super()._publish(path)


@variant("US-2: the hour at which a day's file is written is left open")
class WrittenAtThree(Reference):
    """The file of a day appears at three in the night after it, or at a restart."""

    collector_class = _Late


class _Rewritten(Collector):
    """Besides the growing file a companion that is no usage file is rewritten all day."""

    def advance(self, now: datetime) -> None:
        super().advance(now)
        if self._open is not None:
            state = {"at": now.isoformat(), "open": self._open.header.sequence}
            folder = self.store.ensure(self.store.usage_folder)
            (folder / "usage.status").write_text(json.dumps(state), encoding="utf-8")


@variant("US-3: what else lies beside the usage files is left open")
class StatusFileBeside(Reference):
    """A small status file, which is no usage file, lies in the usage folder too."""

    collector_class = _Rewritten
