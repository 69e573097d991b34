"""What lies on the servers' disks. Moments are on the clock of the server."""

from __future__ import annotations

from datetime import datetime

from pytest_bdd import then

from usage_conformance.gherkin.marks import absence, presence
from usage_conformance.mismatch import Mismatch
from usage_conformance.suite.fixtures import contents, files, uploads
from usage_conformance.suite.fixtures.facts import instant
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import names, phrase


def local(story: Story, server: str, moment: str) -> datetime:
    """A moment on the server's own clock."""
    return instant(moment, story.facts.server(server).time_zone)


@then(phrase('"{server:Text}" has usage files'))
def has_usage_files(story: Story, server: str) -> None:
    files.expect_some(story.run, server)


@then(phrase('no usage file is ever written on "{server:Text}"'))
@absence
def no_usage_file(story: Story, server: str) -> None:
    files.expect_none_ever(story.run, server)


@then(phrase('no usage file is written on "{server:Text}" after {moment:Moment}'))
@absence
def no_usage_file_after(story: Story, server: str, moment: str) -> None:
    files.expect_none_new(story.run, server, local(story, server, moment))


@then(phrase('usage files are still written on "{server:Text}" after {moment:Moment}'))
def usage_files_after(story: Story, server: str, moment: str) -> None:
    files.expect_gain(
        story.run, server, local(story, server, moment), story.run.now, least=1, most=None
    )


@then(
    phrase('"{server:Text}" gains exactly {count:d} usage file from {start:Moment} to {end:Moment}')
)
def gains_exactly(story: Story, server: str, count: int, start: str, end: str) -> None:
    files.expect_gain(
        story.run,
        server,
        local(story, server, start),
        local(story, server, end),
        least=count,
        most=count,
    )


@then(
    phrase(
        '"{server:Text}" gains at least {count:d} usage files from {start:Moment} to {end:Moment}'
    )
)
def gains_at_least(story: Story, server: str, count: int, start: str, end: str) -> None:
    files.expect_gain(
        story.run,
        server,
        local(story, server, start),
        local(story, server, end),
        least=count,
        most=None,
    )


@then(phrase('the usage files of "{server:Text}" lie in "{folder:Text}" and nowhere else'))
@presence
def in_their_folder(story: Story, server: str, folder: str) -> None:
    """Not an absence: without any usage file this fails."""
    files.expect_place(story.run, server, folder)


@then(phrase('the usage files of "{server:Text}" of {moment:Moment} stay as they are'))
def stay(story: Story, server: str, moment: str) -> None:
    files.expect_kept(story.run, server, local(story, server, moment))


@then(phrase('none of "{canaries:Text}" can be read in the usage files of "{server:Text}"'))
@presence
def unreadable(story: Story, canaries: str, server: str) -> None:
    """Not an absence: without a usage file to look into, this fails."""
    files.expect_unreadable(story.run, server, names(canaries))


@then(phrase('none of "{canaries:Text}" can be read in what arrived'))
@presence
def unreadable_in_s3(story: Story, canaries: str) -> None:
    """Not an absence: unless something arrived, this fails."""
    uploads.expect_unreadable(story.run, names(canaries))


@then(phrase('the usage files of "{server:Text}" hold the logins of "{users:Text}"'))
def hold_logins(story: Story, server: str, users: str) -> None:
    contents.expect_logins(
        story.run, contents.on_disk(story.run, server), names(users), f"on {server}"
    )


@then(phrase('the usage files of "{server:Text}" hold no login of "{users:Text}"'))
@absence
def hold_no_logins(story: Story, server: str, users: str) -> None:
    contents.expect_no_logins(
        story.run, contents.on_disk(story.run, server), names(users), f"on {server}"
    )


@then(phrase('"{one:Text}" and "{other:Text}" are in different usage files of "{server:Text}"'))
def in_different_files(story: Story, one: str, other: str, server: str) -> None:
    contents.expect_apart(story.run, server, one, other)


@then(phrase('"{one:Text}" and "{other:Text}" are in the same usage file of "{server:Text}"'))
def in_one_file(story: Story, one: str, other: str, server: str) -> None:
    contents.expect_together(story.run, server, one, other)


@then(
    phrase(
        'the usage files of "{server:Text}" from {start:Moment} to {end:Moment} are larger '
        "than those from {earlier:Moment} to {later:Moment}"
    )
)
def larger(story: Story, server: str, start: str, end: str, earlier: str, later: str) -> None:
    many, few = _sizes(story, server, (start, end), (earlier, later))
    if many <= few:
        raise Mismatch(f"more than {few} bytes from {start} to {end}", f"{many} bytes")


@then(
    phrase(
        'the usage files of "{server:Text}" from {start:Moment} to {end:Moment} '
        "are at least as large as those from {earlier:Moment} to {later:Moment}"
    )
)
def as_large(story: Story, server: str, start: str, end: str, earlier: str, later: str) -> None:
    many, few = _sizes(story, server, (start, end), (earlier, later))
    if many < few:
        raise Mismatch(f"{few} bytes or more from {start} to {end}", f"{many} bytes")


def _sizes(
    story: Story, server: str, one: tuple[str, str], other: tuple[str, str]
) -> tuple[int, int]:
    first, second = (
        files.growth(story.run, server, local(story, server, start), local(story, server, end))
        for start, end in (one, other)
    )
    return first, second
