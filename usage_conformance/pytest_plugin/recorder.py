"""Gathers the records of all rows in the process that controls the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from usage_conformance.pytest_plugin.recording import ATTRIBUTE
from usage_conformance.verdict.model import Failure, RowRecord, Status


class Recorder:
    """A pytest plug-in object: register it, run pytest, then read it.

    `records` maps a row's id to its record, in the order in which rows ended. `problems`
    are errors that belong to no row: while collecting, within pytest, of a worker.
    `on_row` is called with each record as it arrives. Works alike with and without
    workers; the row that a worker died on is an *error*.
    """

    def __init__(self, on_row: Callable[[RowRecord], None] | None = None) -> None:
        self.records: dict[str, RowRecord] = {}
        self.problems: list[str] = []
        self._on_row = on_row
        self._running: dict[str, str] = {}

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        """Remember which row a test stands for, should its worker die."""
        self._running[nodeid] = location[2]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in the record that comes with the last report of a row."""
        data = getattr(report, ATTRIBUTE, None)
        if data is not None:
            self._running.pop(report.nodeid, None)
            self._add(RowRecord.from_json(data))
        elif report.when not in {"setup", "call", "teardown"}:
            self._died(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """What could not be collected."""
        if report.failed:
            self.problems.append(f"{report.nodeid or 'collection'}: {report.longreprtext}")

    def pytest_internalerror(self, excrepr: object) -> None:
        """A defect of pytest, of a plug-in, or of the suite."""
        self.problems.append(f"internal error: {excrepr}")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:
        """A worker that did not end in good order."""
        if error:
            self.problems.append(f"worker {node.gateway.id} ended early: {error}")

    def _died(self, report: pytest.TestReport) -> None:
        row = self._running.pop(report.nodeid, "")
        # The report of a death names no row; only rows have ids with these marks.
        if "::" not in row:
            self.problems.append(f"{report.nodeid}: {report.longreprtext}")
            return
        message = "the process ended while the row was running"
        self._add(RowRecord(row, Status.ERROR, Failure(message, trace=report.longreprtext)))

    def _add(self, record: RowRecord) -> None:
        if record.row in self.records:
            self.problems.append(f"{record.row}: executed more than once")
        self.records[record.row] = record
        if self._on_row is not None:
            self._on_row(record)
