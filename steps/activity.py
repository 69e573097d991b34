"""What happens: logins, time, restarts, the connection to Genesys Cloud, the network."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import given, when

from usage_conformance.suite.fixtures.actions import (
    AdvanceTo,
    Connect,
    DaysOfUse,
    DenyListing,
    Disconnect,
    LogIn,
    MendNetwork,
    Restart,
    SetNetwork,
    VerifyAccess,
)
from usage_conformance.suite.fixtures.facts import instant
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import names, phrase
from usage_conformance.world import Condition


@when(phrase('"{users:Text}" logs in on "{server:Text}"'))
@when(phrase('"{users:Text}" log in on "{server:Text}"'))
def users_log_in(story: Story, users: str, server: str) -> None:
    story.do(LogIn(server, names(users)))


@when(phrase('{users:d} users log in on "{server:Text}" {times:d} times each'))
def many_log_in(story: Story, users: int, server: str, times: int) -> None:
    names = tuple(f"agent-{number:04d}" for number in range(users))
    story.do(LogIn(server, names, times))


@when(phrase('it is {moment:Moment} in "{zone:Text}"'))
def time_comes(story: Story, moment: str, zone: str) -> None:
    story.do(AdvanceTo(instant(moment, zone)))


@when("a day of use passes")
def one_day_of_use(story: Story) -> None:
    story.do(DaysOfUse(1))


@when(phrase("{days:d} days of use pass"))
def days_of_use(story: Story, days: int) -> None:
    story.do(DaysOfUse(days))


@when("a quiet day passes")
def one_quiet_day(story: Story) -> None:
    story.do(AdvanceTo(story.run.now + timedelta(days=1)))


@when(phrase("{days:d} quiet days pass"))
def quiet_days(story: Story, days: int) -> None:
    story.do(AdvanceTo(story.run.now + timedelta(days=days)))


@when(phrase('"{server:Text}" restarts'))
def server_restarts(story: Story, server: str) -> None:
    story.do(Restart(server))


@given(phrase('PureConnect is connected to the organization "{organization:Text}"'))
@when(phrase('PureConnect is connected to the organization "{organization:Text}"'))
def connects(story: Story, organization: str) -> None:
    story.do(Connect(organization))


@when("the connection to Genesys Cloud is cut")
def cut_off(story: Story) -> None:
    story.do(Disconnect())


@given(phrase('requests to "{host:Text}" meet "{condition:Text}"'))
def host_condition(story: Story, host: str, condition: str) -> None:
    story.do(SetNetwork(host, Condition.parse(condition)))


@given("no host can be reached")
def network_blocked(story: Story) -> None:
    story.do(SetNetwork("*", Condition.parse("time-out")))


@given("only port 443 is open")
def only_port_443(story: Story) -> None:
    story.do(SetNetwork("*", Condition.parse("time-out"), port=80))


@given("S3 refuses to list the buckets")
def listing_denied(story: Story) -> None:
    story.do(DenyListing())


@when(phrase('the network fails with "{condition:Text}"'))
def network_fails(story: Story, condition: str) -> None:
    story.do(SetNetwork("*", Condition.parse(condition)))


@when("the network is mended")
def network_mended(story: Story) -> None:
    story.do(MendNetwork())


@when(phrase('access is verified on "{server:Text}"'))
def access_verified(story: Story, server: str) -> None:
    story.do(VerifyAccess(server))
