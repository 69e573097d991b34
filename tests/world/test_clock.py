from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.world.conftest import NOON
from usage_conformance.world import Clock, World


def test_everything_reads_the_worlds_clock(world: World) -> None:
    later = NOON + timedelta(days=400, hours=5)
    world.clock.move_to(later)
    assert world.clock.now() == later
    assert datetime.now(UTC) == later
    assert date.today() == later.date()  # noqa: DTZ011 - the naive call is the point
    assert time.time() == later.timestamp()


def test_it_may_go_backwards(world: World) -> None:
    world.clock.move_to(NOON - timedelta(days=1000))
    assert datetime.now(UTC) == NOON - timedelta(days=1000)


def test_a_thread_reads_the_worlds_clock_too(world: World) -> None:
    seen: list[float] = []
    thread = threading.Thread(target=lambda: seen.append(time.time()))
    thread.start()
    thread.join()
    assert seen == [NOON.timestamp()]


def test_time_outs_come_in_real_time(world: World) -> None:
    assert threading.Event().wait(0.001) is False
    world.end()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-c", "import time; time.sleep(30)"], timeout=0.05, check=False
        )


def test_the_harness_can_measure_real_time(world: World) -> None:
    start = Clock.real_seconds()
    while Clock.real_seconds() == start:
        pass
    assert time.monotonic() == NOON.timestamp()


def test_a_naive_instant_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="time zone"):
        world.clock.move_to(datetime(2020, 3, 3))  # noqa: DTZ001 - the naive call is the point


def test_after_the_end_time_is_real() -> None:
    clock = Clock()
    clock.start(NOON)
    clock.stop()
    assert datetime.now(UTC) > NOON + timedelta(days=365)
    with pytest.raises(RuntimeError, match="not started"):
        clock.now()
