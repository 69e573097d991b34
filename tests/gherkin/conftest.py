"""Small suites on disk, and the gate's verdict on them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from usage_conformance.gherkin import Problem, check, find_definitions
from usage_conformance.ledger import Clause, Dispute, Edition, Kind, Ledger, Scope

STEPS = """
from pytest_bdd import given, parsers, then, when
from usage_conformance.gherkin.marks import absence, control, presence

@given("a site")
def site(): ...

@when(parsers.parse("it does {what}"))
def does(what): ...

@when("all is repeated otherwise")
@control
def otherwise(): ...

@then(parsers.parse("it holds {what}"))
def holds(what): ...

@then("nothing happens")
@absence
def nothing(): ...
"""


def small_ledger() -> Ledger:
    """Two clauses of behaviour, a permission, a duty; a dispute; two editions."""

    def clause(name: str, kind: Kind, scope: Scope) -> Clause:
        return Clause(name, kind, f"Rule {name}", frozenset({scope}), "seen", "", "untested")

    clauses = {
        "AA-1": clause("AA-1", Kind.BEHAVIOUR, Scope.COLLECTION),
        "AA-2": clause("AA-2", Kind.BEHAVIOUR, Scope.PORTAL),
        "AA-3": clause("AA-3", Kind.PERMISSION, Scope.PORTAL),
        "AA-4": clause("AA-4", Kind.DUTY, Scope.PORTAL),
    }
    return Ledger(
        clauses,
        {
            "D2": Dispute("D2", "?", {"before": "b", "through": "t"}, "r", "b"),
            "D3": Dispute("D3", "?", {"one": "1", "other": "2"}, "r", "b"),
        },
        {
            "2018-10-08": Edition(
                "2018-10-08", "Old", verified=False, note="", clauses=frozenset({"AA-1"})
            ),
            "2020-03-03": Edition(
                "2020-03-03", "New", verified=True, note="", clauses=frozenset(clauses)
            ),
        },
    )


@pytest.fixture
def ledger() -> Ledger:
    return small_ledger()


Gate = Callable[..., list[str]]


@pytest.fixture
def gate(tmp_path: Path, ledger: Ledger) -> Gate:
    """The problems as `file name:line: message` of these features with these steps."""

    def run(*features: str, more_steps: str = "", steps: str = STEPS) -> list[str]:
        folder = tmp_path / "features"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(features):
            (folder / f"f{number}.feature").write_text(text, encoding="utf-8")
        code = tmp_path / "small_steps.py"
        code.write_text(dedent(steps) + dedent(more_steps), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("small_steps", code)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return [shown(problem) for problem in check(folder, find_definitions([module]), ledger)]

    return run


def shown(problem: Problem) -> str:
    return f"{problem.file.name}:{problem.line}: {problem.message}"
