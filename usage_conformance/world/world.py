"""The mocked world as a whole: one for the session, made anew for every row."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from usage_conformance.world.clock import Clock
from usage_conformance.world.doors import Doors
from usage_conformance.world.guard import Guard
from usage_conformance.world.journal import Journal
from usage_conformance.world.network import Network
from usage_conformance.world.rows import Rows
from usage_conformance.world.storage import Storage
from usage_conformance.world.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Sequence

# Until the first row says what the clock reads.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

# Settings of whoever runs the harness must not decide how an implementation fares: no
# proxy, no certificate bundle, no profile or endpoint of theirs.
_CLEARED_PREFIXES = ("AWS_", "BOTO")
_CLEARED = frozenset(
    [
        "ALL_PROXY",
        "CURL_CA_BUNDLE",
        "FTP_PROXY",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    ]
)
_SET = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class World:
    """Clock, network, storage and journal, and the doors that lead to them.

    `in_process=False` leaves doors and guard shut, for a gateway that hands requests to
    `traffic` itself. `real_time_for` names modules (by prefix) that the clock leaves in
    real time.
    """

    def __init__(self, *, in_process: bool = True, real_time_for: Sequence[str] = ()) -> None:
        self.clock = Clock(real_time_for)
        self.network = Network()
        self.storage = Storage(self.clock.now)
        self.journal = Journal()
        self._rows = Rows()
        self.traffic = Traffic(self.clock.now, self.network, self.storage, self.journal, self._rows)
        self._in_process = in_process
        self._doors = Doors(self.traffic)
        self._guard = Guard(self._rows)
        self._environment: dict[str, str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the clock is frozen and the process shut off."""
        return self._environment is not None

    def open(self) -> None:
        """Freeze the clock and shut the process off. RuntimeError if it is open already.

        A world may be opened within another, if it is closed first.
        """
        if self._environment is not None:
            raise RuntimeError("this world is open already")
        self._environment = dict(os.environ)
        if self._in_process:
            self._guard.open()
            self._doors.open()
            _clean_environment()
        self.clock.start(_EPOCH)

    def close(self) -> None:
        """Everything as it was before `open`. Does nothing if the world is not open."""
        if self._environment is None:
            return
        self.clock.stop()
        if self._in_process:
            self._doors.close()
            self._guard.close()
            _restore_environment(self._environment)
        self._environment = None

    def begin(self, row: str, at: datetime, credentials: tuple[str, str]) -> None:
        """A fresh world for a row: the clock reads `at` (aware), S3 is empty and knows
        these credentials (access key id, secret) alone.

        Within a running row this begins another installation, with other credentials;
        what the row did that it must not stays on its account.
        """
        access_key_id, secret = credentials
        self.clock.move_to(at)
        self._rows.begin(row, access_key_id)
        self.network.reset()
        self.storage.reset({access_key_id: secret})
        self.journal.clear()

    def end(self) -> tuple[str, ...]:
        """The row is over. What it did past the mocked world, in sentences.

        From now on every request is late.
        """
        return self._rows.end()

    def late(self) -> dict[str, str]:
        """What implementations did after their row's end, by row, since last asked."""
        return self._rows.late()


def _clean_environment() -> None:
    for name in list(os.environ):
        if name.upper() in _CLEARED or name.upper().startswith(_CLEARED_PREFIXES):
            del os.environ[name]
    os.environ.update(_SET)


def _restore_environment(before: dict[str, str]) -> None:
    for name in list(os.environ):
        if name not in before and (name in _SET):
            del os.environ[name]
    for name, value in before.items():
        if name.upper() in _CLEARED or name.upper().startswith(_CLEARED_PREFIXES):
            os.environ[name] = value
