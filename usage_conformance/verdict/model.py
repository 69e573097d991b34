"""What became of each row and clause, and of the whole run. Plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from usage_conformance.gherkin.model import Row
from usage_conformance.implementation import Description
from usage_conformance.ledger import Clause, Edition
from usage_conformance.profile import Settings


class Status(StrEnum):
    """How a row ended. Only *passed* is a pass; an error satisfies nothing."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    NOT_RUN = "not-run"


class OutcomeName(StrEnum):
    """The outcome of a whole run."""

    NON_CONFORMANT = "non-conformant"
    INCONCLUSIVE = "inconclusive"
    CONFORMANT_WITH_WAIVERS = "conformant-with-waivers"
    CONFORMANT = "conformant"


@dataclass(frozen=True)
class StepRecord:
    """One executed step: Gherkin keyword, text, line in its feature file, and whether it held."""

    keyword: str
    text: str
    line: int
    held: bool


@dataclass(frozen=True)
class Failure:
    """Why a row did not pass.

    `message` is one line. `expected` and `observed` are the suite's words where a
    judgement failed. `call` and `field` name the adapter call where the implementation
    misbehaved, and `trace` is its traceback.
    """

    message: str
    expected: str = ""
    observed: str = ""
    step: str = ""
    line: int = 0
    call: str = ""
    field: str = ""
    trace: str = ""


@dataclass(frozen=True)
class RowRecord:
    """What one execution of a row left behind.

    `evidence` is free-form JSON: requests, files, refusals and their reasons.
    `intrusions` maps the id of an earlier row to what that row's implementation did
    after its end.
    """

    row: str
    status: Status
    failure: Failure | None = None
    steps: tuple[StepRecord, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    intrusions: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dictionary that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RowRecord:
        """The inverse of `to_json`."""
        failure = data["failure"]
        return cls(
            row=data["row"],
            status=Status(data["status"]),
            failure=Failure(**failure) if failure else None,
            steps=tuple(StepRecord(**step) for step in data["steps"]),
            evidence=data["evidence"],
            intrusions=data["intrusions"],
        )


@dataclass(frozen=True)
class Suite:
    """Which suite judged: its version, and the digest of its feature files."""

    version: str
    features: str


@dataclass(frozen=True)
class RowVerdict:
    """A row of the catalog and how it ended.

    `message` says in one line why it did not pass; `failure` holds the details where the
    row was executed.
    """

    row: Row
    status: Status
    message: str = ""
    failure: Failure | None = None
    steps: tuple[StepRecord, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClauseVerdict:
    """A clause, how its rows ended, and what follows for it.

    `note` says why a clause is not applicable or was not shown.
    """

    clause: Clause
    status: Status
    counts: Mapping[Status, int]
    note: str = ""


@dataclass(frozen=True)
class Verdict:
    """The outcome of a run and everything that it rests on.

    `limits` are sentences on what the verdict does not show, the reasons of an
    inconclusive outcome first.
    """

    suite: Suite
    settings: Settings
    edition: Edition
    description: Description
    isolation: str
    clauses: tuple[ClauseVerdict, ...]
    rows: tuple[RowVerdict, ...]
    outcome: OutcomeName
    limits: tuple[str, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many rows ended in each status; adds up to the catalog."""
        counts = dict.fromkeys(Status, 0)
        for row in self.rows:
            counts[row.status] += 1
        return counts
