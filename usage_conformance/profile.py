"""What is certified, and against which claims: the resolved settings of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from usage_conformance.ledger import Scope

REFERENCE = "usage_conformance.reference:Reference"
PROFILE_NAME = "usage-conformance.toml"


class UsageError(Exception):
    """A user's mistake, in one line: what was expected, what was seen, what to do."""


@dataclass(frozen=True)
class Waiver:
    """A known failure that is accepted until `until` (inclusive).

    Covers either rows (ids, exactly) or all rows of one clause.
    """

    reason: str
    ticket: str
    until: date
    rows: tuple[str, ...] = ()
    clause: str | None = None


@dataclass(frozen=True)
class Settings:
    """A run's claims. `options` are passed to the implementation as keyword arguments.

    `readings` names a reading for every dispute that has any. `call_deadline` is the
    number of seconds that one call of the implementation may take.
    """

    implementation: str
    edition: str
    scope: frozenset[Scope]
    readings: Mapping[str, str]
    options: Mapping[str, object] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    call_deadline: float = 30.0
    profile: Path | None = None
