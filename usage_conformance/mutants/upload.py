"""Broken in the automated upload: when, what, how often, over which port."""

from __future__ import annotations

import gzip
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.implementation import BillingView, ReceivedFile
from usage_conformance.mutants.model import mutant
from usage_conformance.mutants.variants_files import OpenFileInPlace
from usage_conformance.reference import Reference
from usage_conformance.reference.billing import Billing
from usage_conformance.reference.calendars import Period
from usage_conformance.reference.inbox import Received
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.s3 import S3Clients
from usage_conformance.reference.system import Process
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_ONE_HOUR = timedelta(hours=1)


class _Elsewhere(S3Clients):
    def address(self, region: str) -> str:
        raise NotImplementedError

    def make(self, region: str) -> S3Client:
        return boto3.session.Session().client(
            "s3",
            region_name=region,
            endpoint_url=self.address(region),
            aws_access_key_id=self.credentials.access_key_id,
            aws_secret_access_key=self.credentials.secret_access_key,
            config=self.config(),
        )


class _Plain(_Elsewhere):
    def address(self, region: str) -> str:
        return f"http://s3.{region}.amazonaws.com"


@mutant("AU-2", killers=())
class PlainHttp(Reference):
    """Files are sent by http, on port 80."""

    clients_class = _Plain


class _OddPort(_Elsewhere):
    def address(self, region: str) -> str:
        return f"https://s3.{region}.amazonaws.com:8443"


@mutant("AU-2", killers=())
class OddPort(Reference):
    """Files are sent by https, but on port 8443."""

    clients_class = _OddPort


