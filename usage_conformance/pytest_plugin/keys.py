"""Where the plug-in keeps what belongs to a run (on the config) or to a row (on its item)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from usage_conformance.gherkin import Row
from usage_conformance.ledger import Ledger
from usage_conformance.profile import Settings
from usage_conformance.verdict.model import StepRecord

LEDGER = pytest.StashKey[Ledger]()
"""On the config. A plug-in may set another ledger before this one is configured."""

SETTINGS = pytest.StashKey[Settings]()
"""On the config, once feature files are to be collected."""

COLLECTED = pytest.StashKey[dict[Path, Path]]()
"""On the config: resolved feature file → the path by which pytest reached it first."""

ROW = pytest.StashKey[Row]()
"""On an item that stands for a row of the specification."""

EVIDENCE = pytest.StashKey[dict[str, Any]]()
"""On such an item: JSON-able evidence, filled by the fixture `evidence`."""

INTRUSIONS = pytest.StashKey[dict[str, str]]()
"""On such an item: id of an earlier row → what it did after its end."""

STEPS = pytest.StashKey[list[StepRecord]]()
"""On such an item: the steps begun so far; the last one is held only once it has ended."""
