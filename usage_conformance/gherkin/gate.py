"""The strict gate: what would let a defect pass unseen, found before anything runs.

Static: it reads feature files and step definitions, and executes neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from usage_conformance.gherkin import outlines, prose, usage
from usage_conformance.gherkin.absence import mark_problems
from usage_conformance.gherkin.catalog import rows_of, slug, tag_problems
from usage_conformance.gherkin.definitions import StepDefinition
from usage_conformance.gherkin.model import Problem, Row
from usage_conformance.gherkin.source import FeatureFile, Scenario, Source, read_source
from usage_conformance.gherkin.tags import Vocabulary
from usage_conformance.ledger import Kind, Ledger


def check(
    features: Path, definitions: Sequence[StepDefinition], ledger: Ledger
) -> tuple[Problem, ...]:
    """Every problem of the features and of their step definitions, by file and line."""
    return check_source(read_source(features), definitions, ledger)


def check_source(
    source: Source, definitions: Sequence[StepDefinition], ledger: Ledger
) -> tuple[Problem, ...]:
    """As `check`, for files that have been read already."""
    vocabulary = Vocabulary(ledger)
    problems = list(source.problems)
    problems.extend(prose.misnamed_files(source.root))
    rows: list[Row] = []
    for file in source.files:
        problems.extend(_shape(file))
        problems.extend(prose.check(file))
        problems.extend(outlines.check(file))
        problems.extend(tag_problems(file, vocabulary))
        rows.extend(rows_of(file, vocabulary, problems))
    problems.extend(usage.check(source, definitions))
    problems.extend(mark_problems(definitions))
    if not source.problems:
        problems.extend(_unshown_clauses(rows, ledger))
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (str(problem.file), problem.line)))


def _shape(file: FeatureFile) -> Iterator[Problem]:
    """A feature's parts: present, named, and told apart."""
    if file.language != "en":
        yield Problem(file.path, 1, f"written in {file.language!r}; only English is checked")
    if not file.scenarios:
        yield Problem(file.path, file.line, "a feature without scenarios")
    owners = Counter(scenario.rule for scenario in file.scenarios)
    for rule in file.rules:
        if rule not in owners:
            yield Problem(file.path, rule.line, f"rule {rule.name!r} has no scenario")
    seen: dict[str, Scenario] = {}
    for scenario in file.scenarios:
        yield from _scenario_shape(file, scenario)
        twin = seen.setdefault(slug(scenario.name), scenario)
        if twin is not scenario:
            alike = "" if twin.name == scenario.name else ", nearly"
            message = f"the scenario at line {twin.line} has the same name{alike}"
            yield Problem(file.path, scenario.line, f"{message}: {scenario.name!r}")


def _scenario_shape(file: FeatureFile, scenario: Scenario) -> Iterator[Problem]:
    if not slug(scenario.name):
        yield Problem(file.path, scenario.line, "a scenario without a name")
    if not scenario.steps:
        yield Problem(file.path, scenario.line, "a scenario without steps")
    elif all(step.type != "then" for step in scenario.steps):
        yield Problem(file.path, scenario.line, "a scenario without a Then")


def _unshown_clauses(rows: Sequence[Row], ledger: Ledger) -> Iterator[Problem]:
    """Clauses that are behaviour, and that no scenario of the latest edition shows."""
    latest = ledger.latest_edition
    shown = {
        clause
        for row in rows
        if not row.editions or latest.id in row.editions
        for clause in row.clauses
    }
    with as_file(files("usage_conformance.ledger") / "clauses.toml") as path:
        headers = path.read_text(encoding="utf-8").splitlines()
        for clause in ledger.clauses.values():
            wanted = clause.kind is Kind.BEHAVIOUR and clause.id in latest.clauses
            if wanted and clause.id not in shown:
                message = f"no scenario shows clause {clause.id}: {clause.rule}"
                yield Problem(path, _line_of(clause.id, headers), message)


def _line_of(clause: str, lines: Sequence[str]) -> int:
    header = re.compile(rf'\["?{re.escape(clause)}"?\]')
    return next((n for n, line in enumerate(lines, start=1) if header.match(line)), 1)
