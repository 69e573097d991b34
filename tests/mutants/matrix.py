"""Which row rejects which broken implementation: the whole suite against all of them.

    python -m tests.mutants.matrix [--quick] [--jobs N] [--json FILE] [NAME...]

Names are those of the gallery, or the beginnings of some. The end is 1 if a mutant is not
rejected, or by a row that has none of the clauses it breaks, or if a variant is; with all
mutants also if there is a scenario that rejects none of them. All of it takes an hour on
two processors; --quick leaves out, of scenarios of features in which a mutant breaks nothing,
all rows but the first, which takes half of that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.running import Job, Result, catalog, run_all
from usage_conformance.gherkin import Row
from usage_conformance.mutants.gallery import MUTANTS, VARIANTS, Mutant, Variant
from usage_conformance.verdict.model import Status

Rows = Mapping[str, Row]
ALL: tuple[Mutant | Variant, ...] = (*MUTANTS, *VARIANTS)
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """What is wrong with a mutant or variant, or with the suite beside it."""

    name: str
    what: str


def likely(entry: Mutant | Variant, rows: Rows) -> tuple[str, ...]:
    """All rows of the features in which a mutant breaks something, and one of every other
    scenario."""
    breaks = entry.breaks if isinstance(entry, Mutant) else frozenset[str]()
    about = {row.feature for row in rows.values() if breaks & set(row.clauses)}
    chosen, seen = [], set()
    for row in rows.values():
        scenario = row.id.partition("[")[0]
        if scenario not in seen or row.feature in about:
            chosen.append(row.id)
        seen.add(scenario)
    return tuple(chosen)


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
        yield Finding(variant.name, f"is rejected by {row}: {result.messages[row]}")
    yield from _mishaps(variant.name, result)


def _mishaps(name: str, result: Result) -> Iterator[Finding]:
    errors = result.rows(Status.ERROR)
    for row in errors[:_MOST_SHOWN]:
        yield Finding(name, f"error in {row}: {result.messages[row]}")
    if len(errors) > _MOST_SHOWN:
        yield Finding(name, f"errors in {len(errors)} rows")
    for what in (*result.problems, *result.intrusions)[:_MOST_SHOWN]:
        yield Finding(name, what)


def toothless(results: Sequence[Result], rows: Rows) -> Iterator[Finding]:
    """Scenarios that reject nobody. One row of a scenario that does is enough."""
    failed = {row for result in results for row in result.rows(Status.FAILED)}
    scenarios: dict[str, bool] = {}
    for row in rows:
        scenario = row.partition("[")[0]
        scenarios[scenario] = scenarios.get(scenario, False) or row in failed
    for scenario, rejects in scenarios.items():
        if not rejects:
            yield Finding(scenario, "rejects no mutant")


def main() -> int:
    """Run, say what was found, and perhaps keep which row ended how."""
    parser = argparse.ArgumentParser(description="the suite against the gallery")
    parser.add_argument("--quick", action="store_true", help="leave out rows, see above")
    parser.add_argument("--jobs", type=int, help="processes at a time (default: processors)")
    parser.add_argument("--json", type=Path, help="file for the rows that each mutant fails")
    parser.add_argument("names", nargs="*", help="mutants or variants; default: all")
    arguments = parser.parse_args()
    wanted = tuple(arguments.names) or ("",)
    entries = {entry.name: entry for entry in ALL if entry.name.startswith(wanted)}
    rows, results, findings = catalog(), list[Result](), list[Finding]()
    jobs = [
        Job(entry.name, entry.spec, entry.readings, likely(entry, rows) if arguments.quick else ())
        for entry in entries.values()
    ]
    for result in run_all(jobs, arguments.jobs):
        results.append(result)
        found = list(_judge(entries[result.name], result, rows))
        findings += found
        _say(f"{result.name}: rejected by {len(result.rows(Status.FAILED))} row(s)")
        for finding in found:
            _say(f"    {finding.what}")
    if not arguments.names:
        for finding in toothless(results, rows):
            findings.append(finding)
            _say(f"{finding.name}: {finding.what}")
    if arguments.json:
        failed = {result.name: result.rows(Status.FAILED) for result in results}
        arguments.json.write_text(json.dumps(failed, indent=1), encoding="utf-8")
    _say(f"{len(results)} implementations, {len(findings)} finding(s)")
    return 1 if findings else 0


def _judge(entry: Mutant | Variant, result: Result, rows: Rows) -> Iterator[Finding]:
    if isinstance(entry, Mutant):
        return judge_mutant(entry, result, rows)
    return judge_variant(entry, result, rows)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
