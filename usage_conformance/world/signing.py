"""Who signed a request, for which region, and whether the signature is right.

Signature version 4 as S3 defines it, in the Authorization field and in presigned
queries. The key derivation is botocore's; the canonical request is put together from
what arrived, as S3 does.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from usage_conformance.world import s3_errors
from usage_conformance.world.wire import WireRequest

ALLOWED_SKEW = timedelta(minutes=15)
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
_ALGORITHM = "AWS4-HMAC-SHA256"
_STAMP = "%Y%m%dT%H%M%SZ"
_LONGEST_PRESIGN = 7 * 24 * 3600

_AUTHORIZATION = re.compile(
    _ALGORITHM
    + r"\s+Credential=(?P<credential>[^,\s]+),\s*SignedHeaders=(?P<signed>[^,\s]+)"
    + r",\s*Signature=(?P<signature>[0-9a-f]{64})\s*"
)


@dataclass(frozen=True)
class Signature:
    """A signature as it was given. `expires` (seconds) is set for presigned queries."""

    access_key_id: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    value: str
    stamp: str
    expires: int | None = None


def read_signature(request: WireRequest) -> Signature | None:
    """The request's signature, or None if it has none. Raises S3Error if malformed."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _from_header(request, authorization)
    query = request.parameters
    if "X-Amz-Signature" in query or "X-Amz-Algorithm" in query:
        return _from_query(query)
    if "Signature" in query and "AWSAccessKeyId" in query:
        raise s3_errors.unsupported_authorization()
    return None


def glance(request: WireRequest) -> tuple[str | None, str | None]:
    """Access key id and signing region that a request claims, for the records only."""
    try:
        signature = read_signature(request)
    except s3_errors.S3Error:
        return _glance_v2(request), None
    return (signature.access_key_id, signature.region) if signature else (None, None)


def _glance_v2(request: WireRequest) -> str | None:
    match = re.match(r"AWS ([^:\s]+):", request.headers.get("authorization", ""))
    return match[1] if match else request.parameters.get("AWSAccessKeyId")


def _from_header(request: WireRequest, authorization: str) -> Signature:
    if not authorization.startswith(_ALGORITHM):
        raise s3_errors.unsupported_authorization()
    match = _AUTHORIZATION.fullmatch(authorization)
    if match is None:
        raise s3_errors.malformed_authorization("The authorization header is malformed")
    return _signature(
        match["credential"],
        match["signed"],
        match["signature"],
        request.headers.get("x-amz-date") or _stamp_of_date(request.headers.get("date", "")),
    )


def _stamp_of_date(text: str) -> str:
    try:
        parsed = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return text
    return parsed.strftime(_STAMP)


def _from_query(query: dict[str, str]) -> Signature:
    needed = ("Algorithm", "Credential", "SignedHeaders", "Signature", "Date", "Expires")
    missing = [name for name in needed if f"X-Amz-{name}" not in query]
    if missing or query["X-Amz-Algorithm"] != _ALGORITHM or not query["X-Amz-Expires"].isdigit():
        raise s3_errors.S3Error(
            400, "AuthorizationQueryParametersError", "The query's authorization is incomplete"
        )
    return _signature(
        query["X-Amz-Credential"],
        query["X-Amz-SignedHeaders"],
        query["X-Amz-Signature"],
        query["X-Amz-Date"],
        int(query["X-Amz-Expires"]),
    )


def _signature(
    credential: str, signed: str, value: str, stamp: str, expires: int | None = None
) -> Signature:
    parts = credential.rsplit("/", 4)
    if len(parts) != 5 or parts[4] != "aws4_request":
        raise s3_errors.malformed_authorization("The credential is malformed")
    key, date, region, service, _ = parts
    return Signature(key, date, region, service, tuple(signed.split(";")), value, stamp, expires)


def verify(
    request: WireRequest, signature: Signature, *, secret: str, region: str, now: datetime
) -> None:
    """Raises S3Error unless the signature is right, for this region, at this time."""
    if signature.service != "s3":
        raise s3_errors.malformed_authorization(
            f"The service '{signature.service}' is wrong; expecting 's3'"
        )
    if signature.region != region:
        presigned = signature.expires is not None
        raise s3_errors.wrong_signing_region(signature.region, region, presigned=presigned)
    _check_time(signature, now)
    canonical = canonical_request(request, signature)
    if not hmac.compare_digest(_recompute(canonical, signature, secret), signature.value):
        raise s3_errors.signature_does_not_match(signature.access_key_id, canonical)


def _check_time(signature: Signature, now: datetime) -> None:
    try:
        signed_at = datetime.strptime(signature.stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise s3_errors.access_denied("A valid Date or x-amz-date header is required") from None
    if signature.stamp[:8] != signature.date:
        raise s3_errors.malformed_authorization("The credential's date is not the request's")
    if signature.expires is None:
        if abs(now - signed_at) > ALLOWED_SKEW:
            raise s3_errors.request_time_too_skewed(signature.stamp, now.strftime(_STAMP))
        return
    if signature.expires > _LONGEST_PRESIGN:
        raise s3_errors.S3Error(
            400, "AuthorizationQueryParametersError", "X-Amz-Expires must be within a week"
        )
    if signed_at - now > ALLOWED_SKEW:
        raise s3_errors.access_denied("Request is not yet valid")
    if now > signed_at + timedelta(seconds=signature.expires):
        raise s3_errors.access_denied("Request has expired")


def canonical_request(request: WireRequest, signature: Signature) -> str:
    """The text that was signed, rebuilt from what arrived."""
    query = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in parse_qsl(request.query.replace("+", "%2B"), keep_blank_values=True)
        if name != "X-Amz-Signature"
    )
    fields = {**request.headers, "host": request.host_header}
    lines = [
        f"{name}:{' '.join(fields.get(name, '').split())}" for name in signature.signed_headers
    ]
    payload = request.headers.get("x-amz-content-sha256")
    if payload is None:
        body_hash = hashlib.sha256(request.body).hexdigest()
        payload = body_hash if signature.expires is None else UNSIGNED_PAYLOAD
    return "\n".join(
        (
            request.method.upper(),
            quote(request.decoded_path, safe="/-_.~") or "/",
            "&".join(f"{name}={value}" for name, value in query),
            *lines,
            "",
            ";".join(signature.signed_headers),
            payload,
        )
    )


def _recompute(canonical: str, signature: Signature, secret: str) -> str:
    auth = S3SigV4Auth(Credentials(signature.access_key_id, secret), "s3", signature.region)
    holder = AWSRequest()
    holder.context["timestamp"] = signature.stamp
    computed: str = auth.signature(auth.string_to_sign(holder, canonical), holder)
    return computed
