"""How a scenario says no, and how it says that it does not apply."""

from __future__ import annotations

import pytest


class Mismatch(AssertionError):  # noqa: N818  (a finding, not a fault)
    """The world differs from what the documentation demands: the row is *failed*.

    Raised by the suite's own judgements alone. Whatever else is raised makes the row an
    *error*, which is neither a pass nor a failure.
    """

    def __init__(self, expected: str, observed: str) -> None:
        self.expected = expected
        self.observed = observed
        super().__init__(f"expected {expected}; observed {observed}")


class NotApplicable(pytest.skip.Exception):  # type: ignore[misc,name-defined]
    """The row asks for something outside what is claimed: it is *not-applicable*.

    Any other skip is *not-run*, so that a skip can never look like a pass.
    """
