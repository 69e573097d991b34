"""The bytes of a request's body, in whichever form a client library holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any


def peek(body: Any) -> bytes:
    """The body's bytes. What can be read twice is left as it was, for a second attempt.

    TypeError for what no HTTP library sends.
    """
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    if hasattr(body, "read"):
        return _read(body)
    if isinstance(body, Iterable):
        return b"".join(peek(piece) for piece in body)
    raise TypeError(f"not the body of a request: {type(body).__name__}")


def _read(body: Any) -> bytes:
    # botocore's aws-chunked wrapper can be rewound, but does not tell where it is.
    start = body.tell() if hasattr(body, "tell") else 0
    pieces = []
    while piece := body.read():
        pieces.append(peek(piece))
    if hasattr(body, "seek"):
        # A pipe can be read once, here as in an HTTP library.
        with contextlib.suppress(OSError):
            body.seek(start)
    return b"".join(pieces)
