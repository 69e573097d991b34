"""Feature files as pytest modules: one test for each row, under the row's own name."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pytest_bdd import scenario

from usage_conformance.gherkin import Row
from usage_conformance.gherkin.catalog import slug
from usage_conformance.gherkin.source import SUFFIX, FeatureFile
from usage_conformance.pytest_plugin.keys import COLLECTED, ROW
from usage_conformance.pytest_plugin.options import ledger_of, settings_of
from usage_conformance.pytest_plugin.suite import (
    Suite,
    features_root,
    features_wanted,
    loaded_suite,
    suite_of,
    whole_suite_wanted,
)

_EXAMPLE = "_pytest_bdd_example"


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Load the suite and hold it to the gate before anything is collected.

    Also in the controller of distributed runs, which collects nothing itself.
    """
    config = session.config
    if features_wanted(config):
        settings_of(config)
        suite = suite_of(config, ledger_of(config))
        _known(config.getoption("--only") or (), suite)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the suite's feature files, and nobody else's."""
    if file_path.suffix != SUFFIX:
        return None
    real = file_path.resolve()
    config = parent.config
    if features_root(config) not in real.parents:
        return None
    settings_of(config)
    file = suite_of(config, ledger_of(config)).file(real)
    if file is None:
        raise pytest.Collector.CollectError(f"{real} appeared after the features were read")
    # In a checkout the same file is also found below a link within the package.
    collected = config.stash.setdefault(COLLECTED, {})
    if collected.setdefault(real, file_path) != file_path:
        return None
    module: FeatureModule = FeatureModule.from_parent(parent, path=file_path)
    module.file = file
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nothing that was asked for may be missing; then keep what `--only` names."""
    if whole_suite_wanted(config):
        source = loaded_suite(config).source
        missing = sorted(source.by_path.keys() - config.stash.get(COLLECTED, {}).keys())
        if missing:
            listed = ", ".join(str(path) for path in missing)
            raise pytest.UsageError(f"feature files that pytest did not collect: {listed}")
    only: Sequence[str] | None = config.getoption("--only")
    if only:
        kept: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            named = ROW in item.stash and row_of(item).id in only
            (kept if named else left).append(item)
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def row_of(item: pytest.Item) -> Row:
    """The row that an item stands for. KeyError for a test that stands for none."""
    return item.stash[ROW]


def _known(only: Sequence[str], suite: Suite) -> None:
    ids = [row.id for row in suite.catalog.rows]
    for wanted in only:
        if wanted not in ids:
            near = difflib.get_close_matches(wanted, ids, n=3, cutoff=0.5)
            advice = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise pytest.UsageError(f"--only {wanted!r}: there is no such row{advice}")


class FeatureModule(pytest.Module):
    """A feature file. Its module object exists in memory only, and holds one test
    function for each scenario, made by pytest-bdd."""

    file: FeatureFile
    _module: ModuleType | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """One item for each row. Raises CollectError where they are not one to one."""
        suite = loaded_suite(self.config)
        names = {slug(one.name): one.name for one in self.file.scenarios}
        items = [item for item in super().collect() if isinstance(item, pytest.Function)]
        rows = [
            suite.index.find(self.file.name, names[item.originalname], _example(item))
            for item in items
        ]
        expected = suite.rows_of(self.file)
        if [row and row.id for row in rows] != [row.id for row in expected]:
            raise self.CollectError(
                f"{self.path}: {len(expected)} rows became {len(items)} tests that are not theirs"
            )
        for item, row in zip(items, expected, strict=True):
            item.stash[ROW] = row
            item.extra_keyword_matches.update((row.id, row.scenario, row.rule))
            # The row's id travels with every report, even that of a crashed worker.
            item.location = (self.nodeid, row.line - 1, row.id)
        yield from items

    def istestfunction(self, obj: object, name: str) -> bool:
        """By what this module made, whatever naming rules somebody configured."""
        return name in self._getobj().__dict__ and callable(obj)

    def istestclass(self, obj: object, name: str) -> bool:  # noqa: ARG002
        """There are none."""
        return False

    def _getobj(self) -> ModuleType:
        if self._module is None:
            self._module = self._make()
        return self._module

    def _make(self) -> ModuleType:
        module = ModuleType(f"feature {self.file.stem}")
        module.__file__ = str(self.path)
        with warnings.catch_warnings():
            # Tags such as `scope:portal` cannot be registered as marks; the gate knows them.
            warnings.simplefilter("ignore", pytest.PytestUnknownMarkWarning)
            for one in self.file.scenarios:
                test = self._test(one.name)
                # Else `collect_imported_tests = false` takes it for an imported one.
                test.__module__ = module.__name__
                setattr(module, slug(one.name), test)
        return module

    def _test(self, name: str) -> Any:
        @scenario(self.file.path.name, name, features_base_dir=str(self.file.path.parent))
        def run() -> None:
            """Nothing is left to do when the steps have been executed."""

        return run


def _example(item: pytest.Function) -> Mapping[str, str]:
    callspec = getattr(item, "callspec", None)
    example: Mapping[str, str] = callspec.params.get(_EXAMPLE, {}) if callspec else {}
    return example
