"""What of a process an implementation could change, how it was, and how to put it back."""

from __future__ import annotations

import builtins
import datetime
import gc
import hashlib
import io
import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import botocore.auth
import botocore.client
import botocore.endpoint
import botocore.handlers
import botocore.hooks
import botocore.httpsession
import pytest
import requests
import urllib3

from usage_conformance import implementation, mismatch

THREAD_GRACE_SECONDS = 0.5

_MISSING = object()

# Everything of these is compared, because almost any of it would change what is seen.
_WHOLE: tuple[ModuleType, ...] = (datetime, time, json, hashlib)
_BUILTINS = vars(builtins)

# Of these only what the world, the judgements and the report stand on.
_PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        os,
        (
            *("replace", "rename", "unlink", "remove", "open", "stat", "lstat", "scandir"),
            *("listdir", "write", "read", "fstat", "getcwd", "chdir", "mkdir", "fsync"),
            *("environ", "kill", "_exit"),
        ),
    ),
    (io, ("open", "BytesIO")),
    (socket, ("socket", "create_connection", "getaddrinfo")),
    (socket.socket, ("connect", "connect_ex", "send", "sendall", "recv", "__init__")),
    (ssl.SSLContext, ("wrap_socket",)),
    (subprocess, ("Popen", "run")),
    (subprocess.Popen, ("__init__",)),
    (threading, ("Thread", "enumerate", "excepthook")),
    (threading.Thread, ("start", "run", "join")),
    (signal, ("signal", "setitimer", "getsignal")),
    (logging.Logger, ("handle", "callHandlers")),
    (sys, ("excepthook", "unraisablehook", "exit", "meta_path", "path_hooks", "modules")),
    (requests, ("get", "request", "Session", "adapters", "sessions")),
    (requests.Session, ("send", "request", "get", "mount", "get_adapter")),
    (requests.adapters.HTTPAdapter, ("send", "build_response", "cert_verify")),
    (urllib3.connectionpool.HTTPConnectionPool, ("urlopen", "_make_request", "_get_conn")),
    (urllib3.connectionpool.HTTPSConnectionPool, ("_prepare_proxy",)),
    (botocore.httpsession.URLLib3Session, ("send", "__init__")),
    (botocore.endpoint.Endpoint, ("_send", "_send_request", "make_request")),
    (botocore.client.BaseClient, ("_make_api_call", "_make_request")),
    (botocore.auth.SigV4Auth, ("add_auth", "signature", "string_to_sign")),
    (botocore.hooks.HierarchicalEmitter, ("_emit", "emit", "emit_until_response")),
    (botocore.handlers, ("BUILTIN_HANDLERS",)),
    (pytest, ("skip", "fail", "exit", "xfail", "raises")),
    (mismatch, ("Mismatch", "NotApplicable")),
    (mismatch.Mismatch, ("__init__", "__str__")),
    (implementation, tuple(name for name in vars(implementation) if name[0].isupper())),
)

_MODULES = (
    "usage_conformance",
    "usage_conformance.implementation",
    "usage_conformance.mismatch",
    "usage_conformance.adapters",
    "usage_conformance.world",
    "pytest",
    "_pytest.runner",
    "_pytest.outcomes",
    "_pytest.reports",
    "pytest_bdd",
    "datetime",
    "time",
    "socket",
    "requests",
    "botocore",
)

# pytest itself sets this one at each phase of a test.
_PYTESTS_OWN = "PYTEST_CURRENT_TEST"
_PLAIN = frozenset({int, str, tuple})
_PYTHONS_OWN = frozenset({"__warningregistry__", "_"})

_SIGNALS = tuple(
    number
    for name in ("SIGINT", "SIGTERM", "SIGALRM", "SIGHUP", "SIGCHLD", "SIGPIPE", "SIGUSR1")
    if (number := getattr(signal, name, None)) is not None
)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _switch_gc(on: object) -> None:
    (gc.enable if on else gc.disable)()


# Settings of the process: how to read one and how to put it back.
_SETTINGS: tuple[tuple[Callable[[], Any], Callable[[Any], object]], ...] = (
    (_umask, os.umask),
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (sys.getswitchinterval, sys.setswitchinterval),
    (sys.gettrace, sys.settrace),
    (sys.getprofile, sys.setprofile),
    (socket.getdefaulttimeout, socket.setdefaulttimeout),
    (gc.isenabled, _switch_gc),
)


_SENTINELS = tuple((owner, name) for owner, names in _PARTS for name in names)


@dataclass(frozen=True)
class Before:
    """How the process was at one moment."""

    folder: str
    builtins: dict[str, Any]
    whole: tuple[dict[str, Any], ...]
    parts: tuple[Any, ...]
    modules: tuple[Any, ...]
    path: tuple[str, ...]
    environment: Mapping[str, str]
    signals: tuple[Any, ...]
    settings: tuple[Any, ...]
    handlers: tuple[logging.Handler, ...]
    level: int
    disabled: int
    threads: frozenset[int]


