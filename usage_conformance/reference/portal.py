"""The customer portal's page for manual upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usage_conformance.implementation import Receipt
from usage_conformance.reference.usage_file import UsageFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from usage_conformance.implementation import Caller
    from usage_conformance.reference.inbox import Inbox


class UploadPage:
    """Takes files from callers with access and hands them to billing (MU-1, MU-2).

    The files themselves are only read (MU-7).
    """

    def __init__(self, callers: tuple[Caller, ...], inbox: Inbox) -> None:
        self.callers = callers
        self.inbox = inbox

    def upload(self, files: Sequence[Path], caller: str, at: datetime) -> tuple[Receipt, ...]:
        """One receipt per file. `at` is the instant (UTC) of arrival."""
        if not self.has_access(caller):
            reason = f"{caller} has no access to the upload page"
            return tuple(Receipt(file, accepted=False, reason=reason) for file in files)
        return tuple(self.take(file, at) for file in files)

    def has_access(self, caller: str) -> bool:
        """MU-2: whether the caller exists and has access."""
        return any(known.name == caller and known.has_access for known in self.callers)

    def take(self, file: Path, at: datetime) -> Receipt:
        """One file, which must be a whole usage file of this site."""
        try:
            self.inbox.receive(file.name, file.read_bytes(), at)
        except (UsageFileError, OSError) as error:
            return Receipt(file, accepted=False, reason=str(error))
        return Receipt(file, accepted=True)
