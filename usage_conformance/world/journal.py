"""Every request that the world saw, answered or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it.

    `at` is UTC. `door` tells which client library sent it. `path` and `query` are as
    they were sent. `bucket` and `key` are what the request names, if its host is one of
    S3's. `status` is the answer's, or None where there was none; then `fault` names the
    reason (a `Fault`). `sent_bytes` and `sent_sha256` describe the body that the client
    sent or, where no connection came about, meant to send, free of transfer framing.
    `is_write` marks an attempt to store, copy or delete something in S3.
    """

    at: datetime
    door: str
    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    bucket: str | None
    key: str | None
    signing_region: str | None
    access_key_id: str | None
    status: int | None
    fault: str | None
    sent_bytes: int
    sent_sha256: str
    is_write: bool


class Journal:
    """The requests of one installation, in order."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All requests since the installation began."""
        return tuple(self._exchanges)

    def add(self, exchange: Exchange) -> None:
        """Note one request."""
        self._exchanges.append(exchange)

    def clear(self) -> None:
        """Forget everything, for a new installation."""
        self._exchanges.clear()
