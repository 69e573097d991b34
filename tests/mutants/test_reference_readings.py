"""The reference implementation conforms under every reading of every dispute.

Here each reading meets the rows of the rules that have to do with it. The conforming
variant `variants.OtherReadings` meets the whole suite with all of them at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pytest

from tests.mutants.running import Job, Result, catalog, run_all
from usage_conformance.ledger import load_ledger
from usage_conformance.profile import REFERENCE
from usage_conformance.verdict.model import Status

ROWS = catalog()
DISPUTES = {d.id: tuple(d.readings) for d in load_ledger().disputes.values() if d.readings}

# Readings of one rule that could stand in each other's way.
TOGETHER = (("D2", "D5b"), ("D3", "D4"), ("D9", "D10", "D13"), ("D12", "D14", "D15"))


def combinations() -> Iterator[dict[str, str]]:
    """Every reading alone that is not the default, and those of a rule in all combinations."""
    for dispute, readings in DISPUTES.items():
        yield from ({dispute: reading} for reading in readings[1:])
    for disputes in TOGETHER:
        for readings in itertools.product(*(DISPUTES[dispute] for dispute in disputes)):
            chosen = dict(zip(disputes, readings, strict=True))
            others = {d: r for d, r in chosen.items() if r != DISPUTES[d][0]}
            if len(others) > 1:
                yield others


def name(readings: Mapping[str, str]) -> str:
    return ",".join(f"{dispute}={reading}" for dispute, reading in readings.items())


def rows_about(readings: Mapping[str, str]) -> tuple[str, ...]:
    """The rows of all rules in which a row depends on one of the disputes."""
    rules = {
        (r.feature, r.rule) for r in ROWS.values() if not readings.keys().isdisjoint(r.readings)
    }
    return tuple(r.id for r in ROWS.values() if (r.feature, r.rule) in rules)


COMBINATIONS = {name(readings): readings for readings in combinations()}


@pytest.fixture(scope="module")
def results() -> Mapping[str, Result]:
    jobs = [Job(n, REFERENCE, r, rows_about(r)) for n, r in COMBINATIONS.items()]
    return {result.name: result for result in run_all(jobs)}


@pytest.mark.parametrize("combination", COMBINATIONS)
def test_the_reference_conforms(combination: str, results: Mapping[str, Result]) -> None:
    result, readings = results[combination], COMBINATIONS[combination]
    assert not result.problems
    assert not result.intrusions
    assert not result.rows(Status.FAILED)
    assert not result.rows(Status.ERROR)
    applicable = [
        row
        for row in rows_about(readings)
        if all(
            readings.get(dispute, DISPUTES[dispute][0]) == reading
            for dispute, reading in ROWS[row].readings.items()
        )
    ]
    assert applicable
    assert set(applicable) <= set(result.rows(Status.PASSED))


def test_every_dispute_with_readings_has_rows() -> None:
    assert all(rows_about({dispute: ""}) for dispute in DISPUTES)
