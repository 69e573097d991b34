"""What there is: clock, release, servers, organizations, portal."""

from __future__ import annotations

from pytest_bdd import given

from usage_conformance.implementation import Caller, Release, Role
from usage_conformance.suite.fixtures.facts import (
    SUBSCRIPTION_BILLING_SINCE,
    VIRTUAL_CLOUD_SINCE,
    ServerFact,
    instant,
)
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import phrase


@given(phrase('the clock reads {when:Moment} in "{zone:Text}"'))
def clock_reads(story: Story, when: str, zone: str) -> None:
    story.state(start=instant(when, zone))


@given(phrase("PureConnect {release:Release}"))
def this_release(story: Story, release: str) -> None:
    story.state(release=Release.parse(release))


@given("a PureConnect release with subscription billing")
def any_release(story: Story) -> None:
    story.state(since=SUBSCRIPTION_BILLING_SINCE)


@given("a PureConnect release with virtual cloud licensing")
def any_virtual_cloud_release(story: Story) -> None:
    story.state(since=VIRTUAL_CLOUD_SINCE)


@given(phrase('the IC server "{name:Text}" in "{zone:Text}" with host ID "{host_id:Text}"'))
def ic_server(story: Story, name: str, zone: str, host_id: str) -> None:
    story.state(
        servers=story.facts.with_server(ServerFact(name, Role.IC_SERVER, host_id, zone)).servers
    )


@given(
    phrase(
        'the media server "{name:Text}" of "{ic:Text}" in "{zone:Text}" '
        'with host ID "{host_id:Text}"'
    )
)
def media_server(story: Story, name: str, ic: str, zone: str, host_id: str) -> None:
    fact = ServerFact(name, Role.MEDIA_SERVER, host_id, zone, ic)
    story.state(servers=story.facts.with_server(fact).servers)


@given(phrase('the Genesys Cloud organization "{organization:Text}"'))
def organization_exists(story: Story, organization: str) -> None:
    story.state(organizations=(*story.facts.organizations, organization))


@given(phrase('the portal in "{portal:Text}" and its uploader in "{uploader:Text}"'))
def portal_zones(story: Story, portal: str, uploader: str) -> None:
    story.state(portal_zone=portal, uploader_zone=uploader)


@given(phrase('the portal user "{name:Text}" with access'))
def caller_with_access(story: Story, name: str) -> None:
    story.state(callers=(*story.facts.callers, Caller(name, has_access=True)))


@given(phrase('the portal user "{name:Text}" without access'))
def caller_without_access(story: Story, name: str) -> None:
    story.state(callers=(*story.facts.callers, Caller(name, has_access=False)))
