"""Whatever an implementation does in a call becomes an AdapterError with call and field."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from tests.adapters.implementations import Idle
from usage_conformance.adapters import AdapterError, CheckedImplementation, Containment
from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    BillingView,
    Description,
    HostReport,
    HostResult,
    Implementation,
    License,
    Login,
    Outcome,
    Receipt,
    ReceivedFile,
    Release,
    Standing,
)
from usage_conformance.mismatch import Mismatch

ROOT = Path(__file__).parents[2]
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
DAY = date(2020, 6, 1)


def checked(deadline: float = 20.0, **methods: Callable[..., Any]) -> CheckedImplementation:
    """An idle implementation with some methods of its own."""
    made: Callable[[], Implementation] = type("Vendors", (Idle,), methods)
    return CheckedImplementation(made, deadline)


def error(call: Callable[[], object]) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        call()
    return caught.value


def returning(value: object) -> Callable[..., object]:
    return lambda *_arguments: value


def raising(exception: BaseException) -> Callable[..., object]:
    def method(*_arguments: object) -> object:
        raise exception

    return method


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


class Text(str):
    __slots__ = ()


class Later(datetime):
    pass


@dataclass(frozen=True)
class MyOutcome(Outcome):
    pass


LOGIN = Login("anna", "s1", NOON, NOON)
FILE = ReceivedFile("a.usg", "0" * 64, 3)


def view(**changes: object) -> BillingView:
    values: dict[str, Any] = {
        "first_day": DAY,
        "last_day": DAY,
        "deadline": DAY,
        "files": (FILE,),
        "standing": Standing.MET,
    }
    return BillingView(**{**values, **changes})


def login(**changes: object) -> Login:
    values: dict[str, Any] = {"user": "a", "station": "s", "start": NOON, "end": NOON}
    return Login(**{**values, **changes})


def description(**changes: object) -> Description:
    values: dict[str, Any] = {
        "name": "n",
        "version": "1",
        "vendor": "v",
        "releases": (Release(2020, 1),),
    }
    return Description(**{**values, **changes})


@pytest.mark.parametrize(
    ("call", "value", "field"),
    [
        ("describe", None, "describe()"),
        ("describe", description(releases=()), "describe().releases"),
        ("describe", description(releases=[Release(2020, 1)]), "describe().releases"),
        ("describe", description(releases=("2020 R1",)), "describe().releases[0]"),
        ("describe", description(name=""), "describe().name"),
        ("describe", description(notes=None), "describe().notes"),
        ("describe", description(name="\ud800"), "describe().name"),
        ("describe", description(releases=(Release(2020, -1),)), "describe().releases[0].number"),
        (
            "describe",
            description(releases=(Release(2020, 2**70),)),
            "describe().releases[0].number",
        ),
        ("connect_cloud", True, "connect_cloud()"),
        ("connect_cloud", MyOutcome(accepted=True), "connect_cloud()"),
        ("connect_cloud", Outcome(1), "connect_cloud().accepted"),  # type: ignore[arg-type]
        ("connect_cloud", Outcome(True, Text("r")), "connect_cloud().reason"),  # noqa: FBT003
        ("connect_cloud", Outcome(True, "x" * 2_000_000), "connect_cloud().reason"),  # noqa: FBT003
        ("disconnect_cloud", Outcome(accepted=True), "disconnect_cloud()"),
        ("read_usage", None, "read_usage()"),
        ("read_usage", iter([LOGIN]), "read_usage()"),
        ("read_usage", [LOGIN, "anna"], "read_usage()[1]"),
        ("read_usage", [login(start=NOON.replace(tzinfo=None))], "read_usage()[0].start"),
        ("read_usage", [login(end="2020-06-01")], "read_usage()[0].end"),
        ("read_usage", [login(end=Later(2020, 6, 1, tzinfo=UTC))], "read_usage()[0].end"),
        ("verify_access", AccessReport("verified", ()), "verify_access().outcome"),  # type: ignore[arg-type]
        (
            "verify_access",
            AccessReport(AccessOutcome.VERIFIED, (HostReport("h", "time-out"),)),  # type: ignore[arg-type]
            "verify_access().hosts[0].result",
        ),
        (
            "verify_access",
            AccessReport(AccessOutcome.VERIFIED, (HostReport("h:443", HostResult.REFUSED),)),
            "verify_access().hosts[0].host",
        ),
        (
            "billing",
            view(files=(FILE, ReceivedFile("b", "A" * 64, 1))),
            "billing().files[1].sha256",
        ),
        ("billing", view(files=(ReceivedFile("b", "0" * 64, -1),)), "billing().files[0].size"),
        ("billing", view(files=(ReceivedFile("b", "0" * 64, 1.0),)), "billing().files[0].size"),  # type: ignore[arg-type]
        ("billing", view(deadline=NOON), "billing().deadline"),
        ("billing", view(standing="met"), "billing().standing"),
        ("upload_to_portal", [Receipt("/a", True)], "upload_to_portal()[0].path"),  # type: ignore[arg-type]  # noqa: FBT003
    ],
)
def test_wrong_values_name_their_field(call: str, value: object, field: str) -> None:
    arguments: dict[str, tuple[object, ...]] = {
        "connect_cloud": ("org",),
        "read_usage": ([],),
        "verify_access": ("ic1",),
        "billing": (DAY,),
        "upload_to_portal": ([Path("/a")], "anna"),
    }
    implementation = checked(20.0, **{call: returning(value)})
    caught = error(lambda: getattr(implementation, call)(*arguments.get(call, ())))
    assert (caught.call, caught.field) == (call, field)
    assert caught.message


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


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: sys.stdout.close(), "closed sys.stdout"),
        (lambda: sys.stderr.close(), "closed sys.stderr"),
        (lambda: setattr(sys, "stdout", None), "replaced sys.stdout"),
        (lambda: os.close(1), "closed file descriptor 1"),
        (lambda: os.dup2(os.open("/", os.O_RDONLY), 2), "replaced file descriptor 2"),
        (lambda: print("x" * 5000), "wrote more than 4096 bytes to sys.stdout"),
        (lambda: os.chdir("/"), "changed the working directory to /"),
        (lambda: os._exit(0), "SystemExit: os._exit(0)"),
    ],
)
def test_misconduct_names_its_call_and_harms_nobody(
    act: Callable[[], object], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def advance(_self: object, _now: datetime) -> None:
        act()

    before = sys.stdout, sys.stderr, os.fstat(1).st_ino, os.fstat(2).st_ino
    with Containment(output_limit=4096) as containment:
        vendors: Callable[[], Implementation] = type("Vendors", (Idle,), {"advance": advance})
        implementation = CheckedImplementation(vendors, 20.0, containment=containment)
        caught = error(lambda: implementation.advance(NOON))
        implementation.restart("ic1")
    assert (caught.call, message in caught.message) == ("advance", True), caught.message
    assert (sys.stdout, sys.stderr, os.fstat(1).st_ino, os.fstat(2).st_ino) == before
    assert Path.cwd() == tmp_path
    assert containment.problems == []


def test_what_is_printed_is_kept_as_evidence(capfd: pytest.CaptureFixture[str]) -> None:
    def advance(_self: object, _now: datetime) -> None:
        print("hello")
        sys.stderr.write("there\n")
        os.write(1, b"past all of it\n")

    with Containment() as containment:
        vendors: Callable[[], Implementation] = type("Vendors", (Idle,), {"advance": advance})
        CheckedImplementation(vendors, 20.0, containment=containment).advance(NOON)
    assert containment.output == "hello\nthere\n"
    assert capfd.readouterr() == ("", "")


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
