"""What boto3 and requests make of network errors: the same as of genuine ones."""

from __future__ import annotations

import io
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import botocore.exceptions
import pytest
import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from tests.world.conftest import s3_client
from usage_conformance.world import Condition, World

USAGE = "pureconnectusage"
URL = "https://pureconnectusage.s3.amazonaws.com/"


def put(client: Any) -> None:
    client.put_object(Bucket=USAGE, Key="k", Body=b"x")


def chain(error: BaseException) -> list[type]:
    """The types of an exception and of those inside it, as urllib3 nests them."""
    types = [type(error)]
    inner = getattr(error, "reason", None) or (error.args[0] if error.args else None)
    if isinstance(error, urllib3.exceptions.ProtocolError) and len(error.args) > 1:
        inner = error.args[1]
    return types + (chain(inner) if isinstance(inner, BaseException) else [])


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def raised(call: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - its type is what is compared
        call()
    assert isinstance(caught.value, Exception)
    return caught.value


@pytest.mark.parametrize(
    ("condition", "types"),
    [
        (
            "time-out",
            [
                requests.ConnectTimeout,
                urllib3.exceptions.MaxRetryError,
                urllib3.exceptions.ConnectTimeoutError,
            ],
        ),
        (
            "refused",
            [
                requests.ConnectionError,
                urllib3.exceptions.MaxRetryError,
                urllib3.exceptions.NewConnectionError,
            ],
        ),
        (
            "dns-failure",
            [
                requests.ConnectionError,
                urllib3.exceptions.MaxRetryError,
                urllib3.exceptions.NameResolutionError,
            ],
        ),
        (
            "reset",
            [requests.ConnectionError, urllib3.exceptions.ProtocolError, ConnectionResetError],
        ),
        (
            "bad certificate",
            [
                requests.exceptions.SSLError,
                urllib3.exceptions.MaxRetryError,
                urllib3.exceptions.SSLError,
                ssl.SSLCertVerificationError,
            ],
        ),
        ("slow 40", [requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError]),
        (
            "truncated",
            [requests.exceptions.ChunkedEncodingError, urllib3.exceptions.ProtocolError],
        ),
    ],
)
def test_what_requests_raises(world: World, condition: str, types: list[type]) -> None:
    world.network.set("*", Condition.parse(condition))
    error = raised(lambda: requests.get(URL, timeout=10))
    assert chain(error)[: len(types)] == types
    assert [e.fault for e in world.journal.exchanges] == [str(Condition.parse(condition).fault)]
    assert world.journal.exchanges[0].status is None


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        ("time-out", botocore.exceptions.ConnectTimeoutError),
        ("refused", botocore.exceptions.EndpointConnectionError),
        ("dns-failure", botocore.exceptions.EndpointConnectionError),
        ("reset", botocore.exceptions.ConnectionClosedError),
        ("bad certificate", botocore.exceptions.SSLError),
        ("slow 120", botocore.exceptions.ReadTimeoutError),
        ("truncated", botocore.exceptions.ConnectionClosedError),
    ],
)
def test_what_boto3_raises(world: World, condition: str, error: type[Exception]) -> None:
    world.network.set("*", Condition.parse(condition))
    assert type(raised(lambda: put(s3_client()))) is error
    assert world.storage.objects() == ()
    assert world.storage.arrivals == ()


def test_a_refused_connection_is_as_a_genuine_one(world: World) -> None:
    world.close()
    url = f"http://127.0.0.1:{closed_port()}/"
    genuine = raised(lambda: requests.get(url, timeout=5))
    client = s3_client(endpoint_url=url)
    genuine_boto3 = raised(lambda: put(client))
    world.open()
    world.begin("row-1", world.clock.now(), ("AKIAEXAMPLE1", "secret-1"))
    played = raised(lambda: requests.get(url, timeout=5))
    assert chain(played) == chain(genuine)
    assert without_address(str(played)) == without_address(str(genuine))
    played_boto3 = raised(lambda: put(client))
    assert type(played_boto3) is type(genuine_boto3)
    assert str(played_boto3) == str(genuine_boto3)


def test_a_name_that_does_not_resolve_is_as_a_genuine_one(world: World) -> None:
    world.close()
    url = "http://usage.invalid/"
    genuine = raised(lambda: requests.get(url, timeout=5))
    client = s3_client(endpoint_url=url)
    genuine_boto3 = raised(lambda: put(client))
    world.open()
    world.begin("row-1", world.clock.now(), ("AKIAEXAMPLE1", "secret-1"))
    assert chain(raised(lambda: requests.get(url, timeout=5))) == chain(genuine)
    played_boto3 = raised(lambda: put(client))
    assert type(played_boto3) is type(genuine_boto3)
    assert str(played_boto3) == str(genuine_boto3)


def test_a_reset_connection_is_as_a_genuine_one(world: World) -> None:
    world.close()
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        genuine = raised_while_resetting(server, lambda: requests.get(url, timeout=5))
    world.open()
    world.begin("row-1", world.clock.now(), ("AKIAEXAMPLE1", "secret-1"))
    world.network.set("*", Condition.parse("reset"))
    played = raised(lambda: requests.get(URL, timeout=5))
    assert chain(played) == chain(genuine)
    assert str(played) == str(genuine)


def raised_while_resetting(server: socket.socket, call: Callable[[], object]) -> Exception:
    def reset() -> None:
        connection, _ = server.accept()
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    # If nobody connects, the test has to fail, not to wait.
    server.settimeout(10)
    thread = threading.Thread(target=reset)
    thread.start()
    error = raised(call)
    thread.join()
    return error


def without_address(text: str) -> str:
    return text.partition("(Caused by")[2]


