"""Runs the suite against implementations, each in a fork of a process that has it loaded.

To import pytest, moto and boto3 and to load the suite costs a second, which a fork does
not pay again; and whatever an implementation does to its process ends with the fork.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from usage_conformance.gherkin import Row
from usage_conformance.gherkin.catalog import read_catalog
from usage_conformance.ledger import load_ledger
from usage_conformance.pytest_plugin import Recorder
from usage_conformance.suite import FEATURES
from usage_conformance.verdict.model import RowRecord, Status

_LOADED_ONCE = ("boto3", "moto.s3.models", "pytest_bdd.plugin", "usage_conformance.mutants.gallery")
_MUST_PASS = "usage_files::a-fresh-installation-collects-as-soon-as-it-has-a-license"


@dataclass(frozen=True)
class Job:
    """An implementation to run, and the rows to run it against; none means all of them."""

    name: str
    spec: str
    readings: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """How the rows ended. An intrusion into another row's time makes it an error there."""

    name: str
    records: Mapping[str, RowRecord]
    problems: tuple[str, ...]

    def rows(self, status: Status) -> tuple[str, ...]:
        """The ids of the rows with this status."""
        return tuple(row for row, record in self.records.items() if record.status is status)

    @property
    def intrusions(self) -> tuple[str, ...]:
        """What was done after the end of a row."""
        return tuple(
            f"{row}: {what}"
            for record in self.records.values()
            for row, what in record.intrusions.items()
        )


def catalog() -> Mapping[str, Row]:
    """Every row of the features by its id, in their order."""
    rows = read_catalog(FEATURES.resolve(), load_ledger()).rows
    return {row.id: row for row in rows}


def run_all(jobs: Sequence[Job], workers: int | None = None) -> Iterator[Result]:
    """Run every job, `workers` at a time; results come as they are ready.

    Without `workers`, one for each processor.
    """
    warm_up()
    processes = workers or len(os.sched_getaffinity(0))
    fork = multiprocessing.get_context("fork")
    with fork.Pool(processes, _open_stdin, maxtasksperchild=1) as pool:
        yield from pool.imap_unordered(run, jobs)


def _open_stdin() -> None:
    # multiprocessing closes it, and adapters are watched for doing so.
    sys.__stdin__ = sys.stdin  # type: ignore[misc]


def warm_up() -> None:
    """Load in this process what each run needs."""
    for module in _LOADED_ONCE:
        importlib.import_module(module)
    result = run(Job("warm-up", "usage_conformance.reference:Reference", rows=(_MUST_PASS,)))
    if result.rows(Status.PASSED) != (_MUST_PASS,):
        raise RuntimeError(f"the reference implementation does not pass: {result}")


def run(job: Job) -> Result:
    """Run one job in this process."""
    recorder, said = Recorder(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main(_command(job), plugins=[recorder])
    problems = list(recorder.problems)
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        problems.append(f"pytest ended with {code!r}: {said.getvalue()[-2000:]}")
    return Result(job.name, recorder.records, tuple(problems))


def _command(job: Job) -> list[str]:
    features = FEATURES.resolve()
    wanted = sorted({row.partition("::")[0] for row in job.rows})
    command = [str(features / f"{name}.feature") for name in wanted] or [str(features)]
    command += [f"--only={row}" for row in job.rows]
    command += ["-c", os.devnull, f"--rootdir={features.parent}", f"--confcutdir={features}"]
    command += ["--noconftest", "-p", "usage_conformance.pytest_plugin", "-p", "no:cacheprovider"]
    command += ["-p", "no:randomly", "-p", "no:random_order", "-p", "no:xdist"]
    command += ["-p", "no:logging", "-p", "no:faulthandler", "--tb=no", "-q", "--capture=no"]
    command += [f"--implementation={job.spec}"]
    return command + [f"--reading={name}={value}" for name, value in job.readings.items()]
