"""The bytes of a request's body, in whichever form a client library holds it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any


def read(body: Any) -> bytes:
    """The body's bytes, read to its end. TypeError for what no HTTP library sends."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    if hasattr(body, "read"):
        pieces = []
        while piece := body.read():
            pieces.append(read(piece))
        return b"".join(pieces)
    if isinstance(body, Iterable):
        return b"".join(read(piece) for piece in body)
    raise TypeError(f"not the body of a request: {type(body).__name__}")


def position(body: Any) -> int:
    """Where a file-like body stands. 0 for one that does not tell, as botocore's
    aws-chunked wrapper, which is read from its beginning."""
    if hasattr(body, "tell"):
        with contextlib.suppress(OSError):
            return int(body.tell())
    return 0


def rewind(body: Any, start: int) -> None:
    """Leave a file-like body where it stood: where no connection came about, no client
    has read it. A pipe or a generator cannot be taken back."""
    if hasattr(body, "seek"):
        with contextlib.suppress(OSError):
            body.seek(start)
