"""The suite of a run: its modules, its features, its rows; loaded where they are needed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from usage_conformance.gherkin import (
    Catalog,
    CatalogError,
    Row,
    RowIndex,
    StepDefinition,
    find_definitions,
)
from usage_conformance.gherkin.catalog import catalog_of
from usage_conformance.gherkin.gate import check_source
from usage_conformance.gherkin.source import FeatureFile, Source, read_source
from usage_conformance.ledger import Ledger

_SUITE = pytest.StashKey["Suite"]()


@dataclass(frozen=True)
class Suite:
    """Everything about the features that is known before any of them runs."""

    source: Source
    definitions: tuple[StepDefinition, ...]
    catalog: Catalog
    index: RowIndex
    step_functions: frozenset[Callable[..., object]]

    def file(self, path: Path) -> FeatureFile | None:
        """The feature file at this path, however it is reached, or None."""
        return self.source.by_path.get(path.resolve())

    def rows_of(self, file: FeatureFile) -> tuple[Row, ...]:
        """The rows of one file."""
        return tuple(row for row in self.catalog.rows if row.feature == file.name)


def features_root(config: pytest.Config) -> Path:
    """The folder of the features, resolved."""
    given: Path | None = config.getoption("--features-root")
    if given is not None:
        return (config.invocation_params.dir / given).resolve()
    package = importlib.import_module(config.getoption("--suite-package"))
    root: Path = package.FEATURES
    return root.resolve()


def features_wanted(config: pytest.Config) -> bool:
    """Whether what pytest was asked for can hold one of the suite's feature files."""
    root = features_root(config)
    return any(
        path == root or root in path.parents or path in root.parents for path in asked_for(config)
    )


def whole_suite_wanted(config: pytest.Config) -> bool:
    """Whether pytest was asked for all the features, with none left out on purpose."""
    root = features_root(config)
    left_out = config.getoption("ignore") or config.getoption("ignore_glob")
    return not left_out and any(
        path == root or path in root.parents for path in asked_for(config, whole=True)
    )


def asked_for(config: pytest.Config, *, whole: bool = False) -> Iterator[Path]:
    """The resolved paths among pytest's arguments; only those without a test's name if
    `whole`."""
    for argument in config.args:
        path, name, _ = argument.partition("::")
        if not (whole and name):
            yield (config.invocation_params.dir / path).resolve()


def suite_of(config: pytest.Config, ledger: Ledger) -> Suite:
    """The suite, loaded once. The gate is run, except in a worker, whose controller ran it.

    Raises pytest.UsageError that lists every problem with its file and line.
    """
    suite = config.stash.get(_SUITE, None)
    if suite is None:
        suite = _load(config, ledger)
        config.stash[_SUITE] = suite
    return suite


def loaded_suite(config: pytest.Config) -> Suite:
    """The suite of a run that has collected feature files. KeyError if it has not."""
    return config.stash[_SUITE]


def _load(config: pytest.Config, ledger: Ledger) -> Suite:
    package = importlib.import_module(config.getoption("--suite-package"))
    modules = tuple(_modules(package))
    for module in modules:
        if not config.pluginmanager.is_registered(module):
            config.pluginmanager.register(module, module.__name__)
    definitions = find_definitions(modules)
    source = read_source(features_root(config))
    if not hasattr(config, "workerinput"):
        _report(check_source(source, definitions, ledger))
    try:
        catalog = catalog_of(source, ledger)
    except CatalogError as error:
        _report(error.problems)
        raise
    return Suite(
        source=source,
        definitions=definitions,
        catalog=catalog,
        index=RowIndex(catalog),
        step_functions=frozenset(definition.function for definition in definitions),
    )


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    """Fixtures first: steps build on them."""
    for part in ("fixtures", "steps"):
        folder = importlib.import_module(f"{package.__name__}.{part}")
        yield folder
        for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
            yield importlib.import_module(f"{folder.__name__}.{found.name}")


def _report(problems: tuple[object, ...]) -> None:
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        listed = "\n".join(str(problem) for problem in problems)
        raise pytest.UsageError(f"the features cannot be trusted: {count}\n{listed}")
