"""Conforming otherwise: in how and when files are uploaded."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from usage_conformance.mutants.model import variant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.s3 import S3Clients
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_KEYS = "object-keys"
_OK = 200


class _InTheEvening(Uploader):
    daily_at = time(22, 30)


@variant("AU-1: the hour of the daily upload is left open")
class UploadsInTheEvening(Reference):
    """Files wait until half past ten in the evening."""

    uploader_class = _InTheEvening


class _EveryHour(Uploader):
    def next_daily(self, now: datetime) -> datetime:
        return now


@variant("AU-1: files may go up sooner than a day after they were closed")
class UploadsAtOnce(Reference):
    """The uploader looks for closed files whenever it can."""

    uploader_class = _EveryHour


@variant("D6: deleting after the upload is one of the readings", D6="deleted")
class DeletesAfterUpload(Reference):
    """A file is deleted once S3 has acknowledged it."""

    def __init__(self) -> None:
        super().__init__(D6="deleted")


class _PathStyle(S3Clients):
    def config(self) -> Config:
        return super().config().merge(Config(s3={"addressing_style": "path"}))


@variant("TL-6, VC-6: which of a region's host names is used is left open")
class PathStyle(Reference):
    """The bucket is named in the path, not in the host name."""

    clients_class = _PathStyle


class _DualStack(S3Clients):
    def config(self) -> Config:
        return super().config().merge(Config(use_dualstack_endpoint=True))


@variant("TL-6, VC-6: which of a region's host names is used is left open")
class DualStackHosts(Reference):
    """Uploads go to the region's dual-stack host."""

    clients_class = _DualStack


class _GlobalName(S3Clients):
    def make(self, region: str) -> S3Client:
        client = super().make(region)

        def globally(request: Any, **_: object) -> None:
            request.url = request.url.replace(f".s3.{region}.", ".s3.")

        client.meta.events.register("before-sign.s3", globally)
        return client


@variant("VA-3, VA-6: the bucket's global name is among those that lead to it")
class GlobalBucketName(Reference):
    """Uploads use the bucket's global name, signed for the bucket's region."""

    clients_class = _GlobalName


class _RandomKeys(Uploader):
    def object_key(self, file: Path, entitlement: Entitlement) -> str:
        del entitlement
        keys = self.store.read_state(_KEYS) or {}
        if file.name not in keys:
            keys[file.name] = uuid.uuid4().hex
            self.store.write_state(_KEYS, keys)
        return str(keys[file.name])


@variant("AU-1: object keys are left open")
class RandomObjectKeys(Reference):
    """Each file has a random object key, drawn once and kept."""

    uploader_class = _RandomKeys


class _InParts(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        client = self.clients.client(region)
        upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        part = client.upload_part(
            Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=content
        )
        client.complete_multipart_upload(
            Bucket=bucket,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]},
        )


@variant("AU-1: by which of S3's requests a file is sent is left open")
class MultipartUpload(Reference):
    """Files go up as multipart uploads."""

    uploader_class = _InParts


class _Presigned(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        url = self.clients.client(region).generate_presigned_url(
            "put_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=300
        )
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.put(url, data=content, timeout=self.clients.connect_timeout)
                answer.raise_for_status()
            except requests.RequestException as error:
                raise HTTPClientError(error=error) from error


@variant("AU-1: by which of S3's requests a file is sent is left open")
class PresignedRequests(Reference):
    """Files go up by plain requests to presigned addresses."""

    uploader_class = _Presigned


class _Stubborn(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        try:
            super().put(bucket, region, key, content)
        except (ClientError, BotoCoreError):
            super().put(bucket, region, key, content)


@variant("D11: whether a failed upload is tried again is left open")
class TriesTwice(Reference):
    """An upload that fails is tried again at once."""

    uploader_class = _Stubborn


class _NeverAgain(Uploader):
    def upload(self, file: Path, entitlement: Entitlement, now: datetime) -> bool:
        if not super().upload(file, entitlement, now):
            self._automated[file.name] = False
        return True


@variant("D11: whether a failed upload is tried again is left open")
class TriesOnce(Reference):
    """An upload that fails is not tried again; later files are."""

    uploader_class = _NeverAgain


class _AllEachDay(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        if self.due is not None and now >= self.due:
            self._acknowledged.clear()
        super().advance(now, entitlement)


@variant("AU-1: the same file under the same object key again is free")
class SameKeyAgain(Reference):
    """The whole folder goes up every day, each file under its own key for ever."""

    uploader_class = _AllEachDay


class _LooksFirst(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        client = self.clients.client(region)
        try:
            client.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == _OK:
                raise
            super().put(bucket, region, key, content)


@variant("AU-1: requests that only read are left open")
class LooksFirst(Reference):
    """Asks S3 whether it has the file before sending it."""

    uploader_class = _LooksFirst


class _InAThread(Uploader):
    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(super().put, bucket, region, key, content).result()


@variant("AU-1: how an implementation goes about its work is left open")
class UploadsInAThread(Reference):
    """A thread does the uploading, and has ended when the call returns."""

    uploader_class = _InAThread
