from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from usage_conformance.world import DiskHistory
from usage_conformance.world import disk as disk_module

NOON = datetime(2020, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def history(tmp_path: Path) -> DiskHistory:
    return DiskHistory(tmp_path)


def kinds(seen: DiskHistory) -> list[tuple[str, str]]:
    return [(event.kind, event.file.path) for event in seen.events]


def test_files_appear_change_and_vanish(tmp_path: Path) -> None:
    seen = history(tmp_path)
    folder = tmp_path / "i3" / "ic"
    folder.mkdir(parents=True)
    file = folder / "day.usg"
    seen.look(NOON)
    file.write_bytes(b"one")
    seen.look(NOON + HOUR)
    file.write_bytes(b"two!")
    seen.look(NOON + 2 * HOUR)
    file.unlink()
    seen.look(NOON + 3 * HOUR)
    assert kinds(seen) == [
        ("appeared", "i3/ic/day.usg"),
        ("changed", "i3/ic/day.usg"),
        ("vanished", "i3/ic/day.usg"),
    ]
    assert [event.at for event in seen.events] == [NOON + n * HOUR for n in (1, 2, 3)]
    assert seen.present() == ()
    assert seen.content(sha256(b"one").hexdigest()) == b"one"
    assert seen.content(sha256(b"two!").hexdigest()) == b"two!"


def test_a_change_of_the_same_length_at_the_same_moment_is_seen(tmp_path: Path) -> None:
    seen = history(tmp_path)
    file = tmp_path / "day.usg"
    for number in range(50):
        with file.open("wb") as stream:
            stream.write(b"%02d" % number)
        seen.look(NOON)
    assert len(seen.events) == 50


def test_what_is_untouched_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = history(tmp_path)
    (tmp_path / "day.usg").write_bytes(b"x")
    os.utime(tmp_path / "day.usg", (1, 1))
    monkeypatch.setattr(disk_module, "_SETTLED_NS", -1)
    seen.look(NOON)
    monkeypatch.setattr(disk_module, "_read", None)
    seen.look(NOON)
    assert len(seen.present()) == 1


def test_what_was_touched_just_now_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = history(tmp_path)
    (tmp_path / "day.usg").write_bytes(b"x")
    monkeypatch.setattr(disk_module, "_SETTLED_NS", 10**15)
    seen.look(NOON)
    reads: list[str] = []
    genuine = disk_module._read

    def counted(file: str, size: int) -> bytes:
        reads.append(file)
        return genuine(file, size)

    monkeypatch.setattr(disk_module, "_read", counted)
    seen.look(NOON)
    assert len(reads) == 1
    assert len(seen.events) == 1


def test_touching_is_no_change(tmp_path: Path) -> None:
    seen = history(tmp_path)
    file = tmp_path / "day.usg"
    file.write_bytes(b"x")
    seen.look(NOON)
    os.utime(file, (5, 5))
    seen.look(NOON)
    assert kinds(seen) == [("appeared", "day.usg")]


def test_replaced_by_renaming_is_a_change(tmp_path: Path) -> None:
    seen = history(tmp_path)
    (tmp_path / "a").write_bytes(b"old")
    seen.look(NOON)
    (tmp_path / "b").write_bytes(b"new")
    (tmp_path / "b").rename(tmp_path / "a")
    seen.look(NOON)
    assert kinds(seen) == [("appeared", "a"), ("changed", "a")]


def test_links_are_noted_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"x")
    root = tmp_path / "root"
    root.mkdir()
    (root / "folder").symlink_to(outside)
    (root / "file").symlink_to(outside / "secret")
    os.mkfifo(root / "pipe")
    seen = DiskHistory(root)
    seen.look(NOON)
    seen.look(NOON + HOUR)
    assert seen.present() == ()
    assert [(o.path, o.what) for o in seen.oddities] == [
        ("file", "symbolic link"),
        ("folder", "symbolic link"),
        ("pipe", "named pipe"),
    ]


def test_a_root_that_is_gone_is_noted(tmp_path: Path) -> None:
    seen = DiskHistory(tmp_path / "nowhere")
    seen.look(NOON)
    assert [o.what for o in seen.oddities] == ["No such file or directory"]


def test_a_file_too_large_is_an_error(tmp_path: Path) -> None:
    seen = history(tmp_path)
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(disk_module.LARGEST_FILE + 1)
    with pytest.raises(disk_module.FileTooLargeError, match="huge"):
        seen.look(NOON)


def test_an_unknown_digest(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        history(tmp_path).content("0" * 64)
