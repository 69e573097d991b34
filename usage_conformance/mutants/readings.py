"""Implementations that declare a reading and keep to another one.

What binds under every reading they do right, so that only the scenarios of the declared
reading can reject them.
"""

from __future__ import annotations

from usage_conformance.mutants.model import mutant
from usage_conformance.reference import Reference


class _DefaultReadings(Reference):
    """Takes readings, and keeps to the first of each dispute."""

    def __init__(self, **_readings: str) -> None:
        super().__init__()


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::the-4th-is-in-time-at-moment[2020-05-26 12:00|2020-05-28 12:00|2020-06-04 00:00:00|2020-06-05 12:00|2020-05-26]",
        "billing_deadline::under-through-and-portal-2020-06-04-ends-in-america-new-york-standing-at-moment[2020-06-04 23:59:59|met]",
    ),
    D2="through",
)
class FourthDeclaredThirdMeant(_DefaultReadings):
    """Declares that the 4th is in time, and closes the period after the 3rd."""


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-before-and-utc-2020-06-03-ends-in-utc-standing-at-moment[2020-06-04 00:00:00|missed]",
    ),
    D5b="utc",
)
class DeadlineDeclaredInUtc(_DefaultReadings):
    """Declares that the deadline follows UTC, and keeps it by the portal's zone."""


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-before-and-uploader-2020-06-03-ends-in-asia-tokyo-standing-at-moment[2020-06-04 00:00:00|missed]",
    ),
    D5b="uploader",
)
class DeadlineDeclaredByUploader(_DefaultReadings):
    """Declares that the deadline follows the uploader's zone, and keeps the portal's."""


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-through-and-utc-2020-06-04-ends-in-utc-standing-at-moment[2020-06-04 23:59:59|met]",
    ),
    D2="through",
    D5b="utc",
)
class FourthInUtcDeclared(_DefaultReadings):
    """Declares the 4th in UTC, and means the 3rd in the portal's zone."""


@mutant(
    "MU-3",
    "MU-5",
    killers=(
        "billing_deadline::under-through-and-uploader-2020-06-04-ends-in-asia-tokyo-standing-at-moment[2020-06-04 23:59:59|met]",
    ),
    D2="through",
    D5b="uploader",
)
class FourthByUploaderDeclared(_DefaultReadings):
    """Declares the 4th in the uploader's zone, and means the 3rd in the portal's."""


@mutant(
    "MU-5",
    "MU-3",
    killers=(
        "billing_deadline::the-file-of-the-27th-belongs-to-the-period-in-which-it-was-closed",
    ),
    D17="moment-closed",
)
class ClosingDeclaredDayMeant(_DefaultReadings):
    """Declares that a file belongs to the period of its closing, and goes by its day."""


@mutant(
    "VA-4",
    "VA-6",
    killers=(
        "access_verification_virtual_cloud::with-a-virtual-cloud-license-a-refusal-to-list-shows-that-the-service-answers",
        "access_verification_traditional::with-a-traditional-license-a-refusal-to-list-shows-that-the-service-answers",
    ),
    D14="yes",
)
class RefusalDeclaredGood(_DefaultReadings):
    """Declares that S3's refusal to list shows access, and takes it for a failure."""
