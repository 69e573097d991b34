"""Broken in leaving alone what the customer is to delete."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from usage_conformance.implementation import Receipt
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.collector import Collector
from usage_conformance.reference.usage_file import read_header

_MOST_FILES = 7


class _CleaningUp(Collector):
    """Does something at each midnight to files that have lain there for so many days."""

    days_kept = 30

    def turn_day(self, midnight: datetime) -> None:
        super().turn_day(midnight)
        since = midnight - timedelta(days=self.days_kept)
        for file in sorted(self.store.usage_folder.glob("*.usg")):
            if read_header(file.read_bytes()).opened_at < since:
                self.clean(file)

    def clean(self, file: Path) -> None:
        file.unlink()


@mutant(
    "MU-7",
    killers=("usage_files::files-of-manual-upload-stay-past-the-deadline",),
)
class DeletesAfterAMonth(Reference):
    """Files are deleted after thirty days, uploaded or not."""

    collector_class = _CleaningUp


class _CompressingOld(_CleaningUp):
    days_kept = 14

    def clean(self, file: Path) -> None:
        file.with_suffix(".usg.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        file.unlink()


@mutant(
    "MU-7",
    killers=("usage_files::files-of-manual-upload-stay-past-the-deadline",),
)
class CompressesOldFiles(Reference):
    """Files are compressed after two weeks, which the portal does not understand."""

    collector_class = _CompressingOld


class _RenamingOld(_CleaningUp):
    days_kept = 14

    def clean(self, file: Path) -> None:
        file.rename(file.with_suffix(".old"))


@mutant(
    "MU-7",
    killers=("usage_files::files-of-manual-upload-stay-past-the-deadline",),
)
class RenamesOldFiles(Reference):
    """Files are called .old after two weeks."""

    collector_class = _RenamingOld


class _Rotating(Collector):
    def turn_day(self, midnight: datetime) -> None:
        super().turn_day(midnight)
        for file in sorted(self.store.usage_folder.glob("*.usg"))[:-_MOST_FILES]:
            file.unlink()


@mutant(
    "MU-3",
    "MU-5",
    "MU-7",
    "DS-3b",
    killers=(
        "billing_deadline::whatever-the-clock-moment-utc-is-standing[2020-06-03 14:59:59|met]",
    ),
)
class KeepsSevenFiles(Reference):
    """Only the newest seven files are kept, as of a log."""

    collector_class = _Rotating


@mutant(
    "MU-3",
    "MU-5",
    "MU-7",
    killers=("usage_files::files-of-manual-upload-stay-after-they-were-uploaded",),
)
class DeletesAtPortalUpload(Reference):
    """What the portal has accepted is deleted from the server's disk."""

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """As ever, and the files of the same name are deleted on the servers."""
        receipts = super().upload_to_portal(files, caller)
        accepted = {receipt.path.name for receipt in receipts if receipt.accepted}
        for subsystem in self.subsystems.values():
            for file in sorted(subsystem.store.usage_folder.glob("*.usg")):
                if file.name in accepted:
                    file.unlink()
        return receipts


@mutant(
    "MU-3",
    "MU-5",
    "MU-7",
    killers=("billing_deadline::files-that-come-one-after-the-other-meet-the-deadline-together",),
)
class MovesAtPortalUpload(Reference):
    """What the portal has accepted is moved to a folder for what is done."""

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        """As ever, and the files of the same name are moved on the servers."""
        receipts = super().upload_to_portal(files, caller)
        accepted = {receipt.path.name for receipt in receipts if receipt.accepted}
        for subsystem in self.subsystems.values():
            done = subsystem.store.ensure(subsystem.store.usage_folder / "done")
            for file in sorted(subsystem.store.usage_folder.glob("*.usg")):
                if file.name in accepted:
                    file.rename(done / file.name)
        return receipts
