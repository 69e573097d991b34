"""Measure a whole `certify` beside bare pytest and bare pytest-bdd, in one run.

    python -m benchmarks [--rounds N] [--json]

Machines differ and are noisy: the candidates take turns, round by round, and what counts are
medians and their ratios. Times are wall-clock seconds of whole processes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from usage_conformance.gherkin.catalog import read_catalog
from usage_conformance.ledger import load_ledger
from usage_conformance.suite import FEATURES

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
CERTIFY = [sys.executable, "-m", "usage_conformance", "certify", "--quiet"]
DEFINITIONS = 100
STEPS = 8


@dataclass(frozen=True)
class Candidate:
    """Something to measure: a command and the exit codes that mean that it worked."""

    name: str
    command: list[str]
    codes: frozenset[int] = frozenset({0})


def candidates(folder: Path, rows: int) -> list[Candidate]:
    """The suite, once with one worker and once with two, and what it is compared with."""
    empty = folder / "empty" / "test_empty.py"
    empty.parent.mkdir()
    empty.write_text("".join(f"def test_{n}(): pass\n" for n in range(rows)))
    scenarios = folder / "bdd"
    scenarios.mkdir()
    (scenarios / "empty.feature").write_text(_feature(rows))
    (scenarios / "test_bdd.py").write_text(_definitions())
    return [
        Candidate("certify, two workers", [*CERTIFY, "--jobs", "2"]),
        Candidate("certify, one worker", [*CERTIFY, "--jobs", "1"]),
        Candidate("certify, one row", [*CERTIFY, "--jobs", "1", "--only", _ROW], frozenset({3})),
        Candidate(f"pytest, {rows} empty tests", [*PYTEST, str(empty)]),
        Candidate(f"pytest-bdd, {rows} empty scenarios", [*PYTEST, str(scenarios)]),
    ]


_ROW = "usage_files::a-fresh-installation-collects-as-soon-as-it-has-a-license"


def _feature(rows: int) -> str:
    """As many scenarios as the suite has rows, with as many steps as its rows have."""
    lines = ["Feature: Empty"]
    for number in range(rows):
        lines.append(f"  Scenario: Number {number}")
        lines += [f"    Given thing {(number + step) % DEFINITIONS}" for step in range(STEPS)]
    return "\n".join(lines) + "\n"


def _definitions() -> str:
    steps = "".join(
        f"@given('thing {number}')\ndef _{number}(): pass\n" for number in range(DEFINITIONS)
    )
    return f"from pytest_bdd import given, scenarios\n{steps}scenarios('empty.feature')\n"


def measure(candidate: Candidate, folder: Path) -> float:
    """Seconds that one run takes. RuntimeError if it does not end as it has to."""
    started = time.perf_counter()
    run = subprocess.run(candidate.command, cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if run.returncode not in candidate.codes:
        raise RuntimeError(f"{candidate.name}: exit code {run.returncode}\n{run.stdout.decode()}")
    return seconds


def report(medians: Mapping[str, float], rows: int) -> dict[str, float]:
    """Costs per row in milliseconds, from medians in the order of `candidates`."""
    two, one, single, empty, scenario = medians.values()
    return {
        "rows": rows,
        "start to verdict, two workers (s)": two,
        "start to verdict, one worker (s)": one,
        "start-up and one row (s)": single,
        "a row (ms)": (one - single) / (rows - 1) * 1000,
        "an empty test (ms)": empty / rows * 1000,
        "an empty scenario (ms)": scenario / rows * 1000,
        "a row beyond an empty scenario (ms)": ((one - single) / (rows - 1) - scenario / rows)
        * 1000,
        "whole run / empty scenarios, one worker (ratio)": one / scenario,
    }


def main() -> None:
    """Measure in turns, print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each candidate (3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    rows = len(read_catalog(FEATURES.resolve(), load_ledger()).rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contenders = candidates(folder, rows)
        times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
        for _ in range(arguments.rounds):
            for contender in contenders:
                times[contender.name].append(measure(contender, folder))
    figures = report({name: statistics.median(taken) for name, taken in times.items()}, rows)
    if arguments.json:
        print(json.dumps({"times": times, "figures": figures}, indent=2))
        return
    console = Console()
    table = Table("candidate", "median s", "all runs")
    for name, taken in times.items():
        runs = ", ".join(f"{seconds:.2f}" for seconds in taken)
        table.add_row(name, f"{statistics.median(taken):.2f}", runs)
    console.print(table)
    for label, value in figures.items():
        console.print(f"{label:50} {value:8.2f}")


if __name__ == "__main__":
    main()
