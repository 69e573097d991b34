"""How phrases are written: every placeholder has a shape, so that no two phrases overlap."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from parse import with_pattern
from pytest_bdd.parsers import parse


def _shape(pattern: str) -> Callable[[str], str]:
    def found(text: str) -> str:
        return text

    return cast("Callable[[str], str]", with_pattern(pattern)(found))


def phrase(text: str) -> parse:
    """A step's text. `{x:Text}` stands within quotes, `{x:Moment}` is a date and a time
    of day on some clock, `{x:Day}` a date, `{x:Release}` a release, `{x:d}` a number."""
    return parse(
        text,
        extra_types={
            "Text": _shape(r'[^"]+'),
            "Moment": _shape(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"),
            "Day": _shape(r"\d{4}-\d\d-\d\d"),
            "Release": _shape(r"\d{4} R\d+(?: Patch \d+)?"),
        },
    )


def names(text: str) -> tuple[str, ...]:
    """Names from a comma-separated list; `none` stands for no name at all."""
    return () if text == "none" else tuple(name.strip() for name in text.split(","))
