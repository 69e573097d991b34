"""Collection: one usage file per server and day, and one more per restart."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from usage_conformance.reference.usage_file import Header, UsageFileError, UsageFileWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from usage_conformance.implementation import Login, Release, Server
    from usage_conformance.reference.calendars import ServerDays
    from usage_conformance.reference.crypto import Sealing
    from usage_conformance.reference.licensing import Entitlement
    from usage_conformance.reference.store import ServerStore

_OPEN_SUFFIX = ".part"
_SEQUENCES = "sequences"
_DAYS_REMEMBERED = 40
_LOG = logging.getLogger(__name__)


class Collector:
    """Collects one server's logins while it is entitled to (US-2, US-3, DS-3a, DS-3b).

    The open file grows outside the usage folder and moves there when it is closed, so
    that whatever lies in the usage folder is whole and final. No login is held back in
    memory: `recover` on a new instance takes up what a crash left.
    """

    def __init__(
        self,
        server: Server,
        release: Release,
        store: ServerStore,
        days: ServerDays,
        sealing: Sealing,
    ) -> None:
        self.server = server
        self.release = release
        self.store = store
        self.days = days
        self.sealing = sealing
        self._open: UsageFileWriter | None = None
        self._day_ends: datetime | None = None
        # Kept apart from the files, which may be gone: deleted by the customer, or after
        # their upload. Written down whenever a day may get another file.
        self._sequences: dict[str, int] = store.read_state(_SEQUENCES) or {}

    @property
    def due(self) -> datetime | None:
        """When (UTC) the open file is to be closed; None if there is none."""
        return self._day_ends

    def recover(self, entitlement: Entitlement | None, now: datetime) -> None:
        """Take up what a former process left: its file is closed now, and a new one begins."""
        for path in sorted(self.store.state_folder.glob(f"*{_OPEN_SUFFIX}")):
            self._recover_file(path, now)
        if entitlement is not None:
            self.begin(entitlement, now)

    def _recover_file(self, path: Path, now: datetime) -> None:
        try:
            writer = UsageFileWriter.resume(path, self.sealing)
        except UsageFileError as error:
            _LOG.error("%s is damaged and set aside: %s", path, error)
            path.replace(path.with_suffix(".damaged"))
            return
        if writer is None:
            self._publish(path)
            return
        self._use(writer)
        self.advance(now)  # also covers the days on which the server was down
        self.stop(now)

    def begin(self, entitlement: Entitlement, now: datetime) -> None:
        """Collect from `now` on."""
        self._open_file(self.days.day_of(now), now, automated=entitlement.automated)

    def stop(self, now: datetime) -> None:
        """Collect no more; the open file is closed."""
        if self._open is not None:
            # The clock may have been set back since the file was opened.
            closed_at = max(now, self._open.header.opened_at)
            self._remember_sequence(self._open.header)
            self._close_file(closed_at)

    def withdraw(self, now: datetime) -> None:
        """The license ended or was exchanged: as `stop`, but a file of nothing is dropped.

        That is one that covers no time, as when licenses are loaded one after the other.
        """
        if self._open is None:
            return
        if self._open.covers_nothing(now):
            header = self._open.header
            self._open.path.unlink()
            self._sequences[header.day.isoformat()] = header.sequence - 1
            self._open = self._day_ends = None
        else:
            self.stop(now)

    def record(self, logins: Sequence[Login]) -> None:
        """Logins that have just ended. Without an open file they are not collected (LK-5)."""
        if self._open is not None and logins:
            self._open.append(logins)

    def advance(self, now: datetime) -> None:
        """Close the files of all days that have ended by `now`."""
        while self._open is not None and self._day_ends is not None and now >= self._day_ends:
            self.turn_day(self._day_ends)

    def turn_day(self, midnight: datetime) -> None:
        """The day's file ends and the next day's begins."""
        automated = self._open is not None and self._open.header.automated
        self._close_file(midnight)
        self._open_file(self.days.day_of(midnight), midnight, automated=automated)

    def file_name(self, header: Header) -> str:
        """A closed file's name. One name per server, day and sequence number."""
        server = quote(header.server, safe="")
        return f"{server}-{header.day:%Y%m%d}-{header.sequence:02}.usg"

    def _open_file(self, day: date, now: datetime, *, automated: bool) -> None:
        header = Header(
            server=self.server.name,
            role=self.server.role,
            host_id=self.server.host_id,
            day=day,
            time_zone=self.days.zone.key,
            opened_at=now,
            sequence=self._sequences.get(day.isoformat(), 0) + 1,
            automated=automated,
            release=self.release,
        )
        while (self.store.usage_folder / self.file_name(header)).exists():
            # The clock was set back over midnight: nothing is ever overwritten.
            header = replace(header, sequence=header.sequence + 1)
        self._sequences[day.isoformat()] = header.sequence
        path = self.store.ensure(self.store.state_folder) / (self.file_name(header) + _OPEN_SUFFIX)
        self._use(UsageFileWriter.create(path, header, self.sealing))

    def _remember_sequence(self, header: Header) -> None:
        self._sequences[header.day.isoformat()] = header.sequence
        kept = dict(sorted(self._sequences.items())[-_DAYS_REMEMBERED:])
        self.store.write_state(_SEQUENCES, kept)

    def _use(self, writer: UsageFileWriter) -> None:
        self._open = writer
        self._day_ends = self.days.end_of(writer.header.day)

    def _close_file(self, at: datetime) -> None:
        if self._open is None:
            raise RuntimeError("no file is open")
        self._open.finish(at)
        self._publish(self._open.path)
        self._open = self._day_ends = None

    def _publish(self, path: Path) -> None:
        folder = self.store.ensure(self.store.usage_folder)
        path.replace(folder / path.name.removesuffix(_OPEN_SUFFIX))
