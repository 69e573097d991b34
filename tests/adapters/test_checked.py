"""Whatever an implementation does in a call becomes an AdapterError with call and field."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from freezegun import freeze_time

from tests.adapters.calls import (
    DAY,
    LOGIN,
    NOON,
    ROOT,
    checked,
    error,
    login,
    raising,
    returning,
    view,
)
from tests.adapters.implementations import Idle
from usage_conformance.adapters import CheckedImplementation
from usage_conformance.implementation import (
    BillingView,
    License,
    Login,
    Outcome,
    Receipt,
)
from usage_conformance.mismatch import Mismatch


def test_a_proper_implementation_passes() -> None:
    implementation = checked()
    assert implementation.describe().name == "idle"
    assert implementation.load_license("ic1", License(("A",))) == Outcome(accepted=True)
    implementation.advance(NOON)
    implementation.close()


@pytest.mark.parametrize(
    "exception",
    [
        ValueError("no"),
        SystemExit(0),
        KeyboardInterrupt(),
        GeneratorExit(),
        RecursionError(),
        MemoryError(),
        Mismatch("this", "that"),
        pytest.skip.Exception("skipped"),
        pytest.fail.Exception("failed"),
        pytest.exit.Exception("exit"),
        BaseException("base"),
    ],
    ids=lambda exception: type(exception).__name__,
)
def test_every_exception_is_an_error(exception: BaseException) -> None:
    caught = error(lambda: checked(advance=raising(exception)).advance(NOON))
    assert caught.call == "advance"
    assert type(exception).__name__ in caught.message
    assert "raise exception" in caught.trace
    assert "usage_conformance/adapters/checked.py" not in caught.trace


def test_exception_that_cannot_be_shown() -> None:
    class HostileError(Exception):
        def __str__(self) -> str:
            raise SystemExit(0)

    assert (
        "HostileError"
        in error(lambda: checked(advance=raising(HostileError())).advance(NOON)).message
    )


def test_exceptions_of_the_constructor() -> None:
    caught = error(lambda: CheckedImplementation(lambda: 1 / 0, 1.0))  # type: ignore[arg-type,return-value]
    assert (caught.call, "ZeroDivisionError" in caught.message) == ("constructor", True)


@pytest.mark.parametrize(
    ("receipts", "message"),
    [
        ([], "no receipt for '/a'"),
        ([Receipt(Path("/b"), accepted=True)], "was not handed in"),
        ([Receipt(Path("/a"), accepted=True)] * 2, "a second receipt"),
    ],
)
def test_one_receipt_for_each_file(receipts: list[Receipt], message: str) -> None:
    implementation = checked(upload_to_portal=returning(receipts))
    caught = error(lambda: implementation.upload_to_portal([Path("/a")], "anna"))
    assert message in caught.message


def test_receipts_come_in_the_order_of_the_files() -> None:
    files = [Path("/a"), Path("/b"), Path("/c")]
    receipts = checked().upload_to_portal(files, "anna")
    assert [receipt.path for receipt in receipts] == files


def test_async_method_is_an_error_and_leaves_no_warning() -> None:
    async def advance(_self: object, _now: datetime) -> None: ...

    assert "async" in error(lambda: checked(advance=advance).advance(NOON)).message


def test_nothing_is_shared_with_the_implementation() -> None:
    given: list[object] = []
    theirs = login(start=NOON.astimezone(timezone(timedelta(hours=-5))))

    def record(_self: object, _server: str, logins: Sequence[Login]) -> None:
        given.extend(logins)

    implementation = checked(record_logins=record, read_usage=returning([theirs]))
    implementation.record_logins("ic1", [LOGIN])
    read = implementation.read_usage([])
    assert given == [LOGIN]
    assert given[0] is not LOGIN
    assert read == (login(),)
    assert read[0].start.tzinfo is UTC


def test_frozen_time_makes_no_difference() -> None:
    given: list[datetime] = []

    def advance(_self: object, now: datetime) -> None:
        given.append(now)

    def read_usage(_self: object, _files: object) -> list[Login]:
        now = datetime.now(UTC)
        return [Login("a", "s", now, now)]

    def billing(_self: object, _day: date) -> BillingView:
        today = date.today()  # noqa: DTZ011
        return view(first_day=today)

    real_datetime, real_date = datetime, date
    with freeze_time(NOON):
        implementation = checked(advance=advance, read_usage=read_usage, billing=billing)
        implementation.advance(datetime.now(UTC))
        read = implementation.read_usage([])
        seen = implementation.billing(DAY)
    assert type(given[0]) is real_datetime
    assert type(read[0].start) is real_datetime
    assert read[0].start == NOON
    assert (type(seen.first_day), seen.first_day) == (real_date, DAY)


def test_a_call_that_never_returns() -> None:
    def advance(_self: object, _now: datetime) -> None:
        while True:
            time.sleep(60)

    implementation = checked(deadline=0.02, advance=advance)
    with freeze_time(NOON):
        caught = error(lambda: implementation.advance(NOON))
    assert caught.message == "did not return within 0.02 s"
    assert "time.sleep(60)" in caught.trace
    assert "never" not in caught.trace
    assert "not called" in error(lambda: implementation.restart("ic1")).message
    implementation.close()


def test_a_call_that_swallows_the_alarm() -> None:
    def advance(_self: object, _now: datetime) -> None:
        try:
            time.sleep(60)
        except BaseException:  # noqa: BLE001
            return

    caught = error(lambda: checked(deadline=0.02, advance=advance).advance(NOON))
    assert "did not return" in caught.message


def test_deadline_is_over_with_the_call() -> None:
    before = signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)
    checked(deadline=0.05).advance(NOON)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert (signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)) == before


def test_a_call_that_replaces_the_alarm() -> None:
    def advance(_self: object, _now: datetime) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)

    assert "SIGALRM" in error(lambda: checked(advance=advance).advance(NOON)).message


def test_control_c_ends_the_run_even_if_swallowed() -> None:
    def advance(_self: object, _now: datetime) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
        except KeyboardInterrupt:
            return

    with pytest.raises(KeyboardInterrupt):
        checked(advance=advance).advance(NOON)


def test_fresh_instance_has_seen_nothing() -> None:
    made: list[Idle] = []

    def factory() -> Idle:
        made.append(Idle())
        return made[-1]

    first = CheckedImplementation(factory, 1.0)
    first.advance(NOON)
    first.fresh().read_usage([])
    assert [hasattr(instance, "now") for instance in made] == [True, False]


STUBBORN = """
from tests.adapters.implementations import Idle
from usage_conformance.adapters import CheckedImplementation, Containment, deadline

deadline.REPEAT_SECONDS = 0.01


class Stubborn(Idle):
    def restart(self, server):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


with Containment() as containment:
    CheckedImplementation(Stubborn, 0.01, containment=containment).restart("ic1")
"""


def test_a_call_that_cannot_be_stopped_ends_the_process() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STUBBORN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "restart() of the implementation did not return within 0.01 s" in ended.stderr
