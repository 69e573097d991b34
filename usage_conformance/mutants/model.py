"""What an implementation of the gallery says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T", bound=type)


@dataclass(frozen=True)
class Mutation:
    """One documented defect.

    `breaks` names the clauses whose scenarios may reject it: at least one must, and no
    scenario of other clauses only. `readings` are those under which it shows; empty means
    the defaults. `killers` are rows that are known to reject it.
    """

    breaks: frozenset[str]
    killers: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Variation:
    """One freedom that the documentation leaves, used. Has to be certified.

    `readings` are those that the variant declares; other disputes keep their defaults.
    """

    freedom: str
    readings: Mapping[str, str] = field(default_factory=dict)


def mutant(*breaks: str, killers: tuple[str, ...], **readings: str) -> Callable[[T], T]:
    """Mark a class as a broken implementation."""

    def mark(cls: T) -> T:
        cls.mutation = Mutation(frozenset(breaks), killers, readings)  # type: ignore[attr-defined]
        return cls

    return mark


def variant(freedom: str, **readings: str) -> Callable[[T], T]:
    """Mark a class as a conforming variant; `freedom` names the clause or dispute."""

    def mark(cls: T) -> T:
        cls.variation = Variation(freedom, readings)  # type: ignore[attr-defined]
        return cls

    return mark
