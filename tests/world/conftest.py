"""A world of its own for each test, with a row that runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config

from usage_conformance.world import World

NOON = datetime(2020, 3, 3, 12, tzinfo=UTC)
KEY = "AKIAEXAMPLE1"
SECRET = "secret-1"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    world.open()
    try:
        world.begin("row-1", NOON, (KEY, SECRET))
        yield world
    finally:
        world.close()


def s3_client(
    region: str = "us-east-2", key: str = KEY, secret: str = SECRET, **config: Any
) -> Any:
    """A boto3 client that tries once, unless told otherwise."""
    verify = config.pop("verify", None)
    endpoint = config.pop("endpoint_url", None)
    config.setdefault("retries", {"total_max_attempts": 1})
    return boto3.client(
        "s3",
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        endpoint_url=endpoint,
        verify=verify,
        config=Config(**config),
    )
