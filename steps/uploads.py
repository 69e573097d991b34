"""What arrived in S3, and what was tried."""

from __future__ import annotations

from pytest_bdd import then

from usage_conformance.gherkin.marks import absence, presence
from usage_conformance.suite.fixtures import contents, files, uploads
from usage_conformance.suite.fixtures.facts import instant
from usage_conformance.suite.fixtures.story import Story
from usage_conformance.suite.steps.phrases import names, phrase


@then("usage files arrive in S3")
def files_arrive(story: Story) -> None:
    uploads.expect_arrivals(story.run)


@then(phrase('usage files arrive in the bucket "{bucket:Text}"'))
def files_arrive_in(story: Story, bucket: str) -> None:
    uploads.expect_arrivals(story.run, bucket)


@then(phrase('usage files arrive in the bucket "{bucket:Text}" and in no other'))
@presence
def files_arrive_only_in(story: Story, bucket: str) -> None:
    uploads.expect_only_bucket(story.run, bucket)


@then(
    phrase(
        'usage files arrive in the bucket "{bucket:Text}" after {moment:Moment} in "{zone:Text}"'
    )
)
def files_arrive_after(story: Story, bucket: str, moment: str, zone: str) -> None:
    uploads.expect_arrivals(story.run, bucket, instant(moment, zone))


@then("nothing is uploaded")
@absence
def nothing_uploaded(story: Story) -> None:
    uploads.expect_nothing(story.run)


@then(phrase('nothing is uploaded to the bucket "{bucket:Text}"'))
@absence
def nothing_uploaded_to(story: Story, bucket: str) -> None:
    uploads.expect_nothing(story.run, bucket)


@then(phrase('nothing is uploaded after {moment:Moment} in "{zone:Text}"'))
@absence
def nothing_uploaded_after(story: Story, moment: str, zone: str) -> None:
    uploads.expect_nothing(story.run, since=instant(moment, zone))


@then(
    phrase(
        'nothing is uploaded to the bucket "{bucket:Text}" after {moment:Moment} in "{zone:Text}"'
    )
)
@absence
def nothing_uploaded_to_after(story: Story, bucket: str, moment: str, zone: str) -> None:
    uploads.expect_nothing(story.run, bucket, instant(moment, zone))


@then(phrase('usage files are on "{server:Text}" and no upload of them was tried'))
@presence
def at_home(story: Story, server: str) -> None:
    """Not a bare absence: without usage files on the server this fails."""
    files.expect_some(story.run, server)
    uploads.expect_nothing(story.run)


@then("no file arrives in both buckets")
@absence
def in_one_bucket(story: Story) -> None:
    uploads.expect_one_bucket(story.run.arrivals)


@then(phrase('every upload goes to "{region:Text}" and is signed for it'))
def region_of_uploads(story: Story, region: str) -> None:
    uploads.expect_region(story.run, region)


@then(
    phrase(
        'every upload after {moment:Moment} in "{zone:Text}" '
        'goes to "{region:Text}" and is signed for it'
    )
)
def region_of_later_uploads(story: Story, moment: str, zone: str, region: str) -> None:
    uploads.expect_region(story.run, region, instant(moment, zone))


@then("every upload uses https on port 443")
def secure(story: Story) -> None:
    uploads.expect_secure(story.run)


@then(
    phrase(
        'each usage file of "{server:Text}" arrives byte for byte within a day of its last change'
    )
)
def each_in_time(story: Story, server: str) -> None:
    uploads.expect_each_in_time(story.run, server)


@then("each usage file arrives under one object key")
def under_one_key(story: Story) -> None:
    uploads.expect_no_doubles(story.run)


@then("no file that arrived is written on afterwards")
@presence
def none_open(story: Story) -> None:
    """Not an absence: it fails when nothing arrived."""
    uploads.expect_none_open(story.run)


@then("all that arrived is still in S3")
def still_there(story: Story) -> None:
    uploads.expect_still_there(story.run)


@then("all that arrived is closed usage files, byte for byte")
def usage_files_only(story: Story) -> None:
    uploads.expect_usage_files_only(story.run)


@then("no usage file leaves the disk before its upload is acknowledged")
@presence
def acknowledged_first(story: Story) -> None:
    """Not an absence: it fails when nothing arrived."""
    uploads.expect_acknowledged_first(story.run)


@then("usage files leave the disk once they have arrived")
def deleted_after(story: Story) -> None:
    uploads.expect_deleted(story.run)


@then(phrase('what arrived holds the logins of "{users:Text}"'))
def arrived_logins(story: Story, users: str) -> None:
    contents.expect_logins(story.run, contents.arrived(story.run), names(users), "in S3")


@then(phrase('what arrived in the bucket "{bucket:Text}" holds the logins of "{users:Text}"'))
def arrived_logins_in(story: Story, bucket: str, users: str) -> None:
    contents.expect_logins(
        story.run, contents.arrived(story.run, bucket), names(users), f"in bucket {bucket}"
    )


@then(phrase('what arrived holds no login of "{users:Text}"'))
@absence
def arrived_no_logins(story: Story, users: str) -> None:
    contents.expect_no_logins(story.run, contents.arrived(story.run), names(users), "in S3")
