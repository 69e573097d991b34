"""The command: exit codes, one-line errors, and real runs of single rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from junitparser import JUnitXml

from usage_conformance import __version__
from usage_conformance.cli import certifying, main, preflight
from usage_conformance.cli.pytest_run import Executed, HarnessError
from usage_conformance.gherkin.catalog import read_catalog
from usage_conformance.gherkin.model import Row
from usage_conformance.ledger import load_ledger
from usage_conformance.profile import resolve_settings
from usage_conformance.suite import FEATURES
from usage_conformance.verdict.applicability import applicability
from usage_conformance.verdict.model import Failure, RowRecord, Status

ROOT = Path(__file__).parents[2]
IDLE = "tests.adapters.implementations:Idle"
FIRST = "license_keys"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))


def names(folder: str) -> list[str]:
    return sorted(file.name for file in Path(folder).iterdir())


def applicable(cwd: Path) -> list[Row]:
    ledger = load_ledger()
    settings = resolve_settings(cwd=cwd, ledger=ledger)
    rows = read_catalog(FEATURES.resolve(), ledger).rows
    return [row for row in rows if applicability(row, settings, ledger) is None]


@pytest.fixture
def ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Lets every row that applies pass, without running it, but for the first ones."""

    def arrange(*statuses: Status, problems: tuple[str, ...] = ()) -> list[str]:
        ids = [row.id for row in applicable(tmp_path)]
        records = {key: RowRecord(key, Status.PASSED) for key in ids}
        for key, status in zip(ids, statuses, strict=False):
            records[key] = RowRecord(key, status, Failure("it differs"))
        executed = Executed(records, problems)
        monkeypatch.setattr(certifying, "execute", lambda *_arguments: executed)
        return ids

    return arrange


def waiving(row: str) -> None:
    Path("usage-conformance.toml").write_text(
        "implementation = 'usage_conformance.reference:Reference'\n[[waivers]]\n"
        f"reason = 'r'\nticket = 'T'\nuntil = 9999-01-01\nrows = ['{row}']\n"
    )