class _PlainWhenRefused(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        plain = _Plain(self.clients.credentials, self.clients.connect_timeout)
        try:
            plain.client(region).put_object(Bucket=bucket, Key=key, Body=content)
        except (ClientError, BotoCoreError):
            super().put(bucket, region, key, content)


@mutant("AU-2", killers=())
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


@mutant("AU-1", "VC-3", "OV-8", killers=())
class EverythingAgainEachDay(Reference):
    """The whole folder goes up every day, each time below that day's date."""

    uploader_class = _KeyPerDay


class _ForgetsAtStart(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if not hasattr(self, "_started"):
            self._started = now
            self._acknowledged.clear()
        super().advance(now, entitlement)

    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        folder, _, name = super().object_key(file, entitlement).rpartition("/")
        return f"{folder}/{self._started:%Y%m%dT%H%M%S}/{name}"


@mutant("AU-1", killers=())
class SentAgainAfterRestart(Reference):
    """What was sent is remembered in memory only, and keys name the process.

    Shows after a restart: all files arrive a second time, under other keys.
    """

    uploader_class = _ForgetsAtStart


class _Half(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, content[: len(content) // 2])


@mutant("AU-1", "OV-3", "VC-3", "OV-8", "TL-6", "VC-6", "OV-4", killers=())
class TornUpload(Reference):
    """Only the first half of each file is sent."""

    uploader_class = _Half


class _Zipped(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        super().put(bucket, region, key, gzip.compress(content, mtime=0))


@mutant("AU-1", "OV-3", "VC-3", "OV-8", "TL-6", "VC-6", "OV-4", killers=())
class CompressedOnTheWay(Reference):
    """Files are compressed before they are sent, so that other bytes arrive."""

    uploader_class = _Zipped


class _EverySecondDay(Uploader):
    def next_daily(self, now: datetime) -> datetime:
        return super().next_daily(now) + timedelta(days=1)


@mutant("AU-1", "OV-3", "VC-3", "OV-8", killers=())
class EverySecondDay(Reference):
    """Files go up every other day."""

    uploader_class = _EverySecondDay


class _DayAfter(Uploader):
    def closed_files(self) -> list[Path]:
        return super().closed_files()[:-2]


@mutant("AU-1", "OV-3", "VC-3", "OV-8", killers=())
class TwoDaysBehind(Reference):
    """The two latest files always wait for later ones."""

    uploader_class = _DayAfter


class _OnlyNewest(Uploader):
    def closed_files(self) -> list[Path]:
        return super().closed_files()[-1:]


@mutant("AU-1", "OV-3", killers=())
class OnlyNewestFile(Reference):
    """Of all files that wait, only the latest goes up. Shows on days with restarts."""

    uploader_class = _OnlyNewest


class _OnlyFirstOfDay(Uploader):
    def closed_files(self) -> list[Path]:
        return [file for file in super().closed_files() if file.stem.endswith("-01")]


@mutant("AU-1", "OV-3", killers=())
class AdditionalFilesForgotten(Reference):
    """A day's first file goes up, the additional ones of restarts never do."""

    uploader_class = _OnlyFirstOfDay


class _NotQuiet(Uploader):
    def closed_files(self) -> list[Path]:
        # An empty day's file has one size, give or take the server's name.
        return [file for file in super().closed_files() if file.stat().st_size > 700]


@mutant("AU-1", "OV-3", killers=())
class QuietDaysNotSent(Reference):
    """Files of days without logins are not worth an upload."""

    uploader_class = _NotQuiet


class _OneWeekday(Uploader):
    def closed_files(self) -> list[Path]:
        return super().closed_files()[:2]


@mutant("AU-1", "OV-3", "TL-6", "VC-6", "VC-3", "OV-8", "VC-8", killers=())
class StopsAfterTwoFiles(Reference):
    """After two files nothing goes up any more."""

    uploader_class = _OneWeekday


@mutant("AU-1", "OV-3", "TL-6", "VC-6", killers=())
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


@mutant("AU-1", "OV-3", "OV-4", "TL-6", "VC-6", "VC-1b", killers=())
class OneObjectKeyPerDay(Reference):
    """The object key is the day alone: servers and restarts overwrite each other's files."""

    uploader_class = _OneKeyPerDay


class _WithOpenFiles(Uploader):
    def upload_all(self, entitlement: Entitlement, now: datetime) -> bool:
        location = self.locations.of(entitlement.kind)
        for part in sorted(self.store.state_folder.glob("*.part")):
            file = part.with_suffix("")
            key = self.object_key(file, entitlement)
            self.put(location.bucket, location.region, key, part.read_bytes())
        return super().upload_all(entitlement, now)


@mutant("AU-1", "OV-3", "VC-3", "OV-8", killers=())
class OpenFileSentAhead(Reference):
    """The open file, which lies elsewhere, is sent daily too, and replaced the day after."""

    uploader_class = _WithOpenFiles


@mutant("AU-1", "OV-3", "VC-3", "OV-8", killers=())
class OpenFileSent(OpenFileInPlace):
    """The day's file lies in the usage folder from its beginning, and is sent while open."""

    sends_open_files = True


class _DeletesFirst(Uploader):
    def upload(self, file: Path, entitlement: Entitlement, now: datetime) -> bool:
        content = file.read_bytes()
        file.unlink()
        location = self.locations.of(entitlement.kind)
        key = self.object_key(file, entitlement)
        self.inbox.watch(location, key.removesuffix(file.name))
        try:
            self.put(location.bucket, location.region, key, content)
        except (ClientError, BotoCoreError):
            return False
        self.acknowledge(file, f"{location.bucket}/{key}", content, now)
        return True

    def after_acknowledgement(self, file: Path) -> None:
        file.unlink(missing_ok=True)


@mutant("AU-1", "US-3", "OV-4", killers=(), D6="deleted")
class DeletesBeforeAcknowledgement(Reference):
    """A file is deleted just before it is sent. Shows while S3 cannot be reached."""

    uploader_class = _DeletesFirst

    def __init__(self) -> None:
        super().__init__(D6="deleted")


@mutant("AU-1", killers=())
class DeletesUnasked(Reference):
    """Deletes what it uploaded, though the profile says that files are kept (D6)."""

    def __init__(self) -> None:
        super().__init__(D6="deleted")


@mutant("AU-1", killers=(), D6="deleted")
class KeepsUnasked(Reference):
    """Keeps what it uploaded, though the profile says that files are deleted (D6)."""


class _HourBefore(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        super().advance(now, entitlement)
        if not self._failures:
            return
        for file in super().closed_files():
            file.unlink()


@mutant("AU-1", "US-3", "OV-4", killers=())
class DeletesWhatFailed(Reference):
    """Files whose upload failed are thrown away."""

    uploader_class = _HourBefore


@mutant("AU-1", "LK-1", "TL-5", killers=())
class NeedsAnotherKey(Reference):
    """The automated upload is taken for a feature of its own, with a key of its own."""

    def may_send(self, process: Process) -> Entitlement | None:
        """Nothing, unless a key that nobody documented is there."""
        license = process.license
        extra = license is not None and "I3_FEATURE_ACD" in license.keys
        return super().may_send(process) if extra else None


class _Heartbeat(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if self.due is None or now >= self.due:
            key = f"{self.server.host_id}/alive"
            try:
                self.put("pureconnectusage", "us-east-2", key, now.isoformat().encode())
            except (ClientError, BotoCoreError):
                self._alive = False
            self.due = self.due or now
        super().advance(now, entitlement)


@mutant("LK-3", "LK-4", "LK-5", killers=())
class SignOfLife(Reference):
    """Every server reports to S3 once a day that it is there, whatever its license."""

    uploader_class = _Heartbeat


class _TriesInVain(Uploader):
    def permitted(self, entitlement: Entitlement) -> bool:
        if not entitlement.automated:
            location = self.locations.of(entitlement.kind)
            try:
                # No such region serves this bucket, and the redirect is not followed.
                self.clients.client("eu-west-1").put_object(
                    Bucket=location.bucket + "-local", Key="attempt", Body=b""
                )
            except (ClientError, BotoCoreError):
                return False
        return super().permitted(entitlement)


@mutant("LK-3", "LK-4", "VC-3", killers=())
class LocalTriesInVain(Reference):
    """Under a LOCAL key an upload is attempted, and S3 refuses it."""

    uploader_class = _TriesInVain


class _LocalLostAtRestart(Uploader):
    def permitted(self, entitlement: Entitlement) -> bool:
        return super().permitted(entitlement) or self._number_of_files_after_restart() > 0

    def is_automated(self, file: Path) -> bool:
        return super().is_automated(file) or self._number_of_files_after_restart() > 0

    def _number_of_files_after_restart(self) -> int:
        return sum(not file.stem.endswith("-01") for file in self.closed_files())


@mutant("LK-4", "LK-3", killers=())
class LocalLostAtRestart(Reference):
    """LOCAL is honoured when the license is loaded, and forgotten by a restart."""

    uploader_class = _LocalLostAtRestart


class _LastWeek(Uploader):
    def is_automated(self, file: Path) -> bool:
        return super().is_automated(file) or len(self.closed_files()) > 7

    def permitted(self, entitlement: Entitlement) -> bool:
        return super().permitted(entitlement) or len(self.closed_files()) > 7


@mutant("LK-4", "LK-3", killers=())
class LocalForAWeek(Reference):
    """Under a LOCAL key files that nobody fetched in a week are uploaded after all."""

    uploader_class = _LastWeek


class _WhatLiesOnDisk(Billing):
    folders: tuple[Path, ...] = ()

    def view(self, day: date, now: datetime) -> BillingView:
        view = super().view(day, now)
        on_disk = tuple(
            ReceivedFile(file.name, _digest(file), file.stat().st_size)
            for folder in self.folders
            for file in sorted(folder.glob("*.usg"))
        )
        return BillingView(view.first_day, view.last_day, view.deadline, on_disk, view.standing)


def _digest(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()
