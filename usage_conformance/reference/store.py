"""What a server keeps on its own disk, below its installation root.

Writes survive the end of the process; they are not forced to the platter, since what is
guarded against is a crash of the software and not the loss of power.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ServerStore:
    """Folders and small state files of one server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.usage_folder = self.choose_usage_folder()
        self.state_folder = root / "i3/ic/work/usage-state"
        self._license_file = root / "i3/ic/license.json"

    def choose_usage_folder(self) -> Path:
        """US-3: where closed usage files lie."""
        return self.root / "i3/ic/work/usage"

    def ensure(self, folder: Path) -> Path:
        """The folder, made if it is missing: the customer may have removed it."""
        if not folder.is_dir():
            folder.mkdir(parents=True)
        return folder

    def read_license(self) -> Any:
        """The license last accepted, as JSON; None if there was none.

        Raises ValueError where the file is damaged.
        """
        return self._read(self._license_file)

    def write_license(self, license: dict[str, Any]) -> None:
        """Put a license in place of the one before."""
        self._write(self._license_file, license)

    def read_state(self, name: str) -> Any:
        """A state file's JSON, None if there is none. Raises ValueError if damaged."""
        return self._read(self.state_folder / f"{name}.json")

    def write_state(self, name: str, state: Any) -> None:
        """Replace a state file, all or nothing."""
        self._write(self.state_folder / f"{name}.json", state)

    def append(self, name: str, entry: dict[str, Any]) -> None:
        """Add an entry to a list that only grows."""
        file = self.state_folder / f"{name}.jsonl"
        self.ensure(file.parent)
        torn = file.exists() and not file.read_bytes().endswith(b"\n")
        with file.open("a", encoding="utf-8") as stream:
            stream.write(("\n" if torn else "") + json.dumps(entry) + "\n")

    def entries(self, name: str) -> Iterator[dict[str, Any]]:
        """The entries of a list.

        A crash may have torn an entry, which then was never acted on: it does not count.
        """
        file = self.state_folder / f"{name}.jsonl"
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.endswith("}"):
                    yield json.loads(line)

    def _read(self, file: Path) -> Any:
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None

    def _write(self, file: Path, value: Any) -> None:
        self.ensure(file.parent)
        draft = file.with_suffix(".new")
        draft.write_text(json.dumps(value), encoding="utf-8")
        draft.replace(file)
