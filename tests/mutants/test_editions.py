"""The rows of the older edition pass and fail as they should."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.mutants.running import Job, Result, catalog, run_apart
from usage_conformance.mutants.gallery import find
from usage_conformance.profile import REFERENCE
from usage_conformance.verdict.model import Status

EDITION = "2018-10-08"
CATALOG = catalog()
ROWS = tuple(row.id for row in CATALOG.values() if EDITION in row.editions)


REJECTED = {
    "releases.EveryReleaseHasVirtualCloud": {"LK-5"},
    "releases.VirtualCloudFallsBack": {"LK-3", "LK-5"},
    "keys.UploadKeyUnknown": {"LK-1", "LK-3"},
}


@pytest.fixture(scope="module")
def results() -> Mapping[str, Result]:
    specs = {"reference": REFERENCE} | {name: find(name).spec for name in REJECTED}
    return run_apart([Job(name, spec, {}, ROWS, EDITION) for name, spec in specs.items()])


def test_the_reference_conforms_to_the_older_edition(results: Mapping[str, Result]) -> None:
    assert results["reference"].rows(Status.PASSED) == ROWS
    assert len(ROWS) == 3


@pytest.mark.parametrize(("mutant", "clauses"), REJECTED.items())
def test_the_older_edition_rejects(
    mutant: str, clauses: set[str], results: Mapping[str, Result]
) -> None:
    assert not results[mutant].problems
    rejecting = results[mutant].rows(Status.FAILED)
    assert {clause for row in rejecting for clause in CATALOG[row].clauses} == clauses
