"""Broken in the automated upload: when, what, how often, over which port."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.mutants.model import mutant
from usage_conformance.mutants.variants_files import OpenFileInUsageFolder, ReadsUnfinishedFiles
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.s3 import S3Clients
from usage_conformance.reference.subsystem import Process
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class _Plain(S3Clients):
    def make(self, region: str) -> S3Client:
        return _elsewhere(super().make(region), "http://{}")


def _elsewhere(client: S3Client, address: str) -> S3Client:
    """The client, with scheme and host as `address` says."""

    def turn(request: Any, **_: object) -> None:
        parts = urlsplit(request.url)
        request.url = request.url.replace(
            f"{parts.scheme}://{parts.netloc}", address.format(parts.netloc)
        )

    client.meta.events.register("before-sign.s3.PutObject", turn)
    return client


@mutant(
    "AU-2",
    killers=("automated_upload::files-arrive-where-only-port-443-is-open",),
)
class PlainHttp(Reference):
    """Files are sent by http, on port 80."""

    clients_class = _Plain


class _OddPort(S3Clients):
    def make(self, region: str) -> S3Client:
        return _elsewhere(super().make(region), "https://{}:8443")


class _OddPortFirst(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        odd = _OddPort(self.clients.credentials, self.clients.connect_timeout)
        try:
            odd.client(region).put_object(Bucket=bucket, Key=key, Body=content)
        except (ClientError, BotoCoreError):
            super().put(bucket, region, key, content)


@mutant(
    "AU-2",
    killers=("automated_upload::files-arrive-where-only-port-443-is-open",),
)
class OddPortFirst(Reference):
    """Port 8443 is tried first, and 443 only where that fails."""

    uploader_class = _OddPortFirst


class _PlainWhenRefused(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        plain = _Plain(self.clients.credentials, self.clients.connect_timeout)
        try:
            plain.client(region).put_object(Bucket=bucket, Key=key, Body=content)
        except (ClientError, BotoCoreError):
            super().put(bucket, region, key, content)


@mutant(
    "AU-2",
    killers=("automated_upload::files-arrive-where-only-port-443-is-open",),
)
class PlainHttpFirst(Reference):
    """Port 80 is tried first, and 443 only where that fails."""

    uploader_class = _PlainWhenRefused


class _KeyPerDay(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if self.due is not None and now >= self.due:
            self._today = now.astimezone(self.zone).date()
            self._acknowledged.clear()
        super().advance(now, entitlement)

    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        folder, _, name = super().object_key(file, entitlement).rpartition("/")
        return f"{folder}/{self._today:%Y%m%d}/{name}"


@mutant(
    "AU-1",
    "VC-3",
    "OV-8",
    "TL-6",
    "VC-6",
    "VC-1b",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
        "region_selection::two-ic-servers-of-different-kinds-send-to-different-buckets"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD|I3_FEATURE_USAGE_VIRTUAL_CLOUD|pureconnectusag"
        "e|genesys-premise-billing]",
    ),
)
class EverythingAgainEachDay(Reference):
    """The whole folder goes up every day, each time below that day's date."""

    uploader_class = _KeyPerDay


class _ForgetsAtStart(Uploader):
    _started: datetime | None = None

    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if self._started is None:
            self._started = now
            self._acknowledged.clear()
        super().advance(now, entitlement)

    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        folder, _, name = super().object_key(file, entitlement).rpartition("/")
        return f"{folder}/{self._started:%Y%m%dT%H%M%S}/{name}"


@mutant(
    "AU-1",
    killers=("automated_upload::what-arrives-holds-every-login-once",),
)
class SentAgainAfterRestart(Reference):
    """What was sent is remembered in memory only, and keys name the process.

    Shows after a restart: all files arrive a second time, under other keys.
    """

    uploader_class = _ForgetsAtStart


class _Half(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, content[: len(content) // 2])


@mutant(
    "AU-1",
    "OV-3",
    "OV-4",
    "VC-3",
    "OV-8",
    "TL-6",
    "VC-6",
    "VC-1b",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
        "region_selection::two-ic-servers-of-different-kinds-send-to-different-buckets"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD|I3_FEATURE_USAGE_VIRTUAL_CLOUD|pureconnectusag"
        "e|genesys-premise-billing]",
    ),
)
class TornUpload(ReadsUnfinishedFiles):
    """Only the first half of each file is sent."""

    uploader_class = _Half


class _Zipped(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, gzip.compress(content, mtime=0))


@mutant(
    "AU-1",
    "OV-3",
    "OV-4",
    "VC-3",
    "OV-8",
    "TL-6",
    "VC-6",
    "VC-1b",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
        "region_selection::two-ic-servers-of-different-kinds-send-to-different-buckets"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD|I3_FEATURE_USAGE_VIRTUAL_CLOUD|pureconnectusag"
        "e|genesys-premise-billing]",
    ),
)
class CompressedOnTheWay(ReadsUnfinishedFiles):
    """Files are compressed before they are sent, so that other bytes arrive."""

    uploader_class = _Zipped


class _OnEvenDays(Uploader):
    daily_at = time(13)

    def next_daily(self, now: datetime) -> datetime:
        due = super().next_daily(now)
        return due if due.astimezone(self.zone).day % 2 == 0 else super().next_daily(due)


@mutant(
    "AU-1",
    "OV-3",
    "VC-3",
    "OV-8",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
        "automated_upload::files-of-a-day-with-restarts-arrive-too",
    ),
)
class UploadsOnEvenDays(Reference):
    """Files go up on even days of the month only, those of restarts sooner."""

    uploader_class = _OnEvenDays


