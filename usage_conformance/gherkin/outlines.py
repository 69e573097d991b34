"""Examples tables and placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from usage_conformance.gherkin.model import Problem
from usage_conformance.gherkin.source import (
    PLACEHOLDER,
    ExampleRow,
    Examples,
    FeatureFile,
    Scenario,
    render,
)


def check(file: FeatureFile) -> Iterator[Problem]:
    """Whatever keeps a row of an examples table from being what it looks like."""
    for scenario in file.scenarios:
        for line, message in _check(scenario):
            yield Problem(file.path, line, message)


def _check(scenario: Scenario) -> Iterator[tuple[int, str]]:
    yield from _placeholders(scenario)
    yield from _equal_rows(scenario)
    yield from _empty_steps(scenario)
    for table in scenario.examples:
        yield from _table(scenario, table)


def _placeholders(scenario: Scenario) -> Iterator[tuple[int, str]]:
    """Placeholders that nothing fills; they would run as they are written."""
    places = [(step.line, step.placeholders()) for step in scenario.all_steps()]
    places.append((scenario.line, frozenset(PLACEHOLDER.findall(scenario.name))))
    for line, names in places:
        for name in sorted(names):
            if not scenario.examples:
                yield line, f"<{name}> in scenario {scenario.name!r}, which has no Examples"
            for table in scenario.examples:
                if name not in table.columns:
                    yield line, f"<{name}> has no column in the Examples at line {table.line}"


def _table(scenario: Scenario, table: Examples) -> Iterator[tuple[int, str]]:
    if not table.rows:
        yield table.line, "Examples without rows"
    used = frozenset[str]().union(*(step.placeholders() for step in scenario.all_steps()))
    for column, times in Counter(table.columns).items():
        if times > 1:
            yield table.line, f"two columns are called {column!r}"
        if column not in used:
            yield table.line, f"column {column!r} is used by no step"


def _equal_rows(scenario: Scenario) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[tuple[str, str], ...], ExampleRow] = {}
    for table in scenario.examples:
        for row in table.rows:
            twin = seen.setdefault(tuple(sorted(row.values.items())), row)
            if twin is not row:
                yield row.line, f"the same example as in line {twin.line}"


def _empty_steps(scenario: Scenario) -> Iterator[tuple[int, str]]:
    for example in scenario.example_rows():
        for step in scenario.all_steps():
            if not render(step.text, example.values).strip():
                line = example.line if example.values else step.line
                yield line, f"the step at line {step.line} has no text"
