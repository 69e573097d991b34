"""What the world answers to a request, through whichever door it came."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from usage_conformance.world import payload, signing
from usage_conformance.world.journal import Exchange, Journal
from usage_conformance.world.network import (
    PORTS,
    PRODUCT_PAGE_HOST,
    REFUSED,
    Condition,
    Fault,
    Network,
)
from usage_conformance.world.s3_errors import S3Error
from usage_conformance.world.storage import Storage, Target, target_of
from usage_conformance.world.wire import WireResponse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from usage_conformance.world.rows import Rows
    from usage_conformance.world.wire import WireRequest

_CAPTIVE_PORTAL = b"<html><head><title>Welcome</title></head><body>Please sign in</body></html>"
_PRODUCT_PAGE = b"<!DOCTYPE html><html><head><title>Amazon S3</title></head><body></body></html>"


@dataclass(frozen=True)
class Client:
    """How the client that asks behaves: its library, whether it verifies certificates,
    and how long it waits for an answer (seconds; None: for ever)."""

    door: str
    verifies: bool = True
    read_timeout: float | None = None


@dataclass(frozen=True)
class NoAnswer:
    """The connection failed in this way, before any answer."""

    fault: Fault


@dataclass(frozen=True)
class CutAnswer:
    """The answer broke off: its header fields promise more than comes."""

    response: WireResponse


Answer = WireResponse | NoAnswer | CutAnswer


class Traffic:
    """Decides by network and storage, and writes the journal. One request at a time."""

    def __init__(
        self,
        now: Callable[[], datetime],
        network: Network,
        storage: Storage,
        journal: Journal,
        rows: Rows,
    ) -> None:
        self._now = now
        self._network = network
        self._storage = storage
        self._journal = journal
        self._rows = rows
        # Clients upload parts from several threads; moto and the records are not made
        # for that.
        self._lock = threading.Lock()

    def answer(self, request: WireRequest, client: Client) -> Answer:
        """What the client gets."""
        with self._lock:
            access_key_id, region = signing.glance(request)
            what = f"{request.method} {request.scheme}://{request.host}:{request.port}"
            if not self._rows.admits(access_key_id, what + request.path):
                return NoAnswer(REFUSED.fault)
            condition = self._network.condition(request.host, request.port)
            try:
                answer = self._decide(request, client, condition)
            except Exception as error:
                # A defect here must not look like one of the implementation.
                self._rows.intrude(f"the mocked world failed on {what}{request.path}: {error!r}")
                raise
            if request.method == "HEAD" and isinstance(answer, WireResponse):
                answer = replace(answer, body=b"")
            self._journal.add(self._exchange(request, client, answer, access_key_id, region))
            return answer

    def _decide(self, request: WireRequest, client: Client, condition: Condition) -> Answer:
        match condition.fault:
            case Fault.TIME_OUT | Fault.REFUSED | Fault.DNS_FAILURE | Fault.RESET:
                return NoAnswer(condition.fault)
            case Fault.BAD_CERTIFICATE if request.scheme == "https" and client.verifies:
                return NoAnswer(condition.fault)
            case Fault.CAPTIVE_PORTAL:
                return _html(200, _CAPTIVE_PORTAL)
            case Fault.HTTP_STATUS:
                assert condition.status is not None
                return _status_page(request, condition.status)
            case Fault.SLOW if (
                client.read_timeout is not None and client.read_timeout <= condition.seconds
            ):
                return NoAnswer(condition.fault)
            case Fault.TRUNCATED:
                return self._cut(request)
        return self._reach(request)

    def _cut(self, request: WireRequest) -> Answer:
        """A write is cut off on its way up; an answer on its way down."""
        if request.method != "GET":
            return NoAnswer(Fault.TRUNCATED)
        whole = self._reach(request)
        if not isinstance(whole, WireResponse) or not whole.body:
            return NoAnswer(Fault.TRUNCATED)
        half = whole.body[: len(whole.body) // 2]
        return CutAnswer(WireResponse(whole.status, whole.headers, half))

    def _reach(self, request: WireRequest) -> Answer:
        """The connection is good. Who is at its other end?"""
        if request.port != PORTS.get(request.scheme):
            return NoAnswer(Fault.RESET)  # TLS to a plain port, or the reverse
        if request.host.lower().removesuffix(".") == PRODUCT_PAGE_HOST:
            return _html(200, _PRODUCT_PAGE)
        if target_of(request) is not None:
            return self._storage.handle(request)
        # A rule opened a host that the world knows nothing about.
        return _html(404, b"<html><body>Not Found</body></html>")

    def _exchange(
        self,
        request: WireRequest,
        client: Client,
        answer: Answer,
        access_key_id: str | None,
        region: str | None,
    ) -> Exchange:
        target = target_of(request) or Target(None, None, None)
        content = payload.content_of(request.headers, request.body)
        is_s3 = target_of(request) is not None
        return Exchange(
            at=self._now(),
            door=client.door,
            method=request.method,
            scheme=request.scheme,
            host=request.host.lower(),
            port=request.port,
            path=request.path,
            query=request.query,
            bucket=target.bucket,
            key=target.key,
            signing_region=region,
            access_key_id=access_key_id,
            status=answer.status if isinstance(answer, WireResponse) else None,
            fault=_fault_name(answer),
            sent_bytes=len(content),
            sent_sha256=hashlib.sha256(content).hexdigest(),
            is_write=is_s3 and request.method not in ("GET", "HEAD", "OPTIONS"),
        )


def _fault_name(answer: Answer) -> str | None:
    match answer:
        case NoAnswer(fault):
            return str(fault)
        case CutAnswer():
            return str(Fault.TRUNCATED)
    return None


def _html(status: int, body: bytes) -> WireResponse:
    fields = (("Content-Type", "text/html"), ("Content-Length", str(len(body))))
    return WireResponse(status, fields, body)


def _status_page(request: WireRequest, status: int) -> WireResponse:
    """S3's own failures are XML; anything else is some box in between, with a page."""
    if status < 200 or status in (204, 304):
        return WireResponse(status)
    if status in (500, 503) and target_of(request) is not None:
        code = {500: "InternalError", 503: "SlowDown"}[status]
        response = S3Error(status, code, "Please try again").response("0" * 16)
        body, kind = response.body, "application/xml"
    else:
        phrase = HTTPStatus(status).phrase if status in {*HTTPStatus} else "Unknown"
        body, kind = f"<html><body>{status} {phrase}</body></html>".encode(), "text/html"
    fields = (("Content-Type", kind), ("Content-Length", str(len(body))))
    return WireResponse(status, fields, body)
