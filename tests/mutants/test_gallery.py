"""The broken implementations are rejected, and the conforming variants are not.

Each mutant meets the rows that are known to reject it, each variant those rows that may
have to do with the freedom it uses, and one of every rule. The whole suite against all of
them is what `python -m tests.mutants.matrix` is for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import pytest
from filelock import FileLock

from tests.mutants.running import Job, Result, catalog, run_apart
from usage_conformance.ledger import Kind, load_ledger
from usage_conformance.mutants.gallery import MUTANTS, VARIANTS, Mutant, Variant, find
from usage_conformance.verdict.model import Status

ROWS = catalog()
# The older edition's rows do not apply to the newer one; test_editions has them.
OLDER = {row.id for row in ROWS.values() if row.editions}


def scenarios(rows: Iterable[str]) -> dict[str, str]:
    """The first of the rows of each scenario, by the scenario."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.partition("[")[0], row)
    return first


def rows_for(variant: Variant) -> tuple[str, ...]:
    """One row of each scenario about the freedom, and one of every rule."""
    named = set(re.findall(r"[A-Z]+-?[0-9]+[a-z]?", variant.freedom)) | variant.readings.keys()
    rows = [ROWS[row] for row in scenarios(ROWS).values()]
    rules = {(row.feature, row.rule): row.id for row in reversed(rows)}
    about = {row.id for row in rows if named & {*row.clauses, *row.readings}}
    return tuple(row.id for row in rows if row.id in about or row.id in rules.values())


def job(entry: Mutant | Variant) -> Job:
    rows = entry.killers if isinstance(entry, Mutant) else rows_for(entry)
    return Job(entry.name, entry.spec, entry.readings, rows)


@pytest.fixture(scope="module")
def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Result]:
    """All results that the selected tests of this module want, at one go.

    Workers of pytest-xdist share them: the first one runs the jobs, which use every
    processor anyway, and the others wait.
    """
    here = [item for item in request.session.items if item.path == request.path]
    wanted = [find(name) for item in here if (name := item.name.partition("[")[2][:-1])]
    if not hasattr(request.config, "workerinput"):
        return run_apart([job(entry) for entry in wanted])
    shared = tmp_path_factory.getbasetemp().parent / "gallery.json"
    with FileLock(shared.with_suffix(".lock")):
        if not shared.exists():
            done = run_apart([job(entry) for entry in wanted])
            shared.write_text(json.dumps([asdict(result) for result in done.values()]))
        return {plain["name"]: Result.from_json(plain) for plain in json.loads(shared.read_text())}


@pytest.mark.parametrize("entry", MUTANTS, ids=lambda entry: entry.name)
def test_mutant_is_rejected(entry: Mutant, results: Mapping[str, Result]) -> None:
    result = results[entry.name]
    assert not result.problems
    assert entry.killers
    assert set(result.rows(Status.FAILED)) == set(entry.killers), result.messages
    for row in entry.killers:
        assert entry.breaks & set(ROWS[row].clauses)


@pytest.mark.parametrize("entry", VARIANTS, ids=lambda entry: entry.name)
def test_variant_is_not_rejected(entry: Variant, results: Mapping[str, Result]) -> None:
    result = results[entry.name]
    assert not result.problems
    assert not result.intrusions
    assert not {row: result.messages[row] for row in result.rows(Status.FAILED)}
    assert not {row: result.messages[row] for row in result.rows(Status.ERROR)}
    assert set(result.statuses) == set(job(entry).rows)
    assert result.rows(Status.PASSED)


def test_every_scenario_rejects_a_mutant() -> None:
    rejecting = scenarios(row for mutant in MUTANTS for row in mutant.killers)
    toothless = scenarios(set(ROWS) - OLDER).keys() - rejecting.keys()
    assert not toothless


def test_every_clause_of_behaviour_is_broken_by_a_mutant() -> None:
    clauses = load_ledger().clauses.values()
    behaviour = {clause.id for clause in clauses if clause.kind is Kind.BEHAVIOUR}
    broken: set[str] = set()
    for mutant in MUTANTS:
        assert mutant.breaks <= behaviour, mutant.name
        for row in mutant.killers:
            broken |= mutant.breaks & set(ROWS[row].clauses)
    assert not behaviour - broken


def test_the_gallery_is_large_and_says_what_each_is_about() -> None:
    assert len(MUTANTS) >= 60
    assert len(VARIANTS) >= 12
    for entry in (*MUTANTS, *VARIANTS):
        assert entry.doc, entry.name
        assert find(entry.name) == entry
    with pytest.raises(KeyError):
        find("keys.NoSuchMutant")


def test_readings_are_those_of_the_ledger() -> None:
    disputes = load_ledger().disputes
    for entry in (*MUTANTS, *VARIANTS):
        for dispute, reading in entry.readings.items():
            assert reading in disputes[dispute].readings, entry.name
