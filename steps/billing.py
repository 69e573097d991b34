"""The billing view: periods, deadlines, standing."""

from __future__ import annotations

from pytest_bdd import then

from usage_conformance.suite.fixtures import billing
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import phrase


@then(phrase("{day:Day} belongs to the billing period from {first:Day} through {last:Day}"))
def period(story: Story, day: str, first: str, last: str) -> None:
    billing.expect_period(story.run, day, first, last)


@then(phrase("the last day in time for the period of {day:Day} is {deadline:Day}"))
def deadline_is(story: Story, day: str, deadline: str) -> None:
    billing.expect_deadline(story.run, day, deadline)


@then(phrase('the standing of the period of {day:Day} is "{standing:Text}"'))
def standing_is(story: Story, day: str, standing: str) -> None:
    billing.expect_standing(story.run, day, standing)


@then(phrase("billing lists exactly what arrived in S3 in the period of {day:Day}"))
def arrivals_listed(story: Story, day: str) -> None:
    billing.expect_arrivals_listed(story.run, day)
