"""A suite in miniature, with a ledger of its own, for pytest to run within pytest."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

CONFTEST = """
import pytest
from usage_conformance.ledger import Clause, Dispute, Edition, Kind, Ledger, Scope
from usage_conformance.pytest_plugin import LEDGER

pytest_plugins = ["usage_conformance.pytest_plugin"]

def _clause(id, scope):
    return Clause(id, Kind.BEHAVIOUR, f"The rule of {id}.", frozenset({scope}), "looked", "", "")

@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    clauses = {"AA-1": _clause("AA-1", Scope.COLLECTION), "AA-2": _clause("AA-2", Scope.PORTAL)}
    config.stash[LEDGER] = Ledger(
        clauses,
        {"D2": Dispute("D2", "?", {"before": "b", "through": "t"}, "r", "b")},
        {
            "2018-10-08": Edition("2018-10-08", "Old", False, "", frozenset({"AA-1"})),
            "2020-03-03": Edition("2020-03-03", "New", True, "", frozenset(clauses)),
        },
    )
"""

STEPS = """
import os
import pytest
from pytest_bdd import given, parsers, then, when
from usage_conformance.adapters import AdapterError
from usage_conformance.gherkin.marks import absence, control
from usage_conformance.mismatch import Mismatch, NotApplicable

@given("a site")
def site(): pass

@when(parsers.parse("it does {what}"))
def does(what, evidence, row):
    evidence["did"] = what
    evidence["row"] = row.id
    if what == "raise": raise RuntimeError("went \\udc80 wrong")
    if what == "misbehave": raise AdapterError("billing", "billing().day", "is no day", "TRACE")
    if what == "skip": pytest.skip("just so")
    if what == "xfail": pytest.xfail("known")
    if what == "die": os._exit(3)
    if what == "not apply": raise NotApplicable("no such release")
    if what == "no JSON": evidence["path"] = object()

@when("all is repeated otherwise")
@control
def otherwise(): pass

@then(parsers.parse("it holds {answer}"))
def holds(answer):
    if answer != "well": raise Mismatch("well", answer)

@then("nothing happens")
@absence
def nothing(): pass
"""

FIXTURES = """
import pytest

@pytest.fixture
def torn(row):
    yield
    raise RuntimeError("while tearing down")
"""

FEATURE = """
@observed @stated @binding
Feature: First

  Background:
    Given a site

  @AA-1
  Rule: AA-1 is shown
    Scenario Outline: It does <what>
      When it does <what>
      Then it holds <answer>

      Examples:
        | what | answer |
        | good | well   |
        | evil | well   |

    Scenario: It does nothing else
      When it does good
      Then nothing happens
      When all is repeated otherwise
      Then it holds well
"""

SECOND = """
@asked @derived @AA-2
Feature: Second
  @reading:D2=through
  Scenario: The other reading
    Given a site
    Then it holds well
  @binding
  Scenario: Under every reading
    Given a site
    Then it holds well
  @binding @AA-1 @edition:2018-10-08
  Scenario: In the old edition
    Given a site
    Then it holds well
"""


@pytest.fixture
def mini(pytester: pytest.Pytester) -> pytest.Pytester:
    """`pytest features` there runs two feature files against steps that do as they are told."""
    write(pytester.path / "conftest.py", CONFTEST)
    write(pytester.path / "mini/__init__.py", _PACKAGE)
    write(pytester.path / "mini/steps/__init__.py", "")
    write(pytester.path / "mini/steps/all.py", STEPS)
    write(pytester.path / "mini/fixtures/__init__.py", "")
    write(pytester.path / "mini/fixtures/all.py", FIXTURES)
    write(pytester.path / "features/first.feature", FEATURE)
    write(pytester.path / "features/second.feature", SECOND)
    pytester.makeini(
        "[pytest]\naddopts = --suite-package mini\nfilterwarnings = error\npythonpath = ."
    )
    return pytester


_PACKAGE = "from pathlib import Path\nFEATURES = Path(__file__).parent.parent / 'features'\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
