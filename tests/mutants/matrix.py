"""Which row rejects which broken implementation: the whole suite against all of them.

    python -m tests.mutants.matrix [--jobs N] [--json FILE] [NAME...]

Names are those of the gallery, or the beginnings of some. The end is 1 if a mutant is not
rejected, or by a row that has none of the clauses it breaks, or if a variant is; with all
mutants also if there is a scenario that rejects none of them. Takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tests.mutants.running import Job, Result, catalog, run_all
from usage_conformance.gherkin import Row
from usage_conformance.mutants.gallery import MUTANTS, VARIANTS, Mutant, Variant
from usage_conformance.verdict.model import Status

Rows = Mapping[str, Row]
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """What is wrong with a mutant or variant, or with the suite beside it."""

    name: str
    what: str


def judge_mutant(mutant: Mutant, result: Result, rows: Rows) -> Iterator[Finding]:
    """A mutant has to be rejected, and only where it says that it may be."""
    failed = result.rows(Status.FAILED)
    if not any(mutant.breaks & set(rows[row].clauses) for row in failed):
        yield Finding(mutant.name, "is not rejected")
    for row in failed:
        if not mutant.breaks & set(rows[row].clauses):
            yield Finding(mutant.name, f"is rejected by {row} {rows[row].clauses}")
    unheard = set(mutant.breaks) - {c for row in failed for c in rows[row].clauses}
    if unheard:
        yield Finding(mutant.name, f"breaks nothing of {', '.join(sorted(unheard))}")
    yield from _mishaps(mutant.name, result)


def judge_variant(variant: Variant, result: Result, rows: Rows) -> Iterator[Finding]:
    """A variant has to pass whatever applies to it."""
    for row in result.rows(Status.FAILED):
        failure = result.records[row].failure
        yield Finding(variant.name, f"is rejected by {row}: {failure and failure.message}")
    if set(result.records) != set(rows):
        yield Finding(variant.name, f"{len(rows) - len(result.records)} rows were not executed")
    yield from _mishaps(variant.name, result)


def _mishaps(name: str, result: Result) -> Iterator[Finding]:
    errors = result.rows(Status.ERROR)
    for row in errors[:_MOST_SHOWN]:
        failure = result.records[row].failure
        yield Finding(name, f"error in {row}: {failure and failure.message}")
    if len(errors) > _MOST_SHOWN:
        yield Finding(name, f"errors in {len(errors)} rows")
    for what in (*result.problems, *result.intrusions):
        yield Finding(name, what)


def toothless(results: Sequence[Result], rows: Rows) -> Iterator[Finding]:
    """Scenarios that reject nobody. One row of a scenario that does is enough."""
    failed = {row for result in results for row in result.rows(Status.FAILED)}
    scenarios: dict[str, bool] = {}
    for id in rows:
        scenario = id.partition("[")[0]
        scenarios[scenario] = scenarios.get(scenario, False) or id in failed
    for scenario, rejects in scenarios.items():
        if not rejects:
            yield Finding(scenario, "rejects no mutant")


def main() -> int:
    """Run, say what was found, and perhaps keep which row ended how."""
    parser = argparse.ArgumentParser(description="the suite against the gallery")
    parser.add_argument("--jobs", type=int, help="processes at a time (default: processors)")
    parser.add_argument("--json", type=Path, help="file for the rows that each mutant fails")
    parser.add_argument("names", nargs="*", help="mutants or variants; default: all")
    arguments = parser.parse_args()
    wanted = tuple(arguments.names) or ("",)
    entries: dict[str, Mutant | Variant] = {
        entry.name: entry for entry in (*MUTANTS, *VARIANTS) if entry.name.startswith(wanted)
    }
    rows, console, findings, results = catalog(), Console(soft_wrap=True), list[Finding](), []
    jobs = [Job(entry.name, entry.spec, entry.readings) for entry in entries.values()]
    for result in run_all(jobs, arguments.jobs):
        results.append(result)
        entry = entries[result.name]
        judged = (
            judge_mutant(entry, result, rows)
            if isinstance(entry, Mutant)
            else judge_variant(entry, result, rows)
        )
        found = list(judged)
        findings += found
        rejecting = len(result.rows(Status.FAILED))
        console.print(f"{result.name}: rejected by {rejecting} row(s)", highlight=False)
        for finding in found:
            console.print(f"    {finding.what}", highlight=False, markup=False)
    if not arguments.names:
        without = list(toothless(results, rows))
        findings += without
        for finding in without:
            console.print(f"{finding.name}: {finding.what}", highlight=False, markup=False)
    if arguments.json:
        failed = {result.name: result.rows(Status.FAILED) for result in results}
        arguments.json.write_text(json.dumps(failed, indent=1), encoding="utf-8")
    console.print(f"{len(results)} implementations, {len(findings)} finding(s)")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
