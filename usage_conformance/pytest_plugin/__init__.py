"""The pytest plug-in: runs feature files as the specification of an implementation.

Loaded by the checkout's `conftest.py`, or with `-p usage_conformance.pytest_plugin`.
It is no entry point, so that it changes nothing in other people's test runs.

Fixtures: `settings` and `ledger` (session); `row`, `evidence` and
`intrusions_of_earlier_rows` (function).

PYTEST_DONT_REWRITE: the command imports this module before pytest does.
"""

from usage_conformance.pytest_plugin.collection import (
    FeatureModule,
    pytest_collect_file,
    pytest_collection,
    pytest_collection_modifyitems,
    row_of,
)
from usage_conformance.pytest_plugin.execution import (
    evidence,
    intrusions_of_earlier_rows,
    ledger,
    pytest_bdd_after_step,
    pytest_bdd_before_step,
    pytest_runtest_setup,
    row,
    settings,
)
from usage_conformance.pytest_plugin.keys import EVIDENCE, INTRUSIONS, LEDGER, ROW, SETTINGS
from usage_conformance.pytest_plugin.options import (
    pytest_addoption,
    pytest_configure,
    pytest_report_header,
)
from usage_conformance.pytest_plugin.recorder import Recorder
from usage_conformance.pytest_plugin.recording import pytest_runtest_makereport

__all__ = [
    "EVIDENCE",
    "INTRUSIONS",
    "LEDGER",
    "ROW",
    "SETTINGS",
    "FeatureModule",
    "Recorder",
    "evidence",
    "intrusions_of_earlier_rows",
    "ledger",
    "pytest_addoption",
    "pytest_bdd_after_step",
    "pytest_bdd_before_step",
    "pytest_collect_file",
    "pytest_collection",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_report_header",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "row",
    "row_of",
    "settings",
]
