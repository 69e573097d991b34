"""Licences: which keys, and what they are bound to.

Unless a phrase says otherwise a licence carries the host ID of the server that it is
loaded on and names the scenario's first organization, so that only its keys matter.
"""

from __future__ import annotations

from pytest_bdd import given, when

from usage_conformance.implementation import DamagedLicense, License
from usage_conformance.suite.fixtures.actions import LoadLicense
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import names, phrase


def license_with(story: Story, keys: str, host_id: str | None) -> License:
    """A licence with these keys and host ID that names the scenario's first organization."""
    return License(names(keys), host_id, next(iter(story.facts.organizations), None))


def load(story: Story, server: str, keys: str, host_id: str | None) -> None:
    """Load such a licence."""
    story.do(LoadLicense(server, license_with(story, keys, host_id)))


@given(phrase('"{server:Text}" has a license with the keys "{keys:Text}"'))
@when(phrase('"{server:Text}" is given a license with the keys "{keys:Text}"'))
def loads_license(story: Story, server: str, keys: str) -> None:
    load(story, server, keys, story.facts.server(server).host_id)


@given(
    phrase(
        '"{server:Text}" has a license with the keys "{keys:Text}" for the host ID "{host_id:Text}"'
    )
)
def loads_license_for_host(story: Story, server: str, keys: str, host_id: str) -> None:
    load(story, server, keys, host_id)


@given(phrase('"{server:Text}" has a license with the keys "{keys:Text}" and no host ID'))
def loads_license_without_host(story: Story, server: str, keys: str) -> None:
    load(story, server, keys, None)


@given(
    phrase(
        '"{server:Text}" has a license with the keys "{keys:Text}" '
        'for the organization "{organization:Text}"'
    )
)
def loads_license_for_organization(story: Story, server: str, keys: str, organization: str) -> None:
    host_id = story.facts.server(server).host_id
    story.do(LoadLicense(server, License(names(keys), host_id, organization)))


@given(phrase('"{server:Text}" has a damaged license'))
def loads_damaged_license(story: Story, server: str) -> None:
    story.do(LoadLicense(server, DamagedLicense(b"\x00\xff not a license \xfe" * 7)))
