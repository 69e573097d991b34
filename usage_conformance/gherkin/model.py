"""The specification as data: one `Row` for each scenario and example row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from usage_conformance.ledger import Scope


@dataclass(frozen=True)
class Problem:
    """Something in the specification that would let a defect pass unseen."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Row:
    """One scenario with one example row: the unit that gets a status.

    `id` is stable, unique and safe to paste into a shell within quotes. `feature` is the
    feature file's name, `line` the scenario's line in it. `readings` maps the disputes
    that the row depends on to the reading that it holds under; a row without any binds
    everybody. `editions` names the only editions that the row belongs to; empty means
    every edition that has its clauses.
    """

    id: str
    feature: str
    scenario: str
    rule: str
    line: int
    example: Mapping[str, str]
    clauses: tuple[str, ...]
    stated: bool
    observed: bool
    readings: Mapping[str, str]
    scopes: frozenset[Scope]
    editions: frozenset[str] = frozenset()
    tags: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Catalog:
    """All rows in the order of the features, and a digest of the feature files."""

    rows: tuple[Row, ...]
    digest: str
