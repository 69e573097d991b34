"""The same behaviour gives the same verdict: in any order, on any number of workers."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from usage_conformance.gherkin.catalog import read_catalog
from usage_conformance.implementation import Description, Release
from usage_conformance.ledger import load_ledger
from usage_conformance.profile import resolve_settings
from usage_conformance.suite import FEATURES
from usage_conformance.verdict import document
from usage_conformance.verdict.judge import judge
from usage_conformance.verdict.model import RowRecord

ROOT = Path(__file__).parents[2]

# Runs pytest as a user would, and leaves the records behind.
RUN = """
import json, sys, pytest
from usage_conformance.pytest_plugin import Recorder
recorder = Recorder()
code = pytest.main(sys.argv[2:], plugins=[recorder])
records = [record.to_json() for record in recorder.records.values()]
open(sys.argv[1], "w").write(json.dumps([int(code), recorder.problems, records]))
"""


def digest_of(folder: Path, *words: str) -> str:
    """The verdict digest of the records that one plain pytest run leaves."""
    out = folder / "records.json"
    command = [sys.executable, "-c", RUN, str(out), str(ROOT / "features"), "-q"]
    # The recorder had to be imported before pytest could rewrite what it stands on.
    command += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    command += ["-p", "no:cacheprovider", f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml")]
    run = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    code, problems, records = json.loads(out.read_text())
    assert (code, problems) == (0, []), run.stdout
    ledger = load_ledger()
    verdict = judge(
        resolve_settings(cwd=folder, ledger=ledger),
        ledger,
        read_catalog(FEATURES.resolve(), ledger),
        {record["row"]: RowRecord.from_json(record) for record in records},
        description=Description("x", "1", "y", (Release(2020, 2),)),
        suite_version="1",
    )
    return document.digest(document.to_document(verdict, created=datetime.now(UTC)))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a run in the features' own order, in one process."""
    return digest_of(tmp_path_factory.mktemp("plain"))


def test_two_workers_give_the_same_digest(plain: str, tmp_path: Path) -> None:
    assert digest_of(tmp_path, "-n", "2") == plain


@pytest.mark.parametrize("seed", ["20201124"])
def test_random_order_gives_the_same_digest(plain: str, tmp_path: Path, seed: str) -> None:
    words = ["--random-order", "--random-order-bucket=global", f"--random-order-seed={seed}"]
    assert digest_of(tmp_path, *words, "-n", "2") == plain
