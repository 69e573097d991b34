"""Nothing leaves the process but through the doors.

An audit hook sees sockets and processes of every library, in every thread. While a row
runs they are refused, and noted. What it cannot see is code that calls the operating
system past Python; an isolated run shows that.
"""

from __future__ import annotations

import functools
import multiprocessing.util
import socket
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from usage_conformance.world.rows import Rows

_INTERNET = (socket.AF_INET, socket.AF_INET6)
_ADVICE = "certify such an implementation as a command (--implementation 'command: ...')"


class RealWorldError(PermissionError):
    """The implementation reached for the real network or for another process."""


def _address(address: Any) -> str:
    match address:
        case (host, port, *_):
            return f"{host}:{port}"
    return str(address)


def _socket_target(args: tuple[Any, ...]) -> str | None:
    sock, address = args[0], args[-1]
    return _address(address) if sock.family in _INTERNET else None


def _lookup_target(args: tuple[Any, ...]) -> str:
    port = args[1] if len(args) > 1 else None
    return f"{_text(args[0])}" + (f":{_text(port)}" if port is not None else "")


def _popen_command(args: tuple[Any, ...]) -> str:
    executable, command = args[0], args[1]
    if isinstance(command, (str, bytes)):
        return _text(command)
    return " ".join(_text(part) for part in command) or _text(executable)


def _text(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _first(args: tuple[Any, ...]) -> str:
    return _text(args[0])


# Audit event -> what was done, and how to name the target (None: nothing wrong with it).
_EVENTS: dict[str, tuple[str, Callable[[tuple[Any, ...]], str | None]]] = {
    "socket.connect": ("opened a connection to", _socket_target),
    "socket.sendto": ("sent a datagram to", _socket_target),
    "socket.sendmsg": ("sent a datagram to", lambda a: _socket_target(a) if a[-1] else None),
    "socket.getaddrinfo": ("looked up", _lookup_target),
    "socket.gethostbyname": ("looked up", _first),
    "socket.gethostbyaddr": ("looked up", _first),
    "subprocess.Popen": ("started the process", _popen_command),
    "os.system": ("started the process", _first),
    "os.posix_spawn": ("started the process", _first),
    "os.spawn": ("started the process", lambda a: _text(a[1])),
    "os.exec": ("became the process", _first),
    "os.fork": ("started the process", lambda _: "a fork of this one"),
    "os.forkpty": ("started the process", lambda _: "a fork of this one"),
}


class Guard:
    """Refuses what does not go through the doors, between `open` and `close`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._harness: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self._opener: threading.Thread | None = None
        self._outer: Guard | None = None
        self._spawn: Any = None

    def open(self) -> None:
        """Begin to watch. Threads that run already are the harness's own."""
        self._outer = _HOOK.guard
        self._opener = threading.current_thread()
        main = threading.main_thread()
        for thread in threading.enumerate():
            if thread not in (self._opener, main):
                self._harness.add(thread)
        _HOOK.install()
        _HOOK.guard = self
        self._watch_multiprocessing()

    def close(self) -> None:
        """Watch no more. RuntimeError while a guard that was opened later is open."""
        if _HOOK.guard is not self:
            raise RuntimeError("worlds close in the reverse order of their opening")
        _HOOK.guard = self._outer
        multiprocessing.util.spawnv_passfds = self._spawn

    def _watch_multiprocessing(self) -> None:
        """multiprocessing starts processes without an audit event of their own."""
        self._spawn = multiprocessing.util.spawnv_passfds

        @functools.wraps(self._spawn)
        def spawn(path: Any, args: Any, passfds: Any) -> Any:
            self.see("os.posix_spawn", (path,))
            return self._spawn(path, args, passfds)

        multiprocessing.util.spawnv_passfds = spawn

    def see(self, event: str, args: tuple[Any, ...]) -> None:
        """Raises RealWorldError for what an implementation must not do."""
        thread = threading.current_thread()
        if thread in self._harness:
            return
        if not self._rows.running and thread in (self._opener, threading.main_thread()):
            return  # between rows this is the harness at its own work
        deed, name_target = _EVENTS[event]
        target = name_target(args)
        if target is None:
            return
        if self._rows.running:
            sentence = f"the implementation {deed} {target}, past the mocked world; {_ADVICE}"
            self._rows.intrude(sentence)
        else:
            sentence = f"after its end it {deed} {target}"
            self._rows.come_late(sentence)
        raise RealWorldError(sentence)


class _Hook:
    """The audit hook. Python has no way to take one out again, so there is one for the
    life of the process, and it asks whichever guard is open."""

    def __init__(self) -> None:
        self.guard: Guard | None = None
        self._installed = False

    def install(self) -> None:
        if self._installed:
            return
        self._installed = True
        events = frozenset(_EVENTS)

        def hook(event: str, args: tuple[Any, ...]) -> None:
            if event in events and self.guard is not None:
                self.guard.see(event, args)

        sys.addaudithook(hook)


_HOOK = _Hook()
