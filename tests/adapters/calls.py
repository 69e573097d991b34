"""Short ways to call an implementation that has some methods of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.implementations import Idle
from usage_conformance.adapters import AdapterError, CheckedImplementation
from usage_conformance.implementation import (
    BillingView,
    Implementation,
    Login,
    ReceivedFile,
    Standing,
)

ROOT = Path(__file__).parents[2]
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
DAY = date(2020, 6, 1)


def checked(deadline: float = 20.0, **methods: Callable[..., Any]) -> CheckedImplementation:
    """An idle implementation with some methods of its own."""
    made: Callable[[], Implementation] = type("Vendors", (Idle,), methods)
    return CheckedImplementation(made, deadline)


def error(call: Callable[[], object]) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        call()
    return caught.value


def returning(value: object) -> Callable[..., object]:
    return lambda *_arguments: value


def raising(exception: BaseException) -> Callable[..., object]:
    def method(*_arguments: object) -> object:
        raise exception

    return method


LOGIN = Login("anna", "s1", NOON, NOON)
FILE = ReceivedFile("a.usg", "0" * 64, 3)


def view(**changes: object) -> BillingView:
    values: dict[str, Any] = {
        "first_day": DAY,
        "last_day": DAY,
        "deadline": DAY,
        "files": (FILE,),
        "standing": Standing.MET,
    }
    return BillingView(**{**values, **changes})


def login(**changes: object) -> Login:
    values: dict[str, Any] = {"user": "a", "station": "s", "start": NOON, "end": NOON}
    return Login(**{**values, **changes})
