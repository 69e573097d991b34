"""A request and a response as they travel, whatever the client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote


class Headers(Mapping[str, str]):
    """HTTP header fields. Names know no case; a repeated field is joined by commas."""

    def __init__(self, fields: Mapping[str, str] | tuple[tuple[str, str], ...] = ()) -> None:
        pairs = fields.items() if isinstance(fields, Mapping) else fields
        self._fields: dict[str, str] = {}
        for name, value in pairs:
            lower = name.lower()
            before = self._fields.get(lower)
            self._fields[lower] = value if before is None else f"{before},{value}"

    def __getitem__(self, name: str) -> str:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def without(self, *names: str) -> Headers:
        """A copy that lacks these fields."""
        return Headers({k: v for k, v in self._fields.items() if k not in names})


@dataclass(frozen=True)
class WireRequest:
    """An HTTP request. `path` and `query` are percent-encoded, as they were sent."""

    method: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    headers: Headers
    body: bytes = b""

    @property
    def host_header(self) -> str:
        """The Host field: as given, or what every client makes of host and port."""
        default = {"http": 80, "https": 443}.get(self.scheme)
        made = self.host if self.port == default else f"{self.host}:{self.port}"
        return self.headers.get("host", made)

    @property
    def parameters(self) -> dict[str, str]:
        """The query's parameters, decoded; those without a value are empty."""
        return dict(parse_qsl(self.query.replace("+", "%2B"), keep_blank_values=True))

    @property
    def decoded_path(self) -> str:
        """The path without percent-encoding."""
        return unquote(self.path)


@dataclass(frozen=True)
class WireResponse:
    """An HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def reason(self) -> str:
        """The standard phrase for the status."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return ""
