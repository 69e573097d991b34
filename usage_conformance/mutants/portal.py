"""Broken in the manual upload at the portal."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from usage_conformance.implementation import Receipt
from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference
from usage_conformance.reference.inbox import Inbox
from usage_conformance.reference.portal import UploadPage


class _OpenToAll(UploadPage):
    def has_access(self, caller: str) -> bool:
        del caller
        return True


@mutant(
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::what-somebody-without-access-hands-in-does-not-count",
        "manual_upload::without-access-no-file-is-accepted",
    ),
)
class PortalForEverybody(Reference):
    """Whoever finds the upload page may upload."""

    portal_class = _OpenToAll


class _ForUsers(UploadPage):
    def has_access(self, caller: str) -> bool:
        return any(known.name == caller for known in self.callers)


@mutant(
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::what-somebody-without-access-hands-in-does-not-count",
        "manual_upload::without-access-no-file-is-accepted",
    ),
)
class PortalForAllUsers(Reference):
    """Every user of the portal may upload, with access to the page or without."""

    portal_class = _ForUsers


class _NotForbidden(UploadPage):
    def has_access(self, caller: str) -> bool:
        return not any(known.name == caller and not known.has_access for known in self.callers)


@mutant(
    "MU-2",
    killers=("manual_upload::somebody-whom-the-portal-does-not-know-has-no-access",),
)
class PortalForStrangers(Reference):
    """Whoever is not explicitly without access may upload, strangers too."""

    portal_class = _NotForbidden


class _Somebody(UploadPage):
    def has_access(self, caller: str) -> bool:
        del caller
        return any(known.has_access for known in self.callers)


@mutant(
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::what-somebody-without-access-hands-in-does-not-count",
        "manual_upload::without-access-no-file-is-accepted",
    ),
)
class OneWithAccessIsEnough(Reference):
    """Asks whether anybody has access, not whether the caller has."""

    portal_class = _Somebody


class _TakesAnyway(UploadPage):
    def upload(self, files: Sequence[Path], caller: str, at: datetime) -> tuple[Receipt, ...]:
        if not self.has_access(caller):
            for file in files:
                self.take(file, at)
        return super().upload(files, caller, at)


@mutant(
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::what-somebody-without-access-hands-in-does-not-count",
        "manual_upload::what-somebody-without-access-hands-in-does-not-reach-billing",
    ),
)
class RefusedButKept(Reference):
    """Files of somebody without access are refused in words, and counted in deed."""

    portal_class = _TakesAnyway


class _Nobody(UploadPage):
    def has_access(self, caller: str) -> bool:
        del caller
        return False


@mutant(
    "MU-1",
    "OV-3",
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "manual_upload::one-file-alone-is-accepted-too",
        "billing_deadline::half-of-each-file-is-no-file",
    ),
)
class PortalForNobody(Reference):
    """The portal refuses everybody."""

    portal_class = _Nobody


class _One(UploadPage):
    def upload(self, files: Sequence[Path], caller: str, at: datetime) -> tuple[Receipt, ...]:
        rest = tuple(Receipt(file, accepted=False, reason="one at a time") for file in files[1:])
        return super().upload(files[:1], caller, at) + rest


@mutant(
    "MU-1",
    "OV-3",
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::half-of-each-file-is-no-file",
        "manual_upload::many-files-are-accepted-at-once",
    ),
)
class OneFileAtATime(Reference):
    """Of several files handed in at once, all but the first are refused."""

    portal_class = _One


class _Forgets(UploadPage):
    def take(self, file: Path, at: datetime) -> Receipt:
        del at
        return Receipt(file, accepted=True)


@mutant(
    "MU-1",
    "OV-3",
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "manual_upload::one-file-alone-is-accepted-too",
        "billing_deadline::half-of-each-file-is-no-file",
    ),
)
class AcceptedAndForgotten(Reference):
    """Every file is accepted, and none reaches billing."""

    portal_class = _Forgets


class _Recoded(Inbox):
    def receive(self, name: str, content: bytes, at: datetime) -> None:
        super().receive(name, content, at)
        digest = hashlib.sha256(content).hexdigest()
        packed = gzip.compress(content, mtime=0)
        self._received[digest] = replace(
            self._received[digest], sha256=hashlib.sha256(packed).hexdigest(), size=len(packed)
        )


@mutant(
    "MU-1",
    "OV-3",
    "OV-4",
    "MU-2",
    killers=(
        "manual_upload::one-file-alone-is-accepted-too",
        "manual_upload::what-somebody-without-access-hands-in-does-not-reach-billing",
    ),
)
class StoredOtherwise(Reference):
    """Billing keeps other bytes than those that were handed in."""

    inbox_class = _Recoded


class _Twice(Inbox):
    def receive(self, name: str, content: bytes, at: datetime) -> None:
        digest = hashlib.sha256(content).hexdigest()
        before = self._received.get(digest)
        super().receive(name, content, at)
        if before is not None:
            self._received[f"{digest} at {at}"] = self._received[digest]


@mutant(
    "MU-1",
    "OV-3",
    killers=("manual_upload::files-that-are-handed-in-twice-are-with-billing-once",),
)
class CountedTwice(Reference):
    """A file that is handed in twice is with billing twice."""

    inbox_class = _Twice


class _LatestOnly(Inbox):
    def receive(self, name: str, content: bytes, at: datetime) -> None:
        super().receive(name, content, at)
        latest = hashlib.sha256(content).hexdigest()
        self._received = {latest: self._received[latest]}


@mutant(
    "MU-1",
    "OV-3",
    "OV-4",
    "MU-2",
    "MU-3",
    "MU-5",
    killers=(
        "manual_upload::what-was-uploaded-is-what-billing-has",
        "billing_deadline::half-of-each-file-is-no-file",
    ),
)
class LatestFileOnly(Reference):
    """Each file that arrives takes the place of the one before."""

    inbox_class = _LatestOnly