class _OnlyNewest(Uploader):
    def soon(self, now: datetime) -> None:
        self.due = self.due or self.next_daily(now)

    def closed_files(self) -> list[Path]:
        return super().closed_files()[-1:]


@mutant(
    "AU-1",
    "OV-3",
    killers=("automated_upload::files-of-a-day-with-restarts-arrive-too",),
)
class OnlyNewestFile(Reference):
    """Of all files that wait for the daily hour, only the latest goes up.

    Shows on days with restarts.
    """

    uploader_class = _OnlyNewest


class _OnlyFirstOfDay(Uploader):
    def closed_files(self) -> list[Path]:
        return [file for file in super().closed_files() if file.stem.endswith("-01")]


@mutant(
    "AU-1",
    "OV-3",
    killers=("automated_upload::files-of-a-day-with-restarts-arrive-too",),
)
class AdditionalFilesForgotten(Reference):
    """A day's first file goes up, the additional ones of restarts never do."""

    uploader_class = _OnlyFirstOfDay


class _NotQuiet(Uploader):
    def closed_files(self) -> list[Path]:
        files = super().closed_files()
        return [file for file in files if self.inbox.open(file.read_bytes()).logins]


@mutant(
    "AU-1",
    "OV-3",
    killers=("automated_upload::each-file-arrives-as-it-is-within-a-day-of-being-closed",),
)
class QuietDaysNotSent(Reference):
    """Files of days without logins are not worth an upload."""

    uploader_class = _NotQuiet


class _FirstTwo(Uploader):
    def closed_files(self) -> list[Path]:
        return super().closed_files()[:2]


@mutant(
    "AU-1",
    "OV-3",
    "TL-6",
    "VC-6",
    "VC-8",
    "VC-1b",
    "LK-1",
    "LK-5",
    "VC-9",
    killers=(
        "region_selection::from-traditional-to-virtual-cloud",
        "automated_upload::files-of-a-day-with-restarts-arrive-too",
    ),
)
class StopsAfterTwoFiles(Reference):
    """After two files nothing goes up any more."""

    uploader_class = _FirstTwo


@mutant(
    "AU-1",
    "TL-6",
    "VC-6",
    "VC-1b",
    "VC-9",
    killers=(
        "region_selection::two-ic-servers-of-different-kinds-send-to-different-buckets"
        "[I3_FEATURE_USAGE_TRACKING_UPLOAD|I3_FEATURE_USAGE_VIRTUAL_CLOUD|pureconnectusag"
        "e|genesys-premise-billing]",
        "media_server::another-ic-server-s-kind-does-not-count",
    ),
)
class FirstServerOnly(Reference):
    """Only the site's first server uploads."""

    def may_send(self, process: Process) -> Entitlement | None:
        """Nothing, for any other server."""
        first = process.collector.server == self.site.servers[0]
        return super().may_send(process) if first else None


class _OneKeyPerDay(Uploader):
    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        del entitlement
        return f"usage/{file.stem.split('-')[-2]}.usg"


@mutant(
    "AU-1",
    "VC-1b",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-holds-every-login-once",
        "media_server::another-ic-server-s-kind-does-not-count",
    ),
)
class OneObjectKeyPerDay(Reference):
    """The object key is the day alone: servers and restarts overwrite each other's files."""

    uploader_class = _OneKeyPerDay


class _WithOpenFiles(Uploader):
    def upload_all(self, entitlement: Entitlement, now: datetime) -> bool:
        location = self.locations.of(entitlement.kind)
        for part in sorted(self.store.state_folder.glob("*.part")):
            file = part.with_suffix("")
            key = self.object_key(file, entitlement)
            with suppress(ClientError, BotoCoreError):
                self.put(location.bucket, location.region, key, part.read_bytes())
        return super().upload_all(entitlement, now)


@mutant(
    "AU-1",
    "OV-4",
    killers=(
        "automated_upload::billing-lists-nothing-that-did-not-arrive",
        "automated_upload::nothing-arrives-but-closed-usage-files-which-stay-on-disk",
    ),
)
class OpenFileSentAhead(ReadsUnfinishedFiles):
    """The open file, which lies elsewhere, is sent daily too, and replaced the day after."""

    uploader_class = _WithOpenFiles


class _OpenToo(Uploader):
    def acknowledge(self, file: Path, sent_to: str, content: bytes, now: datetime) -> None:
        if file.name != self.store.read_state("open-file"):
            super().acknowledge(file, sent_to, content, now)


@mutant(
    "AU-1",
    "OV-3",
    "OV-4",
    killers=(
        "automated_upload::files-of-a-day-with-restarts-arrive-too",
        "automated_upload::billing-lists-nothing-that-did-not-arrive",
    ),
)
class OpenFileSent(OpenFileInUsageFolder):
    """The day's file lies in the usage folder from its beginning, and is sent while open.

    Once it is closed it is sent again, under the same object key.
    """

    uploader_class = _OpenToo


@mutant(
    "AU-1",
    "OV-3",
    "VC-3",
    "OV-8",
    "VC-9",
    killers=(
        "automated_upload::what-arrives-at-genesys-cloud-holds-every-login-once",
        "media_server::a-refused-license-has-to-be-loaded-again",
    ),
)
class OpenFileSentForGood(OpenFileInUsageFolder):
    """As above, but what was sent of the open file counts as the whole."""

    uploader_class = Uploader
