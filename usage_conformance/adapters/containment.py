"""The row's fence: what an implementation must leave as it found it."""

from __future__ import annotations

import os
from types import TracebackType
from typing import NoReturn, Self

from usage_conformance.adapters import process
from usage_conformance.adapters.output import Output

OUTPUT_LIMIT = 2**20

_EXIT = os._exit


def _no_exit(status: int) -> NoReturn:
    # The genuine one would end the run, perhaps with status 0.
    raise SystemExit(f"os._exit({status})")


class Containment:
    """Keeps a row's implementation from harming the next row. Enter it once per row.

    Within it, give it to each CheckedImplementation of the row. At its end everything
    that was changed is put back; `problems` then says what an implementation must not
    do and did: each makes the row an *error*. `output` is what it printed, as evidence.

    Watched are: standard streams, the working directory, threads, builtins and the
    functions that the harness stands on. Environment variables, module search, signal
    handlers, logging and the process's settings, which an adapter may change for its
    product's sake, are put back in silence. *Not* watched,
    because one process cannot: other names in other modules, the harness's own objects
    found by searching memory, its files, its file descriptors above 2, memory that
    ctypes writes to, `os._exit`, and code that undoes its traces before a call returns.
    Where that matters, an implementation is to be certified in a process of its own.
    """

    def __init__(self, *, output_limit: int = OUTPUT_LIMIT) -> None:
        self.problems: list[str] = []
        self.current_call = ""
        self._output = Output(output_limit)
        self._before: process.Before | None = None
        self._folder = -1
        self._mended: list[str] = []

    @property
    def output(self) -> str:
        """What was printed so far, standard output first, up to the limit."""
        return self._output.text

    @property
    def stderr(self) -> int:
        """The descriptor of the genuine standard error."""
        return self._output.stderr

    def begin_call(self, name: str) -> None:
        """A call starts: what is printed from now on is the implementation's."""
        self.current_call = name
        self._output.begin_call()
        os._exit = _no_exit

    def mend(self) -> None:
        """The implementation has just returned or raised: the builtins are back at once,
        because nothing of the harness can run without them."""
        assert self._before is not None
        self._mended += process.restore_builtins(self._before)

    def end_call(self) -> list[str]:
        """A call has ended. What it did to builtins, streams and the working directory."""
        assert self._before is not None
        os._exit = _EXIT
        problems = [*self._mended, *process.restore_modules(self._before)]
        problems += self._output.end_call()
        problems += self._back_to_folder()
        self._mended = []
        return problems

    def __enter__(self) -> Self:
        if self._before is not None:
            raise RuntimeError("a containment is for one row")
        self._before = process.look()
        self._folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._output.take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._before is not None
        # First what everything after it stands on.
        self.problems += process.restore(self._before)
        self._output.give_back()
        self.problems += self._back_to_folder()
        os.close(self._folder)
        self.problems += process.threads_left(self._before)

    def _back_to_folder(self) -> list[str]:
        assert self._before is not None
        folder = process.folder()
        if folder == self._before.folder:
            return []
        os.fchdir(self._folder)
        return [f"changed the working directory to {folder}"]
