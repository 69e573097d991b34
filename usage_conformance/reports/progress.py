"""How far a run has come, while it runs."""

from __future__ import annotations

import contextlib

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from usage_conformance.verdict.model import RowRecord, Status

_BAD = frozenset({Status.FAILED, Status.ERROR})
_STEPS = 10


class RunProgress:
    """A bar at a terminal, else a line for each tenth of the rows.

    `total` is None where nobody knows how many rows a selection has. Nothing here runs in
    a thread or reads a clock: the rows' clock stands still.
    """

    def __init__(self, console: Console, total: int | None, *, shown: bool = True) -> None:
        self._shown = shown
        self._console = console
        self._total = total
        self._done = 0
        self._bad = 0
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def start(self) -> None:
        """Show the bar, where there is a terminal."""
        if self._shown and self._console.is_terminal:
            self._bar = Progress(
                TextColumn("certifying"),
                BarColumn(),
                TextColumn("{task.fields[said]}"),
                console=self._console,
                auto_refresh=False,
                transient=True,
            )
            self._task = self._bar.add_task("", total=self._total, said="")
            self._bar.start()

    def row(self, record: RowRecord) -> None:
        """A row has ended."""
        before = self._tenths()
        self._done += 1
        bad = record.status in _BAD
        self._bad += bad
        # Whoever reads our output may have gone; the run goes on.
        with contextlib.suppress(BrokenPipeError):
            self._show(before, bad=bad)

    def _show(self, before: int, *, bad: bool) -> None:
        # Drawing costs more than a row does.
        due = bad or self._tenths(100) != self._tenths(100, self._done - 1)
        if self._bar is not None and due:
            self._bar.update(self._task, completed=self._done, said=self._said(), refresh=True)
        elif self._shown and self._bar is None and self._tenths() != before:
            self._console.print(self._said(), highlight=False)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _tenths(self, steps: int = _STEPS, done: int | None = None) -> int:
        count = self._done if done is None else done
        return count * steps // self._total if self._total else count // 100

    def _said(self) -> str:
        of = f" of {self._total}" if self._total else ""
        return f"{self._done}{of} rows, {self._bad} failed or in error"
