"""Broken in what the automated upload depends on, and in what becomes of the files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from usage_conformance.implementation import Login, Site
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.licensing import Entitlement
from usage_conformance.reference.subsystem import Process
from usage_conformance.reference.uploader import Uploader

if TYPE_CHECKING:
    pass


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


@mutant(
    "AU-1",
    "US-3",
    killers=(
        "automated_upload::while-no-upload-is-acknowledged-files-stay",
        "usage_files::usage-files-wait-in-the-usage-folder-while-the-network-is-blocked",
    ),
    D6="deleted",
)
class DeletesBeforeAcknowledgement(Reference):
    """A file is deleted just before it is sent. Shows while S3 cannot be reached."""

    uploader_class = _DeletesFirst

    def __init__(self) -> None:
        super().__init__(D6="deleted")


@mutant(
    "AU-1",
    killers=("automated_upload::uploaded-files-stay-on-disk",),
)
class DeletesUnasked(Reference):
    """Deletes what it uploaded, though the profile says that files are kept (D6)."""

    def __init__(self) -> None:
        super().__init__(D6="deleted")


@mutant(
    "AU-1",
    killers=("automated_upload::uploaded-files-are-deleted",),
    D6="deleted",
)
class KeepsUnasked(Reference):
    """Keeps what it uploaded, though the profile says that files are deleted (D6)."""


class _ThrowsAway(Uploader):
    def advance(self, now: datetime, entitlement: Entitlement | None) -> None:
        super().advance(now, entitlement)
        if not self._failures:
            return
        for file in super().closed_files():
            file.unlink()


@mutant(
    "AU-1",
    "US-3",
    killers=(
        "automated_upload::while-no-upload-is-acknowledged-files-stay",
        "usage_files::usage-files-wait-in-the-usage-folder-while-the-network-is-blocked",
    ),
)
class DeletesWhatFailed(Reference):
    """Files whose upload failed are thrown away."""

    uploader_class = _ThrowsAway


@mutant(
    "LK-1",
    "LK-2",
    "TL-5",
    "VC-5",
    killers=(
        "license_keys::the-virtual-cloud-key-works-among-keys-of-other-features",
        "license_keys::the-upload-key-works-among-keys-of-other-features"
        "[I3_FEATURE_ACD, I3_FEATURE_USAGE_TRACKING_UPLOAD]",
    ),
)
class UploadKeyMustStandAlone(Reference):
    """A license with keys of other features beside the upload key uploads nothing."""

    def may_send(self, process: Process) -> Entitlement | None:
        """Nothing, unless the license has one key. See `Reference`."""
        loaded = process.license
        return super().may_send(process) if loaded is None or len(loaded.keys) == 1 else None


@mutant(
    "LK-3",
    "LK-4",
    "LK-5",
    "VC-3",
    "VC-5",
    "OV-1",
    killers=(
        "no_key_no_collection::from-the-upload-key-to-the-local-key-uploads-end-once-a"
        "-day-has-passed",
        "license_keys::other-keys-upload-nothing[none]",
    ),
)
class SummaryForEverybody(Reference):
    """The number of logins goes to S3 every day, from servers that may not upload too."""

    def install(self, site: Site) -> None:
        """As ever, with everybody at no login."""
        super().install(site)
        self._counted = dict.fromkeys(self.subsystems, 0)
        self._summed_up: date | None = None

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        """As ever, and counted."""
        super().record_logins(server, logins)
        self._counted[server] += len(logins)

    def advance(self, now: datetime) -> None:
        """As ever, and a summary once a day."""
        super().advance(now)
        if self._summed_up == now.date():
            return
        self._summed_up = now.date()
        for name, subsystem in self.subsystems.items():
            loaded = subsystem.license
            entitlement = self.entitlements.of(subsystem)
            if loaded is None or (entitlement is not None and entitlement.automated):
                continue
            try:
                self.clients.client("us-east-2").put_object(
                    Bucket="pureconnectusage",
                    Key=f"{subsystem.server.host_id}/summary",
                    Body=f"{now.date()}: {self._counted[name]} login(s)".encode(),
                )
            except (ClientError, BotoCoreError):
                return


class _TriesInVain(Uploader):
    def permitted(self, entitlement: Entitlement) -> bool:
        if not entitlement.automated:
            location = self.locations.of(entitlement.kind)
            try:
                # There is no such bucket.
                self.clients.client(location.region).put_object(
                    Bucket=location.bucket + "-local", Key="attempt", Body=b""
                )
            except (ClientError, BotoCoreError):
                return False
        return super().permitted(entitlement)


@mutant(
    "LK-3",
    "LK-4",
    "VC-3",
    killers=(
        "license_keys::the-local-key-prevails-over-the-virtual-cloud-key-too"
        "[I3_FEATURE_USAGE_TRACKING_LOCAL, I3_FEATURE_USAGE_VIRTUAL_CLOUD]",
        "license_keys::other-keys-upload-nothing[I3_FEATURE_USAGE_TRACKING_LOCAL]",
    ),
)
class LocalTriesInVain(Reference):
    """Under a LOCAL key an upload is attempted, and S3 refuses it."""

    uploader_class = _TriesInVain


class _CanForget(Uploader):
    forgetful = False

    def permitted(self, entitlement: Entitlement) -> bool:
        return self.forgetful or super().permitted(entitlement)

    def is_automated(self, file: Path) -> bool:
        return self.forgetful or super().is_automated(file)


@mutant(
    "LK-4",
    killers=("license_keys::a-restart-does-not-loosen-the-local-key",),
)
class LocalLostAtRestart(Reference):
    """LOCAL is honoured when the license is loaded, and forgotten by a restart."""

    uploader_class = _CanForget

    def restart(self, server: str) -> None:
        """As ever, but for what LOCAL means."""
        super().restart(server)
        uploader = self.subsystems[server].running.uploader
        assert isinstance(uploader, _CanForget)
        uploader.forgetful = True


class _AfterAWeek(Uploader):
    def is_automated(self, file: Path) -> bool:
        return super().is_automated(file) or len(self.closed_files()) > 7

    def permitted(self, entitlement: Entitlement) -> bool:
        return super().permitted(entitlement) or len(self.closed_files()) > 7


@mutant(
    "LK-4",
    killers=("license_keys::with-the-local-key-files-are-collected-and-stay-at-home-for-weeks",),
)
class LocalForAWeek(Reference):
    """Under a LOCAL key files that nobody fetched in a week are uploaded after all."""

    uploader_class = _AfterAWeek
