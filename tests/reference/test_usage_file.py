"""The file format: round trip, damage, crash."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from usage_conformance.implementation import Login, Release, Role
from usage_conformance.reference.crypto import Sealing
from usage_conformance.reference.usage_file import (
    Header,
    UsageFileError,
    UsageFileWriter,
    read_usage_file,
)

OPENED = datetime(2020, 6, 1, tzinfo=UTC)
CLOSED = OPENED + timedelta(days=1)
HEADER = Header(
    server="ic",
    role=Role.IC_SERVER,
    host_id="H",
    day=date(2020, 6, 1),
    time_zone="UTC",
    opened_at=OPENED,
    sequence=1,
    automated=True,
    release=Release(2020, 2),
)


def _login(user: str) -> Login:
    return Login(user, "station-ü", OPENED, OPENED + timedelta(seconds=1))


def _write(path: Path, *users: str) -> UsageFileWriter:
    writer = UsageFileWriter.create(path, HEADER, Sealing())
    writer.append([_login(user) for user in users])
    return writer


def test_round_trip(tmp_path: Path) -> None:
    _write(tmp_path / "f", "ann", "bob").finish(CLOSED)
    usage = read_usage_file((tmp_path / "f").read_bytes(), Sealing())
    assert usage.header == HEADER
    assert usage.closed_at == CLOSED
    assert usage.logins == (_login("ann"), _login("bob"))


def test_names_cannot_be_read(tmp_path: Path) -> None:
    _write(tmp_path / "f", "canary-user").finish(CLOSED)
    content = (tmp_path / "f").read_bytes()
    assert b"canary" not in content
    assert b"station" not in content


@pytest.mark.parametrize("torn", [1, 7, 40])
def test_goes_on_after_a_crash(tmp_path: Path, torn: int) -> None:
    path = tmp_path / "f"
    _write(path, "ann")
    with path.open("ab") as stream:
        stream.write((b"L\x00\x00\x10\x00" + b"x" * 40)[:torn])
    writer = UsageFileWriter.resume(path, Sealing())
    assert writer is not None
    writer.append([_login("bob")])
    writer.finish(CLOSED)
    usage = read_usage_file(path.read_bytes(), Sealing())
    assert [login.user for login in usage.logins] == ["ann", "bob"]


def test_finished_file_is_not_resumed(tmp_path: Path) -> None:
    _write(tmp_path / "f", "ann").finish(CLOSED)
    assert UsageFileWriter.resume(tmp_path / "f", Sealing()) is None


def test_any_damage_is_noticed(tmp_path: Path) -> None:
    _write(tmp_path / "f", "ann").finish(CLOSED)
    content = (tmp_path / "f").read_bytes()
    for at in range(len(content)):
        with pytest.raises(UsageFileError):
            read_usage_file(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], Sealing())
        with pytest.raises(UsageFileError):
            read_usage_file(content[:at], Sealing())
    for foreign in (content + content, content + b"x", b"", b"<html></html>"):
        with pytest.raises(UsageFileError):
            read_usage_file(foreign, Sealing())


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    _write(tmp_path / "f", "ann").finish(CLOSED)
    with pytest.raises(UsageFileError):
        read_usage_file((tmp_path / "f").read_bytes(), Sealing(b"\x07" * 32))


def test_every_login_takes_space(tmp_path: Path) -> None:
    sizes = []
    for number in range(4):
        path = tmp_path / str(number)
        _write(path, *["ann"] * number).finish(CLOSED)
        sizes.append(path.stat().st_size)
    assert sizes == sorted(set(sizes))
