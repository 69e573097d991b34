"""The process after a row is as it was before, and what was changed is said."""

from __future__ import annotations

import builtins
import datetime
import gc
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from usage_conformance import mismatch
from usage_conformance.adapters import Containment


def patch(owner: Any, name: str) -> Callable[[], None]:
    return lambda: setattr(owner, name, lambda *_a, **_k: None)


def problems_of(act: Callable[[], object]) -> list[str]:
    with Containment() as containment:
        act()
    return containment.problems


def test_nothing_done_nothing_said() -> None:
    assert problems_of(lambda: json.dumps(sorted([2, 1]))) == []


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        (datetime, "datetime", "patched datetime.datetime"),
        (builtins, "open", "patched builtins.open"),
        (builtins, "sneaky", "patched builtins.sneaky"),
        (json, "dumps", "patched json.dumps"),
        (os, "replace", "patched os.replace"),
        (socket.socket, "connect", "patched socket.connect"),
        (requests.Session, "send", "patched Session.send"),
        (requests.adapters.HTTPAdapter, "send", "patched HTTPAdapter.send"),
        (mismatch.Mismatch, "__init__", "patched Mismatch.__init__"),
        (subprocess, "run", "patched subprocess.run"),
    ],
)
def test_patches_are_undone_and_said(owner: Any, name: str, said: str) -> None:
    before = vars(owner).get(name)
    assert problems_of(patch(owner, name)) == [said]
    assert vars(owner).get(name) is before


def test_environment() -> None:
    def act() -> None:
        os.environ["HTTPS_PROXY"] = "http://localhost"
        del os.environ["PATH"]

    before = dict(os.environ)
    assert problems_of(act) == []
    assert dict(os.environ) == before


def test_modules_and_their_search() -> None:
    def act() -> None:
        sys.modules["requests"] = sys
        sys.path.insert(0, "/nowhere")

    before = list(sys.path)
    assert problems_of(act) == ["replaced the module requests"]
    assert (sys.modules["requests"], sys.path) == (requests, before)


def test_signal_handlers_and_settings() -> None:
    def act() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.setrecursionlimit(5000)
        socket.setdefaulttimeout(1)
        os.umask(0)
        gc.disable()

    limit = sys.getrecursionlimit()
    assert problems_of(act) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert gc.isenabled()
    assert sys.getrecursionlimit() == limit
    assert socket.getdefaulttimeout() is None
    mask = os.umask(0)
    os.umask(mask)
    assert mask != 0


def test_logging_is_put_back_in_silence() -> None:
    root = logging.getLogger()
    before = list(root.handlers), root.level

    def act() -> None:
        root.addHandler(logging.NullHandler())
        root.setLevel(logging.CRITICAL)
        logging.disable()

    assert problems_of(act) == []
    assert (list(root.handlers), root.level, root.manager.disable) == (*before, 0)


@contextmanager
def _waiting_thread() -> Iterator[Callable[[], None]]:
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="vendor's upload", daemon=True)
    try:
        yield thread.start
    finally:
        end.set()
        thread.join()


def test_threads_left_behind_are_named() -> None:
    with _waiting_thread() as start:
        assert problems_of(start) == ["left a thread behind: vendor's upload"]


def test_threads_that_end_are_nobodys_business() -> None:
    def act() -> None:
        thread = threading.Thread(target=threading.Event().wait, args=(0.02,))
        thread.start()

    assert problems_of(act) == []


def test_one_row_only() -> None:
    with Containment() as containment:
        pass
    with pytest.raises(RuntimeError, match="one row"), containment:
        pass
