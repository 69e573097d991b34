"""Runs the suite against implementations, each in a fork of a process that has it loaded.

To import pytest, moto and boto3 and to load the suite costs a second, which a fork does
not pay again; and whatever an implementation does to its process ends with the fork.

Tests use `run_apart`, which does all this in a process of its own: pytest and whatever
other tests have left in theirs stay out of it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any, cast

import pytest

from usage_conformance.gherkin import Row
from usage_conformance.gherkin.catalog import read_catalog
from usage_conformance.ledger import load_ledger
from usage_conformance.pytest_plugin import Recorder
from usage_conformance.suite import FEATURES
from usage_conformance.verdict.model import RowRecord, Status

_LOADED_ONCE = ("boto3", "moto.s3.models", "pytest_bdd.plugin", "usage_conformance.mutants.gallery")
_MUST_PASS = "usage_files::a-fresh-installation-collects-as-soon-as-it-has-a-license"
# Of pytest's plug-ins those that change the order, write files, or take long.
_UNUSED = (
    "cacheprovider",
    "faulthandler",
    "logging",
    "random_order",
    "randomly",
    "threadexception",
    "unraisableexception",
    "xdist",
)


@dataclass(frozen=True)
class Job:
    """An implementation to run, and the rows to run it against; none means all of them."""

    name: str
    spec: str
    readings: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    edition: str | None = None


@dataclass(frozen=True)
class Result:
    """How the rows of a job ended, and what went wrong beside them.

    `intrusions` is what the implementation did after the end of a row.
    """

    name: str
    statuses: Mapping[str, Status]
    messages: Mapping[str, str]
    problems: tuple[str, ...] = ()
    intrusions: tuple[str, ...] = ()

    def rows(self, status: Status) -> tuple[str, ...]:
        """The ids of the rows with this status."""
        return tuple(row for row, ended in self.statuses.items() if ended is status)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Result:
        """The inverse of `dataclasses.asdict` and JSON."""
        statuses = {row: Status(status) for row, status in plain["statuses"].items()}
        problems, intrusions = tuple(plain["problems"]), tuple(plain["intrusions"])
        return cls(plain["name"], statuses, plain["messages"], problems, intrusions)


def catalog() -> Mapping[str, Row]:
    """Every row of the features by its id, in their order."""
    rows = read_catalog(FEATURES.resolve(), load_ledger()).rows
    return {row.id: row for row in rows}


def run_apart(jobs: Sequence[Job]) -> Mapping[str, Result]:
    """Run every job, apart from this process; results by the names of the jobs."""
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps([asdict(job) for job in jobs]),
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the jobs could not be run: {done.stderr[-4000:]}")
    return {plain["name"]: Result.from_json(plain) for plain in json.loads(done.stdout)}


def run_all(jobs: Sequence[Job], workers: int | None = None) -> Iterator[Result]:
    """Run every job, `workers` at a time; results come as they are ready.

    Without `workers`, one for each processor.
    """
    warm_up()
    # What is there already is not to be looked through, and so copied, in every fork.
    gc.freeze()
    most = workers or len(os.sched_getaffinity(0))
    waiting = list(reversed(jobs))
    running: dict[Connection, tuple[Job, ForkProcess]] = {}
    while waiting or running:
        while waiting and len(running) < most:
            job = waiting.pop()
            receiver, process = _fork(job)
            running[receiver] = (job, process)
        for ready in wait(list(running)):
            receiver = cast("Connection", ready)
            job, process = running.pop(receiver)
            try:
                yield receiver.recv()
            except EOFError:
                yield Result(job.name, {}, {}, problems=("its process ended early",))
            process.join()
            receiver.close()


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
        problems.append(f"pytest ended with {code!r}: {said.getvalue()[:1500]}")
    records = recorder.records
    intrusions = (pair for record in records.values() for pair in record.intrusions.items())
    return Result(
        job.name,
        {row: record.status for row, record in records.items()},
        {row: _message(record) for row, record in records.items()},
        tuple(problems),
        tuple(f"{row}: {what}" for row, what in intrusions),
    )


def _message(record: RowRecord) -> str:
    return record.failure.message if record.failure else ""


def _fork(job: Job) -> tuple[Connection, ForkProcess]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run_and_send, args=(job, sender))
    process.start()
    sender.close()
    return receiver, process


def _run_and_send(job: Job, sender: Connection) -> None:
    # multiprocessing closes it, and adapters are watched for doing so.
    vars(sys)["__stdin__"] = sys.stdin
    sender.send(run(job))


def _command(job: Job) -> list[str]:
    features = FEATURES.resolve()
    wanted = sorted({row.partition("::")[0] for row in job.rows})
    command = [str(features / f"{name}.feature") for name in wanted] or [str(features)]
    command += [f"--only={row}" for row in job.rows]
    command += ["-c", os.devnull, f"--rootdir={features.parent}", f"--confcutdir={features}"]
    command += ["--noconftest", "--tb=no", "-q", "--capture=no"]
    command += ["-p", "usage_conformance.pytest_plugin"]
    command += [word for plugin in _UNUSED for word in ("-p", f"no:{plugin}")]
    command += [f"--implementation={job.spec}"]
    command += [f"--edition={job.edition}"] if job.edition else []
    return command + [f"--reading={name}={value}" for name, value in job.readings.items()]


def main() -> None:
    """Jobs in, results out."""
    jobs = [Job(**plain | {"rows": tuple(plain["rows"])}) for plain in json.load(sys.stdin)]
    json.dump([asdict(result) for result in run_all(jobs)], sys.stdout)


if __name__ == "__main__":
    main()
