"""What a call does to the process is undone at once, and said with the call's name."""

from __future__ import annotations

import builtins
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.adapters.calls import (
    NOON,
    error,
)
from tests.adapters.implementations import Idle
from usage_conformance.adapters import CheckedImplementation, Containment
from usage_conformance.implementation import (
    Implementation,
)


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
        (lambda: vars(builtins).update(len=None), "patched builtins.len"),
        (lambda: vars(builtins).update(isinstance=None, zip=None), "patched builtins.isinstance"),
        (lambda: setattr(json, "dumps", None), "patched json.dumps"),
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
