"""Command-line options, and the settings they resolve to."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pytest

from usage_conformance.ledger import Ledger, LedgerError, load_ledger
from usage_conformance.profile import Settings, UsageError, resolve_settings
from usage_conformance.pytest_plugin.keys import LEDGER, SETTINGS
from usage_conformance.pytest_plugin.suite import features_wanted

_PYTEST_BDD = "pytest_bdd.plugin"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What is certified, and against which claims. Flags win over the profile."""
    group = parser.getgroup("usage-conformance", "what the features are run against")
    group.addoption("--implementation", metavar="MODULE:CLASS", help="implementation to run")
    group.addoption("--profile", metavar="FILE", type=Path, help="profile to read")
    group.addoption("--edition", metavar="DATE", help="edition of the documentation")
    group.addoption(
        "--scope", metavar="NAME", action="append", help="claimed scopes, comma-separated"
    )
    group.addoption(
        "--reading", metavar="DISPUTE=READING", action="append", help="reading of a dispute"
    )
    group.addoption(
        "--call-deadline", metavar="SECONDS", type=float, help="longest time one call may take"
    )
    group.addoption(
        "--only", metavar="ROW", action="append", help="run just the row with this id, repeatable"
    )
    group.addoption("--features-root", type=Path, help=argparse.SUPPRESS)
    group.addoption("--suite-package", default="usage_conformance.suite", help=argparse.SUPPRESS)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Resolve the settings where feature files are to be collected, and name the marks."""
    if all(getattr(p, "__name__", "") != _PYTEST_BDD for p in config.pluginmanager.get_plugins()):
        raise pytest.UsageError(f"pytest-bdd is not loaded; add -p {_PYTEST_BDD}")
    ledger = ledger_of(config)
    for clause in ledger.clauses.values():
        config.addinivalue_line("markers", f"{clause.id}: {clause.rule}")
    if features_wanted(config):
        settings_of(config)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what the features run against."""
    settings = config.stash.get(SETTINGS, None)
    if settings is None:
        return []
    scopes = ", ".join(sorted(settings.scope))
    return [
        f"implementation: {settings.implementation}",
        f"edition: {settings.edition}; scope: {scopes}",
    ]


def ledger_of(config: pytest.Config) -> Ledger:
    """The ledger of this run. Raises pytest.UsageError where it contradicts itself."""
    ledger = config.stash.get(LEDGER, None)
    if ledger is None:
        try:
            ledger = load_ledger()
        except LedgerError as error:
            raise pytest.UsageError(f"the ledger: {error}") from error
        config.stash[LEDGER] = ledger
    return ledger


def settings_of(config: pytest.Config) -> Settings:
    """The settings of this run, resolved once. Raises pytest.UsageError."""
    settings = config.stash.get(SETTINGS, None)
    if settings is None:
        try:
            settings = _resolve(config)
        except UsageError as error:
            raise pytest.UsageError(str(error)) from error
        config.stash[SETTINGS] = settings
    return settings


def _resolve(config: pytest.Config) -> Settings:
    scopes: Sequence[str] | None = config.getoption("--scope")
    if scopes is not None:
        scopes = [name.strip() for listed in scopes for name in listed.split(",")]
    return resolve_settings(
        cwd=config.invocation_params.dir,
        ledger=ledger_of(config),
        profile=config.getoption("--profile"),
        implementation=config.getoption("--implementation"),
        edition=config.getoption("--edition"),
        scope=scopes,
        readings=_readings(config.getoption("--reading") or ()),
        call_deadline=config.getoption("--call-deadline"),
    )


def _readings(texts: Sequence[str]) -> dict[str, str]:
    readings: dict[str, str] = {}
    for text in texts:
        dispute, equals, reading = text.partition("=")
        if not (dispute and equals and reading):
            raise UsageError(f"--reading {text}: expected DISPUTE=READING, such as D2=through")
        if readings.setdefault(dispute, reading) != reading:
            raise UsageError(f"--reading: {dispute} is both {readings[dispute]} and {reading}")
    return readings
