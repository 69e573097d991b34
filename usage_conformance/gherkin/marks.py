"""What a step definition says about itself, for the gate to hold it to.

Apply them below pytest-bdd's decorator, so that the registered function carries the mark:

    @then("nothing is uploaded")
    @absence
    def nothing_uploaded(story: Story) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

_ATTRIBUTE = "usage_conformance_mark"
_Function = TypeVar("_Function", bound=Callable[..., Any])


class Mark(StrEnum):
    """What a step definition can be, besides an ordinary one."""

    ABSENCE = "absence"
    PRESENCE = "presence"
    CONTROL = "control"


def absence(function: _Function) -> _Function:
    """A `Then` that says that something did not happen: doing nothing satisfies it."""
    return _marked(function, Mark.ABSENCE)


def presence(function: _Function) -> _Function:
    """A `Then` that reads like an absence and is none: doing nothing fails it."""
    return _marked(function, Mark.PRESENCE)


def control(function: _Function) -> _Function:
    """A `When` that repeats the scenario's story with one fact changed."""
    return _marked(function, Mark.CONTROL)


def mark_of(function: Callable[..., object]) -> Mark | None:
    """The mark that a step function carries, or None."""
    mark: Mark | None = getattr(function, _ATTRIBUTE, None)
    return mark


def _marked(function: _Function, mark: Mark) -> _Function:
    earlier = mark_of(function)
    if earlier is not None:
        raise ValueError(f"{function.__qualname__} is already marked as {earlier}")
    setattr(function, _ATTRIBUTE, mark)
    return function
