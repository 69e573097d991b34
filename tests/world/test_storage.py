"""S3's published behaviour, through real clients."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError, HTTPClientError
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response

from tests.world.conftest import NOON, s3_client
from usage_conformance.world import World

USAGE, BILLING = "pureconnectusage", "genesys-premise-billing"


def refusal(call: Any, **arguments: Any) -> tuple[int, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def code_of(response: requests.Response) -> str:
    return response.text.partition("<Code>")[2].partition("</Code>")[0]


def presigned(region: str = "us-east-2", expires: int = 600, **config: Any) -> str:
    client = s3_client(region, signature_version="s3v4", **config)
    url: str = client.generate_presigned_url(
        "put_object", Params={"Bucket": USAGE, "Key": "k"}, ExpiresIn=expires
    )
    return url


# What is stored


def test_a_put_arrives_as_it_was_sent(world: World) -> None:
    content = os.urandom(5000)
    s3_client().put_object(Bucket=USAGE, Key="a/b c+ü%2F.usg", Body=content)
    (arrival,) = world.storage.arrivals
    assert (arrival.bucket, arrival.key) == (USAGE, "a/b c+ü%2F.usg")
    assert (arrival.scheme, arrival.port, arrival.signing_region) == ("https", 443, "us-east-2")
    assert arrival.host == "pureconnectusage.s3.us-east-2.amazonaws.com"
    assert arrival.at == NOON
    assert arrival.content == content
    assert arrival.sha256 == hashlib.sha256(content).hexdigest()
    (stored,) = world.storage.objects()
    assert stored.content == content


def test_the_journal_knows_the_body_without_its_framing(world: World) -> None:
    content = b"login records"
    s3_client().put_object(Bucket=USAGE, Key="k", Body=io.BytesIO(content))
    (exchange,) = world.journal.exchanges
    assert (exchange.door, exchange.method, exchange.status) == ("boto3", "PUT", 200)
    assert exchange.is_write
    assert exchange.sent_bytes == len(content)
    assert exchange.sent_sha256 == hashlib.sha256(content).hexdigest()


def test_what_concerns_an_existing_object_but_not_its_content(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    client.put_object_acl(Bucket=USAGE, Key="k", ACL="private")
    client.put_object_tagging(
        Bucket=USAGE, Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}
    )
    upload = client.create_multipart_upload(Bucket=USAGE, Key="k")["UploadId"]
    client.upload_part(Bucket=USAGE, Key="k", UploadId=upload, PartNumber=1, Body=b"part")
    client.abort_multipart_upload(Bucket=USAGE, Key="k", UploadId=upload)
    assert [a.content for a in world.storage.arrivals] == [b"x"]
    assert len([e for e in world.journal.exchanges if e.is_write]) == 6


def test_a_large_file_arrives_in_parts_as_one_object(world: World) -> None:
    content = os.urandom(9 * 1024 * 1024)
    s3_client().upload_fileobj(io.BytesIO(content), USAGE, "large.usg")
    (arrival,) = world.storage.arrivals
    assert arrival.content == content
    assert len(world.journal.exchanges) > 3


def test_a_copy_is_an_arrival(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="one", Body=b"1")
    client.copy_object(Bucket=USAGE, Key="two", CopySource={"Bucket": USAGE, "Key": "one"})
    assert [(a.key, a.content) for a in world.storage.arrivals] == [("one", b"1"), ("two", b"1")]


def test_an_overwritten_object_has_arrived_twice(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="k", Body=b"same")
    client.put_object(Bucket=USAGE, Key="k", Body=b"same")
    assert len(world.storage.arrivals) == 2
    assert len(world.storage.objects()) == 1


def test_what_is_no_object_write_is_no_arrival(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    client.get_object(Bucket=USAGE, Key="k")
    client.head_object(Bucket=USAGE, Key="k")
    client.create_multipart_upload(Bucket=USAGE, Key="never-completed")
    client.delete_object(Bucket=USAGE, Key="k")
    assert len(world.storage.arrivals) == 1
    assert world.storage.objects() == ()
    assert [e.is_write for e in world.journal.exchanges] == [True, False, False, True, True]


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_trailing_checksums_of_every_kind(world: World, algorithm: str) -> None:
    s3_client().put_object(Bucket=USAGE, Key="k", Body=b"abc" * 99, ChecksumAlgorithm=algorithm)
    assert world.storage.arrivals[0].content == b"abc" * 99


def test_several_objects_deleted_at_once(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    client.delete_objects(Bucket=USAGE, Delete={"Objects": [{"Key": "k"}]})
    assert world.storage.objects() == ()


def test_begin_empties_the_buckets(world: World) -> None:
    s3_client().put_object(Bucket=USAGE, Key="k", Body=b"x")
    world.end()
    world.begin("row-2", NOON, ("AKIAEXAMPLE2", "secret-2"))
    assert world.storage.arrivals == ()
    assert world.storage.objects() == ()
    assert world.journal.exchanges == ()


def test_nothing_piles_up_from_row_to_row(world: World) -> None:
    s3_client().put_object(Bucket=USAGE, Key="k", Body=b"x")
    assert FakeKey.instances_tracked  # type: ignore[attr-defined]
    world.begin("row-2", NOON, ("AKIAEXAMPLE2", "secret-2"))
    assert not FakeKey.instances_tracked  # type: ignore[attr-defined]


def test_a_defect_of_the_mocked_s3_is_on_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(S3Response, "key_dispatch", None)
    with pytest.raises(HTTPClientError):
        s3_client().put_object(Bucket=USAGE, Key="k", Body=b"x")
    (sentence,) = world.end()
    assert sentence.startswith("the mocked world failed on PUT https://pureconnectusage")


def test_what_is_not_there_is_not_found(world: World) -> None:
    assert refusal(s3_client().get_object, Bucket=USAGE, Key="k") == (404, "NoSuchKey")
    assert refusal(s3_client().head_object, Bucket=USAGE, Key="k") == (404, "404")


def test_the_owner_sees_both_buckets(world: World) -> None:
    names = [bucket["Name"] for bucket in s3_client().list_buckets()["Buckets"]]
    assert sorted(names) == [BILLING, USAGE]


# Which host and region


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://s3.us-east-2.amazonaws.com",
        "https://s3-us-east-2.amazonaws.com",
        "https://s3.dualstack.us-east-2.amazonaws.com",
    ],
)
@pytest.mark.parametrize("style", ["path", "virtual"])
def test_every_host_of_the_region_leads_to_the_bucket(
    world: World, endpoint: str, style: str
) -> None:
    client = s3_client(endpoint_url=endpoint, s3={"addressing_style": style})
    client.put_object(Bucket=USAGE, Key="k/l", Body=b"x")
    (arrival,) = world.storage.arrivals
    assert (arrival.bucket, arrival.key) == (USAGE, "k/l")


def test_a_buckets_global_name_leads_to_its_region(world: World) -> None:
    client = s3_client(endpoint_url="https://s3.amazonaws.com", s3={"addressing_style": "virtual"})
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    assert world.storage.arrivals[0].host == "pureconnectusage.s3.amazonaws.com"


def test_another_regions_host_redirects(world: World) -> None:
    answer = requests.get("https://pureconnectusage.s3.us-west-2.amazonaws.com/", timeout=5)
    assert (answer.status_code, code_of(answer)) == (301, "PermanentRedirect")
    assert answer.headers["x-amz-bucket-region"] == "us-east-2"
    assert "<Endpoint>pureconnectusage.s3.us-east-2.amazonaws.com</Endpoint>" in answer.text


def test_the_global_service_host_redirects_to_a_bucket_elsewhere(world: World) -> None:
    answer = requests.get("https://s3.amazonaws.com/pureconnectusage", timeout=5)
    assert answer.status_code == 301
    assert requests.get(f"https://s3.amazonaws.com/{BILLING}", timeout=5).status_code == 200


def test_boto3_follows_to_the_right_region_and_the_wrong_one_is_seen(world: World) -> None:
    client = s3_client("us-west-2", retries={"total_max_attempts": 3})
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    writes = [e for e in world.journal.exchanges if e.is_write]
    assert [(e.signing_region, e.status) for e in writes] == [
        ("us-west-2", 301),
        ("us-east-2", 200),
    ]


def test_a_signature_for_another_region_is_malformed(world: World) -> None:
    client = s3_client(
        "us-east-1",
        endpoint_url="https://s3.amazonaws.com",
        s3={"addressing_style": "virtual"},
    )
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    # boto3 learns the region from the refusal, and signs again.
    assert [(e.signing_region, e.status) for e in world.journal.exchanges] == [
        ("us-east-1", 400),
        ("us-east-2", 200),
    ]


def test_a_presigned_query_for_another_region(world: World) -> None:
    url = presigned("us-east-1", endpoint_url="https://s3.us-east-2.amazonaws.com")
    answer = requests.put(url, data=b"x", timeout=5)
    assert (answer.status_code, code_of(answer)) == (400, "AuthorizationQueryParametersError")


def test_an_unknown_bucket(world: World) -> None:
    assert refusal(s3_client().put_object, Bucket="nobodys", Key="k", Body=b"x") == (
        404,
        "NoSuchBucket",
    )
    assert requests.get("https://nobodys.s3.amazonaws.com/", timeout=5).status_code == 404


# Who signed it, and when


def test_unknown_credentials(world: World) -> None:
    client = s3_client(key="AKIASTRANGER")
    assert refusal(client.put_object, Bucket=USAGE, Key="k", Body=b"x") == (
        403,
        "InvalidAccessKeyId",
    )


def test_a_wrong_secret(world: World) -> None:
    client = s3_client(secret="not it")
    assert refusal(client.put_object, Bucket=USAGE, Key="k", Body=b"x") == (
        403,
        "SignatureDoesNotMatch",
    )


def test_a_signed_request_that_was_changed_on_its_way(world: World) -> None:
    url = presigned()
    answer = requests.put(url.replace("/k?", "/other?"), data=b"x", timeout=5)
    assert (answer.status_code, code_of(answer)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_that_is_wrong(world: World, minutes: int) -> None:
    client = s3_client()
    captured: dict[str, Any] = {}

    def capture(request: Any, **_: Any) -> None:
        captured.update(url=request.url, headers=dict(request.headers), body=request.body)

    client.meta.events.register("before-send.s3.PutObject", capture)
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    world.clock.move_to(NOON + timedelta(minutes=minutes))
    headers = {k: v.decode() if isinstance(v, bytes) else v for k, v in captured["headers"].items()}
    captured["body"].seek(0)
    answer = requests.put(captured["url"], data=captured["body"].read(), headers=headers, timeout=5)
    assert (answer.status_code, code_of(answer)) == (403, "RequestTimeTooSkewed")


def test_a_presigned_request_works_until_it_expires(world: World) -> None:
    url = presigned(expires=60)
    assert requests.put(url, data=b"x", timeout=5).status_code == 200
    world.clock.move_to(NOON + timedelta(seconds=61))
    answer = requests.put(url, data=b"y", timeout=5)
    assert (answer.status_code, code_of(answer)) == (403, "AccessDenied")
    assert [a.content for a in world.storage.arrivals] == [b"x"]


def test_signature_version_2_is_not_supported(world: World) -> None:
    client = s3_client(signature_version="s3")
    assert refusal(client.put_object, Bucket=USAGE, Key="k", Body=b"x") == (400, "InvalidRequest")


def test_nobody_writes_unsigned(world: World) -> None:
    url = "https://pureconnectusage.s3.amazonaws.com/k"
    for method in ("PUT", "POST", "DELETE"):
        answer = requests.request(method, url, data=b"x", timeout=5)
        assert (answer.status_code, code_of(answer)) == (403, "AccessDenied")
    assert world.storage.objects() == ()


def test_buckets_are_neither_made_nor_deleted(world: World) -> None:
    assert refusal(s3_client().delete_bucket, Bucket=USAGE) == (403, "AccessDenied")
    assert refusal(s3_client().put_bucket_acl, Bucket=USAGE, ACL="public-read") == (
        403,
        "AccessDenied",
    )


# Whether the body is whole


def test_a_body_that_is_not_the_one_signed(world: World) -> None:
    client = s3_client(
        s3={"payload_signing_enabled": True}, request_checksum_calculation=("when_required")
    )

    def tamper(request: Any, **_: Any) -> None:
        request.body = b"tampered"

    client.meta.events.register("before-send.s3.PutObject", tamper)
    assert refusal(client.put_object, Bucket=USAGE, Key="k", Body=b"original") == (
        400,
        "XAmzContentSHA256Mismatch",
    )


def test_a_body_that_does_not_fit_its_md5(world: World) -> None:
    client = s3_client()
    wrong = "AAAAAAAAAAAAAAAAAAAAAA=="
    assert refusal(client.put_object, Bucket=USAGE, Key="k", Body=b"x", ContentMD5=wrong) == (
        400,
        "BadDigest",
    )


def test_a_body_that_does_not_fit_its_checksum(world: World) -> None:
    client = s3_client()
    assert refusal(
        client.put_object, Bucket=USAGE, Key="k", Body=b"x", ChecksumCRC32="AAAAAA=="
    ) == (400, "BadDigest")
    assert world.storage.objects() == ()


# What a browser sees


@pytest.mark.parametrize(
    "host",
    [
        "pureconnectusage.s3.amazonaws.com",
        "pureconnectusage.s3-us-east-2.amazonaws.com",
        "genesys-premise-billing.s3.amazonaws.com",
        "genesys-premise-billing.s3.us-east-1.amazonaws.com",
    ],
)
def test_a_bucket_lists_its_objects_to_anybody(world: World, host: str) -> None:
    s3_client().put_object(Bucket=USAGE, Key="some.usg", Body=b"x")
    answer = requests.get(f"https://{host}/", timeout=5)
    assert answer.status_code == 200
    assert "<ListBucketResult" in answer.text
    assert ("some.usg" in answer.text) == host.startswith(USAGE)
    assert requests.head(f"https://{host}/", timeout=5).status_code == 200


def test_the_listing_can_be_denied(world: World) -> None:
    world.storage.listing_denied = True
    answer = requests.get("https://pureconnectusage.s3.amazonaws.com/", timeout=5)
    assert (answer.status_code, code_of(answer)) == (403, "AccessDenied")
    s3_client().list_objects_v2(Bucket=USAGE)


def test_an_object_is_for_its_owner_alone(world: World) -> None:
    s3_client().put_object(Bucket=USAGE, Key="k", Body=b"x")
    url = "https://pureconnectusage.s3.amazonaws.com/k"
    assert code_of(requests.get(url, timeout=5)) == "AccessDenied"
    assert requests.get(url + "?acl", timeout=5).status_code == 403


def test_a_service_host_sends_browsers_to_its_product_page(world: World) -> None:
    answer = requests.get("https://s3.us-east-2.amazonaws.com/", timeout=5, allow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "https://aws.amazon.com/s3/"
    followed = requests.get("https://s3.us-east-2.amazonaws.com/", timeout=5)
    assert followed.status_code == 200
    assert followed.headers["content-type"] == "text/html"
    assert [e.host for e in world.journal.exchanges][-1] == "aws.amazon.com"


def test_answers_carry_request_ids(world: World) -> None:
    for answer in (
        requests.get("https://pureconnectusage.s3.amazonaws.com/", timeout=5),
        requests.get("https://nobodys.s3.amazonaws.com/", timeout=5),
    ):
        assert answer.headers["x-amz-request-id"]
        assert answer.headers["x-amz-id-2"]


def test_an_answer_to_head_has_no_body(world: World) -> None:
    answer = requests.head("https://nobodys.s3.amazonaws.com/", timeout=5)
    assert (answer.status_code, answer.content) == (404, b"")


def test_plain_http_is_answered_and_seen(world: World) -> None:
    client = s3_client(endpoint_url="http://s3.us-east-2.amazonaws.com")
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")
    (arrival,) = world.storage.arrivals
    assert (arrival.scheme, arrival.port) == ("http", 80)
