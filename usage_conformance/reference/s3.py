"""The S3 locations that usage goes to, and clients for them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS
from botocore.session import Session

from usage_conformance.reference.licensing import Kind

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from usage_conformance.implementation import Credentials

READ_TIMEOUT = 30.0


@dataclass(frozen=True)
class Location:
    """A bucket and its region."""

    bucket: str
    region: str


class Locations:
    """Where each kind of license sends its usage (TL-6, VC-2, VC-6, AU-3, AU-4)."""

    def of(self, kind: Kind) -> Location:
        """The location for a kind of license."""
        return Location(self.bucket(kind), self.region(kind))

    def bucket(self, kind: Kind) -> str:
        """The bucket's name."""
        return "pureconnectusage" if kind is Kind.TRADITIONAL else "genesys-premise-billing"

    def region(self, kind: Kind) -> str:
        """The bucket's region, whose host is used and for which requests are signed."""
        return "us-east-2" if kind is Kind.TRADITIONAL else "us-east-1"


class S3Clients:
    """One client per region, made when first needed, with one site's credentials."""

    def __init__(self, credentials: Credentials, connect_timeout: float) -> None:
        self.credentials = credentials
        self.connect_timeout = connect_timeout
        self._clients: dict[str, S3Client] = {}

    def client(self, region: str) -> S3Client:
        """The client for a region."""
        if region not in self._clients:
            self._clients[region] = self.make(region)
        return self._clients[region]

    def make(self, region: str) -> S3Client:
        """A new client: https on port 443, and one attempt, since the schedule retries."""
        return _session(tuple(map(id, BUILTIN_HANDLERS))).client(
            "s3",
            region_name=region,
            aws_access_key_id=self.credentials.access_key_id,
            aws_secret_access_key=self.credentials.secret_access_key,
            config=self.config(),
        )

    def config(self) -> Config:
        """How clients address S3, how long they wait, and which environment they ignore."""
        return Config(
            signature_version="s3v4",
            connect_timeout=self.connect_timeout,
            read_timeout=READ_TIMEOUT,
            retries={"total_max_attempts": 1},
            proxies={},
            s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
        )

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


@lru_cache(maxsize=4)
def _session(_handlers: tuple[int, ...]) -> boto3.Session:
    """A session to make clients from: costly to make, and free of any site's settings.

    Shared only as long as botocore's list of built-in handlers stays the same, since a
    session takes them over when it is made.
    """
    nowhere = (None, None, os.devnull, None)
    return boto3.Session(
        botocore_session=Session(
            session_vars={
                "profile": (None, None, None, None),
                "config_file": nowhere,
                "credentials_file": nowhere,
                "ignore_configured_endpoint_urls": (None, None, True, None),
            }
        )
    )