def look() -> Before:
    """How the process is now."""
    root = logging.getLogger()
    return Before(
        folder=folder(),
        builtins=_BUILTINS.copy(),
        whole=tuple(vars(module).copy() for module in _WHOLE),
        parts=tuple(vars(owner).get(name, _MISSING) for owner, name in _SENTINELS),
        modules=tuple(sys.modules.get(name) for name in _MODULES),
        path=tuple(sys.path),
        environment=dict(os.environ),
        signals=tuple(signal.getsignal(number) for number in _SIGNALS),
        settings=tuple(read() for read, _ in _SETTINGS),
        handlers=tuple(root.handlers),
        level=root.level,
        disabled=root.manager.disable,
        threads=frozenset(sys._current_frames()),  # noqa: SLF001
    )


def folder() -> str:
    """The working directory, or what is known of one that is gone."""
    try:
        return os.getcwd()  # noqa: PTH109
    except FileNotFoundError:
        return "a folder that no longer exists"


def restore_builtins(before: Before) -> list[str]:
    """Put back the builtins. Returns what had been changed. Itself uses none of them."""
    was = before.builtins
    if was == _BUILTINS:
        return []
    added = [name for name in _BUILTINS if name not in was]
    changed = [name for name in was if _BUILTINS.get(name, _MISSING) is not was[name]]
    for name in added:
        del _BUILTINS[name]
    _BUILTINS.update(was)
    return [f"patched builtins.{name}" for name in [*changed, *added] if name not in _PYTHONS_OWN]


def restore_modules(before: Before) -> list[str]:
    """Put back the modules that are compared as a whole. Returns what had been changed."""
    if all(vars(module) == was for module, was in zip(_WHOLE, before.whole, strict=True)):
        return []
    return [f"patched {name}" for name in _whole(before)]


def restore(before: Before) -> list[str]:
    """Put back everything but folder and threads. Returns what had been changed."""
    problems = [*restore_builtins(before), *restore_modules(before)]
    problems += [f"patched {name}" for name in _parts(before)]
    problems += _modules(before)
    # An adapter may need these for its product, so that they are put back without a word.
    _environment(before)
    _signals(before)
    _settings(before)
    _logging(before)
    return problems


def threads_left(before: Before) -> list[str]:
    """Threads that are alive now and were not before, after a short grace."""
    # The frozen clock does not touch a wait, only the reading of time.
    pause = threading.Event()
    for _ in range(int(THREAD_GRACE_SECONDS / 0.01)):
        if not _new_threads(before):
            return []
        pause.wait(0.01)
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    return [
        f"left a thread behind: {names.get(ident, 'without a name')}"
        for ident in sorted(_new_threads(before))
    ]


def _new_threads(before: Before) -> set[int]:
    return set(sys._current_frames()) - before.threads  # noqa: SLF001


def _whole(before: Before) -> Iterator[str]:
    for module, was in zip(_WHOLE, before.whole, strict=True):
        now = vars(module)
        for name in [*was, *(now.keys() - was.keys())]:
            # Python itself notes its warnings in the module that caused them.
            if name in _PYTHONS_OWN or _same(now.get(name, _MISSING), was.get(name, _MISSING)):
                continue
            _put_back(module, name, was.get(name, _MISSING))
            yield f"{module.__name__}.{name}"


def _parts(before: Before) -> Iterator[str]:
    for (owner, name), was in zip(_SENTINELS, before.parts, strict=True):
        if vars(owner).get(name, _MISSING) is not was:
            _put_back(owner, name, was)
            yield f"{getattr(owner, '__qualname__', owner.__name__)}.{name}"


def _same(one: object, other: object) -> bool:
    # Python renews plain values by itself: `time.tzset` makes a new `time.tzname`.
    plain = type(one) is type(other) and type(one) in _PLAIN
    return one is other or (plain and one == other)


def _put_back(owner: Any, name: str, was: Any) -> None:
    if was is _MISSING:
        delattr(owner, name)
    else:
        setattr(owner, name, was)


def _modules(before: Before) -> Iterator[str]:
    for name, was in zip(_MODULES, before.modules, strict=True):
        # One that is loaded only now is no replacement.
        if was is not None and sys.modules.get(name) is not was:
            sys.modules[name] = was
            yield f"replaced the module {name}"


def _environment(before: Before) -> None:
    if tuple(sys.path) != before.path:
        sys.path[:] = before.path
    was, now = before.environment, dict(os.environ)
    for name in (was.keys() | now.keys()) - {_PYTESTS_OWN}:
        if was.get(name) == now.get(name):
            continue
        if name in was:
            os.environ[name] = was[name]
        else:
            del os.environ[name]
        if name == "TZ":
            time.tzset()


def _signals(before: Before) -> None:
    for number, was in zip(_SIGNALS, before.signals, strict=True):
        # A handler that was not set from Python cannot be put back.
        if was is not None and signal.getsignal(number) is not was:
            signal.signal(number, was)


def _settings(before: Before) -> None:
    for (read, write), was in zip(_SETTINGS, before.settings, strict=True):
        if read() != was:
            write(was)


def _logging(before: Before) -> None:
    root = logging.getLogger()
    if tuple(root.handlers) != before.handlers:
        root.handlers[:] = before.handlers
    if root.level != before.level:
        root.setLevel(before.level)
    if root.manager.disable != before.disabled:
        logging.disable(before.disabled)
