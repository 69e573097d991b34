"""A deadline on real time for code that cannot be trusted to come back."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

Result = TypeVar("Result")

REPEAT_SECONDS = 1.0
MOST_REPEATS = 10
EXIT_STATUS = 3

# Without the wrapper that makes enum members of handlers: it is ten times as slow, and a
# row makes a hundred calls.
_set_handler: Callable[[int, Any], Any] = _signal.signal

# Containment takes the name away from implementations while they run.
_exit = os._exit

_HERE = str(Path(__file__).parent)


class Overdue(BaseException):
    """Raised inside a call when its time is up. No `except Exception` stops it.

    `trace` shows where the call was at that moment.
    """

    def __init__(self, trace: str = "") -> None:
        self.trace = trace
        super().__init__()


class Displaced(Exception):  # noqa: N818
    """The call put its own signal handler in place of the deadline's, or of Ctrl-C's."""


class Deadline:
    """Runs calls that must return within `seconds` of real time.

    Works with SIGALRM, which the frozen clock does not touch, and so only in the main
    thread. A call that swallows the alarm gets it again each second; after ten times the
    process ends with status 3 and one line on `stderr`, a file descriptor. A call that
    spends its time inside C code that never returns to Python cannot be ended so.

    Ctrl-C typed by a person ends the run, even if the call swallows it; a
    KeyboardInterrupt that the call raises by itself is handed on like any exception.
    """

    def __init__(self, seconds: float, *, stderr: int = 2) -> None:
        self.seconds = seconds
        self.stderr = stderr
        self.interrupted = False
        self._armed = False
        self._alarms = 0
        self._name = ""
        self._trace = ""

    def run(self, name: str, call: Callable[[], Result]) -> Result:
        """The call's result. Raises Overdue, Displaced, or what the call raises."""
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("an implementation can only be called from the main thread")
        self._name, self._alarms, self.interrupted = name, 0, False
        # One bound method each: an attribute access would make a new object every time.
        on_alarm, on_interrupt = self._on_alarm, self._on_interrupt
        alarm = _set_handler(signal.SIGALRM, on_alarm)
        interrupt = _set_handler(signal.SIGINT, on_interrupt)
        try:
            try:
                self._armed = True
                signal.setitimer(signal.ITIMER_REAL, self.seconds, REPEAT_SECONDS)
                result = call()
            finally:
                self._disarm()
        finally:
            if self._armed:  # The alarm went off on the way out.
                self._disarm()
            displaced = (
                _set_handler(signal.SIGALRM, _settable(alarm)) is not on_alarm,
                _set_handler(signal.SIGINT, _settable(interrupt)) is not on_interrupt,
            )
            if self.interrupted:
                raise KeyboardInterrupt
        if self._alarms:
            raise Overdue(self._trace)
        if any(displaced):
            raise Displaced
        return result

    def _disarm(self) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _on_alarm(self, _number: int, frame: FrameType | None) -> None:
        if not self._armed:
            return
        self._alarms += 1
        if self._alarms == 1:
            self._trace = self._stack(frame)
        if self._alarms > MOST_REPEATS:
            line = (
                f"usage-conformance: error: {self._name}() of the implementation did not "
                f"return within {self.seconds:g} s and does not let itself be stopped\n"
            )
            with contextlib.suppress(OSError):
                os.write(self.stderr, line.encode())
            _exit(EXIT_STATUS)
        raise Overdue(self._trace)

    def _stack(self, frame: FrameType | None) -> str:
        """The frames of the call alone, without those of the harness around it."""
        inner = []
        while frame is not None and not frame.f_code.co_filename.startswith(_HERE):
            inner.append((frame, frame.f_lineno))
            frame = frame.f_back
        return "".join(traceback.StackSummary.extract(reversed(inner)).format())

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupted = True
        raise KeyboardInterrupt


def _settable(handler: Any) -> Any:
    # A handler that was not set from Python reads as None.
    return signal.SIG_DFL if handler is None else handler
