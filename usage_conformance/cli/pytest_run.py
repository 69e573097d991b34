"""Run the features with pytest, untouched by anybody's pytest settings."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression  # pytest offers no public way to ask.

from usage_conformance.cli.arguments import Arguments
from usage_conformance.profile import UsageError
from usage_conformance.pytest_plugin import Recorder
from usage_conformance.suite import FEATURES
from usage_conformance.verdict.model import RowRecord

# Each costs a second; what crashes so often gets no verdict anyway.
MOST_CRASHES = 50

# Of pytest's own plug-ins those that talk, write files, or cost time for each row.
_UNUSED = (
    "cacheprovider",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "stepwise",
    "terminal",
    "threadexception",
    "unittest",
    "unraisableexception",
    "warnings",
)

_ENVIRONMENT: Mapping[str, str | None] = {
    "PYTEST_ADDOPTS": None,
    "PYTEST_PLUGINS": None,
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    # For the workers: a file in the working directory must not stand in for a module.
    "PYTHONSAFEPATH": "1",
    "PYTHONPATH": None,
}


class HarnessError(Exception):
    """The harness itself failed: there is no verdict, and it is nobody's fault but ours."""


@dataclass(frozen=True)
class Executed:
    """What a run of pytest left: a record for each row, and what belongs to no row."""

    records: Mapping[str, RowRecord]
    problems: tuple[str, ...]


@dataclass(eq=False)
class _Interrupts:
    """Notes a Ctrl-C, which pytest reports with the same exit code as other things."""

    seen: list[str] = field(default_factory=list)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.seen.append(excinfo.typename)


def execute(arguments: Arguments, jobs: int, on_row: Callable[[RowRecord], None]) -> Executed:
    """Execute the rows in `jobs` worker processes.

    Raises UsageError where the selection is wrong, KeyboardInterrupt, and HarnessError.
    """
    _check_keyword(arguments.keyword)
    recorder, interrupts = Recorder(on_row), _Interrupts()
    said = io.StringIO()
    with (
        as_file(files(__package__) / "certify.ini") as ini,
        tempfile.TemporaryDirectory(
            prefix="usage-conformance-", ignore_cleanup_errors=True
        ) as scratch,
        _environment(),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        code = pytest.main(
            _command(arguments, jobs, ini, Path(scratch) / "rows"),
            plugins=[recorder, interrupts],
        )
    if "KeyboardInterrupt" in interrupts.seen:
        raise KeyboardInterrupt
    _check(code, arguments, said.getvalue(), recorder)
    problems = list(recorder.problems)
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        problems.append(f"pytest ended with code {int(code)}: {said.getvalue().strip()[-2000:]}")
    return Executed(recorder.records, tuple(problems))


def _command(arguments: Arguments, jobs: int, ini: Path, scratch: Path) -> list[str]:
    features = FEATURES.resolve()
    command = [str(features), "-c", str(ini), f"--rootdir={features.parent}"]
    command += [f"--confcutdir={features}", "--noconftest", "--assert=plain", "--capture=no"]
    command += [f"--basetemp={scratch}", "--strict-config", "-n", str(jobs)]
    command += [f"--max-worker-restart={MOST_CRASHES}"]
    for plugin in ("pytest_bdd.plugin", "xdist.plugin", "usage_conformance.pytest_plugin"):
        command += ["-p", plugin]
    for plugin in _UNUSED:
        command += ["-p", f"no:{plugin}"]
    if arguments.keyword is not None:
        command += ["-k", arguments.keyword]
    command += [f"--only={row}" for row in arguments.only]
    return command + _glued(arguments.claims())


def _glued(words: list[str]) -> list[str]:
    """`--flag=value`, so that a value that begins with a dash is not taken for a flag."""
    return [f"{flag}={value}" for flag, value in zip(words[::2], words[1::2], strict=True)]


def _check_keyword(expression: str | None) -> None:
    """Raise UsageError for what pytest would refuse, but only in a worker, unheard."""
    if expression is not None:
        try:
            Expression.compile(expression)
        except SyntaxError as error:
            raise UsageError(f"-k {expression!r} is not a valid expression: {error.msg}") from error


def _check(
    code: int | pytest.ExitCode, arguments: Arguments, said: str, recorder: Recorder
) -> None:
    if code == pytest.ExitCode.NO_TESTS_COLLECTED and arguments.selected:
        raise UsageError(f"-k {arguments.keyword!r} matches no row")
    if code == pytest.ExitCode.USAGE_ERROR:
        raise HarnessError(said.strip().removeprefix("ERROR: "))
    if code == pytest.ExitCode.INTERNAL_ERROR or not recorder.records:
        details = "\n".join(recorder.problems) or said.strip()
        raise HarnessError(f"pytest ended with code {int(code)}\n{details}")


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    _set(_ENVIRONMENT)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
