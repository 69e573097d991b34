"""The door in process: urllib3, below boto3 and requests.

One place is replaced, the one where urllib3 uses a connection. All above it is genuine:
whatever boto3, requests or urllib3 make of a refused connection, a name that does not
resolve or an answer that breaks off (wrapping, retries, redirects, time-outs), they make
of it here. No connection is opened and no real time passes.
"""

from __future__ import annotations

import errno
import io
import os
import socket
import ssl
import time
from collections.abc import Mapping
from http.client import RemoteDisconnected
from typing import TYPE_CHECKING, Any, NoReturn

import botocore.endpoint
import urllib3.util.retry
from urllib3 import HTTPHeaderDict, HTTPResponse, Timeout
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util.ssl_ import resolve_cert_reqs

from usage_conformance.world import bodies
from usage_conformance.world.network import Fault
from usage_conformance.world.traffic import Client, CutAnswer, NoAnswer
from usage_conformance.world.wire import Headers, WireRequest, WireResponse

if TYPE_CHECKING:
    from usage_conformance.world.traffic import Traffic


_UNCONNECTED = (Fault.TIME_OUT, Fault.REFUSED, Fault.DNS_FAILURE, Fault.BAD_CERTIFICATE)


class Doors:
    """Leads urllib3's requests to the world while open."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._replaced: list[tuple[Any, str, Any]] = []

    def open(self) -> None:
        """From now on, every request of every urllib3 pool comes here."""
        doors = self

        def make_request(
            pool: HTTPConnectionPool, conn: Any, method: str, url: str, **options: Any
        ) -> HTTPResponse:
            return doors._make_request(pool, conn, method, url, options)

        def prepare_proxy(pool: HTTPSConnectionPool, conn: Any) -> None:
            doors._connect_to_proxy(pool, conn)

        self._replace(HTTPConnectionPool, "_make_request", make_request)
        self._replace(HTTPSConnectionPool, "_prepare_proxy", prepare_proxy)
        # Between two attempts both libraries sleep, in real time.
        self._replace(botocore.endpoint, "time", _SleeplessTime())
        self._replace(urllib3.util.retry, "time", _SleeplessTime())

    def close(self) -> None:
        """Back to the network."""
        while self._replaced:
            owner, name, original = self._replaced.pop()
            setattr(owner, name, original)

    def _replace(self, owner: Any, name: str, replacement: Any) -> None:
        self._replaced.append((owner, name, getattr(owner, name)))
        setattr(owner, name, replacement)

    def _make_request(
        self, pool: HTTPConnectionPool, conn: Any, method: str, url: str, options: dict[str, Any]
    ) -> HTTPResponse:
        timeout: Timeout = pool._get_timeout(options["timeout"])  # noqa: SLF001
        timeout.start_connect()
        conn.timeout = Timeout.resolve_default_timeout(timeout.connect_timeout)
        read_timeout = timeout.read_timeout
        headers = _text_fields(options.get("headers") or {})
        body = options.get("body")
        start = bodies.position(body)
        request = _wire_request(pool, conn, method, url, headers, bodies.read(body))
        client = Client(_door_name(pool, headers), _verifies(pool, conn), _seconds(read_timeout))
        answer = self._traffic.answer(request, client)
        if isinstance(answer, NoAnswer):
            if answer.fault in _UNCONNECTED:
                bodies.rewind(body, start)
            _fail(answer.fault, pool, conn, url, read_timeout)
        response = answer.response if isinstance(answer, CutAnswer) else answer
        # The whole answer is in memory, so that the connection is free at once. (A
        # caller that asked for the content right away gives it back himself.)
        if options.get("response_conn") is not None:
            pool._put_conn(conn)  # noqa: SLF001
        return _urllib3_response(response, pool, method, url, options)

    def _connect_to_proxy(self, pool: HTTPSConnectionPool, conn: Any) -> None:
        """A proxy is a host like any other, and the world has none unless a rule opens it."""
        proxy = pool.proxy
        assert proxy is not None
        target = f"{pool.host}:{pool.port}"
        request = WireRequest(
            "CONNECT", "http", conn.host, conn.port, target, "", Headers({"host": target})
        )
        answer = self._traffic.answer(request, Client(_door_name(pool, {})))
        if isinstance(answer, NoAnswer):
            _fail(answer.fault, pool, conn, target, None)
        raise OSError(f"Tunnel connection failed: {target} through {conn.host}")


class _SleeplessTime:
    """The time module, except that nobody sleeps."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """Return at once."""


def _text_fields(headers: Mapping[Any, Any]) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in headers.items()}


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _seconds(timeout: Any) -> float | None:
    return float(timeout) if isinstance(timeout, (int, float)) else None


def _wire_request(
    pool: HTTPConnectionPool,
    conn: Any,
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes,
) -> WireRequest:
    path, _, query = url.partition("?")
    return WireRequest(
        method=method.upper(),
        scheme=pool.scheme or "http",
        host=conn.host.strip("[]"),
        port=conn.port or conn.default_port,
        path=path,
        query=query,
        headers=Headers(headers),
        body=body,
    )


def _door_name(pool: HTTPConnectionPool, headers: Mapping[str, str]) -> str:
    if type(pool).__module__.startswith("botocore"):
        return "boto3"
    agent = {name.lower(): value for name, value in headers.items()}.get("user-agent", "")
    return "requests" if agent.startswith("python-requests") else "urllib3"


def _verifies(pool: HTTPConnectionPool, conn: Any) -> bool:
    if pool.scheme != "https":
        return False
    return resolve_cert_reqs(conn.cert_reqs) is not ssl.CERT_NONE


def _urllib3_response(
    response: WireResponse,
    pool: HTTPConnectionPool,
    method: str,
    url: str,
    options: dict[str, Any],
) -> HTTPResponse:
    return HTTPResponse(
        body=io.BytesIO(response.body),
        headers=HTTPHeaderDict(response.headers),
        status=response.status,
        version=11,
        reason=response.reason,
        preload_content=options.get("preload_content", True),
        decode_content=options.get("decode_content", True),
        pool=pool,
        retries=options.get("retries"),
        enforce_content_length=options.get("enforce_content_length", True),
        request_method=method,
        request_url=url,
    )


def _fail(
    fault: Fault, pool: HTTPConnectionPool, conn: Any, url: str, read_timeout: Any
) -> NoReturn:
    """Raise what urllib3's connection raises for this fault."""
    match fault:
        case Fault.TIME_OUT:
            raise ConnectTimeoutError(
                conn, f"Connection to {conn.host} timed out. (connect timeout={conn.timeout})"
            )
        case Fault.REFUSED:
            refused = ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
            raise NewConnectionError(
                conn, f"Failed to establish a new connection: {refused}"
            ) from refused
        case Fault.DNS_FAILURE:
            unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            raise NameResolutionError(conn.host, conn, unknown) from unknown
        case Fault.SLOW:
            raise ReadTimeoutError(pool, url, f"Read timed out. (read timeout={read_timeout})")
        case Fault.BAD_CERTIFICATE:
            raise _certificate_error()
        case Fault.TRUNCATED:
            raise RemoteDisconnected("Remote end closed connection without response")
        case _:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


def _certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(
        1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    )
    error.library = "SSL"
    error.reason = "CERTIFICATE_VERIFY_FAILED"
    error.verify_code = 18
    error.verify_message = "self-signed certificate"
    return error
