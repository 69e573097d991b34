"""The mocked world: clock, network, S3, and what can be seen of an implementation.

It imports nothing else of the project. What the world answers (`traffic`, from
`storage` and `network`) is kept apart from the doors that requests come through.
"""

from usage_conformance.world.clock import Clock
from usage_conformance.world.disk import DiskHistory, FileEvent, FileSeen
from usage_conformance.world.guard import RealWorldError
from usage_conformance.world.hosts import NOT_S3, parse_s3_host, region_of_host
from usage_conformance.world.journal import Exchange, Journal
from usage_conformance.world.network import Condition, Fault, Network
from usage_conformance.world.objects import StoredObject
from usage_conformance.world.plaintext import readable
from usage_conformance.world.storage import Arrival, Storage
from usage_conformance.world.wire import WireRequest, WireResponse
from usage_conformance.world.world import World

__all__ = [
    "NOT_S3",
    "Arrival",
    "Clock",
    "Condition",
    "DiskHistory",
    "Exchange",
    "Fault",
    "FileEvent",
    "FileSeen",
    "Journal",
    "Network",
    "RealWorldError",
    "Storage",
    "StoredObject",
    "WireRequest",
    "WireResponse",
    "World",
    "parse_s3_host",
    "readable",
    "region_of_host",
]
