"""Small implementations for the tests of the adapters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from usage_conformance.implementation import (
    AccessOutcome,
    AccessReport,
    BillingView,
    Description,
    LicenseFile,
    Login,
    Outcome,
    Receipt,
    Release,
    Site,
    Standing,
)


class Idle:
    """Does nothing, properly."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def describe(self) -> Description:
        return Description("idle", "1", "nobody", (Release(2018, 2, 2), Release(2020, 2)))

    def install(self, site: Site) -> None:
        self.site = site

    def load_license(self, server: str, license: LicenseFile) -> Outcome:
        self.license = license
        return Outcome(accepted=True)

    def record_logins(self, server: str, logins: Sequence[Login]) -> None:
        self.logins = logins

    def advance(self, now: datetime) -> None:
        self.now = now

    def restart(self, server: str) -> None: ...

    def kill(self, server: str) -> None: ...

    def start(self, server: str) -> None: ...

    def connect_cloud(self, organization: str) -> Outcome:
        return Outcome(accepted=False, reason="there is no cloud")

    def disconnect_cloud(self) -> None: ...

    def read_usage(self, files: Sequence[Path]) -> Sequence[Login]:
        return []

    def verify_access(self, server: str) -> AccessReport:
        return AccessReport(AccessOutcome.NOT_VERIFIED, ())

    def upload_to_portal(self, files: Sequence[Path], caller: str) -> Sequence[Receipt]:
        return [Receipt(file, accepted=True) for file in reversed(files)]

    def billing(self, day: date) -> BillingView:
        return BillingView(day, day, day, (), Standing.PENDING)

    def close(self) -> None: ...


class NotCallableBilling(Idle):
    billing = None  # type: ignore[assignment]


class TooManyParameters(Idle):
    def advance(self, now: datetime, slowly: bool) -> None: ...  # type: ignore[override]  # noqa: FBT001


class Asynchronous(Idle):
    async def advance(self, now: datetime) -> None: ...  # type: ignore[override]


class NeedsAnOption(Idle):
    def __init__(self, *, region: str) -> None:
        super().__init__(region=region)


class CannotClose(Idle):
    def close(self) -> None:
        raise RuntimeError("still in use")


class ExitsWhenMade(Idle):
    def __init__(self) -> None:
        raise SystemExit(0)


NOT_CALLABLE = 3
