"""The suite itself: features, steps and fixtures, under one import name everywhere.

In a checkout these are links to the folders at the top; in a wheel they are copies.
Either way a step module is `usage_conformance.suite.steps.<name>`, so that a vendor's
own `steps`, `fixtures` or `conftest` can never be mistaken for the suite's.
"""

from pathlib import Path

FEATURES = Path(__file__).parent / "features"
