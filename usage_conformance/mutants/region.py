"""Broken in where uploads go: bucket, region, host and signing region."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from usage_conformance.implementation import (
    Credentials,
    LicenseFile,
    Outcome,
    Release,
    Role,
    Server,
    Site,
)
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import Entitlement, Kind
from usage_conformance.reference.s3 import Location, Locations, S3Clients
from usage_conformance.reference.subsystem import Process
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class _UsEast1Clients(S3Clients):
    def client(self, region: str) -> S3Client:  # noqa: ARG002 (the defect)
        return super().client("us-east-1")


@mutant(
    "TL-6",
    "AU-3",
    killers=("region_selection::a-traditional-media-server-sends-to-us-east-2",),
)
class RedirectDoesTheWork(Reference):
    """Every client is made for us-east-1; S3's redirect brings traditional usage home.

    The file arrives in the right bucket in the end, but its first attempt goes to the
    wrong region, which the customer's firewall need not let through.
    """

    clients_class = _UsEast1Clients


class _UsEast2Clients(S3Clients):
    def client(self, region: str) -> S3Client:  # noqa: ARG002 (the defect)
        return super().client("us-east-2")


@mutant(
    "VC-6",
    "AU-4",
    killers=("region_selection::a-virtual-cloud-media-server-sends-to-us-east-1",),
)
class VirtualThroughUsEast2(Reference):
    """Every client is made for us-east-2; S3's redirect brings virtual usage home."""

    clients_class = _UsEast2Clients


class _WrongSigningRegion(S3Clients):
    def make(self, region: str) -> S3Client:
        client = super().make(region)
        other = "us-east-1" if region == "us-east-2" else "us-east-2"

        def sign_for_other(context: dict[str, Any], **_: object) -> None:
            # The first attempt only: after it botocore does as S3's answer tells it.
            context["signing"]["region"] = other

        client.meta.events.register("before-call.s3.PutObject", sign_for_other)
        return client


@mutant(
    "TL-6",
    "AU-3",
    "VC-6",
    "AU-4",
    killers=(
        "region_selection::from-traditional-to-virtual-cloud",
        "region_selection::a-traditional-media-server-sends-to-us-east-2",
    ),
)
class RightHostWrongSigningRegion(Reference):
    """Requests go to the right host, but are signed for the other kind's region first."""

    clients_class = _WrongSigningRegion


class _OneBucket(Locations):
    def bucket(self, kind: Kind) -> str:  # noqa: ARG002 (the defect)
        return "pureconnectusage"

    def region(self, kind: Kind) -> str:  # noqa: ARG002 (the defect)
        return "us-east-2"


@mutant(
    "VC-2",
    "VC-6",
    "AU-4",
    "LK-2",
    "VC-5",
    "VC-1",
    "VC-1b",
    "VC-7",
    "VC-8",
    "VC-9",
    "OV-6",
    "OV-7",
    killers=(
        "region_selection::a-virtual-cloud-media-server-sends-to-us-east-1",
        "virtual_cloud::with-the-connection-files-arrive",
    ),
)
class OneBucketForAll(Reference):
    """Virtual cloud usage goes where traditional usage goes."""

    locations_class = _OneBucket


class _Swapped(Locations):
    def region(self, kind: Kind) -> str:
        return "us-east-1" if kind is Kind.TRADITIONAL else "us-east-2"


@mutant(
    "TL-6",
    "AU-3",
    "VC-6",
    "AU-4",
    killers=(
        "region_selection::a-traditional-media-server-sends-to-us-east-2",
        "region_selection::a-virtual-cloud-media-server-sends-to-us-east-1",
    ),
)
class RegionsSwapped(Reference):
    """The two regions are mixed up; redirects by S3 hide it."""

    locations_class = _Swapped


class _FirstLocation(Locations):
    def __init__(self) -> None:
        self._first: Location | None = None

    def of(self, kind: Kind) -> Location:
        self._first = self._first or super().of(kind)
        return self._first


@mutant(
    "TL-6",
    "VC-6",
    "VC-9",
    killers=(
        "region_selection::from-traditional-to-virtual-cloud",
        "media_server::they-end-for-good-when-the-media-server-restarts-in-between",
    ),
)
class LocationRemembered(Reference):
    """The location is looked up for the first upload, and never again.

    Shows when a server's license changes its kind while the server runs.
    """

    locations_class = _FirstLocation


