"""The world's clock: frozen, moved, and the same for everything in the process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import freezegun
import freezegun.api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from freezegun.api import FrozenDateTimeFactory, _freeze_time

# These go on in real time: time-outs of processes, locks and queues would never come
# else, and the test runner's own durations would be those of the story.
REAL_TIME_MODULES = (
    "_pytest.",
    "concurrent.futures.",
    "execnet.",
    "multiprocessing.",
    "pluggy.",
    "pytest_bdd.",
    "queue",
    "rich.",
    "selectors",
    "socket",
    "subprocess",
    "threading",
    "usage_conformance.adapters.",
    "usage_conformance.cli",
    "usage_conformance.world.clock",
    "xdist.",
)


class Clock:
    """freezegun with one freezer for the session.

    Starting costs some 150 ms, since every loaded module is searched; moving costs
    microseconds. `real_time_for` names further modules (by prefix) that keep real time.
    """

    def __init__(self, real_time_for: Sequence[str] = ()) -> None:
        self._ignore = [*REAL_TIME_MODULES, *real_time_for]
        self._freezer: _freeze_time | None = None
        self._frozen: FrozenDateTimeFactory | None = None
        self._inspection_limit = 0

    def start(self, at: datetime) -> None:
        """Freeze time at `at` (aware). RuntimeError if this clock was started already."""
        if self._frozen is not None:
            raise RuntimeError("this clock was started already")
        freezer = freezegun.freeze_time(_aware(at), real_asyncio=True)
        # In place of freezegun's own list, whose prefixes cover names that an
        # implementation's modules may well have.
        freezer.ignore = tuple(self._ignore)
        frozen = freezer.start()
        # freezegun looks five frames up for a module that keeps real time. An
        # implementation's own thread has `threading` there, and would read real time.
        self._inspection_limit = freezegun.api.call_stack_inspection_limit
        freezegun.api.call_stack_inspection_limit = 1
        self._freezer = freezer
        self._frozen = frozen  # type: ignore[assignment]

    def stop(self) -> None:
        """Real time again. Does nothing if the clock was not started."""
        if self._freezer is None:
            return
        freezegun.api.call_stack_inspection_limit = self._inspection_limit
        self._freezer.stop()
        self._freezer = self._frozen = None

    def now(self) -> datetime:
        """What the clock reads, in UTC. RuntimeError if it was not started."""
        return self._running().time_to_freeze.replace(tzinfo=UTC)

    def move_to(self, instant: datetime) -> None:
        """Let the clock read `instant` (aware). It may go backwards, between rows."""
        self._running().move_to(_aware(instant))

    @staticmethod
    def real_seconds() -> float:
        """Real, monotonic seconds, for deadlines and durations of the harness itself."""
        return time.monotonic()

    def _running(self) -> FrozenDateTimeFactory:
        if self._frozen is None:
            raise RuntimeError("the world's clock was not started")
        return self._frozen


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant}")
    return instant.astimezone(UTC).replace(tzinfo=None)
