"""Clauses, disputes and editions of the documentation, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of statement a clause is. Only behaviour has scenarios of its own."""

    BEHAVIOUR = "B"
    PERMISSION = "P"
    DUTY = "C"
    INFORMATION = "I"


class Scope(StrEnum):
    """Parts of the documented system that an implementation can claim."""

    COLLECTION = "collection"
    AUTOMATED_UPLOAD = "automated-upload"
    VIRTUAL_CLOUD = "virtual-cloud"
    MEDIA_SERVER = "media-server"
    ACCESS_VERIFICATION = "access-verification"
    PORTAL = "portal"
    BILLING_VIEW = "billing-view"


@dataclass(frozen=True)
class Clause:
    """One rule of the documentation in the project's own words.

    `observed` says how the suite looks at it, `unseen` what the suite cannot see,
    `reason` why a clause of another kind than B has no scenario.
    """

    id: str
    kind: Kind
    rule: str
    scopes: frozenset[Scope]
    observed: str
    unseen: str
    reason: str


@dataclass(frozen=True)
class Dispute:
    """A place where the documentation disagrees with itself or is silent.

    `readings` maps a reading's id to what it holds, the default first; a dispute
    without readings is left free. `binding` is what holds under all of them.
    """

    id: str
    question: str
    readings: Mapping[str, str]
    reason: str
    binding: str

    @property
    def default(self) -> str | None:
        """The id of the default reading, or None where implementations are free."""
        return next(iter(self.readings), None)


@dataclass(frozen=True)
class Edition:
    """An edition of the documentation and the clauses that it holds."""

    id: str
    title: str
    verified: bool
    note: str
    clauses: frozenset[str]


@dataclass(frozen=True)
class Ledger:
    """Everything known about the documentation. Insertion order is document order."""

    clauses: Mapping[str, Clause]
    disputes: Mapping[str, Dispute]
    editions: Mapping[str, Edition]

    @property
    def latest_edition(self) -> Edition:
        """The edition that is certified unless another is asked for."""
        return self.editions[max(self.editions)]

    def default_readings(self) -> dict[str, str]:
        """Dispute id → default reading id, for every dispute that has readings."""
        return {d.id: d.default for d in self.disputes.values() if d.default is not None}
