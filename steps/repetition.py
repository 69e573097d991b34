"""Controls: the same story again with one fact changed, where the thing does happen."""

from __future__ import annotations

from dataclasses import replace

from pytest_bdd import when

from usage_conformance.gherkin.marks import control
from usage_conformance.suite.fixtures.actions import (
    Action,
    Connect,
    DenyListing,
    Disconnect,
    LoadLicense,
    MendNetwork,
    SetNetwork,
    UploadByHand,
)
from usage_conformance.suite.fixtures.facts import ServerFact
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.licensing import license_with
from usage_conformance.suite.steps.phrases import names, phrase
from usage_conformance.world import Condition


@when(phrase('all is repeated with the license keys "{keys:Text}"'))
@control
def with_keys(story: Story, keys: str) -> None:
    story.relicense(None, keys=names(keys))


@when(phrase('all is repeated with the license keys "{keys:Text}" on "{server:Text}"'))
@control
def with_keys_on(story: Story, keys: str, server: str) -> None:
    story.relicense(server, keys=names(keys))


@when(
    phrase('all is repeated after loading a license with the keys "{keys:Text}" on "{server:Text}"')
)
@control
def after_loading(story: Story, keys: str, server: str) -> None:
    host_id = story.facts.server(server).host_id
    story.repeat_after(LoadLicense(server, license_with(story, keys, host_id)))


@when(phrase('all is repeated with a license for the host ID "{host_id:Text}"'))
@control
def with_host_id(story: Story, host_id: str) -> None:
    story.relicense(None, host_id=host_id)


@when(phrase('all is repeated with a good license with the keys "{keys:Text}"'))
@control
def with_good_license(story: Story, keys: str) -> None:
    [server] = story.facts.servers
    story.relicense(None, keys=names(keys), host_id=server.host_id)


@when(phrase('all is repeated with "{server:Text}" on a machine with the host ID "{host_id:Text}"'))
@control
def on_machine(story: Story, server: str, host_id: str) -> None:
    changed = replace(story.facts.server(server), host_id=host_id)
    story.repeat(facts=story.facts.with_server(changed))


@when(phrase('all is repeated with "{server:Text}" as an IC server'))
@control
def as_ic_server(story: Story, server: str) -> None:
    old = story.facts.server(server)
    changed = ServerFact(old.name, type(old.role).IC_SERVER, old.host_id, old.time_zone)
    story.repeat(facts=story.facts.with_server(changed))


@when("all is repeated with a newer PureConnect")
@control
def with_newest(story: Story) -> None:
    story.repeat(facts=replace(story.facts, release=None))


@when(phrase('all is repeated with the existing organization "{organization:Text}"'))
@control
def with_organization(story: Story, organization: str) -> None:
    facts = replace(story.facts, organizations=(*story.facts.organizations, organization))
    story.repeat(facts=facts)


@when(phrase('all is repeated with a connection to "{organization:Text}"'))
@control
def with_connection(story: Story, organization: str) -> None:
    story.repeat_after(Connect(organization))


@when(
    phrase(
        'all is repeated with the existing organization "{organization:Text}" '
        "and a connection to it"
    )
)
@control
def with_organization_and_connection(story: Story, organization: str) -> None:
    facts = replace(story.facts, organizations=(*story.facts.organizations, organization))
    story.repeat_after(Connect(organization), facts=facts)


@when("all is repeated with the connection left alone")
@control
def connection_left_alone(story: Story) -> None:
    story.repeat(change=lambda action: None if isinstance(action, Disconnect) else action)


@when("all is repeated with the licenses left alone")
@control
def licenses_left_alone(story: Story) -> None:
    """Keep each server's first licence only."""
    seen: set[str] = set()

    def change(action: Action) -> Action | None:
        if isinstance(action, LoadLicense):
            if action.server in seen:
                return None
            seen.add(action.server)
        return action

    story.repeat(change=change)


@when("all is repeated with every host reachable")
@control
def with_network(story: Story) -> None:
    broken = (SetNetwork, DenyListing, MendNetwork)
    story.repeat(change=lambda action: None if isinstance(action, broken) else action)


@when(phrase('all is repeated with "{condition:Text}" at "{host:Text}"'))
@control
def with_condition(story: Story, condition: str, host: str) -> None:
    story.repeat_after(SetNetwork(host, Condition.parse(condition)))


@when(phrase('all is repeated with "{condition:Text}" there instead'))
@control
def with_condition_there(story: Story, condition: str) -> None:
    story.repeat(
        change=lambda action: (
            replace(action, condition=Condition.parse(condition))
            if isinstance(action, SetNetwork)
            else action
        )
    )


@when(phrase('all is repeated by the portal user "{caller:Text}"'))
@control
def by_caller(story: Story, caller: str) -> None:
    story.repeat(
        change=lambda action: (
            replace(action, caller=caller) if isinstance(action, UploadByHand) else action
        )
    )


@when("all is repeated with whole files")
@control
def with_whole_files(story: Story) -> None:
    story.repeat(
        change=lambda action: (
            replace(action, cut=False) if isinstance(action, UploadByHand) else action
        )
    )


@when("all is repeated with all files")
@control
def with_all_files(story: Story) -> None:
    story.repeat(
        change=lambda action: (
            replace(action, skip=0, first=None) if isinstance(action, UploadByHand) else action
        )
    )
