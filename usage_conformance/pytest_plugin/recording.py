"""What became of a row, from everything that was raised while it ran."""

from __future__ import annotations

import json
import traceback
import unittest
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from usage_conformance.adapters import AdapterError
from usage_conformance.gherkin import Row
from usage_conformance.mismatch import Mismatch, NotApplicable
from usage_conformance.pytest_plugin.explanation import Place, explain, explain_misconduct
from usage_conformance.pytest_plugin.keys import EVIDENCE, INTRUSIONS, ROW, STEPS
from usage_conformance.pytest_plugin.options import ledger_of
from usage_conformance.verdict.model import Failure, RowRecord, Status, StepRecord

ATTRIBUTE = "usage_conformance_row"
"""The attribute of a report that carries a row's record as plain JSON values."""

_RAISED = pytest.StashKey[list[tuple[str, BaseException]]]()
_SKIPS = (pytest.skip.Exception, pytest.xfail.Exception, unittest.SkipTest)
_TRACE_LINES = 60


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Explain a failure in the suite's terms; attach the record to the last report."""
    report = yield
    row = item.stash.get(ROW, None)
    if row is None:
        return report
    if call.when == "setup":
        item.stash[_RAISED] = []
    raised = item.stash[_RAISED]
    if call.excinfo is not None:
        raised.append((call.when, call.excinfo.value))
        _present(report, item, row, call.excinfo.value)
    if call.when == "teardown":
        record = _checked(_record(item, row, raised))
        if record.status is Status.ERROR and record.failure is not None and not raised:
            # Nothing was raised, and yet plain pytest may not show a pass.
            report.outcome = "failed"
            report.longrepr = record.failure.message
        setattr(report, ATTRIBUTE, _plain(record))
    return report


def _present(report: pytest.TestReport, item: pytest.Item, row: Row, raised: BaseException) -> None:
    """What a reader of plain pytest's output sees."""
    place = Place(row, report.location[0], _current_step(item), ledger_of(item.config))
    if isinstance(raised, Mismatch):
        report.longrepr = explain(place, raised)
    elif isinstance(raised, AdapterError):
        report.longrepr = explain_misconduct(place, raised)
    elif isinstance(raised, NotApplicable) and report.skipped:
        # Without a line, so that pytest's summary counts the rows of a file together.
        report.longrepr = (report.location[0], None, f"not applicable: {raised}")  # type: ignore[assignment]
    elif report.failed:
        report.sections.append(("row", str(place)))
    if report.failed and not _encodable(text := str(report.longrepr)):
        # What an implementation says may not be text that can be sent or printed.
        report.longrepr = _clean(text)
    report.sections = [(name, _clean(content)) for name, content in report.sections]


def _record(item: pytest.Item, row: Row, raised: Sequence[tuple[str, BaseException]]) -> RowRecord:
    status, failure = _judge(item, raised)
    evidence: dict[str, Any] = item.stash.get(EVIDENCE, {})
    intrusions: dict[str, str] = item.stash.get(INTRUSIONS, {})
    return RowRecord(
        row=row.id,
        status=status,
        failure=failure,
        steps=tuple(_steps(item)),
        evidence=evidence,
        intrusions=intrusions,
    )


def _judge(
    item: pytest.Item, raised: Sequence[tuple[str, BaseException]]
) -> tuple[Status, Failure | None]:
    """Status by what was raised first; skips count only where nothing else was raised."""
    if not raised:
        steps = _steps(item)
        if not steps or not all(step.held for step in steps):
            return Status.ERROR, Failure("the row ended without having executed its steps")
        return Status.PASSED, None
    serious = [one for one in raised if not isinstance(one[1], _SKIPS)]
    phase, first = (serious or raised)[0]
    failure = _failure(phase, first, _current_step(item))
    others = [f"{when}: {_line(other)}" for when, other in serious[1:]]
    if others:
        failure = replace(failure, message=f"{failure.message}; then in {'; in '.join(others)}")
    return _status(phase, first), failure


def _status(phase: str, raised: BaseException) -> Status:
    if isinstance(raised, Mismatch):
        return Status.FAILED
    if isinstance(raised, NotApplicable) and phase != "teardown":
        return Status.NOT_APPLICABLE
    return Status.NOT_RUN if isinstance(raised, _SKIPS) else Status.ERROR


def _failure(phase: str, raised: BaseException, step: StepRecord | None) -> Failure:
    failure = Failure(message=_line(raised))
    if phase == "call" and step is not None:
        failure = replace(failure, step=f"{step.keyword} {step.text}", line=step.line)
    if isinstance(raised, Mismatch):
        return replace(failure, expected=raised.expected, observed=raised.observed)
    if isinstance(raised, AdapterError):
        return replace(failure, call=raised.call, field=raised.field, trace=raised.trace)
    if isinstance(raised, _SKIPS):
        return failure
    lines = "".join(traceback.format_exception(raised)).splitlines()
    return replace(failure, trace="\n".join(lines[-_TRACE_LINES:]))


def _current_step(item: pytest.Item) -> StepRecord | None:
    """The step that was being executed when something was raised, if any was."""
    steps = _steps(item)
    return steps[-1] if steps and not steps[-1].held else None


def _steps(item: pytest.Item) -> list[StepRecord]:
    return item.stash.setdefault(STEPS, [])


def _line(raised: BaseException) -> str:
    """An exception in one line. Only the suite's own speak for themselves."""
    text = " ".join(str(raised).split())
    if isinstance(raised, Mismatch | AdapterError | NotApplicable):
        return text
    return f"{type(raised).__name__}: {text}" if text else type(raised).__name__


def _checked(record: RowRecord) -> RowRecord:
    """The record, or an error in its place where its evidence is no JSON."""
    try:
        json.dumps(record.to_json(), allow_nan=False)
    except (TypeError, ValueError) as error:
        message = f"the row's evidence is not JSON: {error}"
        if record.failure is not None:
            message = f"{record.failure.message}; and {message}"
        return replace(
            record, status=Status.ERROR, failure=Failure(message), evidence={}, intrusions={}
        )
    return record


def _plain(record: RowRecord) -> Mapping[str, Any]:
    """The record as values that a worker can send: no enumerations, no odd surrogates."""
    text = json.dumps(record.to_json(), ensure_ascii=False)
    plain: Mapping[str, Any] = json.loads(_clean(text))
    return plain


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()