@pytest.mark.parametrize(
    ("statuses", "code", "outcome"),
    [
        ((), 0, "conformant"),
        ((Status.FAILED,), 1, "non-conformant"),
        ((Status.ERROR,), 3, "inconclusive"),
        ((Status.NOT_RUN,), 3, "inconclusive"),
        ((Status.ERROR, Status.FAILED), 1, "non-conformant"),
    ],
)
def test_exit_codes(
    statuses: tuple[Status, ...],
    code: int,
    outcome: str,
    ending: Callable[..., list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ending(*statuses)
    assert main(["certify", "--report-dir", "out", "--quiet"]) == code
    assert json.loads(Path("out/verdict.json").read_text())["outcome"] == outcome
    report = JUnitXml.fromfile("out/junit.xml")
    assert (report.failures + report.errors > 0) == (code != 0)
    captured = capsys.readouterr()
    assert captured.out.startswith(f"{outcome}: ")
    assert captured.out.count("\n") == 1
    assert captured.err == ""


def test_waivers(ending: Callable[..., list[str]]) -> None:
    ids = ending(Status.FAILED)
    waiving(ids[0])
    assert main(["certify"]) == 4
    assert main(["certify", "--allow-waivers"]) == 0
    ending(Status.FAILED, Status.FAILED)
    assert main(["certify", "--allow-waivers"]) == 1


def test_waiver_of_a_row_that_passes_is_wrong_usage(
    ending: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    waiving(ending()[0])
    assert main(["certify", "--report-dir", "out"]) == 2
    assert "which passes" in capsys.readouterr().err
    assert names("out") == []


def test_harness_defects_are_never_green(
    ending: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ending(problems=("a worker ended early",))
    assert main(["certify"]) == 3
    assert "a worker ended early" in capsys.readouterr().out
    for error, code in ((HarnessError("broken"), 3), (KeyboardInterrupt(), 130)):

        def fail(*_arguments: object, error: BaseException = error) -> Executed:
            raise error

        monkeypatch.setattr(certifying, "execute", fail)
        assert main(["certify", "--report-dir", "out"]) == code
        assert "no verdict" in capsys.readouterr().err
        assert names("out") == []


def test_verdict_of_an_earlier_run_does_not_survive(
    monkeypatch: pytest.MonkeyPatch, ending: Callable[..., list[str]]
) -> None:
    ending()
    assert main(["certify", "--report-dir", "out", "--quiet"]) == 0
    assert names("out") == ["junit.xml", "verdict.json"]

    def interrupted(*_arguments: object) -> Executed:
        raise KeyboardInterrupt

    monkeypatch.setattr(certifying, "execute", interrupted)
    assert main(["certify", "--report-dir", "out"]) == 130
    assert names("out") == []


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "no command"),
        (["certifi"], "invalid choice"),
        (["certify", "--impl", "x:Y"], "unrecognized arguments"),
        (["certify", "--jobs", "0"], "a number from 1 to 256"),
        (["certify", "--call-deadline", "soon"], "expected seconds"),
        (["certify", "--call-deadline=-1"], "call deadline"),
        (["certify", "--implementation", "acme"], "not of the form module:Class"),
        (["certify", "--implementation", "no_such_module:Usage"], "there is no module"),
        (["certify", "--implementation", "json:dump"], "cannot be made"),
        (["certify", "--implementation", "builtins:object"], "it lacks describe, install"),
        (["certify", "--implementation", "tests.adapters.implementations:Idel"], "mean Idle"),
        (["certify", "--scope", "portals"], "unknown scope 'portals'"),
        (["certify", "--reading", "D2"], "expected DISPUTE=READING"),
        (["certify", "--reading", "D2=never"], "unknown reading 'never'"),
        (["certify", "--reading", "D2=before", "--reading", "D2=through"], "given twice"),
        (["certify", "--edition", "1999"], "unknown edition '1999'"),
        (["certify", "--profile", "missing.toml"], "is not a file"),
        (["certify", "--profile", "bad.toml"], "line 1, column"),
        (["certify", "--only", "nowhere"], "there is no row 'nowhere'"),
        (["certify", "--report-dir", "bad.toml"], "cannot write to report directory bad.toml"),
        (["certify", "--report-dir", "bad.toml/out"], "cannot write to report directory"),
        (["certify", "--report-dir", "/proc/out"], "cannot write to report directory"),
    ],
)
def test_wrong_usage_is_one_line_and_2(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.toml").write_text("implementation = ")
    assert main(argv) == 2
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert lines[-1].startswith("usage-conformance: error: ")
    assert said in lines[-1]
    assert captured.out == ""
    if argv:
        assert len(lines) == 1


VENDORS = """
from tests.adapters.implementations import Idle
from usage_conformance.implementation import Description, Release
print("imported")

class Old(Idle):
    def describe(self):
        return Description("old", "1", "v", (Release(2018, 2, 1),))

class Wrong(Idle):
    def describe(self):
        return "me"

class Moves(Idle):
    def describe(self):
        import json, os
        json.dumps = None
        return super().describe()

class Leaves(Idle):
    def describe(self):
        import os
        os._exit(0)
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Old", "scope collection exists from release 2018 R2 Patch 2 on"),
        ("Wrong", "describe(): expected Description, got 'me' (str)"),
        ("Moves", "describe(): patched json.dumps"),
        ("Leaves", "os._exit(0)"),
    ],
)
def test_implementation_that_cannot_even_describe_itself(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("vendors_cli.py").write_text(VENDORS)
    assert main(["certify", "--implementation", f"vendors_cli:{name}"]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for argv, said in (
        (["--version"], __version__),
        (["--help"], "certify"),
        (["certify", "--help"], "--allow-waivers"),
    ):
        with pytest.raises(SystemExit) as caught:
            main(argv)
        assert caught.value.code == 0
        assert said in capsys.readouterr().out


def command(*argv: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # As the installed command does it: the working directory is not searched.
        [sys.executable, "-P", "-m", "usage_conformance", *argv],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def hostile_folder() -> None:
    for name in ("steps", "fixtures", "features", "usage_conformance"):
        Path(name).mkdir()
        Path(name, "__init__.py").write_text("raise RuntimeError('hostile')")
    for name in ("conftest.py", "json.py", "pytest.py", "argparse.py"):
        Path(name).write_text("raise RuntimeError('hostile')")
    Path("pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    Path("features", "x.feature").write_text("nonsense")


def test_single_row_against_the_reference_from_a_hostile_folder(tmp_path: Path) -> None:
    row = next(row.id for row in applicable(tmp_path) if row.id.startswith(FIRST))
    hostile_folder()
    ended = command(
        "certify",
        "--only",
        row,
        "--report-dir",
        "out",
        env={"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"},
    )
    assert ended.returncode == 3, ended.stderr
    document = json.loads(Path("out/verdict.json").read_text())
    assert {r["id"]: r["status"] for r in document["rows"] if r["status"] == "passed"} == {
        row: "passed"
    }
    assert "Only a selection of the rows was executed." in document["limits"]


def test_single_row_that_fails_says_how_to_run_it_again(tmp_path: Path) -> None:
    row = next(row.id for row in applicable(tmp_path) if row.id.startswith(FIRST))
    ended = command("certify", "--implementation", IDLE, "--only", row, "--jobs", "1")
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "✘ failed" in ended.stdout
    assert f"usage-conformance certify --implementation {IDLE} --jobs" not in ended.stdout
    assert f"--only {row}" in ended.stdout or f"--only '{row}'" in ended.stdout


@pytest.mark.parametrize(
    ("expression", "said"),
    [("nothing_is_called_so", "matches no row"), ("a b (", "not a valid expression")],
)
def test_keyword_that_matches_nothing(expression: str, said: str) -> None:
    ended = command("certify", "-k", expression, "--jobs", "1")
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os\nos._exit(0)\n", "its process ended with code 0 while it was being loaded"),
        ("import sys\nsys.exit(0)\n", "cannot be imported: SystemExit: 0"),
        ("import os\nos.kill(os.getpid(), 9)\n", "its process ended with code -9"),
        ("import atexit, os\natexit.register(os._exit, 0)\nclass X: pass\n", "lacks describe"),
    ],
)
def test_module_that_ends_the_process_is_wrong_usage(
    body: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "leaving.py").write_text(body)
    monkeypatch.chdir(tmp_path)
    assert main(["certify", "--implementation", "leaving:X"]) == 2
    assert said in capsys.readouterr().err


def test_module_that_does_not_load_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sleeping.py").write_text("import threading\nthreading.Event().wait()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(preflight, "LOADING_SECONDS", 0.5)
    words = ["certify", "--implementation", "sleeping:X", "--call-deadline", "0.5"]
    assert main(words) == 2
    assert "it was not loaded within 1 seconds" in capsys.readouterr().err
