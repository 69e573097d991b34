"""Files on the disk: days, restarts, crashes, exchanged licenses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.reference.conftest import LOCAL, UPLOAD, VIRTUAL, Install
from usage_conformance.implementation import DamagedLicense


def test_one_file_a_day(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("ann")
    site.advance("2020-06-01 23:59")
    assert site.files() == []
    site.advance("2020-06-04 00:00")
    assert [file.name for file in site.files()] == [
        "ic-20200601-01.usg",
        "ic-20200602-01.usg",
        "ic-20200603-01.usg",
    ]
    assert site.users() == ["ann"]
    assert site.files("media") == []


@pytest.mark.parametrize("missing", ["", "I3_FEATURE_OTHER", UPLOAD.lower()])
def test_nothing_without_a_key(install: Install, missing: str) -> None:
    site = install()
    assert site.load(*filter(None, [missing])).accepted
    site.log_in("ann")
    site.advance("2020-06-03 12:00")
    assert site.files() == []


def test_a_restart_adds_a_file(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    for number in range(3):
        site.log_in(f"user-{number}")
        site.reference.restart("ic")
    before = {file: file.read_bytes() for file in site.files()}
    assert len(before) == 3
    site.log_in("last")
    site.advance("2020-06-02 00:00")
    assert len(site.files()) == 4
    assert all(file.read_bytes() == content for file, content in before.items())
    assert site.users() == ["last", "user-0", "user-1", "user-2"]


def test_a_crash_loses_nothing(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("ann")
    site.reference.kill("ic")
    site.advance("2020-06-03 05:00")
    site.reference.start("ic")
    site.log_in("bob")
    site.advance("2020-06-04 00:00")
    assert site.users() == ["ann", "bob"]


def test_a_crash_between_end_and_move(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("ann")
    site.reference.kill("ic")
    site.reference.start("ic")
    [closed] = site.files()
    closed.rename(site.folder / "ic/i3/ic/work/usage-state" / (closed.name + ".part"))
    site.reference.kill("ic")
    site.reference.start("ic")
    assert site.users() == ["ann"]


def test_a_damaged_open_file_is_set_aside(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.reference.kill("ic")
    [part] = (site.folder / "ic/i3/ic/work/usage-state").glob("*.part")
    part.write_bytes(b"junk")
    site.reference.start("ic")
    site.log_in("ann")
    site.advance("2020-06-02 00:00")
    assert site.users() == ["ann"]


def test_the_clock_set_back(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("ann")
    site.reference.restart("ic")
    site.now -= timedelta(hours=14)
    site.reference.advance(site.now)
    site.log_in("bob")
    site.reference.restart("ic")
    site.advance("2020-06-03 00:00")
    assert site.users() == ["ann", "bob"]


def test_refused_licenses_change_nothing(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    assert not site.load(UPLOAD, host_id="OTHER").accepted
    assert not site.load(UPLOAD, VIRTUAL).accepted
    assert not site.reference.load_license("ic", DamagedLicense(b"x")).accepted
    site.log_in("ann")
    site.advance("2020-06-02 00:00")
    assert site.users() == ["ann"]


def test_a_removed_license_ends_collection(install: Install) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("ann")
    site.load()
    site.log_in("bob")
    site.advance("2020-06-03 00:00")
    assert site.users() == ["ann"]


def test_an_old_release_is_inert(install: Install) -> None:
    site = install(release="2018 R2 Patch 1")
    site.load(LOCAL)
    site.log_in("ann")
    site.advance("2020-06-02 00:00")
    assert site.files() == []


@pytest.mark.parametrize(
    ("ic", "media", "order", "readings", "collects"),
    [
        (VIRTUAL, VIRTUAL, "ic media", {}, True),
        (VIRTUAL, VIRTUAL, "media ic", {}, False),
        (VIRTUAL, VIRTUAL, "media ic", {"D10": "inert"}, True),
        (UPLOAD, VIRTUAL, "ic media", {}, False),
        (UPLOAD, VIRTUAL, "media ic", {"D10": "inert"}, False),
        (UPLOAD, UPLOAD, "media ic", {}, True),
        (VIRTUAL, UPLOAD, "ic media", {}, True),
        (VIRTUAL, UPLOAD, "ic media", {"D9": "refused"}, False),
        (VIRTUAL, UPLOAD, "media ic", {"D9": "refused"}, False),
        (UPLOAD, UPLOAD, "ic media", {"D13": "ic-servers"}, False),
    ],
)
def test_media_server(
    install: Install, ic: str, media: str, order: str, readings: dict[str, str], *, collects: bool
) -> None:
    site = install(**readings)
    for server in order.split():
        site.load(ic if server == "ic" else media, server=server)
    site.log_in("ann", server="media")
    # Uploads fail, there being no network at all: no matter here.
    site.advance("2020-06-02 00:00")
    assert bool(site.files("media")) == collects


def test_ic_server_changed_back(install: Install) -> None:
    site = install()
    site.load(VIRTUAL)
    site.load(VIRTUAL, server="media")
    site.load(UPLOAD)
    before = site.files("media")
    site.log_in("late", server="media")
    site.reference.restart("media")
    site.advance("2020-06-02 00:30")
    assert site.files("media") == before
    site.load(VIRTUAL)
    site.log_in("again", server="media")
    site.reference.restart("media")
    assert site.users("media") == ["again"]


def test_media_logins_in_the_ic_servers_file(install: Install) -> None:
    site = install(D13="ic-servers")
    site.load(LOCAL)
    site.load(LOCAL, server="media")
    site.log_in("ann", server="media")
    site.advance("2020-06-02 00:00")
    assert site.users() == ["ann"]


def test_days_of_the_servers_zone(install: Install) -> None:
    local, utc = (
        install("2020-06-01 22:00", zone="America/New_York", D5a=clock)
        for clock in ("local", "utc")
    )
    for site in (local, utc):
        site.load(LOCAL)
        site.advance("2020-06-02 00:00")
    assert (len(local.files()), len(utc.files())) == (0, 1)


def test_the_usage_folder_holds_nothing_else(install: Install, tmp_path: Path) -> None:
    site = install()
    site.load(LOCAL)
    site.log_in("canary")
    site.advance("2020-06-02 12:00")
    assert {path.suffix for path in site.files()} == {".usg"}
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"canary" not in path.read_bytes()


def test_the_clock_set_back_over_midnight_overwrites_nothing(install: Install) -> None:
    site = install("2020-06-01 23:00")
    site.load(LOCAL)
    site.log_in("ann")
    site.advance("2020-06-02 00:00")
    site.now -= timedelta(hours=2)
    site.reference.advance(site.now)
    site.reference.kill("ic")
    site.reference.start("ic")
    site.log_in("bob")
    site.advance("2020-06-02 00:00")
    assert site.users() == ["ann", "bob"]


def test_licenses_loaded_at_once_leave_no_empty_file(install: Install) -> None:
    site = install()
    site.load(UPLOAD)
    site.load(LOCAL)
    assert site.files() == []
    site.advance("2020-06-02 00:00")
    assert [file.name for file in site.files()] == ["ic-20200601-01.usg"]
