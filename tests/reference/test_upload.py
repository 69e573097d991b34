"""The automated upload, and what billing makes of files that came either way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError
from freezegun import freeze_time

from tests.reference.conftest import LOCAL, UPLOAD, VIRTUAL, Install
from usage_conformance.implementation import Standing
from usage_conformance.reference import Reference
from usage_conformance.reference.uploader import Uploader

Objects = Callable[[], set[str]]


class _Broken(Uploader):
    """An upload that fails until it is mended, and counts its requests."""

    attempts: list[datetime]
    broken = True

    def advance(self, now: datetime, entitlement: Any) -> None:
        self._now = now
        super().advance(now, entitlement)

    def put(self, bucket: str, region: str, key: str, content: bytes) -> None:
        type(self).attempts.append(self._now)
        if type(self).broken:
            raise ConnectTimeoutError(endpoint_url="https://example.invalid/")
        super().put(bucket, region, key, content)


def test_traditional(install: Install, s3: Objects) -> None:
    site = install()
    site.load(UPLOAD)
    site.reference.restart("ic")
    site.advance("2020-06-02 02:00")
    assert s3() == {
        "pureconnectusage/HOST-ic/ic/ic-20200601-01.usg",
        "pureconnectusage/HOST-ic/ic/ic-20200601-02.usg",
    }
    assert len(site.files()) == 2


def test_manual_files_stay(install: Install, s3: Objects) -> None:
    site = install()
    site.load(LOCAL)
    site.advance("2020-06-02 12:00")
    site.load(UPLOAD)
    site.advance("2020-06-04 12:00")
    assert s3() == {
        "pureconnectusage/HOST-ic/ic/ic-20200602-02.usg",
        "pureconnectusage/HOST-ic/ic/ic-20200603-01.usg",
    }


def test_virtual_needs_organization_and_connection(install: Install, s3: Objects) -> None:
    site = install()
    site.load(VIRTUAL)
    assert not site.reference.connect_cloud("Nobody").accepted
    site.advance("2020-06-02 12:00")
    assert s3() == set()
    assert site.reference.connect_cloud("Acme").accepted
    site.advance("2020-06-02 13:00")
    assert s3() == {"genesys-premise-billing/HOST-ic/ic/ic-20200601-01.usg"}
    site.reference.disconnect_cloud()
    site.advance("2020-06-03 12:00")
    assert len(s3()) == 1


def test_deleted_once_acknowledged(install: Install, s3: Objects) -> None:
    site = install(D6="deleted")
    site.load(UPLOAD)
    site.advance("2020-06-02 00:30")
    assert len(site.files()) == 1
    site.advance("2020-06-02 01:00")
    assert site.files() == []
    assert len(s3()) == 1
    site.reference.restart("ic")
    assert [file.name for file in site.files()] == ["ic-20200602-01.usg"]


def test_failures_are_retried_and_nothing_goes_twice(install: Install, s3: Objects) -> None:
    class Upload(_Broken):
        attempts: list[datetime] = []  # noqa: RUF012 (one test's own)

    class Kind(Reference):
        uploader_class = Upload

    site = install(kind=Kind)
    site.load(UPLOAD)
    site.advance("2020-06-02 12:00")
    assert [at.hour for at in Upload.attempts] == [1, 2, 4, 8]
    assert s3() == set()
    Upload.broken = False
    site.advance("2020-06-02 16:00")
    assert len(s3()) == 1
    site.reference.kill("ic")
    site.reference.start("ic")
    site.advance("2020-06-02 18:00")
    # The crash closed one more file.
    assert len(Upload.attempts) == 6


def test_billing_sees_what_arrived(install: Install, s3: Objects) -> None:
    site = install("2020-05-27 12:00")
    site.load(UPLOAD)
    site.advance("2020-05-28 00:30")
    view = site.reference.billing(date(2020, 5, 27))
    assert (view.files, view.standing) == ((), Standing.PENDING)
    with freeze_time("2020-05-28 01:00"):  # S3 notes when a file arrived
        site.advance("2020-05-28 01:00")
    view = site.reference.billing(date(2020, 5, 27))
    assert [file.name for file in view.files] == ["ic-20200527-01.usg"]
    assert view.standing == Standing.MET
    assert site.reference.billing(date(2020, 5, 28)).standing == Standing.PENDING


@pytest.mark.parametrize(
    ("until", "left_out", "readings", "standing"),
    [
        ("2020-06-03 23:59", 0, {}, Standing.MET),
        ("2020-06-04 00:00", 0, {}, Standing.MISSED),
        ("2020-06-04 00:00", 0, {"D2": "through"}, Standing.MET),
        ("2020-06-05 00:00", 0, {"D2": "through"}, Standing.MISSED),
        ("2020-06-01 00:00", 1, {}, Standing.PENDING),
        ("2020-06-04 00:00", 1, {}, Standing.MISSED),
        ("2020-06-03 00:00", 0, {"D17": "moment-closed"}, Standing.MET),
    ],
)
def test_manual_standing(
    install: Install, until: str, left_out: int, readings: dict[str, str], standing: Standing
) -> None:
    site = install("2020-05-24 12:00", **readings)
    site.load(LOCAL)
    site.advance("2020-05-25 12:00")
    site.reference.restart("ic")
    site.advance(until)
    receipts = site.reference.upload_to_portal(site.files()[left_out:], "ann")
    assert all(receipt.accepted for receipt in receipts)
    assert site.reference.billing(date(2020, 5, 26)).standing == standing


def test_portal_refuses(install: Install) -> None:
    site, other = install(), install()
    site.load(LOCAL)
    site.reference.restart("ic")
    [good] = site.files()
    empty, cut = good.with_name("empty"), good.with_name("cut")
    empty.write_bytes(b"")
    cut.write_bytes(good.read_bytes()[:-1])

    def accepted(caller: str) -> list[bool]:
        receipts = site.reference.upload_to_portal([good, empty, cut, good], caller)
        return [receipt.accepted for receipt in receipts]

    assert accepted("bob") == accepted("nobody") == [False] * 4
    assert site.reference.billing(date(2020, 6, 1)).files == ()
    assert accepted("ann") == [True, False, False, True]
    assert len(site.reference.billing(date(2020, 6, 1)).files) == 1
    assert other.reference.billing(date(2020, 6, 1)).files == ()


def test_a_torn_record_of_uploads_is_no_acknowledgement(install: Install, s3: Objects) -> None:
    site = install()
    site.load(UPLOAD)
    site.advance("2020-06-02 02:00")
    record = site.folder / "ic/i3/ic/work/usage-state/uploads.jsonl"
    record.write_bytes(record.read_bytes()[:-5])
    site.reference.restart("ic")
    site.advance("2020-06-02 03:00")
    assert len(s3()) == 2
    assert len(record.read_text().splitlines()) == 3
    assert site.reference.subsystems["ic"].store.read_license()["keys"] == [UPLOAD]