@mutant(
    "VC-6",
    "AU-4",
    "VC-2",
    "VC-1b",
    "VC-8",
    killers=(
        "region_selection::a-restart-does-not-change-the-region-of-a-virtual-cloud-license",
        "virtual_cloud::a-restart-does-not-replace-the-connection",
    ),
)
class KindLostAtRestart(Reference):
    """After a restart a virtual cloud license is taken for a traditional one."""

    def __init__(self, **readings: str) -> None:
        super().__init__(**readings)
        self._restarted: set[str] = set()

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        """As ever, and the kind is known again."""
        self._restarted.discard(server)
        return super().load_license(server, license)

    def restart(self, server: str) -> None:
        """As ever, but what was loaded is only half remembered."""
        self._restarted.add(server)
        super().restart(server)

    def may_send(self, process: Process) -> Entitlement | None:
        """After a restart everything counts as traditional."""
        entitlement = super().may_send(process)
        if entitlement is None or process.collector.server.name not in self._restarted:
            return entitlement
        return Entitlement(Kind.TRADITIONAL, entitlement.automated)


def _by_place(server: Server) -> str | None:
    return "eu-central-1" if server.time_zone.startswith("Europe/") else None


class _NearestRegion(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, _by_place(self.server) or region, key, content)


@mutant(
    "TL-6",
    "AU-3",
    "VC-6",
    "AU-4",
    killers=(
        "region_selection::several-traditional-servers-all-send-to-us-east-2",
        "region_selection::several-virtual-cloud-servers-all-send-to-us-east-1",
    ),
)
class NearestRegion(Reference):
    """Servers in Europe use the S3 endpoint of Frankfurt, and are redirected from there."""

    uploader_class = _NearestRegion


class _SharedKind(Uploader):
    def upload(self, file: Path, entitlement: Entitlement, now: datetime) -> bool:
        # `clients` is shared by all servers, and so is what is remembered on it.
        clients = self.clients
        assert isinstance(clients, _ClientsWithKind)
        clients.kind = clients.kind or entitlement.kind
        shared = Entitlement(clients.kind, entitlement.automated, entitlement.organization)
        return super().upload(file, shared, now)


class _ClientsWithKind(S3Clients):
    def __init__(self, credentials: Credentials, connect_timeout: float) -> None:
        super().__init__(credentials, connect_timeout)
        self.kind: Kind | None = None


@mutant(
    "TL-6",
    "VC-6",
    "VC-9",
    killers=(
        "region_selection::from-traditional-to-virtual-cloud",
        "media_server::they-end-for-good-when-the-media-server-restarts-in-between",
    ),
)
class KindSharedByServers(Reference):
    """The kind of license of the first server that uploads is used for all of them."""

    clients_class = _ClientsWithKind
    uploader_class = _SharedKind


@mutant(
    "TL-6",
    "AU-3",
    killers=("region_selection::a-traditional-media-server-sends-to-us-east-2",),
)
class RegionByRelease(Reference):
    """From 2020 R2 on everything goes through us-east-1, whatever the license.

    An engineer took the region for a property of the release that brought it.
    """

    def install(self, site: Site) -> None:
        """As ever, with clients chosen by release."""
        newer = site.release >= Release(2020, 2)
        self.clients_class = _UsEast1Clients if newer else S3Clients
        super().install(site)


class _BothBuckets(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, content)
        if bucket == "genesys-premise-billing":
            super().put("pureconnectusage", "us-east-2", key, content)


@mutant(
    "VC-2",
    "VC-6",
    "AU-4",
    "LK-2",
    "VC-5",
    "VC-3",
    "OV-8",
    "AU-1",
    "VC-9",
    killers=(
        "region_selection::a-virtual-cloud-media-server-sends-to-us-east-1",
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
    ),
)
class CopyInBothBuckets(Reference):
    """What goes to Genesys Cloud is sent to the traditional bucket too, to be safe."""

    uploader_class = _BothBuckets


class _MediaByRole(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        chosen = "us-east-1" if self.server.role is Role.MEDIA_SERVER else region
        super().put(bucket, chosen, key, content)


@mutant(
    "TL-6",
    "AU-3",
    killers=("region_selection::a-traditional-media-server-sends-to-us-east-2",),
)
class MediaServersThroughUsEast1(Reference):
    """Media servers use us-east-1 even under a traditional license."""

    uploader_class = _MediaByRole


class _GlobalNameSignedForUsEast1(S3Clients):
    def config(self) -> Config:
        return (
            super()
            .config()
            .merge(Config(s3={"addressing_style": "path", "us_east_1_regional_endpoint": "legacy"}))
        )

    def client(self, region: str) -> S3Client:  # noqa: ARG002 (the defect)
        return super().client("us-east-1")


@mutant(
    "TL-6",
    "AU-3",
    killers=("region_selection::a-traditional-media-server-sends-to-us-east-2",),
)
class GlobalServiceHost(Reference):
    """All usage goes to s3.amazonaws.com, which is us-east-1, and is redirected there.

    The name is one of those in the documentation, but for verification only.
    """

    clients_class = _GlobalNameSignedForUsEast1
