"""S3's refusals: status, code, message and the details that clients read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from usage_conformance.world.wire import WireResponse

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class S3Error(Exception):
    """An error answer of S3. `details` become XML elements, `headers` header fields."""

    status: int
    code: str
    message: str
    details: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request_id: str) -> WireResponse:
        """The answer as S3 sends it."""
        elements = {"Code": self.code, "Message": self.message, **self.details}
        inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items())
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Error>{inner}<RequestId>{request_id}</RequestId>"
            f"<HostId>{host_id(request_id)}</HostId></Error>"
        )
        fields = (("Content-Type", "application/xml"), *self.headers.items())
        return WireResponse(self.status, fields, body.encode())


def host_id(request_id: str) -> str:
    """The second identifier that S3 puts beside a request's."""
    return f"{request_id.lower()}/usage-conformance="


def access_denied(message: str = "Access Denied") -> S3Error:
    return S3Error(403, "AccessDenied", message)


def no_such_bucket(bucket: str) -> S3Error:
    return S3Error(
        404, "NoSuchBucket", "The specified bucket does not exist", {"BucketName": bucket}
    )


def permanent_redirect(bucket: str, region: str) -> S3Error:
    """The bucket lives elsewhere than at the endpoint that was asked."""
    return S3Error(
        301,
        "PermanentRedirect",
        "The bucket must be addressed at its own endpoint",
        {"Endpoint": f"{bucket}.s3.{region}.amazonaws.com", "Bucket": bucket},
        {"x-amz-bucket-region": region},
    )


def wrong_signing_region(given: str, expected: str, *, presigned: bool) -> S3Error:
    return S3Error(
        400,
        "AuthorizationQueryParametersError" if presigned else "AuthorizationHeaderMalformed",
        f"The authorization is malformed; the region '{given}' is wrong; expecting '{expected}'",
        {"Region": expected},
        {"x-amz-bucket-region": expected},
    )


def malformed_authorization(why: str) -> S3Error:
    return S3Error(400, "AuthorizationHeaderMalformed", why)


def unsupported_authorization() -> S3Error:
    return S3Error(
        400,
        "InvalidRequest",
        "The authorization mechanism is not supported; use AWS4-HMAC-SHA256",
    )


def invalid_access_key(access_key_id: str) -> S3Error:
    return S3Error(
        403,
        "InvalidAccessKeyId",
        "The AWS access key id does not exist in our records",
        {"AWSAccessKeyId": access_key_id},
    )


def invalid_token() -> S3Error:
    return S3Error(403, "InvalidToken", "The provided security token is invalid")


def signature_does_not_match(access_key_id: str, canonical_request: str) -> S3Error:
    return S3Error(
        403,
        "SignatureDoesNotMatch",
        "The calculated request signature does not match the one provided",
        {"AWSAccessKeyId": access_key_id, "CanonicalRequest": canonical_request},
    )


def request_time_too_skewed(request_time: str, server_time: str) -> S3Error:
    return S3Error(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large",
        {
            "RequestTime": request_time,
            "ServerTime": server_time,
            "MaxAllowedSkewMilliseconds": "900000",
        },
    )


def content_sha256_mismatch() -> S3Error:
    return S3Error(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed",
    )


def bad_digest(which: str) -> S3Error:
    return S3Error(400, "BadDigest", f"The {which} did not match what was received")


def incomplete_body(why: str) -> S3Error:
    return S3Error(400, "IncompleteBody", why)


def not_implemented(what: str) -> S3Error:
    return S3Error(501, "NotImplemented", f"Not implemented: {what}")
