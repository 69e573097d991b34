"""While a row runs: whether it applies, which steps it goes through, what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_bdd.parser import Step

from usage_conformance.gherkin import Row
from usage_conformance.ledger import Ledger
from usage_conformance.mismatch import NotApplicable
from usage_conformance.profile import Settings
from usage_conformance.pytest_plugin.keys import EVIDENCE, INTRUSIONS, ROW, STEPS
from usage_conformance.pytest_plugin.options import ledger_of, settings_of
from usage_conformance.pytest_plugin.suite import loaded_suite
from usage_conformance.verdict.applicability import applicability
from usage_conformance.verdict.model import StepRecord


class ForeignStepError(Exception):
    """A step was about to be executed by a function that is not the suite's."""


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest) -> Settings:
    """The claims of this run."""
    return settings_of(request.config)


@pytest.fixture(scope="session")
def ledger(request: pytest.FixtureRequest) -> Ledger:
    """What the documentation demands."""
    return ledger_of(request.config)


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Row:
    """The row that is being executed."""
    return request.node.stash[ROW]  # type: ignore[no-any-return]


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> dict[str, Any]:
    """JSON-able evidence of this row: fill it any time before the row is torn down."""
    return request.node.stash.setdefault(EVIDENCE, {})  # type: ignore[no-any-return]


@pytest.fixture
def intrusions_of_earlier_rows(request: pytest.FixtureRequest) -> dict[str, str]:
    """Id of an earlier row → what its implementation was seen doing after its end."""
    return request.node.stash.setdefault(INTRUSIONS, {})  # type: ignore[no-any-return]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, before anything is set up, a row that asks for what is not claimed."""
    row = item.stash.get(ROW, None)
    if row is not None:
        reason = applicability(row, settings_of(item.config), ledger_of(item.config))
        if reason is not None:
            raise NotApplicable(reason)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_bdd_before_step(
    request: pytest.FixtureRequest, step: Step, step_func: Callable[..., object]
) -> None:
    """Note a step that begins. Only the suite's own functions may execute it."""
    item: pytest.Item = request.node
    if ROW not in item.stash:
        return
    _steps(item).append(StepRecord(step.keyword, step.name, step.line_number, held=False))
    if step_func not in loaded_suite(item.config).step_functions:
        module = getattr(step_func, "__module__", "?")
        raise ForeignStepError(f"the step {step.name!r} is defined again in {module!r}")


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Note that the step held."""
    item: pytest.Item = request.node
    if ROW in item.stash:
        steps = _steps(item)
        steps[-1] = replace(steps[-1], held=True)


def _steps(item: pytest.Item) -> list[StepRecord]:
    return item.stash.setdefault(STEPS, [])
