"""S3 as its clients see it. moto holds the objects; what moto lacks is added here.

moto stores whatever comes, from any region, through any host, with any signature. Real
S3 asks first: does the host lead to the bucket's region, is the request signed, for that
region, with known credentials, now, and is the body whole? Refusals are S3's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usage_conformance.world import payload, s3_errors, signing
from usage_conformance.world.hosts import parse_s3_host
from usage_conformance.world.network import PRODUCT_PAGE_HOST
from usage_conformance.world.objects import ObjectStore, StoredObject
from usage_conformance.world.s3_errors import S3Error, host_id
from usage_conformance.world.wire import WireResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from usage_conformance.world.signing import Signature
    from usage_conformance.world.wire import WireRequest

BUCKETS = {"pureconnectusage": "us-east-2", "genesys-premise-billing": "us-east-1"}

_READING = ("GET", "HEAD")
# Query parameters of a listing; any other makes a request ask for something else.
_LISTING = frozenset(
    [
        "continuation-token",
        "delimiter",
        "encoding-type",
        "fetch-owner",
        "list-type",
        "marker",
        "max-keys",
        "prefix",
        "start-after",
    ]
)
_OF_THE_BUCKET_OWNER = frozenset(["delete", "uploads"])


@dataclass(frozen=True)
class Arrival:
    """An object write that S3 acknowledged.

    `at` is UTC; `scheme`, `host` and `port` are where the request came in; `content` is
    what S3 held right after the write, and `sha256` its lower-case hex digest.
    """

    at: datetime
    bucket: str
    key: str
    scheme: str
    host: str
    port: int
    signing_region: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Target:
    """What a request to S3 names: a bucket or none, a key or none, and the region its
    host leads to (None: wherever the bucket is)."""

    bucket: str | None
    key: str | None
    region: str | None


def target_of(request: WireRequest) -> Target | None:
    """What the request names, by its Host field; None if that is no host of S3's."""
    host = parse_s3_host(request.host_header.rsplit(":", 1)[0])
    if host is None:
        return None
    path = request.decoded_path.removeprefix("/")
    if host.bucket is not None:
        return Target(host.bucket, path or None, host.region)
    bucket, _, key = path.partition("/")
    return Target(bucket or None, key or None, host.region)


class Storage:
    """The two buckets of the documented system, and nothing else.

    `listing_denied` lets S3 answer the anonymous listing of a bucket with its 403.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._objects = ObjectStore()
        self._secrets: dict[str, str] = {}
        self._arrivals: list[Arrival] = []
        self._answered = 0
        self.listing_denied = False

    def reset(self, credentials: Mapping[str, str]) -> None:
        """Empty buckets, and these credentials alone (access key id to secret)."""
        self._objects.reset(BUCKETS)
        self._secrets = dict(credentials)
        self._arrivals.clear()
        self._answered = 0
        self.listing_denied = False

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Every acknowledged object write (put, completed multipart, copy), in order."""
        return tuple(self._arrivals)

    def objects(self) -> tuple[StoredObject, ...]:
        """What the buckets hold now, by bucket and key."""
        return self._objects.all()

    def handle(self, request: WireRequest) -> WireResponse:
        """Answer a request that reached S3. ValueError if its host is none of S3's."""
        target = target_of(request)
        if target is None:
            raise ValueError(f"not a host of S3: {request.host_header}")
        self._answered += 1
        request_id = f"{self._answered:016X}"
        try:
            response = self._answer(request, target)
        except S3Error as error:
            response = error.response(request_id)
        return self._completed(request, response, request_id)

    def _completed(
        self, request: WireRequest, response: WireResponse, request_id: str
    ) -> WireResponse:
        body = response.body
        fields = {name.lower(): value for name, value in response.headers}
        length = fields.pop("content-length", str(len(body)))
        if request.method == "HEAD":
            body = b""
        elif response.status not in (204, 304):
            length = str(len(body))
        if response.status not in (204, 304):
            fields["content-length"] = length
        fields |= {
            "x-amz-request-id": request_id,
            "x-amz-id-2": host_id(request_id),
            "date": self._now().strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "server": "AmazonS3",
        }
        return WireResponse(response.status, tuple(fields.items()), body)

    def _answer(self, request: WireRequest, target: Target) -> WireResponse:
        signature = signing.read_signature(request)
        if signature is None:
            return self._answer_anonymous(request, target)
        secret = self._secrets.get(signature.access_key_id)
        if secret is None:
            raise s3_errors.invalid_access_key(signature.access_key_id)
        if "x-amz-security-token" in request.headers or "X-Amz-Security-Token" in (
            request.parameters
        ):
            raise s3_errors.invalid_token()
        region = self._region(target)
        signing.verify(request, signature, secret=secret, region=region, now=self._now())
        content = payload.checked_content(request)
        self._permit(request, target)
        return self._store_or_read(request, target, signature, content)

    def _region(self, target: Target) -> str:
        """The region that serves the request. Raises S3Error if the bucket is not there."""
        if target.bucket is None:
            assert target.region is not None
            return target.region
        home = BUCKETS.get(target.bucket)
        if home is None:
            raise s3_errors.no_such_bucket(target.bucket)
        if target.region not in (None, home):
            raise s3_errors.permanent_redirect(target.bucket, home)
        return home

    def _answer_anonymous(self, request: WireRequest, target: Target) -> WireResponse:
        if target.bucket is None:
            if request.method not in _READING:
                raise s3_errors.access_denied()
            return WireResponse(307, (("Location", f"https://{PRODUCT_PAGE_HOST}/s3/"),))
        region = self._region(target)
        is_listing = target.key is None and set(request.parameters) <= _LISTING
        if request.method not in _READING or not is_listing or self.listing_denied:
            raise s3_errors.access_denied()
        response = self._objects.pass_on(request, target.bucket, None, b"")
        return WireResponse(
            response.status, (*response.headers, ("x-amz-bucket-region", region)), response.body
        )

    def _permit(self, request: WireRequest, target: Target) -> None:
        """The credentials may do with objects what they like, and nothing to buckets."""
        if request.method in _READING or target.key is not None:
            return
        if request.method == "POST" and _OF_THE_BUCKET_OWNER & set(request.parameters):
            return
        raise s3_errors.access_denied()

    def _store_or_read(
        self, request: WireRequest, target: Target, signature: Signature, content: bytes
    ) -> WireResponse:
        before = self._objects.version(target.bucket, target.key)
        response = self._objects.pass_on(request, target.bucket, target.key, content)
        after = self._objects.version(target.bucket, target.key)
        if request.method not in _READING and after is not None and after is not before:
            self._note_arrival(request, target, signature)
        return response

    def _note_arrival(self, request: WireRequest, target: Target, signature: Signature) -> None:
        assert target.bucket is not None
        assert target.key is not None
        content = self._objects.content(target.bucket, target.key)
        self._arrivals.append(
            Arrival(
                at=self._now(),
                bucket=target.bucket,
                key=target.key,
                scheme=request.scheme,
                host=request.host,
                port=request.port,
                signing_region=signature.region,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
        )
