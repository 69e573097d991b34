"""Standard output and error of an implementation: bounded, kept apart, always restored."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")
_WRITTEN = ("stdout", "stderr")
_DESCRIPTORS = (1, 2)


class _Bounded:
    """Keeps the first `limit` bytes; what comes after is noticed and dropped."""

    def __init__(self, limit: int) -> None:
        self.kept = bytearray()
        self.flooded = False
        self._limit = limit

    def add(self, data: bytes) -> None:
        room = self._limit - len(self.kept)
        self.kept += data[:room]
        self.flooded = self.flooded or len(data) > room


class _Sink(io.RawIOBase):
    """A file to write to that ends in a `_Bounded`, which outlives it."""

    def __init__(self, bounded: _Bounded) -> None:
        super().__init__()
        self._bounded = bounded

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        content = bytes(data)
        self._bounded.add(content)
        return len(content)


class Output:
    """Takes standard output and error away from an implementation.

    `take` and `give_back` enclose a row: the file descriptors 1 and 2 lead nowhere
    meanwhile, the genuine ones are kept under other numbers. `begin_call` and `end_call`
    enclose each call: `sys.stdout` and `sys.stderr` (and
    `sys.__stdout__` and `sys.__stderr__`) are bounded writers then, which keep
    up to `limit` bytes each in a row. (Not for the whole row, because pytest puts its own
    streams back between the phases of a test.)
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._saved: dict[int, int] = {}
        self._known: set[tuple[int, int]] = set()
        self._genuine: dict[str, Any] = {}
        self._kept: dict[str, _Bounded] = {}
        self._ours: dict[str, io.TextIOWrapper] = {}

    @property
    def stderr(self) -> int:
        """The genuine standard error's descriptor."""
        return self._saved.get(2, 2)

    @property
    def text(self) -> str:
        """What was written so far, standard output first."""
        return "".join(
            bytes(raw.kept).decode("utf-8", errors="replace") for raw in self._kept.values()
        )

    def take(self) -> None:
        """The descriptors lead nowhere from now on."""
        sink = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        try:
            self._known = {_identity(sink)}
            for number in _DESCRIPTORS:
                # One that was closed before has nothing to give back.
                with contextlib.suppress(OSError):
                    self._saved[number] = os.dup(number)
                    self._known.add(_identity(number))
                    os.dup2(sink, number)
        finally:
            os.close(sink)
        for name in _WRITTEN:
            self._kept[name] = _Bounded(self._limit)
            self._renew(name)

    def give_back(self) -> None:
        """The genuine descriptors are back in place."""
        for number, saved in self._saved.items():
            os.dup2(saved, number)
            os.close(saved)
        self._saved = {}

    def begin_call(self) -> None:
        """The writers are in place from now on."""
        self._genuine = {name: getattr(sys, name) for name in _STREAMS}
        for name, writer in self._ours.items():
            setattr(sys, name, writer)
            setattr(sys, f"__{name}__", writer)

    def end_call(self) -> list[str]:
        """Undo `begin_call`. Returns what the call did to the streams."""
        problems = []
        for name, genuine in self._genuine.items():
            expected = self._ours.get(name.strip("_"), genuine)
            if getattr(sys, name, None) is not expected:
                problems.append(f"replaced sys.{name}")
            elif getattr(expected, "closed", False):
                problems.append(f"closed sys.{name}")
            setattr(sys, name, genuine)
        for name, writer in self._ours.items():
            raw = self._kept[name]
            if raw.flooded:
                raw.flooded = False
                problems.append(f"wrote more than {self._limit} bytes to sys.{name}")
            if writer.closed:
                self._renew(name)
        for number, saved in self._saved.items():
            problem = self._changed(number)
            if problem:
                problems.append(problem)
                os.dup2(saved, number)
        return problems

    def _changed(self, number: int) -> str:
        try:
            same = _identity(number) in self._known
        except OSError:
            return f"closed file descriptor {number}"
        return "" if same else f"replaced file descriptor {number}"

    def _renew(self, name: str) -> None:
        # Without a buffer in between, as Python itself does it for unbuffered output.
        sink: Any = _Sink(self._kept[name])
        self._ours[name] = io.TextIOWrapper(sink, "utf-8", "backslashreplace", write_through=True)


def _identity(number: int) -> tuple[int, int]:
    status = os.fstat(number)
    return status.st_dev, status.st_ino
