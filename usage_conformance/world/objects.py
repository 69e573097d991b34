"""The objects themselves, held by moto's S3 backend."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from moto.core.model_instances import reset_model_data
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.request import Request
from moto.s3.models import FakeKey, S3Backend, s3_backends
from moto.s3.responses import S3Response
from werkzeug.exceptions import HTTPException

from usage_conformance.world.payload import is_framed
from usage_conformance.world.wire import WireResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usage_conformance.world.wire import WireRequest

# What belongs to the framing or to the signature has been dealt with before moto sees
# the request.
_DEALT_WITH = (
    "content-length",
    "expect",
    "host",
    "transfer-encoding",
    "x-amz-content-sha256",
    "x-amz-decoded-content-length",
    "x-amz-trailer",
)


@dataclass(frozen=True)
class StoredObject:
    """An object that S3 holds; `sha256` is the lower-case hex digest of its content."""

    bucket: str
    key: str
    content: bytes
    sha256: str


class ObjectStore:
    """moto's S3 backend, addressed directly: its mock is never switched on."""

    def reset(self, buckets: Mapping[str, str]) -> None:
        """Forget everything; these buckets (name to region) exist, empty."""
        backend = _backend()
        backend.reset()
        # moto remembers every object it ever made; without this, each reset is slower.
        reset_model_data()
        for name, region in buckets.items():
            backend.create_bucket(name, region)

    def all(self) -> tuple[StoredObject, ...]:
        """Every object there is, by bucket and key."""
        backend = _backend()
        return tuple(
            StoredObject(bucket, key, content, hashlib.sha256(content).hexdigest())
            for bucket in sorted(backend.buckets)
            for key in sorted(backend.buckets[bucket].keys)
            for content in [self.content(bucket, key)]
        )

    def version(self, bucket: str | None, key: str | None) -> object | None:
        """Something that is another one after every write of the object."""
        if bucket is None or key is None:
            return None
        found: object | None = _backend().buckets[bucket].keys.get(key)
        return found if isinstance(found, FakeKey) else None

    def content(self, bucket: str, key: str) -> bytes:
        """An object's bytes. KeyError if there is none."""
        value: bytes = _backend().buckets[bucket].keys[key].value
        return bytes(value)

    def pass_on(
        self, request: WireRequest, bucket: str | None, key: str | None, content: bytes
    ) -> WireResponse:
        """Let moto do what the request asks, with this body, at the bucket's own name."""
        host = f"{bucket}.s3.amazonaws.com" if bucket else "s3.amazonaws.com"
        path = "/" + quote(key or "", safe="/-_.~")
        url = f"https://{host}{path}" + (f"?{request.query}" if request.query else "")
        prepared = Request.from_primitives(
            request.method, url, _headers_for_moto(request, content), content
        )
        dispatch = S3Response.key_dispatch if key else S3Response.bucket_dispatch
        try:
            return _response(*dispatch(prepared, url, prepared.headers))
        except HTTPException as error:
            return _response(error.code or 500, error.get_headers(), error.get_body())


def _backend() -> S3Backend:
    backend: S3Backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    return backend


def _headers_for_moto(request: WireRequest, content: bytes) -> dict[str, str]:
    headers = dict(request.headers.without(*_DEALT_WITH))
    if is_framed(request.headers):
        codings = [c.strip() for c in headers.pop("content-encoding", "").split(",")]
        rest = ",".join(coding for coding in codings if coding not in ("", "aws-chunked"))
        if rest:
            headers["content-encoding"] = rest
    headers["content-length"] = str(len(content))
    # moto takes a request without this for one of a stranger.
    headers.setdefault("authorization", "AWS4-HMAC-SHA256 verified")
    return headers


def _response(status: int, headers: Any, body: Any) -> WireResponse:
    data = body.encode() if isinstance(body, str) else bytes(body or b"")
    fields = {str(name).lower(): str(value) for name, value in dict(headers).items()}
    fields.pop("x-amzn-requestid", None)  # random, and not S3's
    return WireResponse(int(status), tuple(fields.items()), data)
