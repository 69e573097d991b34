"""The body of a request to S3: its framing taken off, its digests checked."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from typing import TYPE_CHECKING

from usage_conformance.world import s3_errors
from usage_conformance.world.wire import Headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usage_conformance.world.wire import WireRequest

_CHUNK_HEAD = re.compile(rb"([0-9a-fA-F]+)(?:;[^\r\n]*)?\r\n")


def _crc32(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


# The CRC32C and CRC64NVME checksums need a library that nothing else here needs; they
# are taken as given.
_CHECKSUMS: Mapping[str, Callable[[bytes], bytes]] = {
    "content-md5": _md5,
    "x-amz-checksum-crc32": _crc32,
    "x-amz-checksum-sha1": _sha1,
    "x-amz-checksum-sha256": _sha256,
}


def is_framed(headers: Headers) -> bool:
    """Whether the body is in aws-chunked framing."""
    return headers.get("x-amz-content-sha256", "").startswith("STREAMING-")


def content_of(headers: Headers, body: bytes) -> bytes:
    """The body without framing; as it is, where there is none or it is damaged."""
    if not is_framed(headers):
        return body
    try:
        return _unframe(body)[0]
    except s3_errors.S3Error:
        return body


def checked_content(request: WireRequest) -> bytes:
    """The body without framing. Raises S3Error where a length or digest is wrong."""
    headers = request.headers
    content, trailers = request.body, Headers()
    if is_framed(headers):
        content, trailers = _unframe(request.body)
        declared = headers.get("x-amz-decoded-content-length", "")
        if declared != str(len(content)):
            raise s3_errors.incomplete_body(f"{len(content)} bytes came, {declared} declared")
    given = headers.get("x-amz-content-sha256", "")
    if re.fullmatch(r"[0-9a-f]{64}", given) and given != hashlib.sha256(content).hexdigest():
        raise s3_errors.content_sha256_mismatch()
    for fields in (headers, trailers):
        for name, digest in _CHECKSUMS.items():
            if request.method == "POST" and name.startswith("x-amz-checksum"):
                continue  # completing a multipart upload states the whole object's
            stated = fields.get(name)
            if stated is not None and stated != base64.b64encode(digest(content)).decode():
                raise s3_errors.bad_digest(name)
    return content


def _unframe(body: bytes) -> tuple[bytes, Headers]:
    """Content and trailing fields of a body in aws-chunked framing."""
    pieces: list[bytes] = []
    position = 0
    while True:
        head = _CHUNK_HEAD.match(body, position)
        if head is None:
            raise s3_errors.incomplete_body("a chunk's length is missing")
        size = int(head[1], 16)
        if size == 0:
            break
        end = head.end() + size
        if body[end : end + 2] != b"\r\n":
            raise s3_errors.incomplete_body("a chunk is cut off")
        pieces.append(body[head.end() : end])
        position = end + 2
    lines = body[head.end() :].decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines if ":" in line]
    return b"".join(pieces), Headers(tuple((name, value.strip()) for name, _, value in pairs))