def test_a_client_made_before_the_world_opened_comes_through_the_door_too(
    world: World,
) -> None:
    world.close()
    client = s3_client()
    session = requests.Session()
    world.open()
    world.begin("row-1", world.clock.now(), ("AKIAEXAMPLE1", "secret-1"))
    put(client)
    assert session.get(URL, timeout=5).status_code == 200
    assert [e.door for e in world.journal.exchanges] == ["boto3", "requests"]


def test_certificates_matter_to_those_who_verify_them(world: World) -> None:
    world.network.set("*", Condition.parse("bad certificate"))
    assert requests.get(URL, timeout=5, verify=False).status_code == 200
    put(s3_client(verify=False))
    assert len(world.storage.arrivals) == 1
    assert type(raised(lambda: requests.get(URL, timeout=5))) is requests.exceptions.SSLError


def test_a_client_that_waits_long_enough_is_answered(world: World) -> None:
    world.network.set("*", Condition.parse("slow 40"))
    assert requests.get(URL, timeout=(3, 41)).status_code == 200
    assert requests.get(URL).status_code == 200
    put(s3_client())
    assert len(world.storage.arrivals) == 1


def test_a_captive_portal_answers_with_its_page(world: World) -> None:
    world.network.set("*", Condition.parse("captive portal"))
    answer = requests.get(URL, timeout=5)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")
    assert requests.head(URL, timeout=5).content == b""
    assert world.storage.objects() == ()


@pytest.mark.parametrize("status", [403, 404, 407, 500, 502, 503])
def test_a_status_from_the_network(world: World, status: int) -> None:
    world.network.set("*", Condition.parse(f"HTTP {status}"))
    assert requests.get(URL, timeout=5).status_code == status
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        put(s3_client())
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert world.storage.objects() == ()


def test_a_truncated_answer_is_noticed_by_boto3(world: World) -> None:
    client = s3_client()
    client.put_object(Bucket=USAGE, Key="k", Body=b"x" * 1000)
    world.network.set("*", Condition.parse("truncated"))
    body = client.get_object(Bucket=USAGE, Key="k")["Body"]
    assert isinstance(
        raised(body.read),
        (
            botocore.exceptions.IncompleteReadError,
            botocore.exceptions.ResponseStreamingError,
        ),
    )


def test_retries_are_seen_one_by_one_and_take_no_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", None)
    world.network.set("*", Condition.parse("time-out"))
    raised(lambda: put(s3_client(retries={"total_max_attempts": 4, "mode": "standard"})))
    assert [e.sent_bytes for e in world.journal.exchanges] == [1, 1, 1, 1]
    session = requests.Session()
    session.mount("https://", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=60)))
    raised(lambda: session.get(URL, timeout=5))
    assert len(world.journal.exchanges) == 8


def test_a_body_stays_unread_where_no_connection_came_about(world: World) -> None:
    body = io.BytesIO(b"#the bytes")
    body.seek(1)
    world.network.set("*", Condition.parse("refused"))
    raised(lambda: requests.put(URL, data=body, timeout=5))
    assert body.tell() == 1
    assert world.journal.exchanges[0].sent_bytes == 9
    world.network.set("*", Condition.parse("reset"))
    raised(lambda: requests.put(URL, data=body, timeout=5))
    assert body.read() == b""


def test_a_retry_succeeds_with_the_same_bytes(world: World) -> None:
    client = s3_client(retries={"total_max_attempts": 2, "mode": "standard"})
    world.network.set("*", Condition.parse("HTTP 503"))
    client.meta.events.register("needs-retry.s3.PutObject", lambda **_: world.network.reset())
    client.put_object(Bucket=USAGE, Key="k", Body=b"the bytes")
    assert [e.status for e in world.journal.exchanges] == [503, 200]
    assert world.storage.arrivals[0].content == b"the bytes"


def test_a_session_uses_its_connections_again(world: World) -> None:
    session = requests.Session()
    session.mount("https://", HTTPAdapter(pool_maxsize=1, pool_block=True))
    for _ in range(3):
        assert session.get(URL, timeout=5).status_code == 200
        assert session.get(URL, timeout=5, stream=True).status_code == 200


def test_plain_urllib3_comes_through_the_door(world: World) -> None:
    answer = urllib3.PoolManager().request("GET", URL)
    assert answer.status == 200
    assert world.journal.exchanges[0].door == "urllib3"


def test_every_form_of_body_is_seen(world: World) -> None:
    bodies: list[Any] = [b"abc", "abc", (piece for piece in (b"a", b"bc")), bytearray(b"abc")]
    for body in bodies:
        requests.post("https://s3.amazonaws.com/x", data=body, timeout=5)
    assert [e.sent_bytes for e in world.journal.exchanges] == [3, 3, 3, 3]


def test_a_proxy_is_a_host_like_any_other(world: World) -> None:
    proxies = {"https": "http://proxy.example:3128"}
    error = raised(lambda: requests.get(URL, timeout=5, proxies=proxies))
    assert type(error) is requests.exceptions.ProxyError
    (exchange,) = world.journal.exchanges
    assert (exchange.host, exchange.port, exchange.fault) == (
        "proxy.example",
        3128,
        "dns-failure",
    )
    assert world.end() == ()


def test_the_callers_own_proxy_and_bundle_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://elsewhere.example")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file")
    world = World()
    world.open()
    try:
        world.begin("row-1", world.clock.now(), ("AKIAEXAMPLE1", "secret-1"))
        assert requests.get(URL, timeout=5).status_code == 200
        put(s3_client())
    finally:
        world.close()
    assert os.environ["HTTPS_PROXY"] == "http://proxy.example:3128"
    assert "AWS_EC2_METADATA_DISABLED" not in os.environ
