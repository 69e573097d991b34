"""What access verification tried and concluded."""

from __future__ import annotations

from pytest_bdd import then

from usage_conformance.gherkin.marks import absence
from usage_conformance.suite.fixtures import access
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import phrase


@then(phrase('access is "{outcome:Text}"'))
def outcome_is(story: Story, outcome: str) -> None:
    access.expect_outcome(story.run, outcome)


@then("access is not verified")
@absence
def no_success(story: Story) -> None:
    access.expect_no_success(story.run)


@then(phrase('"{host:Text}" is tried'))
def host_tried(story: Story, host: str) -> None:
    access.expect_tried(story.run, host)


@then(phrase('"{host:Text}" is left alone'))
@absence
def host_not_tried(story: Story, host: str) -> None:
    access.expect_not_tried(story.run, host)


@then("every verification request uses https on port 443")
def only_443(story: Story) -> None:
    access.expect_only_443(story.run)


@then(phrase('the report calls "{host:Text}" a "{result:Text}"'))
def reported(story: Story, host: str, result: str) -> None:
    access.expect_report(story.run, host, result)


@then(phrase('the report calls "{host:Text}" something other than a "{result:Text}"'))
def reported_other(story: Story, host: str, result: str) -> None:
    access.expect_report_other_than(story.run, host, result)
