"""`usage-conformance certify`: from claims to a verdict."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console

from usage_conformance import __version__
from usage_conformance.cli.arguments import Arguments
from usage_conformance.cli.preflight import describe
from usage_conformance.cli.pytest_run import HarnessError, execute
from usage_conformance.gherkin.catalog import CatalogError, read_catalog
from usage_conformance.gherkin.model import Catalog
from usage_conformance.implementation import Description
from usage_conformance.ledger import Ledger, LedgerError, load_ledger
from usage_conformance.profile import (
    Settings,
    UsageError,
    check_releases,
    resolve_settings,
)
from usage_conformance.reports import junit
from usage_conformance.reports.progress import RunProgress
from usage_conformance.reports.terminal import outcome_line, print_verdict
from usage_conformance.suite import FEATURES
from usage_conformance.verdict import document as verdicts
from usage_conformance.verdict.judge import JudgingError, judge
from usage_conformance.verdict.model import OutcomeName

MOST_DEFAULT_JOBS = 4
WIDTH_OF_FILES = 110

_EXIT_CODES: Mapping[str, int] = {
    OutcomeName.CONFORMANT: 0,
    OutcomeName.NON_CONFORMANT: 1,
    OutcomeName.INCONCLUSIVE: 3,
    OutcomeName.CONFORMANT_WITH_WAIVERS: 4,
}


def certify(arguments: Arguments) -> int:
    """Certify, say the verdict, keep it if asked; the exit code.

    Raises UsageError, HarnessError and KeyboardInterrupt, each without a verdict.
    """
    cwd = _cwd()
    ledger, catalog = _suite()
    settings = resolve_settings(
        cwd=cwd,
        ledger=ledger,
        profile=arguments.profile,
        implementation=arguments.implementation,
        edition=arguments.edition,
        scope=arguments.scope,
        readings=arguments.readings_by_dispute(),
        call_deadline=arguments.call_deadline,
    )
    _known_rows(arguments, catalog)
    folder = _report_folder(cwd, arguments.report_dir)
    description = describe(settings, cwd)
    check_releases(settings, description)
    with _own_stdout() as stdout:
        console = Console(file=stdout)
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console.width = WIDTH_OF_FILES
        document = _run(arguments, settings, ledger, catalog, description, console)
        if folder is not None:
            _keep(document, folder)
        # Whoever reads our output may have gone; the verdict stands all the same.
        with contextlib.suppress(BrokenPipeError):
            _say(document, arguments, console, folder)
    if document["outcome"] == OutcomeName.CONFORMANT_WITH_WAIVERS and arguments.allow_waivers:
        return 0
    return _EXIT_CODES[document["outcome"]]


def _cwd() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the working directory no longer exists") from error


def _suite() -> tuple[Ledger, Catalog]:
    try:
        ledger = load_ledger()
        return ledger, read_catalog(FEATURES.resolve(), ledger)
    except (LedgerError, CatalogError, OSError) as error:
        raise HarnessError(f"the suite contradicts itself: {error}") from error


def _known_rows(arguments: Arguments, catalog: Catalog) -> None:
    known = [row.id for row in catalog.rows]
    for row in arguments.only:
        if row not in known:
            close = difflib.get_close_matches(row, known, n=3, cutoff=0.4)
            hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
            raise UsageError(f"--only: there is no row {row!r}{hint}")


def _report_folder(cwd: Path, asked: Path | None) -> Path | None:
    """The folder to report to, made and tried; what an earlier run left there is gone."""
    if asked is None:
        return None
    folder = cwd / asked
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A verdict of an earlier run must not be taken for one of this.
        for name in (verdicts.FILE_NAME, junit.FILE_NAME):
            (folder / name).unlink(missing_ok=True)
        # Really written: who is root has every permission, even on what is read-only.
        verdicts.write_whole(folder / verdicts.FILE_NAME, "").unlink()
    except OSError as error:
        raise UsageError(f"cannot write to report directory {asked}: {error}") from error
    return folder


def _run(
    arguments: Arguments,
    settings: Settings,
    ledger: Ledger,
    catalog: Catalog,
    description: Description,
    console: Console,
) -> dict[str, Any]:
    total: int | None = len(catalog.rows)
    if arguments.selected:
        total = len(arguments.only) if arguments.keyword is None else None
    progress = RunProgress(console, total, shown=not arguments.quiet)
    progress.start()
    try:
        executed = execute(arguments, _jobs(arguments), progress.row)
    finally:
        progress.stop()
    try:
        verdict = judge(
            settings,
            ledger,
            catalog,
            executed.records,
            description=description,
            suite_version=__version__,
            selected=arguments.selected,
            problems=executed.problems,
        )
    except JudgingError as error:
        raise HarnessError(str(error)) from error
    return verdicts.to_document(verdict, created=datetime.now(UTC))


def _jobs(arguments: Arguments) -> int:
    if arguments.jobs is not None:
        return arguments.jobs
    if arguments.only:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST_DEFAULT_JOBS)
    return min(os.cpu_count() or 1, MOST_DEFAULT_JOBS)


def _keep(document: Mapping[str, Any], folder: Path) -> None:
    try:
        verdicts.write_whole(folder / junit.FILE_NAME, junit.to_junit(document))
        # Last, so that a verdict is there only if everything else is.
        verdicts.write(document, folder)
    except OSError as error:
        raise HarnessError(f"the verdict cannot be written to {folder}: {error}") from error


def _say(
    document: Mapping[str, Any], arguments: Arguments, console: Console, folder: Path | None
) -> None:
    if arguments.quiet:
        console.print(outcome_line(document), markup=False, highlight=False, soft_wrap=True)
        return
    claims = arguments.claims()
    if arguments.implementation is None and arguments.profile is None:
        claims = ["--implementation", document["implementation"]["spec"], *claims]
    print_verdict(document, console, ["usage-conformance", "certify", *claims])
    kept = (
        f"Verdict and JUnit report are in {folder}."
        if folder is not None
        else "To keep the verdict and its evidence, add: --report-dir DIR"
    )
    console.print(kept, markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def _own_stdout() -> Iterator[TextIO]:
    """Standard output under a descriptor of our own, which nobody closes by accident."""
    try:
        descriptor = os.dup(sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):
        # Not a file at all: somebody reads what we print within this process.
        yield sys.stdout
        return
    encoding = sys.stdout.encoding
    sys.stdout.flush()
    stream = open(descriptor, "w", encoding=encoding, errors="backslashreplace")  # noqa: SIM115, PTH123
    try:
        yield stream
    finally:
        with contextlib.suppress(BrokenPipeError):
            stream.close()
