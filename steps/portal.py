"""Manual upload: who hands in which files, and what the portal says."""

from __future__ import annotations

from pytest_bdd import then, when

from usage_conformance.gherkin.marks import absence
from usage_conformance.suite.fixtures import billing
from usage_conformance.suite.fixtures.actions import UploadByHand
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.files import local
from usage_conformance.suite.steps.phrases import phrase

SETTLED = '"{caller:Text}" uploads the usage files that "{server:Text}" had at {moment:Moment}'


@when(phrase(SETTLED))
def uploads_all(story: Story, caller: str, server: str, moment: str) -> None:
    story.do(UploadByHand(server, local(story, server, moment), caller))


@when(phrase(SETTLED + " but the oldest"))
def uploads_all_but_oldest(story: Story, caller: str, server: str, moment: str) -> None:
    story.do(UploadByHand(server, local(story, server, moment), caller, skip=1))


@when(phrase(SETTLED + ", the oldest only"))
def uploads_oldest(story: Story, caller: str, server: str, moment: str) -> None:
    story.do(UploadByHand(server, local(story, server, moment), caller, first=1))


@when(phrase(SETTLED + ", each cut in half"))
def uploads_halves(story: Story, caller: str, server: str, moment: str) -> None:
    story.do(UploadByHand(server, local(story, server, moment), caller, cut=True))


@then("the portal accepts every file")
def all_accepted(story: Story) -> None:
    billing.expect_all_accepted(story.run)


@then("the portal accepts no file")
@absence
def all_refused(story: Story) -> None:
    billing.expect_all_refused(story.run)


@then(phrase("billing has what was uploaded, byte for byte, in the period of {day:Day}"))
def sent_listed(story: Story, day: str) -> None:
    billing.expect_sent_listed(story.run, day)


@then(phrase("billing has nothing of what was uploaded in the period of {day:Day}"))
@absence
def sent_not_listed(story: Story, day: str) -> None:
    billing.expect_sent_not_listed(story.run, day)


@then(phrase("billing lists no file in the period of {day:Day}"))
@absence
def none_listed(story: Story, day: str) -> None:
    billing.expect_none_listed(story.run, day)


@then(phrase("billing lists each file once in the period of {day:Day}"))
def listed_once(story: Story, day: str) -> None:
    billing.expect_listed_once(story.run, day)
