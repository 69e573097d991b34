"""What goes past the doors, and what comes late."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable

import pytest
import requests

from tests.world.conftest import KEY, NOON, s3_client
from usage_conformance.world import RealWorldError, World

URL = "https://pureconnectusage.s3.amazonaws.com/"


def connect() -> None:
    with socket.socket() as sock:
        sock.connect(("192.0.2.1", 443))


def send_datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", ("192.0.2.1", 53))


def spawn() -> None:
    multiprocessing.get_context("spawn").Process(target=print).start()


@pytest.mark.parametrize(
    ("deed", "named"),
    [
        (connect, "192.0.2.1:443"),
        (send_datagram, "192.0.2.1:53"),
        (lambda: socket.getaddrinfo("upload.example", 443), "upload.example:443"),
        (lambda: socket.gethostbyname("upload.example"), "upload.example"),
        (lambda: http.client.HTTPSConnection("upload.example").request("GET", "/"), "upload.exa"),
        (lambda: subprocess.run(["curl", "https://upload.example"], check=True), "curl https://"),
        (lambda: os.system("curl upload.example"), "curl upload.example"),
        (lambda: os.posix_spawn("/bin/true", ["true"], {}), "/bin/true"),
        (os.fork, "fork"),
        (spawn, sys.executable),
    ],
)
def test_what_is_refused_and_named(world: World, deed: Callable[[], object], named: str) -> None:
    with pytest.raises(RealWorldError):
        deed()
    (sentence,) = world.end()
    assert named in sentence
    assert "certify such an implementation as a command" in sentence


def test_it_is_on_the_rows_account_even_if_the_implementation_carries_on(world: World) -> None:
    for _ in range(3):
        with pytest.raises(OSError, match=r"upload\.example"):
            urllib.request.urlopen("https://upload.example/", timeout=5)
    assert len(world.end()) == 1
    world.begin("row-2", NOON, ("AKIAEXAMPLE2", "secret-2"))
    assert world.end() == ()


def test_a_thread_is_refused_too(world: World) -> None:
    errors: list[Exception] = []

    def deed() -> None:
        try:
            connect()
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=deed)
    thread.start()
    thread.join()
    assert isinstance(errors[0], RealWorldError)
    assert len(world.end()) == 1


def test_local_sockets_and_files_are_free(world: World) -> None:
    left, right = socket.socketpair()
    left.send(b"x")
    assert right.recv(1) == b"x"
    left.close()
    right.close()
    assert world.end() == ()


def test_the_harness_is_free_between_rows_and_after(world: World) -> None:
    world.end()
    subprocess.run([sys.executable, "-c", ""], check=True)
    world.close()
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    assert world.late() == {}


def test_a_thread_that_was_there_before_is_the_harness(world: World) -> None:
    world.close()
    begin, done = threading.Event(), threading.Event()
    outcome: list[str] = []

    def harness() -> None:
        begin.wait()
        outcome.append(socket.getaddrinfo("127.0.0.1", 80)[0][4][0])  # type: ignore[arg-type]
        done.set()

    thread = threading.Thread(target=harness)
    thread.start()
    world.open()
    world.begin("row-1", NOON, (KEY, "secret-1"))
    begin.set()
    assert done.wait(5)
    thread.join()
    assert outcome == ["127.0.0.1"]
    assert world.end() == ()


def test_a_request_after_the_end_is_late(world: World) -> None:
    client = s3_client()
    world.end()
    with pytest.raises(Exception, match="Could not connect"):
        client.put_object(Bucket="pureconnectusage", Key="k", Body=b"x")
    with pytest.raises(requests.ConnectionError):
        requests.get(URL, timeout=5)
    late = world.late()
    assert list(late) == ["row-1"]
    assert "PUT https://pureconnectusage" in late["row-1"]
    assert world.late() == {}


def test_former_credentials_are_late_and_leave_the_next_row_alone(world: World) -> None:
    client = s3_client()
    world.end()
    world.begin("row-2", NOON, ("AKIAEXAMPLE2", "secret-2"))
    with pytest.raises(Exception, match="Could not connect"):
        client.put_object(Bucket="pureconnectusage", Key="k", Body=b"x")
    assert world.journal.exchanges == ()
    assert world.storage.arrivals == ()
    assert world.end() == ()
    assert list(world.late()) == ["row-1"]


def test_a_thread_that_connects_after_the_end_is_late(world: World) -> None:
    world.end()

    def deed() -> None:
        with pytest.raises(RealWorldError):
            connect()

    thread = threading.Thread(target=deed)
    thread.start()
    thread.join()
    assert "192.0.2.1:443" in world.late()["row-1"]


def test_a_row_may_begin_again_with_other_credentials(world: World) -> None:
    first = s3_client()
    with pytest.raises(RealWorldError):
        connect()
    world.begin("row-1", NOON, ("AKIAEXAMPLE2", "secret-2"))
    s3_client(key="AKIAEXAMPLE2", secret="secret-2").put_object(
        Bucket="pureconnectusage", Key="k", Body=b"x"
    )
    assert len(world.storage.arrivals) == 1
    with pytest.raises(Exception, match="Could not connect"):
        first.put_object(Bucket="pureconnectusage", Key="k", Body=b"x")
    sentences = world.end()
    assert len(sentences) == 2
    assert "192.0.2.1:443" in sentences[0]
    assert "had replaced" in sentences[1]
    assert world.late() == {}


def test_worlds_may_be_nested_but_close_in_order(world: World) -> None:
    inner = World()
    inner.open()
    with pytest.raises(RuntimeError, match="open already"):
        inner.open()
    inner.begin("inner", NOON, ("AKIAINNER", "s"))
    requests.get(URL, timeout=5)
    inner.end()
    inner.close()
    assert world.journal.exchanges == ()
    assert len(inner.journal.exchanges) == 1
    assert requests.get(URL, timeout=5).status_code == 200
    assert len(world.journal.exchanges) == 1


def test_without_doors_for_a_gateway() -> None:
    world = World(in_process=False)
    world.open()
    try:
        world.begin("row-1", NOON, (KEY, "secret-1"))
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=5).close()
        assert world.end() == ()
    finally:
        world.close()
